package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// followSteps checks which steps were settled, and how.
func (c *simulated) followSteps(is round.Round, why cause) {
	was := c.was
	rewrites := slices.Contains([]cause{byReturn, byUndo, byMove, byClose, byPick, byStart}, why)
	for i, step := range was.Steps[:splitSteps(was)] {
		if !rewrites && (i >= len(is.Steps) || is.Steps[i] != step) {
			c.s.wrong(c, "after %s the step %s, which was %s, has changed: %+v", why, step.Kind, step.Mark, is.Steps)
		}
	}
	for _, step := range is.Steps[:splitSteps(is)] {
		if before, ok := was.Step(step.Kind); ok && before.Settled() || step.Kind == "open" {
			continue
		}
		as := func(past round.Round) bool { return slices.Contains(past.Steps, step) }
		if why == byUndo && slices.ContainsFunc(c.past, as) {
			continue // it was settled before what was undone
		}
		c.settled(step, is, why)
	}
	// What people do may have a step due at once, which is then done by a job.
	n := splitSteps(is)
	if n < len(is.Steps) && is.Paused.IsZero() && why != byUndo && (is.Steps[n].Due.Before(c.s.now) || why == byClock && is.Steps[n].Due.Equal(c.s.now)) {
		c.s.wrong(c, "after %s the step %s waits though it was due at %v", why, is.Steps[n].Kind, is.Steps[n].Due)
	}
}

// settled checks a step that was just done or skipped.
func (c *simulated) settled(step round.Step, is round.Round, why cause) {
	now := c.s.now
	late := now.Sub(step.Due)
	if !step.At.Equal(now) {
		c.s.wrong(c, "the step %s was %s at %v", step.Kind, step.Mark, step.At)
	}
	switch {
	case step.Mark == round.Needless && (why == bySkip || why == byStart) && step.Kind != "archive",
		step.Mark == round.Needless && why == byPick && slices.Contains([]calendar.Kind{"ballot", "prompt", "close"}, step.Kind),
		step.Mark == round.Slept && why == byReturn && late >= 0 && (step.Kind == "remind" || step.Kind == "ask"):
		return
	}
	want := c.judged(step, is)
	if step.Mark != want {
		c.s.wrong(c, "after %s the step %s, %v late, is %q, want %q", why, step.Kind, late, step.Mark, want)
	}
	if late < 0 || late > 0 && !c.hindered(step.Due, now) {
		c.s.wrong(c, "after %s the step %s was %s, %v late, though nothing hindered it", why, step.Kind, step.Mark, late)
	}
}

// judged is what is to become of a step that is due.
func (c *simulated) judged(step round.Step, is round.Round) round.Mark {
	now := c.s.now
	late := now.Sub(step.Due)
	archive, _ := is.Step("archive")
	announce, _ := is.Step("announce")
	m := round.Done
	switch {
	case late >= 24*time.Hour:
		m = round.Missed
	case late > 10*time.Minute:
		m = round.DoneLate
	}
	early := slices.Contains([]calendar.Kind{"ballot", "prompt", "close", "announce", "remind"}, step.Kind)
	switch {
	case c.was.Phase == round.Failed && step.Kind != "archive",
		is.Phase == round.Failed && step.Kind == "ask",
		step.Kind == "prompt" && c.was.Film != "":
		return round.Needless
	case m == round.Missed:
		return m
	case early && !now.Before(is.Night),
		step.Kind == "remind" && announce.Mark.Held() && !announce.At.Before(step.Due),
		step.Kind == "prompt" && !now.Before(announce.Due),
		step.Kind == "ask" && !now.Before(archive.Due):
		return round.Overtaken
	case (step.Kind == "announce" || step.Kind == "remind" || step.Kind == "close") && is.Film == "":
		return round.Needless
	case step.Kind == "ballot" && m == round.DoneLate && step.Mark == round.Overtaken && !c.roomForVote(step, is):
		return round.Overtaken
	}
	return m
}

// roomForVote reports whether a vote that opens late can last an hour.
func (c *simulated) roomForVote(step round.Step, is round.Round) bool {
	o := is.Offsets
	o.Vote = calendar.Span{Hours: 1}
	settled := []round.Step{is.Steps[0], {Kind: "ballot", Due: c.s.now, Mark: round.DoneLate, At: c.s.now}}
	_, fits := planned(calendar.ByVote, settled, c.s.now, is.Night, c.zone, o)
	return fits
}

// followPlan checks when the steps that are ahead are due.
func (c *simulated) followPlan(is round.Round, why cause) {
	was := c.was
	voteLate := mark(is, "ballot") == round.DoneLate && !mark(was, "ballot").Held()
	ahead := is.Steps[splitSteps(is):]
	replanned, fits := planned(is.Rules.Way, is.Steps[:splitSteps(is)], c.s.now, is.Night, c.zone, is.Offsets)
	unchanged := sameAhead(was, is)
	switch {
	case slices.Contains([]cause{byAdapting, byExtend, byMove, byReturn}, why) && mark(is, "night") == round.Ahead, voteLate:
		if !fits {
			c.s.wrong(c, "after %s there is not enough time", why)
		}
		c.checkSteps("after "+string(why), ahead, replanned)
	case why == byUndo:
		if !slices.ContainsFunc(c.past, func(past round.Round) bool { return sameAhead(past, is) }) {
			c.checkSteps("after undo", ahead, replanned)
		}
	case why == byReturn, why == byAdapting, why == byStart:
	case !unchanged:
		c.checkSteps("after "+string(why)+", which has nothing planned anew,", ahead, was.Steps[splitSteps(was):])
	}
	switch offsets := is.Offsets; {
	case offsets == was.Offsets, why == byUndo:
	case why == byExtend:
		c.checkExtended(is)
	case why == byAdapting || why == byReturn:
		if offsets != c.rules.Offsets {
			c.s.wrong(c, "after %s the offsets are %+v, want %+v", why, offsets, c.rules.Offsets)
		}
	default:
		long := offsets.Vote
		offsets.Vote = was.Offsets.Vote
		if !voteLate || offsets != was.Offsets || fullHours(long) >= fullHours(was.Offsets.Vote) {
			c.s.wrong(c, "after %s the offsets are %+v, before they were %+v", why, is.Offsets, was.Offsets)
		}
	}
}

// sameAhead reports whether what is ahead in a round was due at the same times in
// another state of it.
func sameAhead(was, is round.Round) bool {
	for _, step := range is.Steps[splitSteps(is):] {
		before, ok := was.Step(step.Kind)
		if !ok || before.Settled() || !before.Due.Equal(step.Due) {
			return false
		}
	}
	for _, step := range was.Steps[splitSteps(was):] {
		if _, ok := is.Step(step.Kind); !ok {
			return false
		}
	}
	return true
}

// checkExtended has nominations or the vote go on for as long as was asked.
func (c *simulated) checkExtended(is round.Round) {
	hours := 24
	var n int
	switch {
	case strings.HasSuffix(c.said, "hours"):
		_, _ = fmt.Sscanf(c.said, "/week extend %d hours", &n)
		hours = n
	case strings.HasSuffix(c.said, "days"):
		_, _ = fmt.Sscanf(c.said, "/week extend %d days", &n)
		hours = 24 * n
	}
	for _, k := range []calendar.Kind{"ballot", "announce"} {
		step, ok := is.Step(k)
		if !ok || step.Settled() {
			continue
		}
		before, _ := c.was.Step(k)
		if more := step.Due.Sub(before.Due) - time.Duration(hours)*time.Hour; more < 0 || more > time.Hour {
			c.s.wrong(c, "%q: %s is due at %v, before at %v", c.said, k, step.Due, before.Due)
		}
		return
	}
}

// followNight checks when the night is.
func (c *simulated) followNight(is round.Round, why cause) {
	was := c.was
	clock := func(date calendar.Date, r calendar.Rhythm) time.Time {
		return clocksAt(c.zone, date.Year, date.Month, date.Day, r.Hour, r.Minute)
	}
	want := was.Night
	switch {
	case mark(is, "night") != round.Ahead:
	case why == byAdapting:
		want = clock(was.Date, c.rules.Rhythm)
	case why == byMove:
		date, err := calendar.ParseDate(strings.TrimPrefix(c.said, "/week date "))
		if err != nil {
			c.s.t.Error(err)
		}
		want = clock(date, is.Rules.Rhythm)
	case why == byReturn:
		want = clock(was.Date, c.rules.Rhythm)
		if wake, _ := unpaused(was).Wake(); !is.Night.Equal(want) && !wake.After(c.s.now) {
			want = c.otherNight(is)
		}
	case why == byUndo && slices.ContainsFunc(c.past, func(past round.Round) bool { return past.Night.Equal(is.Night) }):
		want = is.Night
	}
	if !is.Night.Equal(want) {
		c.s.wrong(c, "after %s (%s) the night is %v, want %v", why, c.said, is.Night.In(c.zone), want.In(c.zone))
	}
	if why != byMove && why != byUndo && why != byReturn && is.Place != was.Place {
		c.s.wrong(c, "after %s the round is for the night of %v, before for %v", why, is.Place, was.Place)
	}
}

func unpaused(r round.Round) round.Round {
	r.Paused = time.Time{}
	return r
}

// otherNight is the night for which a round goes on after a pause that cost it its
// own.
func (c *simulated) otherNight(is round.Round) time.Time {
	rules := is.Rules
	rules.Offsets = is.Offsets
	night, _ := firstNight(rules, is.Steps[:splitSteps(is)], later(c.was.Place, c.s.now), c.s.now, c.zone)
	return night
}

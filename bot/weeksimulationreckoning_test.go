package bot_test

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// A cause is why a round may have changed.
type cause string

const (
	byClock    cause = "clock"
	byStart    cause = "start"
	byMember   cause = "member"
	byPause    cause = "pause"
	byReturn   cause = "return" // of a moderator who resumes, or of the bot
	bySkip     cause = "skip"
	byClose    cause = "close"
	byUndo     cause = "undo"
	byPick     cause = "pick"
	byExtend   cause = "extend"
	byMove     cause = "move"
	byWitness  cause = "witness"
	byAdapting cause = "adapting" // to another zone or rhythm
)

// A reckoning is what is known of a club's latest round without asking the bot.
type reckoning struct {
	was   round.Round
	state []byte
	// past is what the round was before.
	past   []round.Round
	undone bool
	// said is the last line of a moderator.
	said string
	// rests are the times in which rounds of the club were paused, or the bot gone.
	rests []interval
	// effects are what the posts of the round are for.
	effects  []*effect
	troubled []*owed
	// votes are the titles that people approve of.
	votes   map[string][]string
	comers  []string
	ratings map[string]int
	watched int
}

// look sees what has become of the club's round.
func (c *simulated) look(why cause) {
	kept := c.s.store.clubs[c.id]
	if kept == nil {
		return
	}
	for n := max(c.was.Number, 1); kept.rounds[n] != nil; n++ {
		state := kept.rounds[n].state
		if n == c.was.Number && &state[0] == &c.state[0] {
			continue
		}
		if n == c.was.Number && bytes.Equal(state, c.state) {
			c.state = state
			continue // it was stored as it is
		}
		is := kept.rounds[n].round()
		if n == c.was.Number {
			c.follow(is, why)
		} else {
			c.opened(is, why)
		}
		c.state = state
		c.sweep()
	}
}

// opened checks a round that has just opened.
func (c *simulated) opened(is round.Round, why cause) {
	s, last := c.s, c.was
	s.happened["round"]++
	if last.Number > 0 && (!last.Over() || !is.Opened.Equal(last.Ended) && why != byStart) {
		s.wrong(c, "a round opened at %v, but the last one ended at %v", is.Opened, last.Ended)
	}
	if c.off && why != byStart {
		s.wrong(c, "a round opened though no more were to")
	}
	if is.Number != last.Number+1 || is.Rules != c.rules || is.Phase != round.Nominating {
		s.wrong(c, "the new round is number %d, %s, by %+v, want %+v", is.Number, is.Phase, is.Rules, c.rules)
	}
	first := []round.Step{{Kind: "open", Due: s.now, Mark: round.Done, At: s.now}}
	night, steps := firstNight(c.rules, first, later(last.Place, s.now), s.now, c.zone)
	if !is.Night.Equal(night) {
		s.wrong(c, "the night is %v, want %v, by %v after %v", is.Night.In(c.zone), night.In(c.zone), c.rules.Rhythm, last.Place)
	}
	c.checkSteps("as it opens", is.Steps, append(first, steps...))
	if carried := last.Phase == round.Failed && (last.Ending == round.Overslept || last.Ending == round.CalledOff); carried != (len(is.Nominations) > 0) && len(last.Nominations) > 0 {
		s.wrong(c, "%d nominations were carried over after a round that ended %q", len(is.Nominations), last.Ending)
	}
	c.reckoning = reckoning{
		was: is, rests: c.rests, troubled: c.troubled, watched: c.watched,
		votes: make(map[string][]string), ratings: make(map[string]int),
	}
	c.oweAll("opening", s.now)
}

// checkSteps compares steps.
func (c *simulated) checkSteps(when string, got, want []round.Step) {
	same := func(a, b round.Step) bool {
		return a.Kind == b.Kind && a.Due.Equal(b.Due) && a.Mark == b.Mark && a.At.Equal(b.At)
	}
	if slices.EqualFunc(got, want, same) {
		return
	}
	lines := func(steps []round.Step) string {
		var t strings.Builder
		for _, s := range steps {
			t.WriteString("\n  " + string(s.Kind) + " " + s.Due.In(c.zone).Format("Mon 2006-01-02 15:04:05") + " " + string(s.Mark))
		}
		return t.String()
	}
	c.s.wrong(c, "%s it has the steps%s\nwant%s", when, lines(got), lines(want))
}

// follow checks what has become of the round.
func (c *simulated) follow(is round.Round, why cause) {
	was := c.was
	c.s.happened["change"]++
	if why == byClock && !was.Paused.IsZero() && is.Paused.IsZero() {
		why = byReturn // the bot found itself let in again
	}
	if is.Opened != was.Opened && why != byReturn || is.Rules.Way != was.Rules.Way || was.Over() && why != byWitness {
		c.s.wrong(c, "after %s the round is another one", why)
	}
	if why == byUndo {
		c.undone = true
	}
	if !is.Paused.IsZero() && was.Paused.IsZero() && why == byClock {
		c.s.happened["asleep"]++
	}
	if !was.Paused.IsZero() && is.Paused.IsZero() {
		c.rests = append(c.rests, interval{was.Paused, c.s.now})
	}
	c.followSteps(is, why)
	c.followPlan(is, why)
	c.followNight(is, why)
	c.followVote(is)
	c.past = append(c.past, was)
	c.was = is
	c.oweFor(was, why)
	if is.Over() && !was.Over() {
		c.ended()
		c.outlive()
	}
}

// ended checks a round that has come to its end.
func (c *simulated) ended() {
	r := c.was
	if len(r.Steps) == 0 || r.Steps[len(r.Steps)-1].Kind != "archive" || splitSteps(r) != len(r.Steps) {
		c.checkSteps("as it ends", r.Steps, nil)
	}
	want := slices.DeleteFunc(slices.Clone(waySteps[r.Rules.Way]), func(k calendar.Kind) bool {
		_, there := r.Step(k)
		return !there && (k == "remind" || k == "ask" && r.Offsets.Ask == calendar.Span{})
	})
	for i, step := range r.Steps {
		if i >= len(want) || step.Kind != want[i] {
			c.s.wrong(c, "it ends with the step %s in place %d, want %v", step.Kind, i, want)
			break
		}
		c.s.happened["step "+string(step.Mark)]++
	}
	if len(r.Steps) != len(want) {
		c.s.wrong(c, "it ends with %d steps, want %v", len(r.Steps), want)
	}
	if r.Phase == round.Watched {
		c.watched++
	}
	c.s.happened["ended "+string(r.Phase)+" "+string(r.Ending)]++
}

// splitSteps is how many steps are settled.
func splitSteps(r round.Round) int {
	n := slices.IndexFunc(r.Steps, func(s round.Step) bool { return !s.Settled() })
	if n < 0 {
		return len(r.Steps)
	}
	return n
}

// mark is what became of a step of a round.
func mark(r round.Round, k calendar.Kind) round.Mark {
	step, _ := r.Step(k)
	return step.Mark
}

// wasTold reports whether members were told of the film.
func wasTold(r round.Round) bool {
	return r.Film != "" && (mark(r, "announce").Held() || mark(r, "remind").Held())
}

// hindered reports whether there was something that kept a step from being done.
func (c *simulated) hindered(from, to time.Time) bool {
	return c.undone || meets(c.s.downs, from, to) || meets(c.rests, from, to)
}

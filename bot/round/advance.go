package round

import (
	"time"

	"filmbot/bot/calendar"
)

// Advance does all steps that are due, in order, each once, however often it is asked
// for. Facts and dice are for the ballot and the close. Moderators are told once of
// all the steps that were skipped.
//
// By [calendar.Steps.Late] a step that is late is done and its post says so, and one
// that is a day late or more is skipped. A skipped step posts nothing, and moderators
// are told; what it had to decide is decided all the same as long as the night is
// ahead, so that a round never waits for it: without a ballot the close draws the
// film by lot from the nominations. A vote that opens late lasts [calendar.Offsets.Vote]
// or as long as there is time, and is skipped if that is less than an hour.
//
// What the night has overtaken is skipped however little it is late; so is the
// reminder when the announcement came as late as it, and the question when the
// archive is due. A film that nobody was told of is not watched: the round fails.
//
// The archive is never put off: the round is over then, whatever was missed.
func (r Round) Advance(now time.Time, zone *time.Location, f Facts, roll Dice) (Round, []Effect, error) {
	if why := r.rests(); why != "" {
		return r.refuse(why)
	}
	t := r.turn(now, zone)
	for k, ok := t.Next(t.now); ok; k, ok = t.Next(t.now) {
		t.do(k, f, roll)
	}
	return t.end()
}

// do does or skips a step. Each settles its own.
func (t *turn) do(k calendar.Kind, f Facts, roll Dice) {
	m := t.judge(k)
	if k != calendar.Announce {
		t.Last = nil
	}
	switch k {
	case calendar.Ballot:
		t.ballot(m, f, roll)
	case calendar.Prompt:
		t.prompt(m)
	case calendar.Close:
		t.close(m, f, roll)
	case calendar.Announce:
		t.announce(m)
	case calendar.Remind:
		t.remind(m)
	case calendar.Night:
		t.night(m)
	case calendar.Ask:
		t.ask(m)
	case calendar.Archive:
		t.archive(m)
	default:
		t.settle(k, Needless)
	}
}

// judge says what becomes of a step.
func (t *turn) judge(k calendar.Kind) Mark {
	if m := t.overtaken(k); m != Ahead {
		return m
	}
	due := make(calendar.Steps, len(t.Steps))
	for i, s := range t.Steps {
		due[i] = calendar.Step{Kind: s.Kind, Due: s.Due}
	}
	switch due.Late(k, t.now) {
	case calendar.OnTime:
		return Done
	case calendar.Delayed:
		return DoneLate
	}
	if step, _ := t.Step(k); calendar.Late(step.Due, t.now) != calendar.Missed {
		return Overtaken
	}
	return Missed
}

// overtaken is the mark of a step that something other than its own lateness has
// made pointless, or [Ahead].
func (t *turn) overtaken(k calendar.Kind) Mark {
	step, _ := t.Step(k)
	announced, _ := t.Step(calendar.Announce)
	archived, _ := t.Step(calendar.Archive)
	switch k {
	case calendar.Ballot, calendar.Prompt, calendar.Close, calendar.Announce, calendar.Remind:
		switch {
		case t.Phase == Failed:
			return Needless
		case !t.now.Before(t.Night) && calendar.Late(step.Due, t.now) != calendar.Missed:
			return Overtaken
		case k == calendar.Remind && announced.Mark.Held() && !announced.At.Before(step.Due):
			return Overtaken
		}
	case calendar.Night:
		if t.Phase == Failed {
			return Needless
		}
	case calendar.Ask:
		switch {
		case t.Phase == Failed:
			return Needless
		case !t.now.Before(archived.Due) && calendar.Late(step.Due, t.now) != calendar.Missed:
			return Overtaken
		}
	}
	return Ahead
}

// said posts what a step has to say, or tells moderators that it was skipped.
func (t *turn) said(k calendar.Kind, m Mark, post EffectKind) {
	step, _ := t.Step(k)
	switch {
	case m.Held():
		t.add(Effect{Kind: post, Late: m == DoneLate, Due: step.Due})
	case m == Missed || m == Overtaken:
		t.skipped(k)
	}
	t.settle(k, m)
}

func (t *turn) prompt(m Mark) {
	if t.Film != "" {
		m = Needless
	}
	t.settle(calendar.Prompt, m)
	switch {
	case m.Held():
		t.tell(PickWanted)
	case m == Missed:
		t.skipped(calendar.Prompt)
	}
}

func (t *turn) announce(m Mark) {
	t.belong()
	switch {
	case t.Film != "":
		t.said(calendar.Announce, m, PostFilm)
	case m.Held():
		t.settle(calendar.Announce, Needless)
		if t.Rules.Way == calendar.ByPick {
			t.tell(NonePicked)
		}
	default:
		t.settle(calendar.Announce, m)
		t.missed(calendar.Announce, m)
	}
}

// belong leaves to [Round.Undo] what chose the film that is announced, and nothing
// else: with anything else it would be announced twice.
func (t *turn) belong() {
	if t.Last != nil && t.Last.Kind != CloseAct && t.Last.Kind != PickAct {
		t.Last = nil
	}
}

func (t *turn) remind(m Mark) {
	if t.Film == "" && m.Held() {
		m = Needless
	}
	if m == Overtaken && t.mark(calendar.Announce).Held() && t.now.Before(t.Night) {
		t.settle(calendar.Remind, m) // the announcement said it all just then
		return
	}
	t.said(calendar.Remind, m, PostReminder)
}

func (t *turn) night(m Mark) {
	t.settle(calendar.Night, m)
	if m != Needless && t.Phase != Watched && !t.Told() {
		t.fail()
	}
}

// fail ends the hope for a film night.
func (t *turn) fail() {
	t.Phase, t.Ending = Failed, Filmless
	for _, k := range []calendar.Kind{calendar.Ballot, calendar.Close, calendar.Announce} {
		if m := t.mark(k); m == Missed || m == Overtaken {
			t.Ending = Overslept
		}
	}
	t.tell(RoundFailed)
}

func (t *turn) ask(m Mark) { t.said(calendar.Ask, m, PostQuestion) }

func (t *turn) archive(m Mark) {
	if t.Phase == Chosen {
		t.Phase, t.Ending = Watched, Presumed
	}
	if t.Phase == Watched && !m.Held() {
		t.skipped(calendar.Archive)
	}
	t.settle(calendar.Archive, m)
	t.Ended = t.now
	t.post(OpenNext)
}

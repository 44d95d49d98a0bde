package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// why answers "/week why [round]": how the film came about, or how things stand.
func (b *Bot) why(ctx context.Context, c *call) Reply {
	number, rest, err := c.roundNumber()
	if err != nil {
		return c.refuse(c.say("week.foreign"))
	}
	if n, err := strconv.Atoi(rest); number == 0 && err == nil && n > 0 {
		number = n
	}
	w, err := b.store.Round(ctx, c.id, number)
	switch {
	case errors.Is(err, ErrNotFound) && number == 0:
		return b.noRound(ctx, c)
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("week.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	if c.Pressed && !c.Whispers {
		// Everybody in the chat may press this, so only who does is answered, in the
		// few words that a notice can have.
		return Reply{Text: c.view(w).inShort(), Private: true}
	}
	r := c.view(w).why()
	r.Private = c.Pressed
	return r
}

// why tells standings, ballots by platform, draws and what became of each step.
func (v view) why() Reply {
	r := Reply{}
	r.Text = v.say("why.intro", "Number", v.Round.Number, "Night", v.at(&r, v.Round.Night))
	paragraph := func(text string) {
		if text != "" {
			r.Text += "\n\n" + text
		}
	}
	if v.Round.Film != "" && (v.Round.Told() || v.Round.Over()) {
		paragraph(v.say("week.won", "Title", v.heading(v.club, v.Round.Film)) + " " + v.how())
	}
	switch standing := v.Round.Standing; {
	case standing != nil:
		paragraph(v.say("why.standing") + "\n" + v.standings(*standing) + "\n" + v.turnout(*standing))
	case v.Round.Phase == round.Voting:
		now := round.Tally(v.Round.Ballot, v.Votes)
		text := v.say("why.sofar") + "\n"
		if v.Round.Rules.Hidden {
			text = v.say("why.hidden") + "\n"
		} else {
			text += v.standings(now) + "\n"
		}
		paragraph(text + v.turnout(now))
	case len(v.Round.Nominations) > 0:
		paragraph(v.say("week.nominated") + "\n" + v.nominations())
	}
	for _, d := range v.Round.Draws {
		paragraph(v.lot(d))
	}
	paragraph(v.delays())
	return r
}

// inShort tells by what the film was chosen.
func (v view) inShort() string {
	text := v.how()
	if s := v.Round.Standing; s != nil && v.Round.Film != "" {
		for _, a := range s.Approvals {
			if a.Film == v.Round.Film {
				text = join(text, v.say("why.short", "Count", a.Voters, "Number", s.Cast()))
			}
		}
	}
	return join(text, v.say("why.more", "Line", "/week why "+strconv.Itoa(v.Round.Number)))
}

// turnout tells how many ballots were cast, by platform.
func (v view) turnout(s round.Standing) string {
	text := v.cast(s)
	if len(s.Turnout) == 0 {
		return text
	}
	var by []string
	for _, t := range s.Turnout {
		by = append(by, platformName(t.Platform)+" "+strconv.Itoa(t.Ballots))
	}
	return text + " (" + strings.Join(by, ", ") + ")"
}

// lot tells a draw so that it can be checked: candidates, rolls and winners.
func (v view) lot(d round.Draw) string {
	facts := []any{"Count", d.Of, "Names", v.drawnNames(d.Won), "Numbers", v.rolls(d)}
	text := v.say("draw."+string(d.For), facts...)
	if len(d.From) > 0 && len(d.From) <= mostListed {
		text += "\n" + v.say("draw.from", "Names", v.drawnNames(d.From))
	}
	if d.Undone {
		text = v.say("draw.undone", "Text", text)
	}
	return text
}

func (v view) drawnNames(films []string) string {
	names := make([]string, len(films))
	for i, film := range films {
		names[i] = v.heading(v.club, film)
	}
	return v.people(names, mostListed)
}

// rolls are counted from 1, for people.
func (v view) rolls(d round.Draw) string {
	var rolls []string
	for _, n := range d.Rolls {
		rolls = append(rolls, strconv.Itoa(n+1))
	}
	return strings.Join(rolls, ", ")
}

// delays tells which steps came late or were skipped for lateness.
func (v view) delays() string {
	var late, missed []calendar.Kind
	for _, s := range v.Round.Steps {
		switch s.Mark {
		case round.DoneLate:
			late = append(late, s.Kind)
		case round.Missed, round.Overtaken:
			missed = append(missed, s.Kind)
		}
	}
	var lines []string
	if len(late) > 0 {
		lines = append(lines, v.say("why.late", "Names", v.stepNames(late)))
	}
	if len(missed) > 0 {
		lines = append(lines, v.say("why.missed", "Names", v.stepNames(missed)))
	}
	return strings.Join(lines, "\n")
}

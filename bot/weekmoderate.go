package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// startWeek answers "/week start": a round begins at once, in place of one that has no
// night ahead.
func (b *Bot) startWeek(ctx context.Context, c *call) Reply {
	ritual := c.settings.Ritual
	if ritual == nil || len(c.weekChats()) == 0 {
		return Reply{Text: c.say("week.nonesetup"), Private: true, Buttons: []Button{{Label: c.say("button.setup"), Line: "/week setup"}}}
	}
	wasOff := ritual.Off
	r, err := b.turn(ctx, c.withRounds(), func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		if r.Number == 0 || r.Over() {
			return round.Open(ritual.Rules, r, s.now, s.zone)
		}
		ended, effects, err := r.End(s.now)
		if err == nil {
			_, _, err = round.Open(ritual.Rules, ended, s.now, s.zone)
		}
		return ended, effects, err
	})
	goesOn := refused(err) == round.UnderWay
	if wasOff && (err == nil || goesOn) {
		if _, err := b.setRitual(ctx, c, func(r *Ritual) { r.Off = false }); err != nil {
			return b.fail(ctx, c, err)
		}
	}
	switch {
	case wasOff && goesOn:
		return Reply{Text: c.say("done.continues"), Private: true}
	case err != nil:
		return b.notTurned(ctx, c, err)
	}
	return c.turned(r, "done.started")
}

// withRounds is the club as if rounds opened by themselves.
func (c *club) withRounds() *club {
	ritual, after := *c.settings.Ritual, *c
	ritual.Off = false
	after.settings.Ritual = &ritual
	return &after
}

// setRitual changes how the club keeps its film of the week.
func (b *Bot) setRitual(ctx context.Context, c *call, change func(*Ritual)) (Settings, error) {
	settings, err := b.store.Adjust(ctx, c.id, func(s *Settings) {
		if s.Ritual != nil {
			r := *s.Ritual
			change(&r)
			s.Ritual = &r
		}
	})
	if err != nil {
		return settings, err
	}
	b.clubs.changed(c.id, 0)
	after := *c.club
	after.settings = settings
	c.club = &after
	return settings, nil
}

// turned does something to the club's round and says so.
func (b *Bot) turned(ctx context.Context, c *call, done string, do act) Reply {
	r, err := b.turn(ctx, c.club, do)
	if err != nil {
		return b.notTurned(ctx, c, err)
	}
	return c.turned(r, done)
}

// turned says what was done to a round, naming its film and night.
func (c *call) turned(r round.Round, done string) Reply {
	title := ""
	if r.Film != "" {
		title = c.heading(c.club, r.Film)
	}
	v, until := c.view(Week{Round: r}), r.Night
	if due, ahead := v.choosing(); ahead {
		until = due
	}
	reply := Reply{Private: true, Buttons: c.undoWeekButton(r)}
	reply.Text = c.say(done, "Title", title, "Night", v.at(&reply, r.Night), "When", v.at(&reply, until))
	return reply
}

// undoWeekButton takes the last thing back that was done to a round.
func (c *call) undoWeekButton(r round.Round) []Button {
	if r.Last == nil || r.Over() {
		return nil
	}
	return []Button{{Label: c.say("button.undoweek"), Line: join("/week undo", c.view(Week{Round: r}).ref())}}
}

// pickFilm answers "/week pick <title>". The button of a note names the round that it
// was shown for.
func (b *Bot) pickFilm(ctx context.Context, c *call) Reply {
	_, rest, other := b.thisRound(ctx, c)
	if !other.Empty() {
		return other
	}
	c.argument = rest
	f, other := b.thisFilm(c)
	if f == nil {
		other.Private = true
		return other
	}
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Pick(f.ID, round.Who(c.author()), s.now)
	})
	switch {
	case err != nil:
		return b.notTurned(ctx, c, err)
	case c.view(Week{Round: r}).secret():
		return c.turned(r, "done.pickedahead")
	}
	return c.turned(r, "done.picked")
}

// skipNight answers "/week skip": the night is called off.
func (b *Bot) skipNight(ctx context.Context, c *call) Reply {
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Skip(s.now)
	})
	if err != nil {
		return b.notTurned(ctx, c, err)
	}
	reply := c.turned(r, "done.skipped")
	c.view(Week{Round: r}).sayNext(&reply)
	return reply
}

// pauseRound answers "/week pause".
func (b *Bot) pauseRound(ctx context.Context, c *call) Reply {
	return b.turned(ctx, c, "done.paused", func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Pause(s.now)
	})
}

// resumeRound answers "/week resume".
func (b *Bot) resumeRound(ctx context.Context, c *call) Reply {
	if c.settings.Ritual == nil {
		return b.noRound(ctx, c)
	}
	return b.turned(ctx, c, "done.resumed", func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Resume(c.settings.Ritual.Rules, s.now, s.zone)
	})
}

// closeNow answers "/week close": what the round waits for is done at once.
func (b *Bot) closeNow(ctx context.Context, c *call) Reply {
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.CloseNow(s.now, s.zone, s.facts, s.roll)
	})
	switch {
	case err != nil:
		return b.notTurned(ctx, c, err)
	case r.Phase == round.Voting:
		return c.turned(r, "done.voting")
	}
	return c.turned(r, "done.chosen")
}

// extendRound answers "/week extend [time]": nominations or the vote go on for longer.
func (b *Bot) extendRound(ctx context.Context, c *call) Reply {
	span := calendar.Span{Days: 1}
	if c.argument != "" {
		var err error
		if span, err = calendar.ParseSpan(c.argument); err != nil {
			return c.refuse(c.say("extend.which", "Text", echo(c.argument)))
		}
	}
	return b.turned(ctx, c, "done.extended", func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Extend(24*span.Days+span.Hours, s.now, s.zone)
	})
}

// moveNight answers "/week date <day>": this round's night is on another day.
func (b *Bot) moveNight(ctx context.Context, c *call) Reply {
	if c.argument == "" {
		return c.refuse(c.say("date.missing"))
	}
	w, other := b.latest(ctx, c, 0)
	if !other.Empty() {
		return other
	}
	today := calendar.DateOf(b.now().In(zoneOf(c.settings)))
	day, err := calendar.ParseDay(c.argument, today, w.Round.Date)
	switch {
	case err != nil:
		return c.refuse(c.say("date.which", "Text", echo(c.argument)))
	case day.Before(today):
		return c.refuse(c.say("date.past", "When", c.date(day)))
	}
	return b.turned(ctx, c, "done.moved", func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Move(day, s.now, s.zone)
	})
}

// watchedFilm answers "/week watched".
func (b *Bot) watchedFilm(ctx context.Context, c *call) Reply {
	return b.witnessed(ctx, c, "done.watched", round.Round.Watched)
}

// fellThrough answers "/week fell": the film was not watched.
func (b *Bot) fellThrough(ctx context.Context, c *call) Reply {
	return b.witnessed(ctx, c, "done.fell", round.Round.FellThrough)
}

// witnessed notes what became of the film night. A button names the round that it
// was shown for.
func (b *Bot) witnessed(ctx context.Context, c *call, done string, say func(round.Round, time.Time) (round.Round, []round.Effect, error)) Reply {
	if _, _, other := b.thisRound(ctx, c); !other.Empty() {
		return other
	}
	return b.turned(ctx, c, done, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return say(r, s.now)
	})
}

// undoWeek answers "/week undo": the last thing done to the round is taken back. The
// button names the round that it was shown for.
func (b *Bot) undoWeek(ctx context.Context, c *call) Reply {
	if _, _, other := b.thisRound(ctx, c); !other.Empty() {
		return other
	}
	var act round.ActKind
	title := ""
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		if r.Last != nil {
			act, title = r.Last.Kind, c.heading(c.club, r.Film)
		}
		return r.Undo(s.now, s.zone, s.facts)
	})
	if err != nil {
		return b.notTurned(ctx, c, err)
	}
	b.catchUp(ctx, c.club) // chats that were added since have nothing of what is of use again
	reply := Reply{Private: true}
	reply.Text = c.say("undone."+strings.ReplaceAll(string(act), " ", ""), "Title", title, "Night", c.view(Week{Round: r}).at(&reply, r.Night))
	return reply
}

// stopWeek answers "/week stop": after this round none opens by itself.
func (b *Bot) stopWeek(ctx context.Context, c *call) Reply {
	if c.settings.Ritual == nil {
		return b.noRound(ctx, c)
	}
	if _, err := b.setRitual(ctx, c, func(r *Ritual) { r.Off = true }); err != nil {
		return b.fail(ctx, c, err)
	}
	_, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		if r.Over() || r.Last == nil {
			return r, nil, &round.Refusal{Why: round.Nothing}
		}
		return r.Settle(), nil, nil
	})
	if err != nil && refused(err) == "" && !errors.Is(err, ErrNotFound) {
		return b.fail(ctx, c, err)
	}
	return Reply{Text: c.say("done.stopped"), Private: true}
}

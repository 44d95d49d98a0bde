package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"filmbot/bot/round"
)

// A scene is what a club's round is in when something is done to it.
type scene struct {
	now   time.Time
	zone  *time.Location
	facts round.Facts
	roll  round.Dice
}

// An act is something that is done to the latest round of a club. Its error is a
// [*round.Refusal]. It may be called more than once.
type act func(round.Round, scene) (round.Round, []round.Effect, error)

// advance is the act of the clock.
func advance(r round.Round, s scene) (round.Round, []round.Effect, error) {
	return r.Advance(s.now, s.zone, s.facts, s.roll)
}

// turn does something to the latest round of a club and stores what follows from it:
// the round, what is to be posted, the next round where it opens, and when to go
// on. What is due comes first. It returns the latest round as it is then.
func (b *Bot) turn(ctx context.Context, c *club, do act) (round.Round, error) {
	const attempts = 3 // more than one where a step falls due just then
	var r round.Round
	var err error
	for range attempts {
		r, err = b.turnOnce(ctx, c, do)
		if refused(err) != round.StepDue {
			break
		}
		if _, err := b.turnOnce(ctx, c, advance); err != nil && refused(err) == "" {
			return r, err
		}
	}
	return r, err
}

func (b *Bot) turnOnce(ctx context.Context, c *club, do act) (round.Round, error) {
	var after round.Round
	films := filmIDs(c)
	err := b.store.Turn(ctx, c.id, func(l Latest) (Turn, error) {
		s := scene{
			now: b.now(), zone: zoneOf(c.settings), roll: b.rand,
			facts: round.Facts{Films: films, Watched: l.Watched, Votes: l.Votes},
		}
		r, effects, err := do(l.Round, s)
		if err != nil {
			return Turn{}, err
		}
		t := b.followUp(c, r, effects, s)
		after = t.Rounds[len(t.Rounds)-1]
		b.predate(l.Round, t.Posts)
		return t, nil
	})
	if err != nil {
		return after, err
	}
	b.bell.ring()
	return after, nil
}

// predate has posts be due when the step was that brought them about, where that was
// before the store was put back from a copy: they may have been posted.
func (b *Bot) predate(before round.Round, posts []Post) {
	wake, ok := before.Wake()
	if !ok || !wake.Before(b.since) {
		return
	}
	for i := range posts {
		if wake.Before(posts[i].Due) {
			posts[i].Due = wake
		}
	}
}

// filmIDs are the films of a club's catalog, in a fixed order.
func filmIDs(c *club) []string {
	ids := make([]string, 0, c.catalog.Len())
	for f := range c.catalog.All {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return ids
}

// followUp is what is stored when a round has become another one.
func (b *Bot) followUp(c *club, r round.Round, effects []round.Effect, s scene) Turn {
	t := Turn{Rounds: []round.Round{r}, Posts: postsOf(c, r, effects, s.now)}
	latest := r
	for _, e := range effects {
		t.Revive = t.Revive || e.Kind == round.Revive
		if e.Kind != round.OpenNext || !c.rituals() {
			continue
		}
		next, more, err := round.Open(c.settings.Ritual.Rules, r, s.now, s.zone)
		if err != nil {
			t.Posts = append(t.Posts, notes(c, r, round.Effect{Number: e.Number, Matter: notOpened}, s.now)...)
			continue
		}
		latest = next
		t.Rounds = append(t.Rounds, next)
		t.Posts = append(t.Posts, postsOf(c, next, more, s.now)...)
	}
	t.Wake, _ = latest.Wake()
	return t
}

// rituals reports whether rounds of the club open by themselves.
func (c *club) rituals() bool { return c.settings.Ritual != nil && !c.settings.Ritual.Off }

// refused says why something was not done to a round, or is empty for another
// error or none.
func refused(err error) round.Why {
	var r *round.Refusal
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}

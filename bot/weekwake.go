package bot

import (
	"context"
	"fmt"
	"strings"

	"filmbot/bot/round"
)

// wake moves a club's round on when its time has come. It is what is done for a
// job, see [Jobs.Work].
func (b *Bot) wake(ctx context.Context, j Job) error {
	id, ok := strings.CutPrefix(j.Key, WeekKey(""))
	if !ok {
		b.log.WarnContext(ctx, "a job has an unknown key")
		return nil
	}
	c, err := b.clubs.get(ctx, id)
	if err != nil {
		return fmt.Errorf("wake a club: %w", err)
	}
	there, err := b.reachable(ctx, c)
	if err != nil {
		return fmt.Errorf("wake a club: %w", err)
	}
	if !there {
		return b.fallAsleep(ctx, c)
	}
	_, err = b.turnOnce(ctx, c, advance)
	if err != nil && refused(err) == "" {
		return fmt.Errorf("advance a round: %w", err)
	}
	return nil
}

// reachable reports whether the bot is in one of the chats that the club's film of
// the week is announced in, as far as it knows.
func (b *Bot) reachable(ctx context.Context, c *club) (bool, error) {
	for _, chat := range c.weekChats() {
		switch presence, err := b.store.PresenceIn(ctx, ChatOf(chat).Place()); {
		case err != nil:
			return false, err
		case presence != Absent:
			return true, nil
		}
	}
	return false, nil
}

// fallAsleep pauses the round of a club that the bot has no chat of any more.
func (b *Bot) fallAsleep(ctx context.Context, c *club) error {
	err := b.store.Turn(ctx, c.id, func(l Latest) (Turn, error) {
		// A step that is due is not done, so the round is paused as it was before.
		wake, ok := l.Round.Wake()
		if !ok {
			return Turn{}, &round.Refusal{Why: round.IsPaused}
		}
		now := b.now()
		if !wake.After(now) {
			now = wake.Add(-1)
		}
		r, _, err := l.Round.Pause(now)
		return Turn{Rounds: []round.Round{r}, Asleep: true}, err
	})
	if err != nil && refused(err) == "" {
		return fmt.Errorf("pause a round: %w", err)
	}
	return nil
}

// awaken goes on with the round of a club that the bot has come back to.
func (b *Bot) awaken(ctx context.Context, chat Chat) error {
	c, err := b.clubs.at(ctx, chat)
	if err != nil {
		return err
	}
	if c.settings.Ritual == nil {
		return nil
	}
	if w, err := b.store.Round(ctx, c.id, 0); err != nil || !w.Asleep {
		return ignore(err, ErrNotFound)
	}
	_, err = b.turnOnce(ctx, c, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Resume(c.settings.Ritual.Rules, s.now, s.zone)
	})
	if refused(err) != "" {
		return nil
	}
	return err
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

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
	w, err := b.store.Round(ctx, c.id, 0)
	if ignore(err, ErrNotFound) != nil {
		return fmt.Errorf("wake a club: %w", err)
	}
	there, err := b.reachable(ctx, c, w.Asleep)
	if err != nil {
		return fmt.Errorf("wake a club: %w", err)
	}
	if !there {
		return b.fallAsleep(ctx, c)
	}
	if w.Asleep {
		if err := b.goOn(ctx, c); err != nil {
			return fmt.Errorf("go on with a round: %w", err)
		}
		b.catchUp(ctx, c, c.places...)
	}
	_, err = b.turnOnce(ctx, c, advance)
	if err != nil && refused(err) == "" {
		return fmt.Errorf("advance a round: %w", err)
	}
	return nil
}

// reachable reports whether the bot can reach one of the chats that the club's film of
// the week is announced in. What was recorded may be wrong, for the bot may have been
// away when it changed: where it says that a chat is out of reach, the platform is asked.
// To be sure it is asked in any case, and has to answer.
func (b *Bot) reachable(ctx context.Context, c *club, sure bool) (bool, error) {
	refused, err := b.refusedIn(ctx, c)
	if err != nil {
		return false, err
	}
	for _, chat := range c.weekChats() {
		at := ChatOf(chat)
		presence, err := b.store.PresenceIn(ctx, at.Place())
		switch {
		case err != nil:
			return false, err
		case presence != Absent && !refused[chat] && !sure:
			return true, nil
		}
		if sure {
			presence = Absent // so it was when the round fell asleep, whatever was recorded
		}
		if there, err := b.answers(ctx, at, presence); there || err != nil {
			return there, err
		}
	}
	return false, nil
}

// refusedIn are the chats that the latest post of the club's round could not be sent
// to.
func (b *Bot) refusedIn(ctx context.Context, c *club) (map[string]bool, error) {
	w, err := b.store.Round(ctx, c.id, 0)
	if err != nil {
		return nil, ignore(err, ErrNotFound)
	}
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	refused := make(map[string]bool)
	for _, p := range posts {
		if p.Kind != NotePost && p.State != PostWaits && p.State != PostSending {
			refused[p.Chat] = p.State == PostRefused || p.State == PostGone
		}
	}
	return refused, err
}

// answers asks the platform whether the bot reaches a chat, and records that it does
// where something else was recorded. Where the platform cannot tell just now, what was
// recorded holds.
func (b *Bot) answers(ctx context.Context, at Chat, recorded Presence) (bool, error) {
	if b.post == nil {
		return recorded != Absent, nil
	}
	switch _, err := b.post.Lacks(ctx, at, []Permission{ViewChat}); {
	case errors.Is(err, ErrChatGone):
		return false, nil
	case err != nil:
		return recorded != Absent, nil
	case recorded == Absent:
		return true, b.store.SetPresence(ctx, at.Place(), Present, b.now())
	}
	return true, nil
}

// lookForChats is how often a club that the bot has no chat of is looked at again: of a
// return nobody may have told.
const lookForChats = 12 * time.Hour

// fallAsleep pauses the round of a club that the bot has no chat of any more.
func (b *Bot) fallAsleep(ctx context.Context, c *club) error {
	err := b.store.Turn(ctx, c.id, func(l Latest) (Turn, error) {
		next := b.now().Add(lookForChats)
		if l.Asleep && !l.Round.Paused.IsZero() {
			return Turn{Rounds: []round.Round{l.Round}, Asleep: true, Wake: next}, nil
		}
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
		return Turn{Rounds: []round.Round{r}, Asleep: true, Wake: next}, err
	})
	if err != nil && refused(err) == "" {
		return fmt.Errorf("pause a round: %w", err)
	}
	return nil
}

// awaken goes on with the round of a club that the bot has come back to.
func (b *Bot) awaken(ctx context.Context, chat Chat) error {
	c, err := b.clubs.at(ctx, chat)
	if err != nil || c.settings.Ritual == nil {
		return err
	}
	if err := b.goOn(ctx, c); err != nil {
		return err
	}
	b.catchUp(ctx, c, chat.Place())
	return nil
}

// goOn goes on with a round that was paused because the bot had no chat of its club.
func (b *Bot) goOn(ctx context.Context, c *club) error {
	if w, err := b.store.Round(ctx, c.id, 0); err != nil || !w.Asleep {
		return ignore(err, ErrNotFound)
	}
	_, err := b.turnOnce(ctx, c, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Resume(c.settings.Ritual.Rules, s.now, s.zone)
	})
	if refused(err) != "" {
		return nil
	}
	return err
}

package sqlstore

import (
	"context"
	"slices"
	"unicode/utf8"

	"filmbot/bot"
)

// Traces implements [bot.People]. Nobody in particular has none.
func (s *Store) Traces(ctx context.Context, user string) (bot.Traces, error) {
	var traces bot.Traces
	err := s.view(ctx, "read the traces of a person", func(t session) (err error) {
		if user == "" {
			return nil
		}
		if traces.Seen, err = t.texts(ctx, seenQuery, user); err != nil {
			return err
		}
		traces.Changes, err = all(ctx, t, scanChange, `SELECT `+changeColumns+` FROM change WHERE author = ? ORDER BY made, club, number`, user)
		if err != nil {
			return err
		}
		traces.Suggestions, err = all(ctx, t, scanSuggestion, `SELECT `+suggestionColumns+` FROM suggestion WHERE author = ? ORDER BY made, id`, user)
		if err != nil {
			return err
		}
		traces.Drafts, err = all(ctx, t, scanDraft, `SELECT `+draftColumns+` FROM draft WHERE owner = ? ORDER BY made, id`, user)
		if err != nil {
			return err
		}
		if traces.Moderates, err = t.moderates(ctx, user); err != nil {
			return err
		}
		rounds, err := t.roundsOf(ctx, user)
		for _, p := range rounds {
			traces.Rounds = append(traces.Rounds, p.trace(user))
		}
		return err
	})
	if err != nil {
		return bot.Traces{}, err
	}
	return traces, nil
}

// moderates returns the clubs whose settings name a person a moderator.
func (t session) moderates(ctx context.Context, user string) ([]string, error) {
	naming, err := t.clubsNaming(ctx, user)
	if err != nil {
		return nil, err
	}
	var clubs []string
	for _, id := range naming {
		k, err := t.keptClub(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(k.settings.Moderators, is(user)) {
			clubs = append(clubs, id)
		}
	}
	slices.Sort(clubs)
	return clubs, nil
}

func is(user string) func(bot.Mention) bool {
	return func(m bot.Mention) bool { return m.Key == user }
}

// Forget implements [bot.People]. A private chat has on some platforms the key of
// the person: what is kept under it goes, too.
func (s *Store) Forget(ctx context.Context, user string) error {
	if user == "" {
		return ctx.Err()
	}
	return s.update(ctx, "forget a person", func(t session) error {
		clubs, err := t.moderates(ctx, user)
		if err != nil {
			return err
		}
		talking, err := t.clubsOf(ctx, user)
		if err != nil {
			return err
		}
		if err := t.lockClubs(ctx, slices.Concat(clubs, talking)...); err != nil {
			return err
		}
		if err := t.forgetInRounds(ctx, talking, user); err != nil {
			return err
		}
		for _, id := range clubs {
			if err := t.dismiss(ctx, id, user); err != nil {
				return err
			}
		}
		ending := " " + user
		_, err = t.exec(ctx, `DELETE FROM counted WHERE substr(subject, length(subject) - ? + 1) = ?`, utf8.RuneCountInString(ending), ending)
		if err != nil {
			return err
		}
		return t.do(ctx, []any{user},
			`DELETE FROM seen WHERE person = ?`,
			`DELETE FROM drawn WHERE chat = ?`,
			`DELETE FROM draft WHERE owner = ?`,
			`DELETE FROM suggestion WHERE author = ? AND outcome = ''`,
			`UPDATE suggestion SET chat = '', told = 1 WHERE chat = ?`,
			`UPDATE suggestion SET author = '', author_name = '' WHERE author = ?`,
			`UPDATE suggestion SET decided_by = '', decided_by_name = '' WHERE decided_by = ?`,
			`UPDATE change SET author = '', author_name = '' WHERE author = ?`)
	})
}

// dismiss takes a person from among the moderators of a club.
func (t session) dismiss(ctx context.Context, club, user string) error {
	k, err := t.keptClub(ctx, club)
	if err != nil {
		return err
	}
	k.settings.Moderators = slices.DeleteFunc(k.settings.Moderators, is(user))
	return t.keepClub(ctx, k)
}

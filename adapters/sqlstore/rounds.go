package sqlstore

import (
	"context"
	"encoding/json"

	"filmbot/bot"
	"filmbot/bot/round"
)

// Turn implements [bot.Rounds].
func (s *Store) Turn(ctx context.Context, club string, change func(bot.Latest) (bot.Turn, error)) error {
	return s.update(ctx, "change the rounds of a club", func(t session) error {
		if err := t.lockClubs(ctx, club); err != nil {
			return err
		}
		kept, err := t.latestRound(ctx, club)
		if err != nil {
			return err
		}
		latest, err := t.latest(ctx, club, kept)
		if err != nil {
			return err
		}
		turn, err := change(latest)
		if err != nil {
			return refusal{err}
		}
		return t.turn(ctx, club, kept, turn)
	})
}

// latest is what a turn of a club that is locked begins with.
func (t session) latest(ctx context.Context, club string, kept keptRound) (bot.Latest, error) {
	votes, err := t.votes(ctx, club, kept.Number, kept.Number)
	if err != nil {
		return bot.Latest{}, err
	}
	watched, err := all(ctx, t, func(r row) (v round.Viewing, err error) {
		var night int64
		err = r.Scan(&v.Round, &v.Film, &night)
		v.Night = timeOf(night)
		return v, err
	}, `SELECT number, film, night FROM round WHERE club = ? AND watched = 1 ORDER BY number`, club)
	return bot.Latest{Round: kept.Round, Asleep: kept.asleep, Votes: votes[kept.Number], Watched: watched}, err
}

// turn stores what becomes of the rounds of a club that is locked. latest was the
// latest of them.
func (t session) turn(ctx context.Context, club string, latest keptRound, turn bot.Turn) error {
	if len(turn.Rounds) == 0 {
		return nil
	}
	newest := latest.Number
	for _, r := range turn.Rounds {
		newest = max(newest, r.Number)
		was := latest
		if r.Number != latest.Number {
			var err error
			if was, err = t.keptRound(ctx, club, r.Number); err != nil && !isNone(err) {
				return err
			}
		}
		if err := t.replaceRound(ctx, club, was, r); err != nil {
			return err
		}
		if err := t.hurryPosts(ctx, club, r.Number); err != nil {
			return err
		}
	}
	if turn.Revive {
		if err := t.hurry(ctx, `'gone', 'dropped'`, `club = ? AND number = ?`, club, newest); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, `UPDATE round SET asleep = 1 - asleep WHERE club = ? AND asleep <> CASE WHEN number = ? THEN ? ELSE 0 END`,
		club, newest, flag(turn.Asleep))
	if err != nil {
		return err
	}
	if err := t.addPosts(ctx, turn.Posts...); err != nil {
		return err
	}
	return t.wake(ctx, bot.Job{Key: bot.WeekKey(club), At: turn.Wake})
}

// replaceRound stores a round in the place of what it was, at its next version. The
// posts are left as they are.
func (t session) replaceRound(ctx context.Context, club string, was keptRound, r round.Round) error {
	if err := t.name(ctx, club, r.Number, was.Persons(), r.Persons()); err != nil {
		return err
	}
	if r.Over() {
		err := t.do(ctx, []any{club, r.Number},
			`UPDATE said SET ballot = 0, coming = 0 WHERE club = ? AND number = ? AND (ballot <> 0 OR coming <> 0)`,
			`DELETE FROM said WHERE club = ? AND number = ? AND rating = 0`)
		if err != nil {
			return err
		}
	}
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO round (club, number, version, asleep, ended, watched, film, night, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (club, number) DO UPDATE SET version = excluded.version, asleep = excluded.asleep, ended = excluded.ended,
			watched = excluded.watched, film = excluded.film, night = excluded.night, content = excluded.content`,
		club, r.Number, was.version+1, flag(was.asleep), flag(r.Over()), flag(r.Phase == round.Watched), r.Film, micro(r.Night), string(content))
	return err
}

// keptRound is the row of a round.
type keptRound struct {
	round.Round
	version int64
	asleep  bool
}

const roundColumns = `version, asleep, content`

func scanRound(r row) (k keptRound, err error) {
	var content []byte
	if err := r.Scan(&k.version, &k.asleep, &content); err != nil {
		return keptRound{}, err
	}
	return k, json.Unmarshal(content, &k.Round)
}

func (t session) keptRound(ctx context.Context, club string, number int) (keptRound, error) {
	return scanRound(t.row(ctx, `SELECT `+roundColumns+` FROM round WHERE club = ? AND number = ?`, club, number))
}

// latestRound returns the latest round of a club, the zero value where it had none.
func (t session) latestRound(ctx context.Context, club string) (keptRound, error) {
	k, err := scanRound(t.row(ctx, `SELECT `+roundColumns+` FROM round WHERE club = ? ORDER BY number DESC LIMIT 1`, club))
	if isNone(err) {
		return keptRound{}, nil
	}
	return k, err
}

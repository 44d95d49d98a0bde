package sqlstore

import (
	"context"
	"encoding/json"

	"filmbot/bot"
	"filmbot/bot/round"
)

// Said implements [bot.Rounds].
func (s *Store) Said(ctx context.Context, club string, number int, person string) (bot.Said, error) {
	var said keptSaid
	err := s.ask(ctx, "read what a person said", func(t session) error {
		return t.row(ctx, `SELECT ballot, coming, rating FROM said WHERE club = ? AND number = ? AND person = ?`,
			club, number, person).Scan(&said.ballot, &said.coming, &said.rating)
	})
	if err == bot.ErrNotFound {
		return bot.Said{}, nil
	}
	return said.said(), err
}

// Say implements [bot.Rounds]. What leaves everything as it is stores nothing.
func (s *Store) Say(ctx context.Context, club string, number int, who bot.Author, change func(round.Round, bot.Said) (bot.Said, error)) error {
	return s.update(ctx, "change what a person says", func(t session) error {
		if err := t.lockClubs(ctx, club); err != nil {
			return err
		}
		r, was, err := t.saidIn(ctx, club, number, who.Key)
		if err != nil {
			return err
		}
		said, err := change(r.Round, was.said())
		if err != nil {
			return refusal{err}
		}
		if said == was.said() && (who.Name == was.name || said == bot.Said{}) {
			return nil
		}
		version := r.version + 1
		if err := t.keepSaid(ctx, club, number, who, was.next(said, version)); err != nil {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE round SET version = ? WHERE club = ? AND number = ?`, version, club, number); err != nil {
			return err
		}
		return t.hurryPosts(ctx, club, number)
	})
}

// keptSaid is the row of what a person says.
type keptSaid struct {
	name           string
	ballot, coming int64
	rating         int
}

func (k keptSaid) said() bot.Said {
	return bot.Said{Ballot: round.Ballot(k.ballot), Coming: k.coming != 0, Rating: k.rating}
}

// next is what becomes of the row with a version of the round.
func (k keptSaid) next(said bot.Said, version int64) keptSaid {
	k.ballot, k.rating = int64(said.Ballot), said.Rating
	switch {
	case !said.Coming:
		k.coming = 0
	case k.coming == 0:
		k.coming = version
	}
	return k
}

// saidIn returns a round and what a person said in it.
func (t session) saidIn(ctx context.Context, club string, number int, person string) (r keptRound, was keptSaid, err error) {
	var content []byte
	err = t.row(ctx, `
		SELECT round.version, round.content, COALESCE(said.name, ''), COALESCE(said.ballot, 0), COALESCE(said.coming, 0), COALESCE(said.rating, 0)
		FROM round LEFT JOIN said ON said.club = round.club AND said.number = round.number AND said.person = ?
		WHERE round.club = ? AND round.number = ?`, person, club, number).
		Scan(&r.version, &content, &was.name, &was.ballot, &was.coming, &was.rating)
	if err != nil {
		return keptRound{}, keptSaid{}, err
	}
	return r, was, json.Unmarshal(content, &r.Round)
}

// keepSaid stores what a person says.
func (t session) keepSaid(ctx context.Context, club string, number int, who bot.Author, k keptSaid) error {
	if k.said() == (bot.Said{}) {
		return t.do(ctx, []any{club, number, who.Key}, `DELETE FROM said WHERE club = ? AND number = ? AND person = ?`)
	}
	_, err := t.exec(ctx, `
		INSERT INTO said (club, number, person, platform, name, ballot, coming, rating) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (club, number, person) DO UPDATE SET name = excluded.name,
			ballot = excluded.ballot, coming = excluded.coming, rating = excluded.rating`,
		club, number, who.Key, bot.ChatOf(who.Key).Platform, who.Name, k.ballot, k.coming, k.rating)
	return err
}

package sqlstore

import (
	"context"

	"filmbot/bot"
	"filmbot/bot/round"
)

// Round implements [bot.Rounds].
func (s *Store) Round(ctx context.Context, club string, number int) (bot.Week, error) {
	where, args := `number = ?`, []any{number}
	if number == 0 {
		where, args = `number = (SELECT MAX(number) FROM round WHERE club = ?)`, []any{club}
	}
	weeks, err := s.weeks(ctx, "read a round", club, where, args...)
	if err != nil {
		return bot.Week{}, err
	}
	if len(weeks) == 0 {
		return bot.Week{}, bot.ErrNotFound
	}
	return weeks[0], nil
}

// History implements [bot.Rounds].
func (s *Store) History(ctx context.Context, club string) ([]bot.Week, error) {
	return s.weeks(ctx, "read the rounds that are over", club, `ended = 1`)
}

// weeks returns the rounds of a club that where picks, the latest first.
func (s *Store) weeks(ctx context.Context, name, club, where string, args ...any) ([]bot.Week, error) {
	var weeks []bot.Week
	err := s.view(ctx, name, func(t session) error {
		kept, err := all(ctx, t, scanRound, `SELECT `+roundColumns+` FROM round WHERE club = ? AND `+where+` ORDER BY number DESC`,
			append([]any{club}, args...)...)
		if err != nil || len(kept) == 0 {
			return err
		}
		weeks = make([]bot.Week, 0, len(kept))
		for _, k := range kept {
			weeks = append(weeks, bot.Week{Round: k.Round, Asleep: k.asleep, Version: k.version})
		}
		return t.fillWeeks(ctx, club, weeks)
	})
	if err != nil {
		return nil, err
	}
	return weeks, nil
}

// fillWeeks gives rounds, the latest first, what was said in them.
func (t session) fillWeeks(ctx context.Context, club string, weeks []bot.Week) error {
	first, last := weeks[len(weeks)-1].Round.Number, weeks[0].Round.Number
	votes, err := t.votes(ctx, club, first, last)
	if err != nil {
		return err
	}
	coming, err := t.coming(ctx, club, first, last)
	if err != nil {
		return err
	}
	ratings, err := t.ratings(ctx, club, first, last)
	if err != nil {
		return err
	}
	for i := range weeks {
		w := &weeks[i]
		number := w.Round.Number
		w.Votes, w.Coming = votes[number], coming[number]
		for _, r := range ratings[number] {
			w.Ratings, w.Points = r.ratings, r.points
		}
	}
	return nil
}

// ofRound is something about the round with a number.
type ofRound[T any] struct {
	number int
	of     T
}

// byNumber puts together what is about the same round.
func byNumber[T any](all []ofRound[T], err error) (map[int][]T, error) {
	out := make(map[int][]T)
	for _, n := range all {
		out[n.number] = append(out[n.number], n.of)
	}
	return out, err
}

// What was said in the rounds of a club, from one number to another. Each has an
// index, for it is asked with every vote.
const (
	inRounds   = ` FROM said WHERE club = ? AND number BETWEEN ? AND ? `
	votesQuery = `SELECT number, platform, ballot, COUNT(*)` + inRounds + `AND ballot <> 0
		GROUP BY number, platform, ballot ORDER BY number, platform, ballot`
	comingQuery  = `SELECT number, person, name` + inRounds + `AND coming <> 0 ORDER BY number, coming`
	ratingsQuery = `SELECT number, COUNT(*), CAST(SUM(rating) AS BIGINT)` + inRounds + `AND rating <> 0 GROUP BY number`
)

// votes counts the ballots of rounds.
func (t session) votes(ctx context.Context, club string, first, last int) (map[int][]round.Cast, error) {
	return byNumber(all(ctx, t, func(r row) (n ofRound[round.Cast], err error) {
		return n, r.Scan(&n.number, &n.of.Platform, &n.of.Ballot, &n.of.Number)
	}, votesQuery, club, first, last))
}

// coming returns who is coming in rounds.
func (t session) coming(ctx context.Context, club string, first, last int) (map[int][]bot.Author, error) {
	return byNumber(all(ctx, t, func(r row) (n ofRound[bot.Author], err error) {
		return n, r.Scan(&n.number, &n.of.Key, &n.of.Name)
	}, comingQuery, club, first, last))
}

// rated is how a film was liked.
type rated struct{ ratings, points int }

// ratings adds up the ratings of rounds.
func (t session) ratings(ctx context.Context, club string, first, last int) (map[int][]rated, error) {
	return byNumber(all(ctx, t, func(r row) (n ofRound[rated], err error) {
		return n, r.Scan(&n.number, &n.of.ratings, &n.of.points)
	}, ratingsQuery, club, first, last))
}

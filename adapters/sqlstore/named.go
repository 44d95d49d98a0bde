package sqlstore

import (
	"context"
	"encoding/json"
	"slices"

	"filmbot/bot"
)

// name notes whom a round names, in the place of those whom it named before.
func (t session) name(ctx context.Context, club string, number int, before, persons []string) error {
	var gone []string
	for _, person := range before {
		if !slices.Contains(persons, person) {
			gone = append(gone, person)
		}
	}
	for some := range slices.Chunk(gone, batch) {
		args := append([]any{club, number}, with(some[0], some[1:])...)
		if _, err := t.exec(ctx, `DELETE FROM named WHERE club = ? AND number = ? AND person IN `+list(len(some)), args...); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, person := range persons {
		if !slices.Contains(before, person) {
			rows = append(rows, []any{club, number, person})
		}
	}
	return t.insert(ctx, `INSERT INTO named (club, number, person)`, rows, `ON CONFLICT (club, number, person) DO NOTHING`)
}

// personRound is a round that a person said something in, or that names the person.
type personRound struct {
	club string
	keptRound
	said keptSaid
}

// roundsOf returns the rounds that have to do with a person, by club and number.
func (t session) roundsOf(ctx context.Context, person string) ([]personRound, error) {
	return all(ctx, t, func(r row) (p personRound, err error) {
		var content []byte
		err = r.Scan(&p.club, &p.version, &p.asleep, &content, &p.said.ballot, &p.said.coming, &p.said.rating)
		if err != nil {
			return personRound{}, err
		}
		return p, json.Unmarshal(content, &p.Round)
	}, `SELECT round.club, round.version, round.asleep, round.content, COALESCE(said.ballot, 0), COALESCE(said.coming, 0), COALESCE(said.rating, 0)
		FROM (SELECT club, number FROM said WHERE person = ? UNION SELECT club, number FROM named WHERE person = ?) AS found
		JOIN round ON round.club = found.club AND round.number = found.number
		LEFT JOIN said ON said.club = found.club AND said.number = found.number AND said.person = ?
		ORDER BY round.club, round.number`, person, person, person)
}

// trace is what is kept about a person in the round.
func (p personRound) trace(person string) bot.RoundTrace {
	trace := bot.RoundTrace{Club: p.club, Number: p.Number, Said: p.said.said()}
	trace.Approved = trace.Said.Ballot.Films(p.Ballot)
	for _, n := range p.Nominations {
		if n.By.Key == person {
			trace.Nominated = append(trace.Nominated, n.Film)
		}
	}
	switch {
	case p.Picker.Key == person:
		trace.Picked = p.Film
	case p.Last != nil && p.Last.Before.Picker.Key == person:
		trace.Picked = p.Last.Before.Film
	}
	return trace
}

// clubsOf returns the clubs in whose rounds a person said something or is named.
func (t session) clubsOf(ctx context.Context, person string) ([]string, error) {
	return t.texts(ctx, `SELECT club FROM said WHERE person = ? UNION SELECT club FROM named WHERE person = ?`, person, person)
}

// forgetInRounds forgets a person in the rounds of clubs that are locked.
func (t session) forgetInRounds(ctx context.Context, clubs []string, person string) error {
	rounds, err := t.roundsOf(ctx, person)
	if err != nil {
		return err
	}
	for _, p := range rounds {
		// What was said in another club was said after it was known what is to be
		// forgotten.
		if !slices.Contains(clubs, p.club) {
			continue
		}
		if err := t.do(ctx, []any{p.club, p.Number, person}, `DELETE FROM said WHERE club = ? AND number = ? AND person = ?`); err != nil {
			return err
		}
		if err := t.replaceRound(ctx, p.club, p.keptRound, p.Forget(person)); err != nil {
			return err
		}
		if err := t.hurryPosts(ctx, p.club, p.Number); err != nil {
			return err
		}
	}
	return nil
}

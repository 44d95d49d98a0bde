package sqlstore

import (
	"context"
	"errors"

	"filmbot/bot"
	"filmbot/bot/round"
)

var errNoRounds = errors.New("rounds are not kept yet")

// Turn implements [bot.Rounds].
func (s *Store) Turn(context.Context, string, func(bot.Latest) (bot.Turn, error)) error {
	return errNoRounds
}

// Round implements [bot.Rounds].
func (s *Store) Round(context.Context, string, int) (bot.Week, error) {
	return bot.Week{}, bot.ErrNotFound
}

// History implements [bot.Rounds].
func (s *Store) History(context.Context, string) ([]bot.Week, error) { return nil, nil }

// Said implements [bot.Rounds].
func (s *Store) Said(context.Context, string, int, string) (bot.Said, error) {
	return bot.Said{}, nil
}

// Say implements [bot.Rounds].
func (s *Store) Say(context.Context, string, int, bot.Author, func(round.Round, bot.Said) (bot.Said, error)) error {
	return bot.ErrNotFound
}

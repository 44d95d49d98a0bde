package bot

import (
	"context"
	"time"

	"filmbot/bot/round"
)

// Rounds keeps the rounds of clubs and what members say in them. A round is named by
// its club and its number.
type Rounds interface {
	// Turn changes the rounds of a club in one step: of two turns at the same time,
	// one sees the other's, and so it is with Say. change gets the latest round and
	// returns what becomes of it; it may be called more than once and must not use the
	// store. With an error of change nothing is stored, and Turn returns that error.
	//
	// What a round shows in posts is not what it was after a turn, so those posts of
	// the rounds that were sent become due, see [Posts].
	Turn(ctx context.Context, club string, change func(Latest) (Turn, error)) error

	// Round returns a round of a club with what members said in it, as of one moment;
	// with the number 0 the latest one. The error is [ErrNotFound] where there is none.
	Round(ctx context.Context, club string, number int) (Week, error)

	// History returns the rounds of a club that are over, the latest first.
	History(ctx context.Context, club string) ([]Week, error)

	// Said returns what a person said in a round, the zero value where that is
	// nothing.
	Said(ctx context.Context, club string, number int, person string) (Said, error)

	// Say changes what a person says in a round, in one step with the round as it is
	// then. change gets the round and what the person said before; it may be called
	// more than once and must not use the store. With an error of change nothing is
	// stored, and Say returns that error. The error is [ErrNotFound] where there is no
	// such round. The posts of the round become due.
	Say(ctx context.Context, club string, number int, who Author, change func(round.Round, Said) (Said, error)) error
}

// A Latest is what a turn begins with.
type Latest struct {
	// Round is the latest round of the club, the zero value where it had none.
	Round round.Round
	// Asleep is [Turn.Asleep] of the turn before.
	Asleep bool
	// Votes are the ballots that were cast in the round, by their content.
	Votes []round.Cast
	// Watched are the films that the club watched in its rounds.
	Watched []round.Viewing
}

// A Turn is what becomes of a club's rounds.
type Turn struct {
	// Rounds are stored, each in the place of the one with its number: the latest
	// one, and that which opens after it. With none nothing is stored. When a round is
	// over, ballots and who is coming are forgotten; ratings stay.
	Rounds []round.Round
	// Asleep tells that the round is paused because the bot was in none of the
	// club's chats.
	Asleep bool
	// Posts are new.
	Posts []Post
	// Revive has those posts of the latest round that were dropped, or are gone, become
	// due: they may be of use again, or be there after all.
	Revive bool
	// Wake is when the club's job is to be done, in the place of the time that was
	// asked for before; zero for not at all. The key of the job is [WeekKey].
	Wake time.Time
}

// WeekKey is the key of the job that moves a club's round on.
func WeekKey(club string) string { return "week " + club }

// A Week is a round with what members said in it.
type Week struct {
	Round round.Round
	// Asleep is that of the latest [Turn], for the latest round.
	Asleep bool
	// Version grows with every change of the round and of what is said in it.
	Version int64
	Votes   []round.Cast
	// Coming are those who are coming, in the order in which they said so.
	Coming []Author
	// Ratings is how many there are, and Points is their sum.
	Ratings, Points int
}

// Said is what a person says in a round.
type Said struct {
	// Ballot is what the person approves of.
	Ballot round.Ballot
	// Coming tells that the person is coming.
	Coming bool
	// Rating is from 1 to 10, or 0 for none.
	Rating int
}

// Package storetest holds the tests that every [bot.Store] and [bot.Notebook]
// must pass, whatever database is behind it. They check the contract in the
// comments of the two ports and nothing beyond it.
//
// What names something (a key, an id, the name of a line) is at most a few
// hundred bytes long in them; an index of a database need not take more.
package storetest

import (
	"slices"
	"testing"
	"time"

	"filmbot/bot"
)

// A Store is what the suite tests: both ports on one database.
type Store interface {
	bot.Store
	bot.Notebook
	Close() error
}

type test struct {
	name string
	test func(*bench)
}

// Run runs the suite. fresh makes an empty database that lives as long as the
// test, and returns a function that opens it. Each opening stands for a process
// of its own and is closed by the suite; openings may be open at the same time.
func Run(t *testing.T, fresh func(t *testing.T) (open func() Store)) {
	tests := slices.Concat(bagTests, keepingTests, clubTests, commitTests, settingsTests, logTests, raceTests, placeTests, leavingTests, movingTests,
		adriftTests, presenceTests, suggestionTests, draftTests, peopleTests, followTests, troubleTests,
		roundTests, turnTests, sayTests, voteTests, postTests, claimTests, editTests, ritualTests, movingPostTests, participantTests,
		wakeTests, roundRaceTests)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now().UTC().Truncate(time.Microsecond)
			tt.test(&bench{T: t, reopen: fresh(t), start: start})
		})
	}
}

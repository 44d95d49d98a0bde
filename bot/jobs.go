package bot

import (
	"context"
	"time"
)

// A Job wakes something at a time: a step of a club's round. What is to be done
// follows from the key and from what the store knows when the job is done.
type Job struct {
	// Key says what is woken. It is up to 200 bytes of printable ASCII, and
	// nothing that a member typed.
	Key string
	// At is when the job is due. It comes back in UTC and to the microsecond.
	At time.Time
}

// Jobs does jobs when they are due, also when that was while no process ran.
//
// Jobs are inserted and cancelled by the store, in the transaction that changes
// what they are about: they are there if, and only if, the change is. A job takes
// the place of the one that waits under its key, which moves that one to another
// time. Cancelling takes away the one that waits under a key; that there is none is
// no error. A job that is being done does not wait: it goes on, and one that is
// inserted meanwhile waits beside it.
//
// Processes on one database share its jobs. The suite in package jobstest checks
// this contract.
type Jobs interface {
	// Work calls do for jobs that are due, until ctx is done. It then begins no
	// other job, gives those under way a few seconds before it ends their context,
	// waits for them and returns nil. An error says that it could not begin, or that
	// what was under way did not end. It runs once at a time.
	//
	// A job is done when do has returned nil for it. It is done again, later and
	// later up to some minutes apart, where do returns an error or panics; a
	// month of that ends it. It is also done again, after some minutes, where the
	// process was killed or lost its database before that do had returned nil was
	// stored. So do is called once for most jobs and twice for some, and begins by
	// looking whether there is still something to do: for a job that was cancelled
	// or moved while it was about to be done, too.
	//
	// A job is begun some seconds after it is due at the latest, where not too many
	// are due at once. Jobs that are due are begun in the order of their times, but
	// do is called by several goroutines at once. Its context ends after a minute;
	// a do that does not end with it may be called for the same job meanwhile.
	Work(ctx context.Context, do func(ctx context.Context, j Job) error) error
}

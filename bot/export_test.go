package bot

import (
	"context"
	"errors"
)

// RowLines are the words of all rows of the table.
func RowLines() []string {
	var out []string
	for _, r := range table() {
		out = append(out, r.line())
	}
	return out
}

// ClubMark tells one club from another in buttons.
func ClubMark(id string) string { return clubMark(id) }

// Wake does a job.
func (b *Bot) Wake(ctx context.Context, j Job) error { return b.wake(ctx, j) }

// TendDue sees to the posts of a platform that are due, one after the other, and
// returns how many there were.
func (b *Bot) TendDue(ctx context.Context, platform string) (int, error) {
	due, err := b.store.DuePosts(ctx, platform, b.now(), mostDue)
	for _, key := range due {
		err = errors.Join(err, ignore(b.tend(ctx, key), ErrNotFound))
	}
	return len(due), err
}

package sqlstore

import (
	"context"
	"time"
)

const (
	// keepLineDays is how long a line is kept that nobody uses, keepDraftDays how
	// long a draft.
	keepLineDays  = 400
	keepDraftDays = 35
	// keepCounted is how long is kept what was counted. No limit looks back as far.
	keepCounted = 35 * 24 * time.Hour
	// keepCode is how long a code is kept that has expired.
	keepCode = 24 * time.Hour
	// keepTouched is how many changes are remembered of what is gone, for those who
	// follow and are late.
	keepTouched = 10_000
)

// today is the number of the day, counted from 1970-01-01 in UTC.
func (s *Store) today() int64 { return s.now().Unix() / (24 * 60 * 60) }

// tidy deletes what nobody has used for long. Lines of which no day is known count
// as used today.
func (s *Store) tidy(ctx context.Context, t session) error {
	today, now := s.today(), s.now()
	for _, step := range []struct {
		query string
		arg   int64
	}{
		{`UPDATE kept_line SET used = ? WHERE used = 0`, today},
		{`DELETE FROM kept_line WHERE used < ?`, today - keepLineDays},
		{`DELETE FROM draft WHERE kept < ?`, today - keepDraftDays},
		{`DELETE FROM counted WHERE made < ?`, micro(now.Add(-keepCounted))},
		{`DELETE FROM code WHERE expires < ?`, micro(now.Add(-keepCode))},
		{`DELETE FROM touched WHERE seq < (SELECT MAX(seq) FROM touched) - ?
			AND id NOT IN (SELECT id FROM club) AND id NOT IN (SELECT id FROM place)`, keepTouched},
	} {
		if _, err := t.exec(ctx, step.query, step.arg); err != nil {
			return err
		}
	}
	return nil
}

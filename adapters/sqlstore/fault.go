package sqlstore

import (
	"errors"
	"fmt"

	"filmbot/bot"
)

// fault says which database failed and at what, and, where its code tells, what
// an operator can do about it. The result wraps err. What is an answer and no
// failure stays as it is; that there is no row means that nothing was found.
func (s *Store) fault(doing string, err error) error { return fault(s.dialect, doing, err) }

func fault(d dialect, doing string, err error) error {
	if isNone(err) {
		return bot.ErrNotFound
	}
	if err == bot.ErrNotFound || err == bot.ErrConflict || err == bot.ErrTooMany {
		return err
	}
	if refused, ok := err.(refusal); ok {
		return refused.error
	}
	var advised *advice
	if errors.As(err, &advised) {
		return fmt.Errorf("database %s %w", d.name(), advised)
	}
	if text := d.remedy(err); text != "" {
		return fmt.Errorf("database %s %w", d.name(), &advice{text, err})
	}
	return fmt.Errorf("database %s: %s: %w", d.name(), doing, err)
}

// advice is an error whose text is for an operator and takes the place of the
// text of its cause. It goes on from the name of the database.
type advice struct {
	text  string
	cause error
}

func (a *advice) Error() string { return a.text }
func (a *advice) Unwrap() error { return a.cause }

// newer refuses a database that this program is too old for.
func newer(current, newest int64) error {
	return &advice{text: fmt.Sprintf("was written by a newer version of filmbot (schema %d, this program knows %d): "+
		"run that version, or put back the backup from before the update", current, newest)}
}

package calendar

import "errors"

var errText = errors.New("calendar: unreadable text form")

// MarshalText gives the text form, empty for the zero value.
func (r Rhythm) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText gives.
func (r *Rhythm) UnmarshalText(text []byte) (err error) {
	if *r = (Rhythm{}); len(text) > 0 {
		*r, err = ParseRhythm(string(text))
	}
	return unreadable(err)
}

// MarshalText gives the text form.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText gives.
func (s *Span) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSpan(string(text))
	return unreadable(err)
}

// MarshalText gives the text form, empty for the zero value.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText gives.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if *d = (Date{}); len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return unreadable(err)
}

// unreadable is an error that repeats nothing of the text.
func unreadable(err error) error {
	if err != nil {
		return errText
	}
	return nil
}

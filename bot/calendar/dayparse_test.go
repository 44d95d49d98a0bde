package calendar

import (
	"errors"
	"testing"
	"time"
)

// friday is the day on which the tests of this file take place.
var friday = Date{2026, time.November, 27}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]Date{
		"2026-12-04": {2026, 12, 4}, "4.12.": {2026, 12, 4}, "4.12": {2026, 12, 4}, "04.12.2027": {2027, 12, 4},
		"4 December": {2026, 12, 4}, "Dec 4th": {2026, 12, 4}, "4 декабря": {2026, 12, 4}, "4 дек 2027": {2027, 12, 4}, "1 мая": {2027, 5, 1},
		"friday": friday, "on Saturday": {2026, 11, 28}, "в четверг": {2026, 12, 3}, "tomorrow": {2026, 11, 28}, "сегодня": friday,
		"yesterday": {2026, 11, 26}, "вчера": {2026, 11, 26}, "Позавчера": {2026, 11, 25},
		"26.11": {2027, 11, 26}, "29 feb": {2028, 2, 29}, "may 1": {2027, 5, 1},
	} {
		if got, err := ParseDay(text, friday, friday); err != nil || got != want {
			t.Errorf("ParseDay(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]Date{
		"friday": {2026, 12, 11}, "monday": {2026, 12, 14}, "tuesday": {2026, 12, 8}, "tomorrow": {2026, 11, 28}, "1.12.": {2026, 12, 1},
	} {
		if got, err := ParseDay(text, friday, Date{2026, 12, 11}); err != nil || got != want {
			t.Errorf("ParseDay(%q) near two weeks later = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]ProblemKind{
		"": NoDay, "soon": Unknown, "31.11.2026": OutOf, "31 june": OutOf, "0.1": OutOf, "4 foo": Unknown, "friday 4": Unknown, "1.13": OutOf, "2026-13-01": Unknown,
	} {
		_, err := ParseDay(text, friday, friday)
		var p *Problem
		if !errors.As(err, &p) || p.Kind != want {
			t.Errorf("ParseDay(%q) = %v, want %s", text, err, want)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("4 декабря 2027")
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDay(text, friday, friday); err == nil && !d.valid() {
			t.Errorf("ParseDay(%q) = %v, which is no day", text, d)
		}
	})
}

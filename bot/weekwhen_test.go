package bot

import (
	"testing"
	"time"

	"filmbot/bot/calendar"
)

func TestMoments(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		lang string
		at   time.Time
		zone *time.Location
		want string
	}{
		{"en", time.Date(2026, 11, 27, 19, 0, 0, 0, time.UTC), berlin, "Friday, 27 November, 20:00 (Europe/Berlin)"},
		{"ru", time.Date(2026, 11, 27, 19, 0, 0, 0, time.UTC), berlin, "пятница, 27 ноября, 20:00 (Europe/Berlin)"},
		{"en", time.Date(2027, 1, 31, 23, 5, 0, 0, time.UTC), berlin, "Monday, 1 February, 00:05 (Europe/Berlin)"},
		{"ru", time.Date(2027, 5, 2, 9, 30, 0, 0, time.UTC), time.UTC, "воскресенье, 2 мая, 09:30 (UTC)"},
	} {
		got := texts[test.lang].moment(test.at, test.zone)
		if got.Text != test.want || !got.At.Equal(test.at) {
			t.Errorf("moment(%v) in %s = %q at %v, want %q", test.at, test.lang, got.Text, got.At, test.want)
		}
	}
}

func TestRhythmsInWords(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ rhythm, en, ru string }{
		{"weekly fri 20:00", "every Friday at 20:00", "каждую пятницу в 20:00"},
		{"weekly sun 8:05", "every Sunday at 08:05", "каждое воскресенье в 08:05"},
		{"every 2 weeks fri 20:00", "every other Friday at 20:00", "по пятницам через неделю в 20:00"},
		{"every 5 weeks wed 20:00", "every 5 weeks, Wednesday at 20:00", "по средам раз в 5 недель в 20:00"},
		{"every 3 weeks mon 19:30 from 2026-11-27", "every 3 weeks, Monday at 19:30, from 27 November 2026", "по понедельникам раз в 3 недели в 19:30, начиная с 27 ноября 2026 года"},
		{"1st fri 20:00", "the first Friday of the month at 20:00", "первая пятница месяца в 20:00"},
		{"3rd tue 20:00", "the third Tuesday of the month at 20:00", "третий вторник месяца в 20:00"},
		{"last sun 18:30", "the last Sunday of the month at 18:30", "последнее воскресенье месяца в 18:30"},
	} {
		r, err := calendar.ParseRhythm(test.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts["en"].rhythm(r); got != test.en {
			t.Errorf("rhythm(%s) = %q, want %q", r, got, test.en)
		}
		if got := texts["ru"].rhythm(r); got != test.ru {
			t.Errorf("rhythm(%s) in Russian = %q, want %q", r, got, test.ru)
		}
	}
}

// TestRhythmsInWordsAreWhole says every rhythm that there can be, so that no list of
// forms is too short.
func TestRhythmsInWordsAreWhole(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	for lang, s := range texts {
		said := make(map[string]calendar.Rhythm)
		for day := time.Sunday; day <= time.Saturday; day++ {
			for _, r := range []calendar.Rhythm{{Weeks: 1}, {Weeks: 2}, {Weeks: calendar.MostWeeks}, {Which: 1}, {Which: 2}, {Which: 3}, {Which: 4}, {Which: calendar.Last}} {
				r.Day, r.Hour = day, 20
				words := s.rhythm(r)
				if other, twice := said[words]; twice || words == "" {
					t.Errorf("in %s %v and %v are both %q", lang, r, other, words)
				}
				said[words] = r
			}
		}
		for month := time.January; month <= time.December; month++ {
			if words := s.date(calendar.Date{Year: 2026, Month: month, Day: 1}); words == "" {
				t.Errorf("in %s a day of %v has no name", lang, month)
			}
		}
	}
}

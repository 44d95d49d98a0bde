package bot

import (
	"strconv"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// TestTimesInWords says a time in every form on every day of a week.
func TestTimesInWords(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	forms := []func(namedTime) string{namedTime.String, namedTime.On, namedTime.Until, namedTime.To, namedTime.Line}
	for _, test := range []struct {
		lang string
		day  int // of November 2026
		want [5]string
	}{
		{"en", 22, [5]string{"Sunday", "on Sunday", "until Sunday", "to Sunday", "Sunday"}},
		{"en", 23, [5]string{"Monday", "on Monday", "until Monday", "to Monday", "Monday"}},
		{"en", 24, [5]string{"Tuesday", "on Tuesday", "until Tuesday", "to Tuesday", "Tuesday"}},
		{"en", 25, [5]string{"Wednesday", "on Wednesday", "until Wednesday", "to Wednesday", "Wednesday"}},
		{"en", 26, [5]string{"Thursday", "on Thursday", "until Thursday", "to Thursday", "Thursday"}},
		{"en", 27, [5]string{"Friday", "on Friday", "until Friday", "to Friday", "Friday"}},
		{"en", 28, [5]string{"Saturday", "on Saturday", "until Saturday", "to Saturday", "Saturday"}},
		{"ru", 22, [5]string{"воскресенье", "в воскресенье", "до воскресенья", "на воскресенье", "Воскресенье"}},
		{"ru", 23, [5]string{"понедельник", "в понедельник", "до понедельника", "на понедельник", "Понедельник"}},
		{"ru", 24, [5]string{"вторник", "во вторник", "до вторника", "на вторник", "Вторник"}},
		{"ru", 25, [5]string{"среда", "в среду", "до среды", "на среду", "Среда"}},
		{"ru", 26, [5]string{"четверг", "в четверг", "до четверга", "на четверг", "Четверг"}},
		{"ru", 27, [5]string{"пятница", "в пятницу", "до пятницы", "на пятницу", "Пятница"}},
		{"ru", 28, [5]string{"суббота", "в субботу", "до субботы", "на субботу", "Суббота"}},
	} {
		at := time.Date(2026, 11, test.day, 19, 5, 0, 0, time.UTC)
		for i, form := range forms {
			rest := map[string]string{"en": " November, 20:05", "ru": " ноября, 20:05"}[test.lang]
			if test.lang == "ru" && i == 1 {
				rest = " ноября, в 20:05"
			}
			want := test.want[i] + ", " + strconv.Itoa(test.day) + rest + " (Europe/Berlin)"
			var r Reply
			got := form(texts[test.lang].named(&r, at, zoneOf(Settings{Zone: "Europe/Berlin"})))
			if got != want {
				t.Errorf("form %d of %v in %s = %q, want %q", i, at, test.lang, got, want)
			}
			if moment := (Moment{Text: want, At: at, Full: i == 4}); len(r.Moments) != 1 || r.Moments[0] != moment {
				t.Errorf("form %d in %s notes %+v, want %+v", i, test.lang, r.Moments, moment)
			}
		}
	}
}

// TestTimesFollowTheirZone has a day that is another one where the club is.
func TestTimesFollowTheirZone(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	var r Reply
	zone := zoneOf(Settings{Zone: "Europe/Berlin"})
	at := texts["en"].named(&r, time.Date(2027, 1, 31, 23, 5, 0, 0, time.UTC), zone)
	if got, want := at.On(), "on Monday, 1 February, 00:05 (Europe/Berlin)"; got != want {
		t.Errorf("On = %q, want %q", got, want)
	}
	r.Moments = nil
	for lang, want := range map[string]string{"en": "1 February 2027", "ru": "1 февраля 2027 года"} {
		if got := texts[lang].named(&r, at.at, zone).Day(); got != want {
			t.Errorf("Day in %s = %q, want %q", lang, got, want)
		}
	}
	if len(r.Moments) > 0 {
		t.Errorf("a day is noted as %+v", r.Moments)
	}
	if got, want := texts["ru"].listed(at.at, zone), (Moment{Text: "понедельник, 1 февраля, 00:05", At: at.at, Full: true}); got != want {
		t.Errorf("listed = %+v, want %+v", got, want)
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
		{"1st fri 20:00", "the first Friday of the month at 20:00", "в первую пятницу месяца в 20:00"},
		{"3rd tue 20:00", "the third Tuesday of the month at 20:00", "в третий вторник месяца в 20:00"},
		{"last sun 18:30", "the last Sunday of the month at 18:30", "в последнее воскресенье месяца в 18:30"},
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
				if read, err := calendar.ParseRhythm(words); err != nil || read != r {
					t.Errorf("in %s %q is read as %v, want %v: %v", lang, words, read, r, err)
				}
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

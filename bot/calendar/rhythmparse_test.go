package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParseRhythm(t *testing.T) {
	tests := []struct{ said, want string }{
		{"weekly fri 20:00", "weekly fri 20:00"},
		{"every 2 weeks fri 20:00 from 2026-11-27", "every 2 weeks fri 20:00 from 2026-11-27"},
		{"2nd fri 20:00", "2nd fri 20:00"},
		{"last sun 18:30", "last sun 18:30"},
		{"weekly mon 00:00 from 2026-12-01", "weekly mon 00:00 from 2026-12-01"},

		{"friday 8pm", "weekly fri 20:00"},
		{"Friday, 8 PM", "weekly fri 20:00"},
		{"Fridays at 8 p.m.", "weekly fri 20:00"},
		{"8:30pm on Tuesdays", "weekly tue 20:30"},
		{"every friday at 20", "weekly fri 20:00"},
		{"every week on thurs 19.30", "weekly thu 19:30"},
		{"once a week, sat 9 in the evening", "weekly sat 21:00"},
		{"friday 8", "weekly fri 08:00"},
		{"sunday noon", "weekly sun 12:00"},
		{"sat 12am", "weekly sat 00:00"},
		{"sat 12pm", "weekly sat 12:00"},
		{"sat 11 at night", "weekly sat 23:00"},
		{"sat 1 at night", "weekly sat 01:00"},
		{"wednesday eight o'clock in the evening", "weekly wed 20:00"},
		{"wednesday 20h30", "weekly wed 20:30"},
		{"every other friday at 20", "every 2 weeks fri 20:00"},
		{"every second friday at 20", "every 2 weeks fri 20:00"},
		{"every 2nd friday 20:00", "every 2 weeks fri 20:00"},
		{"every 2 fridays 20:00", "every 2 weeks fri 20:00"},
		{"every other week on Friday 20:00", "every 2 weeks fri 20:00"},
		{"every third week fri 20:00", "every 3 weeks fri 20:00"},
		{"every 5th friday 20:00", "every 5 weeks fri 20:00"},
		{"every three weeks, friday 20:00", "every 3 weeks fri 20:00"},
		{"biweekly fri 20:00", "every 2 weeks fri 20:00"},
		{"fri 20:00 every fortnight starting from 2026-11-27", "every 2 weeks fri 20:00 from 2026-11-27"},
		{"first monday 7pm", "1st mon 19:00"},
		{"every first monday 7pm", "1st mon 19:00"},
		{"the second friday of the month at 20", "2nd fri 20:00"},
		{"every second friday of the month at 20", "2nd fri 20:00"},
		{"third thursday of each month 19:00", "3rd thu 19:00"},
		{"monthly, 4th sat 21:00", "4th sat 21:00"},
		{"last sunday 18:30", "last sun 18:30"},
		{"every last sunday of the month 18:30", "last sun 18:30"},

		{"пятница 20:00", "weekly fri 20:00"},
		{"Пт 20.00", "weekly fri 20:00"},
		{"по пятницам в 8 вечера", "weekly fri 20:00"},
		{"каждую пятницу в 20-00", "weekly fri 20:00"},
		{"в пятницу вечером, в восемь", "weekly fri 20:00"},
		{"каждое воскресенье в 3 часа дня", "weekly sun 15:00"},
		{"в воскресенье в час дня", "weekly sun 13:00"},
		{"в субботу в 1 час ночи", "weekly sat 01:00"},
		{"сб 11 утра", "weekly sat 11:00"},
		{"сб 12 ночи", "weekly sat 00:00"},
		{"сб 12 дня", "weekly sat 12:00"},
		{"вс в полдень", "weekly sun 12:00"},
		{"по средам в 20ч30", "weekly wed 20:30"},
		{"еженедельно по четвергам в 19 часов", "weekly thu 19:00"},
		{"раз в неделю, вторник, 19:00", "weekly tue 19:00"},
		{"через пятницу в 20:00", "every 2 weeks fri 20:00"},
		{"через неделю по пятницам в 20:00", "every 2 weeks fri 20:00"},
		{"раз в две недели по пятницам в 20:00", "every 2 weeks fri 20:00"},
		{"каждые 3 недели, пятница, 20:00, начиная с 27.11.2026", "every 3 weeks fri 20:00 from 2026-11-27"},
		{"каждую вторую пятницу в 20:00", "every 2 weeks fri 20:00"},
		{"каждую вторую пятницу месяца в 20:00", "2nd fri 20:00"},
		{"каждую вторую неделю в пятницу в 20:00", "every 2 weeks fri 20:00"},
		{"второй четверг месяца в 19:30", "2nd thu 19:30"},
		{"2-й четверг в 19:30", "2nd thu 19:30"},
		{"четвёртая среда каждого месяца, 19:00", "4th wed 19:00"},
		{"последнее воскресенье месяца в 18:30", "last sun 18:30"},
		{"ежемесячно в первый понедельник в 19:00", "1st mon 19:00"},
	}
	for _, tt := range tests {
		got, err := ParseRhythm(tt.said)
		if err != nil || got.String() != tt.want {
			t.Errorf("ParseRhythm(%q) = %q, %v, want %q", tt.said, got, err, tt.want)
		}
	}
}

func TestParseRhythmProblems(t *testing.T) {
	tests := []struct {
		said string
		want Problem
	}{
		{"", Problem{Kind: NoDay}},
		{"20:00", Problem{Kind: NoDay}},
		{"every other week 20:00", Problem{Kind: NoDay}},
		{"friday", Problem{Kind: NoHour}},
		{"friday evening", Problem{Kind: NoHour}},
		{"по пятницам", Problem{Kind: NoHour}},
		{"monthly friday 20:00", Problem{Kind: NoWhich}},
		{"раз в месяц в пятницу в 20:00", Problem{Kind: NoWhich}},
		{"friday maybe 20:00", Problem{Unknown, "maybe"}},
		{"Пятницо 20:00", Problem{Unknown, "пятницо"}},
		{"friday midnight", Problem{Unknown, "midnight"}},
		{"friday 2000", Problem{Unknown, "2000"}},
		{"second week friday 20:00", Problem{Unknown, "second"}},
		{"friday 24:00", Problem{OutOf, "24:00"}},
		{"friday 20:60", Problem{OutOf, "20:60"}},
		{"every 9 weeks friday 20:00", Problem{OutOf, "9"}},
		{"every 0 weeks friday 20:00", Problem{OutOf, "0"}},
		{"every 2 months friday 20:00", Problem{OutOf, "2"}},
		{"0th friday 20:00", Problem{OutOf, "0th"}},
		{"5th friday 20:00", Problem{Kind: OutOf}},
		{"every 9th friday 20:00", Problem{Kind: OutOf}},
		{"friday 20:00 from 2026-02-30", Problem{OutOf, "2026-02-30"}},
		{"friday 20:00 from 31.4.2026", Problem{OutOf, "31.4.2026"}},
		{"friday saturday 20:00", Problem{Conflict, "saturday"}},
		{"friday 20:00 21:00", Problem{Conflict, "21:00"}},
		{"friday 8pm in the morning", Problem{Conflict, "morning"}},
		{"friday 13am", Problem{Kind: Conflict}},
		{"friday 12 in the evening", Problem{Kind: Conflict}},
		{"first last friday 20:00", Problem{Conflict, "last"}},
		{"every 2 weeks every 3 weeks friday 20:00", Problem{Conflict, "3"}},
		{"weekly second friday 20:00", Problem{Kind: Conflict}},
		{"every other second friday 20:00", Problem{Kind: Conflict}},
		{"every 2 weeks monthly friday 20:00", Problem{Kind: Conflict}},
		{"fri 20:00 from 2026-11-27 from 2026-12-04", Problem{Conflict, "2026-12-04"}},
		{strings.Repeat("friday ", 50), Problem{Kind: TooLong}},
	}
	for _, tt := range tests {
		got, err := ParseRhythm(tt.said)
		var problem *Problem
		if !errors.As(err, &problem) || *problem != tt.want {
			t.Errorf("ParseRhythm(%q) = %q, %#v, want %#v", tt.said, got, problem, tt.want)
			continue
		}
		if tt.want.Word != "" && strings.Contains(err.Error(), tt.want.Word) {
			t.Errorf("the error of ParseRhythm(%q) has the word: %v", tt.said, err)
		}
	}
}

// someRhythm draws any valid rhythm.
func someRhythm(t *rapid.T) Rhythm {
	r := Rhythm{
		Day:    time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")),
		Hour:   rapid.IntRange(0, 23).Draw(t, "hour"),
		Minute: rapid.IntRange(0, 59).Draw(t, "minute"),
	}
	if rapid.Bool().Draw(t, "monthly") {
		r.Which = rapid.SampledFrom([]int{1, 2, 3, 4, Last}).Draw(t, "which")
	} else {
		r.Weeks = rapid.IntRange(1, MostWeeks).Draw(t, "weeks")
	}
	if rapid.Bool().Draw(t, "dated") {
		r.From = DateOf(time.Unix(86400*rapid.Int64Range(0, 24000).Draw(t, "from"), 0).UTC())
	}
	return r
}

func TestRhythmText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := someRhythm(t)
		if got, err := ParseRhythm(r.String()); err != nil || got != r {
			t.Errorf("ParseRhythm(%q) = %+v, %v, want %+v", r, got, err, r)
		}
	})
}

func TestRhythmValid(t *testing.T) {
	fri := Rhythm{Weeks: 1, Day: time.Friday, Hour: 20}
	if !fri.Valid() {
		t.Fatalf("%+v is not valid", fri)
	}
	tests := map[string]func(r *Rhythm){
		"neither":       func(r *Rhythm) { r.Weeks = 0 },
		"both":          func(r *Rhythm) { r.Which = 1 },
		"many weeks":    func(r *Rhythm) { r.Weeks = 9 },
		"fewer weeks":   func(r *Rhythm) { r.Weeks = -1 },
		"fifth":         func(r *Rhythm) { r.Weeks, r.Which = 0, 5 },
		"last but one":  func(r *Rhythm) { r.Weeks, r.Which = 0, -2 },
		"eighth day":    func(r *Rhythm) { r.Day = 7 },
		"hour 24":       func(r *Rhythm) { r.Hour = 24 },
		"hour -1":       func(r *Rhythm) { r.Hour = -1 },
		"minute 60":     func(r *Rhythm) { r.Minute = 60 },
		"30 February":   func(r *Rhythm) { r.From = Date{2026, 2, 30} },
		"year 1":        func(r *Rhythm) { r.From = Date{1, 1, 1} },
		"five-digit":    func(r *Rhythm) { r.From = Date{10000, 1, 1} },
		"half a date":   func(r *Rhythm) { r.From = Date{Year: 2026} },
		"negative date": func(r *Rhythm) { r.From = Date{2026, -1, 1} },
	}
	for name, spoil := range tests {
		r := fri
		spoil(&r)
		if r.Valid() || r.String() != "" {
			t.Errorf("%s: %+v is valid, as %q", name, r, r)
		}
		if got := r.Next(time.Unix(0, 0), time.UTC); !got.IsZero() {
			t.Errorf("%s: its next night is %v, want none", name, got)
		}
		if got := r.Nights(time.Unix(0, 0), time.UTC, 3); len(got) > 0 {
			t.Errorf("%s: its nights are %v, want none", name, got)
		}
	}
}

func FuzzParseRhythm(f *testing.F) {
	for _, s := range []string{"every 2 weeks fri 20:00 from 2026-11-27", "второй четверг месяца в 19:30", "2-й чт 7 pm", "last sun 18.30", "\xff 8pm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		r, err := ParseRhythm(said)
		if err != nil {
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind == "" || !utf8.ValidString(problem.Word) {
				t.Errorf("ParseRhythm(%q) = %v, want a problem", said, err)
			}
			return
		}
		if again, err := ParseRhythm(r.String()); err != nil || again != r {
			t.Errorf("ParseRhythm(%q) = %+v, %v, want %+v", r, again, err, r)
		}
	})
}

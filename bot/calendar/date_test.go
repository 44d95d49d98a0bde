package calendar

import (
	"testing"
	"time"
	_ "time/tzdata" // as the program has it, for machines without
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// moment reads what At's tests say: a local time with its offset.
const moment = "2006-01-02 15:04 -0700"

func TestAt(t *testing.T) {
	tests := []struct {
		zone string
		day  Date
		time string
		want string
	}{
		{"Europe/Berlin", Date{2026, 11, 27}, "20:00", "2026-11-27 20:00 +0100"},
		{"Europe/Berlin", Date{2026, 7, 3}, "20:00", "2026-07-03 20:00 +0200"},
		{"Europe/Berlin", Date{2026, 3, 29}, "01:59", "2026-03-29 01:59 +0100"},
		{"Europe/Berlin", Date{2026, 3, 29}, "02:00", "2026-03-29 03:00 +0200"},
		{"Europe/Berlin", Date{2026, 3, 29}, "02:30", "2026-03-29 03:30 +0200"},
		{"Europe/Berlin", Date{2026, 3, 29}, "03:00", "2026-03-29 03:00 +0200"},
		{"Europe/Berlin", Date{2026, 10, 25}, "01:59", "2026-10-25 01:59 +0200"},
		{"Europe/Berlin", Date{2026, 10, 25}, "02:00", "2026-10-25 02:00 +0200"},
		{"Europe/Berlin", Date{2026, 10, 25}, "02:59", "2026-10-25 02:59 +0200"},
		{"Europe/Berlin", Date{2026, 10, 25}, "03:00", "2026-10-25 03:00 +0100"},
		{"Europe/Berlin", Date{2040, 12, 31}, "20:00", "2040-12-31 20:00 +0100"}, // the end of a leap year
		{"America/New_York", Date{2026, 3, 8}, "02:30", "2026-03-08 03:30 -0400"},
		{"America/New_York", Date{2026, 11, 1}, "01:30", "2026-11-01 01:30 -0400"},
		{"America/New_York", Date{2026, 11, 1}, "02:00", "2026-11-01 02:00 -0500"},
		// Half an hour.
		{"Australia/Lord_Howe", Date{2026, 10, 4}, "02:00", "2026-10-04 02:30 +1100"},
		{"Australia/Lord_Howe", Date{2026, 10, 4}, "02:15", "2026-10-04 02:45 +1100"},
		{"Australia/Lord_Howe", Date{2026, 10, 4}, "02:30", "2026-10-04 02:30 +1100"},
		{"Australia/Lord_Howe", Date{2026, 4, 5}, "01:30", "2026-04-05 01:30 +1100"},
		{"Australia/Lord_Howe", Date{2026, 4, 5}, "02:00", "2026-04-05 02:00 +1030"},
		// At midnight, forward from 00:00 and back to 23:00 of the day before.
		{"America/Sao_Paulo", Date{2018, 11, 4}, "00:00", "2018-11-04 01:00 -0200"},
		{"America/Sao_Paulo", Date{2018, 11, 4}, "00:30", "2018-11-04 01:30 -0200"},
		{"America/Sao_Paulo", Date{2018, 2, 17}, "23:30", "2018-02-17 23:30 -0200"},
		{"America/Sao_Paulo", Date{2018, 2, 18}, "00:00", "2018-02-18 00:00 -0300"},
		{"Africa/Cairo", Date{2024, 4, 26}, "00:15", "2024-04-26 01:15 +0300"},
		{"Africa/Cairo", Date{2024, 10, 31}, "23:15", "2024-10-31 23:15 +0300"},
		{"Asia/Beirut", Date{2024, 3, 31}, "00:00", "2024-03-31 01:00 +0300"},
		{"Asia/Beirut", Date{2024, 10, 26}, "23:00", "2024-10-26 23:00 +0300"},
		// Forward past midnight.
		{"America/Nuuk", Date{2024, 3, 30}, "23:30", "2024-03-31 00:30 -0100"},
		// A day left out.
		{"Pacific/Apia", Date{2011, 12, 29}, "20:00", "2011-12-29 20:00 -1000"},
		{"Pacific/Apia", Date{2011, 12, 30}, "20:00", "2011-12-31 20:00 +1400"},
		{"Pacific/Apia", Date{2011, 12, 30}, "00:00", "2011-12-31 00:00 +1400"},
		{"Pacific/Apia", Date{2011, 12, 31}, "20:00", "2011-12-31 20:00 +1400"},
		// Back for Ramadan.
		{"Africa/Casablanca", Date{2024, 3, 10}, "02:30", "2024-03-10 02:30 +0100"},
		{"Africa/Casablanca", Date{2024, 3, 10}, "03:00", "2024-03-10 03:00 +0000"},
		{"Africa/Casablanca", Date{2024, 4, 14}, "02:30", "2024-04-14 03:30 +0100"},
		{"Africa/El_Aaiun", Date{2024, 4, 14}, "02:30", "2024-04-14 03:30 +0100"},
		// Two hours.
		{"Antarctica/Troll", Date{2024, 3, 31}, "01:30", "2024-03-31 03:30 +0200"},
		{"Antarctica/Troll", Date{2024, 3, 31}, "02:30", "2024-03-31 04:30 +0200"},
		{"Antarctica/Troll", Date{2024, 10, 27}, "01:00", "2024-10-27 01:00 +0200"},
		{"Antarctica/Troll", Date{2024, 10, 27}, "02:59", "2024-10-27 02:59 +0200"},
		// Another standard time, forward and back.
		{"Asia/Pyongyang", Date{2018, 5, 4}, "23:45", "2018-05-05 00:15 +0900"},
		{"Europe/Volgograd", Date{2020, 12, 27}, "01:30", "2020-12-27 01:30 +0400"},
		{"Etc/GMT-14", Date{2026, 1, 1}, "00:00", "2026-01-01 00:00 +1400"},
		{"Etc/GMT+12", Date{2026, 1, 1}, "23:59", "2026-01-01 23:59 -1200"},
	}
	for _, tt := range tests {
		clock, err := time.Parse("15:04", tt.time)
		if err != nil {
			t.Fatal(err)
		}
		if got := At(tt.day, clock.Hour(), clock.Minute(), zone(t, tt.zone)).Format(moment); got != tt.want {
			t.Errorf("At(%v, %s, %s) = %s, want %s", tt.day, tt.time, tt.zone, got, tt.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-11-27", "1970-01-01", "9999-12-31", "2028-02-29"} {
		if d, err := ParseDate(s); err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v, want it", s, d, err)
		}
	}
	for _, s := range []string{"", "2026-02-29", "1969-12-31", "0000-01-01", "2026-1-1", "2026-11-27 ", "27.11.2026"} {
		if d, err := ParseDate(s); err == nil || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v, want an error", s, d, err)
		}
	}
}

func TestDayLeftOutIsNotCounted(t *testing.T) {
	apia := zone(t, "Pacific/Apia")
	tests := []struct {
		from Date
		days int
		want Date
	}{
		{Date{2011, 12, 31}, -1, Date{2011, 12, 29}},
		{Date{2011, 12, 31}, -3, Date{2011, 12, 27}},
		{Date{2011, 12, 29}, 1, Date{2011, 12, 31}},
		{Date{2011, 12, 29}, 2, Date{2012, 1, 1}},
		{Date{2012, 1, 1}, 0, Date{2012, 1, 1}},
	}
	for _, tt := range tests {
		if got := tt.from.near(tt.days, apia); got != tt.want {
			t.Errorf("%v.near(%d) = %v, want %v", tt.from, tt.days, got, tt.want)
		}
	}
}

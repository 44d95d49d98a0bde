package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNights(t *testing.T) {
	tests := []struct {
		rhythm, zone, after string
		want                []string
	}{
		{"weekly fri 20:00", "Europe/Berlin", "2026-10-20 12:00 +0200",
			[]string{"2026-10-23 20:00 +0200", "2026-10-30 20:00 +0100", "2026-11-06 20:00 +0100"}},
		{"weekly fri 20:00", "Europe/Berlin", "2026-10-23 19:59 +0200", []string{"2026-10-23 20:00 +0200"}},
		{"weekly fri 20:00", "Europe/Berlin", "2026-10-23 20:00 +0200", []string{"2026-10-30 20:00 +0100"}},
		{"weekly fri 20:00", "Pacific/Kiritimati", "2026-10-23 05:59 +0000", []string{"2026-10-23 20:00 +1400"}},
		{"weekly fri 20:00", "Etc/GMT+12", "2026-10-24 07:59 +0000", []string{"2026-10-23 20:00 -1200"}},
		{"weekly fri 20:00 from 2026-12-05", "Europe/Berlin", "2026-10-20 12:00 +0200",
			[]string{"2026-12-11 20:00 +0100", "2026-12-18 20:00 +0100"}},
		{"every 2 weeks fri 20:00 from 2026-11-27", "Europe/Berlin", "2026-10-20 12:00 +0200",
			[]string{"2026-11-27 20:00 +0100", "2026-12-11 20:00 +0100", "2026-12-25 20:00 +0100"}},
		{"every 2 weeks fri 20:00 from 2026-11-27", "Europe/Berlin", "2026-12-04 20:00 +0100",
			[]string{"2026-12-11 20:00 +0100"}},
		// The count begins with the first Friday on the date or after it.
		{"every 2 weeks fri 20:00 from 2026-11-28", "Europe/Berlin", "2026-10-20 12:00 +0200",
			[]string{"2026-12-04 20:00 +0100", "2026-12-18 20:00 +0100"}},
		{"every 2 weeks mon 20:00", "UTC", "1970-01-01 00:00 +0000", []string{"1970-01-05 20:00 +0000", "1970-01-19 20:00 +0000"}},
		{"every 2 weeks mon 20:00", "UTC", "1969-12-01 00:00 +0000", []string{"1969-12-08 20:00 +0000", "1969-12-22 20:00 +0000"}},
		{"2nd fri 20:00", "Europe/Berlin", "2026-10-09 20:00 +0200", []string{"2026-11-13 20:00 +0100", "2026-12-11 20:00 +0100", "2027-01-08 20:00 +0100"}},
		{"1st sun 20:00", "Europe/Berlin", "2026-10-31 12:00 +0100", []string{"2026-11-01 20:00 +0100", "2026-12-06 20:00 +0100"}},
		{"last sun 18:30", "America/New_York", "2026-01-31 12:00 -0500", []string{"2026-02-22 18:30 -0500", "2026-03-29 18:30 -0400", "2026-04-26 18:30 -0400", "2026-05-31 18:30 -0400"}},
		{"last sun 18:30 from 2026-04-27", "America/New_York", "2026-01-31 12:00 -0500", []string{"2026-05-31 18:30 -0400"}},
		{"weekly sun 02:30", "Europe/Berlin", "2026-03-22 12:00 +0100", []string{"2026-03-29 03:30 +0200", "2026-04-05 02:30 +0200"}},
		{"weekly sun 02:30", "Europe/Berlin", "2026-03-29 03:00 +0200", []string{"2026-03-29 03:30 +0200"}},
		// Between the two times that the clocks show it, the night is past.
		{"weekly sun 02:30", "Europe/Berlin", "2026-10-25 02:15 +0100", []string{"2026-11-01 02:30 +0100"}},
		{"weekly fri 20:00", "Pacific/Apia", "2011-12-29 12:00 -1000", []string{"2011-12-31 20:00 +1400", "2012-01-06 20:00 +1400"}},
		{"weekly fri 20:00", "Pacific/Apia", "2011-12-31 19:00 +1400", []string{"2011-12-31 20:00 +1400"}},
		{"weekly sat 20:00", "Pacific/Apia", "2011-12-29 12:00 -1000", []string{"2011-12-31 20:00 +1400", "2012-01-07 20:00 +1400"}},
	}
	for _, tt := range tests {
		r, err := ParseRhythm(tt.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		after, err := time.Parse(moment, tt.after)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, night := range r.Nights(after, zone(t, tt.zone), len(tt.want)) {
			got = append(got, night.Format(moment))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("the nights of %q in %s after %s are %q, want %q", tt.rhythm, tt.zone, tt.after, got, tt.want)
		}
	}
}

func TestStarting(t *testing.T) {
	tests := []struct{ rhythm, zone, after, want string }{
		{"every 2 weeks fri 20:00", "Europe/Berlin", "2026-11-25 12:00 +0100", "every 2 weeks fri 20:00 from 2026-11-27"},
		{"every 2 weeks fri 20:00", "Europe/Berlin", "2026-11-27 19:59 +0100", "every 2 weeks fri 20:00 from 2026-11-27"},
		{"every 2 weeks fri 20:00", "Europe/Berlin", "2026-11-27 20:00 +0100", "every 2 weeks fri 20:00 from 2026-12-04"},
		{"every 8 weeks fri 00:00", "Europe/Berlin", "2026-11-26 23:30 +0000", "every 8 weeks fri 00:00 from 2026-12-04"},
		{"every 2 weeks fri 20:00 from 2026-01-02", "Europe/Berlin", "2026-11-25 12:00 +0100", "every 2 weeks fri 20:00 from 2026-01-02"},
		{"weekly fri 20:00", "Europe/Berlin", "2026-11-25 12:00 +0100", "weekly fri 20:00"},
		{"2nd fri 20:00", "Europe/Berlin", "2026-11-25 12:00 +0100", "2nd fri 20:00"},
		// A night that is shifted past its day still begins the count with its day.
		{"every 2 weeks fri 20:00", "Pacific/Apia", "2011-12-31 19:00 +1400", "every 2 weeks fri 20:00 from 2011-12-30"},
	}
	for _, tt := range tests {
		r, err := ParseRhythm(tt.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		after, err := time.Parse(moment, tt.after)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Starting(after, zone(t, tt.zone)).String(); got != tt.want {
			t.Errorf("%q.Starting(%s) in %s = %q, want %q", tt.rhythm, tt.after, tt.zone, got, tt.want)
		}
	}
}

// TestNextFollows draws rhythms, zones and times: the next night comes after the
// time, no night comes between, each place in the rhythm has one, and it does not
// depend on where one asks from.
func TestNextFollows(t *testing.T) {
	names := zoneNames(t)
	rapid.Check(t, func(t *rapid.T) {
		r := someRhythm(t)
		zone, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		after := time.Unix(rapid.Int64Range(0, 71*365*86400).Draw(t, "after"), 0)
		nights := r.Nights(after, zone, 4)
		if !nights[0].After(after) {
			t.Errorf("the night of %q after %v is %v", r, after, nights[0])
		}
		for i, night := range nights[1:] {
			before := nights[i]
			days := int(wall(night).Sub(wall(before)).Round(24*time.Hour).Hours()) / 24
			shifted := max(shift(r, night), shift(r, before))
			low, high := 7*r.Weeks, 7*r.Weeks
			if r.Weeks == 0 {
				low, high = 28, 35
			}
			if days < low-shifted || days > high+shifted {
				t.Errorf("after the night of %q on %v comes %v", r, before, night)
			}
			between := before.Add(time.Duration(rapid.Int64Range(0, int64(night.Sub(before))-1).Draw(t, "between")))
			if got := r.Next(between, zone); !got.Equal(night) {
				t.Errorf("the night of %q after %v is %v, want %v", r, between, got, night)
			}
		}
		if first := nights[0]; !r.From.IsZero() && DateOf(first).number() < r.From.number() {
			t.Errorf("a night of %q is %v", r, first)
		}
	})
}

// shift is 1 where a night is not at its time of day or on its day.
func shift(r Rhythm, night time.Time) int {
	if night.Hour() != r.Hour || night.Minute() != r.Minute || night.Weekday() != r.Day {
		return 1
	}
	return 0
}

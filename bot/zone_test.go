package bot

import (
	"slices"
	"testing"
	"time"
)

func TestZonesExist(t *testing.T) {
	if zones().Len() < 400 {
		t.Errorf("there are %d zones", zones().Len())
	}
	for f := range zones().All {
		if _, err := time.LoadLocation(f.ID); err != nil {
			t.Errorf("%s: %v", f.ID, err)
		}
	}
}

func TestZonesCalled(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	winter := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		said string
		now  time.Time
		want string // "" for none; the first of several
		only bool
	}{
		{"Europe/Berlin", winter, "Europe/Berlin", true},
		{"berlin", winter, "Europe/Berlin", true},
		{"Берлин", winter, "Europe/Berlin", true},
		{"Hamburg", winter, "Europe/Berlin", true},
		{"москва", winter, "Europe/Moscow", true},
		{"moskva", winter, "Europe/Moscow", true},
		{"Mosow", winter, "Europe/Moscow", true},
		{"new york", winter, "America/New_York", true},
		{"Asia/Calcutta", winter, "Asia/Calcutta", true},
		{"+3", winter, "Europe/Moscow", false},
		{"UTC+3", winter, "Europe/Moscow", false},
		{"+1", winter, "Europe/Berlin", false},
		{"+2", summer, "Europe/Berlin", false},
		{"GMT +05:30", winter, "Asia/Kolkata", false},
		{"−5", winter, "America/New_York", false},
		{"utc", winter, "Europe/London", false},
		{"+25", winter, "", false},
		{"qqqqq", winter, "", false},
		{"../../etc/passwd", winter, "", false},
		{"Local", winter, "", false},
	}
	for _, tt := range tests {
		got, _ := zonesCalled(tt.said, tt.now)
		switch {
		case tt.want == "":
			if len(got) > 0 {
				t.Errorf("zonesCalled(%q) = %q, want none", tt.said, got)
			}
		case len(got) == 0 || got[0] != tt.want || tt.only != (len(got) == 1):
			t.Errorf("zonesCalled(%q) = %q, want %q, alone: %v", tt.said, got, tt.want, tt.only)
		}
	}
	if got, _ := zonesCalled("+3", winter); !slices.Contains(got, "Etc/GMT-3") {
		t.Errorf("zonesCalled(+3) = %q, want the zone that keeps it all year among them", got)
	}
}

// TestZonesAreSure keeps what is no name of a zone from setting a club's clock.
func TestZonesAreSure(t *testing.T) {
	for said, want := range map[string]bool{
		"+3": true, "utc": true, "berlin": true, "Asia/Calcutta": true, "new york": true,
		"Владивасток": false, "Mosow": false, "Марс": false, "the moon": false, "qqqqq": false,
	} {
		if got, sure := zonesCalled(said, time.Now()); sure != want {
			t.Errorf("zonesCalled(%q) = %q, sure: %v, want %v", said, got, sure, want)
		}
	}
}

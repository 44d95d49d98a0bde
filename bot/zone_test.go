package bot

import (
	"slices"
	"strings"
	"sync"
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

func TestZoneOf(t *testing.T) {
	for name, want := range map[string]string{
		"": "UTC", "UTC": "UTC", "Europe/Berlin": "Europe/Berlin", "Asia/Calcutta": "Asia/Calcutta", "Mars/Olympus": "UTC", "../zone": "UTC",
	} {
		for range 2 {
			if got := zoneOf(Settings{Zone: name}).String(); got != want {
				t.Errorf("zoneOf(%q) = %s, want %s", name, got, want)
			}
		}
	}
}

// TestLocationsAreBounded asks for zones that there are, from many sides at once, for
// ones that there are not, and for more names than are kept.
func TestLocationsAreBounded(t *testing.T) {
	var c locationCache
	var all sync.WaitGroup
	names := []string{"Europe/Berlin", "America/Lima", "Mars/Olympus", "Asia/Tokyo", ""}
	for range 8 {
		all.Go(func() {
			for _, name := range names {
				zone, err := c.load(name)
				if (err != nil) != (name == "Mars/Olympus") {
					t.Errorf("load(%q) = %v, %v", name, zone, err)
				}
			}
		})
	}
	all.Wait()
	if len(c.known) != len(names)-1 {
		t.Errorf("%d of %d names are kept, want all but one", len(c.known), len(names))
	}
	first, _ := c.load("Europe/Berlin")
	if again, _ := c.load("Europe/Berlin"); again != first {
		t.Error("Europe/Berlin is loaded twice")
	}
	for i := range mostLocations {
		name := "Europe/" + strings.Repeat("./", i%500) + strings.Repeat("/", i/500) + "Berlin"
		c.load(name)
	}
	if len(c.known) > mostLocations {
		t.Errorf("%d names are kept, want %d at most", len(c.known), mostLocations)
	}
	if zone, err := c.load("Asia/Kolkata"); err != nil || zone.String() != "Asia/Kolkata" {
		t.Errorf("load(Asia/Kolkata) = %v, %v when no more names are kept", zone, err)
	}
}

func BenchmarkZoneOf(b *testing.B) {
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			zoneOf(Settings{Zone: "Europe/Berlin"})
		}
	})
	b.Run("loaded", func(b *testing.B) {
		for b.Loop() {
			time.LoadLocation("Europe/Berlin")
		}
	})
}

package calendar

import (
	"archive/zip"
	"go/build"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// zoneNames are all zones that this machine can name, but for further names of the
// same: those of the Go distribution and those that clubs choose from.
func zoneNames(t testing.TB) []string {
	t.Helper()
	names := make(map[string]bool)
	if archive, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib/time/zoneinfo.zip")); err == nil {
		defer archive.Close()
		seen := make(map[uint32]bool)
		for _, f := range archive.File {
			names[f.Name] = !seen[f.CRC32] && !strings.HasSuffix(f.Name, "/")
			seen[f.CRC32] = true
		}
	}
	chosen, err := os.ReadFile("../zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(chosen)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, known := names[name]; !known && strings.Contains(name, "/") {
			names[name] = true
		}
	}
	maps.DeleteFunc(names, func(_ string, look bool) bool { return !look })
	if len(names) < 300 {
		t.Fatalf("there are %d zones", len(names))
	}
	return slices.Sorted(maps.Keys(names))
}

// thirtyYears are those that the tests of all zones look at: with the known changes
// of the past, and long enough after the last one that is written out, in 2037,
// for the rules that hold from then on.
var thirtyYears = struct{ from, to time.Time }{
	time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC),
	time.Date(2041, 1, 15, 0, 0, 0, 0, time.UTC),
}

// A change is a clock change: the first moment of another offset.
type change struct {
	at            time.Time
	before, after time.Duration
}

// changes finds the clock changes of a zone by looking at its clock every twelve hours.
func changes(zone *time.Location) []change {
	var found []change
	const step = 12 * time.Hour
	before := offset(thirtyYears.from, zone)
	for t := thirtyYears.from.Add(step); t.Before(thirtyYears.to); t = t.Add(step) {
		after := offset(t, zone)
		if after == before {
			continue
		}
		minutes := sort.Search(int(step/time.Minute), func(n int) bool {
			return offset(t.Add(-step+time.Duration(n)*time.Minute), zone) == after
		})
		found = append(found, change{t.Add(-step + time.Duration(minutes)*time.Minute), before, after})
		before = after
	}
	return found
}

// wall is what clocks show, without the zone.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// byHand finds At's answer from the list of all changes: it goes through the periods
// between them in order, beginning with the one that is surely over.
func byHand(want time.Time, zone *time.Location, all []change) time.Time {
	near := sort.Search(len(all), func(i int) bool { return all[i].at.After(want.Add(-48 * time.Hour)) })
	held := offset(thirtyYears.from, zone)
	if near > 0 {
		held = all[near-1].after
	}
	for _, c := range all[near:] {
		moment := want.Add(-held)
		if moment.Before(c.at) {
			return moment // it exists, and not in an earlier period
		}
		if want.Add(-c.after).Before(c.at) {
			return moment // the next period begins with a later time
		}
		held = c.after
	}
	return want.Add(-held)
}

// TestAllZones looks at nights of thirty years in all zones: each is at its time of
// day, but for the rule of [At], which is followed from a list of the zone's clock
// changes; there is one night in each period.
func TestAllZones(t *testing.T) {
	if testing.Short() {
		t.Skip("thirty years in all zones")
	}
	rhythms := []string{
		// Clocks mostly change at the weekend, at midnight, at two or at three.
		"weekly sun 02:30", "weekly fri 20:00", "every 2 weeks sat 23:30", "every 3 weeks fri 00:00",
		"last sun 01:30", "2nd sun 02:05", "last fri 00:30",
	}
	seen := make(map[string]bool)
	for _, name := range zoneNames(t) {
		zone := zone(t, name)
		all := changes(zone)
		shifted := 0
		for _, text := range rhythms {
			shifted += checkNights(t, text, zone, all)
		}
		for _, c := range all {
			checkChange(t, c, zone, all)
			seen[kindOfChange(c)] = true
		}
		if t.Failed() {
			return
		}
		if shifted > 0 {
			seen["a shifted night"] = true
		}
	}
	for _, kind := range []string{"a shifted night", "forward", "back", "half an hour", "two hours", "a day"} {
		if !seen[kind] {
			t.Errorf("no zone had %s", kind)
		}
	}
}

func kindOfChange(c change) string {
	switch d := c.after - c.before; {
	case d.Abs() == 30*time.Minute:
		return "half an hour"
	case d.Abs() == 2*time.Hour:
		return "two hours"
	case d.Abs() == 24*time.Hour:
		return "a day"
	case d > 0:
		return "forward"
	}
	return "back"
}

// checkNights checks the nights of a rhythm, and counts those that are shifted.
func checkNights(t *testing.T, text string, zone *time.Location, all []change) (shifted int) {
	r, err := ParseRhythm(text)
	if err != nil {
		t.Fatal(err)
	}
	day := DateOf(thirtyYears.from.AddDate(0, 0, 3))
	for day.weekday() != r.Day || r.Which != 0 && !inPlace(day, r.Which) || r.Weeks > 1 && weeksSince1970(day)%r.Weeks != 0 {
		day = day.add(1)
	}
	night := At(day, r.Hour, r.Minute, zone).Add(-time.Minute)
	for night.Before(thirtyYears.to.AddDate(0, 0, -3)) {
		want := day.utc().Add(time.Duration(r.Hour)*time.Hour + time.Duration(r.Minute)*time.Minute)
		night = r.Next(night, zone)
		if wall(night) != want {
			shifted++
		}
		if exact := byHand(want, zone, all); !night.Equal(exact) {
			t.Errorf("the night of %q on %v in %v is %v, want %v", text, day, zone, night, exact.In(zone))
			return shifted
		}
		day = following(day, r)
	}
	return shifted
}

// following finds the rhythm's day after another by looking at every week.
func following(day Date, r Rhythm) Date {
	if r.Weeks > 0 {
		return day.add(7 * r.Weeks)
	}
	for day = day.add(7); !inPlace(day, r.Which); {
		day = day.add(7)
	}
	return day
}

// inPlace reports whether a day is the n-th of its name in its month.
func inPlace(day Date, n int) bool {
	if n == Last {
		return day.add(7).Month != day.Month
	}
	return (day.Day-1)/7 == n-1
}

func weeksSince1970(day Date) int {
	return int(day.utc().Sub(epoch.utc()).Hours()) / (7 * 24)
}

// checkChange compares every quarter of an hour around a clock change with what clocks
// show then.
func checkChange(t *testing.T, c change, zone *time.Location, all []change) {
	from := c.at.Add(min(c.before, c.after) - 2*time.Hour).UTC()
	to := c.at.Add(max(c.before, c.after) + 2*time.Hour).UTC()
	for want := from; want.Before(to); want = want.Add(15 * time.Minute) {
		got := At(DateOf(want), want.Hour(), want.Minute(), zone)
		if exact := byHand(want, zone, all); !got.Equal(exact) {
			t.Errorf("At(%v) in %v = %v, want %v", want, zone, got, exact.In(zone))
			return
		}
	}
}

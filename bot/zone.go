package bot

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"filmbot/catalog"
)

//go:embed zones.txt
var zoneLines string

// zones finds a time zone by what people call it. Names of cities are mistyped,
// half remembered and written in two alphabets just as titles are, so the lookup
// of titles serves for them.
var zones = sync.OnceValue(func() *catalog.Catalog {
	var cities []*catalog.Film
	for line := range strings.Lines(zoneLines) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, other, _ := strings.Cut(line, " ")
		city := strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
		f := &catalog.Film{ID: name, Title: city, Aliases: []string{name}}
		if other != "" {
			f.Aliases = append(f.Aliases, strings.Split(other, "|")...)
		}
		cities = append(cities, f)
	}
	found, err := catalog.New(cities)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return found
})

// zoneOf is the time zone of a club.
func zoneOf(s Settings) *time.Location {
	if zone, err := locations.load(s.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// locations are the time zones that were loaded: [time.LoadLocation] reads a file
// each time. When the rules of a zone change on the machine, they hold from the next
// start.
var locations locationCache

// mostLocations is more than there are names of zones. A file can be had under any
// number of names, such as Europe/./Berlin.
const mostLocations = 1000

// A locationCache loads time zones, and keeps them by name. It may be used concurrently.
type locationCache struct {
	mu    sync.RWMutex
	known map[string]*time.Location
}

// load is [time.LoadLocation]. Only what loads is kept.
func (c *locationCache) load(name string) (*time.Location, error) {
	c.mu.RLock()
	zone, ok := c.known[name]
	c.mu.RUnlock()
	if ok {
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = make(map[string]*time.Location)
	}
	if len(c.known) < mostLocations {
		c.known[name] = zone
	}
	return zone, nil
}

// setZone answers "/club zone <city, zone or offset>".
func (b *Bot) setZone(ctx context.Context, c *call) Reply {
	if c.argument == "" {
		return c.refuse(c.say("zone.which", "Zone", c.zoneName(b.now())))
	}
	found, sure := zonesCalled(c.argument, b.now())
	switch {
	case off(c.argument):
		found = []string{""}
	case len(found) == 0:
		return c.refuse(c.say("zone.unknown", "Text", echo(c.argument)))
	case !sure:
		return b.whichZone(c, "zone.nearest", found[:min(mostNearest, len(found))])
	case len(found) > 1:
		return b.whichZone(c, "zone.several", found)
	}
	return b.adjust(ctx, c, func(s *Settings) { s.Zone = found[0] }, func() string {
		return join(c.say("zone.set", "Zone", c.zoneName(b.now())), b.adapted(ctx, c))
	})
}

// whichZone offers zones.
func (b *Bot) whichZone(c *call, text string, names []string) Reply {
	r := c.refuse(c.say(text, "Text", echo(c.argument)))
	for _, name := range names[:min(mostRivals, len(names))] {
		r.Choices = append(r.Choices, Choice{Label: zoneLabel(name, b.now()), Line: join(c.row.line(), name)})
	}
	return r
}

// zonesCalled returns the zones that somebody may mean, one where it is clear, and
// whether it is sure that they mean one of these: what is only a part of a name,
// or near it, must not set a club's clock.
func zonesCalled(said string, now time.Time) (names []string, sure bool) {
	if offset, ok := offsetOf(said); ok {
		return zonesAt(offset, now), true
	}
	if f, ok := zones().ByID(said); ok {
		return []string{f.ID}, true
	}
	// What was chosen among the zones of an offset, and old names that the system
	// still knows, such as Asia/Calcutta.
	if zone, err := time.LoadLocation(said); err == nil && strings.Contains(said, "/") {
		return []string{zone.String()}, true
	}
	found := rivals(zones().Search(said, mostRivals))
	for _, m := range found {
		names = append(names, m.Film.ID)
	}
	return names, best(found) >= catalog.Same
}

var offsetForm = regexp.MustCompile(`^(?i:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?([0-5]\d))?$`)

// offsetOf reads an offset from UTC, such as +3, UTC-5 or +05:30.
func offsetOf(said string) (time.Duration, bool) {
	said = strings.TrimSpace(said)
	if strings.EqualFold(said, "utc") || strings.EqualFold(said, "gmt") {
		return 0, true
	}
	m := offsetForm.FindStringSubmatch(said)
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[1] != "+" {
		offset = -offset
	}
	return offset, offset >= -12*time.Hour && offset <= 14*time.Hour
}

// zonesAt returns zones where clocks show an offset at a time, those of many
// people first, and the zone that keeps the offset all year, if there is one.
func zonesAt(offset time.Duration, now time.Time) []string {
	const most = mostRivals - 1
	var names []string
	for f := range zones().All {
		zone, err := locations.load(f.ID)
		if err != nil || len(names) == most {
			continue
		}
		if _, seconds := now.In(zone).Zone(); time.Duration(seconds)*time.Second == offset {
			names = append(names, f.ID)
		}
	}
	if offset == offset.Truncate(time.Hour) && math.Abs(offset.Hours()) <= 12 {
		// The signs of these names are the other way round, see
		// https://data.iana.org/time-zones/tzdb/etcetera.
		names = append(names, fmt.Sprintf("Etc/GMT%+d", -int(offset.Hours())))
	}
	return names
}

// zoneLabel is a zone with its offset and the time that it is there.
func zoneLabel(name string, now time.Time) string {
	zone, err := locations.load(name)
	if err != nil {
		return name
	}
	return name + " (" + now.In(zone).Format("15:04, UTC-07:00") + ")"
}

// suggestZones completes a city, a zone or an offset.
func (b *Bot) suggestZones(_ context.Context, c *call) []Choice {
	said := strings.TrimSpace(c.argument)
	var names []string
	if offset, ok := offsetOf(said); ok {
		names = zonesAt(offset, b.now())
	} else if said == "" {
		for _, f := range zones().First(mostSuggestions) {
			names = append(names, f.ID)
		}
	}
	for _, m := range zones().Search(said, mostSuggestions) {
		if m.Score >= guess {
			names = append(names, m.Film.ID)
		}
	}
	var out []Choice
	for _, name := range names {
		line := join(c.row.line(), name)
		out = append(out, Choice{Label: zoneLabel(name, b.now()), Line: line, Typed: line})
	}
	return out
}

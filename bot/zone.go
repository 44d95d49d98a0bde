package bot

import "time"

// zoneOf is the time zone of a club.
func zoneOf(s Settings) *time.Location {
	if zone, err := time.LoadLocation(s.Zone); err == nil {
		return zone
	}
	return time.UTC
}

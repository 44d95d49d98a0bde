package bot_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"filmbot/bot"
)

// keptPlace is what memory keeps of a place.
type keptPlace struct {
	// club is empty where the place belongs to the club that it is by default.
	club     string
	presence bot.Presence
	since    time.Time
}

func (m *memory) clubOf(place string) string {
	if club := m.places[place].club; club != "" {
		return club
	}
	return place
}

// joined returns the places that joined a club, in order.
func (m *memory) joined(club string) []string {
	var out []string
	for place, kept := range m.places {
		if kept.club == club {
			out = append(out, place)
		}
	}
	slices.Sort(out)
	return out
}

// placesOf returns all places of a club, also the one that it is by default.
func (m *memory) placesOf(club string) []string {
	out := m.joined(club)
	if m.places[club].club == "" && strings.Contains(club, ":") && !m.club(club).unplaced {
		out = append(out, club)
	}
	return out
}

// put makes a place belong to a club.
func (m *memory) put(place, club string) {
	kept := m.places[place]
	kept.club = club
	m.places[place] = kept
	m.touch(place, 0)
}

func (m *memory) ClubOf(ctx context.Context, place string) (string, error) {
	if err := m.begin(ctx); err != nil {
		return "", err
	}
	defer m.mu.Unlock()
	return m.clubOf(place), nil
}

func (m *memory) KeepCode(ctx context.Context, c bot.Code) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	c.Expires = stored(c.Expires)
	m.codes[c.Hash] = c
	return nil
}

func (m *memory) CodeOf(ctx context.Context, hash string, now time.Time) (bot.Code, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Code{}, err
	}
	defer m.mu.Unlock()
	c, ok := m.codes[hash]
	if !ok || !now.Before(c.Expires) {
		return bot.Code{}, bot.ErrNotFound
	}
	return c, nil
}

func (m *memory) Join(ctx context.Context, j bot.Joining) (bot.Change, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Change{}, err
	}
	defer m.mu.Unlock()
	if c := m.codes[j.Code]; j.Code != "" && (c.Club != j.To || !j.At.Before(c.Expires)) {
		return bot.Change{}, bot.ErrNotFound
	}
	if m.clubOf(j.Place) != j.From || m.club(j.From).revision != j.FromRevision || m.club(j.To).revision != j.ToRevision {
		return bot.Change{}, bot.ErrConflict
	}
	delete(m.codes, j.Code)
	m.put(j.Place, j.To)
	m.grow(j.From)
	if len(m.placesOf(j.From)) == 0 {
		m.moveWaiting(j.From, j.To)
	}
	return m.record(bot.Change{Club: j.To, By: j.By, At: j.At, Kind: bot.Joined, Edits: j.Edits}), nil
}

// moveWaiting moves the suggestions that wait in a club to another.
func (m *memory) moveWaiting(from, to string) {
	for i := range m.suggestions {
		if s := &m.suggestions[i]; s.Club == from && s.Decision.Outcome == bot.Waiting {
			s.Club = to
		}
	}
}

func (m *memory) Leave(ctx context.Context, l bot.Leaving) (bot.Change, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Change{}, err
	}
	defer m.mu.Unlock()
	if m.clubOf(l.Place) != l.From || !m.empty(l.To) {
		return bot.Change{}, bot.ErrConflict
	}
	from, to := m.club(l.From), m.club(l.To)
	to.settings = copied(from.settings)
	if bot.ChatOf(to.settings.Review).Place() != l.Place {
		to.settings.Review = ""
	}
	to.settings.Ritual, from.settings.Ritual = divided(from.settings.Ritual, l.Place)
	to.unplaced = true
	var edits []bot.Edit
	for _, e := range from.inOrder() {
		edits = append(edits, bot.Edit{Film: e.Film, After: e.State})
	}
	m.put(l.Place, l.To)
	m.grow(l.From)
	return m.record(bot.Change{Club: l.To, By: l.By, At: l.At, Kind: bot.Left, Edits: edits}), nil
}

// divided is what a place takes along of its club's ritual when it leaves, nil for
// nothing, and what is left.
func divided(r *bot.Ritual, place string) (taken, left *bot.Ritual) {
	if r == nil {
		return nil, nil
	}
	there := func(chat string) bool { return bot.ChatOf(chat).Place() == place }
	gone, stays := *r, *r
	gone.Chats = slices.DeleteFunc(slices.Clone(r.Chats), func(chat string) bool { return !there(chat) })
	stays.Chats = slices.DeleteFunc(slices.Clone(r.Chats), there)
	if r.At == place {
		stays.Role, stays.At = bot.Mention{}, ""
	} else {
		gone.Role, gone.At = bot.Mention{}, ""
	}
	if len(gone.Chats) == 0 {
		return nil, &stays
	}
	return &gone, &stays
}

func (m *memory) SetPresence(ctx context.Context, place string, p bot.Presence, at time.Time) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if kept := m.places[place]; kept.presence != p {
		kept.presence, kept.since = p, stored(at)
		m.places[place] = kept
	}
	return nil
}

func (m *memory) PresenceIn(ctx context.Context, place string) (bot.Presence, error) {
	if err := m.begin(ctx); err != nil {
		return bot.PresenceUnknown, err
	}
	defer m.mu.Unlock()
	return m.places[place].presence, nil
}

func (m *memory) Expire(ctx context.Context, before time.Time) ([]string, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	here := func(place string) bool {
		kept := m.places[place]
		return kept.presence != bot.Absent || !kept.since.Before(stored(before))
	}
	var out []string
	for place := range m.places {
		if club := m.clubOf(place); !slices.Contains(out, club) && !slices.ContainsFunc(m.placesOf(club), here) {
			out = append(out, club)
		}
	}
	slices.Sort(out)
	for _, club := range out {
		m.drop(club)
	}
	return out, nil
}

// drop deletes a club and what is kept of its places.
func (m *memory) drop(club string) {
	for _, place := range m.placesOf(club) {
		maps.DeleteFunc(m.bags, func(chat string, _ []string) bool { return bot.ChatOf(chat).Place() == place })
		delete(m.places, place)
		m.touch(place, 0)
	}
	delete(m.clubs, club)
	maps.DeleteFunc(m.codes, func(_ string, c bot.Code) bool { return c.Club == club })
	maps.DeleteFunc(m.drafts, func(_ string, d bot.Draft) bool { return d.Club == club })
	m.suggestions = slices.DeleteFunc(m.suggestions, func(s bot.Suggestion) bool { return s.Club == club })
	for _, key := range slices.Collect(maps.Keys(m.posts)) {
		if key.Club == club {
			m.dropPost(key)
		}
	}
	m.wake(bot.WeekKey(club), time.Time{})
	m.touch(club, 0)
}

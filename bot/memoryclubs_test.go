package bot_test

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"

	"filmbot/bot"
)

// keptClub is what memory keeps of a club.
type keptClub struct {
	revision int64
	settings bot.Settings
	entries  map[string]keptEntry
	// came counts the films that came in.
	came    int
	changes []bot.Change
	rounds  map[int]*keptRound
	// asleep is that of the latest turn.
	asleep bool
	// unplaced tells that the place with the club's id is not in the club, though
	// nothing else is kept of that place.
	unplaced bool
}

type keptEntry struct {
	bot.Entry
	came int
}

// club returns what is kept of a club, for changing.
func (m *memory) club(id string) *keptClub {
	c, ok := m.clubs[id]
	if !ok {
		c = &keptClub{entries: make(map[string]keptEntry), rounds: make(map[int]*keptRound)}
		m.clubs[id] = c
	}
	return c
}

// empty reports whether nothing is kept of a club.
func (m *memory) empty(id string) bool {
	c := m.club(id)
	return len(c.entries) == 0 && len(c.changes) == 0 && len(c.rounds) == 0 && reflect.ValueOf(c.settings).IsZero() && len(m.joined(id)) == 0
}

func (m *memory) Club(ctx context.Context, id string) (bot.Club, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Club{}, err
	}
	defer m.mu.Unlock()
	c := m.club(id)
	places := m.joined(id)
	return bot.Club{
		ID: id, Revision: c.revision, Settings: copied(c.settings), Places: places,
		Adrift: c.unplaced && !slices.Contains(places, id), Entries: c.inOrder(),
	}, nil
}

func (c *keptClub) inOrder() []bot.Entry {
	var out []bot.Entry
	for _, e := range slices.SortedFunc(maps.Values(c.entries), func(a, b keptEntry) int { return cmp.Compare(a.came, b.came) }) {
		out = append(out, e.Entry)
	}
	return out
}

func (m *memory) Revision(ctx context.Context, id string) (int64, error) {
	if err := m.begin(ctx); err != nil {
		return 0, err
	}
	defer m.mu.Unlock()
	return m.club(id).revision, nil
}

func (m *memory) Commit(ctx context.Context, c bot.Commit) (bot.Change, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Change{}, err
	}
	defer m.mu.Unlock()
	if _, ok := m.drafts[c.Draft]; c.Draft != "" && !ok {
		return bot.Change{}, bot.ErrNotFound
	}
	s := m.suggestion(c.Club, c.Suggestion)
	switch {
	case c.Suggestion == "":
	case s == nil:
		return bot.Change{}, bot.ErrNotFound
	case s.Decision.Outcome != bot.Waiting:
		return bot.Change{}, bot.ErrConflict
	}
	if c.Revision != nil && *c.Revision != m.club(c.Club).revision {
		return bot.Change{}, bot.ErrConflict
	}
	for _, e := range c.Edits {
		if m.club(c.Club).entries[e.Film].Version != e.Version {
			return bot.Change{}, bot.ErrConflict
		}
	}
	change := m.record(bot.Change{Club: c.Club, By: c.By, At: c.At, Kind: c.Kind, Edits: c.Edits, Undoes: c.Undoes})
	delete(m.drafts, c.Draft)
	if c.Suggestion != "" {
		s.Decision = bot.Decision{Outcome: bot.Accepted, By: c.By, At: stored(c.At)}
		if len(c.Edits) > 0 {
			s.Decision.Film = c.Edits[0].Film
		}
	}
	return change, nil
}

// record makes the edits of a change and logs it.
func (m *memory) record(change bot.Change) bot.Change {
	c := m.club(change.Club)
	change.Number = int64(len(c.changes) + 1)
	change.At, change.Films = stored(change.At), len(change.Edits)
	change.Edits = slices.Clone(change.Edits)
	for i := range change.Edits {
		e := &change.Edits[i]
		kept, ok := c.entries[e.Film]
		e.Version, e.Before = kept.Version, kept.State
		if !ok {
			c.came++
			kept = keptEntry{Entry: bot.Entry{Film: e.Film}, came: c.came}
		}
		kept.Version, kept.State = change.Number, e.After
		c.entries[e.Film] = kept
		if e.After == (bot.State{}) {
			delete(c.entries, e.Film)
		}
	}
	if n := change.Undoes; n > 0 && n < change.Number {
		c.changes[n-1].UndoneBy = change.Number
	}
	change.Revision = m.grow(change.Club)
	c.changes = append(c.changes, change)
	return whole(change)
}

// whole is a copy of a change, with its edits.
func whole(c bot.Change) bot.Change {
	c.Edits = slices.Clone(c.Edits)
	return c
}

func (m *memory) Changes(ctx context.Context, club, film string, before int64, limit int) ([]bot.Change, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	touches := func(e bot.Edit) bool { return e.Film == film }
	var out []bot.Change
	for _, c := range slices.Backward(m.club(club).changes) {
		if len(out) >= limit {
			break
		}
		if before > 0 && c.Number >= before || film != "" && !slices.ContainsFunc(c.Edits, touches) {
			continue
		}
		c = whole(c)
		for i := range c.Edits {
			c.Edits[i].Before.Text, c.Edits[i].After.Text = "", ""
		}
		out = append(out, c)
	}
	return out, nil
}

func (m *memory) Change(ctx context.Context, club string, number int64) (bot.Change, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Change{}, err
	}
	defer m.mu.Unlock()
	changes := m.club(club).changes
	if number < 1 || number > int64(len(changes)) {
		return bot.Change{}, bot.ErrNotFound
	}
	return whole(changes[number-1]), nil
}

func (m *memory) Adjust(ctx context.Context, club string, change func(*bot.Settings)) (bot.Settings, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Settings{}, err
	}
	defer m.mu.Unlock()
	c := m.club(club)
	settings := copied(c.settings)
	change(&settings)
	if err := ctx.Err(); err != nil {
		return bot.Settings{}, err
	}
	if settings = copied(settings); !reflect.DeepEqual(settings, c.settings) {
		c.settings = settings
		m.grow(club)
	}
	return copied(settings), nil
}

// copied is a copy that shares nothing, with nil for empty lists.
func copied(s bot.Settings) bot.Settings {
	s.Moderators = append([]bot.Mention(nil), s.Moderators...)
	s.Off = append([]string(nil), s.Off...)
	if s.Ritual != nil {
		ritual := *s.Ritual
		ritual.Chats = append([]string(nil), ritual.Chats...)
		s.Ritual = &ritual
	}
	return s
}

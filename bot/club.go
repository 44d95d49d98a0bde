package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"filmbot/catalog"
)

// A club is a snapshot of one: its settings, and the catalog that its members
// see. It never changes, so that looking up a film needs neither the database
// nor a lock; a change makes a new snapshot.
type club struct {
	id       string
	revision int64
	settings Settings
	// places are all places of the club.
	places []string
	// entries are the versions of the club's own entries by film.
	entries map[string]int64
	catalog *catalog.Catalog
	// removed are the films that the club does without, as they were.
	removed map[string]*catalog.Film
}

// version is that of the club's own entry of a film, 0 where it has none.
func (c *club) version(film string) int64 { return c.entries[film] }

// withRemoved returns the club as if its catalog were what it does without.
func (c *club) withRemoved() *club {
	films := make([]*catalog.Film, 0, len(c.removed))
	for _, id := range slices.Sorted(maps.Keys(c.removed)) {
		films = append(films, c.removed[id])
	}
	other := *c
	other.catalog, _ = catalog.New(films) // it refuses only films without ids of their own
	return &other
}

// readEntry reads an entry's text. The film has the entry's id, whatever the
// text says.
func readEntry(film, text string) (*catalog.Film, error) {
	f, err := catalog.Single(text)
	if err != nil {
		return nil, err
	}
	f.ID = film
	return f, nil
}

// writeEntry is the text of an entry: the film in the text form, without its id.
func writeEntry(f *catalog.Film) string {
	bare := *f
	bare.ID = ""
	return catalog.Document{Films: []*catalog.Film{&bare}}.String()
}

// loadClub reads a club and lays its entries over the catalogs below.
func (cs *clubs) loadClub(ctx context.Context, id string) (*club, error) {
	kept, err := cs.store.Club(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load a club: %w", err)
	}
	base, err := cs.base(ctx, kept.Settings.Off)
	if err != nil {
		return nil, err
	}
	places, err := cs.placesOf(ctx, kept)
	if err != nil {
		return nil, err
	}
	c := &club{id: id, revision: kept.Revision, settings: kept.Settings, places: places, catalog: base}
	if len(kept.Entries) == 0 {
		return c, nil
	}
	c.entries = make(map[string]int64, len(kept.Entries))
	c.removed = make(map[string]*catalog.Film)
	l := layer{below: base}
	for _, e := range kept.Entries {
		c.entries[e.Film] = e.Version
		if err := l.lay(e.Film, e.State); err != nil {
			// It was read before it was stored, so this is a mistake in the program; the
			// other films are not to suffer from it.
			cs.log.Error("an entry cannot be read", "film", e.Film)
		}
	}
	l.onto(c, base)
	return c, nil
}

// placesOf returns the places of a club: those that joined, and the one that it is
// by default, unless that has left.
func (cs *clubs) placesOf(ctx context.Context, kept Club) ([]string, error) {
	if kept.Adrift || slices.Contains(kept.Places, kept.ID) || ChatOf(kept.ID).ID == "" {
		return kept.Places, nil
	}
	at, err := cs.store.ClubOf(ctx, kept.ID)
	if err != nil {
		return nil, fmt.Errorf("find a club: %w", err)
	}
	if at != kept.ID {
		return kept.Places, nil
	}
	return append([]string{kept.ID}, kept.Places...), nil
}

// A layer collects what entries make of the catalog below them.
type layer struct {
	below   *catalog.Catalog
	films   []*catalog.Film
	without []string
	removed []*catalog.Film
}

// lay takes in the state of an entry.
func (l *layer) lay(film string, s State) error {
	f, there := l.below.ByID(film)
	if s.Text != "" {
		var err error
		if f, err = readEntry(film, s.Text); err != nil {
			return err
		}
		there = true
	}
	switch {
	case s.Hidden && there:
		l.removed = append(l.removed, f)
		l.without = append(l.without, film)
	case s.Hidden || !there:
		l.without = append(l.without, film)
	default:
		l.films = append(l.films, f)
	}
	return nil
}

// manyFilms is from how many films on a catalog is made ready for filters at once,
// so that nobody waits for it who asks first.
const manyFilms = 256

// onto makes the club what the entries make of a catalog.
func (l *layer) onto(c *club, of *catalog.Catalog) {
	c.catalog = of.With(l.films, l.without...)
	if len(l.films) > manyFilms {
		c.catalog.Complete("", Languages[0], 1)
	}
	for _, f := range l.films {
		delete(c.removed, f.ID)
	}
	for _, id := range l.without {
		delete(c.removed, id)
	}
	for _, f := range l.removed {
		c.removed[f.ID] = f
	}
}

// after returns the club as a change of its catalog leaves it.
func (c *club) after(change Change, base *catalog.Catalog) (*club, error) {
	next := *c
	next.revision = change.Revision
	next.entries, next.removed = maps.Clone(c.entries), maps.Clone(c.removed)
	if next.entries == nil {
		next.entries, next.removed = make(map[string]int64), make(map[string]*catalog.Film)
	}
	l := layer{below: base}
	for _, e := range change.Edits {
		next.entries[e.Film] = change.Number
		if e.After == (State{}) {
			delete(next.entries, e.Film)
		}
		if err := l.lay(e.Film, e.After); err != nil {
			return nil, err
		}
	}
	l.onto(&next, c.catalog)
	return &next, nil
}

// errStale says that a snapshot changed while it was made.
var errStale = errors.New("the club changed meanwhile")

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
	places   []string
	// entries are the versions of the club's own entries by film. A film among
	// them that the catalog does not have is hidden.
	entries map[string]int64
	catalog *catalog.Catalog
}

// version is that of the club's own entry of a film, 0 where it has none.
func (c *club) version(film string) int64 { return c.entries[film] }

// hidden lists the films that the club does without.
func (c *club) hidden() []string {
	var out []string
	for film := range c.entries {
		if _, there := c.catalog.ByID(film); !there {
			out = append(out, film)
		}
	}
	slices.Sort(out)
	return out
}

// allPlaces are the keys of the places of the club, the one that it is by
// default included.
func (c *club) allPlaces() []string {
	if slices.Contains(c.places, c.id) {
		return c.places
	}
	return append([]string{c.id}, c.places...)
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
	c := &club{id: id, revision: kept.Revision, settings: kept.Settings, places: kept.Places, catalog: base}
	if len(kept.Entries) == 0 {
		return c, nil
	}
	c.entries = make(map[string]int64, len(kept.Entries))
	films, without := cs.readEntries(kept.Entries)
	for _, e := range kept.Entries {
		c.entries[e.Film] = e.Version
	}
	c.catalog = base.With(films, without...)
	return c, nil
}

// readEntries reads what entries say. One that cannot be read is left out, which
// a test of the store and the checks before it was stored keep from happening.
func (cs *clubs) readEntries(entries []Entry) (films []*catalog.Film, without []string) {
	for _, e := range entries {
		if e.Hidden {
			without = append(without, e.Film)
			continue
		}
		f, err := readEntry(e.Film, e.Text)
		if err != nil {
			cs.log.Error("an entry cannot be read", "film", e.Film)
			continue
		}
		films = append(films, f)
	}
	return films, without
}

// after returns the club as a change of its catalog leaves it.
func (c *club) after(change Change, base *catalog.Catalog) (*club, error) {
	next := *c
	next.revision = change.Revision
	next.entries = maps.Clone(c.entries)
	if next.entries == nil {
		next.entries = make(map[string]int64)
	}
	var films []*catalog.Film
	var without []string
	for _, e := range change.Edits {
		next.entries[e.Film] = change.Number
		switch {
		case e.After.Hidden:
			without = append(without, e.Film)
		case e.After.Text != "":
			f, err := readEntry(e.Film, e.After.Text)
			if err != nil {
				return nil, err
			}
			films = append(films, f)
		default:
			delete(next.entries, e.Film)
			below, there := base.ByID(e.Film)
			if !there {
				without = append(without, e.Film)
				continue
			}
			films = append(films, below)
		}
	}
	next.catalog = c.catalog.With(films, without...)
	return &next, nil
}

// errStale says that a snapshot changed while it was made.
var errStale = errors.New("the club changed meanwhile")

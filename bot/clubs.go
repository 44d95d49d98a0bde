package bot

import (
	"container/list"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"filmbot/catalog"
)

// A Collection is a named set of films shipped in the program.
type Collection struct {
	Name  string
	Films []*catalog.Film
}

// clubs holds snapshots of the clubs that are in use, and drops those that
// nobody has asked for the longest. It may be used concurrently.
type clubs struct {
	store       Store
	log         *slog.Logger
	collections []Collection

	mu     sync.Mutex
	places map[string]string        // clubs by place
	loaded map[string]*list.Element // of *holding, by club
	recent *list.List               // the one asked for last comes first
	films  int                      // entries in all that is loaded
	bases  map[string]*catalog.Catalog
	// readings are what is being read from the store right now.
	readings map[*reading]struct{}
}

// A holding is a snapshot with what it weighs.
type holding struct {
	club  *club
	films int
}

// Bounds on what is held in memory. A club weighs as many films as it has entries,
// and one more; a film takes one to two kilobytes. A club that was dropped is read
// again when somebody asks for it, which takes milliseconds.
const (
	maxHeldFilms  = 30_000
	maxHeldPlaces = 200_000
)

func newClubs(store Store, log *slog.Logger, collections []Collection) *clubs {
	cs := &clubs{store: store, log: log, collections: collections, readings: make(map[*reading]struct{})}
	cs.reset()
	return cs
}

// reset forgets everything. The caller holds the lock, or nobody else knows cs.
func (cs *clubs) reset() {
	cs.places = make(map[string]string)
	cs.loaded = make(map[string]*list.Element)
	cs.recent = list.New()
	cs.films = 0
	cs.bases = make(map[string]*catalog.Catalog)
	for r := range cs.readings {
		r.stale = true
	}
}

// at returns the club that a chat belongs to.
func (cs *clubs) at(ctx context.Context, chat Chat) (*club, error) {
	id, err := cs.clubOf(ctx, chat.Place())
	if err != nil {
		return nil, err
	}
	return cs.get(ctx, id)
}

func (cs *clubs) clubOf(ctx context.Context, place string) (string, error) {
	cs.mu.Lock()
	if id, ok := cs.places[place]; ok {
		cs.mu.Unlock()
		return id, nil
	}
	r := cs.begin(place)
	cs.mu.Unlock()
	id, err := cs.store.ClubOf(ctx, place)
	cs.mu.Lock()
	defer cs.mu.Unlock()
	fresh := cs.end(r)
	if err != nil {
		return "", fmt.Errorf("find a club: %w", err)
	}
	if fresh {
		if len(cs.places) >= maxHeldPlaces {
			clear(cs.places)
		}
		cs.places[place] = id
	}
	return id, nil
}

// get returns a club's snapshot, from memory where it is there.
func (cs *clubs) get(ctx context.Context, id string) (*club, error) {
	cs.mu.Lock()
	if held, ok := cs.loaded[id]; ok {
		cs.recent.MoveToFront(held)
		cs.mu.Unlock()
		return held.Value.(*holding).club, nil
	}
	r := cs.begin(id)
	cs.mu.Unlock()
	c, err := cs.loadClub(ctx, id)
	cs.mu.Lock()
	defer cs.mu.Unlock()
	fresh := cs.end(r)
	if err != nil {
		return nil, err
	}
	if fresh {
		cs.hold(c)
	}
	return c, nil
}

// hold puts a snapshot in the place of an older one. The caller holds the lock.
func (cs *clubs) hold(c *club) {
	cs.drop(c.id)
	h := &holding{c, 1 + len(c.entries)}
	cs.loaded[c.id] = cs.recent.PushFront(h)
	cs.films += h.films
	for cs.films > maxHeldFilms && cs.recent.Len() > 1 {
		cs.drop(cs.recent.Back().Value.(*holding).club.id)
	}
}

func (cs *clubs) drop(id string) {
	held, ok := cs.loaded[id]
	if !ok {
		return
	}
	cs.recent.Remove(held)
	cs.films -= held.Value.(*holding).films
	delete(cs.loaded, id)
}

// changed hears that a club or a place was changed, see [Clubs.Follow].
func (cs *clubs) changed(id string, revision int64) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if id == "" || id == Shared {
		// What all clubs have below their entries may be older than the snapshot of
		// the shared catalog, so that one's revision says nothing here.
		cs.reset()
		return
	}
	cs.outdate(id)
	if held, ok := cs.loaded[id]; ok && revision > 0 && held.Value.(*holding).club.revision >= revision {
		return
	}
	delete(cs.places, id)
	cs.drop(id)
}

// committed takes in a change that this process has made, so that it is seen at
// once and a large club is not read again for it.
func (cs *clubs) committed(ctx context.Context, change Change) {
	cs.mu.Lock()
	held, ok := cs.loaded[change.Club]
	cs.mu.Unlock()
	if !ok || change.Club == Shared {
		cs.changed(change.Club, change.Revision)
		return
	}
	old := held.Value.(*holding).club
	next, err := cs.next(ctx, old, change)
	if err != nil {
		cs.changed(change.Club, change.Revision)
		return
	}
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.outdate(change.Club)
	if held, ok := cs.loaded[change.Club]; ok && held.Value.(*holding).club == old {
		cs.hold(next)
		return
	}
	cs.drop(change.Club)
}

func (cs *clubs) next(ctx context.Context, old *club, change Change) (*club, error) {
	if old.revision != change.Revision-1 {
		return nil, errStale
	}
	base, err := cs.base(ctx, old.settings.Off)
	if err != nil {
		return nil, err
	}
	return old.after(change, base)
}

// base returns the catalog below the entries of clubs that do without some
// collections: the shipped ones, with what editors published over them.
func (cs *clubs) base(ctx context.Context, off []string) (*catalog.Catalog, error) {
	off = slices.Sorted(slices.Values(off))
	key := strings.Join(off, " ")
	cs.mu.Lock()
	if base, ok := cs.bases[key]; ok {
		cs.mu.Unlock()
		return base, nil
	}
	r := cs.begin(Shared)
	cs.mu.Unlock()
	base, err := cs.makeBase(ctx, off)
	cs.mu.Lock()
	defer cs.mu.Unlock()
	fresh := cs.end(r)
	if err != nil {
		return nil, err
	}
	if fresh && len(cs.bases) < 64 {
		cs.bases[key] = base
	}
	return base, nil
}

func (cs *clubs) makeBase(ctx context.Context, off []string) (*catalog.Catalog, error) {
	var films []*catalog.Film
	out := make(map[string]bool)
	for _, c := range cs.collections {
		if !slices.Contains(off, c.Name) {
			films = append(films, c.Films...)
			continue
		}
		for _, f := range c.Films {
			out[f.ID] = true
		}
	}
	base, err := catalog.New(films)
	if err != nil {
		return nil, err
	}
	if slices.Contains(off, publishedName) {
		return base.Extend(), nil
	}
	published, err := cs.store.Club(ctx, Shared)
	if err != nil {
		return nil, fmt.Errorf("load what is published: %w", err)
	}
	entries := slices.DeleteFunc(published.Entries, func(e Entry) bool { return out[e.Film] })
	l := layer{below: base}
	for _, e := range entries {
		if err := l.lay(e.Film, e.State); err != nil {
			cs.log.Error("an entry cannot be read", "film", e.Film)
		}
	}
	return base.With(l.films, l.without...).Extend(), nil
}

// publishedName is how what editors published is called where it is turned off.
const publishedName = "published"

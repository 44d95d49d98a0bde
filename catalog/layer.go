package catalog

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// A layer is a part of a catalog: some of its films, indexed. It is immutable,
// and any number of catalogs share it.
type layer struct {
	// films are in the order of the catalog.
	films []*Film
	// places are where the films stand in it, ascending. They are the same whatever
	// layers a catalog has.
	places []int32
	// byID are the films in the order of their ids.
	byID []int32

	// names are the films' names; common is what the films have in common.
	names  lazy[index]
	common lazy[features]
}

// lazy is something that is made when somebody asks for it first. Most clubs are
// quiet, and few use every command.
type lazy[T any] struct {
	made   atomic.Pointer[T]
	making sync.Mutex
}

func (z *lazy[T]) get(newT func([]*Film) *T, films []*Film) *T {
	if made := z.made.Load(); made != nil {
		return made
	}
	return z.make(newT, films)
}

func (z *lazy[T]) make(newT func([]*Film) *T, films []*Film) *T {
	z.making.Lock()
	defer z.making.Unlock()
	if made := z.made.Load(); made != nil {
		return made
	}
	made := newT(films)
	z.made.Store(made)
	return made
}

func (z *lazy[T]) ready() bool { return z.made.Load() != nil }

// mostUnready is how many films are indexed when they are searched first. It
// takes a millisecond or two; more films are indexed at once.
const mostUnready = 256

func newLayer(films []*Film, places []int32) *layer {
	l := &layer{films: films, places: places, byID: make([]int32, len(films))}
	for i := range l.byID {
		l.byID[i] = int32(i)
	}
	slices.SortFunc(l.byID, func(a, b int32) int { return cmp.Compare(films[a].ID, films[b].ID) })
	if len(films) > mostUnready {
		l.index()
	}
	return l
}

// find returns the film with an id.
func (l *layer) find(id string) (int32, bool) {
	at, ok := slices.BinarySearchFunc(l.byID, id, func(film int32, id string) int { return cmp.Compare(l.films[film].ID, id) })
	if !ok {
		return 0, false
	}
	return l.byID[at], true
}

// index returns the films' names.
func (l *layer) index() *index { return l.names.get(newIndex, l.films) }

// features returns what the films have in common.
func (l *layer) features() *features { return l.common.get(newFeatures, l.films) }

// mergeLayers makes one layer of two, without the films that are dead.
func mergeLayers(a, b *segment) *layer {
	films := a.len() + b.len()
	l := &layer{films: make([]*Film, 0, films), places: make([]int32, 0, films), byID: make([]int32, 0, films)}
	inA, inB := make([]int32, len(a.films)), make([]int32, len(b.films))
	for i, j := 0, 0; i < len(a.films) || j < len(b.films); {
		from, in, at := b, inB, &j
		if j == len(b.films) || i < len(a.films) && a.places[i] < b.places[j] {
			from, in, at = a, inA, &i
		}
		in[*at] = gone
		if !from.dead.has(int32(*at)) {
			in[*at] = int32(len(l.films))
			l.films, l.places = append(l.films, from.films[*at]), append(l.places, from.places[*at])
		}
		*at++
	}
	byA := appendRenumbered(make([]int32, 0, films), a.byID, inA)
	byB := appendRenumbered(make([]int32, 0, films), b.byID, inB)
	for len(byA) > 0 && len(byB) > 0 {
		if l.films[byA[0]].ID < l.films[byB[0]].ID {
			l.byID, byA = append(l.byID, byA[0]), byA[1:]
			continue
		}
		l.byID, byB = append(l.byID, byB[0]), byB[1:]
	}
	l.byID = append(append(l.byID, byA...), byB...)
	// What is made of the larger one is worth keeping; for the smaller one it is
	// soon made.
	larger := a
	if len(b.films) > len(a.films) {
		larger = b
	}
	if larger.names.ready() {
		l.names.made.Store(mergeIndexes(a.index(), b.index(), inA, inB))
	}
	if larger.common.ready() {
		l.common.made.Store(mergeFeatures(a.features(), b.features(), inA, inB))
	}
	return l
}

package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// model is what a catalog should be: films by id, with their places.
type model struct {
	films  map[string]*Film
	places map[string]int
	// kept are the places of films that a catalog was extended with.
	kept map[string]int
	next int
}

func newModel() *model {
	return &model{films: make(map[string]*Film), places: make(map[string]int), kept: make(map[string]int)}
}

func (m *model) with(films []*Film, without []string) {
	fresh := make(map[string]bool)
	for _, f := range films {
		fresh[f.ID] = true
		if _, there := m.films[f.ID]; !there {
			place, kept := m.kept[f.ID]
			if !kept {
				place = m.next
				m.next++
			}
			m.places[f.ID] = place
		}
		m.films[f.ID] = f
	}
	for _, id := range without {
		if !fresh[id] {
			delete(m.films, id)
		}
	}
}

func (m *model) extend() {
	for id := range m.films {
		m.kept[id] = m.places[id]
	}
}

// whole returns the catalog in one layer.
func (m *model) whole(t *rapid.T) *Catalog {
	ids := slices.SortedFunc(maps.Keys(m.films), func(a, b string) int { return m.places[a] - m.places[b] })
	var films []*Film
	for _, id := range ids {
		films = append(films, m.films[id])
	}
	c, err := New(films)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	titleWords = strings.Fields("the a white black sun tent red ascent mountain road wind гора дорога белое солнце восхождение красная палатка ветер в of")
	peopleList = strings.Split("Larisa Shepitko/Leonid Gaidai/Лев Толстой/Anna Ivanova/Boris Ivanov/Ivan Belov", "/")
	ruPeople   = strings.Split("Лариса Шепитько/Леонид Гайдай/Лев Толстой/Анна Иванова/Борис Иванов/Иван Белов", "/")
	placeList  = strings.Split("Caucasus/North Caucasus/Pamir mountains/Georgia/Tian Shan", "/")
	ruPlaces   = strings.Split("Кавказ/Северный Кавказ/Памир/Грузия/Тянь-Шань", "/")
)

// someFilm draws a film, with few words and names, so that films share many.
func someFilm(t *rapid.T, id string) *Film {
	title := func(label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(titleWords), 1, 4).Draw(t, label), " ")
	}
	f := &Film{ID: id, Title: title("title"), Year: rapid.IntRange(1965, 1984).Draw(t, "year"), Runtime: rapid.IntRange(0, 3).Draw(t, "runtime") * 45}
	if rapid.Bool().Draw(t, "has original") {
		f.Original = title("original")
	}
	f.Aliases = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return title("alias") }), 0, 2).Draw(t, "aliases")
	f.Genres = rapid.SliceOfN(rapid.SampledFrom([]string{"drama", "war", "comedy", "ballet", "документальный"}), 0, 3).Draw(t, "genres")
	f.Countries = rapid.SliceOfN(rapid.SampledFrom([]string{"Soviet Union", "Italy", "Georgia"}), 0, 2).Draw(t, "countries")
	f.Directors = someList(t, peopleList, ruPeople)
	f.Places = someList(t, placeList, ruPlaces)
	return f
}

// someList draws names, sometimes with their translations, sometimes with too
// few or wrong ones.
func someList(t *rapid.T, own, ru []string) List {
	which := rapid.SliceOfN(rapid.IntRange(0, len(own)-1), 0, 2).Draw(t, "names")
	names := func(from []string, which []int) (out []string) {
		for _, i := range which {
			out = append(out, from[i%len(from)])
		}
		return out
	}
	var l List
	if len(which) > 0 {
		l = l.With("", names(own, which))
	}
	if len(which) > 0 && rapid.Bool().Draw(t, "translated") {
		translated := slices.Clone(which[:rapid.IntRange(1, len(which)).Draw(t, "how many")])
		for i := range translated {
			translated[i] += rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "shift")
		}
		l = l.With("ru", names(ru, translated))
	}
	return l
}

// layered draws a catalog in layers, and what it should be.
func layered(t *rapid.T) (*Catalog, *model) {
	c, m := new(Catalog), newModel()
	id := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("f", rapid.IntRange(0, 40).Draw(t, "id")) })
	for range rapid.IntRange(1, 12).Draw(t, "changes") {
		var films []*Film
		for _, id := range rapid.SliceOfN(id, 0, 12).Draw(t, "ids") {
			films = append(films, someFilm(t, id))
		}
		without := rapid.SliceOfN(id, 0, 6).Draw(t, "without")
		c = c.With(films, without...)
		m.with(films, without)
		if rapid.IntRange(0, 3).Draw(t, "extend") == 0 {
			c = c.Extend()
			m.extend()
		}
		if rapid.IntRange(0, 2).Draw(t, "ask") == 0 {
			c.Complete("", "en", 1) // so that what films have in common is merged, too
		}
	}
	return c, m
}

// answers is all that a catalog says about some words, as text.
func answers(c *Catalog, words string) map[string]string {
	a := make(map[string]string)
	for _, m := range c.Search(words, 10) {
		a["search"] += fmt.Sprintf("%s %v\n", m.Film.ID, m.Score)
	}
	filter := c.ParseFilter(words)
	filterTerms := filter.Terms
	for _, term := range filterTerms {
		a["filter"] += fmt.Sprintf("%s %s/%s\n", term.Kind, term.Label, term.features)
	}
	filter.Terms = nil
	a["filter"] += fmt.Sprintf("%+v", filter)
	filter.Terms = filterTerms
	for _, f := range c.Select(filter) {
		a["select"] += f.ID + "\n"
	}
	a["any"] = fmt.Sprint(c.Any(filter))
	for f := range c.All {
		if c.Passes(filter, f) {
			a["passes"] += f.ID + "\n"
		}
	}
	for _, lang := range []string{"en", "ru"} {
		for _, limit := range []int{5, 100} {
			a["complete"] += fmt.Sprintf("%q\n", c.Complete(words, lang, limit))
		}
	}
	return a
}

func TestLayersAnswerAsOne(t *testing.T) { rapid.Check(t, layersAnswerAsOne) }

func FuzzLayers(f *testing.F) { f.Fuzz(rapid.MakeFuzz(layersAnswerAsOne)) }

func layersAnswerAsOne(t *rapid.T) {
	c, m := layered(t)
	whole := m.whole(t)
	if c.Len() != whole.Len() {
		t.Fatalf("%d films, want %d", c.Len(), whole.Len())
	}
	all, want := slices.Collect(c.All), slices.Collect(whole.All)
	if !slices.Equal(all, want) || !slices.Equal(c.First(3), want[:min(3, len(want))]) {
		t.Fatalf("films are %v, the first %v, want %v", titles(all), titles(c.First(3)), titles(want))
	}
	for i := range 41 {
		id := fmt.Sprint("f", i)
		if got, _ := c.ByID(id); got != m.films[id] {
			t.Fatalf("ByID(%s) = %v, want %v", id, got, m.films[id])
		}
	}
	queries := []string{"", "б", "war drama", "georgia 1970s", "кавказ", "толстого", "ivanof", "документальное"}
	for _, f := range want[:min(4, len(want))] {
		for limit := range 12 {
			if got, want := fmt.Sprint(c.Like(f, limit)), fmt.Sprint(whole.Like(f, limit)); got != want {
				t.Fatalf("Like(%s, %d) = %s, want %s", f.ID, limit, got, want)
			}
		}
		twin := *f
		twin.ID = ""
		if got, want := c.Twins(&twin), whole.Twins(&twin); !slices.Equal(got, want) || !slices.Contains(got, f) {
			t.Fatalf("Twins(%s) = %v, want %v", f.Title, titles(got), titles(want))
		}
		inRussian, _ := f.Places.Get("ru")
		queries = append(queries, f.Title, slices.Concat(f.Directors.In(""), inRussian, []string{"x"})[0])
	}
	if len(want) > 0 {
		for _, q := range mistype(want, 2, rapid.Uint64().Draw(t, "seed")) {
			queries = append(queries, q.query)
		}
	}
	for _, q := range queries {
		got, want := answers(c, q), answers(whole, q)
		if got["passes"] != got["select"] {
			t.Fatalf("what passes %q is %s\nselected is %s", q, got["passes"], got["select"])
		}
		for what := range want {
			if got[what] != want[what] {
				t.Fatalf("%s for %q = %s\nwant %s", what, q, got[what], want[what])
			}
		}
	}
}

// TestCatalogIsAskedAtOnce is for the race detector: what is made when somebody
// asks first is asked for by several at once.
func TestCatalogIsAskedAtOnce(t *testing.T) {
	films := []*Film{{ID: "x1", Title: "Something else", Year: 1999, Genres: []string{"drama"}}}
	want := answers(shipped(t).With(films, "sm1"), "drama else")
	club := shipped(t).With(films, "sm1")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			club.With([]*Film{{ID: "x2", Title: "Another", Year: 1999}}).Search("another", 1)
			if got := answers(club, "drama else"); !maps.Equal(got, want) {
				t.Errorf("answers = %v, want %v", got, want)
			}
		})
	}
	group.Wait()
}

func TestWithLeavesTheOtherAsItIs(t *testing.T) {
	c := shipped(t)
	before := slices.Collect(c.All)
	changed := *before[0]
	changed.Title = "Something else"
	one := c.With([]*Film{&changed}, before[1].ID, "nothing")
	two := c.With(nil, before[0].ID)
	three := one.With([]*Film{before[1]}, before[2].ID)
	if !slices.Equal(slices.Collect(c.All), before) {
		t.Error("With changes the catalog that it is asked of")
	}
	if got, want := slices.Collect(one.All), slices.Concat([]*Film{&changed}, before[2:]); !slices.Equal(got, want) || one.Len() != len(want) {
		t.Errorf("one has %q", titles(got))
	}
	if got := slices.Collect(two.All); !slices.Equal(got, before[1:]) {
		t.Errorf("two has %q", titles(got))
	}
	if got, want := slices.Collect(three.All), slices.Concat([]*Film{&changed, before[1]}, before[3:]); !slices.Equal(got, want) {
		t.Errorf("three has %q", titles(got))
	}
	if found := one.Search("Something else", 1); len(found) == 0 || found[0].Film != &changed {
		t.Errorf("Search finds %v", found)
	}
	if found := one.Search(before[1].Title, 1); len(found) > 0 && found[0].Film == before[1] {
		t.Errorf("Search finds %v, which was removed", found)
	}
}

func TestCatalogsShareLayers(t *testing.T) {
	base := shipped(t)
	club := base
	for i := range 1000 {
		club = club.With([]*Film{{ID: NewID(nil), Title: fmt.Sprint("Film ", i), Year: 1999}}, "sm1")
	}
	if club.segments[0].layer != base.segments[0].layer {
		t.Error("the shipped films were moved")
	}
	if n := len(club.segments); n > 6 {
		t.Errorf("%d layers for 1000 films, want 6 at most", n)
	}
	for i, s := range club.segments[1:] {
		if s.gone > s.len() {
			t.Errorf("%d films of layer %d are dead, %d alive", s.gone, i+1, s.len())
		}
	}
}

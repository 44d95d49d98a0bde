package catalog

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sahilm/fuzzy"
)

// perClass is how many queries of each class the figures rest on.
const perClass = 200

// success returns the share of queries whose first answer is right, by class and
// over all.
func success(queries []mistyped, first func(string) *Film) (all float64, byClass map[string]float64) {
	right, total := make(map[string]int), make(map[string]int)
	for _, q := range queries {
		total[q.class]++
		total[""]++
		if f := first(q.query); f != nil && slices.Contains(q.right, f) {
			right[q.class]++
			right[""]++
		}
	}
	byClass = make(map[string]float64)
	for class, n := range total {
		byClass[class] = float64(right[class]) / float64(n)
	}
	return byClass[""], byClass
}

func (c *Catalog) first(query string) *Film {
	if found := c.Search(query, 1); len(found) > 0 {
		return found[0].Film
	}
	return nil
}

func TestSearchForgivesMistyping(t *testing.T) {
	c := shipped(t)
	queries := mistype(slices.Collect(c.All), perClass, 1977)
	all, byClass := success(queries, c.first)
	for _, class := range classes {
		t.Logf("%-10s %5.1f %%", class, 100*byClass[class])
		if byClass[class] < 0.9 {
			t.Errorf("class %s: %.1f %% found at the first place, want 90 %%", class, 100*byClass[class])
		}
	}
	t.Logf("%-10s %5.1f %%", "all", 100*all)
	if all < 0.97 {
		t.Errorf("%.1f %% found at the first place, want 97 %%", 100*all)
	}
	plausible, _ := success(queries, func(query string) *Film {
		if found := c.Search(query, 1); len(found) > 0 && found[0].Score >= Plausible {
			return found[0].Film
		}
		return nil
	})
	if plausible < 0.95 {
		t.Errorf("%.1f %% found for certain, want 95 %%", 100*plausible)
	}
	t.Logf("%-10s %5.1f %%", "plausible", 100*plausible)
	if !testing.Verbose() {
		return
	}
	for _, q := range queries {
		if f := c.first(q.query); f == nil || !slices.Contains(q.right, f) {
			t.Logf("%s: %q finds %v, want %s", q.class, q.query, c.Search(q.query, 2), q.right[0].Heading(""))
		}
	}
}

func (m Match) String() string { return m.Film.Heading("") }

// folded is github.com/sahilm/fuzzy over folded names, the alternative that the
// index is measured against.
type folded struct {
	names []string
	films []*Film
}

func newFolded(films []*Film) folded {
	var x folded
	for _, f := range films {
		for s := range f.names {
			x.names, x.films = append(x.names, string(fold(s))), append(x.films, f)
		}
	}
	return x
}

func (x folded) first(query string) *Film {
	if found := fuzzy.Find(string(fold(query)), x.names); len(found) > 0 {
		return x.films[found[0].Index]
	}
	return nil
}

// BenchmarkLookup compares the index with sahilm/fuzzy on the same queries. It
// reports the share found at the first place, too.
func BenchmarkLookup(b *testing.B) {
	c := shipped(b)
	other := newFolded(slices.Collect(c.All))
	queries := mistype(slices.Collect(c.All), perClass, 1977)
	for _, bb := range []struct {
		name  string
		first func(string) *Film
	}{{"filmbot", c.first}, {"sahilm", other.first}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				bb.first(queries[i%len(queries)].query)
			}
			all, _ := success(queries, bb.first)
			b.ReportMetric(100*all, "%first")
		})
	}
}

// BenchmarkLookupClass measures the index on each class of mistyping.
func BenchmarkLookupClass(b *testing.B) {
	c := shipped(b)
	for _, class := range classes {
		queries := slices.DeleteFunc(mistype(slices.Collect(c.All), perClass, 1977), func(q mistyped) bool { return q.class != class })
		b.Run(class, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				c.first(queries[i%len(queries)].query)
			}
			_, byClass := success(queries, c.first)
			b.ReportMetric(100*byClass[class], "%first")
		})
	}
}

// BenchmarkLookupWorst reports the slowest of all queries, each at its best of
// several tries, so that the machine's noise does not choose it.
func BenchmarkLookupWorst(b *testing.B) {
	c := shipped(b)
	queries := mistype(slices.Collect(c.All), perClass, 1977)
	for _, hostile := range []string{"the white mountains of the ", "a b c d e f g h i ", "восхождение на белую гору ", "the"} {
		queries = append(queries, mistyped{query: hostile}, mistyped{query: strings.Repeat(hostile, 40)})
	}
	var worst time.Duration
	var slowest string
	for b.Loop() {
		worst = 0
		for _, q := range queries {
			fastest := time.Hour
			for range 7 {
				start := time.Now()
				c.first(q.query)
				fastest = min(fastest, time.Since(start))
			}
			if fastest > worst {
				worst, slowest = fastest, q.query
			}
		}
	}
	b.Logf("the slowest query is %q", slowest)
	b.ReportMetric(float64(worst.Nanoseconds())/1000, "µs/worst")
}

package catalog

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The words of which titles of made-up films are made, each beside its Russian.
var (
	adjectiveWords = pairsOf("white белый black чёрный red красный last последний first первый long долгий silent тихий lost потерянный golden золотой cold холодный " +
		"broken разбитый old старый young молодой distant далёкий blue синий secret тайный wild дикий burning горящий frozen замёрзший forgotten забытый " +
		"hidden скрытый empty пустой great великий little маленький blind слепой bitter горький sweet сладкий strange странный quiet спокойный endless бесконечный")
	nounWords = pairsOf("mountain гора river река road дорога night ночь winter зима summer лето house дом train поезд soldier солдат bird птица wind ветер sea море " +
		"forest лес city город letter письмо sister сестра brother брат father отец mother мать captain капитан stranger незнакомец garden сад bridge мост storm буря " +
		"horse конь dog собака wolf волк snow снег fire огонь shadow тень dream сон song песня star звезда island остров door дверь window окно mirror зеркало " +
		"clock часы ship корабль village деревня teacher учитель doctor доктор king король queen королева thief вор hunter охотник summit вершина valley долина " +
		"glacier ледник meadow луг harvest урожай promise обещание silence тишина memory память voice голос journey путешествие return возвращение farewell прощание")
	firstNames = strings.Fields("Anna Boris Clara David Elena Fyodor Galina Henri Irina Jan Kira Leonid Maria Nikolai Olga Pavel Rosa Sergei Tatiana Viktor")
	lastNames  = strings.Fields("Abram Belsky Corvin Dolin Evarts Fomin Gorsky Halder Ivlev Jansen Korin Lunin Markov Norden Orlov Petrin Renard Sorin Tarvid Umber Volkov Weiss Yarov Zimin")
)

// pairsOf reads words that stand beside each other.
func pairsOf(s string) [][2]string {
	words := strings.Fields(s)
	out := make([][2]string, len(words)/2)
	for i := range out {
		out[i] = [2]string{words[2*i], words[2*i+1]}
	}
	return out
}

// madeUp makes n films with titles much as people give them, in the text form
// and read from it as a club's entries are. The same seed gives the same films.
func madeUp(tb testing.TB, n int, seed uint64) []*Film {
	tb.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	pick := func(from [][2]string) [2]string { return from[rng.IntN(len(from))] }
	name := func() string {
		return firstNames[rng.IntN(len(firstNames))] + " " + lastNames[rng.IntN(len(lastNames))] + []string{"", "", "son", "ova", "enko"}[rng.IntN(5)]
	}
	films := make([]*Film, n)
	for i := range films {
		a, b, c := pick(adjectiveWords), pick(nounWords), pick(nounWords)
		title, original := "The "+a[0]+" "+b[0], a[1]+" "+b[1]
		switch rng.IntN(5) {
		case 0:
			title, original = "The "+b[0]+" and the "+c[0], b[1]+" и "+c[1]
		case 1:
			title, original = a[0]+" "+b[0]+" of the "+c[0], a[1]+" "+b[1]+" "+c[1]
		case 2:
			title, original = fmt.Sprint(b[0], " ", i%100), fmt.Sprint(b[1], " ", i%100)
		case 3:
			who := name()
			title, original = who+"'s "+b[0], b[1]+" "+who
		}
		text := fmt.Sprintf("%s (%d)\nId: x%d\nOriginal: %s\nDirector: %s\nCountry: Soviet Union\nRuntime: %d\nGenres: %s, drama\nDescription: %s\n",
			strings.ToUpper(title[:1])+title[1:], 1920+rng.IntN(100), i, original, name(), 60+rng.IntN(90), genres[rng.IntN(len(genres))].en,
			"Somebody comes to the "+b[0]+" and finds out what the "+c[0]+" was about, which nobody wants to know any more.")
		f, err := Single(text)
		if err != nil {
			tb.Fatal(err)
		}
		films[i] = f
	}
	return films
}

// A way is how a club comes to its films.
type way struct {
	name string
	club func(*Catalog, []*Film) *Catalog
}

var ways = []way{
	{"at once", func(c *Catalog, films []*Film) *Catalog { return c.With(films) }},
	{"one by one", func(c *Catalog, films []*Film) *Catalog {
		for _, f := range films {
			c = c.With([]*Film{f})
		}
		return c
	}},
}

// BenchmarkClubLookup measures the first place of a search in a club with
// 10,000 films of its own, besides the shipped ones.
func BenchmarkClubLookup(b *testing.B) {
	films := madeUp(b, 10_000, 1)
	for _, w := range ways {
		c := w.club(shipped(b), films)
		queries := mistype(slices.Collect(c.All), perClass, 1977)
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.first(queries[i%len(queries)].query)
			}
			all, _ := success(queries, c.first)
			b.ReportMetric(100*all, "%first")
			b.ReportMetric(float64(len(c.segments)), "layers")
			reportPercentiles(b, len(queries), func(i int) { c.first(queries[i].query) })
		})
	}
}

// BenchmarkClubSuggest measures what a suggestion takes while somebody types: a
// search, the reading of a filter, and completions.
func BenchmarkClubSuggest(b *testing.B) {
	films := madeUp(b, 10_000, 1)
	for _, w := range ways {
		c := w.club(shipped(b), films)
		queries := mistype(slices.Collect(c.All), perClass, 1977)
		suggest := func(i int) {
			typed := cut(queries[i%len(queries)].query, 1+i%12)
			c.Search(typed, 8)
			f := c.ParseFilter(typed)
			if len(f.Unknown) == 0 {
				c.Any(f)
			}
			c.Complete(typed, "en", 8)
		}
		suggest(0)
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				suggest(i)
			}
			reportPercentiles(b, len(queries), suggest)
		})
	}
}

// reportPercentiles measures each of n calls on its own, at its best of eight
// rounds, so that the machine's noise does not choose it.
func reportPercentiles(b *testing.B, n int, call func(int)) {
	took := slices.Repeat([]time.Duration{time.Hour}, n)
	for range 8 {
		for i := range took {
			start := time.Now()
			call(i)
			took[i] = min(took[i], time.Since(start))
		}
	}
	slices.Sort(took)
	for percent, d := range map[string]time.Duration{"p50": took[n/2], "p99": took[n*99/100], "max": took[n-1]} {
		b.ReportMetric(float64(d.Nanoseconds())/1000, "µs/"+percent)
	}
}

// BenchmarkWith measures how long it takes until a club of 10,000 films finds
// another one: in the mean, and at worst of a thousand in a row, each at its best
// of several tries, so that the machine's noise does not choose it. The
// alternative is to make the catalog anew.
func BenchmarkWith(b *testing.B) {
	films := madeUp(b, 11_000, 1)
	for _, suggested := range []bool{false, true} {
		b.Run(map[bool]string{false: "found", true: "found and completed"}[suggested], func(b *testing.B) {
			base := shipped(b).With(films[:10_000])
			base.Complete("", "en", 1)
			took := make([]time.Duration, 1000)
			for i := range took {
				took[i] = time.Hour
			}
			for b.Loop() {
				c := base
				for i, f := range films[10_000:] {
					start := time.Now()
					c = c.With([]*Film{f})
					c.Search(f.Title, 1)
					if suggested {
						c.Complete(f.Directors.In("")[0], "en", 1)
					}
					took[i] = min(took[i], time.Since(start))
				}
			}
			var all time.Duration
			for _, d := range took {
				all += d
			}
			b.ReportMetric(float64(all.Microseconds())/float64(len(took)), "µs/film")
			b.ReportMetric(float64(slices.Max(took).Microseconds()), "µs/worst")
		})
	}
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			c, err := New(films[:10_001])
			if err != nil {
				b.Fatal(err)
			}
			c.Search(films[10_000].Title, 1)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/film")
	})
}

// BenchmarkMerge measures the merging of the largest layers that are merged.
func BenchmarkMerge(b *testing.B) {
	films := madeUp(b, mostMerged, 1)
	for _, asked := range []bool{false, true} {
		b.Run(map[bool]string{false: "names", true: "names and features"}[asked], func(b *testing.B) {
			var halves [2]segment
			for i, half := range [][]*Film{films[:mostMerged/2], films[mostMerged/2:]} {
				places := make([]int32, len(half))
				for j := range places {
					places[j] = int32(2*j + i)
				}
				halves[i] = segment{layer: newLayer(half, places)}
				if asked {
					halves[i].features()
				}
			}
			for b.Loop() {
				mergeLayers(&halves[0], &halves[1])
			}
		})
	}
}

// BenchmarkFeatures measures what the first look at what 10,000 films have in
// common takes.
func BenchmarkFeatures(b *testing.B) {
	films := madeUp(b, 10_000, 1)
	for b.Loop() {
		newFeatures(films)
	}
}

// BenchmarkWithMany measures how long a club takes for 10,000 films at once.
func BenchmarkWithMany(b *testing.B) {
	films, base := madeUp(b, 10_000, 1), shipped(b)
	for b.Loop() {
		base.With(films)
	}
}

// BenchmarkClubsMemory reports how much memory a thousand clubs with a hundred
// films each take beside the shipped films, and how much of it the films alone.
func BenchmarkClubsMemory(b *testing.B) {
	const clubs, each = 1000, 100
	for _, asked := range []struct {
		name string
		of   func(*Catalog)
	}{
		{"quiet", func(*Catalog) {}},
		{"searched", func(c *Catalog) { c.Search("ascent", 1) }},
		{"searched and completed", func(c *Catalog) { c.Search("ascent", 1); c.Complete("", "en", 1) }},
	} {
		b.Run(asked.name, func(b *testing.B) {
			for b.Loop() {
				base := shipped(b)
				before := inUse()
				films := make([][]*Film, clubs)
				text := 0
				for i := range films {
					films[i] = madeUp(b, each, uint64(i))
					for _, f := range films[i] {
						text += utf8.RuneCountInString(f.String())
					}
				}
				filmsAlone := inUse() - before
				all := make([]*Catalog, clubs)
				for i := range all {
					all[i] = base.With(films[i])
					asked.of(all[i])
				}
				b.ReportMetric(float64(inUse()-before)/clubs/each, "B/entry")
				b.ReportMetric(float64(filmsAlone)/clubs/each, "B/film")
				b.ReportMetric(float64(text)/clubs/each, "letters/film")
				b.ReportMetric(float64(inUse()-before)/(1<<20), "MiB")
				runtime.KeepAlive(all)
				runtime.KeepAlive(films)
			}
		})
	}
}

// inUse returns how many bytes live objects take.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

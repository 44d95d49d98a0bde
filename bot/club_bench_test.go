package bot_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

// Sizes of the figures: a large club, and many small ones.
const (
	largeClub  = 10_000
	manyClubs  = 1_000
	smallClub  = 100
	benchOwner = "ann"
)

// invented returns films in the text form, each of its own and of about the size
// that people write.
func invented(n int, seed uint64) []string {
	dice := rand.New(rand.NewPCG(seed, 1))
	syllables := []string{"al", "ber", "cor", "den", "el", "fin", "gar", "hel", "is", "jo", "kan", "lor", "mi", "nor", "os", "pel", "qui", "ran", "sol", "tur", "ul", "ves", "win", "yor", "zan"}
	word := func() string {
		var w strings.Builder
		for range 2 + dice.IntN(2) {
			w.WriteString(syllables[dice.IntN(len(syllables))])
		}
		return strings.ToUpper(w.String()[:1]) + w.String()[1:]
	}
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = word()
		}
		return strings.Join(out, " ")
	}
	genres := []string{"drama", "comedy", "war", "adventure", "western", "documentary"}
	films := make([]string, n)
	for i := range films {
		films[i] = fmt.Sprintf("%s %d (%d)\nDirector: %s\nRuntime: %d\nGenres: %s\nDescription: %s.\n",
			words(2), i, 1920+dice.IntN(100), words(2), 60+dice.IntN(120), genres[dice.IntN(len(genres))], words(14))
	}
	return films
}

// title is that of a film in the text form, without its year.
func title(film string) string {
	heading, _, _ := strings.Cut(film, " (")
	return heading
}

// fill gives a club entries, as an import does.
func fill(tb testing.TB, store bot.Store, club string, films []string) {
	tb.Helper()
	edits := make([]bot.Edit, len(films))
	for i, text := range films {
		edits[i] = bot.Edit{Film: fmt.Sprintf("x%s%d", strings.ReplaceAll(club, ":", ""), i), After: bot.State{Text: text}}
	}
	if _, err := store.Commit(tb.Context(), bot.Commit{Club: club, Kind: bot.Imported, At: began, Edits: edits}); err != nil {
		tb.Fatal(err)
	}
}

func benchBot(tb testing.TB, store bot.Store) *bot.Bot {
	tb.Helper()
	b, err := bot.New(bot.Config{Collections: collections(tb), Store: store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func placeOf(id string) bot.Chat { return bot.Chat{Platform: "test", ID: id} }

// BenchmarkClub looks films up, and completes titles, in a club of many entries of
// its own and in one of none. Each lookup is of another film.
func BenchmarkClub(b *testing.B) {
	store, films := newMemory(), invented(largeClub, 1)
	fill(b, store, placeOf("large").Place(), films)
	h := benchBot(b, store)
	h.Handle(b.Context(), byModerator(benchOwner, placeOf("large"), "/film mimino", nil)) // it reads the club
	var known []string
	for f := range shipped(b).All {
		known = append(known, f.Title)
	}
	for _, club := range []struct {
		id     string
		titles func(i int) string
	}{
		{"shipped", func(i int) string { return known[i%len(known)] }},
		{"large", func(i int) string { return title(films[i*7919%len(films)]) }},
		{"large, shipped film", func(i int) string { return known[i%len(known)] }},
	} {
		id, _, _ := strings.Cut(club.id, ",")
		run := func(name string, do func(req bot.Request, title string)) {
			req := byModerator(benchOwner, placeOf(id), "", nil)
			b.Run(name+"/"+club.id, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					do(req, club.titles(i))
				}
				reportPercentiles(b, 1000, func(i int) { do(req, club.titles(i)) })
			})
		}
		run("Handle", func(req bot.Request, title string) {
			req.Line = "/film " + title
			if r := h.Handle(b.Context(), req); len(r.Cards)+len(r.Choices) == 0 {
				b.Fatalf("Handle(%q) = %q", req.Line, r.Text)
			}
		})
		run("mistyped", func(req bot.Request, title string) {
			req.Line = "/film " + title[:len(title)/2] + title[len(title)/2+1:]
			h.Handle(b.Context(), req)
		})
		run("Suggest", func(req bot.Request, title string) {
			req.Line = "/film " + title[:min(4, len(title))]
			h.Suggest(b.Context(), req)
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

// committing notes when a change was stored.
type committing struct {
	*memory
	stored time.Time
}

func (c *committing) Commit(ctx context.Context, commit bot.Commit) (bot.Change, error) {
	change, err := c.memory.Commit(ctx, commit)
	c.stored = time.Now()
	return change, err
}

// BenchmarkFindable adds films to a large club and finds them. The metrics are
// times from a film being stored to the answer that shows it.
func BenchmarkFindable(b *testing.B) {
	store := &committing{memory: newMemory()}
	fill(b, store, placeOf("large").Place(), invented(largeClub, 1))
	h := benchBot(b, store)
	say := func(line string) bot.Reply {
		return h.Handle(b.Context(), byModerator(benchOwner, placeOf("large"), line, nil))
	}
	say("/film random")
	var took []time.Duration
	for b.Loop() {
		heading := fmt.Sprintf("Freshly Stored %d (2001)", len(took))
		say(button(b, say("/catalog add "+heading), "save"))
		if r := say("/film " + title(heading)); len(r.Cards) != 1 || r.Cards[0].Title != heading {
			b.Fatalf("%s is not found: %q", heading, r.Text)
		}
		took = append(took, time.Since(store.stored))
	}
	slices.Sort(took)
	for name, at := range map[string]int{"ms/median": len(took) / 2, "ms/p99": len(took) * 99 / 100, "ms/longest": len(took) - 1} {
		b.ReportMetric(float64(took[at].Microseconds())/1000, name)
	}
}

// BenchmarkImport takes a file of many films in, from its report to the answer that
// finds the last of them.
func BenchmarkImport(b *testing.B) {
	films := invented(largeClub, 2)
	data := strings.Join(films, "\n")
	for b.Loop() {
		h := benchBot(b, newMemory())
		req := byModerator(benchOwner, placeOf("large"), "/catalog import", nil)
		req.Files = []bot.File{{Name: "films.txt", Size: int64(len(data)), Open: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(data)), nil
		}}}
		preview := h.Handle(b.Context(), req)
		h.Handle(b.Context(), byModerator(benchOwner, placeOf("large"), button(b, preview, "save"), nil))
		last := title(films[len(films)-1])
		if r := h.Handle(b.Context(), byModerator(benchOwner, placeOf("large"), "/film "+last, nil)); len(r.Cards) == 0 {
			b.Fatalf("%s is not found: %q", last, r.Text)
		}
	}
}

// BenchmarkLoaded measures what clubs that are in use weigh, apart from what their
// store keeps: as many as are certainly all held at once, and more.
func BenchmarkLoaded(b *testing.B) {
	store := newMemory()
	for i := range manyClubs {
		fill(b, store, placeOf(fmt.Sprint(i)).Place(), invented(smallClub, uint64(i)))
	}
	for _, clubs := range []int{manyClubs / 2, manyClubs} {
		b.Run(fmt.Sprint(clubs), func(b *testing.B) {
			for b.Loop() {
				before := inUse()
				h := benchBot(b, store)
				for i := range clubs {
					h.Handle(b.Context(), byModerator(benchOwner, placeOf(fmt.Sprint(i)), "/film mimino", nil))
				}
				loaded := inUse() - before
				b.ReportMetric(loaded/float64(clubs*smallClub), "bytes/entry")
				b.ReportMetric(loaded/(1<<20), "MiB")
				runtime.KeepAlive(h)
			}
		})
	}
}

// inUse is what is in use, in bytes.
func inUse() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

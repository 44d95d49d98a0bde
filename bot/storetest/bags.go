package storetest

import (
	"fmt"
	"slices"
	"sync"
)

var bagTests = []test{
	{"draw remembers in order", testDrawOrder},
	{"draw puts back", testDrawRefill},
	{"draw of nothing", testDrawNothing},
	{"draw of the same film", testDrawAgain},
	{"draw keeps chats apart", testDrawChats},
	{"draw survives a panic", testDrawPanic},
	{"draw many at once", testDrawConcurrently},
	{"move a bag", testMove},
	{"move merges bags", testMoveMerges},
	{"move takes topics along", testMoveTopics},
	{"move spares neighbours", testMoveNeighbours},
	{"move of nothing", testMoveNothing},
}

func testDrawOrder(b *bench) {
	s := b.open()
	for i, film := range []string{"sm9", "sm1", "sm5"} {
		want := []string{"sm9", "sm1", "sm5"}[:i]
		if got := b.draw(s, chat, film); !slices.Equal(got, want) {
			b.Errorf("before the draw of %q: %q, want %q", film, got, want)
		}
	}
	b.wantDrawn(s, chat, "sm9", "sm1", "sm5")
}

func testDrawRefill(b *bench) {
	s := b.open()
	for _, film := range []string{"a", "b", "c", "d"} {
		b.draw(s, chat, film)
	}
	b.draw(s, chat, "e", "c", "a", "c", "never drawn")
	b.wantDrawn(s, chat, "b", "d", "e")
	b.draw(s, chat, "b", "b", "d", "e")
	b.wantDrawn(s, chat, "b")
	b.draw(s, chat, "a")
	b.wantDrawn(s, chat, "b", "a")
}

func testDrawNothing(b *bench) {
	s := b.open()
	b.draw(s, chat, "")
	b.wantDrawn(s, chat)
	b.draw(s, chat, "a")
	b.draw(s, chat, "", "a")
	b.wantDrawn(s, chat, "a")
}

func testDrawAgain(b *bench) {
	s := b.open()
	for _, film := range []string{"a", "b", "a"} {
		b.draw(s, chat, film)
	}
	b.wantDrawn(s, chat, "b", "a")
}

func testDrawChats(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	b.draw(s, "discord:1", "b")
	b.draw(s, chat+"/7", "c")
	b.draw(s, "discord:1", "d", "a", "b", "c")
	b.wantDrawn(s, chat, "a")
	b.wantDrawn(s, chat+"/7", "c")
	b.wantDrawn(s, "discord:1", "d")
}

func testDrawPanic(b *bench) {
	s := b.open()
	func() {
		defer func() {
			if recover() == nil {
				b.Error("Draw swallowed a panic")
			}
		}()
		_ = s.Draw(b.Context(), chat, func([]string) (string, []string) { panic("a mistake") })
	}()
	b.wantDrawn(s, chat)
	b.draw(s, chat, "a")
	b.wantDrawn(s, chat, "a")
}

// testDrawConcurrently draws two rounds of a bag from many goroutines in two
// openings. Were two draws to see the same bag, a film would come twice before
// the others have come, and the bag would have the same size at two draws.
func testDrawConcurrently(b *bench) {
	const films, workers = 24, 8
	all := make([]string, films)
	for i := range all {
		all[i] = fmt.Sprintf("sm%d", i)
	}
	openings := []Store{b.open(), b.open()}

	var mu sync.Mutex
	times, sizes := map[string]int{}, map[int]int{}
	drawOne := func(s Store) {
		var film string
		var size int
		err := s.Draw(b.Context(), chat, func(drawn []string) (string, []string) {
			size = len(drawn)
			if size == films {
				film = all[0]
				return film, all
			}
			film = all[slices.IndexFunc(all, func(f string) bool { return !slices.Contains(drawn, f) })]
			return film, nil
		})
		if err != nil {
			b.Errorf("Draw: %v", err)
		}
		mu.Lock()
		defer mu.Unlock()
		times[film]++
		sizes[size]++
	}
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for range 2 * films / workers {
				drawOne(openings[i%len(openings)])
			}
		})
	}
	wg.Wait()

	for _, film := range all {
		if times[film] != 2 {
			b.Errorf("film %q was drawn %d times in two rounds, want 2", film, times[film])
		}
	}
	for size := range films + 1 {
		want := 2
		if size == 0 || size == films {
			want = 1
		}
		if sizes[size] != want {
			b.Errorf("%d draws found %d films drawn before them, want %d", sizes[size], size, want)
		}
	}
}

func testMove(b *bench) {
	s := b.open()
	for _, film := range []string{"b", "c", "a"} {
		b.draw(s, chat, film)
	}
	b.move(s, chat, "telegram:-200")
	b.wantDrawn(s, chat)
	b.wantDrawn(s, "telegram:-200", "b", "c", "a")
	b.draw(s, "telegram:-200", "d")
	b.wantDrawn(s, "telegram:-200", "b", "c", "a", "d")
}

func testMoveMerges(b *bench) {
	s := b.open()
	for _, film := range []string{"x", "b", "y", "a"} {
		b.draw(s, chat, film)
	}
	for _, film := range []string{"a", "b", "c", "d", "e"} {
		b.draw(s, "telegram:-200", film)
	}
	b.move(s, chat, "telegram:-200")
	b.wantDrawn(s, chat)
	b.wantDrawn(s, "telegram:-200", "a", "b", "c", "d", "e", "x", "y")
	b.draw(s, "telegram:-200", "z")
	b.wantDrawn(s, "telegram:-200", "a", "b", "c", "d", "e", "x", "y", "z")
}

func testMoveTopics(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	b.draw(s, chat+"/7", "b")
	b.draw(s, chat+"/12", "c")
	b.draw(s, "telegram:-200/7", "d")
	b.move(s, chat, "telegram:-200")
	for _, gone := range []string{chat, chat + "/7", chat + "/12"} {
		b.wantDrawn(s, gone)
	}
	b.wantDrawn(s, "telegram:-200", "a")
	b.wantDrawn(s, "telegram:-200/7", "d", "b")
	b.wantDrawn(s, "telegram:-200/12", "c")

	b.move(s, "telegram:-200/7", "telegram:-200/8")
	b.wantDrawn(s, "telegram:-200", "a")
	b.wantDrawn(s, "telegram:-200/8", "d", "b")
}

// testMoveNeighbours moves chats whose keys look like others' to a database that
// reads patterns into them, ignores case or sorts in its own way.
func testMoveNeighbours(b *bench) {
	s := b.open()
	for i, from := range []string{"telegram:-1", "t_:%", "a:B", "тг:1", `a:\`, "a:'\"", "a:*?[0-9]"} {
		neighbours := []string{
			from + "0", from + "0/7", from + "-/7", from + ".", from + "\U0001F600/7",
			"telegram:-", "tx:yyy", "tx:yyy/7", "a:b", "a:b/7", "A:B", "ТГ:1", "тг:10/7", "a:1", "a:1x5/7",
		}
		if i > 0 {
			neighbours = append(neighbours, "telegram:-1", "telegram:-1/7")
		}
		bags := make([][]string, len(neighbours))
		for j, key := range neighbours {
			b.draw(s, key, fmt.Sprintf("film %d.%d", i, j))
		}
		for j, key := range neighbours {
			bags[j] = b.drawn(s, key)
		}
		b.draw(s, from, "a")
		b.draw(s, from+"/7", "b")
		to := fmt.Sprintf("moved:%d", i)
		b.move(s, from, to)
		for j, key := range neighbours {
			b.wantDrawn(s, key, bags[j]...)
		}
		b.wantDrawn(s, to, "a")
		b.wantDrawn(s, to+"/7", "b")
	}
}

func testMoveNothing(b *bench) {
	s := b.open()
	b.move(s, chat, "telegram:-200")
	b.draw(s, "telegram:-200", "a")
	b.move(s, chat, "telegram:-200")
	b.wantDrawn(s, "telegram:-200", "a")
	b.move(s, "telegram:-200", "telegram:-200")
	b.wantDrawn(s, "telegram:-200", "a")
}

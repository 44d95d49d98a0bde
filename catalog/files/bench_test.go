package files

import (
	"fmt"
	"strings"
	"testing"

	"filmbot/catalog"
)

// BenchmarkRead reads 10,000 films of each format.
func BenchmarkRead(b *testing.B) {
	const films = 10_000
	files := map[string][]byte{}
	for _, format := range Formats() {
		data, err := Write(format, manyFilms(films))
		if err != nil {
			b.Fatal(err)
		}
		files[string(format)] = data
	}
	lines := func(header, line string) []byte {
		var out strings.Builder
		out.WriteString(header + "\n")
		for i := range films {
			fmt.Fprintf(&out, line+"\n", i)
		}
		return []byte(out.String())
	}
	files["letterboxd"] = lines("Date,Name,Year,Letterboxd URI", "2024-06-01,Film %d,1972,https://boxd.it/x")
	files["imdb"] = lines(imdbHeader, `1,tt%07d,2024-01-05,,Seen,The Ascent,Voskhozhdenie,https://x,Movie,8.3,109,1977,"Drama, War",130,1977-04-02,Larisa Shepitko,,`)
	files["problems"] = lines("Title,Year,Runtime", "Film %d,1972,long")
	files["quotes"] = lines("Title,Year", `"Film" %d,1972`)
	for name, data := range files {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				result, err := Read("", data)
				if got := len(result.Entries) + len(result.Problems) + result.MoreProblems; err != nil || got != films {
					b.Fatalf("Read gives %d films, error %v", got, err)
				}
			}
		})
	}
}

// manyFilms returns films that are about as long as people make them.
func manyFilms(n int) []*catalog.Film {
	films := make([]*catalog.Film, n)
	for i := range films {
		films[i] = &catalog.Film{
			ID: fmt.Sprintf("x%d", i), Title: fmt.Sprintf("Film %d", i), Year: 1970, Original: "Фильм",
			Directors: catalog.List{}.With("", []string{"Larisa Shepitko"}).With("ru", []string{"Лариса Шепитько"}), Runtime: 111,
			Genres: []string{"war", "drama"}, Countries: []string{"Soviet Union"}, IMDb: "tt0075404",
			Description: catalog.Text{}.With("", strings.Repeat("Words about it. ", 5)+"End."),
		}
	}
	return films
}

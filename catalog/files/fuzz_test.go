package files

import (
	"strings"
	"testing"
)

const imdbHeader = "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating," +
	"Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated"

func FuzzRead(f *testing.F) {
	for _, name := range []string{"list.txt", "films.json", "broken.json", "spreadsheet.csv", "tabs.tsv", "letterboxd-list.csv", "imdb-older.csv"} {
		f.Add(name, testFile(f, "testdata/"+name))
	}
	f.Fuzz(check)
}

func FuzzText(f *testing.F) {
	f.Add(string(testFile(f, "testdata/list.txt")))
	f.Add("A (1999)\nFact: =x\n\nB (1999)\nAlias: 'y\nAlias: z, z\nTitle.ru: @")
	f.Fuzz(func(t *testing.T, text string) { check(t, "a.txt", []byte(text)) })
}

func FuzzCSV(f *testing.F) {
	f.Add("A,1999,B,c,\"x\ny\"\nD,1888,,,\n\"E,1900\nF\" x,1900\nG\"H\",2000")
	f.Fuzz(func(t *testing.T, rows string) {
		check(t, "", []byte("Title,Year,Director.ru,fact,Alias\n"+rows))
		check(t, "", []byte("Year;Title;Runtime;Id;IMDb\r\n"+rows))
	})
}

func FuzzJSON(f *testing.F) {
	f.Add(`"year": 1999, "fact": {"default": "x", "ru": "y"}, "genres": ["a", "b"], "runtime": 9`)
	f.Add(`"year": 1999}, {"title": "x"`)
	f.Fuzz(func(t *testing.T, members string) { check(t, "", []byte(`[{"title": "A", `+members+`}]`)) })
}

func FuzzLetterboxd(f *testing.F) {
	f.Add("2024-01-02,Stalker,1979,https://boxd.it/c1,5,,,2024-01-01\n")
	f.Fuzz(func(t *testing.T, rows string) {
		check(t, "", []byte("Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"+rows))
		check(t, "", []byte("Letterboxd list export v7\nDate,Name,Tags,URL,Description\n"+rows+"\n\nPosition,Name,Year,URL,Description\n"+rows))
	})
}

func FuzzIMDb(f *testing.F) {
	f.Add("1,tt0075404,2024-01-05,,Seen,The Ascent,Voskhozhdenie,https://x,Movie,8.3,109,1977,\"Drama, War\",130,1977-04-02,Larisa Shepitko,,\n")
	f.Fuzz(func(t *testing.T, rows string) { check(t, "", []byte(imdbHeader+"\n"+rows)) })
}

// check checks what holds for every file: lines are of the file and in order, and
// films can be written and read again.
func check(t *testing.T, name string, data []byte) {
	result, err := Read(name, data)
	if err != nil {
		return
	}
	// UTF-16 has two bytes a character, and old line breaks are carriage returns.
	last, lines := 0, 1+strings.Count(string(data), "\n")+strings.Count(string(data), "\r")
	for _, e := range result.Entries {
		if e.Line <= last || e.Line > lines {
			t.Errorf("a film in line %d after one in line %d of %d", e.Line, last, lines)
		}
		last = e.Line
	}
	last = 0
	for _, p := range result.Problems {
		if p.Line < last || p.Line > lines {
			t.Errorf("a problem in line %d after one in line %d of %d", p.Line, last, lines)
		}
		last = p.Line
	}
	for _, format := range Formats() {
		if diff := roundTrip(format, result.Films()); diff != "" {
			t.Errorf("as %s it comes back otherwise:\n%s", format, diff)
		}
	}
}

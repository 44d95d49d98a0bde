package files

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"filmbot/catalog"
)

func TestReadRecognises(t *testing.T) {
	tests := []struct {
		name, text string
		want       Format
		headings   string
	}{
		{"", "A (1999)", Text, "A (1999)"},
		{"a.csv", "Films\n\nA (1999)\nGenres: war, drama", Text, "A (1999)"},
		{"", "[Rec] (2007)", Text, "[Rec] (2007)"},
		{"a.json", "[{x (2007)\r\nFact: y\r\n\r\nB (1999)", Text, "[{x (2007), B (1999)"},
		{"a.csv", "\nPosition,Name,Year,URL,A (1999)\n\nB (1999)", Text, "Position,Name,Year,URL,A (1999), B (1999)"},
		{"a.json", "films", JSON, ""},
		{"a.txt", ` [ {"title": "A", "year": 1999} ]`, JSON, "A (1999)"},
		{"a.txt", `{"title": "A", "year": "1999"}`, JSON, "A (1999)"},
		{"", "[]", JSON, ""},
		{"", "title,YEAR\nA,1999", CSV, "A (1999)"},
		{"", "sep=;\nTitle;Year\nA, B;1999", CSV, "A, B (1999)"},
		{"", "Year\tTitle\r1999\tA\r2000\tB", CSV, "A (1999), B (2000)"},
		{"", "\n\nTitle , Year\n\n A , 1999 \n", CSV, "A (1999)"},
		{"", "Date,Name,Tags,URL,Description\n2020-01-02,L,,,\n\nPosition,Name,Year,URL,Description\n1,A,1999,,", Letterboxd, "A (1999)"},
		{"", "Letterboxd list export v7;;;;\nDate;Name;Tags;URL;Description\nx;L;;;\n;;;;\nPosition;Name;Year;URL;Description\n1;A;1999;;", Letterboxd, "A (1999)"},
		{"watchlist.csv", "Const,Title,Year\ntt0075404,A,1999", IMDb, "A (1999)"},
	}
	for _, tt := range tests {
		result, err := Read(tt.name, []byte(tt.text))
		if got := headings(result); err != nil || result.Format != tt.want || got != tt.headings {
			t.Errorf("Read(%q, %q) = %s with %s, error %v, want %s with %s", tt.name, tt.text, result.Format, got, err, tt.want, tt.headings)
		}
	}
}

func headings(r Result) string {
	var all []string
	for _, f := range r.Films() {
		all = append(all, f.Heading(""))
	}
	return strings.Join(all, ", ")
}

func TestReadRefuses(t *testing.T) {
	many := strings.Repeat("A,1999\n", MaxFilms)
	tests := []struct {
		name, file string
		data       string
		want       error
	}{
		{"largest", "", strings.Repeat(" ", MaxBytes), nil},
		{"too large", "", strings.Repeat(" ", MaxBytes+1), ErrTooLarge},
		{"most rows", "", "Title,Year\n" + many, nil},
		{"too many rows", "", "Title,Year\n" + many + "A,1999\n", ErrTooMany},
		{"too many bad rows", "", "Title,Year\n" + strings.Repeat("\"A\"B,1999\n", MaxFilms+1), ErrTooMany},
		{"most objects", "", "[" + strings.Repeat("{},", MaxFilms-1) + "{}]", nil},
		{"too many objects", "", "[" + strings.Repeat("{},", MaxFilms) + "{}]", ErrTooMany},
		{"most entries", "", strings.Repeat("A (1999)\n\n", MaxFilms), nil},
		{"too many entries", "", strings.Repeat("A (1999)\n\n", MaxFilms+1), ErrTooMany},
		{"too many lines", "", "A (1999)\n" + strings.Repeat("x\n", maxLines), ErrTooMany},
		{"archive", "letterboxd.zip", "PK\x03\x04\x00\x00", ErrArchive},
		{"binary", "film.txt", "\x89PNG\x00", ErrUnknown},
		{"empty table", "a.csv", "", ErrUnknown},
		{"other table", "people.csv", "Position,Const,Name\n1,nm0000001,A", ErrUnknown},
	}
	for _, tt := range tests {
		result, err := Read(tt.file, []byte(tt.data))
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: Read gives error %v, want %v", tt.name, err, tt.want)
		}
		if err != nil && (result.Entries != nil || result.Problems != nil) {
			t.Errorf("%s: Read gives an error and a result", tt.name)
		}
	}
}

func TestLimitsAreSaid(t *testing.T) {
	if got, want := ErrTooLarge.Error(), "5 MiB"; !strings.Contains(got, want) {
		t.Errorf("ErrTooLarge says %q, want it to name %q", got, want)
	}
	if got, want := ErrTooMany.Error(), "20000"; !strings.Contains(got, want) {
		t.Errorf("ErrTooMany says %q, want it to name %q", got, want)
	}
}

func TestReadEncodings(t *testing.T) {
	const (
		table = "Title,Year,Director\nОсенний марафон — «ё»,1979,Георгий Данелия\n"
		imdb  = "Const,Title,Year\ntt0211915,Amélie “à Paris”,2001\n"
		saved = "Const;Title;Year\ntt0211915;Амели;2001\n"
	)
	tests := []struct {
		name string
		in   encoding.Encoding
		text string
		want string
	}{
		{"UTF-8", unicode.UTF8, table, "Осенний марафон — «ё» (1979)"},
		{"UTF-8 with mark", unicode.UTF8BOM, table, "Осенний марафон — «ё» (1979)"},
		{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), table, "Осенний марафон — «ё» (1979)"},
		{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), table, "Осенний марафон — «ё» (1979)"},
		{"Windows-1251", charmap.Windows1251, table, "Осенний марафон — «ё» (1979)"},
		{"IMDb in Windows-1252", charmap.Windows1252, imdb, "Amélie “à Paris” (2001)"},
		{"IMDb from a Russian spreadsheet", charmap.Windows1251, saved, "Амели (2001)"},
	}
	for _, tt := range tests {
		data, err := tt.in.NewEncoder().Bytes([]byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := Read("", data)
		if got := headings(result); err != nil || got != tt.want {
			t.Errorf("%s: Read gives %q, error %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestReadBrokenUTF8(t *testing.T) {
	for _, text := range []string{
		"Восхождение (1977)\n\nКрылья\xff (1966)\n\nТы и я (1971)",
		"Title,Year\nВосхождение,1977\n\nКрылья\xff,1966\n\nТы и я,1971",
		"Title,Year,Rating\nВосхождение,1977,\xfe\n\nКрылья\xff,1966\n\nТы и я,1971",
	} {
		result, err := Read("", []byte(text))
		if got, want := headings(result), "Восхождение (1977), Ты и я (1971)"; err != nil || got != want {
			t.Errorf("Read(%q) gives %q, error %v, want %q", text, got, err, want)
		}
		last := len(result.Problems) - 1
		if last < 0 || result.Problems[last].Kind != catalog.BadCharacter || strings.Contains(result.Problems[last].Text, "\xff") {
			t.Errorf("Read(%q) gives problems %q", text, result.Problems)
		}
	}
}

// TestReadProblems checks what is said of films that cannot be read, and that it
// does not keep another film from being read.
func TestReadProblems(t *testing.T) {
	long := strings.Repeat("я", catalog.MaxText+1)
	tests := []struct {
		text string
		want []catalog.Problem
	}{
		{"Title,Year\nA,1999) (2000\nZ,2000", []catalog.Problem{{Line: 2, Kind: BadYear, Text: "1999) (2000"}}},
		{"Title,Year\nA,1799\nZ,2000", []catalog.Problem{{Line: 2, Kind: BadYear, Text: "1799"}}},
		{"Title,Year\nA,99\nZ,2000", []catalog.Problem{{Line: 2, Kind: BadYear, Text: "99"}}},
		{"Title,Year\n,1999\nZ,2000", []catalog.Problem{{Line: 2, Kind: NoTitle, Text: "1999"}}},
		{"Title,Year\nA\nZ,2000", []catalog.Problem{{Line: 2, Kind: NoYear, Text: "A"}}},
		{"Title,Year,Runtime\nA,x,y\nZ,2000,", []catalog.Problem{{Line: 2, Kind: BadYear, Text: "x"}, {Line: 2, Kind: catalog.BadNumber, Text: "y"}}},
		{"Title,Year\nA,1999,x\nZ,2000,", []catalog.Problem{{Line: 2, Kind: catalog.BadLine, Text: "x"}}},
		{"Title,Year\n\"A\" B,1999\nZ,2000", []catalog.Problem{{Line: 2, Kind: BadQuotes, Text: `"A" B,1999`}}},
		{"Title,Year\n\"A,1999\nB,x\nZ,2000", []catalog.Problem{{Line: 2, Kind: BadQuotes, Text: `"A,1999`}, {Line: 3, Kind: BadYear, Text: "x"}}},
		{"Title,Year,\"x\ny\",Year\nA,x\nZ,2000", []catalog.Problem{
			{Line: 1, Kind: catalog.UnknownKey, Text: "x\ny"}, {Line: 1, Kind: catalog.DuplicateKey, Text: "Year"}, {Line: 3, Kind: BadYear, Text: "x"},
		}},
		{"Title,Year,Fact.rus,Runtime.ru\nZ,2000,x,9", []catalog.Problem{
			{Line: 1, Kind: catalog.UnknownKey, Text: "Fact.rus"}, {Line: 1, Kind: catalog.UnknownKey, Text: "Runtime.ru"},
		}},
		{"Title,Year,Fact\nA,1999," + long + "\nZ,2000", []catalog.Problem{{Line: 2, Kind: catalog.TooLong, Text: "Fact"}}},
		{"Title,Year\nA\x07,1999\nZ,2000", []catalog.Problem{{Line: 2, Kind: catalog.BadCharacter, Text: "A\x07"}}},
		{"Title,Year\nA\u202e,1999\nZ,2000", []catalog.Problem{{Line: 2, Kind: catalog.BadCharacter, Text: "A\u202e"}}},
		{`[{"title": "A", "year": 1999, "fact": true}, {"title": "Z", "year": 2000}]`, []catalog.Problem{{Line: 1, Kind: catalog.BadValue, Text: "fact"}}},
		{`[{"title": "A", "year": 1999, "fact": ["x"]}, {"title": "Z", "year": 2000}]`, []catalog.Problem{{Line: 1, Kind: catalog.BadValue, Text: "fact"}}},
		{`[{"title": "A", "year": 1999, "runtime": {"ru": 9}}, {"title": "Z", "year": 2000}]`, []catalog.Problem{{Line: 1, Kind: catalog.UnknownKey, Text: "Runtime.ru"}}},
		{`[{"title": "A", "year": 1999, "fact": {"ru": {"ru": "x"}}}, {"title": "Z", "year": 2000}]`, []catalog.Problem{{Line: 1, Kind: catalog.UnknownKey, Text: "fact.ru"}}},
		{"[{\"title\": \"Z\",\n\"year\": 2000},\n\"A\"\n]", []catalog.Problem{{Line: 3, Kind: catalog.BadValue, Text: `"A"`}}},
		{"[{\"title\": \"Z\", \"year\": 2000},\n{\"title\": \"A", []catalog.Problem{{Line: 2, Kind: BadJSON, Text: "unexpected EOF"}}},
		{"[{\"title\": \"Z\", \"year\": 2000}\n{}]", []catalog.Problem{{Line: 2, Kind: BadJSON, Text: "invalid character '{' after array element"}}},
		{`[{"title": "Z", "year": 2000}, x]`, []catalog.Problem{{Line: 1, Kind: BadJSON, Text: "invalid character 'x' looking for beginning of value"}}},
		{"[{\"title\": \"Z\", \"year\": 2000}]\n[]", []catalog.Problem{{Line: 2, Kind: BadJSON, Text: "more after the end"}}},
		{"A (77)\nFact: x\n\nZ (2000)", []catalog.Problem{{Line: 1, Kind: catalog.BadHeading, Text: "A (77)"}}},
		{"\n\n\nA (1999)\nFact: x\nRuntime: y\n\nZ (2000)", []catalog.Problem{{Line: 6, Kind: catalog.BadNumber, Text: "y"}}},
		{"A (1999)\nFact: " + long + "\nWhy: " + long[2:] + "\nFact.ru: " + long[2:] + "\nNote: " + long[2:] + "\nWhy.ru: " + long[2:] + "\n\nZ (2000)",
			[]catalog.Problem{{Line: 1, Kind: catalog.TooLong}, {Line: 2, Kind: catalog.TooLong, Text: "Fact"}}},
	}
	for _, tt := range tests {
		result, err := Read("", []byte(tt.text))
		if err != nil || !slices.Equal(result.Problems, tt.want) {
			t.Errorf("Read(%.80q) gives problems %q, error %v, want %q", tt.text, result.Problems, err, tt.want)
		}
		if got, want := headings(result), "Z (2000)"; got != want {
			t.Errorf("Read(%.80q) gives %q, want %q", tt.text, got, want)
		}
	}
}

func TestReadListsSoManyProblems(t *testing.T) {
	var file bytes.Buffer
	file.WriteString("Const,Title,Year,Title Type\n")
	for i := range MaxProblems + 3 {
		fmt.Fprintf(&file, ",Film %d,,Movie\n,Film %d,1999,TV Series\n", i, i)
	}
	result, err := Read("", file.Bytes())
	if err != nil || len(result.Problems) != MaxProblems || result.MoreProblems != 3 || len(result.Skipped) != MaxProblems || result.MoreSkipped != 3 {
		t.Errorf("Read lists %d problems and %d more, %d skipped and %d more, error %v",
			len(result.Problems), result.MoreProblems, len(result.Skipped), result.MoreSkipped, err)
	}
}

func TestProblemTextIsCut(t *testing.T) {
	result, err := Read("", []byte("A (1999)\n"+strings.Repeat("я", 1000)))
	if want := strings.Repeat("я", 200) + "…"; err != nil || len(result.Problems) != 1 || result.Problems[0].Text != want {
		t.Errorf("Read gives problems %q, error %v", result.Problems, err)
	}
}

func TestWriteKnowsItsFormats(t *testing.T) {
	for _, format := range []Format{Letterboxd, IMDb, "xlsx"} {
		if data, err := Write(format, nil); data != nil || !errors.Is(err, ErrUnknown) {
			t.Errorf("Write(%q) = %q, %v, want %v", format, data, err, ErrUnknown)
		}
	}
	for format, want := range map[Format]string{Text: "", JSON: "[]\n", CSV: "\ufeffTitle,Year\r\n"} {
		if data, err := Write(format, nil); err != nil || string(data) != want {
			t.Errorf("Write(%q) = %q, %v, want %q", format, data, err, want)
		}
	}
}

// TestKeys checks that the keys are those of the text form, in its order.
func TestKeys(t *testing.T) {
	text := catalog.Text{}.With("", "x")
	names := []string{"x"}
	list := catalog.List{}.With("", names)
	film := &catalog.Film{
		ID: "x", Title: "x", Year: 2000, Original: "x", Titles: catalog.Text{}.With("ru", "x"), Aliases: names, Directors: list,
		Countries: names, Studios: list, Runtime: 1, Genres: names, Languages: names, Places: list, IMDb: "x",
		Description: text, Why: text, Mountains: text, Fact: text, Note: text,
	}
	var want, got []string
	for line := range strings.Lines(film.String()) {
		if key, _, ok := strings.Cut(line, ":"); ok {
			want = append(want, strings.TrimSuffix(key, ".ru"))
		}
	}
	for _, k := range keys {
		got = append(got, k.text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("keys are %q, want %q", got, want)
	}
}

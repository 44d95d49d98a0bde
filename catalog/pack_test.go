package catalog

import (
	"strings"
	"testing"
	"unsafe"
)

// everything is an entry with all the keys.
const everything = `The Ascent (1977)
Id: x1
Original: Восхождение
Title.de: Der Aufstieg
Alias: Ascent, The
Alias: Voskhozhdenie
Director: Larisa Shepitko
Director.ru: Лариса Шепитько
Country: Soviet Union
Studio: Mosfilm
Runtime: 111
Genres: war, drama
Languages: Russian, German
Places: Belarus
IMDb: tt0075404
Description: Two partisans go out to find food.
Description.ru: Двое партизан отправляются за едой.
Why: w
Mountains: m
Fact: f
Note: n
`

// TestReadKeepsNoDocument checks that a film does not hold the text in memory
// that it was read from, and has what the text says.
func TestReadKeepsNoDocument(t *testing.T) {
	text := strings.Clone(everything)
	doc, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	f := doc.Films[0]
	if got := f.String(); got != everything {
		t.Errorf("String() = %q, want %q", got, everything)
	}
	from := uintptr(unsafe.Pointer(unsafe.StringData(text)))
	f.texts(func(s *string) {
		if at := uintptr(unsafe.Pointer(unsafe.StringData(*s))); from <= at && at < from+uintptr(len(text)) {
			t.Errorf("%q is a piece of the document", *s)
		}
		*s = "x"
	})
	for line := range strings.Lines(f.String()) {
		if key, value, _ := strings.Cut(line, ": "); key != "Runtime" && strings.Trim(value, "x, \n") != "" {
			t.Errorf("texts finds not all of %s", line)
		}
	}
}

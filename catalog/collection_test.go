package catalog

import (
	"os"
	"testing"
	"unicode/utf8"
)

// shipped returns the catalog of all shipped collections.
func shipped(tb testing.TB) *Catalog {
	tb.Helper()
	var films []*Film
	for _, name := range Collections() {
		some, err := Collection(name)
		if err != nil {
			tb.Fatal(err)
		}
		films = append(films, some...)
	}
	c, err := New(films)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestCollectionsAreAllThereIs(t *testing.T) {
	files, err := os.ReadDir("collections")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(Collections()) {
		t.Errorf("%d files, but Collections names %d", len(files), len(Collections()))
	}
}

func TestCollectionIsWrittenAsRead(t *testing.T) {
	for _, name := range Collections() {
		text, err := collections.ReadFile("collections/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(string(text))
		if err != nil {
			t.Fatal(err)
		}
		if doc.String() != string(text) {
			t.Errorf("%s: writing what was read gives other bytes", name)
		}
	}
}

func TestCollectionSpeaksBothLanguages(t *testing.T) {
	c := shipped(t)
	if c.Len() != 60 {
		t.Errorf("%d films, want 60", c.Len())
	}
	for f := range c.All {
		if f.Description.In("") == "" || f.Why.In("") == "" || f.Fact.In("") == "" {
			t.Errorf("%s lacks a description, a reason or a fact", f.Heading(""))
		}
		for key, text := range map[string]Text{
			"Description": f.Description, "Why": f.Why, "Mountains": f.Mountains, "Fact": f.Fact, "Note": f.Note,
		} {
			if ru, _ := text.Get("ru"); (text.In("") == "") != (ru == "") {
				t.Errorf("%s: %s is in one language only", f.Heading(""), key)
			}
			for _, in := range text {
				if n := utf8.RuneCountInString(in.Value); n > 300 {
					t.Errorf("%s: %s in %q has %d characters, too many for a card", f.Heading(""), key, in.Lang, n)
				}
			}
		}
		for key, list := range map[string]List{"Director": f.Directors, "Studio": f.Studios, "Places": f.Places} {
			if ru, _ := list.Get("ru"); len(list.In("")) != len(ru) {
				t.Errorf("%s: %s has %d names in English, %d in Russian", f.Heading(""), key, len(list.In("")), len(ru))
			}
		}
	}
}

// TestSeedTitles looks for the films of the list that the collection began
// from, under its spellings and years.
func TestSeedTitles(t *testing.T) {
	seed := []string{
		"The Red Snowball Tree (1974)", "The Ascent (1977)", "The Diamond Arm (1969)", "The White Sun of the Desert (1970)",
		"The Dawns Here Are Quiet (1972)", "The White Bim Black Ear (1977)", "Vertical (1966)", "The Elusive Avengers (1967)",
		"The Seventh Bullet (1972)", "The Red Tent (1969)",
	}
	c := shipped(t)
	i := 0
	for f := range c.All {
		if i == len(seed) {
			break
		}
		got := c.Search(seed[i], 3)
		if len(got) == 0 || got[0].Film != f || got[0].Score < Same-0.1 {
			t.Errorf("Search(%q) = %v, want %s", seed[i], got, f.Heading(""))
		}
		if f.Note.In("") == "" {
			t.Errorf("%s has no note on what the list claims", f.Heading(""))
		}
		i++
	}
}

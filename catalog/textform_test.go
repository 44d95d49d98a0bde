package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const seedForm = `A few words about the list.

The Red Snowball Tree (1974)
Description: A thief comes home.
Fact: Shukshin's last.


The Ascent (1977)
Description: Two partisans.
`

func TestReadSeedForm(t *testing.T) {
	doc, err := Read("\ufeff" + strings.ReplaceAll(seedForm, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if doc.Introduction != "A few words about the list." {
		t.Errorf("introduction = %q", doc.Introduction)
	}
	if got, want := titles(doc.Films), []string{"The Red Snowball Tree", "The Ascent"}; !slices.Equal(got, want) {
		t.Errorf("films = %q, want %q", got, want)
	}
	if f := doc.Films[0]; f.Year != 1974 || f.Description.In("ru") != "A thief comes home." {
		t.Errorf("first film = %+v", f)
	}
}

func TestReadProblems(t *testing.T) {
	tests := []struct {
		name, text string
		want       []Problem
	}{
		{"unknown key", "A (1999)\nColour: red", []Problem{{2, UnknownKey, "Colour"}}},
		{"language on a plain key", "A (1999)\nRuntime.ru: 90", []Problem{{2, UnknownKey, "Runtime.ru"}}},
		{"title without language", "A (1999)\nTitle: B", []Problem{{2, UnknownKey, "Title"}}},
		{"twice", "A (1999)\nFact: x\nFact: y", []Problem{{3, DuplicateKey, "Fact"}}},
		{"empty", "A (1999)\nFact:\nGenres: , ,", []Problem{{2, EmptyValue, "Fact"}, {3, EmptyValue, "Genres"}}},
		{"number", "A (1999)\nRuntime: long", []Problem{{2, BadNumber, "long"}}},
		{"value", "A (1999)\nIMDb: 123", []Problem{{2, BadValue, "123"}}},
		{"no key", "A (1999)\njust words", []Problem{{2, BadLine, "just words"}}},
		{"heading", "A (1999)\n\nB\nFact: x\n\nC (2000)", []Problem{{3, BadHeading, "B"}}},
		{"first heading", "A (77)\nFact: x\n\nB (1999)", []Problem{{1, BadHeading, "A (77)"}}},
		{"no heading", "Fact: x\n\nB (1999)", []Problem{{1, BadHeading, "Fact: x"}}},
		{"no entry", "only words", []Problem{{1, BadHeading, "only words"}}},
		{"control character", "A (1999)\nFact: a\x07b", []Problem{{2, BadCharacter, "Fact: a\x07b"}}},
	}
	for _, tt := range tests {
		_, err := Read(tt.text)
		var got Problems
		if !errors.As(err, &got) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: Read gives %v, want %v", tt.name, err, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(seedForm)
	f.Add("A (1999)\nId: a1\nOriginal: Б\nTitle.ru: В\nAlias: C, D\nAlias: E\nDirector: F, G\nDirector.ru: Ф, Г\nRuntime: 90\nIMDb: tt0075404\n")
	f.Add("A (1999)\nFact.ru: б\nFact: a\nDescription: last, though first\n")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := Read(text)
		if err != nil {
			return
		}
		written := doc.String()
		again, err := Read(written)
		if err != nil {
			t.Fatalf("cannot read what was written:\n%s\n%v", written, err)
		}
		if again.String() != written {
			t.Errorf("written once:\n%s\nwritten twice:\n%s", written, again.String())
		}
	})
}

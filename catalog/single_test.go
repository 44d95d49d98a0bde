package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestSingle(t *testing.T) {
	tests := []struct {
		name, text string
		want       []Problem
	}{
		{"an entry", "A (1999)\nFact: x", nil},
		{"blank lines within", "\n\nA (1999)\n\nFact: x\n\n\nRuntime: 9\n", nil},
		{"a title that looks like a key", "Fact: x (1999)\nFact: y", nil},
		{"nothing", "", []Problem{{1, NoEntry, ""}}},
		{"blank lines", "\n \n", []Problem{{1, NoEntry, ""}}},
		{"no year", "A\nFact: x", []Problem{{1, BadHeading, "A"}}},
		{"words before", "Hello\n\nA (1999)", []Problem{{1, BadHeading, "Hello"}}},
		{"two", "A (1999)\nFact: x\n\nB (2000)\nFact: y\nColour: red", []Problem{{4, SecondEntry, "B (2000)"}}},
		{"two without a blank line", "A (1999)\nB (2000)", []Problem{{2, SecondEntry, "B (2000)"}}},
		{"unknown keys", "A (1999)\n\nColour: red\nx", []Problem{{3, UnknownKey, "Colour"}, {4, BadLine, "x"}}},
		{"key twice", "A (1999)\nFact: x\n\nFact: y", []Problem{{4, DuplicateKey, "Fact"}}},
		{"control character", "A\x07 (1999)", []Problem{{1, BadCharacter, "A\x07 (1999)"}}},
	}
	for _, tt := range tests {
		f, err := Single(tt.text)
		var got Problems
		errors.As(err, &got)
		if (f == nil) != (err != nil) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: Single gives %v, %v, want %v", tt.name, f, err, tt.want)
		}
	}
}

func TestReadLimits(t *testing.T) {
	name, text := strings.Repeat("ж", MaxName), strings.Repeat("ж", MaxText)
	full := "A (1999)\nDescription: " + text + "\nWhy: " + text + "\nFact: " + text + "\n" // 3044
	rest := MaxEntry - len([]rune(full)) - len("Note: \n")
	tests := []struct {
		name, text string
		want       []Problem
	}{
		{"title", name + " (1999)", nil},
		{"long title", "A (1998)\n\n" + name + "n (1999)", []Problem{{3, TooLong, ""}}},
		{"original", "A (1999)\nOriginal: " + name + "\nTitle.ru: " + name, nil},
		{"long original", "A (1999)\nOriginal: " + name + "n", []Problem{{2, TooLong, "Original"}}},
		{"long title in Russian", "A (1999)\nTitle.ru: " + name + "n", []Problem{{2, TooLong, "Title.ru"}}},
		{"long alias", "A (1999)\nAlias: " + name + ", n", []Problem{{2, TooLong, "Alias"}}},
		{"directors", "A (1999)\nDirector: " + name + ", " + name, nil},
		{"long director", "A (1999)\nDirector: a, " + name + "n", []Problem{{2, TooLong, "Director"}}},
		{"long genre", "A (1999)\nGenres: a, " + name + "n", []Problem{{2, TooLong, "Genres"}}},
		{"text", "A (1999)\nFact: " + text, nil},
		{"long text", "A (1999)\nFact: " + text + ".", []Problem{{2, TooLong, "Fact"}}},
		{"long text of pairs", "A (1999)\nFact: " + strings.Repeat("😀", MaxText/2) + ".", []Problem{{2, TooLong, "Fact"}}},
		{"entry", full + "Note: " + strings.Repeat("n", rest), nil},
		{"long entry", "B (1998)\n\n" + full + "Note: " + strings.Repeat("n", rest+1), []Problem{{3, TooLong, ""}}},
	}
	for _, tt := range tests {
		_, err := Read(tt.text)
		var got Problems
		errors.As(err, &got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: Read gives %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestReadRefusesCharactersThatControl(t *testing.T) {
	for _, r := range "\x00\x07\x1b\x7f\u0085\u2028\u2029\u202a\u202e\u2066\u2069" {
		_, err := Read("A (1999)\nFact: a" + string(r) + "b")
		var got Problems
		if !errors.As(err, &got) || len(got) != 1 || got[0].Kind != BadCharacter || got[0].Line != 2 {
			t.Errorf("Read of %U gives %v, want a bad character in line 2", r, err)
		}
	}
	for _, s := range []string{"שלום", "x\u200dy", "naïve", "😀", "\u200e"} {
		if _, err := Read("A (1999)\nFact: " + s); err != nil {
			t.Errorf("Read of %q gives %v", s, err)
		}
	}
}

func TestReadTellsLines(t *testing.T) {
	doc, err := Read("Words.\n\nA (1999)\nFact: x\n\n\nB (2000)\nFact: y\nFact.ru: z\n\nC (2001)")
	if want := []int{3, 7, 11}; err != nil || !slices.Equal(doc.Lines, want) {
		t.Errorf("Read gives lines %v, %v, want %v", doc.Lines, err, want)
	}
}

func FuzzSingle(f *testing.F) {
	f.Add("A (1999)\n\nFact: x\n\nRuntime: 9")
	f.Add("A (1999)\nB (2000)")
	f.Add("\ufeff\nFact: x (1999)\nAlias: y (1999)")
	f.Fuzz(func(t *testing.T, text string) {
		film, err := Single(text)
		var problems Problems
		if err != nil {
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("Single(%q) gives the error %v", text, err)
			}
			return
		}
		again, err := Single(film.String())
		if err != nil || again.String() != film.String() {
			t.Errorf("Single(%q) gives\n%s\nand again\n%s\n%v", text, film, again, err)
		}
		if d := Diff(film, again); len(d) > 0 {
			t.Errorf("Diff of one film with itself is %v", d)
		}
	})
}

package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func titles(films []*Film) []string {
	var out []string
	for _, f := range films {
		out = append(out, f.Title)
	}
	return out
}

func TestFilter(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		words string
		want  func(*Film) bool
	}{
		{"", func(f *Film) bool { return true }},
		{"war", func(f *Film) bool { return slices.Contains(f.Genres, "war") }},
		{"WAR drama", func(f *Film) bool { return slices.Contains(f.Genres, "war") && slices.Contains(f.Genres, "drama") }},
		{"военный", func(f *Film) bool { return slices.Contains(f.Genres, "war") }},
		{"про войну", func(f *Film) bool { return slices.Contains(f.Genres, "war") }},
		{"1970s", func(f *Film) bool { return f.Year/10 == 197 }},
		{"70s", func(f *Film) bool { return f.Year/10 == 197 }},
		{"1970-е", func(f *Film) bool { return f.Year/10 == 197 }},
		{"семидесятые", func(f *Film) bool { return f.Year/10 == 197 }},
		{"1960s 1970s", func(f *Film) bool { return f.Year/10 == 196 || f.Year/10 == 197 }},
		{"1977", func(f *Film) bool { return f.Year == 1977 }},
		{"1977-1965", func(f *Film) bool { return f.Year >= 1965 && f.Year <= 1977 }},
		{"<1950", func(f *Film) bool { return f.Year < 1950 }},
		{"<100", func(f *Film) bool { return f.Runtime > 0 && f.Runtime < 100 }},
		{">=90min <=100", func(f *Film) bool { return f.Runtime >= 90 && f.Runtime <= 100 }},
		{"<1970 >1965", func(f *Film) bool { return f.Year > 1965 && f.Year < 1970 }},
		{"since 1960 until 1965", func(f *Film) bool { return f.Year >= 1960 && f.Year <= 1965 }},
		{"с 1960 по 1965", func(f *Film) bool { return f.Year >= 1960 && f.Year <= 1965 }},
		{"1960 - 1965", func(f *Film) bool { return f.Year >= 1960 && f.Year <= 1965 }},
		{"under 60 min", func(f *Film) bool { return f.Runtime > 0 && f.Runtime < 60 }},
		{"< 60 minutes", func(f *Film) bool { return f.Runtime > 0 && f.Runtime < 60 }},
		{"до 60 минут", func(f *Film) bool { return f.Runtime > 0 && f.Runtime < 60 }},
		{"военную драму", func(f *Film) bool { return slices.Contains(f.Genres, "war") && slices.Contains(f.Genres, "drama") }},
		{"war and drama films", func(f *Film) bool { return slices.Contains(f.Genres, "war") && slices.Contains(f.Genres, "drama") }},
		{"советская комедия 60-х годов", func(f *Film) bool { return slices.Contains(f.Genres, "comedy") && f.Year/10 == 196 }},
		{"цфк", func(f *Film) bool { return slices.Contains(f.Genres, "war") }},
		{"rjvtlbz", func(f *Film) bool { return slices.Contains(f.Genres, "comedy") }},
		{"эстонский", func(f *Film) bool { return slices.Contains(f.Languages, "Estonian") }},
		{"italy", func(f *Film) bool { return slices.Contains(f.Countries, "Italy") }},
		{"Советский Союз, комедия", func(f *Film) bool { return slices.Contains(f.Genres, "comedy") }},
		{"shepitko", func(f *Film) bool { return slices.Contains(f.Directors.In(""), "Larisa Shepitko") }},
		{"Лариса Шепитько", func(f *Film) bool { return slices.Contains(f.Directors.In(""), "Larisa Shepitko") }},
		{"shepitco", func(f *Film) bool { return slices.Contains(f.Directors.In(""), "Larisa Shepitko") }},
		{"gaidai motyl", func(f *Film) bool {
			return slices.Contains(f.Directors.In(""), "Leonid Gaidai") || slices.Contains(f.Directors.In(""), "Vladimir Motyl")
		}},
		{"caucasus comedy 1960s <80", func(f *Film) bool { return f.ID == "sm14" }},
		{"кавказ комедия 60-е", func(f *Film) bool { return f.ID == "sm14" }},
	}
	for _, tt := range tests {
		f := c.ParseFilter(tt.words)
		if len(f.Unknown) > 0 {
			t.Errorf("ParseFilter(%q) does not know %q", tt.words, f.Unknown)
		}
		var want []string
		for film := range c.All {
			if tt.want(film) {
				want = append(want, film.Title)
			}
		}
		if got := titles(c.Select(f)); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("films for %q = %q, want %q", tt.words, got, want)
		}
	}
}

func TestFilterNamesUnknownWords(t *testing.T) {
	c := shipped(t)
	f := c.ParseFilter("war purple 1970s <x> -drama unseen war")
	if want := []string{"purple", "<x>", "-drama"}; !slices.Equal(f.Unknown, want) {
		t.Errorf("unknown = %q, want %q", f.Unknown, want)
	}
	if want := []string{"war", "1970s", "unseen"}; !slices.Equal(f.Conditions, want) {
		t.Errorf("conditions = %q, want %q", f.Conditions, want)
	}
	if len(f.Terms) != 1 || f.Terms[0].Label.In("ru") != "военный" || len(f.Years) != 1 || !f.Unseen {
		t.Errorf("understood %+v", f)
	}
}

func TestEveryFeatureCanBeAskedFor(t *testing.T) {
	c := shipped(t)
	for film := range c.All {
		words := slices.Concat(film.Genres, film.Countries, film.Directors.In(""), film.Directors.In("ru"), film.Places.In(""), film.Places.In("ru"), film.Languages)
		for _, w := range words {
			f := c.ParseFilter(w)
			if len(f.Unknown) > 0 || !slices.Contains(c.Select(f), film) {
				t.Errorf("filter %q does not find %s (unknown: %q)", w, film.Title, f.Unknown)
			}
		}
	}
}

func TestEveryCompletionIsUnderstood(t *testing.T) {
	c := shipped(t)
	for _, lang := range []string{"en", "ru"} {
		words := c.Complete("", lang, 1000)
		if len(words) < 50 {
			t.Errorf("only %d completions in %s", len(words), lang)
		}
		for _, w := range words {
			f := c.ParseFilter(w)
			if len(f.Unknown) > 0 || !c.Any(f) {
				t.Errorf("completion %q in %s: unknown %q, any film %v", w, lang, f.Unknown, c.Any(f))
			}
			if len(f.Terms) == 1 && f.Terms[0].Kind != Country && f.Terms[0].Label.In(lang) != w {
				t.Errorf("completion %q in %s reads back as %q", w, lang, f.Terms[0].Label.In(lang))
			}
		}
	}
}

func TestFilterOfManyWordsIsBounded(t *testing.T) {
	c := shipped(t)
	if f := c.ParseFilter(strings.Repeat("comdy ", 500)); len(f.Terms) != 1 || len(f.Unknown) != 0 {
		t.Errorf("one word 500 times gives %d terms and %d unknown words", len(f.Terms), len(f.Unknown))
	}
	var many strings.Builder
	for i := range 500 {
		fmt.Fprintf(&many, "comdy%d ", i)
	}
	if f := c.ParseFilter(many.String()); len(f.Unknown) != 500 {
		t.Errorf("500 strange words leave %d unknown", len(f.Unknown))
	}
}

func TestLike(t *testing.T) {
	c := shipped(t)
	diamond, _ := c.ByID("sm3")
	got := c.Like(diamond, 5)
	if len(got) != 5 {
		t.Fatalf("Like(%s) has %d films, want 5", diamond.Title, len(got))
	}
	for i, l := range got[:2] {
		if l.Film.Directors.In("")[0] != "Leonid Gaidai" || l.Shared[0].Kind != Director {
			t.Errorf("film %d like The Diamond Arm is %s for %v, want one by Gaidai for that", i+1, l.Film.Title, l.Shared)
		}
	}
	for film := range c.All {
		found := c.Like(film, 5)
		if len(found) < 3 {
			t.Errorf("only %d films are like %s", len(found), film.Title)
		}
		for _, l := range found {
			if l.Film == film {
				t.Errorf("%s is like itself", film.Title)
			}
		}
	}
}

func TestSearchByYear(t *testing.T) {
	c, err := New([]*Film{
		{ID: "a", Title: "The Crossing", Year: 1954}, {ID: "b", Title: "The Crossing", Year: 1990}, {ID: "c", Title: "1984", Year: 1984},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ typed, want string }{
		{"crossing 1990", "b"}, {"The Crossing (1954)", "a"}, {"crossing, 1991", "b"}, {"1984", "c"},
	} {
		if got := c.Search(tt.typed, 2); len(got) == 0 || got[0].Film.ID != tt.want {
			t.Errorf("Search(%q) = %v, want film %s", tt.typed, got, tt.want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	c := shipped(f)
	for _, s := range []string{"", "ascent", "восхождение", "\xff", "a\u0301", strings.Repeat("ж ", 500), ",./;'[]", "1977", "(1977)", "x 1977"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i, m := range c.Search(s, 5) {
			if m.Score < 0 || m.Score > 1 {
				t.Errorf("Search(%q)[%d] scores %v", s, i, m.Score)
			}
		}
		c.Select(c.ParseFilter(s))
	})
}

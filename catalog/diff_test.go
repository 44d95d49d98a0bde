package catalog

import (
	"slices"
	"testing"
)

func TestDiff(t *testing.T) {
	a := &Film{
		ID: "a", Title: "A", Year: 1999, Titles: Text{{"de", "Ah"}, {"ru", "А"}}, Aliases: []string{"x", "y"}, Runtime: 90,
		Directors: List{{"", []string{"One", "Two"}}}, Genres: []string{"war"}, Fact: Text{{"", "f"}, {"ru", "ф"}},
	}
	b := &Film{
		ID: "b", Title: "A", Year: 2000, Titles: Text{{"de", "Ah"}, {"ru", "Б"}}, Aliases: []string{"x"}, Original: "О",
		Directors: List{{"", []string{"One"}}, {"ru", []string{"Один"}}}, Genres: []string{"war"}, Fact: Text{{"ru", "ф"}},
	}
	tests := []struct {
		name string
		a, b *Film
		want []Difference
	}{
		{"same", a, a, nil},
		{"other", a, b, []Difference{
			{"Title", "", "A (1999)", "A (2000)"}, {"Original", "", "", "О"}, {"Title", "ru", "А", "Б"}, {"Alias", "", "x\ny", "x"},
			{"Director", "", "One, Two", "One"}, {"Director", "ru", "", "Один"}, {"Runtime", "", "90", ""}, {"Fact", "", "f", ""},
		}},
		{"new", nil, &Film{Title: "A", Year: 1999, IMDb: "tt0000001"}, []Difference{{"Title", "", "", "A (1999)"}, {"IMDb", "", "", "tt0000001"}}},
		{"gone", &Film{Title: "A", Year: 1999}, nil, []Difference{{"Title", "", "A (1999)", ""}}},
		{"nothing", nil, nil, nil},
	}
	for _, tt := range tests {
		if got := Diff(tt.a, tt.b); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Diff = %q, want %q", tt.name, got, tt.want)
		}
	}
}

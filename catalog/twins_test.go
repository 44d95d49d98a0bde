package catalog

import (
	"slices"
	"testing"
)

func TestTwins(t *testing.T) {
	c, err := New([]*Film{
		{ID: "a", Title: "The Ascent", Year: 1977, Original: "Восхождение", Titles: Text{{"de", "Der Aufstieg"}}, Aliases: []string{"Voskhozhdenie"}},
		{ID: "b", Title: "Ascent", Year: 2000},
		{ID: "c", Title: "!!!", Year: 1999},
		{ID: "d", Title: "Aufstieg", Year: 1976, Original: "Восхождения"},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		film Film
		want []string
	}{
		{Film{Title: "ascent", Year: 1976}, []string{"a"}},
		{Film{Title: "An Ascent!", Year: 1978}, []string{"a"}},
		{Film{Title: "The Ascent", Year: 1979}, nil},
		{Film{Title: "The Ascent", Year: 1975}, nil},
		{Film{Title: "Ascnet", Year: 1977}, nil},
		{Film{Title: "Ascents", Year: 1977}, nil},
		{Film{Title: "Voshojdenie", Year: 1977}, nil},
		{Film{Title: "Up", Original: "ВОСХОЖДЕНИЕ", Year: 1977}, []string{"a"}},
		{Film{Title: "Up", Titles: Text{{"fr", "L'Ascent"}}, Year: 2000}, nil},
		{Film{Title: "Up", Titles: Text{{"ru", "Восхождение"}}, Year: 1977}, []string{"a"}},
		{Film{Title: "Up", Aliases: []string{"x", "voskhozhdenie"}, Year: 1977}, []string{"a"}},
		{Film{Title: "Aufstieg", Year: 1977}, []string{"a", "d"}},
		{Film{ID: "a", Title: "Aufstieg", Year: 1977}, []string{"d"}},
		{Film{Title: "???", Year: 1999}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range c.Twins(&tt.film) {
			got = append(got, f.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Twins(%+v) = %q, want %q", tt.film, got, tt.want)
		}
	}
}

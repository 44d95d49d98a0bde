package catalog

import "testing"

func TestSearchSigns(t *testing.T) {
	c, err := New([]*Film{{ID: "a", Title: "???", Year: 1985}, {ID: "b", Title: "Mimino", Year: 1977}, {ID: "c", Title: "Smile", Aliases: []string{"😀😀"}, Year: 1999}})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"???": "a", "??? (1985)": "a", "😀😀": "c", "!!!": "", "??": "", "": ""} {
		got := ""
		if found := c.Search(typed, 3); len(found) > 0 {
			got = found[0].Film.ID
		}
		if got != want {
			t.Errorf("Search(%q) = %q, want %q", typed, got, want)
		}
	}
}

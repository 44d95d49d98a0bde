package catalog

import (
	"strings"
	"testing"
)

func TestNewID(t *testing.T) {
	fixed := func(b byte) func([]byte) {
		return func(bits []byte) {
			for i := range bits {
				bits[i] = b
			}
		}
	}
	for b, want := range map[byte]string{0: "xaaaaaaaaa", 0xff: "x777777777"} {
		if got := NewID(fixed(b)); got != want {
			t.Errorf("NewID of bytes %x = %q, want %q", b, got, want)
		}
	}
	idField, _ := fieldFor("Id")
	known := make(map[string]bool)
	for range 1000 {
		id := NewID(nil)
		if known[id] || !idField.form.MatchString(id) {
			t.Errorf("NewID = %q, which was there or is no id", id)
		}
		known[id] = true
	}
}

func TestShippedIdsAreNeverMade(t *testing.T) {
	for f := range shipped(t).All {
		if strings.HasPrefix(f.ID, idMark) {
			t.Errorf("%s has the id %s", f.Heading(""), f.ID)
		}
	}
}

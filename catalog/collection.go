package catalog

import (
	"embed"
	"fmt"
)

//go:embed collections/*.txt
var collections embed.FS

// Collections are the names of the collections shipped in the program.
func Collections() []string { return []string{"soviet-mountain"} }

// Collection returns the films of a shipped collection, in its order. The films
// are new with each call.
func Collection(name string) ([]*Film, error) {
	text, err := collections.ReadFile("collections/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("no collection is called %q", name)
	}
	doc, err := Read(string(text))
	if err != nil {
		return nil, fmt.Errorf("collection %s: %w", name, err)
	}
	return doc.Films, nil
}

package catalog

// Twins returns the films that may be f already, in the order of the catalog:
// those with a name of f, made within a year of it. Names are the same but for
// case, accents, punctuation and articles. A film with the id of f is none.
func (c *Catalog) Twins(f *Film) []*Film {
	names := make(map[key]bool)
	for s := range f.names {
		names[fold(s).withoutArticle()] = true
	}
	delete(names, "")
	var out []*Film
	for other := range c.All {
		if other.ID == f.ID || other.Year < f.Year-1 || other.Year > f.Year+1 {
			continue
		}
		for s := range other.names {
			if names[fold(s).withoutArticle()] {
				out = append(out, other)
				break
			}
		}
	}
	return out
}

package catalog

// Twins returns the films that may be f already, in the order of the catalog:
// those with a name of f, made within a year of it. Names are the same but for
// case, accents, punctuation and articles. A film with the id of f is none.
func (c *Catalog) Twins(f *Film) []*Film {
	var refs []ref
	for s := range f.names {
		if bare := fold(s).withoutArticle(); bare != "" {
			refs = c.withName(bare, refs)
		}
	}
	out := c.sorted(refs)
	twins := out[:0]
	for _, other := range out {
		if other.ID != f.ID && f.Year-1 <= other.Year && other.Year <= f.Year+1 {
			twins = append(twins, other)
		}
	}
	return twins
}

// withName adds the films with a name, which is without its article, to refs.
func (c *Catalog) withName(bare key, refs []ref) []ref {
	sound := sound(bare)
	for i := range c.segments {
		s := &c.segments[i]
		for n := range s.index().sounding(sound) {
			if n.bare() == bare && !s.dead.has(n.film) {
				refs = append(refs, ref{int32(i), n.film})
			}
		}
	}
	return refs
}

package catalog

import "slices"

// With returns a catalog that has films too, each in the place of one with the
// same id or else behind the others, and does without those whose ids are in
// without. c stays as it is. The films must not be changed afterwards; of
// several with one id the last counts.
func (c *Catalog) With(films []*Film, without ...string) *Catalog {
	all := slices.DeleteFunc(slices.Clone(c.films), func(f *Film) bool { return slices.Contains(without, f.ID) })
	for _, f := range films {
		if i := slices.IndexFunc(all, func(other *Film) bool { return other.ID == f.ID }); i >= 0 {
			all[i] = f
			continue
		}
		all = append(all, f)
	}
	next, err := New(all)
	if err != nil {
		panic(err)
	}
	return next
}

// Extend returns a catalog with the films of c, which what is added to it later
// shares with c.
func (c *Catalog) Extend() *Catalog { return c }

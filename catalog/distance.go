package catalog

// maxCompared is how many letters of a text take part in an edit distance: as
// many as a machine word has bits. Titles are longer only by subtitles, and a
// bound keeps the work bounded.
const maxCompared = 64

// far is the distance of what is further apart than was asked for.
const far = 1 << 10

// slips is how many slips a text of n letters may have and still be meant.
func slips(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 8:
		return 1
	case n < 15:
		return 2
	}
	return 3
}

// A pattern is a text that others are compared with. It costs two kilobytes, and
// makes each comparison cheap.
type pattern struct {
	text key
	at   [256]uint64 // where each letter stands in the text, one bit a letter
}

// set makes p the pattern of a text.
func (p *pattern) set(text key) {
	for i := range len(p.text) {
		p.at[p.text[i]] = 0
	}
	p.text = text[:min(len(text), maxCompared)]
	for i := range len(p.text) {
		p.at[p.text[i]] |= 1 << i
	}
}

// distance returns how many slips turn the pattern into name, and how many turn
// it into some beginning of name. A slip is a letter missing, added or wrong, or
// two neighbours swapped: the optimal string alignment distance
// (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance). More than limit
// slips count as [far].
//
// A column of the table of distances is a few machine words, one bit a letter
// that says whether the distance grows or shrinks from the letter before: Hyyrö,
// A bit-vector algorithm for computing Levenshtein and Damerau edit distances
// (2003).
func (p *pattern) distance(name key, limit int) (whole, beginning int) {
	name = name[:min(len(name), maxCompared)]
	m, n := len(p.text), len(name)
	if m-n > limit {
		return far, far
	}
	if m == 0 {
		return within(n, limit), 0
	}
	d, beginning := m, m
	last := uint64(1) << (m - 1)
	grows, shrinks, same, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	for j := range min(n, m+limit) {
		at := p.at[name[j]]
		swapped := (^same & at) << 1 & before
		same = (at&grows + grows) ^ grows | at | shrinks | swapped
		right, left := shrinks|^(same|grows), grows&same
		if right&last != 0 {
			d++
		}
		if left&last != 0 {
			d--
		}
		beginning = min(beginning, d)
		right, left = right<<1|1, left<<1
		grows, shrinks, before = left|^(same|right), right&same, at
	}
	if n > m+limit {
		d = far
	}
	return within(d, limit), within(beginning, limit)
}

func within(d, limit int) int {
	if d > limit {
		return far
	}
	return d
}

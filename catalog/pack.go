package catalog

import "strings"

// pack puts the texts of a film that was read into one piece of memory of its
// own. They were pieces of what was read, and one of them would keep all of it:
// the keys, and in a document the other entries.
func (f *Film) pack() {
	size := 0
	f.texts(func(s *string) { size += len(*s) })
	in := newOnePiece(size)
	f.texts(func(s *string) { *s = in.keep(*s) })
}

// texts calls do with each string that a film has, the languages of translations
// included.
func (f *Film) texts(do func(*string)) {
	do(&f.Title)
	for _, fd := range fields {
		fd.texts(f, do)
	}
}

// texts calls do with each string that a film has for the key.
func (fd field) texts(f *Film, do func(*string)) {
	each := func(list []string) {
		for i := range list {
			do(&list[i])
		}
	}
	switch {
	case fd.text != nil:
		for i := range *fd.text(f) {
			t := &(*fd.text(f))[i]
			do(&t.Lang)
			do(&t.Value)
		}
	case fd.list != nil:
		for i := range *fd.list(f) {
			t := &(*fd.list(f))[i]
			do(&t.Lang)
			each(t.Value)
		}
	case fd.words != nil:
		each(*fd.words(f))
	case fd.lines != nil:
		each(*fd.lines(f))
	case fd.word != nil:
		do(fd.word(f))
	}
}

// packed puts strings into one piece of memory.
func packed[S ~string](list []S) []S {
	size := 0
	for _, s := range list {
		size += len(s)
	}
	in := newOnePiece(size)
	for i, s := range list {
		list[i] = S(in.keep(string(s)))
	}
	return list
}

// onePiece is memory for several strings, which cost less in it than each by
// itself.
type onePiece struct{ b strings.Builder }

// newOnePiece returns memory for strings of so many bytes together.
func newOnePiece(size int) *onePiece {
	p := new(onePiece)
	p.b.Grow(size)
	return p
}

// keep returns a string that is in the piece.
func (p *onePiece) keep(s string) string {
	from := p.b.Len()
	p.b.WriteString(s)
	return p.b.String()[from:]
}

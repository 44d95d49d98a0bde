package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A key is a name as it is compared: small letters without accents, and words
// separated by single spaces. Every letter is one byte, so that an edit distance
// over bytes counts letters: Latin letters and digits stand for themselves, the
// Cyrillic alphabet starts at cyrillicA, Georgian and Armenian letters are
// romanised, and letters of other scripts share the remaining bytes.
type key string

const (
	cyrillicA   = 0x80 // а; the 32 letters without ё follow
	cyrillicEnd = cyrillicA + 32
)

// fold makes a key of a name. It forgives case, accents, ё for е, punctuation
// and spacing.
func fold(s string) key {
	b := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			b = foldASCII(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		b = foldRune(b, r)
		i += size
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b = b[:n-1]
	}
	return key(b)
}

func foldASCII(b []byte, c byte) []byte {
	switch {
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		return append(b, c)
	case 'A' <= c && c <= 'Z':
		return append(b, c+'a'-'A')
	case c == '\'' || c == '`':
		return b // captain's and captains are one
	case c == '&':
		return append(space(b), "and "...)
	}
	return space(b)
}

func foldRune(b []byte, r rune) []byte {
	if 'а' <= r && r <= 'я' {
		return append(b, cyrillicA+byte(r-'а'))
	}
	if 'А' <= r && r <= 'Я' {
		return append(b, cyrillicA+byte(r-'А'))
	}
	switch r {
	case 'ё', 'Ё':
		return append(b, cyrillicA+'е'-'а')
	case '’', 'ʼ', '‘':
		return b
	}
	if latin, ok := romanised[unicode.ToLower(r)]; ok {
		return append(b, latin...)
	}
	if decomposed := norm.NFKD.String(string(r)); decomposed != string(r) {
		for _, d := range decomposed {
			if d < utf8.RuneSelf {
				b = foldASCII(b, byte(d))
			} else {
				b = foldRune(b, d)
			}
		}
		return b
	}
	switch lower := unicode.ToLower(r); {
	case unicode.IsMark(r):
		return b
	case unicode.IsLetter(lower) || unicode.IsNumber(lower):
		return append(b, cyrillicEnd+byte(uint32(lower)%(0x100-cyrillicEnd)))
	}
	return space(b)
}

// space separates words, once.
func space(b []byte) []byte {
	if n := len(b); n == 0 || b[n-1] == ' ' {
		return b
	}
	return append(b, ' ')
}

// articles are words that people leave out or add at the start of a title.
var articles = map[string]bool{
	"the": true, "a": true, "an": true, "la": true, "le": true, "les": true, "l": true, "der": true, "die": true,
	"das": true, "el": true, "los": true, "il": true, "un": true, "une": true,
}

// withoutArticle drops a leading article, unless nothing would be left.
func (k key) withoutArticle() key {
	if first, rest, ok := strings.Cut(string(k), " "); ok && articles[first] {
		return key(rest)
	}
	return k
}

// romanised are letters with one sound each, for scripts whose titles are more
// often typed in Latin letters than in their own.
var romanised = letters(
	"აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყk შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh",
	"աa բb գg դd եe զz էe ըy թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւv փp քk օo ֆf ևev",
	"іi єe ґg јj љlj њnj џdzh ђdzh ћch ѕz",
	"øo łl đd ıi æae œoe ßss þth ðd əe",
)

func letters(tables ...string) map[rune][]byte {
	m := make(map[rune][]byte)
	for _, table := range tables {
		for pair := range strings.FieldsSeq(table) {
			r, size := utf8.DecodeRuneInString(pair)
			m[r] = []byte(pair[size:])
		}
	}
	return m
}

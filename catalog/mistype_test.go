package catalog

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mistyped title is a query with the films that answer it.
type mistyped struct {
	class string
	query string
	right []*Film
}

// classes are the ways in which people mistype that the figures are about.
var classes = []string{"typo1", "typo2", "prefix", "word", "order", "cyr2lat", "lat2cyr", "layout", "prefixtypo", "noarticle"}

// mistype makes n queries of each class from the names of the films. The same
// seed gives the same queries.
func mistype(films []*Film, n int, seed uint64) []mistyped {
	g := generator{rng: rand.New(rand.NewPCG(seed, 1)), films: films, owners: make(map[string][]*Film), words: make(map[string][]*Film)}
	for _, f := range films {
		for s := range f.names {
			g.names = append(g.names, named{f, strings.ToLower(s)})
			g.owners[string(fold(s))] = append(g.owners[string(fold(s))], f)
			for _, w := range letterWords(s) {
				if owners := g.words[w]; !slices.Contains(owners, f) {
					g.words[w] = append(owners, f)
				}
			}
		}
	}
	var out []mistyped
	for _, class := range classes {
		for made, tries := 0, 0; made < n && tries < 100*n; tries++ {
			pick := g.names[g.rng.IntN(len(g.names))]
			query, right := g.make(class, pick)
			if query == "" || query == pick.name {
				continue
			}
			out = append(out, mistyped{class, query, right})
			made++
		}
	}
	return out
}

type named struct {
	film *Film
	name string
}

type generator struct {
	rng    *rand.Rand
	films  []*Film
	names  []named
	owners map[string][]*Film // by folded name
	words  map[string][]*Film // by word
}

func (g *generator) make(class string, n named) (query string, right []*Film) {
	length := utf8.RuneCountInString(n.name)
	right = g.owners[string(fold(n.name))]
	script := scriptOf(n.name)
	if script == 0 {
		return "", nil // there is no keyboard here for the others
	}
	switch class {
	case "typo1":
		if length >= 4 {
			return g.slip(n.name), right
		}
	case "typo2":
		if length >= 8 {
			return g.slip(g.slip(n.name)), right
		}
	case "prefix":
		if length > 5 {
			query = cut(n.name, 4+g.rng.IntN(5))
			return query, g.beginning(query)
		}
	case "prefixtypo":
		if length >= 13 {
			query = cut(n.name, 7+g.rng.IntN(6))
			return g.slip(query), g.beginning(query)
		}
	case "word":
		words := letterWords(n.name)
		if w := words[g.rng.IntN(len(words))]; len(words) > 1 && utf8.RuneCountInString(w) >= 4 && len(g.words[w]) == 1 {
			return w, right
		}
	case "order":
		words := strings.Fields(n.name)
		g.rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		return strings.Join(words, " "), right
	case "cyr2lat":
		if script == 'ж' {
			return g.spell(n.name, toLatin), right
		}
	case "lat2cyr":
		if script == 'z' {
			return g.spell(n.name, toCyrillic), right
		}
	case "layout":
		other, _ := otherLayout(n.name)
		return other, right
	case "noarticle":
		if first, rest, ok := strings.Cut(n.name, " "); ok && (first == "the" || first == "a") {
			return rest, right
		}
	}
	return "", nil
}

// beginning returns the films with a name that begins so.
func (g *generator) beginning(query string) []*Film {
	var out []*Film
	for _, n := range g.names {
		if strings.HasPrefix(string(fold(n.name)), string(fold(query))) || strings.HasPrefix(string(fold(n.name).withoutArticle()), string(fold(query).withoutArticle())) {
			out = append(out, n.film)
		}
	}
	return out
}

// slip makes one slip of the finger: a quarter are neighbours swapped, three in
// ten a neighbouring key, three in ten a letter left out, the rest doubled.
func (g *generator) slip(s string) string {
	r := []rune(s)
	at := g.rng.IntN(len(r))
	for !unicode.IsLetter(r[at]) {
		at = g.rng.IntN(len(r))
	}
	switch p := g.rng.Float64(); {
	case p < 0.25 && at+1 < len(r):
		r[at], r[at+1] = r[at+1], r[at]
	case p < 0.55:
		r[at] = g.neighbour(r[at])
	case p < 0.85:
		r = slices.Delete(r, at, at+1)
	default:
		r = slices.Insert(r, at, r[at])
	}
	return string(r)
}

var rows = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"}

func (g *generator) neighbour(r rune) rune {
	for _, row := range rows {
		keys := []rune(row)
		if i := slices.Index(keys, r); i >= 0 {
			return keys[max(0, min(len(keys)-1, i+1-2*g.rng.IntN(2)))]
		}
	}
	return 'e'
}

// spell writes a name with another alphabet, choosing among the spellings in use
// at each letter.
func (g *generator) spell(s string, table []string) string {
	var b strings.Builder
next:
	for s != "" {
		for _, row := range table {
			from, to, _ := strings.Cut(row, " ")
			if rest, ok := strings.CutPrefix(s, from); ok {
				ways := strings.Split(to, "|")
				b.WriteString(ways[g.rng.IntN(len(ways))])
				s = rest
				continue next
			}
		}
		r, size := utf8.DecodeRuneInString(s)
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}

var toLatin = []string{
	"а a", "б b", "в v|w", "г g", "д d", "ё yo|e|jo", "е e|e|ye", "ж zh|j", "з z", "ий iy|y|ii", "и i", "й y|i|j", "к k", "л l", "м m", "н n",
	"о o", "п p", "р r", "с s", "т t", "у u", "ф f", "х kh|h", "ц ts|c|tz", "ч ch", "ш sh", "щ shch|sch", "ъ ", "ы y|i", "ь '|", "э e", "ю yu|iu|ju",
	"я ya|ia|ja", "і i", "ї yi|i", "є ye|e",
}

var toCyrillic = []string{
	"shch щ", "kh х", "zh ж", "sh ш", "ch ч", "ts ц", "yo ё", "ya я", "yu ю", "iy ий", "th т|з", "ph ф", "ck к", "oo у", "ee и", "a а", "b б", "ce це|се", "c к", "d д",
	"e е", "f ф", "g г", "h х", "i и", "j дж", "k к", "l л", "m м", "n н", "o о", "p п", "q к", "r р", "s с", "t т", "u у", "v в", "w в", "x кс", "y и|й|ы", "z з",
}

// letterWords returns the words of a name without articles and punctuation.
func letterWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

func cut(s string, n int) string {
	r := []rune(s)
	return strings.TrimSpace(string(r[:min(n, len(r))]))
}

// scriptOf returns 'z' for Latin letters, 'ж' for Cyrillic ones, 0 for others.
func scriptOf(s string) rune {
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Cyrillic, r):
			return 'ж'
		case unicode.Is(unicode.Latin, r):
			return 'z'
		default:
			return 0
		}
	}
	return 0
}

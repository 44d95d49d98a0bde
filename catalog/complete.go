package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Complete returns words for a filter that begin as typed, at most limit, in a
// language: genres first, then decades, countries, languages, directors, places,
// and what else a filter understands. Of each, what most films pass comes first;
// what all of them pass is left out.
func (c *Catalog) Complete(typed, lang string, limit int) []string {
	if lang != "ru" {
		lang = "en"
	}
	list := completions{typed: fold(typed), limit: limit}
	if isSign(typed) {
		list.typed = key(typed)
	}
	list.add(c.completions(Genre, lang, list.typed))
	list.add(c.decades(lang))
	for _, k := range kinds[1:] {
		if len(list.words) < limit {
			list.add(c.completions(k, lang, list.typed))
		}
	}
	list.add([]completion{{text: map[string]string{"en": "unseen", "ru": "непросмотренное"}[lang]}})
	list.add([]completion{{text: "<60"}, {text: "<90"}, {text: "<120"}, {text: ">120"}})
	return list.words
}

// A completion is a word of a filter that films of the catalog pass.
type completion struct {
	text  string
	films int
}

// completions are the words for what was typed.
type completions struct {
	typed key
	limit int
	words []string
	known []key
}

// add takes in what begins as typed, or has a word that does, each once.
func (l *completions) add(some []completion) {
	for _, w := range some {
		if len(l.words) == l.limit {
			return
		}
		k := key(w.text) // a sign stays
		if !isSign(w.text) {
			k = fold(w.text)
		}
		if beginsInside(k, l.typed) && !slices.Contains(l.known, k) {
			l.words, l.known = append(l.words, w.text), append(l.known, k)
		}
	}
}

// beginsInside reports whether a key has a word from which on it begins as
// typed.
func beginsInside(k, typed key) bool {
	return strings.HasPrefix(string(k), string(typed)) || strings.Contains(string(k), " "+string(typed))
}

// completions returns the features of a kind with a word that begins as typed, in
// whichever language, and perhaps others, what most films have first.
func (c *Catalog) completions(k Kind, lang string, typed key) []completion {
	start := startOf(k, typed)
	films := make(map[feature]int)
	for i := range c.segments {
		fs := c.segments[i].features()
		from, _ := slices.BinarySearch(fs.starts.keys, start)
		for at := from; at < len(fs.starts.keys) && strings.HasPrefix(fs.starts.keys[at], start); at++ {
			for _, n := range fs.starts.at(at) {
				films[fs.having.keys[n]] = 0
			}
		}
	}
	out := make([]completion, 0, len(films))
	for ft := range films {
		if n := c.having(ft); n > 0 && n < c.count {
			out = append(out, completion{c.trait(ft).in(lang), n})
		}
	}
	sortCompletions(out)
	return out
}

// decades returns the decades that films are from.
func (c *Catalog) decades(lang string) []completion {
	films := make(map[int]int)
	for i := range c.segments {
		table := &c.segments[i].features().decades
		for at, decade := range table.keys {
			films[decade] += c.segments[i].alive(table.at(at))
		}
	}
	suffix := map[string]string{"en": "s", "ru": "-е"}[lang]
	var out []completion
	for decade, n := range films {
		if n > 0 {
			out = append(out, completion{strconv.Itoa(decade) + suffix, n})
		}
	}
	sortCompletions(out)
	return out
}

// sortCompletions puts first what most films pass.
func sortCompletions(some []completion) {
	slices.SortFunc(some, func(a, b completion) int {
		return cmp.Or(cmp.Compare(b.films, a.films), cmp.Compare(a.text, b.text))
	})
}

func isSign(s string) bool { return strings.HasPrefix(s, "<") || strings.HasPrefix(s, ">") }

package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A completion is a word of a filter that films of the catalog pass.
type completion struct {
	text  string
	key   key
	films int
	order int
}

// completions are the words of filters by language, the most useful first.
type completions map[string][]completion

func (fs *features) completions(films []*Film) completions {
	out := make(completions)
	for _, lang := range []string{"en", "ru"} {
		known := make(map[key]bool)
		add := func(text string, films, order int) {
			k := key(strings.ToLower(text)) // a sign stays
			if !isSign(text) {
				k = fold(text)
			}
			if !known[k] {
				known[k] = true
				out[lang] = append(out[lang], completion{text, k, films, order})
			}
		}
		for ft, having := range fs.having {
			if len(having) < len(films) && !strings.HasPrefix(ft.value, "~") {
				add(fs.label[ft].In(lang), len(having), 2*kindOrder(ft.kind))
			}
		}
		for decade, n := range decades(films) {
			text := strconv.Itoa(decade) + "s"
			if lang == "ru" {
				text = strconv.Itoa(decade) + "-е"
			}
			add(text, n, 1)
		}
		add(map[string]string{"en": "unseen", "ru": "непросмотренное"}[lang], 0, 20)
		for _, length := range []string{"<60", "<90", "<120", ">120"} {
			add(length, 0, 21)
		}
		slices.SortFunc(out[lang], func(a, b completion) int {
			return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(b.films, a.films), cmp.Compare(a.text, b.text))
		})
	}
	return out
}

func decades(films []*Film) map[int]int {
	out := make(map[int]int)
	for _, f := range films {
		out[f.Year/10*10]++
	}
	return out
}

// Complete returns words for a filter that begin as typed, at most limit, in a
// language: genres first, then decades, countries, languages, directors, places,
// and what else a filter understands.
func (c *Catalog) Complete(typed, lang string, limit int) []string {
	list, ok := c.completions[lang]
	if !ok {
		list = c.completions["en"]
	}
	k := fold(typed)
	if isSign(typed) {
		k = key(typed)
	}
	inside := " " + string(k)
	var out []string
	for _, w := range list {
		if len(out) == limit {
			break
		}
		if strings.HasPrefix(string(w.key), string(k)) || strings.Contains(string(w.key), inside) {
			out = append(out, w.text)
		}
	}
	return out
}

func isSign(s string) bool { return strings.HasPrefix(s, "<") || strings.HasPrefix(s, ">") }

package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// A Difference is a key of the text form whose values differ between two
// versions of a film. The heading is the key Title without a language.
type Difference struct {
	Key  string
	Lang string
	// Before and After are the values as the text form writes them, aliases one a
	// line; empty where there is none.
	Before, After string
}

// Diff returns what differs between two versions of a film, in the order of the
// text form, ids aside. Either may be nil, a film of which nothing is said.
func Diff(a, b *Film) []Difference {
	var out []Difference
	add := func(key, lang, before, after string) {
		if before != after {
			out = append(out, Difference{key, lang, before, after})
		}
	}
	add("Title", "", a.heading(), b.heading())
	for _, fd := range fields {
		if fd.key == "Id" {
			continue
		}
		before, after := fd.byLang(a), fd.byLang(b)
		langs := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
		slices.SortFunc(langs, cmp.Compare[string])
		for _, lang := range slices.Compact(langs) {
			add(fd.key, lang, before[lang], after[lang])
		}
	}
	return out
}

func (f *Film) heading() string {
	if f == nil {
		return ""
	}
	return f.Heading("")
}

// byLang returns the values of a film by language.
func (fd field) byLang(f *Film) map[string]string {
	if f == nil {
		return nil
	}
	values := make(map[string][]string)
	fd.values(f, func(lang, value string) { values[lang] = append(values[lang], value) })
	out := make(map[string]string, len(values))
	for lang, several := range values {
		out[lang] = strings.Join(several, "\n")
	}
	return out
}

package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A field is one key of the text form. Exactly one of its pointers is set, which
// is also what kind of value the key has.
type field struct {
	key string
	// text and list may be translated: their key takes a language suffix.
	text func(*Film) *Text
	list func(*Film) *List
	// word is one value, words are several separated by commas.
	word  func(*Film) *string
	words func(*Film) *[]string
	// lines is a key that may stand several times, for values with commas.
	lines func(*Film) *[]string
	// number is a whole number above 0.
	number func(*Film) *int
	// form is what a word must look like, nil for anything.
	form *regexp.Regexp
	// suffixed tells that the key stands only with a language suffix.
	suffixed bool
}

// fields are the keys of the text form in the order in which they are written.
var fields = []field{
	{key: "Id", word: func(f *Film) *string { return &f.ID }, form: regexp.MustCompile(`^[a-z0-9]{1,16}$`)},
	{key: "Original", word: func(f *Film) *string { return &f.Original }},
	{key: "Title", text: func(f *Film) *Text { return &f.Titles }, suffixed: true},
	{key: "Alias", lines: func(f *Film) *[]string { return &f.Aliases }},
	{key: "Director", list: func(f *Film) *List { return &f.Directors }},
	{key: "Country", words: func(f *Film) *[]string { return &f.Countries }},
	{key: "Studio", list: func(f *Film) *List { return &f.Studios }},
	{key: "Runtime", number: func(f *Film) *int { return &f.Runtime }},
	{key: "Genres", words: func(f *Film) *[]string { return &f.Genres }},
	{key: "Languages", words: func(f *Film) *[]string { return &f.Languages }},
	{key: "Places", list: func(f *Film) *List { return &f.Places }},
	{key: "IMDb", word: func(f *Film) *string { return &f.IMDb }, form: regexp.MustCompile(`^tt[0-9]{7,9}$`)},
	{key: "Description", text: func(f *Film) *Text { return &f.Description }},
	{key: "Why", text: func(f *Film) *Text { return &f.Why }},
	{key: "Mountains", text: func(f *Film) *Text { return &f.Mountains }},
	{key: "Fact", text: func(f *Film) *Text { return &f.Fact }},
	{key: "Note", text: func(f *Film) *Text { return &f.Note }},
}

func fieldFor(key string) (field, bool) {
	i := slices.IndexFunc(fields, func(fd field) bool { return strings.EqualFold(fd.key, key) })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
}

// set gives the film a value for the key, and says what is wrong with it if it
// cannot.
func (fd field) set(f *Film, lang, value string) ProblemKind {
	if lang != "" && fd.text == nil && fd.list == nil || lang == "" && fd.suffixed {
		return UnknownKey
	}
	if fd.tooLong(value) {
		return TooLong
	}
	switch {
	case fd.text != nil:
		return put(fd.text(f), lang, value)
	case fd.list != nil:
		return put(fd.list(f), lang, split(value))
	case fd.words != nil:
		return once(fd.words(f), split(value), len(*fd.words(f)) > 0)
	case fd.lines != nil:
		*fd.lines(f) = append(*fd.lines(f), value)
		return ""
	case fd.number != nil:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 100_000 || strconv.Itoa(n) != value {
			return BadNumber
		}
		return once(fd.number(f), n, *fd.number(f) != 0)
	}
	if fd.form != nil && !fd.form.MatchString(value) {
		return BadValue
	}
	return once(fd.word(f), value, *fd.word(f) != "")
}

func put[V any](place *Translated[V], lang string, value V) ProblemKind {
	if _, there := place.Get(lang); there {
		return DuplicateKey
	}
	*place = place.With(lang, value)
	return ""
}

func once[V any](place *V, value V, there bool) ProblemKind {
	if there {
		return DuplicateKey
	}
	*place = value
	return ""
}

// split takes a list apart at its commas.
func split(value string) []string {
	var out []string
	for part := range strings.SplitSeq(value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// values calls yield with each value that the film has for the key, as the text
// form writes it, and the language that the value is in.
func (fd field) values(f *Film, yield func(lang, value string)) {
	switch {
	case fd.text != nil:
		for _, t := range *fd.text(f) {
			yield(t.Lang, t.Value)
		}
	case fd.list != nil:
		for _, t := range *fd.list(f) {
			yield(t.Lang, strings.Join(t.Value, ", "))
		}
	case fd.words != nil && len(*fd.words(f)) > 0:
		yield("", strings.Join(*fd.words(f), ", "))
	case fd.lines != nil:
		for _, value := range *fd.lines(f) {
			yield("", value)
		}
	case fd.number != nil && *fd.number(f) != 0:
		yield("", strconv.Itoa(*fd.number(f)))
	case fd.word != nil && *fd.word(f) != "":
		yield("", *fd.word(f))
	}
}

// write appends the lines of the key, none where the film has no value for it.
func (fd field) write(b *strings.Builder, f *Film) {
	fd.values(f, func(lang, value string) {
		b.WriteString(fd.key)
		if lang != "" {
			b.WriteString("." + lang)
		}
		b.WriteString(": " + value + "\n")
	})
}

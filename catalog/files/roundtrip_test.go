package files

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"filmbot/catalog"
)

func TestRoundTripShipped(t *testing.T) {
	for _, name := range catalog.Collections() {
		films, err := catalog.Collection(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range Formats() {
			if diff := roundTrip(format, films); diff != "" {
				t.Errorf("%s as %s comes back otherwise:\n%s", name, format, diff)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				films := rapid.SliceOfN(filmGen, 0, 4).Draw(t, "films")
				if diff := roundTrip(format, films); diff != "" {
					t.Fatal(diff)
				}
			})
		})
	}
}

// roundTrip returns how films differ that were written and read, "" where they do
// not.
func roundTrip(format Format, films []*catalog.Film) string {
	data, err := Write(format, films)
	if err != nil {
		return err.Error()
	}
	result, err := Read("", data)
	if err != nil {
		return err.Error()
	}
	if len(result.Problems) > 0 || result.Format != format && len(films) > 0 {
		return fmt.Sprintf("Read gives format %s and problems %v for\n%s", result.Format, result.Problems, data)
	}
	if len(films) == 0 && len(result.Entries) == 0 {
		return ""
	}
	return cmp.Diff(films, result.Films())
}

// rough are characters that mean something in one of the formats.
var rough = []rune("=+-@';,\"\\|{}[]<>&:. \u00a0()/#1aZёЖé日🎬")

var (
	runeGen = rapid.OneOf(rapid.SampledFrom(rough), rapid.Rune().Filter(func(r rune) bool {
		return !unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) && r != '\ufeff' && utf8.ValidRune(r)
	}))
	// textGen gives texts that a line of the text form can have.
	textGen = rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace(rapid.StringOfN(runeGen, 1, 12, -1).Draw(t, "text"))
	}).Filter(func(s string) bool { return strings.Trim(s, ", ") != "" })
	nameGen = rapid.Map(textGen, func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, ",", "")) }).
		Filter(func(s string) bool { return s != "" })
	langGen  = rapid.StringMatching(`|[a-z]{2}`)
	namesGen = maybe(rapid.SliceOfN(nameGen, 1, 3))
	filmGen  = rapid.Custom(func(t *rapid.T) *catalog.Film {
		return &catalog.Film{
			ID: maybe(rapid.StringMatching(`[a-z0-9]{1,16}`)).Draw(t, "id"), Title: textGen.Draw(t, "title"),
			Year: rapid.IntRange(1800, 2199).Draw(t, "year"), Original: maybe(textGen).Draw(t, "original"),
			Titles:  translated(rapid.StringMatching(`[a-z]{2}`), textGen).Draw(t, "titles"),
			Aliases: maybe(rapid.SliceOfN(textGen, 1, 3)).Draw(t, "aliases"), Directors: listGen.Draw(t, "directors"),
			Countries: namesGen.Draw(t, "countries"), Studios: listGen.Draw(t, "studios"),
			Runtime: rapid.IntRange(0, 100_000).Draw(t, "runtime"), Genres: namesGen.Draw(t, "genres"),
			Languages: namesGen.Draw(t, "languages"), Places: listGen.Draw(t, "places"),
			IMDb:        maybe(rapid.StringMatching(`tt[0-9]{7,9}`)).Draw(t, "imdb"),
			Description: translatedGen.Draw(t, "description"), Why: translatedGen.Draw(t, "why"),
			Mountains: translatedGen.Draw(t, "mountains"), Fact: translatedGen.Draw(t, "fact"), Note: translatedGen.Draw(t, "note"),
		}
	})
	translatedGen = translated(langGen, textGen)
	listGen       = translated(langGen, rapid.SliceOfN(nameGen, 1, 3))
)

// translated gives values in up to three languages.
func translated[V any](lang *rapid.Generator[string], value *rapid.Generator[V]) *rapid.Generator[catalog.Translated[V]] {
	return rapid.Map(maybe(rapid.MapOfN(lang, value, 1, 3)), func(m map[string]V) (t catalog.Translated[V]) {
		for lang, v := range m {
			t = t.With(lang, v)
		}
		return t
	})
}

// maybe gives the zero value as often as one of the generator's.
func maybe[V any](g *rapid.Generator[V]) *rapid.Generator[V] {
	var none V
	return rapid.OneOf(rapid.Just(none), g)
}

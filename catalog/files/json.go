package files

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"filmbot/catalog"
)

// ownLanguage is how JSON names the language of the entry itself.
const ownLanguage = "default"

// film is a [catalog.Film] in JSON. Texts and lists that may be translated are
// objects by language.
type film struct {
	Title       string              `json:"title"`
	Year        int                 `json:"year"`
	ID          string              `json:"id,omitempty"`
	Original    string              `json:"original,omitempty"`
	Titles      map[string]string   `json:"titles,omitempty"`
	Aliases     []string            `json:"aliases,omitempty"`
	Directors   map[string][]string `json:"directors,omitempty"`
	Countries   []string            `json:"countries,omitempty"`
	Studios     map[string][]string `json:"studios,omitempty"`
	Runtime     int                 `json:"runtime,omitempty"`
	Genres      []string            `json:"genres,omitempty"`
	Languages   []string            `json:"languages,omitempty"`
	Places      map[string][]string `json:"places,omitempty"`
	IMDb        string              `json:"imdb,omitempty"`
	Description map[string]string   `json:"description,omitempty"`
	Why         map[string]string   `json:"why,omitempty"`
	Mountains   map[string]string   `json:"mountains,omitempty"`
	Fact        map[string]string   `json:"fact,omitempty"`
	Note        map[string]string   `json:"note,omitempty"`
}

func writeJSON(films []*catalog.Film) ([]byte, error) {
	list := make([]film, len(films))
	for i, f := range films {
		list[i] = film{
			Title: f.Title, Year: f.Year, ID: f.ID, Original: f.Original, Titles: named(f.Titles), Aliases: f.Aliases,
			Directors: named(f.Directors), Countries: f.Countries, Studios: named(f.Studios), Runtime: f.Runtime,
			Genres: f.Genres, Languages: f.Languages, Places: named(f.Places), IMDb: f.IMDb,
			Description: named(f.Description), Why: named(f.Why), Mountains: named(f.Mountains), Fact: named(f.Fact), Note: named(f.Note),
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(list); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// named returns a translated text or list with a name for its own language.
func named[V any](t catalog.Translated[V]) map[string]V {
	out := make(map[string]V, len(t))
	for _, in := range t {
		out[cmp.Or(in.Lang, ownLanguage)] = in.Value
	}
	return out
}

// json reads an array of films, or a single one.
func (r *reader) json(text string) error {
	r.Format = JSON
	in := newJSONInput(text)
	err := in.values(func(line int) error {
		if err := r.count(); err != nil {
			return err
		}
		return r.jsonFilm(in, line)
	})
	if errors.Is(err, ErrTooMany) {
		return err
	}
	if err != nil {
		r.problem(in.lineAt(in.failedAt(err)), BadJSON, err.Error())
	}
	return nil
}

// jsonFilm reads the value that comes next, which begins in a line.
func (r *reader) jsonFilm(in *jsonInput, line int) error {
	rec := record{line: line}
	raw, err := in.object(rec.member)
	switch {
	case err != nil:
		return err
	case raw[0] != '{':
		r.problem(line, catalog.BadValue, raw)
	case !utf8.ValidString(raw):
		// The decoder has replaced what is not valid.
		r.problem(line, catalog.BadCharacter, raw)
	default:
		r.keep(rec)
	}
	return nil
}

// member takes a member of a film's object in.
func (r *record) member(line int, name string, v any) {
	k, lang, ok := keyOf(name)
	if !ok {
		r.problem(line, catalog.UnknownKey, name)
		return
	}
	r.set(line, k, lang, v)
}

// set gives a key a value of JSON.
func (r *record) set(line int, k key, lang string, v any) {
	switch v := v.(type) {
	case nil:
	case string:
		r.add(line, k.text, lang, v)
	case json.Number:
		r.add(line, k.text, lang, v.String())
	case []any:
		r.setList(line, k, lang, v)
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			of := name
			if of == ownLanguage {
				of = ""
			}
			if _, nested := v[name].(map[string]any); nested || lang != "" || of != "" && !languageForm.MatchString(of) {
				r.problem(line, catalog.UnknownKey, k.json+"."+name)
				continue
			}
			r.set(line, k, of, v[name])
		}
	default:
		r.problem(line, catalog.BadValue, k.json)
	}
}

// setList gives a key several values. The text form separates them with commas,
// so that none may have one, but for aliases.
func (r *record) setList(line int, k key, lang string, list []any) {
	var texts []string
	for _, v := range list {
		text, ok := v.(string)
		if !ok || !k.list || k.text != aliasKey && strings.Contains(text, ",") {
			r.problem(line, catalog.BadValue, k.json)
			return
		}
		if k.text == aliasKey {
			r.add(line, aliasKey, lang, text)
			continue
		}
		texts = append(texts, text)
	}
	r.add(line, k.text, lang, strings.Join(texts, ", "))
}

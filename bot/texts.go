package bot

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed texts/*.toml
var textFiles embed.FS

// Languages are the languages that the bot speaks. The first is the one for
// people whose language it does not speak.
var Languages = []string{"en", "ru"}

// texts are all the words of the bot, by language.
type texts map[string]*speech

// speech says things in one language.
type speech struct {
	lang      string
	localizer *i18n.Localizer
	// plain are the texts without anything to fill in, which are most.
	plain map[string]string
}

// loadTexts reads the embedded texts. They are part of the program, so an error
// is a mistake in it.
func loadTexts() (texts, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	all := make(texts)
	for _, lang := range Languages {
		s := &speech{lang: lang, localizer: i18n.NewLocalizer(bundle, lang), plain: make(map[string]string)}
		files, err := fs.Glob(textFiles, "texts/*."+lang+".toml")
		if err != nil {
			return nil, fmt.Errorf("list the texts in %s: %w", lang, err)
		}
		for _, name := range files {
			file, err := bundle.LoadMessageFileFS(textFiles, name)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", name, err)
			}
			for _, m := range file.Messages {
				if !strings.Contains(m.Other, "{{") {
					s.plain[m.ID] = m.Other
				}
			}
		}
		all[lang] = s
	}
	return all, nil
}

// in returns the speech for a person's language, given as an IETF tag.
func (t texts) in(tag, fallback string) *speech {
	if tag == "" {
		tag = fallback
	}
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	if s, ok := t[base]; ok {
		return s
	}
	return t[Languages[0]]
}

// every returns a text in all languages.
func (t texts) every(id string) map[string]string {
	out := make(map[string]string, len(t))
	for lang, s := range t {
		out[lang] = s.say(id)
	}
	return out
}

// say returns a text. What it leaves open is filled in from pairs of names and
// values; a value named N chooses the plural.
func (s *speech) say(id string, pairs ...any) string {
	if plain, ok := s.plain[id]; ok {
		return plain
	}
	config := i18n.LocalizeConfig{MessageID: id}
	if len(pairs) > 0 {
		data := make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			name := pairs[i].(string)
			data[name] = pairs[i+1]
			if name == "N" {
				config.PluralCount = pairs[i+1]
			}
		}
		config.TemplateData = data
	}
	text, err := s.localizer.Localize(&config)
	if err != nil {
		// A test says every text once, so this is unreachable in a released program.
		return id
	}
	return text
}

// some is say for a number of things. For exactly one there is a text of its own,
// which a plural form cannot be: in Russian 21 has the form of 1.
func (s *speech) some(id string, n int, pairs ...any) string {
	if n == 1 {
		return s.say(id+".single", pairs...)
	}
	return s.say(id, append([]any{"N", n}, pairs...)...)
}

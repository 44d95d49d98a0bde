package bot

import (
	"strconv"
	"strings"

	"filmbot/catalog"
)

// separator stands between short facts on one line.
const separator = " · "

// card shows a film. The mountain angle makes room where a note corrects a
// claim, for the notes say what the film has to do with mountains.
func (s *speech) card(f *catalog.Film) Card {
	c := Card{Title: f.Heading(s.lang)}
	if title := f.TitleIn(s.lang); f.Original != title {
		c.Original = f.Original
	} else if f.Title != title {
		c.Original = f.Title
	}
	for _, detail := range []string{
		strings.Join(f.Directors.In(s.lang), ", "),
		s.facts(f),
		strings.Join(f.Places.In(s.lang), ", "),
	} {
		if detail != "" {
			c.Details = append(c.Details, detail)
		}
	}
	c.section("", f.Description.In(s.lang))
	c.section(s.say("card.why"), f.Why.In(s.lang))
	if f.Note == nil {
		c.section(s.say("card.mountains"), f.Mountains.In(s.lang))
	}
	c.section(s.say("card.fact"), f.Fact.In(s.lang))
	c.section(s.say("card.note"), f.Note.In(s.lang))
	return c
}

func (c *Card) section(label, text string) {
	if text != "" {
		c.Sections = append(c.Sections, Section{label, text})
	}
}

// facts is one line with the countries, the length and the genres.
func (s *speech) facts(f *catalog.Film) string {
	facts := make([]string, 0, 3)
	if len(f.Countries) > 0 {
		facts = append(facts, s.names(f.Countries, catalog.CountryIn))
	}
	if f.Runtime > 0 {
		facts = append(facts, s.minutes(f.Runtime))
	}
	if len(f.Genres) > 0 {
		facts = append(facts, s.names(f.Genres, catalog.GenreIn))
	}
	return strings.Join(facts, separator)
}

func (s *speech) names(names []string, in func(name, lang string) string) string {
	translated := make([]string, len(names))
	for i, name := range names {
		translated[i] = in(name, s.lang)
	}
	return strings.Join(translated, ", ")
}

func (s *speech) minutes(n int) string { return strconv.Itoa(n) + " " + s.say("minutes") }

// cardButtons are what can be done with a film that is shown.
func (s *speech) cardButtons(f *catalog.Film) []Button {
	return []Button{
		{Label: s.say("button.like"), Line: "/film like " + idOf(f)},
		{Label: s.say("button.seen"), Line: "/film seen " + idOf(f)},
	}
}

// idMark begins a film's identifier in a line.
const idMark = "#"

func idOf(f *catalog.Film) string { return idMark + f.ID }

// brief is one line about a film in a list.
func (s *speech) brief(f *catalog.Film) string {
	brief := strings.Join(f.Directors.In(s.lang), ", ")
	if f.Runtime > 0 {
		brief = strings.TrimPrefix(brief+separator, separator) + s.minutes(f.Runtime)
	}
	return brief
}

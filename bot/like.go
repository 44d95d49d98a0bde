package bot

import (
	"context"
	"strconv"
	"strings"

	"filmbot/catalog"
)

// mostLike is how many films an answer to "/film like" has.
const mostLike = 5

// like answers "/film like <title>" with the films near that one.
func (b *Bot) like(_ context.Context, c *call) Reply {
	f, other := b.thisFilm(c)
	if f == nil {
		return other
	}
	back := Button{Label: c.say("button.back", "Title", f.TitleIn(c.lang)), Line: "/film " + idOf(f)}
	near := c.catalog.Like(f, mostLike)
	if len(near) == 0 {
		return Reply{Text: c.say("like.none", "Title", f.Heading(c.lang)), Buttons: []Button{back, c.randomButton()}}
	}
	r := Reply{Text: c.say("like.some", "Title", f.Heading(c.lang)), Buttons: []Button{back}}
	for _, l := range near {
		r.Choices = append(r.Choices, Choice{Label: l.Film.Heading(c.lang), Detail: c.reason(f, l), Line: "/film " + idOf(l.Film)})
	}
	return r
}

// reason says what makes two films alike.
func (s *speech) reason(f *catalog.Film, l catalog.Likeness) string {
	var parts []string
	if directors := s.shared(l, catalog.Director); directors != "" {
		parts = append(parts, s.say("like.director", "Names", directors))
	}
	if genres := s.shared(l, catalog.Genre); genres != "" {
		parts = append(parts, s.say("like.genre", "Names", genres))
	}
	if places := s.shared(l, catalog.Place); places != "" {
		parts = append(parts, s.say("like.place", "Names", places))
	}
	if countries := s.shared(l, catalog.Country); countries != "" {
		parts = append(parts, s.say("like.country", "Names", countries))
	}
	if f.Year/10 == l.Film.Year/10 && len(parts) < 2 {
		parts = append(parts, s.say("like.decade", "Decade", strconv.Itoa(f.Year/10*10)))
	}
	if len(parts) == 0 {
		parts = append(parts, s.say("like.time"))
	}
	return strings.Join(parts, separator)
}

// shared names what two films share of one kind, without repeating itself.
func (s *speech) shared(l catalog.Likeness, kind catalog.Kind) string {
	var names []string
	for _, t := range l.Shared {
		name := t.Label.In(s.lang)
		if t.Kind == kind && !strings.Contains(strings.Join(names, ", "), name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

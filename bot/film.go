package bot

import (
	"context"
	"strings"

	"filmbot/catalog"
)

// How many films an answer offers where one title may mean several, and where
// none is near.
const (
	mostRivals  = 8
	mostNearest = 3
)

// film answers "/film <title>".
func (b *Bot) film(ctx context.Context, c *call) Reply {
	f, other := b.oneFilm(c, "/film", c.argument)
	if f == nil {
		return other
	}
	return Reply{Cards: []Card{c.card(f)}, Buttons: c.cardButtons(f)}
}

// oneFilm finds the film that a title means. Where that is not clear, it returns
// what to answer instead; its choices give the line again, with the film chosen.
func (b *Bot) oneFilm(c *call, line, typed string) (*catalog.Film, Reply) {
	title, quoted := unquote(typed)
	if title == "" {
		return nil, Reply{Text: c.say("title.missing"), Buttons: []Button{c.randomButton(), c.listButton()}, Private: true}
	}
	if id, ok := strings.CutPrefix(title, idMark); ok && !quoted {
		if f, ok := b.catalog.ByID(id); ok {
			return f, Reply{}
		}
		if c.Pressed {
			return nil, c.refuse(c.say("film.gone"))
		}
	}
	found := b.catalog.Search(title, mostRivals)
	rivals := rivals(found)
	switch len(rivals) {
	case 1:
		return rivals[0].Film, Reply{}
	case 0:
		return nil, c.noFilm(line, title, found)
	}
	return nil, Reply{Text: c.say("title.several", "Title", echo(title)), Choices: c.choices(line, rivals)}
}

// rivals are the films that a title may just as well mean: none where nothing is
// plausible, one where it is clear.
func rivals(found []catalog.Match) []catalog.Match {
	// What is a little less near than the best is still in question; what is not
	// the very title never is where something is.
	const question = 0.06
	if len(found) == 0 || found[0].Score < catalog.Plausible {
		return nil
	}
	n := 1
	for n < len(found) && found[n].Score >= found[0].Score-question &&
		(found[n].Score >= catalog.Same || found[0].Score < catalog.Same) {
		n++
	}
	return found[:n]
}

// noFilm says that no film is called so, and offers the nearest.
func (c *call) noFilm(line, title string, nearest []catalog.Match) Reply {
	r := Reply{Choices: c.choices(line, nearest[:min(mostNearest, len(nearest))])}
	if len(r.Choices) == 0 {
		r.Text = c.say("title.none", "Title", echo(title))
		r.Buttons = []Button{c.listButton()}
	} else {
		r.Text = c.say("title.nearest", "Title", echo(title))
	}
	r.Buttons = append(r.Buttons, c.randomButton())
	return r
}

func (c *call) choices(line string, found []catalog.Match) []Choice {
	out := make([]Choice, len(found))
	for i, m := range found {
		out[i] = Choice{Label: m.Film.Heading(c.lang), Line: join(line, idOf(m.Film))}
	}
	return out
}

func (c *call) randomButton() Button {
	return Button{Label: c.say("button.random"), Line: "/film random"}
}

func (c *call) listButton() Button { return Button{Label: c.say("button.list"), Line: "/film list"} }

package bot

import (
	"context"
	"slices"
	"strconv"
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
func (b *Bot) film(_ context.Context, c *call) Reply {
	m, other := b.oneFilm(c, c.argument)
	if m.Film == nil {
		return other
	}
	r := Reply{Cards: []Card{c.card(m.Film)}, Buttons: c.cardButtons(m.Film)}
	if m.Score < catalog.Sure {
		title, _ := unquote(c.argument)
		r.Text = c.say("title.unsure", "Title", echo(title))
	}
	return r
}

// thisFilm is oneFilm for lines that do something with the film: they need to be
// sure of it.
func (b *Bot) thisFilm(c *call) (*catalog.Film, Reply) {
	m, other := b.oneFilm(c, c.argument)
	if m.Film != nil && m.Score < catalog.Sure {
		return nil, c.noFilm(c.argument, []catalog.Match{m})
	}
	return m.Film, other
}

// oneFilm finds the film that a title means. Where that is not clear, it returns
// what to answer instead; its choices give the line again, with the film chosen.
func (b *Bot) oneFilm(c *call, typed string) (catalog.Match, Reply) {
	title, quoted := unquote(typed)
	if title == "" {
		return catalog.Match{}, c.refuse(c.say("title.missing", "Line", c.row.line()))
	}
	if id, ok := strings.CutPrefix(title, idMark); ok && !quoted {
		if f, ok := c.catalog.ByID(id); ok {
			return catalog.Match{Film: f, Score: 1}, Reply{}
		}
		if c.Pressed {
			return catalog.Match{}, c.refuse(c.say("film.gone"))
		}
	}
	found := c.catalog.Search(title, mostRivals)
	if score := best(found); !quoted && score < titleWins {
		if m, r, ok := b.described(c, title, score); ok {
			return m, r
		}
	}
	switch same := rivals(found); {
	case len(same) == 1:
		return same[0], Reply{}
	case len(same) == 0 || same[0].Score < catalog.Sure:
		return catalog.Match{}, c.noFilm(title, found)
	default:
		return catalog.Match{}, Reply{Text: c.say("title.several", "Title", echo(title)), Choices: c.choices(same)}
	}
}

func best(found []catalog.Match) float64 {
	if len(found) == 0 {
		return 0
	}
	return found[0].Score
}

// titleWins is the score from which words are a title, whatever else they may
// say: kurosawa is no title, but a film called War is. The name of a place gives
// way sooner, for places are made of common words.
const titleWins = 0.9

func titleBeats(score float64, filter catalog.Filter) bool {
	place := func(t catalog.Term) bool { return t.Kind == catalog.Place }
	if slices.ContainsFunc(filter.Terms, place) {
		return score >= catalog.Sure
	}
	return score >= titleWins
}

// described reads what was typed as words about a film: its director, its time,
// its genre, alone or around a title ("mimino danelia", "фильм Мимино").
func (b *Bot) described(c *call, typed string, score float64) (catalog.Match, Reply, bool) {
	filter := c.catalog.ParseFilter(typed)
	if filter.Unseen || titleBeats(score, filter) {
		return catalog.Match{}, Reply{}, false
	}
	if len(filter.Unknown) == 0 && !filter.Empty() {
		switch films := c.catalog.Select(filter); len(films) {
		case 0:
			return catalog.Match{}, Reply{}, false
		case 1:
			return catalog.Match{Film: films[0], Score: 1}, Reply{}, true
		default:
			return catalog.Match{}, c.fitting(typed, films), true
		}
	}
	title := strings.Join(filter.Unknown, " ")
	if title == "" || len(title) == len(typed) || score >= catalog.Sure {
		return catalog.Match{}, Reply{}, false
	}
	for _, m := range c.catalog.Search(title, mostRivals) {
		if m.Score >= catalog.Sure && c.catalog.Passes(filter, m.Film) {
			return m, Reply{}, true
		}
	}
	return catalog.Match{}, Reply{}, false
}

// fitting offers films that a description fits.
func (c *call) fitting(typed string, films []*catalog.Film) Reply {
	r := Reply{Text: c.say("title.described", "Title", echo(typed))}
	for _, f := range films[:min(mostRivals, len(films))] {
		r.Choices = append(r.Choices, c.choice(f))
	}
	random, list := c.randomButton(), c.listButton()
	random.Line, list.Line = join(random.Line, typed), join(list.Line, typed)
	r.Buttons = []Button{random}
	if len(films) > mostRivals {
		list.Label += " (" + strconv.Itoa(len(films)) + ")"
		r.Buttons = append(r.Buttons, list)
	}
	return r
}

// rivals are the films that a title may just as well mean: none where nothing is
// plausible, one where it is clear.
func rivals(found []catalog.Match) []catalog.Match {
	// What is a little less near than the best is still in question; what is not
	// the very title never is where something is.
	const question = 0.1
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
func (c *call) noFilm(title string, nearest []catalog.Match) Reply {
	r := Reply{
		Text:    c.say("title.nearest", "Title", echo(title)),
		Choices: c.choices(nearest[:min(mostNearest, len(nearest))]),
		Buttons: []Button{c.randomButton()},
	}
	if len(r.Choices) == 0 {
		r.Text = c.say("title.none", "Title", echo(title))
		r.Buttons = append(r.Buttons, c.listButton())
	}
	if c.row.who == anyone && c.User.Key() != "" && !strings.HasPrefix(title, idMark) {
		r.Buttons = append(r.Buttons, c.suggestButton(title))
	}
	return r
}

func (c *call) choices(found []catalog.Match) []Choice {
	out := make([]Choice, len(found))
	for i, m := range found {
		out[i] = c.choice(m.Film)
	}
	return out
}

// choice gives the line again with a film in place of what was typed.
func (c *call) choice(f *catalog.Film) Choice {
	return Choice{Label: f.Heading(c.lang), Line: join(c.row.line(), idOf(f))}
}

func (c *call) randomButton() Button {
	return Button{Label: c.say("button.random"), Line: "/film random"}
}

// suggestButton begins a suggestion of a film that is not there.
func (c *call) suggestButton(title string) Button {
	label := "button.suggest"
	if ownChat(c) {
		label = "button.add"
	}
	line := join("/film suggest", echo(title))
	if len(line) > MaxLine {
		// A line kept for each failed lookup would let anybody fill the database.
		line = "/film suggest"
	}
	return Button{Label: c.say(label), Line: line}
}

func (c *call) listButton() Button { return Button{Label: c.say("button.list"), Line: "/film list"} }

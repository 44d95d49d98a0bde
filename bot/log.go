package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"filmbot/catalog"
)

// logPage is how many changes a page of the log has.
const logPage = 5

// sharedWord before a number means the log of the shared catalog.
const sharedWord = "shared"

// changes answers "/catalog log": the club's changes, the newest first; with a
// number that change with its before and after, with a title those of one film,
// with "shared" those of the shared catalog.
func (b *Bot) changes(ctx context.Context, c *call) Reply {
	club, rest, refusal := b.logOf(ctx, c)
	if refusal != "" {
		return c.refuse(refusal)
	}
	if number, err := strconv.ParseInt(rest, 10, 64); err == nil {
		return b.oneChange(ctx, c, club, number)
	}
	film, before := "", int64(0)
	rest, to, paged := strings.Cut(" "+rest, " to ")
	if paged {
		before, _ = strconv.ParseInt(to, 10, 64)
		before++
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		f, other := b.loggedFilm(c, rest)
		if f == nil {
			return other
		}
		film = f.ID
	}
	list, err := b.store.Changes(ctx, club, film, before, logPage+1)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	return b.logReply(ctx, c, club, film, list)
}

// logOf returns whose log a line is about, and what follows.
func (b *Bot) logOf(ctx context.Context, c *call) (club, rest, refusal string) {
	if word, rest := cutWord(c.argument); word == sharedWord {
		return Shared, rest, b.refusalTo(ctx, c, editor, join(c.row.line(), sharedWord))
	}
	return c.id, c.argument, ""
}

// loggedFilm finds a film that the club has, or has removed.
func (b *Bot) loggedFilm(c *call, title string) (*catalog.Film, Reply) {
	among := *c
	among.argument, among.club = title, c.withRemoved()
	if m, _ := b.oneFilm(&among, title); m.Film != nil && m.Score >= catalog.Sure {
		return m.Film, Reply{}
	}
	among.club = c.club
	return b.thisFilm(&among)
}

func (b *Bot) logReply(ctx context.Context, c *call, club, film string, list []Change) Reply {
	if len(list) == 0 {
		return Reply{Text: c.say("log.none"), Private: true}
	}
	line := c.row.line()
	if club == Shared {
		line = join(line, sharedWord)
	}
	r := Reply{Text: c.say("log.intro"), Private: true}
	for _, change := range list[:min(logPage, len(list))] {
		full, err := b.inFull(ctx, change)
		if err != nil {
			return b.fail(ctx, c, err)
		}
		r.Choices = append(r.Choices, Choice{
			Label: c.logged(full), Detail: c.logDetail(full), Line: join(line, strconv.FormatInt(change.Number, 10)),
		})
	}
	if len(list) > logPage {
		mark := ""
		if film != "" {
			mark = idMark + film
		}
		to := strconv.FormatInt(list[logPage].Number, 10)
		r.Buttons = []Button{{Label: c.say("button.older"), Line: join(line, mark, "to", to)}}
	}
	return r
}

// inFull returns a change with what it changed. Of one that has many films, such as
// an import, a list shows none.
func (b *Bot) inFull(ctx context.Context, change Change) (Change, error) {
	if change.Films != 1 {
		return change, nil
	}
	return b.store.Change(ctx, change.Club, change.Number)
}

// logged says who did what: "57. Ann: edited The Ascent (1977)".
func (c *call) logged(change Change) string {
	what := c.say("log."+string(change.Kind), "Title", c.about(change), "N", change.Films, "Number", change.Undoes)
	return strconv.FormatInt(change.Number, 10) + ". " + c.name(change.By) + ": " + what
}

// about names the films of a change.
func (c *call) about(change Change) string {
	if change.Films != 1 || len(change.Edits) == 0 {
		return c.some("log.films", change.Films)
	}
	e := change.Edits[0]
	for _, text := range []string{e.After.Text, e.Before.Text} {
		if f, err := readEntry(e.Film, text); err == nil {
			return f.Heading(c.lang)
		}
	}
	if f, ok := c.catalog.ByID(e.Film); ok {
		return f.Heading(c.lang)
	}
	if f, ok := c.removed[e.Film]; ok {
		return f.Heading(c.lang)
	}
	return idMark + e.Film
}

// logDetail says when a change was made, and in short what changed.
func (c *call) logDetail(change Change) string {
	detail := c.when(change.At)
	if change.UndoneBy > 0 {
		detail += separator + c.say("log.undoneby", "Number", change.UndoneBy)
	}
	if change.Films != 1 || len(change.Edits) == 0 {
		return detail
	}
	if diff := c.editDifference(change.Edits[0]); diff != "" {
		first, _, more := strings.Cut(diff, "\n")
		detail += separator + strings.TrimPrefix(first, "• ")
		if more {
			detail += " …"
		}
	}
	return detail
}

// editDifference tells how an edit changed what a film's entry says. It is empty
// where there was no entry, or is none.
func (c *call) editDifference(e Edit) string {
	before, err := readEntry(e.Film, e.Before.Text)
	after, err2 := readEntry(e.Film, e.After.Text)
	if err != nil || err2 != nil {
		return ""
	}
	return c.difference(before, after)
}

// when is a moment in the club's time zone.
func (c *call) when(t time.Time) string {
	return t.In(zoneOf(c.settings)).Format("2006-01-02 15:04")
}

// oneChange shows a change with its before and after.
func (b *Bot) oneChange(ctx context.Context, c *call, club string, number int64) Reply {
	change, err := b.store.Change(ctx, club, number)
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("log.nosuch", "Number", number))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	lines := []string{c.logged(change), c.logDetail(Change{At: change.At, UndoneBy: change.UndoneBy})}
	const most = 10
	for i, e := range change.Edits {
		if i == most {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, c.editText(e, len(change.Edits) > 1))
	}
	r := Reply{Text: strings.Join(lines, "\n"), Private: true}
	log := "/catalog log"
	if club == Shared {
		log = join(log, sharedWord)
	}
	if undoable(change) {
		r.Buttons = append(r.Buttons, Button{Label: c.say("button.undo"), Line: undoLine(change)})
	}
	r.Buttons = append(r.Buttons, Button{Label: c.say("button.log"), Line: log})
	return r
}

// editText shows an edit: the difference, or what came or went.
func (c *call) editText(e Edit, brief bool) string {
	title := c.about(Change{Films: 1, Edits: []Edit{e}})
	switch {
	case brief:
		return "• " + title
	case e.After.Hidden:
		return c.say("log.went", "Text", strings.TrimSpace(orElse(e.Before.Text, title)))
	case e.Before.Text == "" && !e.Before.Hidden && e.After.Text != "":
		return c.say("log.came", "Text", strings.TrimSpace(e.After.Text))
	case e.After.Text == "" && e.Before.Hidden:
		return c.say("log.back", "Title", title)
	case e.After.Text == "":
		return c.say("log.went", "Text", strings.TrimSpace(orElse(e.Before.Text, title)))
	case e.Before.Hidden:
		return c.say("log.back", "Title", title)
	}
	return c.editDifference(e)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

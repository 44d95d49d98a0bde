package bot

import (
	"context"
	"errors"
	"math"
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
	club, rest := logOf(c)
	switch number, err := changeNumber(club, rest); {
	case errors.Is(err, errForeignChange):
		return c.refuse(c.say("log.foreign"))
	case err == nil:
		return b.oneChange(ctx, c, club, number)
	}
	film, title := "", ""
	rest, before, err := cutBefore(club, rest)
	if err != nil {
		return c.refuse(c.say("log.foreign"))
	}
	if rest != "" {
		f, other := b.loggedFilm(c, rest)
		if f == nil {
			return other
		}
		film, title = f.ID, f.Heading(c.lang)
	}
	list, err := b.store.Changes(ctx, club, film, before, logPage+1)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if len(list) == 0 && film != "" {
		return c.refuse(c.say("log.never", "Title", title))
	}
	return b.logReply(ctx, c, club, film, list)
}

// cutBefore takes "to 57" off the end of a line, which begins a page of a club's log
// with that change. It returns the number that all of the page are below, 0 for
// none. The error is [errForeignChange].
func cutBefore(club, line string) (rest string, before int64, err error) {
	const to = " to "
	at := strings.LastIndex(" "+line, to)
	if at < 0 {
		return line, 0, nil
	}
	number, err := changeNumber(club, line[at+len(to)-1:])
	switch {
	case errors.Is(err, errForeignChange):
		return "", 0, err
	case err != nil || number < 1 || number == math.MaxInt64:
		return line, 0, nil
	}
	return strings.TrimSpace(line[:at]), number + 1, nil
}

// logOf returns whose log a line is about, and what follows.
func logOf(c *call) (club, rest string) {
	if _, rest := cutWord(c.argument); c.aboutShared() {
		return Shared, rest
	}
	return c.id, c.argument
}

// loggedFilm finds a film that the club has, or has removed.
func (b *Bot) loggedFilm(c *call, title string) (*catalog.Film, Reply) {
	among := *c
	among.argument, among.club = title, c.withRemoved()
	if m, _ := b.oneFilm(&among, title); m.Film != nil && m.Score >= catalog.Sure {
		return m.Film, Reply{}
	}
	among.club = c.club
	return b.entryFilm(&among)
}

func (b *Bot) logReply(ctx context.Context, c *call, club, film string, list []Change) Reply {
	if len(list) == 0 {
		return Reply{Text: c.say("log.none"), Private: true}
	}
	line := c.row.line()
	if club == Shared {
		line = join(line, sharedWord)
	}
	below, err := b.below(ctx, c, club)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	r := Reply{Text: c.say("log.intro"), Private: true}
	for _, change := range list[:min(logPage, len(list))] {
		full, err := b.inFull(ctx, change)
		if err != nil {
			return b.fail(ctx, c, err)
		}
		r.Choices = append(r.Choices, Choice{
			Label: c.logged(full), Detail: c.logDetail(full, below), Line: join(line, changeRef(change)),
		})
	}
	if len(list) > logPage {
		mark := ""
		if film != "" {
			mark = idMark + film
		}
		r.Buttons = []Button{{Label: c.say("button.older"), Line: join(line, mark, "to", changeRef(list[logPage]))}}
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

// logged says who did what: "Ann: changed The Ascent (1977)".
func (c *call) logged(change Change) string {
	what := c.say("log."+string(change.Kind), "Title", c.about(change), "Number", change.Undoes)
	return c.say("log.by", "Name", c.name(change.By), "Text", what)
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

// logDetail says which change it was and when it was made, and in short what
// changed.
func (c *call) logDetail(change Change, below *catalog.Catalog) string {
	detail := c.say("log.number", "Number", change.Number) + separator + c.when(change.At)
	if change.UndoneBy > 0 {
		detail += separator + c.say("log.undoneby", "Number", change.UndoneBy)
	}
	if change.Films != 1 || len(change.Edits) == 0 {
		return detail
	}
	before, after := sides(change.Edits[0], below)
	if before == nil || after == nil {
		return detail
	}
	for i, d := range catalog.Diff(before, after) {
		if i > 0 {
			return detail + " …"
		}
		detail += separator + c.changed(d, briefValue)
	}
	return detail
}

// below is the catalog that the entries of a log's club lie over.
func (b *Bot) below(ctx context.Context, c *call, club string) (*catalog.Catalog, error) {
	if club == Shared {
		return b.clubs.base(ctx, []string{publishedName})
	}
	return b.clubs.base(ctx, c.settings.Off)
}

// sides are what the club saw of an edit's film before and after it, nil for
// nothing.
func sides(e Edit, below *catalog.Catalog) (before, after *catalog.Film) {
	return seenAs(e.Film, e.Before, below), seenAs(e.Film, e.After, below)
}

func seenAs(film string, s State, below *catalog.Catalog) *catalog.Film {
	if s.Hidden {
		return nil
	}
	if f, err := readEntry(film, s.Text); err == nil {
		return f
	}
	f, _ := below.ByID(film)
	return f
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
	below, err := b.below(ctx, c, club)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	heading := change
	heading.Edits = nil
	lines := []string{c.logDetail(heading, below), c.logged(change)}
	const most = 10
	for i, e := range change.Edits {
		switch {
		case i == most:
			lines = append(lines, c.say("import.more", "Count", len(change.Edits)-most))
		case i < most && len(change.Edits) > 1:
			lines = append(lines, "• "+c.about(Change{Films: 1, Edits: []Edit{e}}))
		case i < most:
			if text := c.editText(e, below); text != "" {
				lines = append(lines, text)
			}
		}
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

// editText shows an edit: the difference, or what came or went. It is empty where
// the name of the film says it all.
func (c *call) editText(e Edit, below *catalog.Catalog) string {
	before, after := sides(e, below)
	switch {
	case before != nil && after != nil:
		return c.difference(before, after, allKeys)
	case after == nil && e.Before.Text != "" && !e.Before.Hidden:
		return c.say("log.went", "Text", strings.TrimSpace(e.Before.Text))
	case after != nil && e.After.Text != "":
		return c.say("log.came", "Text", strings.TrimSpace(e.After.Text))
	}
	return ""
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

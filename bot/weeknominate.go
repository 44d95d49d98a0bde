package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"filmbot/bot/round"
	"filmbot/catalog"
)

// nominate answers "/week nominate <title>". Without a title it asks for one.
func (b *Bot) nominate(ctx context.Context, c *call) Reply {
	w, other := b.latest(ctx, c, 0)
	if !other.Empty() {
		return other
	}
	if title := c.Fields["title"]; title != "" {
		c.argument = clean(title)
	}
	if c.argument == "" {
		if !c.view(w).nominating() {
			return c.refuse(c.notOpen(w))
		}
		return Reply{Private: true, Form: c.nominationForm()}
	}
	again := strings.HasPrefix(c.argument, anyway+" ")
	c.argument = strings.TrimPrefix(c.argument, anyway+" ")
	f, other := b.thisFilm(c)
	if f == nil {
		other.Private = true
		return other
	}
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Nominate(f.ID, round.Who(c.author()), again, s.now, s.facts)
	})
	var refusal *round.Refusal
	switch {
	case errors.As(err, &refusal):
		return c.notNominated(f, w.Round, refusal)
	case err != nil:
		return b.fail(ctx, c, err)
	}
	w.Round = r
	text := c.say("nominate.done", "Title", f.Heading(c.lang))
	if left := r.Rules.Each - len(c.nominated(r)); left > 0 {
		text += " " + c.some("nominate.left", left)
	}
	return Reply{Text: text, Private: true, Buttons: []Button{{Label: c.say("button.withdrawnomination"), Line: "/week withdraw " + idOf(f)}}}
}

func (c *call) nominationForm() *Form {
	return &Form{
		Title: c.say("nominate.form"), Line: "/week nominate", Open: "/week nominate",
		Fields: []Field{{Name: "title", Label: c.say("nominate.field"), Hint: c.say("nominate.hint"), Required: true, Most: 100}},
	}
}

// nominated are the films that the person has nominated in a round.
func (c *call) nominated(r round.Round) []string {
	var films []string
	for _, n := range r.Nominations {
		if n.By.Key == c.User.Key() {
			films = append(films, n.Film)
		}
	}
	return films
}

// notNominated says why a film was not nominated.
func (c *call) notNominated(f *catalog.Film, r round.Round, why *round.Refusal) Reply {
	title := f.Heading(c.lang)
	switch why.Why {
	case round.SeenBefore:
		night := c.named(nil, why.Night, zoneOf(c.settings))
		return Reply{
			Text: c.say("nominate.seen", "Title", title, "Night", night), Private: true,
			Buttons: []Button{{Label: c.say("button.nominateanyway"), Line: join("/week nominate", anyway, idOf(f))}},
		}
	case round.Yours:
		return c.refuse(c.say("nominate.yours", "Title", title))
	case round.TooMany:
		reply := c.refuse(c.some("nominate.toomany", why.Limit))
		for _, film := range c.nominated(r) {
			label := c.say("button.unnominate", "Title", c.heading(c.club, film))
			reply.Buttons = append(reply.Buttons, Button{Label: label, Line: "/week withdraw " + idMark + film})
		}
		return reply
	case round.Full:
		return c.refuse(c.say("nominate.full"))
	}
	return c.notDone(why)
}

func (c *call) notOpen(w Week) string {
	if !w.Round.Paused.IsZero() {
		return c.say("refused.paused")
	}
	return c.say("refused.notopen")
}

// withdrawNomination answers "/week withdraw <title>": it takes a nomination back.
func (b *Bot) withdrawNomination(ctx context.Context, c *call) Reply {
	w, other := b.latest(ctx, c, 0)
	if !other.Empty() {
		return other
	}
	film, other := b.amongFilms(c, c.nominated(w.Round), "nominate.nothing", "refused.notyours")
	if film == "" {
		return other
	}
	_, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		return r.Withdraw(film, round.Who(c.author()), s.now)
	})
	if err != nil {
		return b.notTurned(ctx, c, err)
	}
	return Reply{Text: c.say("nominate.withdrawn", "Title", c.heading(c.club, film)), Private: true}
}

// amongFilms finds the one of some films that the line means, or what to answer
// instead: all of them to choose from, or the text that there are none, or that what a
// button means is none of them.
func (b *Bot) amongFilms(c *call, films []string, none, another string) (string, Reply) {
	id, pressed := strings.CutPrefix(c.argument, idMark)
	switch {
	case pressed && slices.Contains(films, id):
		return id, Reply{}
	case pressed:
		return "", c.refuse(c.say(another))
	case len(films) == 0:
		return "", c.refuse(c.say(none))
	}
	if c.argument != "" {
		among := *c
		among.club = c.only(films)
		if m, _ := b.oneFilm(&among, c.argument); m.Film != nil {
			return m.Film.ID, Reply{}
		}
	}
	r := c.refuse(c.say("week.which"))
	for _, film := range films[:min(mostListed, len(films))] {
		r.Choices = append(r.Choices, Choice{Label: c.heading(c.club, film), Line: join(c.row.line(), idMark+film)})
	}
	return "", r
}

// only returns the club as if its catalog were some of its films.
func (c *club) only(films []string) *club {
	var some []*catalog.Film
	for _, id := range films {
		if f, ok := c.catalog.ByID(id); ok {
			some = append(some, f)
		}
	}
	other := *c
	other.catalog, _ = catalog.New(some) // it refuses only films without ids of their own
	return &other
}

// suggestNominated completes the titles of the person's nominations.
func (b *Bot) suggestNominated(ctx context.Context, c *call) []Choice {
	w, err := b.store.Round(ctx, c.id, 0)
	if err != nil {
		return nil
	}
	return b.suggestAmong(c, c.nominated(w.Round))
}

func (b *Bot) suggestAmong(c *call, films []string) []Choice {
	among := *c
	among.club = c.only(films)
	return b.titleChoices(&among, c.row.line(), strings.TrimSpace(c.argument))
}

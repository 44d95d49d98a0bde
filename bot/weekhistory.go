package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"filmbot/bot/round"
	"filmbot/catalog"
)

// history answers "/week history [page]" with what the club watched, the latest
// first, and with its totals on the first page.
func (b *Bot) history(ctx context.Context, c *call) Reply {
	all, err := b.store.History(ctx, c.id)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	var watched []Week
	for _, w := range all {
		if w.Round.Phase == round.Watched {
			watched = append(watched, w)
		}
	}
	if len(watched) == 0 {
		return c.refuse(c.say("history.none"))
	}
	_, page := cutPage(c.argument)
	pages := (len(watched) + pageSize - 1) / pageSize
	page = min(page, pages)
	r := Reply{Text: c.say("history.intro"), Replace: c.Pressed && c.argument != ""}
	if pages > 1 {
		r.Text += separator + c.say("list.page", "Page", page, "Pages", pages)
	}
	if page == 1 {
		r.Text += "\n" + c.totals(round.Sum(c.showings(watched)))
	}
	for _, w := range watched[(page-1)*pageSize : min(page*pageSize, len(watched))] {
		r.Choices = append(r.Choices, c.showing(w))
	}
	turn := func(label string, to int) {
		r.Buttons = append(r.Buttons, Button{Label: c.say(label), Line: join(c.row.line(), pageWords[0], strconv.Itoa(to))})
	}
	if page > 1 {
		turn("button.previous", page-1)
	}
	if page < pages {
		turn("button.next", page+1)
	}
	return r
}

// showing is a line of the history.
func (c *call) showing(w Week) Choice {
	detail := c.date(w.Round.Date)
	if w.Ratings > 0 {
		detail += separator + c.some("history.rated", w.Ratings, "Average", c.average(w.Points, w.Ratings))
	}
	return Choice{
		Label: c.heading(c.club, w.Round.Film), Detail: detail,
		Line: join("/week why", view{club: c.club, Week: w}.ref()),
	}
}

// showings are what the club watched, in the order of the rounds.
func (c *call) showings(latestFirst []Week) []round.Showing {
	var out []round.Showing
	for i := len(latestFirst) - 1; i >= 0; i-- {
		w := latestFirst[i]
		s := round.Showing{Film: w.Round.Film, Ratings: w.Ratings, Points: w.Points}
		if f, ok := c.catalog.ByID(w.Round.Film); ok {
			s.Year = f.Year
			s.Countries = f.Countries
		}
		for _, n := range w.Round.Nominations {
			if n.Film == w.Round.Film {
				s.Nominators = append(s.Nominators, n.By)
			}
		}
		out = append(out, s)
	}
	return out
}

// mostTotals is how many persons, decades and countries the totals name.
const mostTotals = 3

func (c *call) totals(t round.Totals) string {
	lines := []string{c.some("history.nights", t.Showings) + separator + c.some("history.films", t.Films)}
	if t.Ratings > 0 {
		points := int(t.Average*float64(t.Ratings) + 0.5)
		lines[0] += separator + c.say("history.average", "Average", c.average(points, t.Ratings))
	}
	var persons, decades, countries []string
	for _, n := range t.Nominators[:min(mostTotals, len(t.Nominators))] {
		persons = append(persons, c.name(Author(n.Of))+" "+strconv.Itoa(n.Number))
	}
	for _, d := range t.Decades[:min(mostTotals, len(t.Decades))] {
		decades = append(decades, c.say("history.decade", "Decade", strconv.Itoa(d.Of))+" "+strconv.Itoa(d.Number))
	}
	for _, n := range t.Countries[:min(mostTotals, len(t.Countries))] {
		countries = append(countries, catalog.CountryIn(n.Of, c.lang)+" "+strconv.Itoa(n.Number))
	}
	add := func(id string, names []string) {
		if len(names) > 0 {
			lines = append(lines, c.say(id, "Names", strings.Join(names, ", ")))
		}
	}
	add("history.nominators", persons)
	add("history.decades", decades)
	add("history.countries", countries)
	return strings.Join(lines, "\n")
}

// postAgain answers the button of a note about a post that its chat refused, or of which
// nobody knows whether it was sent.
func (b *Bot) postAgain(ctx context.Context, c *call) Reply {
	w, rest, other := b.thisRound(ctx, c)
	if !other.Empty() {
		return other
	}
	effect, mark := cutWord(rest)
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	for _, p := range slices.Backward(posts) { // the latest try comes last
		if strconv.Itoa(p.Effect) != effect || chatMark(p.Chat) != mark || p.Kind == NotePost {
			continue
		}
		if !c.announcesAt(p.Chat) {
			return c.refuse(c.say("week.here.gone"))
		}
		t := tended{Post: p, week: w, club: c.club}
		if lacking := p.State == PostUnsure || p.State == PostRefused; lacking && !t.live() {
			return c.refuse(c.say("done.again.past"))
		} else if lacking {
			if err := b.store.AddPost(ctx, p.in(p.Chat, b.now())); err != nil {
				return b.fail(ctx, c, err)
			}
			b.bell.ring()
		}
		return Reply{Text: c.say(cmp.Or(againSays[p.State], "done.again")), Private: true}
	}
	return c.refuse(c.say("week.old"))
}

// againSays are what is said to somebody who wants a post again that has got further
// meanwhile.
var againSays = map[PostState]string{
	PostSent: "done.again.posted", PostGone: "done.again.past", PostDropped: "done.again.past",
}

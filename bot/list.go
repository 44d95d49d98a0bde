package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"filmbot/catalog"
)

// pageSize is how many films a page of a list has: two rows of numbered buttons
// on either platform.
const pageSize = 10

// list answers "/film list [words] [page N]" with films in the order of their
// years.
func (b *Bot) list(ctx context.Context, c *call) Reply {
	words, page := cutPage(c.argument)
	films, reads, other := b.filtered(ctx, c, c.row.line(), words)
	if !other.Empty() {
		return other
	}
	slices.SortStableFunc(films, func(x, y *catalog.Film) int { return cmp.Compare(x.Year, y.Year) })
	pages := (len(films) + pageSize - 1) / pageSize
	page = min(page, pages)
	shown := films[(page-1)*pageSize : min(page*pageSize, len(films))]

	r := Reply{Text: c.say("list.all", "N", len(films))}
	if reads != "" {
		r.Text = c.say("list.filtered", "N", len(films), "Filter", reads)
	}
	if pages > 1 {
		r.Text += separator + c.say("list.page", "Page", page, "Pages", pages)
	}
	for _, f := range shown {
		r.Choices = append(r.Choices, Choice{Label: f.Heading(c.lang), Detail: c.brief(f), Line: "/film " + idOf(f)})
	}
	turn := func(label string, to int) {
		r.Buttons = append(r.Buttons, Button{Label: c.say(label), Line: join(c.row.line(), words, pageWords[0], strconv.Itoa(to))})
	}
	if page > 1 {
		turn("button.previous", page-1)
	}
	if page < pages {
		turn("button.next", page+1)
	}
	return r
}

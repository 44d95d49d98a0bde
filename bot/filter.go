package bot

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"filmbot/catalog"
)

// filtered returns the films that the words of a filter let pass, and how the
// filter reads. Where there is none, or a word is not known, it returns what to
// answer instead. The line is what the words follow.
func (b *Bot) filtered(ctx context.Context, c *call, line, words string) (films []*catalog.Film, reads string, other Reply) {
	filter, unknown := b.catalog.ParseFilter(words)
	reads = c.filter(filter)
	if len(unknown) > 0 {
		return nil, reads, c.unknownWords(line, words, unknown, reads)
	}
	films, err := b.selectFilms(ctx, c, filter)
	switch {
	case err != nil:
		return nil, reads, b.fail(ctx, c, err)
	case filter.Unseen && c.User.Key() == "":
		return nil, reads, c.refuse(c.say("seen.nameless"))
	case len(films) == 0:
		return nil, reads, b.noneFits(ctx, c, line, words, filter, reads)
	}
	return films, reads, Reply{}
}

func (b *Bot) selectFilms(ctx context.Context, c *call, filter catalog.Filter) ([]*catalog.Film, error) {
	films := b.catalog.Select(filter)
	if !filter.Unseen {
		return films, nil
	}
	seen, err := b.store.Seen(ctx, c.User.Key())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(films, func(f *catalog.Film) bool { return slices.Contains(seen, f.ID) }), nil
}

// unknownWords names the words that no filter knows, what was understood, and
// what could be said instead.
func (c *call) unknownWords(line, words string, unknown []string, reads string) Reply {
	quoted := make([]string, min(5, len(unknown)))
	for i := range quoted {
		quoted[i] = c.say("quoted", "Text", echo(unknown[i]))
	}
	text := c.say("filter.unknown", "Words", strings.Join(quoted, ", "), "N", len(unknown))
	r := c.refuse(text)
	if reads != "" {
		r.Text = join(text, c.say("filter.understood", "Filter", reads))
		known := slices.DeleteFunc(strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' }),
			func(w string) bool { return slices.Contains(unknown, w) })
		r.Buttons = []Button{{Label: c.say("button.without", "Word", strings.Join(quoted, ", ")), Line: join(line, strings.Join(known, " "))}}
	}
	r.Text += "\n" + c.say("filter.words")
	return r
}

// noneFits says that no film passes, and offers to leave out one of the words.
func (b *Bot) noneFits(ctx context.Context, c *call, line, words string, filter catalog.Filter, reads string) Reply {
	if filter.Unseen {
		filter.Unseen = false
		if n := len(b.catalog.Select(filter)); n > 0 {
			return c.refuse(c.say("filter.allseen", "N", n))
		}
	}
	r := c.refuse(c.say("filter.none", "Filter", reads))
	fields := strings.Fields(words)
	for i, w := range fields {
		rest := strings.Join(slices.Delete(slices.Clone(fields), i, i+1), " ")
		less, unknown := b.catalog.ParseFilter(rest)
		if len(unknown) > 0 || len(fields) == 1 {
			continue
		}
		if films, err := b.selectFilms(ctx, c, less); err == nil && len(films) > 0 {
			label := c.say("button.without", "Word", c.say("quoted", "Text", echo(w))) + " (" + strconv.Itoa(len(films)) + ")"
			r.Buttons = append(r.Buttons, Button{Label: label, Line: join(line, rest)})
		}
	}
	if len(r.Buttons) == 0 {
		r.Buttons = []Button{c.randomButton(), c.listButton()}
	}
	return r
}

// filter reads a filter out: "war · 1970–1979 · under 100 min".
func (s *speech) filter(f catalog.Filter) string {
	var parts []string
	for _, t := range f.Terms {
		parts = append(parts, t.Label.In(s.lang))
	}
	for _, y := range f.Years {
		parts = append(parts, s.years(y))
	}
	for _, r := range f.Runtimes {
		if r.To == math.MaxInt {
			parts = append(parts, s.say("filter.over", "Minutes", r.From-1))
			continue
		}
		parts = append(parts, s.say("filter.under", "Minutes", r.To+1))
	}
	if f.Unseen {
		parts = append(parts, s.say("filter.unseen"))
	}
	return strings.Join(parts, separator)
}

func (s *speech) years(y catalog.Span) string {
	switch {
	case y.From == y.To:
		return strconv.Itoa(y.From)
	case y.To == math.MaxInt:
		return s.say("filter.since", "Year", y.From)
	case y.From <= 1:
		return s.say("filter.until", "Year", y.To)
	}
	return strconv.Itoa(y.From) + "–" + strconv.Itoa(y.To)
}

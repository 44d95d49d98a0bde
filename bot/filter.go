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
	filter := c.catalog.ParseFilter(words)
	reads = c.filter(filter)
	switch {
	case len(filter.Unknown) > 0:
		return nil, reads, c.unknownWords(line, filter, reads)
	case filter.Unseen && c.User.Key() == "":
		return nil, reads, c.refuse(c.say("seen.nameless"))
	}
	films, err := b.selectFilms(ctx, c, filter)
	switch {
	case err != nil:
		return nil, reads, b.fail(ctx, c, err)
	case len(films) == 0:
		return nil, reads, b.noneFits(ctx, c, line, filter, reads)
	}
	return films, reads, Reply{}
}

func (b *Bot) selectFilms(ctx context.Context, c *call, filter catalog.Filter) ([]*catalog.Film, error) {
	films := c.catalog.Select(filter)
	if !filter.Unseen {
		return films, nil
	}
	seen, err := b.store.Seen(ctx, c.User.Key())
	if err != nil {
		return nil, err
	}
	return without(films, seen), nil
}

// without returns the films whose ids are not among those given.
func without(films []*catalog.Film, ids []string) []*catalog.Film {
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return slices.DeleteFunc(slices.Clone(films), func(f *catalog.Film) bool { return out[f.ID] })
}

// unknownWords names the words that no filter knows, what was understood, and
// what could be said instead.
func (c *call) unknownWords(line string, filter catalog.Filter, reads string) Reply {
	const most = 3
	quoted := make([]string, min(most, len(filter.Unknown)))
	for i := range quoted {
		quoted[i] = c.quote(filter.Unknown[i])
	}
	names := strings.Join(quoted, ", ")
	if len(filter.Unknown) > most {
		names += " …"
	}
	r := c.refuse(c.say("filter.unknown", "Words", names, "N", len(filter.Unknown)))
	if reads != "" {
		r.Text = join(r.Text, c.say("filter.understood", "Filter", reads))
		r.Buttons = []Button{{Label: c.say("button.without", "Word", names), Line: join(line, strings.Join(filter.Conditions, " "))}}
	}
	r.Text += "\n" + c.say("filter.words")
	return r
}

// noneFits says that no film passes, and offers to leave out one condition.
func (b *Bot) noneFits(ctx context.Context, c *call, line string, filter catalog.Filter, reads string) Reply {
	if c.catalog.Len() == 0 {
		return c.refuse(c.say("filter.empty"))
	}
	r := c.refuse(c.say("filter.none", "Filter", reads))
	for i, said := range filter.Conditions {
		rest := strings.Join(slices.Delete(slices.Clone(filter.Conditions), i, i+1), " ")
		less := c.catalog.ParseFilter(rest)
		films, err := b.selectFilms(ctx, c, less)
		if err != nil || len(films) == 0 || less.Empty() && !filter.Unseen {
			continue
		}
		if filter.Unseen && !less.Unseen {
			r.Text = c.some("filter.allseen", len(films))
		}
		label := c.say("button.without", "Word", c.quote(said)) + " (" + strconv.Itoa(len(films)) + ")"
		r.Buttons = append(r.Buttons, Button{Label: label, Line: join(line, rest)})
	}
	if len(r.Buttons) == 0 {
		r.Buttons = []Button{c.randomButton(), c.listButton()}
	}
	return r
}

func (s *speech) quote(typed string) string { return s.say("quoted", "Text", echo(typed)) }

// filter reads a filter out: "war · 1970–1979 · up to 99 min".
func (s *speech) filter(f catalog.Filter) string {
	var parts []string
	for _, t := range f.Terms {
		parts = append(parts, t.Label.In(s.lang))
	}
	for _, y := range slices.Concat(f.Years, f.Within) {
		parts = append(parts, s.years(y))
	}
	for _, r := range f.Runtimes {
		if r.To == math.MaxInt {
			parts = append(parts, s.say("filter.atleast", "Minutes", r.From))
			continue
		}
		parts = append(parts, s.say("filter.atmost", "Minutes", r.To))
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

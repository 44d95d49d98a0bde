package bot

import (
	"context"
	"slices"
	"strings"

	"filmbot/catalog"
)

// mostSuggestions is how many choices fit on every platform while typing: the
// limit of Discord's autocomplete
// (https://discord.com/developers/docs/interactions/receiving-and-responding).
const mostSuggestions = 25

// While somebody is typing, what is far from a title may still become one, so
// less than a plausible film is suggested, unless something is much nearer.
const (
	guess      = catalog.Plausible - 0.15
	muchNearer = 0.2
)

// Suggest implements [Handler].
func (b *Bot) Suggest(ctx context.Context, req Request) (choices []Choice) {
	defer func() {
		if p := recover(); p != nil {
			b.panicked(ctx, req, p)
			choices = nil
		}
	}()
	c := b.call(req)
	if err := b.enter(ctx, c); err != nil {
		return nil
	}
	line := clean(req.Line)
	if !strings.HasPrefix(line, "/") {
		if !req.Chat.Private || line == "" {
			return nil
		}
		line = "/film " + line
	}
	if first, _ := cutWord(line); first == line && !strings.HasSuffix(req.Line, " ") && !req.Inline {
		return b.suggestCommands(line)
	}
	if c.row, c.argument = b.route(line); c.row == nil || c.row.suggest == nil {
		return nil
	}
	if strings.HasSuffix(req.Line, " ") && c.argument != "" {
		c.argument += " "
	}
	for _, choice := range c.row.suggest(b, ctx, c) {
		same := func(other Choice) bool { return other.Line == choice.Line }
		if len(choice.Line) <= maxSuggestedLine && len(choices) < mostSuggestions && !slices.ContainsFunc(choices, same) {
			choices = append(choices, choice)
		}
	}
	return choices
}

// maxSuggestedLine is how many bytes a suggested line may have. It leaves out
// nothing but filters of many words, which nobody is helped with.
const maxSuggestedLine = 100

// suggestCommands completes the first word.
func (b *Bot) suggestCommands(line string) []Choice {
	var out []Choice
	for _, c := range b.Commands() {
		first := "/" + c.Name
		if c.Greeting || !strings.HasPrefix(first, strings.ToLower(line)) {
			continue
		}
		typed := first
		if c.Argument != nil || len(c.Verbs) > 0 {
			typed += " "
		}
		out = append(out, Choice{Label: first, Line: first, Typed: typed})
	}
	return out
}

// suggestVerbs completes the second word.
func (b *Bot) suggestVerbs(_ context.Context, c *call) []Choice {
	typed := strings.ToLower(strings.TrimSpace(c.argument))
	var out []Choice
	for i := range b.rows {
		r := &b.rows[i]
		if r.command == c.row.command && r.verb != "" && r.help != "" && strings.HasPrefix(r.verb, typed) {
			out = append(out, Choice{Label: r.verb + " — " + c.say(r.help), Line: r.line(), Typed: r.line() + " "})
		}
	}
	return out
}

// suggestFilm completes "/film": verbs, and titles. The first suggestion for
// nothing typed is a random film.
func (b *Bot) suggestFilm(_ context.Context, c *call) []Choice {
	typed := strings.TrimSpace(c.argument)
	var out []Choice
	for i := range b.rows {
		r := &b.rows[i]
		if r.command != c.row.command || r.verb == "" || r.help == "" || !strings.HasPrefix(r.verb, strings.ToLower(typed)) {
			continue
		}
		switch {
		case !c.Inline:
			out = append(out, Choice{Label: r.verb + " — " + c.say(r.help), Line: r.line(), Typed: r.line() + " "})
		case r.verb == "random" && c.catalog.Len() > 0:
			out = append(out, b.randomChoice(c, c.catalog.Select(catalog.Filter{}), ""))
		}
	}
	return append(out, b.titleChoices(c, c.row.line(), typed)...)
}

// suggestTitles completes a verb that takes a title.
func (b *Bot) suggestTitles(_ context.Context, c *call) []Choice {
	typed := strings.TrimSpace(c.argument)
	if c.Inline && c.row.verb == "like" {
		if m, _ := b.oneFilm(c, typed); m.Film != nil {
			var films []*catalog.Film
			for _, l := range c.catalog.Like(m.Film, mostSuggestions) {
				films = append(films, l.Film)
			}
			return b.filmChoices(c, "/film", films)
		}
	}
	return b.titleChoices(c, c.row.line(), typed)
}

func (b *Bot) titleChoices(c *call, line, typed string) []Choice {
	title, _ := unquote(typed)
	var films []*catalog.Film
	if title == "" {
		films = c.catalog.First(mostSuggestions)
	}
	found := c.catalog.Search(title, mostSuggestions)
	for _, m := range found {
		if m.Score >= max(guess, found[0].Score-muchNearer) {
			films = append(films, m.Film)
		}
	}
	if filter := c.catalog.ParseFilter(title); len(filter.Unknown) == 0 && !filter.Empty() && !filter.Unseen {
		films = append(films, c.catalog.Select(filter)...)
	}
	return b.filmChoices(c, line, films[:min(mostSuggestions, len(films))])
}

func (b *Bot) filmChoices(c *call, line string, films []*catalog.Film) []Choice {
	out := make([]Choice, 0, len(films))
	for _, f := range films {
		choice := Choice{Label: f.Heading(c.lang), Detail: c.brief(f), Line: join(line, idOf(f)), Typed: join(line, b.typed(f.Heading(c.lang)))}
		if c.Inline {
			card := c.card(f)
			choice.Card, choice.Buttons = &card, c.cardButtons(f)
		}
		out = append(out, choice)
	}
	return out
}

// typed returns a title as it is typed: in quotes where it would be a command.
func (b *Bot) typed(title string) string {
	if r, _ := b.route("/film " + title); r != nil && r.verb != "" {
		return `"` + title + `"`
	}
	return title
}

// suggestRandom completes the words of "/film random". Inline, where there is no
// chat yet and so no bag, a film is drawn at once.
func (b *Bot) suggestRandom(ctx context.Context, c *call) []Choice {
	if !c.Inline {
		return b.suggestWords(ctx, c)
	}
	words := strings.TrimSpace(c.argument)
	films, _, other := b.filtered(ctx, c, c.row.line(), words)
	if !other.Empty() {
		return nil
	}
	return append([]Choice{b.randomChoice(c, films, words)}, b.filmChoices(c, "/film", films)...)
}

// randomChoice is a film drawn for somebody who may post it.
func (b *Bot) randomChoice(c *call, films []*catalog.Film, words string) Choice {
	f := films[b.rand(len(films))]
	card := c.card(f)
	line := join("/film random", words)
	choice := Choice{Label: c.say("button.random"), Line: line, Typed: line, Card: &card, Buttons: c.cardButtons(f)}
	if len(line) <= MaxLine {
		another := Button{Label: c.say("button.another"), Line: line}
		choice.Buttons = append([]Button{another}, choice.Buttons...)
	}
	return choice
}

// suggestWords completes the last words of a filter.
func (b *Bot) suggestWords(ctx context.Context, c *call) []Choice {
	if c.Inline {
		films, _, _ := b.filtered(ctx, c, c.row.line(), strings.TrimSpace(c.argument))
		return b.filmChoices(c, "/film", films)
	}
	var out []Choice
	if c.argument == "" || strings.HasSuffix(c.argument, " ") {
		out = append(out, wordChoice(c.row, c.argument))
	}
	for _, words := range b.completed(c) {
		filter := c.catalog.ParseFilter(words)
		if len(filter.Unknown) == 0 && (filter.Unseen || c.catalog.Any(filter)) {
			out = append(out, wordChoice(c.row, words))
		}
	}
	return out
}

// completed returns what the words of a filter may become: the longest end of
// them that begins something is completed.
func (b *Bot) completed(c *call) []string {
	words := strings.Split(c.argument, " ")
	for i := range words {
		last := strings.Join(words[i:], " ")
		if i > 0 && last == "" {
			last = words[len(words)-1]
		}
		found := c.catalog.Complete(last, c.lang, mostSuggestions)
		if len(found) == 0 {
			continue
		}
		out := make([]string, len(found))
		for j, w := range found {
			out[j] = join(strings.Join(words[:i], " "), w)
		}
		return out
	}
	return nil
}

func wordChoice(r *row, words string) Choice {
	words = strings.TrimSpace(words)
	return Choice{Label: join(r.verb, words), Line: join(r.line(), words), Typed: join(r.line(), words)}
}

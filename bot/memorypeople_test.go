package bot_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"filmbot/bot"
)

func (m *memory) Seen(ctx context.Context, user string) ([]string, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return slices.Clone(m.seen[user]), nil
}

func (m *memory) MarkSeen(ctx context.Context, user, film string, seen bool) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.seen[user] = slices.DeleteFunc(m.seen[user], func(f string) bool { return f == film })
	if seen {
		m.seen[user] = append(m.seen[user], film)
	}
	return nil
}

func (m *memory) Traces(ctx context.Context, user string) (bot.Traces, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Traces{}, err
	}
	defer m.mu.Unlock()
	if user == "" {
		return bot.Traces{}, nil
	}
	traces := bot.Traces{Seen: slices.Clone(m.seen[user])}
	for _, id := range slices.Sorted(maps.Keys(m.clubs)) {
		c := m.clubs[id]
		for _, change := range c.changes {
			if change.By.Key == user {
				change.Edits = nil
				traces.Changes = append(traces.Changes, change)
			}
		}
		if slices.ContainsFunc(c.settings.Moderators, isPerson(user)) {
			traces.Moderates = append(traces.Moderates, id)
		}
		traces.Rounds = append(traces.Rounds, c.roundTraces(id, user)...)
	}
	for _, s := range m.suggestions {
		if s.Author.Key == user {
			traces.Suggestions = append(traces.Suggestions, s)
		}
	}
	for _, d := range m.drafts {
		if d.Owner == user {
			traces.Drafts = append(traces.Drafts, d)
		}
	}
	slices.SortFunc(traces.Drafts, func(a, b bot.Draft) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return traces, nil
}

func (m *memory) Forget(ctx context.Context, user string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if user == "" {
		return nil
	}
	forget := func(a *bot.Author) {
		if a.Key == user {
			*a = bot.Author{}
		}
	}
	delete(m.seen, user)
	maps.DeleteFunc(m.counted, func(key string, _ []time.Time) bool { return strings.HasSuffix(key, " "+user) })
	maps.DeleteFunc(m.drafts, func(_ string, d bot.Draft) bool { return d.Owner == user })
	m.suggestions = slices.DeleteFunc(m.suggestions, func(s bot.Suggestion) bool {
		return s.Author.Key == user && s.Decision.Outcome == bot.Waiting
	})
	for i := range m.suggestions {
		forget(&m.suggestions[i].Author)
		forget(&m.suggestions[i].Decision.By)
	}
	for id, c := range m.clubs {
		for i := range c.changes {
			forget(&c.changes[i].By)
		}
		if slices.ContainsFunc(c.settings.Moderators, isPerson(user)) {
			c.settings.Moderators = slices.DeleteFunc(c.settings.Moderators, isPerson(user))
			m.grow(id)
		}
		m.forgetInRounds(id, user)
	}
	return nil
}

func isPerson(user string) func(bot.Mention) bool {
	return func(named bot.Mention) bool { return named.Key == user }
}

func (m *memory) Count(ctx context.Context, key string, now, since time.Time) (int, error) {
	if err := m.begin(ctx); err != nil {
		return 0, err
	}
	defer m.mu.Unlock()
	before := func(t time.Time) bool { return t.Before(stored(since)) }
	m.counted[key] = append(slices.DeleteFunc(m.counted[key], before), stored(now))
	return len(m.counted[key]), nil
}

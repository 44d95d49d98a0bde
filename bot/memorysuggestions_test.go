package bot_test

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"filmbot/bot"
)

// suggestion returns what is kept of a club's suggestion, for changing; nil
// where there is none.
func (m *memory) suggestion(club, id string) *bot.Suggestion {
	i := slices.IndexFunc(m.suggestions, func(s bot.Suggestion) bool { return s.Club == club && s.ID == id })
	if i < 0 {
		return nil
	}
	return &m.suggestions[i]
}

// suggested returns the suggestions that match, the oldest first.
func (m *memory) suggested(match func(bot.Suggestion) bool) []bot.Suggestion {
	var out []bot.Suggestion
	for _, s := range m.suggestions {
		if match(s) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b bot.Suggestion) int { return a.At.Compare(b.At) })
	return out
}

// waiting returns the suggestions of a club that wait, of one author or of all.
func (m *memory) waiting(club string, by func(author string) bool) []bot.Suggestion {
	return m.suggested(func(s bot.Suggestion) bool {
		return s.Club == club && s.Decision.Outcome == bot.Waiting && by(s.Author.Key)
	})
}

func (m *memory) Suggest(ctx context.Context, s bot.Suggestion, draft string, limit int) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if _, ok := m.drafts[draft]; draft != "" && !ok {
		return bot.ErrNotFound
	}
	if len(m.waiting(s.Club, func(author string) bool { return author == s.Author.Key })) >= limit {
		return bot.ErrTooMany
	}
	if slices.ContainsFunc(m.suggestions, func(other bot.Suggestion) bool { return other.ID == s.ID }) {
		return errors.New("the id of a suggestion is taken")
	}
	delete(m.drafts, draft)
	s.At, s.Decision.At = stored(s.At), stored(s.Decision.At)
	m.suggestions = append(m.suggestions, s)
	return nil
}

func (m *memory) Suggestion(ctx context.Context, club, id string) (bot.Suggestion, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Suggestion{}, err
	}
	defer m.mu.Unlock()
	s := m.suggestion(club, id)
	if s == nil {
		return bot.Suggestion{}, bot.ErrNotFound
	}
	return *s, nil
}

func (m *memory) Waiting(ctx context.Context, club, author string) ([]bot.Suggestion, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return m.waiting(club, func(key string) bool { return author == "" || key == author }), nil
}

func (m *memory) Decline(ctx context.Context, club, id string, d bot.Decision) (bot.Suggestion, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Suggestion{}, err
	}
	defer m.mu.Unlock()
	s := m.suggestion(club, id)
	switch {
	case s == nil:
		return bot.Suggestion{}, bot.ErrNotFound
	case s.Decision.Outcome != bot.Waiting:
		return *s, bot.ErrConflict
	}
	d.At = stored(d.At)
	s.Decision = d
	return *s, nil
}

func (m *memory) SetPost(ctx context.Context, club, id string, post bot.Message) error {
	return m.amend(ctx, club, id, func(s *bot.Suggestion) { s.Post = post })
}

func (m *memory) SetTold(ctx context.Context, club, id string) error {
	return m.amend(ctx, club, id, func(s *bot.Suggestion) { s.Told = true })
}

func (m *memory) amend(ctx context.Context, club, id string, change func(*bot.Suggestion)) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	s := m.suggestion(club, id)
	if s == nil {
		return bot.ErrNotFound
	}
	change(s)
	return nil
}

func (m *memory) Untold(ctx context.Context, limit int) ([]bot.Suggestion, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	out := m.suggested(func(s bot.Suggestion) bool { return s.Decision.Outcome != bot.Waiting && !s.Told })
	return out[:min(len(out), limit)], nil
}

func (m *memory) KeepDraft(ctx context.Context, d bot.Draft) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	d.At = stored(d.At)
	m.drafts[d.ID] = d
	var own []bot.Draft
	for _, other := range m.drafts {
		if other.Owner == d.Owner && other.Club == d.Club {
			own = append(own, other)
		}
	}
	slices.SortFunc(own, func(a, b bot.Draft) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	for _, old := range own[min(bot.MaxDrafts, len(own)):] {
		if old.ID != d.ID {
			delete(m.drafts, old.ID)
		}
	}
	return nil
}

func (m *memory) Draft(ctx context.Context, id string) (bot.Draft, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Draft{}, err
	}
	defer m.mu.Unlock()
	d, ok := m.drafts[id]
	if !ok {
		return bot.Draft{}, bot.ErrNotFound
	}
	return d, nil
}

func (m *memory) DropDraft(ctx context.Context, id string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	delete(m.drafts, id)
	return nil
}

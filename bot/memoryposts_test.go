package bot_test

import (
	"context"
	"time"

	"filmbot/bot"
)

// DuePosts implements [bot.Posts].
func (m *memory) DuePosts(context.Context, string, time.Time, int) ([]bot.PostKey, error) {
	return nil, nil
}

// ClaimPost implements [bot.Posts].
func (m *memory) ClaimPost(context.Context, bot.PostKey, time.Time, time.Time) (bot.Post, error) {
	return bot.Post{}, bot.ErrNotFound
}

// SavePost implements [bot.Posts].
func (m *memory) SavePost(context.Context, bot.Post, time.Time) error { return errNoRounds }

// AddPost implements [bot.Posts].
func (m *memory) AddPost(context.Context, bot.Post) error { return errNoRounds }

// PostsOf implements [bot.Posts].
func (m *memory) PostsOf(context.Context, string, int) ([]bot.Post, error) { return nil, nil }

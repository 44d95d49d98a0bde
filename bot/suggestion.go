package bot

import "context"

// sendSuggestion makes a draft a suggestion that waits for a moderator.
func (b *Bot) sendSuggestion(ctx context.Context, c *call, d Draft) Reply { return c.failed() }

// decidedBefore tells the second of two moderators who was first.
func (b *Bot) decidedBefore(ctx context.Context, c *call, id string) Reply { return c.failed() }

package bot

import "context"

// runImport adds the films of a file that was looked at.
func (b *Bot) runImport(ctx context.Context, c *call, d Draft) Reply { return c.failed() }

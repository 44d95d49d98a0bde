package bot

import "context"

// A role is what a person may do in a chat. Higher roles may do all that lower
// ones may.
type role int

const (
	// anyone may write in the chat.
	anyone role = iota
	// moderator looks after the club that the chat belongs to.
	moderator
)

// roleOf decides what the person who asks may do, and returns what the platform
// reports beside it. Adapters report facts; only this function draws conclusions
// from them. Where the platform cannot tell, the person is anyone.
func (b *Bot) roleOf(ctx context.Context, req Request) (role, Standing) {
	if req.Standing == nil {
		return anyone, Standing{}
	}
	standing, err := req.Standing(ctx, req.Chat)
	if err != nil {
		b.log.WarnContext(ctx, "cannot tell a member's standing", "platform", req.Chat.Platform, "err", err)
		return anyone, Standing{}
	}
	if standing.Administrator {
		return moderator, standing
	}
	return anyone, standing
}

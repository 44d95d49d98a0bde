package bot

import (
	"context"

	"filmbot/bot/round"
)

// adapted has the round under way take over the club's ritual and zone after they
// were changed, and says what moves with them. It is empty where nothing does.
func (b *Bot) adapted(ctx context.Context, c *call) string {
	if c.settings.Ritual == nil {
		return ""
	}
	var was round.Round
	r, err := b.turn(ctx, c.club, func(r round.Round, s scene) (round.Round, []round.Effect, error) {
		was = r
		return r.Adapt(c.settings.Ritual.Rules, s.now, s.zone)
	})
	switch why := refused(err); {
	case err == nil && r.Night.Equal(was.Night):
		return ""
	case err == nil:
		return c.say("week.moved", "Night", c.named(nil, r.Night, zoneOf(c.settings)))
	case why == round.NoTime:
		return c.say("week.notmoved", "Night", c.named(nil, was.Night, zoneOf(c.settings)))
	case why == round.IsPaused:
		return c.say("week.movesresumed")
	case why != "":
		return "" // there is no round to move
	}
	b.log.ErrorContext(ctx, "a round cannot be adapted", "err", err)
	return ""
}

package discord

import (
	"context"

	"golang.org/x/time/rate"
)

// Discord takes 50 requests a second of a bot, whatever they are about
// (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit). In no
// second do so many leave, and some are kept for what people wait for.
const (
	mostPerSecond = 45
	mostAtOnce    = 3
	idlePerSecond = 40
)

// gate lets so many requests a second through, one after the other. Each asks for its
// turn when the one before has left, so that after a standstill of the machine those
// that wait do not leave all at once.
type gate struct {
	turn chan struct{}
	rate *rate.Limiter
}

func newGate(perSecond rate.Limit, atOnce int) gate {
	return gate{make(chan struct{}, 1), rate.NewLimiter(perSecond, atOnce)}
}

// pass returns when a request may leave, or with an error of ctx's. Those that wait
// pass in the order in which they came.
func (g gate) pass(ctx context.Context) error {
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
		return g.rate.Wait(ctx)
	case <-ctx.Done():
		return ctx.Err()
	}
}

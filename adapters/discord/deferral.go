package discord

import (
	"context"
	"time"
)

// deferral acknowledges an interaction whose answer is not there in time.
type deferral struct {
	inTime chan struct{}
	// hurry asks for the acknowledgement before its time.
	hurry chan struct{}
	// done is closed when nothing more is sent; acknowledged tells then whether
	// Discord has, or may have, an acknowledgement.
	done         chan struct{}
	acknowledged bool
}

// early acknowledges the interaction with c unless the deferral is stopped in
// time. It must be stopped.
func (e exchange) early(window context.Context, c callback) *deferral {
	d := &deferral{inTime: make(chan struct{}), hurry: make(chan struct{}, 1), done: make(chan struct{})}
	timer := time.NewTimer(time.Until(e.arrived.Add(e.timing.deferral)))
	go func() {
		defer close(d.done)
		defer timer.Stop()
		select {
		case <-d.inTime:
			return
		case <-d.hurry:
		case <-timer.C:
		}
		err := e.acknowledge(window, c)
		e.report("an interaction is not acknowledged", err)
		// Without an answer of Discord's it may have come through all the same,
		// and there is no time left for another.
		s, _ := status(err)
		d.acknowledged = s == 0
	}()
	return d
}

// stop ends the deferral, and reports whether the interaction is acknowledged.
func (d *deferral) stop() bool {
	close(d.inTime)
	<-d.done
	return d.acknowledged
}

// hasten has the interaction acknowledged at once, and reports whether it is. It
// must not be called once the deferral is stopped.
func (d *deferral) hasten(ctx context.Context) bool {
	signal(d.hurry)
	select {
	case <-d.done:
		return d.acknowledged
	case <-ctx.Done():
		return false
	}
}

// turn waits until one of the handlers that may run at the same time can be this
// exchange's. It reports false where the handler must not run any more: what it
// did would never be shown.
func (e exchange) turn(ctx, window context.Context, d *deferral) bool {
	over := d.done
	for {
		select {
		case e.turns <- struct{}{}:
			if e.lost(window, d) {
				e.leave()
				return false
			}
			return true
		case <-over:
			if !d.acknowledged {
				return false
			}
			over = nil
		case <-ctx.Done():
			return false
		}
	}
}

// lost reports whether the interaction was not acknowledged and cannot be any
// more.
func (e exchange) lost(window context.Context, d *deferral) bool {
	if window.Err() != nil {
		<-d.done
	}
	select {
	case <-d.done:
		return !d.acknowledged
	default:
		return false
	}
}

// leave gives back what turn has taken.
func (e exchange) leave() { <-e.turns }

package discord

import (
	"context"
	"net/http"
	"time"

	"filmbot/bot"
)

// tokenLife is how long an interaction can be answered
// (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages),
// less a margin.
const tokenLife = 14 * time.Minute

// lateAnswer is how long a late answer is tried.
const lateAnswer = time.Minute

// unseen puts an answer off that only the person sees who asked.
var unseen = callback{answerLater, map[string]int{"flags": flagEphemeral}}

// answerLate completes an answer that was put off.
func (e exchange) answerLate(ctx context.Context, r bot.Reply, m message) error {
	ctx, cancel := e.late(ctx, m.weight())
	defer cancel()
	if e.inPlace(r) || !r.Private && !e.in.onMessage() {
		return e.complete(ctx, m)
	}
	if r.Private {
		m = ephemeral(m)
	}
	if !e.in.onMessage() {
		// Everybody sees that an answer was put off, and would see the answer.
		if err := e.takeBack(ctx); err != nil {
			return err
		}
	}
	return e.api.call(ctx, calm.careful().heavy(m.weight()), http.MethodPost, pathOf("webhooks", e.in.ApplicationID, e.in.Token), m, nil)
}

// answerHeavy sends an answer that takes longer than Discord waits for the first
// one.
func (e exchange) answerHeavy(ctx, window context.Context, r bot.Reply, m message) error {
	first := callback{Type: answerLater}
	switch {
	case e.inPlace(r):
		first.Type = answerLaterInEdit
	case r.Private:
		first = unseen
	}
	if err := e.acknowledge(window, first); err != nil {
		return err
	}
	ctx, cancel := e.late(ctx, m.weight())
	defer cancel()
	return e.complete(ctx, m)
}

// complete gives the first answer its content.
func (e exchange) complete(ctx context.Context, m message) error {
	return e.api.call(ctx, calm.heavy(m.weight()), http.MethodPatch, e.original(), m.edit(), nil)
}

// late is the time for a late answer with so many bytes of files.
func (e exchange) late(ctx context.Context, bytes int) (context.Context, context.CancelFunc) {
	end := time.Now().Add(lateAnswer + sendTime(bytes))
	if life := e.arrived.Add(tokenLife); life.Before(end) {
		end = life
	}
	return context.WithDeadline(ctx, end)
}

// takeBack removes the sign that an answer was put off.
func (e exchange) takeBack(ctx context.Context) error {
	err := e.api.call(ctx, calm, http.MethodDelete, e.original(), nil, nil)
	if s, _ := status(err); s == http.StatusNotFound {
		return nil
	}
	return err
}

func (e exchange) original() string {
	return pathOf("webhooks", e.in.ApplicationID, e.in.Token, "messages", "@original")
}

// sayNothing ends an exchange without an answer. After a panic Discord is left
// to tell the person that something went wrong.
func (e exchange) sayNothing(ctx, window context.Context, deferred, panicked bool) {
	if panicked && !deferred || deferred && e.in.onMessage() {
		return
	}
	if e.in.onMessage() {
		e.report("an interaction is not acknowledged", e.acknowledge(window, callback{Type: answerLaterInEdit}))
		return
	}
	if !deferred {
		if err := e.acknowledge(window, unseen); err != nil {
			e.report("an interaction is not acknowledged", err)
			return
		}
	}
	ctx, cancel := e.late(ctx, 0)
	defer cancel()
	e.report("an answer is not taken back", e.takeBack(ctx))
}

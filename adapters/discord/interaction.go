package discord

import (
	"context"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"filmbot/bot"
)

// Types of answers to an interaction
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
const (
	answerMessage     = 4
	answerLater       = 5
	answerLaterInEdit = 6
	answerEdit        = 7
	answerSuggestions = 8
)

// tokenLife is how long an interaction can be answered
// (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages),
// less a margin.
const tokenLife = 14 * time.Minute

// lateAnswer is how long a late answer is tried.
const lateAnswer = time.Minute

var (
	// hurried is for the three seconds of an acknowledgement.
	hurried = patience{attempt: 1200 * time.Millisecond, pause: 100 * time.Millisecond, longest: 400 * time.Millisecond}
	// calm is for what has time.
	calm = patience{attempt: 10 * time.Second, pause: 500 * time.Millisecond, longest: 5 * time.Second}
	// careful is calm, for a message that nothing keeps from being there twice.
	careful = patience{attempt: calm.attempt, pause: calm.pause, longest: calm.longest, notTwice: true}
)

// callback acknowledges an interaction. Data is absent where there is nothing
// to show.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// serve answers one interaction, whatever it is. It does not fail.
func (a *Adapter) serve(ctx context.Context, h bot.Handler, j job) {
	in, line, ok := decode(j.raw)
	if !ok || !a.seen.first(in.ID) {
		return
	}
	e := exchange{Adapter: a, in: in, arrived: j.arrived}
	if in.Type == typeAutocomplete {
		e.suggest(ctx, h, request(in, line))
		return
	}
	e.answer(ctx, h, request(in, line))
}

// exchange is an interaction and its answers.
type exchange struct {
	*Adapter
	in      interaction
	arrived time.Time
}

// suggest answers an autocompletion. Where the handler is slow the answer is
// empty: there is none that could come later.
func (e exchange) suggest(ctx context.Context, h bot.Handler, req bot.Request) {
	window, cancel := context.WithDeadline(ctx, e.arrived.Add(e.timing.window))
	defer cancel()
	early := e.early(window, callback{answerSuggestions, choiceData(nil)})
	thinking, stop := context.WithDeadline(ctx, e.arrived.Add(e.timing.deferral))
	defer stop()
	var choices []bot.Choice
	if e.turn(thinking, window, early) {
		e.guard(func() { choices = h.Suggest(thinking, req) })
		e.leave()
	}
	if early.stop() {
		return
	}
	var data commandData
	read(e.in.Data, &data)
	e.report("suggestions are lost", e.acknowledge(window, callback{answerSuggestions, choiceData(suggestions(data.Name, choices))}))
}

// choiceData is the data of an autocompletion. An empty list must be there.
func choiceData(list []suggestion) any {
	if list == nil {
		list = []suggestion{}
	}
	return map[string]any{"choices": list}
}

// answer answers a command or a press.
func (e exchange) answer(ctx context.Context, h bot.Handler, req bot.Request) {
	window, cancel := context.WithDeadline(ctx, e.arrived.Add(e.timing.window))
	defer cancel()
	later := callback{Type: answerLater}
	if req.Pressed {
		later.Type = answerLaterInEdit
	}
	early := e.early(window, later)
	var reply bot.Reply
	panicked, ran := e.handle(ctx, window, early, func(ctx context.Context) { reply = h.Handle(ctx, req) })
	deferred := early.stop()
	if !ran && !deferred {
		e.log.Warn("an interaction is lost: there is too much to do", "after", time.Since(e.arrived).Round(time.Millisecond))
		return
	}
	m := render(reply)
	if reply.Empty() || m.empty() {
		e.sayNothing(ctx, window, deferred, panicked)
		return
	}
	if deferred {
		e.report("an answer is lost", e.answerLate(ctx, reply, m))
		return
	}
	now := callback{answerMessage, m}
	switch {
	case reply.Private:
		now.Data = ephemeral(m)
	case reply.Replace && req.Pressed:
		now.Type = answerEdit
	}
	e.report("an answer is lost", e.acknowledge(window, now))
}

// handle runs a handler when it is this exchange's turn. ran is false where it was
// not.
func (e exchange) handle(ctx, window context.Context, early *deferral, f func(context.Context)) (panicked, ran bool) {
	waiting, stop := context.WithTimeout(ctx, e.timing.handling)
	defer stop()
	if !e.turn(waiting, window, early) {
		return false, false
	}
	defer e.leave()
	thinking, stop := context.WithTimeout(ctx, e.timing.handling)
	defer stop()
	return e.guard(func() { f(thinking) }), true
}

// acknowledge sends the first answer. That Discord has one already means that an
// attempt came through whose answer was lost.
func (e exchange) acknowledge(window context.Context, c callback) error {
	err := e.api.call(window, hurried, http.MethodPost, pathOf("interactions", e.in.ID, e.in.Token, "callback"), c, nil)
	if _, code := status(err); code == codeAcknowledged {
		return nil
	}
	return err
}

// answerLate completes an answer that was put off.
func (e exchange) answerLate(ctx context.Context, r bot.Reply, m message) error {
	ctx, cancel := e.late(ctx)
	defer cancel()
	pressed := e.in.Type == typeComponent
	if !r.Private && (r.Replace || !pressed) {
		return e.api.call(ctx, calm, http.MethodPatch, e.original(), m, nil)
	}
	if r.Private {
		m = ephemeral(m)
	}
	if !pressed {
		// Everybody sees that an answer was put off, and would see the answer.
		if err := e.takeBack(ctx); err != nil {
			return err
		}
	}
	return e.api.call(ctx, careful, http.MethodPost, pathOf("webhooks", e.in.ApplicationID, e.in.Token), m, nil)
}

// late is the time for a late answer.
func (e exchange) late(ctx context.Context) (context.Context, context.CancelFunc) {
	end := time.Now().Add(lateAnswer)
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
	if e.in.Type == typeComponent {
		if !deferred && !panicked {
			e.report("an interaction is not acknowledged", e.acknowledge(window, callback{Type: answerLaterInEdit}))
		}
		return
	}
	if !deferred {
		if panicked {
			return
		}
		unseen := callback{answerLater, map[string]int{"flags": flagEphemeral}}
		if err := e.acknowledge(window, unseen); err != nil {
			e.report("an interaction is not acknowledged", err)
			return
		}
	}
	ctx, cancel := e.late(ctx)
	defer cancel()
	e.report("an answer is not taken back", e.takeBack(ctx))
}

// report logs a failure. One that came too late is ordinary: an event may be
// held up on its way here, or be replayed.
func (e exchange) report(message string, err error) {
	if err == nil {
		return
	}
	level := e.log.Warn
	if _, code := status(err); code == codeUnknownInteraction {
		level = e.log.Info
	}
	level(message, "err", err, "after", time.Since(e.arrived).Round(time.Millisecond))
}

// guard runs f and reports whether it panicked. The value of the panic may hold
// what somebody typed, so only errors of the runtime are logged in words.
func (a *Adapter) guard(f func()) (panicked bool) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		panicked = true
		what := "a panic"
		if err, ok := v.(runtime.Error); ok {
			what = err.Error()
		}
		a.log.Error("panic in the handler", "err", what, "stack", string(debug.Stack()))
	}()
	f()
	return false
}

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
	answerModal       = 9
)

// callback acknowledges an interaction. Data is absent where there is nothing
// to show.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// serve answers one interaction, whatever it is. It does not fail.
func (a *Adapter) serve(ctx context.Context, h bot.Handler, j job) {
	in, did, ok := decode(j.raw)
	if !ok || !a.seen.first(in.ID) {
		return
	}
	if may, ok := in.rights(); ok && in.GuildID != "" {
		a.allowed.note(in.chat(), may, a.now())
	}
	e := exchange{Adapter: a, in: in, arrived: j.arrived}
	req := request(in, did, a.download)
	if in.Type == typeAutocomplete {
		e.suggest(ctx, h, req)
		return
	}
	e.answer(ctx, h, req)
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
	command, _ := data.chosen()
	e.report("suggestions are lost", e.acknowledge(window, callback{answerSuggestions, choiceData(suggestions(command, choices))}))
}

// choiceData is the data of an autocompletion. An empty list must be there.
func choiceData(list []suggestion) any {
	if list == nil {
		list = []suggestion{}
	}
	return map[string]any{"choices": list}
}

// answer answers a command, a press or a form.
func (e exchange) answer(ctx context.Context, h bot.Handler, req bot.Request) {
	window, cancel := context.WithDeadline(ctx, e.arrived.Add(e.timing.window))
	defer cancel()
	early := e.early(window, e.later())
	p := &progress{exchange: e, deferral: early}
	req.Progress = p.show
	var reply bot.Reply
	panicked, ran := e.handle(ctx, window, early, func(ctx context.Context) { reply = h.Handle(ctx, req) })
	shown := p.end()
	deferred := early.stop()
	if !ran && !deferred {
		e.log.Warn("an interaction is lost: there is too much to do", "after", time.Since(e.arrived).Round(time.Millisecond))
		return
	}
	if shown && e.in.onMessage() && !e.inPlace(reply) {
		e.restore(ctx)
	}
	e.send(ctx, window, reply, deferred, panicked)
}

// send sends a handler's reply in the way that is left.
func (e exchange) send(ctx, window context.Context, r bot.Reply, deferred, panicked bool) {
	// A form cannot follow another form, nor an answer that was put off.
	if form, ok := modalOf(r); ok && !deferred && e.in.Type != typeSubmit {
		e.report("a form is lost", e.acknowledge(window, callback{answerModal, form}))
		return
	}
	r.Ping = "" // An answer calls nobody.
	m := e.compose(r)
	switch {
	case r.Empty() || m.empty():
		e.sayNothing(ctx, window, deferred, panicked)
	case deferred:
		e.report("an answer is lost", e.answerLate(ctx, r, m))
	case m.weight() > hurriedFiles:
		e.report("an answer is lost", e.answerHeavy(ctx, window, r, m))
	default:
		e.report("an answer is lost", e.answerNow(window, r, m))
	}
}

// answerNow sends the answer as the first one.
func (e exchange) answerNow(window context.Context, r bot.Reply, m message) error {
	switch {
	case e.inPlace(r):
		return e.acknowledge(window, callback{answerEdit, m.edit()})
	case r.Private:
		m = ephemeral(m)
	}
	return e.acknowledge(window, callback{answerMessage, m})
}

// inPlace reports whether a reply takes the place of the message that the
// interaction comes from. Where only one person sees that, the reply stays private
// there.
func (e exchange) inPlace(r bot.Reply) bool {
	return r.Replace && e.in.onMessage() && (!r.Private || e.in.whispered())
}

// later puts the answer off. It leaves open whether the message that the
// interaction comes from is replaced.
func (e exchange) later() callback {
	if e.in.onMessage() {
		return callback{Type: answerLaterInEdit}
	}
	return callback{Type: answerLater}
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

package discord

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// progress shows how far an answer is, in its place. For that the answer is put
// off, if it was not before.
type progress struct {
	exchange
	deferral *deferral

	mu    sync.Mutex
	over  bool
	shown bool
	last  time.Time
}

// progressing is how long a text about progress is tried, once. The work that it
// tells about waits for it.
const progressing = 3 * time.Second

// content is an edit of what a message says, and of nothing else in it.
type content struct {
	Content  string   `json:"content"`
	Mentions mentions `json:"allowed_mentions"`
}

// show implements [bot.Request]'s Progress. It leaves out what comes too soon
// after the text before.
func (p *progress) show(ctx context.Context, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	body := linkedText(text)
	if p.over || body.blank() || time.Since(p.last) < p.timing.progress || !p.deferral.hasten(ctx) {
		return
	}
	// An attempt without an answer may have come through.
	p.shown = true
	err := p.api.once(ctx, progressing, http.MethodPatch, p.original(), content{body.cut(maxContent).text(), nobody}, nil)
	p.report("progress is not shown", err)
	p.last = time.Now()
}

// end has no more shown, and reports whether anything was.
func (p *progress) end() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	return p.shown
}

// restore gives a pressed message, in which progress was shown, its text back.
func (e exchange) restore(ctx context.Context) {
	if e.in.Message == nil {
		return
	}
	ctx, cancel := e.late(ctx, 0)
	defer cancel()
	err := e.api.call(ctx, calm, http.MethodPatch, e.original(), content{e.in.Message.Content, nobody}, nil)
	e.report("a message is not restored", err)
}

package bot_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"filmbot/bot"
)

// parrot answers with what it understood of a request, so that what the
// transcripts can say is seen to arrive.
type parrot struct{ post bot.Poster }

func (p parrot) Suggest(context.Context, bot.Request) []bot.Choice { return nil }

func (p parrot) Observe(_ context.Context, e bot.Event) error {
	if e.Presence == bot.Absent {
		return io.ErrClosedPipe
	}
	return nil
}

func (p parrot) Run(ctx context.Context, _ bot.Jobs, _ ...string) error {
	_, _ = p.post.Post(ctx, bot.ChatOf("test:mods"), bot.Reply{Text: "Meanwhile"})
	<-ctx.Done()
	return nil
}

func (p parrot) Handle(ctx context.Context, req bot.Request) bot.Reply {
	r := bot.Reply{Text: fmt.Sprintf("%q from %+v in %+v, pressed %v", req.Line, req.User, req.Chat, req.Pressed)}
	for _, name := range slices.Sorted(maps.Keys(req.Fields)) {
		r.Text += fmt.Sprintf("\n%s = %q", name, req.Fields[name])
	}
	for _, m := range req.Mentions {
		r.Text += fmt.Sprintf("\nmentions %+v", m)
	}
	for _, f := range req.Files {
		content, err := f.Open(ctx)
		if err != nil {
			return bot.Reply{Text: err.Error()}
		}
		data, _ := io.ReadAll(content)
		r.Text += fmt.Sprintf("\n%s of %d bytes: %q", f.Name, f.Size, data)
	}
	switch word, rest, _ := strings.Cut(req.Line, " "); word {
	case "/form":
		r.Form = &bot.Form{Title: "A form", Line: "/submit", Open: "/form again", Whole: &bot.Field{Name: "text", Label: "All of it", Long: true}, Fields: []bot.Field{
			{Name: "title", Label: "Title", Hint: "as on the poster", Required: true, Most: 100},
			{Name: "more", Label: "More", Value: "one\ntwo", Long: true},
		}}
	case "/file":
		r.Files = []bot.Attachment{{Name: "long.txt", Data: []byte(strings.Repeat("line\n", 33))}, {Name: "some.bin", Data: []byte("\xff")}}
	case "/standing":
		for _, at := range []bot.Chat{req.Chat, bot.ChatOf("test:other"), bot.ChatOf("test:third")} {
			s, err := req.Standing(ctx, at)
			r.Text += fmt.Sprintf("\n%s: %+v, %v", at.Key(), s, err)
		}
	case "/progress":
		req.Progress(ctx, "reading")
		req.Progress(ctx, "writing")
	case "/post":
		m, err := p.post.Post(ctx, bot.ChatOf(rest), bot.Reply{Text: "News", Buttons: []bot.Button{{Label: "Fine", Line: "/fine"}}})
		if err != nil {
			r.Text += "\n" + err.Error()
			return r
		}
		if err := p.post.Edit(ctx, m, bot.Reply{Text: "Old news"}); err != nil {
			r.Text += "\n" + err.Error()
		}
	}
	return r
}

// TestTranscriptLanguage replays a conversation with a parrot.
func TestTranscriptLanguage(t *testing.T) {
	c := conversationWith(t, nil)
	c.bot = parrot{c.posts}
	c.replayFile("testdata/parrot/language.txt")
}

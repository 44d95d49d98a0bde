package discord

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

func TestFitting(t *testing.T) {
	sized := func(sizes ...int) []bot.Attachment {
		var out []bot.Attachment
		for _, n := range sizes {
			out = append(out, bot.Attachment{Name: "x.txt", Data: make([]byte, n)})
		}
		return out
	}
	tests := []struct {
		name      string
		files     []bot.Attachment
		fit, left int
	}{
		{"none", nil, 0, 0},
		{"as large as may be", sized(maxFile), 1, 0},
		{"too large", sized(maxFile+1, 1), 1, 1},
		{"too large together", sized(maxFile, maxFile, maxFile, 1), 3, 1},
		{"as many as may be", sized(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10, 0},
		{"too many", sized(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10, 2},
	}
	for _, tt := range tests {
		fit, left := fitting(tt.files)
		if len(fit) != tt.fit || left != tt.left {
			t.Errorf("%s: %d fit and %d are left, want %d and %d", tt.name, len(fit), left, tt.fit, tt.left)
		}
	}
	names, _ := fitting([]bot.Attachment{{Name: "a\r\n\"b\".txt"}, {Name: " \n"}, {Name: strings.Repeat("ж", 90) + ".txt"}})
	for i, want := range []string{"a \"b\".txt", "1", strings.Repeat("ж", 79) + "…"} {
		if names[i].Name != want {
			t.Errorf("file %d is named %q, want %q", i, names[i].Name, want)
		}
	}
}

// TestFilesSent checks that files come where the answer does, and in time.
func TestFilesSent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		size    int
		slow    bool
		pressed bool
		reply   func(bot.Reply) bot.Reply
		ack     int
		inPlace bool
		private bool
	}{
		{name: "small", size: 100, ack: 4},
		{name: "small and private", size: 100, reply: private, ack: 4, private: true},
		{name: "small on a press", size: 100, pressed: true, reply: replace, ack: 7, inPlace: true},
		{name: "small and late", size: 100, slow: true, ack: 5},
		{name: "small, private and late", size: 100, slow: true, reply: private, ack: 5, private: true},
		{name: "large", size: 3 << 20, ack: 5},
		{name: "large and private", size: 3 << 20, reply: private, ack: 5, private: true},
		{name: "large on a press that replaces", size: 3 << 20, pressed: true, reply: replace, ack: 6, inPlace: true},
		{name: "large on a press", size: 3 << 20, pressed: true, ack: 5},
		{name: "large and private on a press", size: 3 << 20, pressed: true, reply: private, ack: 5, private: true},
		{name: "large, late and private on a press", size: 3 << 20, slow: true, pressed: true, reply: private, ack: 6, private: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			if tt.slow {
				a.timing.deferral = 50 * time.Millisecond
			}
			data := bytes.Repeat([]byte("0123456789"), tt.size/10)
			reply := bot.Reply{Text: "the catalog", Files: []bot.Attachment{{Name: "catalog «1».txt", Data: data}}}
			if tt.reply != nil {
				reply = tt.reply(reply)
			}
			h := newSlow(reply)
			if !tt.slow {
				close(h.let)
			}
			run(t, a, h)
			first := s.Command("ann", "/film quick").Answer()
			var e *discordtest.Exchange
			if tt.pressed {
				e = s.Press("ann", first, "/film slow")
			} else {
				e = s.Command("ann", "/film slow")
			}
			if ack, _ := e.Acknowledged(); ack != tt.ack {
				t.Errorf("acknowledged with type %d, want %d", ack, tt.ack)
			}
			if tt.slow {
				close(h.let)
			}
			got := e.Answer()
			if got.Text() != "the catalog" || got.Private() != tt.private {
				t.Errorf("answer = %q, private %v; want %q, private %v", got.Text(), got.Private(), "the catalog", tt.private)
			}
			if tt.pressed && (got.ID == first.ID) != tt.inPlace {
				t.Errorf("answer is message %s to a press on %s, want in place %v", got.ID, first.ID, tt.inPlace)
			}
			if len(got.Files) != 1 || got.Files[0].Name != "catalog «1».txt" || got.Files[0].Data != string(data) {
				t.Errorf("the answer has %d files, want the one that was sent", len(got.Files))
			}
			if thinking := s.Thinking(); thinking != 0 {
				t.Errorf("%d answers are still put off", thinking)
			}
		})
	}
}

// TestFilesLeftOut checks that the rest of a reply is sent without a file that is
// too large, and that the log tells, without the file's name.
func TestFilesLeftOut(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, log := adapterFor(t, s)
	large := bot.Attachment{Name: typed + ".txt", Data: make([]byte, maxFile+1)}
	run(t, a, handler{handle: func(_ context.Context, req bot.Request) bot.Reply {
		r := bot.Reply{Files: []bot.Attachment{large, {Name: typed + ".csv", Data: []byte("x")}}}
		if strings.Contains(req.Line, "alone") {
			r.Files = r.Files[:1]
		}
		return r
	}})
	if got := s.Command("ann", "/film both").Answer(); len(got.Files) != 1 || got.Files[0].Data != "x" {
		t.Errorf("the answer has %d files, want the small one", len(got.Files))
	}
	if !strings.Contains(log.String(), "files are left out") {
		t.Errorf("the log does not tell of the large file:\n%s", log)
	}
	s.Command("ann", "/film alone").Acknowledged()
	s.Await("the answer to be taken back", func() bool { return s.Thinking() == 0 })
}

// TestFilesReplaced checks that an edit has the files go that were there before.
func TestFilesReplaced(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	file := func(name string) bot.Reply {
		return bot.Reply{Text: "report", Files: []bot.Attachment{{Name: name, Data: []byte(name)}}, Form: form}
	}
	s.Fail(discordtest.Fault{Route: "POST /channels", Times: 1, Status: 502})
	m, err := a.Post(t.Context(), channel, file("a.txt"))
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	for _, step := range []struct {
		reply bot.Reply
		want  string
	}{{file("b.txt"), "b.txt"}, {bot.Reply{Text: "report"}, ""}} {
		before, _ := s.Message(m.ID)
		if len(before.Files) != 1 || len(before.Buttons()) != 1 || before.Buttons()[0].CustomID != form.Open {
			t.Errorf("the post has %d files and the buttons %v", len(before.Files), before.Buttons())
		}
		if err := a.Edit(t.Context(), m, step.reply); err != nil {
			t.Fatalf("Edit: %v", err)
		}
		after, _ := s.Message(m.ID)
		got := ""
		for _, f := range after.Files {
			got += f.Name
		}
		if got != step.want {
			t.Errorf("after the edit there are the files %q, want %q", got, step.want)
		}
	}
}

// TestDownload checks what comes of a file that a person has sent along.
func TestDownload(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	open := func(content string) (string, error) {
		payload := map[string]any{"data": map[string]any{}}
		s.Attach(discordtest.File{Name: typed, Data: content})(payload)
		for _, f := range payload["data"].(map[string]any)["resolved"].(map[string]any)["attachments"].(map[string]any) {
			body, err := a.download(t.Context(), f.(map[string]any)["url"].(string))
			if err != nil {
				return "", err
			}
			defer body.Close()
			data, err := io.ReadAll(body)
			return string(data), err
		}
		return "", errors.New("there is no attachment")
	}
	if got, err := open("The Ascent (1977)"); got != "The Ascent (1977)" || err != nil {
		t.Errorf("download = %q, %v", got, err)
	}
	s.Fail(discordtest.Fault{Route: "GET /attachments", Times: 1, Status: http.StatusNotFound, Body: typed})
	if got, err := open("x"); err == nil || err.Error() != "fetch a file: the answer is 404 Not Found" {
		t.Errorf("download of what is gone = %q, %v", got, err)
	}
	if got, err := open(strings.Repeat("x", maxDownload+1)); err == nil || len(got) > maxDownload {
		t.Errorf("download of too much = %d bytes, %v; want an error", len(got), err)
	}
	for _, address := range []string{"", "file:///etc/passwd", "http://" + typed + "\x7f/", "//x"} {
		if _, err := a.download(t.Context(), address); err == nil || strings.Contains(err.Error(), typed) {
			t.Errorf("download of %q = %v, want an error without the address", address, err)
		}
	}
	// A request on a connection that was used before is made once more.
	s.Fail(discordtest.Fault{Route: "GET /attachments", Times: 2})
	if got, err := open("x"); err == nil || strings.Contains(err.Error(), "attachments") {
		t.Errorf("download that is cut = %q, %v; want an error without the address", got, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.download(ended, s.URL+"/attachments/1/x"); !errors.Is(err, context.Canceled) {
		t.Errorf("download when it is over = %v, want %v", err, context.Canceled)
	}
}

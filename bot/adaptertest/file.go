package adaptertest

import (
	"bytes"
	"context"
	"io"
	"testing"

	"filmbot/bot"
)

func testFileIn(t *testing.T, p Platform) {
	tests := []struct {
		name string
		data []byte
	}{
		{"films.txt", []byte("The Ascent (1977)\r\nOriginal: Восхождение\n\xff\x00\n")},
		{"empty.csv", nil},
		{"large.json", bytes.Repeat([]byte("0123456789abcdef"), 1<<16)},
	}
	var content []byte
	var opened error
	s := &script{handle: func(req bot.Request) bot.Reply {
		content, opened = nil, nil
		if len(req.Files) == 1 {
			content, opened = fetch(req.Files[0])
		}
		return bot.Reply{Text: "fine"}
	}}
	b := p.Start(t, s)
	for _, tt := range tests {
		if got := b.Attach("ann", "/catalog import", tt.name, tt.data); got.Text != "fine" {
			t.Errorf("answer to %s = %q, want %q", tt.name, got.Text, "fine")
		}
		req := s.last(t, 0)
		if req.Line != "/catalog import" {
			t.Errorf("line with %s = %q, want %q", tt.name, req.Line, "/catalog import")
		}
		if len(req.Files) != 1 {
			t.Errorf("with %s came %d files, want 1", tt.name, len(req.Files))
			continue
		}
		f := req.Files[0]
		if f.Name != tt.name {
			t.Errorf("name = %q, want %q", f.Name, tt.name)
		}
		if f.Size != 0 && f.Size != int64(len(tt.data)) {
			t.Errorf("size of %s = %d, want %d", tt.name, f.Size, len(tt.data))
		}
		if opened != nil || !bytes.Equal(content, tt.data) {
			t.Errorf("content of %s has %d bytes, %v; want the %d bytes that were sent", tt.name, len(content), opened, len(tt.data))
		}
	}
	b.Say("ann", "/film x")
	if n := len(s.last(t, 0).Files); n != 0 {
		t.Errorf("a line without a file has %d", n)
	}
}

func fetch(f bot.File) ([]byte, error) {
	r, err := f.Open(context.Background())
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// sent are files that the bot sends.
var sent = []bot.Attachment{
	{Name: "films.txt", Data: []byte("The Ascent (1977)\r\nOriginal: Восхождение\n\x00\xff")},
	{Name: "films.csv", Data: bytes.Repeat([]byte("0123456789abcdef"), 1<<16)},
}

func testFileOut(t *testing.T, p Platform) {
	b := p.Start(t, say(bot.Reply{Text: "Here it is:", Files: sent, Buttons: []bot.Button{{Label: "Again", Line: "/film x"}}}))
	got := b.Say("ann", "/film x")
	wantInOrder(t, got.Text, "Here it is:")
	if len(got.Buttons) != 1 {
		t.Errorf("buttons = %q, want one", got.Buttons)
	}
	wantFiles(t, got.Files, sent)

	report := []bot.Attachment{{Name: "report.txt", Data: []byte("nothing is wrong")}}
	m, err := b.Adapter().Post(context.Background(), b.Group(), bot.Reply{Text: "a report", Files: report})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	got = b.Look(m)
	wantInOrder(t, got.Text, "a report")
	wantFiles(t, got.Files, report)
}

func testFileOnPress(t *testing.T, p Platform) {
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Pressed {
			return bot.Reply{Text: "the file", Files: sent[:1], Replace: true}
		}
		return bot.Reply{Text: "which form?", Buttons: []bot.Button{{Label: "Text", Line: "/catalog export text"}}}
	}}
	b := p.Start(t, s)
	got := b.Press("ann", b.Say("ann", "/film x"), 0)
	wantInOrder(t, got.Text, "the file")
	wantFiles(t, got.Files, sent[:1])
}

func wantFiles(t *testing.T, got []ShownFile, want []bot.Attachment) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("there are %d files, want %d", len(got), len(want))
	}
	for i, f := range want {
		if got[i].Name != f.Name || !bytes.Equal(got[i].Data, f.Data) {
			t.Errorf("file %d is %q with %d bytes, want %q with its %d bytes", i, got[i].Name, len(got[i].Data), f.Name, len(f.Data))
		}
	}
}

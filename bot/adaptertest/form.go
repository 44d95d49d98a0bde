package adaptertest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"filmbot/bot"
)

// typed are what the tests fill in by the names of fields, "whole" being that of
// the whole.
var typed = map[string]string{
	"title":    "1917 " + hostile,
	"original": "",
	"text":     "Genres: war\n" + hostile + "\n/film random",
	"whole":    "1917 (2019)\nOriginal: " + hostile + "\n/film random",
}

// entry is a form that uses every field, filled in with values.
func entry(values map[string]string) *bot.Form {
	return &bot.Form{
		Title: "Add a film",
		Line:  "/film suggest k7h2k9",
		Open:  "/film suggest again k7h2k9",
		Fields: []bot.Field{
			{Name: "title", Label: "Title and year", Hint: "such as The Ascent (1977)", Required: true, Value: values["title"]},
			{Name: "original", Label: "Original title", Most: 100, Value: values["original"]},
			{Name: "text", Label: "The rest", Hint: "a key and its text on each line", Long: true, Value: values["text"]},
		},
		Whole: &bot.Field{Name: "whole", Label: "The film", Hint: "its title and year first", Long: true, Required: true, Value: values["whole"]},
	}
}

// reason is a form with one field.
var reason = &bot.Form{
	Title:  "Decline",
	Line:   "/film decline k7h2k9",
	Open:   "/film decline again k7h2k9",
	Fields: []bot.Field{{Name: "reason", Label: "Why not?", Hint: "the author reads it"}},
}

// fields are those that a person can fill in.
func (p Platform) fields(f *bot.Form) []bot.Field {
	if p.WholeForms && f.Whole != nil {
		return []bot.Field{*f.Whole}
	}
	return f.Fields
}

// filled returns what a submission of values has.
func (p Platform) filled(f *bot.Form, values map[string]string) map[string]string {
	out := make(map[string]string)
	for _, field := range p.fields(f) {
		out[field.Name] = values[field.Name]
	}
	return out
}

// clerk is a handler that asks for a form, refuses a submission that is not
// good, and gives the form back filled in.
type clerk struct {
	*script
	mu   sync.Mutex
	last map[string]string
	good func(fields map[string]string) bool
}

func newClerk(begin bot.Reply, good func(map[string]string) bool) *clerk {
	c := &clerk{good: good}
	c.script = &script{handle: func(req bot.Request) bot.Reply {
		c.mu.Lock()
		defer c.mu.Unlock()
		form := entry(c.last)
		switch {
		case req.Line == form.Open:
			return bot.Reply{Form: form, Private: true}
		case req.Line != form.Line:
			return begin
		}
		c.last = req.Fields
		if !c.good(req.Fields) {
			return bot.Reply{Text: "There is no year.", Form: entry(c.last), Private: true}
		}
		return bot.Reply{Text: "thank you", Buttons: []bot.Button{{Label: "Undo", Line: "/film undo"}}}
	}}
	return c
}

func anything(map[string]string) bool { return true }

// open returns a message that shows the form: the one given, or what the button
// with the form's title brings.
func open(t *testing.T, b Bench, who string, on Shown, f *bot.Form) Shown {
	t.Helper()
	if on.Form != nil {
		return on
	}
	n := slices.Index(on.Buttons, f.Title)
	if n < 0 {
		t.Fatalf("there is no form, and no button %q among %q", f.Title, on.Buttons)
	}
	got := b.Press(who, on, n)
	if got.Form == nil {
		t.Fatalf("the button %q brings no form but %q", f.Title, got.Text)
	}
	return got
}

// wantForm fails unless the form looks as it was meant to.
func wantForm(t *testing.T, p Platform, got *ShownForm, want *bot.Form) {
	t.Helper()
	if got == nil {
		t.Fatal("there is no form")
	}
	if got.Title != "" && got.Title != want.Title {
		t.Errorf("the form's title is %q, want %q", got.Title, want.Title)
	}
	fields := p.fields(want)
	if len(got.Fields) == 0 || len(got.Fields) > len(fields) {
		t.Fatalf("the form shows %d fields, want 1 to %d", len(got.Fields), len(fields))
	}
	for i, f := range got.Fields {
		want := ShownField{Name: fields[i].Name, Label: fields[i].Label, Hint: fields[i].Hint, Value: visible(fields[i].Value)}
		if f.Value = visible(f.Value); f != want {
			t.Errorf("field %d is %+v, want %+v", i, f, want)
		}
	}
}

// wantSubmitted fails unless the last request is that submission.
func wantSubmitted(t *testing.T, b Bench, s *script, f *bot.Form, want map[string]string) {
	t.Helper()
	req := s.last(t, 0)
	if req.Line != f.Line || req.Pressed {
		t.Errorf("line = %q, pressed %v; want %q, not pressed", req.Line, req.Pressed, f.Line)
	}
	if !maps.Equal(req.Fields, want) {
		t.Errorf("fields = %q, want %q", req.Fields, want)
	}
	if req.Chat.Key() != b.Group().Key() {
		t.Errorf("chat = %q, want %q", req.Chat.Key(), b.Group().Key())
	}
	if len(req.Mentions) > 0 || len(req.Files) > 0 {
		t.Errorf("mentions = %v, files = %v; want none", req.Mentions, req.Files)
	}
}

func testForm(t *testing.T, p Platform) {
	c := newClerk(bot.Reply{Form: entry(nil), Private: true}, anything)
	b := p.Start(t, c)
	got := b.Say("ann", "/film suggest")
	ann := c.script.last(t, 0)
	if ann.Fields != nil {
		t.Errorf("a typed line has the fields %q", ann.Fields)
	}
	wantForm(t, p, got.Form, entry(nil))
	answer := b.Fill("ann", got, p.filled(entry(nil), typed))
	if answer.Text != "thank you" || len(answer.Buttons) != 1 || answer.Form != nil {
		t.Errorf("answer = %q with %q, want %q with a button", answer.Text, answer.Buttons, "thank you")
	}
	wantSubmitted(t, b, c.script, entry(nil), p.filled(entry(nil), typed))
	if who := c.script.last(t, 0).User; who.Key() != ann.User.Key() || who.Name != ann.User.Name {
		t.Errorf("who submits is %+v, want %+v", who, ann.User)
	}
	if got := b.Say("ann", "/film suggest"); got.Form == nil {
		t.Error("the form is not shown a second time")
	}
}

func testFormRefused(t *testing.T, p Platform) {
	begin := bot.Reply{Text: "Tell us about it.", Form: entry(nil)}
	wrong := p.filled(entry(nil), typed)
	c := newClerk(begin, func(fields map[string]string) bool { return !maps.Equal(fields, wrong) })
	b := p.Start(t, c)
	got := b.Say("ann", "/film suggest")
	wantInOrder(t, got.Text, "Tell us about it.")
	got = b.Fill("ann", open(t, b, "ann", got, entry(nil)), wrong)
	for range 2 {
		wantInOrder(t, got.Text, "There is no year.")
		got = open(t, b, "ann", got, entry(nil))
		wantForm(t, p, got.Form, entry(typed))
		got = b.Fill("ann", got, nil)
		fields := maps.Clone(c.script.last(t, 0).Fields)
		for name := range fields {
			if visible(fields[name]) != visible(wrong[name]) {
				t.Errorf("%s as it was shown is %q, want %q", name, fields[name], wrong[name])
			}
		}
		wrong = fields
	}
	right := maps.Clone(wrong)
	change := map[string]string{"original": "Восхождение"}
	if p.WholeForms {
		change = map[string]string{"whole": "The Ascent (1977)"}
	} else {
		right["text"], change["text"] = "", ""
	}
	maps.Copy(right, change)
	got = b.Fill("ann", open(t, b, "ann", got, entry(nil)), change)
	if got.Text != "thank you" {
		t.Errorf("answer = %q, want %q", got.Text, "thank you")
	}
	wantSubmitted(t, b, c.script, entry(nil), right)
}

func testFormBehindButton(t *testing.T, p Platform) {
	s := &script{handle: func(req bot.Request) bot.Reply {
		switch {
		case req.Fields != nil:
			return bot.Reply{Text: "declined: " + req.Fields["reason"], Replace: true}
		case req.Pressed:
			return bot.Reply{Form: reason, Replace: true}
		}
		return bot.Reply{Text: "a suggestion", Buttons: []bot.Button{{Label: "Decline", Line: reason.Open}}}
	}}
	b := p.Start(t, s)
	first := b.Say("ann", "/film x")
	got := b.Press("bob", first, 0)
	wantForm(t, p, got.Form, reason)
	got = b.Fill("bob", got, map[string]string{"reason": "no mountains"})
	if want := "declined: no mountains"; got.Text != want {
		t.Errorf("answer = %q, want %q", got.Text, want)
	}
	wantSubmitted(t, b, s, reason, map[string]string{"reason": "no mountains"})
}

func testFormInPost(t *testing.T, p Platform) {
	c := newClerk(bot.Reply{Text: "fine"}, anything)
	b := p.Start(t, c)
	b.Say("ann", "/film x")
	form := entry(nil)
	m, err := b.Adapter().Post(context.Background(), b.Group(), bot.Reply{Text: "Whose turn is it?", Form: form})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	got := b.Look(m)
	wantInOrder(t, got.Text, "Whose turn is it?")
	got = open(t, b, "bob", got, form)
	wantForm(t, p, got.Form, form)
	values := p.filled(form, typed)
	if got := b.Fill("bob", got, values); got.Text != "thank you" {
		t.Errorf("answer = %q, want %q", got.Text, "thank you")
	}
	wantSubmitted(t, b, c.script, form, values)
}

// testFormWithLongText shows a form that is as full as a film may be.
func testFormWithLongText(t *testing.T, p Platform) {
	long := strings.TrimSpace(strings.Repeat("Жизнь & <судьба> *😀*\n", 3500/21))
	form := &bot.Form{
		Title: "Edit", Line: "/film edit k7h2k9", Open: "/film edit again k7h2k9",
		Fields: []bot.Field{{Name: "text", Label: "The film", Long: true, Value: long}},
	}
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Fields != nil {
			return bot.Reply{Text: "thank you"}
		}
		return bot.Reply{Form: form}
	}}
	b := p.Start(t, s)
	got := b.Say("ann", "/film edit ascent")
	wantForm(t, p, got.Form, form)
	b.Fill("ann", got, nil)
	wantSubmitted(t, b, s, form, map[string]string{"text": long})
}

func testFormAndRestart(t *testing.T, p Platform) {
	if p.Forgets {
		t.Skip("a form is forgotten")
	}
	c := newClerk(bot.Reply{Form: entry(nil)}, anything)
	b := p.Start(t, c)
	got := b.Say("ann", "/film suggest")
	b.Restart()
	values := p.filled(entry(nil), typed)
	if got := b.Fill("ann", got, values); got.Text != "thank you" {
		t.Errorf("answer = %q, want %q", got.Text, "thank you")
	}
	wantSubmitted(t, b, c.script, entry(nil), values)
}

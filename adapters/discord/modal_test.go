package discord

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// form is one that uses every property of a field.
var form = &bot.Form{
	Title: "Add a film", Line: "/catalog add d1", Open: "/catalog add again d1",
	Fields: []bot.Field{
		{Name: "title", Label: "Title and year", Hint: "such as The Ascent (1977)", Required: true, Most: 200},
		{Name: "text", Label: "The rest", Long: true, Value: "Genres: war\n*x*"},
	},
}

func TestModalOf(t *testing.T) {
	got, ok := modalOf(bot.Reply{Form: form, Private: true, Replace: true})
	raw, err := json.Marshal(got)
	want := `{"custom_id":"/catalog add d1","title":"Add a film","components":[` +
		`{"type":18,"label":"Title and year","component":{"type":4,"custom_id":"title","style":1,` +
		`"placeholder":"such as The Ascent (1977)","required":true,"min_length":1,"max_length":200}},` +
		`{"type":18,"label":"The rest","component":{"type":4,"custom_id":"text","style":2,` +
		`"value":"Genres: war\n*x*","required":false,"max_length":4000}}]}`
	if err != nil || !ok || string(raw) != want {
		t.Errorf("modalOf = %s, %v, %v; want\n%s", raw, ok, err, want)
	}
	field := []bot.Field{{Name: "x", Label: "X"}}
	six := append(append([]bot.Field{}, form.Fields...), append(form.Fields, form.Fields...)...)
	for name, r := range map[string]bot.Reply{
		"no form":   {Private: true},
		"text":      {Text: "Why not?", Form: form},
		"card":      {Cards: []bot.Card{ascent}, Form: form},
		"choices":   {Choices: list(2, ""), Form: form},
		"files":     {Files: []bot.Attachment{{Name: "x"}}, Form: form},
		"no title":  {Form: &bot.Form{Title: " ", Line: "/x", Fields: field}},
		"no line":   {Form: &bot.Form{Title: "x", Fields: field}},
		"long line": {Form: &bot.Form{Title: "x", Line: "/" + strings.Repeat("x", 100), Fields: field}},
		"no fields": {Form: &bot.Form{Title: "x", Line: "/x"}},
		"six":       {Form: &bot.Form{Title: "x", Line: "/x", Fields: six}},
	} {
		if _, ok := modalOf(r); ok {
			t.Errorf("%s: a modal, want none", name)
		}
	}
}

func TestInputOf(t *testing.T) {
	long := strings.Repeat("Ж😀", 2000)
	tests := []struct {
		name  string
		field bot.Field
		want  inputLabel
	}{
		{"longer than it may be", bot.Field{Name: "x", Label: "X", Most: 3, Value: "Ж😀x"},
			inputLabel{typeLabel, "X", input{Type: typeInput, CustomID: "x", Style: styleShort, Value: "Ж😀x", MaxLength: 4}}},
		{"two lines in a short one", bot.Field{Name: "x", Label: "X", Value: "a\nb"},
			inputLabel{typeLabel, "X", input{Type: typeInput, CustomID: "x", Style: styleParagraph, Value: "a\nb", MaxLength: 4000}}},
		{"longer than Discord takes", bot.Field{Name: "x", Label: "X", Value: long, Most: 9000},
			inputLabel{typeLabel, "X", input{Type: typeInput, CustomID: "x", Style: styleShort, Value: strings.Repeat("Ж😀", 1333) + "Ж", MaxLength: 4000}}},
		{"long words", bot.Field{Name: "x", Label: strings.Repeat("l", 46), Hint: strings.Repeat("h", 101)},
			inputLabel{typeLabel, strings.Repeat("l", 44) + "…", input{Type: typeInput, CustomID: "x", Style: styleShort, Placeholder: strings.Repeat("h", 99) + "…", MaxLength: 4000}}},
		{"no label", bot.Field{Name: "x"}, inputLabel{typeLabel, "x", input{Type: typeInput, CustomID: "x", Style: styleShort, MaxLength: 4000}}},
	}
	for _, tt := range tests {
		if got := inputOf(tt.field); got != tt.want {
			t.Errorf("%s: inputOf = %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestSubmission(t *testing.T) {
	text := func(id, value any) map[string]any {
		return map[string]any{"type": 4, "id": 3, "custom_id": id, "value": value}
	}
	in := func(kind int, field string, what any) map[string]any {
		return map[string]any{"type": kind, field: what}
	}
	tests := []struct {
		name       string
		components any
		want       map[string]string
	}{
		{"labels", []any{in(18, "component", text("title", "Ascent")), in(18, "component", text("text", ""))}, map[string]string{"title": "Ascent", "text": ""}},
		{"rows", []any{in(1, "components", []any{text("title", "Ascent\n")}), in(1, "components", []any{text("text", "*")})}, map[string]string{"title": "Ascent\n", "text": "*"}},
		{"something new", []any{in(77, "component", in(78, "components", []any{text("title", "Ascent")})), 5, in(18, "component", []any{})}, map[string]string{"title": "Ascent"}},
		{"a selection", []any{in(18, "component", map[string]any{"type": 3, "custom_id": "x", "values": []any{"1"}})}, map[string]string{}},
		{"nothing", nil, map[string]string{}},
		{"not a list", "x", map[string]string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := interactionJSON(t, map[string]any{"type": 5, "data": map[string]any{"custom_id": "/catalog add", "components": tt.components}})
			in, did, ok := decode(raw)
			if !ok {
				t.Fatal("the form is not served")
			}
			got := request(in, did, nil)
			if got.Line != "/catalog add" || got.Fields == nil || !maps.Equal(got.Fields, tt.want) || got.Pressed {
				t.Errorf("request = %q with %q, pressed %v; want %q with %q", got.Line, got.Fields, got.Pressed, "/catalog add", tt.want)
			}
		})
	}
}

// registrar answers "add" with a form, "slow" when it is told to, and what was
// filled in with a reply of its own.
type registrar struct {
	handler
	filled bot.Reply
	let    chan struct{}
	got    chan bot.Request
}

func newRegistrar(filled bot.Reply) *registrar {
	return &registrar{filled: filled, let: make(chan struct{}), got: make(chan bot.Request, 10)}
}

func (r *registrar) Handle(_ context.Context, req bot.Request) bot.Reply {
	if strings.Contains(req.Line, "slow") {
		<-r.let
	}
	if req.Fields != nil {
		r.got <- req
		return r.filled
	}
	if strings.Contains(req.Line, "add") {
		return bot.Reply{Form: form, Private: true}
	}
	return bot.Reply{Text: "a card", Private: strings.Contains(req.Line, "private"), Buttons: []bot.Button{{Label: "Add", Line: "/catalog add"}}}
}

// TestForm checks where the answer to a form stands.
func TestForm(t *testing.T) {
	t.Parallel()
	refused := bot.Reply{Text: "There is no year.", Form: form, Private: true}
	tests := []struct {
		name    string
		from    string // the line of the message with the button, "" for a command
		filled  bot.Reply
		ack     int
		inPlace bool
		private bool
		buttons int
	}{
		{name: "from a command", filled: bot.Reply{Text: "saved"}, ack: 4},
		{name: "from a command that would replace", filled: bot.Reply{Text: "saved", Replace: true}, ack: 4},
		{name: "from a button", from: "/film x", filled: bot.Reply{Text: "saved"}, ack: 4},
		{name: "from a button that replaces", from: "/film x", filled: bot.Reply{Text: "saved", Replace: true}, ack: 7, inPlace: true},
		{name: "private from a button", from: "/film x", filled: bot.Reply{Text: "saved", Replace: true, Private: true}, ack: 4, private: true},
		{name: "private from a private button", from: "/film private", filled: bot.Reply{Text: "saved", Replace: true, Private: true}, ack: 7, inPlace: true, private: true},
		{name: "refused", filled: refused, ack: 4, private: true, buttons: 1},
		{name: "form alone in answer to a form", filled: bot.Reply{Form: form}, ack: 4, buttons: 1},
		{name: "nothing from a button", from: "/film x", ack: 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			h := newRegistrar(tt.filled)
			run(t, a, h)
			var first discordtest.Message
			opened := s.Command("ann", "/catalog add", discordtest.Verb)
			if tt.from != "" {
				first = s.Command("ann", tt.from).Answer()
				opened = s.Press("ann", first, "/catalog add")
			}
			e := s.Submit("ann", opened.Form(), map[string]string{"title": typed})
			if ack, _ := e.Acknowledged(); ack != tt.ack {
				t.Errorf("answered with type %d, want %d", ack, tt.ack)
			}
			req := <-h.got
			if want := map[string]string{"title": typed, "text": "Genres: war\n*x*"}; !maps.Equal(req.Fields, want) || req.Line != form.Line || req.Pressed {
				t.Errorf("request = %q with %q, pressed %v; want %q with %q", req.Line, req.Fields, req.Pressed, form.Line, want)
			}
			if tt.filled.Empty() {
				return
			}
			got := e.Answer()
			if got.Text() != tt.filled.Text || got.Private() != tt.private || len(got.Buttons()) != tt.buttons {
				t.Errorf("answer = %q, private %v, with %d buttons; want %q, private %v, with %d",
					got.Text(), got.Private(), len(got.Buttons()), tt.filled.Text, tt.private, tt.buttons)
			}
			if (got.ID == first.ID) != tt.inPlace {
				t.Errorf("answer is message %s to a form from %s, want in place %v", got.ID, first.ID, tt.inPlace)
			}
			if tt.buttons > 0 {
				again := s.Press("ann", got, form.Open).Form()
				if again.Title != form.Title || again.CustomID != form.Line {
					t.Errorf("the button opens %+v", again)
				}
			}
		})
	}
}

// TestFormInRows checks that a form that was made of action rows is read as well.
func TestFormInRows(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	h := newRegistrar(bot.Reply{Text: "saved"})
	run(t, a, h)
	opened := s.Command("ann", "/catalog add", discordtest.Verb).Form()
	s.Submit("ann", opened, map[string]string{"title": "Wanda"}, discordtest.InRows).Answer()
	if got := (<-h.got).Fields["title"]; got != "Wanda" {
		t.Errorf("title = %q, want %q", got, "Wanda")
	}
}

// TestLateForm checks that a form which comes too late for a modal is behind a
// button, and that a form's answer can be late.
func TestLateForm(t *testing.T) {
	t.Parallel()
	slowForm := *form
	slowForm.Line = "/catalog add slow"
	for name, pressed := range map[string]bool{"command": false, "press": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			a.timing.deferral = 1500 * time.Millisecond
			h := newRegistrar(bot.Reply{Text: "saved", Replace: true})
			run(t, a, h)
			first := s.Command("ann", "/film x").Answer()
			e := s.Command("ann", "/catalog slow add", discordtest.Verb)
			if pressed {
				e = s.Press("ann", first, "/catalog slow add")
			}
			e.Acknowledged()
			close(h.let)
			got := e.Answer()
			if len(got.Buttons()) != 1 || !got.Private() || got.ID == first.ID {
				t.Fatalf("answer = %+v, want a private message of its own with a button", got)
			}
			h.let = make(chan struct{})
			opened := s.Press("ann", got, form.Open).Form()
			opened.CustomID = slowForm.Line
			e = s.Submit("ann", opened, map[string]string{"title": "x"})
			if ack, _ := e.Acknowledged(); ack != 6 {
				t.Errorf("acknowledged with type %d, want 6", ack)
			}
			close(h.let)
			if saved := e.Answer(); saved.ID != got.ID || saved.Text() != "saved" {
				t.Errorf("answer = %q in message %s, want %q in %s", saved.Text(), saved.ID, "saved", got.ID)
			}
		})
	}
}

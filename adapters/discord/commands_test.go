package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

func TestDefinitions(t *testing.T) {
	got, err := json.Marshal(definitions(film))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"type":1,"name":"film","description":"Find a film","description_localizations":{"ru":"Найти фильм"},` +
		`"options":[{"type":3,"name":"text","name_localizations":{"ru":"текст"},"description":"a title, or random",` +
		`"description_localizations":{"ru":"название или random"},"required":true,"autocomplete":true}],` +
		`"integration_types":[0,1],"contexts":[0,1,2]},` +
		`{"type":1,"name":"help","description":"What can be done here","integration_types":[0,1],"contexts":[0,1,2]}]`
	if string(got) != want {
		t.Errorf("definitions =\n%s\nwant\n%s", got, want)
	}
}

// catalogCommand is a command with verbs that have an argument of each kind.
var catalogCommand = bot.Command{
	Name: "catalog", Descriptions: map[string]string{"en": "The catalog", "ru": "Каталог"}, Moderators: true,
	Verbs: []bot.Verb{
		{Name: "log", Descriptions: map[string]string{"en": "What changed", "ru": "Что менялось"}},
		{Name: "add", Descriptions: map[string]string{"en": "Add"}, Argument: argument(bot.TextArgument, "entry", false)},
		{Name: "import", Descriptions: map[string]string{"en": "Import"}, Argument: argument(bot.FileArgument, "file", true)},
		{Name: "trust", Descriptions: map[string]string{"en": "Trust"}, Argument: argument(bot.MentionArgument, "who", true)},
	},
}

// argument is one that is suggested unless it is a text, while only texts can be.
func argument(kind bot.ArgumentKind, name string, required bool) *bot.Argument {
	text := map[string]string{"en": name, "ru": "имя"}
	return &bot.Argument{Kind: kind, Names: text, Descriptions: text, Required: required, Suggested: kind != bot.TextArgument}
}

func TestVerbDefinitions(t *testing.T) {
	got, err := json.Marshal(definitions([]bot.Command{catalogCommand}))
	if err != nil {
		t.Fatal(err)
	}
	option := func(kind int, name, more string) string {
		return fmt.Sprintf(`"options":[{"type":%d,"name":%q,"name_localizations":{"ru":"имя"},"description":%[2]q,`+
			`"description_localizations":{"ru":"имя"}%s}]`, kind, name, more)
	}
	want := `[{"type":1,"name":"catalog","description":"The catalog","description_localizations":{"ru":"Каталог"},"options":[` +
		`{"type":1,"name":"log","description":"What changed","description_localizations":{"ru":"Что менялось"}},` +
		`{"type":1,"name":"add","description":"Add",` + option(3, "entry", "") + `},` +
		`{"type":1,"name":"import","description":"Import",` + option(11, "file", `,"required":true`) + `},` +
		`{"type":1,"name":"trust","description":"Trust",` + option(9, "who", `,"required":true`) + `}],` +
		`"integration_types":[0,1],"contexts":[0,1,2]}]`
	if string(got) != want {
		t.Errorf("definitions =\n%s\nwant\n%s", got, want)
	}
}

// TestRegistration checks that commands are registered when they have changed,
// and only then.
func TestRegistration(t *testing.T) {
	s := discordtest.Start(t)
	kept := &notes{}
	changed := slices.Clone(film)
	changed[1].Descriptions = map[string]string{"en": "Help"}
	for i, step := range []struct {
		commands []bot.Command
		want     int
	}{{film, 1}, {film, 1}, {changed, 2}, {changed, 2}, {film, 3}, {nil, 3}, {[]bot.Command{catalogCommand}, 4}} {
		a, _ := adapterFor(t, s, func(c *Config) { c.Notebook, c.Commands = kept, step.commands })
		a.register(t.Context(), discordtest.Application)
		if got := len(s.Registered()); got != step.want {
			t.Errorf("after start %d commands were registered %d times, want %d", i+1, got, step.want)
		}
	}
}

// TestRegistrationFails checks that the bot answers while its commands cannot be
// registered, and that they are registered in the end.
func TestRegistrationFails(t *testing.T) {
	s := discordtest.Start(t)
	s.Fail(discordtest.Fault{Route: "PUT /applications", Times: 2, Status: 500})
	a, log := adapterFor(t, s)
	run(t, a, says(bot.Reply{Text: "fine"}))
	wantAnswer(t, s)
	s.Await("registration", func() bool { return len(s.Registered()) == 1 })
	if n := strings.Count(log.String(), "commands are not registered"); n != 2 {
		t.Errorf("%d failures are logged, want 2:\n%s", n, log)
	}
}

// TestRegistrationRefused checks that definitions which Discord refuses are not
// sent again and again.
func TestRegistrationRefused(t *testing.T) {
	s := discordtest.Start(t)
	s.Fail(discordtest.Fault{Route: "PUT /applications", Times: 2, Status: 400, Body: `{"code": 50035, "message": "Invalid Form Body"}`})
	a, log := adapterFor(t, s)
	a.register(t.Context(), discordtest.Application)
	if n := strings.Count(log.String(), "refuses the commands"); n != 1 || len(s.Registered()) != 0 {
		t.Errorf("the refusal is logged %d times and the commands are registered %d times, want once and not:\n%s", n, len(s.Registered()), log)
	}
}

func TestRegistrationWithoutNotebook(t *testing.T) {
	s := discordtest.Start(t)
	broken := &notes{fail: errors.New("disk full")}
	a, log := adapterFor(t, s, func(c *Config) { c.Notebook = broken })
	if err := a.registerOnce(t.Context(), discordtest.Application); err == nil || len(s.Registered()) != 0 {
		t.Errorf("registerOnce with a broken notebook = %v, and registered %d times; want an error, and not", err, len(s.Registered()))
	}
	a.notebook = nil
	for range 2 {
		if err := a.registerOnce(t.Context(), discordtest.Application); err != nil {
			t.Errorf("registerOnce without a notebook = %v:\n%s", err, log)
		}
	}
	if got := len(s.Registered()); got != 2 {
		t.Errorf("commands were registered %d times, want 2", got)
	}
}

package discordtest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

// definition is a command, a subcommand or an option.
type definition struct {
	Type             int               `json:"type"`
	Name             string            `json:"name"`
	Names            map[string]string `json:"name_localizations"`
	Description      string            `json:"description"`
	Descriptions     map[string]string `json:"description_localizations"`
	Required         bool              `json:"required"`
	Autocomplete     bool              `json:"autocomplete"`
	Options          []definition      `json:"options"`
	IntegrationTypes []int             `json:"integration_types"`
	Contexts         []int             `json:"contexts"`
}

// checkCommands checks the definitions of commands
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
func checkCommands(t testing.TB, raw []byte) {
	var list []definition
	strictly(t, raw, &list)
	known := map[string]bool{}
	for _, c := range list {
		if known[c.Name] || c.Type != 1 {
			t.Errorf("command %q has type %d and comes twice: %v", c.Name, c.Type, known[c.Name])
		}
		known[c.Name] = true
		c.checkTexts(t)
		c.checkOptions(t, true)
	}
}

// checkOptions checks options, which may be subcommands where they are a
// command's.
func (d definition) checkOptions(t testing.TB, nested bool) {
	known := map[string]bool{}
	verbs := 0
	for _, o := range d.Options {
		if known[o.Name] || len(d.Options) > 25 {
			t.Errorf("%q has %d options, %q twice: %v", d.Name, len(d.Options), o.Name, known[o.Name])
		}
		known[o.Name] = true
		o.checkTexts(t)
		switch {
		case o.Type == 1 && nested:
			verbs++
			if o.Required || o.Autocomplete {
				t.Errorf("subcommand %q is required or completed", o.Name)
			}
			o.checkOptions(t, false)
		case o.Type != 3 && o.Type != 9 && o.Type != 11 || o.Autocomplete && o.Type != 3 || len(o.Options) > 0:
			t.Errorf("%q has the option %+v", d.Name, o)
		}
	}
	if verbs != 0 && verbs != len(d.Options) {
		t.Errorf("%q has subcommands beside options", d.Name)
	}
}

func (d definition) checkTexts(t testing.TB) {
	names, descriptions := []string{d.Name}, []string{d.Description}
	for _, n := range d.Names {
		names = append(names, n)
	}
	for _, text := range d.Descriptions {
		descriptions = append(descriptions, text)
	}
	for _, n := range names {
		if !commandName.MatchString(n) || strings.ToLower(n) != n {
			t.Errorf("a command or an option is named %q", n)
		}
	}
	for _, text := range descriptions {
		if n := length(text); n == 0 || n > 100 {
			t.Errorf("a description is %q", text)
		}
	}
}

func (s *Server) putCommands(r *http.Request, body []byte) (any, *complaint) {
	if app := r.PathValue("app"); app != Application {
		s.t.Errorf("commands are registered for application %q", app)
	}
	checkCommands(s.t, body)
	s.commands = append(s.commands, body)
	return json.RawMessage(body), nil
}

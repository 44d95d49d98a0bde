package discordtest

import (
	"regexp"
	"strings"
	"testing"
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

// checkCommands checks the definitions of commands
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
func checkCommands(t testing.TB, raw []byte) {
	type text struct {
		Name         string            `json:"name"`
		Names        map[string]string `json:"name_localizations"`
		Description  string            `json:"description"`
		Descriptions map[string]string `json:"description_localizations"`
	}
	var list []struct {
		text
		Type    int `json:"type"`
		Options []struct {
			text
			Type         int  `json:"type"`
			Required     bool `json:"required"`
			Autocomplete bool `json:"autocomplete"`
		} `json:"options"`
		IntegrationTypes []int `json:"integration_types"`
		Contexts         []int `json:"contexts"`
	}
	strictly(t, raw, &list)
	check := func(x text) {
		names, descriptions := []string{x.Name}, []string{x.Description}
		for _, n := range x.Names {
			names = append(names, n)
		}
		for _, d := range x.Descriptions {
			descriptions = append(descriptions, d)
		}
		for _, n := range names {
			if !commandName.MatchString(n) || strings.ToLower(n) != n {
				t.Errorf("a command or an option is named %q", n)
			}
		}
		for _, d := range descriptions {
			if n := length(d); n == 0 || n > 100 {
				t.Errorf("a description is %q", d)
			}
		}
	}
	known := map[string]bool{}
	for _, c := range list {
		if known[c.Name] || c.Type != 1 {
			t.Errorf("command %q has type %d and comes twice: %v", c.Name, c.Type, known[c.Name])
		}
		known[c.Name] = true
		check(c.text)
		for _, o := range c.Options {
			check(o.text)
		}
	}
}

package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"filmbot/bot"
)

// command is a definition as Discord takes it
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
type command struct {
	Type             int               `json:"type"`
	Name             string            `json:"name"`
	Description      string            `json:"description"`
	Descriptions     map[string]string `json:"description_localizations,omitempty"`
	Options          []commandOption   `json:"options,omitempty"`
	IntegrationTypes []int             `json:"integration_types"`
	Contexts         []int             `json:"contexts"`
}

// commandOption is a subcommand with its options, or an option
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).
type commandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
	Options      []commandOption   `json:"options,omitempty"`
}

const (
	original           = "en"
	maxCommandText     = 100
	maxSuggestions     = 25
	maxSuggestionText  = 100
	registrationNote   = "discord/commands/"
	registrationWindow = 15 * time.Second
)

// definitions makes Discord's definitions of commands: for servers and for
// people who install the bot for themselves, everywhere. Those for moderators have
// no default permissions: clubs name moderators who have none in Discord's eyes.
func definitions(commands []bot.Command) []command {
	out := []command{}
	for _, c := range commands {
		if c.Greeting {
			continue
		}
		d := command{
			Type:             chatInput,
			Name:             c.Name,
			Description:      label(c.Descriptions[original], maxCommandText),
			Descriptions:     localized(c.Descriptions),
			IntegrationTypes: []int{0, 1},
			Contexts:         []int{0, 1, 2},
		}
		d.Options = optionsOf(c.Argument)
		if len(c.Verbs) > 0 {
			d.Options = subcommands(c.Verbs)
		}
		out = append(out, d)
	}
	return out
}

// subcommands makes a subcommand of each verb.
func subcommands(verbs []bot.Verb) []commandOption {
	var out []commandOption
	for _, v := range verbs {
		out = append(out, commandOption{
			Type:         optionSubcommand,
			Name:         v.Name,
			Description:  label(v.Descriptions[original], maxCommandText),
			Descriptions: localized(v.Descriptions),
			Options:      optionsOf(v.Argument),
		})
	}
	return out
}

// optionsOf makes an option of an argument, and none of nil.
func optionsOf(a *bot.Argument) []commandOption {
	if a == nil {
		return nil
	}
	o := commandOption{
		Type:         optionString,
		Name:         a.Names[original],
		Names:        localized(a.Names),
		Description:  label(a.Descriptions[original], maxCommandText),
		Descriptions: localized(a.Descriptions),
		Required:     a.Required,
	}
	switch a.Kind {
	case bot.FileArgument:
		o.Type = optionAttachment
	case bot.MentionArgument:
		o.Type = optionMentionable
	default:
		o.Autocomplete = a.Suggested
	}
	return []commandOption{o}
}

// localized returns the texts that are not the original ones, under the names
// of Discord's locales.
func localized(texts map[string]string) map[string]string {
	out := map[string]string{}
	for lang, text := range texts {
		if lang != original {
			out[lang] = label(text, maxCommandText)
		}
	}
	return out
}

// register makes Discord's definitions those of the adapter, unless they were
// made so before. It tries until it succeeds, Discord refuses the definitions
// themselves, or ctx is done.
func (a *Adapter) register(ctx context.Context, application string) {
	if len(a.commands) == 0 {
		return
	}
	for failures := 1; ; failures++ {
		err := a.registerOnce(ctx, application)
		if err == nil || ctx.Err() != nil {
			return
		}
		if s, _ := status(err); s == http.StatusBadRequest || s == http.StatusForbidden {
			a.log.Error("Discord refuses the commands; those that it has stay", "err", err)
			return
		}
		wait := a.backoff(failures)
		a.log.Warn("commands are not registered", "err", err, "wait", wait)
		if !sleep(ctx, wait) {
			return
		}
	}
}

func (a *Adapter) registerOnce(ctx context.Context, application string) error {
	list := definitions(a.commands)
	hash, err := fingerprint(list)
	if err != nil {
		return err
	}
	key := registrationNote + application
	if a.notebook != nil {
		known, err := a.notebook.Note(ctx, key)
		if err != nil {
			return fmt.Errorf("look up what is registered: %w", err)
		}
		if known == hash {
			return nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, registrationWindow)
	defer cancel()
	if err := a.api.once(ctx, registrationWindow, http.MethodPut, pathOf("applications", application, "commands"), list, nil); err != nil {
		return err
	}
	if a.notebook != nil {
		if err := a.notebook.SetNote(ctx, key, hash); err != nil {
			return fmt.Errorf("note what is registered: %w", err)
		}
	}
	a.log.Info("commands are registered", "count", len(list))
	return nil
}

// fingerprint tells one list of definitions from another.
func fingerprint(list []command) (string, error) {
	text, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

// suggestion is one choice of an autocompletion.
type suggestion struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// suggestions makes Discord's choices of a handler's, for a command such as
// "/catalog edit". One whose line does not fit is left out: half a line would do
// something else.
func suggestions(command string, choices []bot.Choice) []suggestion {
	out := []suggestion{}
	for _, c := range choices {
		if len(out) == maxSuggestions {
			break
		}
		name, value := label(c.Label, maxSuggestionText), optionValue(command, c.Line)
		if name == "" || c.Line == "" || c.Line[:1] != slash || width(value) > maxSuggestionText {
			continue
		}
		out = append(out, suggestion{Name: name, Value: value})
	}
	return out
}

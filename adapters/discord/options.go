package discord

import (
	"encoding/json"
	"slices"
	"strings"

	"filmbot/bot"
)

// slash begins a line.
const slash = "/"

// chatInput is the type of commands that are typed.
const chatInput = 1

// Types of a command's options
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type).
const (
	optionSubcommand  = 1
	optionGroup       = 2
	optionString      = 3
	optionUser        = 6
	optionRole        = 8
	optionMentionable = 9
	optionAttachment  = 11
)

// maxDepth is how deep subcommands are nested: groups and what is in them.
const maxDepth = 2

// commandData is what a person has typed, or is typing, after a slash.
type commandData struct {
	Name     string   `json:"name"`
	Type     int      `json:"type"`
	Options  []option `json:"options"`
	Resolved resolved `json:"resolved"`
}

type option struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []option        `json:"options"`
}

// resolved tells about what options name by an id
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure).
type resolved struct {
	Users   map[string]person `json:"users"`
	Members map[string]struct {
		Nick string `json:"nick"`
	} `json:"members"`
	Roles map[string]struct {
		Name string `json:"name"`
	} `json:"roles"`
	Attachments map[string]attachment `json:"attachments"`
}

// command reads a command that was given, or is being typed.
func (in interaction) command() (did deed, ok bool) {
	var data commandData
	if !read(in.Data, &data) || data.Name == "" || data.Type != 0 && data.Type != chatInput {
		return deed{}, false
	}
	command, options := data.chosen()
	did = deed{line: lineOf(data), mentions: data.Resolved.mentions(options), files: data.Resolved.files(options)}
	if in.Type == typeAutocomplete && did.line == command {
		did.line += " " // the command is chosen, and what follows is being typed
	}
	return did, true
}

// chosen returns the command with its subcommands as the beginning of a line, and
// the options that follow.
func (d commandData) chosen() (command string, options []option) {
	command, options = slash+d.Name, d.Options
	for range maxDepth {
		i := slices.IndexFunc(options, func(o option) bool { return o.Type == optionSubcommand || o.Type == optionGroup })
		if i < 0 {
			break
		}
		command += " " + options[i].Name
		options = options[i].Options
	}
	return command, options
}

// lineOf is the line that a command stands for. What is not text is not in it.
func lineOf(d commandData) string {
	line, options := d.chosen()
	var words []string
	for _, o := range options {
		switch o.Type {
		case optionSubcommand, optionGroup, optionUser, optionRole, optionMentionable, optionAttachment:
			continue
		}
		if value := valueOf(o.Value); strings.TrimSpace(value) != "" {
			words = append(words, value)
		}
	}
	if len(words) == 1 {
		if other, ok := strings.CutPrefix(words[0], slash); ok && strings.HasPrefix(other, slash) {
			return other
		}
	}
	return strings.Join(append([]string{line}, words...), " ")
}

// optionValue is what an option must hold for its command, "/catalog edit" say, to
// become the line; it is the inverse of lineOf. A line of another command is its
// own value, marked by one more slash than it begins with.
func optionValue(command, line string) string {
	rest, ok := strings.CutPrefix(line, command+" ")
	if !ok || strings.TrimSpace(rest) == "" || strings.HasPrefix(rest, slash+slash) {
		return slash + line
	}
	return rest
}

// valueOf is an option's value as text.
func valueOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// mentions lists the people and the roles that options name. What Discord does not
// tell about is neither.
func (r resolved) mentions(options []option) []bot.Mention {
	var out []bot.Mention
	for _, o := range options {
		if o.Type != optionUser && o.Type != optionRole && o.Type != optionMentionable {
			continue
		}
		id := valueOf(o.Value)
		if p, ok := r.Users[id]; ok {
			out = append(out, bot.Mention{Key: bot.User{Platform: Platform, ID: id}.Key(), Name: p.shown(r.Members[id].Nick)})
		} else if role, ok := r.Roles[id]; ok {
			out = append(out, bot.Mention{Key: bot.RoleKey(Platform, id), Name: role.Name})
		}
	}
	return out
}

// files lists the files that options name.
func (r resolved) files(options []option) []attachment {
	var out []attachment
	for _, o := range options {
		if f, ok := r.Attachments[valueOf(o.Value)]; ok && o.Type == optionAttachment {
			out = append(out, f)
		}
	}
	return out
}

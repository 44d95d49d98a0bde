package discordtest

import "strings"

// Verb has the first word of what is typed after a command be a subcommand.
func Verb(p map[string]any) {
	data := p["data"].(map[string]any)
	var options []any
	verb := ""
	for _, o := range listed(data["options"]) {
		option := o.(map[string]any)
		text, _ := option["value"].(string)
		word, rest, more := strings.Cut(text, " ")
		verb = word
		if more || option["focused"] != nil {
			option["value"] = rest
			options = append(options, option)
		}
	}
	data["options"] = []any{map[string]any{"name": verb, "type": 1, "options": options}}
}

// Mention has a person name another one, by the name in the server, in the place
// of a command's text.
func (s *Server) Mention(who, nick string) Change {
	s.mu.Lock()
	id := s.person(who)
	s.mu.Unlock()
	return func(p map[string]any) {
		resolve(p, "users", id, map[string]any{"id": id, "username": who, "global_name": nil})
		resolve(p, "members", id, map[string]any{"nick": nick, "roles": []any{}, "permissions": "0"})
		setOption(p, "who", 9, id)
	}
}

// MentionRole has a person name a role in the place of a command's text.
func (s *Server) MentionRole(id, name string) Change {
	return func(p map[string]any) {
		resolve(p, "roles", id, map[string]any{"id": id, "name": name})
		setOption(p, "who", 9, id)
	}
}

// setOption gives the command, or its subcommand, one option.
func setOption(p map[string]any, name string, kind int, value any) {
	at := p["data"].(map[string]any)
	for _, o := range listed(at["options"]) {
		if option := o.(map[string]any); option["type"] == 1 {
			at = option
		}
	}
	at["options"] = []any{map[string]any{"name": name, "type": kind, "value": value}}
}

// resolve tells the bot about something that an option names by an id.
func resolve(p map[string]any, kind, id string, what map[string]any) {
	data := p["data"].(map[string]any)
	all, _ := data["resolved"].(map[string]any)
	if all == nil {
		all = map[string]any{}
		data["resolved"] = all
	}
	some, _ := all[kind].(map[string]any)
	if some == nil {
		some = map[string]any{}
		all[kind] = some
	}
	some[id] = what
}

func listed(v any) []any {
	list, _ := v.([]any)
	return list
}

package discord

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"filmbot/bot"
)

// interactionJSON is an interaction with some fields of its own.
func interactionJSON(t *testing.T, fields map[string]any) []byte {
	t.Helper()
	all := map[string]any{
		"id": "1", "token": "secret", "application_id": "9", "type": 2, "guild_id": "4", "channel_id": "5",
		"channel": map[string]any{"id": "5", "type": 0}, "locale": "ru", "context": 0,
		"member":                         map[string]any{"user": map[string]any{"id": "7"}, "permissions": "0"},
		"app_permissions":                "0",
		"authorizing_integration_owners": map[string]any{"0": "4"},
		"data":                           map[string]any{"name": "film", "type": 1},
	}
	for k, v := range fields {
		if v == nil {
			delete(all, k)
			continue
		}
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func option1(value any) map[string]any {
	return map[string]any{"name": "film", "type": 1, "options": []any{map[string]any{"name": "text", "type": 3, "value": value}}}
}

func TestRequest(t *testing.T) {
	here := bot.Chat{Platform: "discord", ID: "5"}
	ann := bot.User{Platform: "discord", ID: "7"}
	me := map[string]any{"id": "7"}
	sub := map[string]any{"name": "week", "type": 1, "options": []any{
		map[string]any{"name": "setup", "type": 2, "options": []any{
			map[string]any{"name": "day", "type": 1, "options": []any{
				map[string]any{"name": "n", "type": 4, "value": 5}, map[string]any{"name": "again", "type": 5, "value": true},
			}}}}}}
	tests := []struct {
		name   string
		fields map[string]any
		want   bot.Request
	}{
		{"command", nil, bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"words", map[string]any{"data": option1("random  <100 ")}, bot.Request{Line: "/film random  <100 ", User: ann, Chat: here, Lang: "ru"}},
		{"blank words", map[string]any{"data": option1("  ")}, bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"another command's line", map[string]any{"data": option1("//~k3abc")}, bot.Request{Line: "/~k3abc", User: ann, Chat: here, Lang: "ru"}},
		{"one slash", map[string]any{"data": option1("/help")}, bot.Request{Line: "/film /help", User: ann, Chat: here, Lang: "ru"}},
		{"subcommand", map[string]any{"data": sub}, bot.Request{Line: "/week setup day 5 true", User: ann, Chat: here, Lang: "ru"}},
		{"press", map[string]any{"type": 3, "data": map[string]any{"custom_id": "/film #1", "component_type": 2}},
			bot.Request{Line: "/film #1", User: ann, Chat: here, Lang: "ru", Pressed: true}},
		{"typing", map[string]any{"type": 4, "data": option1("asc")}, bot.Request{Line: "/film asc", User: ann, Chat: here, Lang: "ru"}},
		{"nothing typed yet", map[string]any{"type": 4, "data": option1("")}, bot.Request{Line: "/film ", User: ann, Chat: here, Lang: "ru"}},
		{"a word done", map[string]any{"type": 4, "data": option1("random ")}, bot.Request{Line: "/film random ", User: ann, Chat: here, Lang: "ru"}},
		{"direct message", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": 1},
			bot.Request{Line: "/film", User: ann, Chat: bot.Chat{Platform: "discord", ID: "5", Private: true}, Lang: "ru"}},
		{"direct message of old", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": nil, "channel": map[string]any{"id": "5", "type": 1}},
			bot.Request{Line: "/film", User: ann, Chat: bot.Chat{Platform: "discord", ID: "5", Private: true}, Lang: "ru"}},
		{"between two people", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": 2, "channel": map[string]any{"id": "5", "type": 1}},
			bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"channel without id", map[string]any{"channel_id": nil}, bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"no language", map[string]any{"locale": nil}, bot.Request{Line: "/film", User: ann, Chat: here}},
		{"fields of other types", map[string]any{"locale": 5, "app_permissions": map[string]any{}, "authorizing_integration_owners": []any{}},
			bot.Request{Line: "/film", User: ann, Chat: here}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, line, ok := decode(interactionJSON(t, tt.fields))
			if !ok {
				t.Fatal("the interaction is not served")
			}
			got := request(in, line)
			if got.Standing == nil {
				t.Error("the request has no Standing")
			}
			if got.Line != tt.want.Line || got.User != tt.want.User || got.Chat != tt.want.Chat ||
				got.Lang != tt.want.Lang || got.Pressed != tt.want.Pressed || got.Inline {
				t.Errorf("request = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestNotServed(t *testing.T) {
	tests := []struct {
		name   string
		fields map[string]any
	}{
		{"no id", map[string]any{"id": nil}},
		{"no token", map[string]any{"token": nil}},
		{"ping", map[string]any{"type": 1}},
		{"form", map[string]any{"type": 5}},
		{"command on a person", map[string]any{"data": map[string]any{"name": "Films", "type": 2}}},
		{"command without a name", map[string]any{"data": map[string]any{"type": 1}}},
		{"press without a line", map[string]any{"type": 3, "data": map[string]any{"component_type": 2}}},
		{"no data", map[string]any{"data": nil}},
	}
	for _, tt := range tests {
		if _, line, ok := decode(interactionJSON(t, tt.fields)); ok {
			t.Errorf("%s: served as %q", tt.name, line)
		}
	}
}

func TestStanding(t *testing.T) {
	member := func(permissions string) map[string]any {
		return map[string]any{"user": map[string]any{"id": "7"}, "permissions": permissions}
	}
	all := []bot.Permission{bot.ViewChat, bot.SendMessages, bot.EmbedLinks}
	tests := []struct {
		name   string
		fields map[string]any
		want   bot.Standing
	}{
		{"member, bot may nothing", nil, bot.Standing{Lacks: all}},
		{"administrator", map[string]any{"member": member("8"), "app_permissions": "19456"}, bot.Standing{Administrator: true}},
		{"manages the server", map[string]any{"member": member("32"), "app_permissions": "19456"}, bot.Standing{Administrator: true}},
		{"manages messages", map[string]any{"member": member("8192"), "app_permissions": "19456"}, bot.Standing{}},
		{"bot administers", map[string]any{"app_permissions": "8"}, bot.Standing{}},
		{"bot may not embed", map[string]any{"app_permissions": "3072"}, bot.Standing{Lacks: []bot.Permission{bot.EmbedLinks}}},
		{"thread", map[string]any{"channel": map[string]any{"type": 11}, "app_permissions": "19456"},
			bot.Standing{Lacks: []bot.Permission{bot.SendMessages}}},
		{"thread, bot may", map[string]any{"channel": map[string]any{"type": 11}, "app_permissions": "274877924352"}, bot.Standing{}},
		{"bot is no member", map[string]any{"authorizing_integration_owners": map[string]any{"1": "7"}}, bot.Standing{}},
		{"direct message", map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "7"}, "authorizing_integration_owners": map[string]any{"0": "0"}}, bot.Standing{}},
		{"unreadable", map[string]any{"member": member("-8"), "app_permissions": "many"}, bot.Standing{Lacks: all}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, line, ok := decode(interactionJSON(t, tt.fields))
			if !ok {
				t.Fatal("the interaction is not served")
			}
			got, err := request(in, line).Standing(t.Context())
			if err != nil || got.Administrator != tt.want.Administrator || !slices.Equal(got.Lacks, tt.want.Lacks) {
				t.Errorf("standing = %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

// FuzzDecode checks that nothing that comes in upsets the adapter.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"1","token":"t","type":2,"data":{"name":"film","options":[{"type":1,"name":"a","options":[{"type":3,"value":"b"}]}]}}`))
	f.Add([]byte(`{"id":"1","token":"t","type":3,"data":{"custom_id":"/film","component_type":99},"member":null,"context":null}`))
	f.Add([]byte(`{"id":"1","token":"t","type":4,"channel":null,"data":{"name":"film","options":[{"value":{}},{"value":null}]}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, line, ok := decode(raw)
		if !ok {
			return
		}
		req := request(in, line)
		if req.Line == "" || in.Token == "" {
			t.Errorf("decode(%q) = %q with token %q", raw, req.Line, in.Token)
		}
		if _, err := req.Standing(t.Context()); err != nil {
			t.Errorf("standing of %q = %v", raw, err)
		}
	})
}

// FuzzOptionValue checks that a line survives being the value of an option.
func FuzzOptionValue(f *testing.F) {
	for _, line := range []string{"/film random", "/film", "/film ", "/~k3abc", "/film //x", "/", "//", "/filmx y", "/film  x", "/help me"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		line = strings.ToValidUTF8(line, "?")
		if !strings.HasPrefix(line, "/") {
			line = "/" + line
		}
		value, err := json.Marshal(optionValue("film", line))
		if err != nil {
			t.Fatal(err)
		}
		if got := lineOf(commandData{Name: "film", Options: []option{{Type: optionString, Value: value}}}); got != line {
			t.Errorf("the line %q comes back as %q", line, got)
		}
	})
}

package discord

import (
	"encoding/json"
	"slices"
	"testing"

	"filmbot/bot"
)

// interactionJSON is an interaction with some fields of its own.
func interactionJSON(t *testing.T, fields map[string]any) []byte {
	t.Helper()
	all := map[string]any{
		"id": "1", "token": "secret", "application_id": "9", "type": 2, "guild_id": "4", "channel_id": "5",
		"channel": map[string]any{"id": "5", "type": 0}, "locale": "ru", "context": 0,
		"member":                         map[string]any{"user": map[string]any{"id": "7", "username": "ann7"}, "permissions": "0"},
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
	here := bot.Chat{Platform: "discord", ID: "5", Server: "4"}
	between := bot.Chat{Platform: "discord", ID: "5"}
	ann := bot.User{Platform: "discord", ID: "7", Name: "ann7"}
	me := map[string]any{"id": "7", "username": "ann7"}
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
		{"verb", map[string]any{"data": verb("edit", 3, "asc")}, bot.Request{Line: "/catalog edit asc", User: ann, Chat: here, Lang: "ru"}},
		{"verb alone", map[string]any{"data": verb("log", 3, nil)}, bot.Request{Line: "/catalog log", User: ann, Chat: here, Lang: "ru"}},
		{"verb with another command's line", map[string]any{"data": verb("edit", 3, "//~k3abc")}, bot.Request{Line: "/~k3abc", User: ann, Chat: here, Lang: "ru"}},
		{"verb being typed", map[string]any{"type": 4, "data": verb("edit", 3, "as")}, bot.Request{Line: "/catalog edit as", User: ann, Chat: here, Lang: "ru"}},
		{"verb and nothing typed yet", map[string]any{"type": 4, "data": verb("edit", 3, "")}, bot.Request{Line: "/catalog edit ", User: ann, Chat: here, Lang: "ru"}},
		{"verb with a file", map[string]any{"data": verb("import", 11, "33")}, bot.Request{Line: "/catalog import", User: ann, Chat: here, Lang: "ru"}},
		{"verb with a person", map[string]any{"data": verb("edit", 9, "88")}, bot.Request{Line: "/catalog edit", User: ann, Chat: here, Lang: "ru"}},
		{"form", map[string]any{"type": 5, "data": map[string]any{"custom_id": "/catalog add d1", "components": []any{}}},
			bot.Request{Line: "/catalog add d1", User: ann, Chat: here, Lang: "ru"}},
		{"name everywhere", map[string]any{"member": map[string]any{"user": map[string]any{"id": "7", "username": "ann7", "global_name": "Ann"}}},
			bot.Request{Line: "/film", User: bot.User{Platform: "discord", ID: "7", Name: "Ann"}, Chat: here, Lang: "ru"}},
		{"name in the server", map[string]any{"member": map[string]any{"nick": "Anna", "user": map[string]any{"id": "7", "username": "ann7", "global_name": "Ann"}}},
			bot.Request{Line: "/film", User: bot.User{Platform: "discord", ID: "7", Name: "Anna"}, Chat: here, Lang: "ru"}},
		{"blank names", map[string]any{"member": map[string]any{"nick": " ", "user": map[string]any{"id": "7", "username": "ann7", "global_name": nil}}},
			bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"typing", map[string]any{"type": 4, "data": option1("asc")}, bot.Request{Line: "/film asc", User: ann, Chat: here, Lang: "ru"}},
		{"nothing typed yet", map[string]any{"type": 4, "data": option1("")}, bot.Request{Line: "/film ", User: ann, Chat: here, Lang: "ru"}},
		{"a word done", map[string]any{"type": 4, "data": option1("random ")}, bot.Request{Line: "/film random ", User: ann, Chat: here, Lang: "ru"}},
		{"direct message", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": 1},
			bot.Request{Line: "/film", User: ann, Chat: bot.Chat{Platform: "discord", ID: "5", Private: true}, Lang: "ru"}},
		{"direct message of old", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": nil, "channel": map[string]any{"id": "5", "type": 1}},
			bot.Request{Line: "/film", User: ann, Chat: bot.Chat{Platform: "discord", ID: "5", Private: true}, Lang: "ru"}},
		{"between two people", map[string]any{"member": nil, "guild_id": nil, "user": me, "context": 2, "channel": map[string]any{"id": "5", "type": 1}},
			bot.Request{Line: "/film", User: ann, Chat: between, Lang: "ru"}},
		{"channel without id", map[string]any{"channel_id": nil}, bot.Request{Line: "/film", User: ann, Chat: here, Lang: "ru"}},
		{"no language", map[string]any{"locale": nil}, bot.Request{Line: "/film", User: ann, Chat: here}},
		{"fields of other types", map[string]any{"locale": 5, "app_permissions": map[string]any{}, "authorizing_integration_owners": []any{}},
			bot.Request{Line: "/film", User: ann, Chat: here}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, did, ok := decode(interactionJSON(t, tt.fields))
			if !ok {
				t.Fatal("the interaction is not served")
			}
			got := request(in, did, nil)
			if got.Standing == nil {
				t.Error("the request has no Standing")
			}
			if got.Line != tt.want.Line || got.User != tt.want.User || got.Chat != tt.want.Chat ||
				got.Lang != tt.want.Lang || got.Pressed != tt.want.Pressed || got.Inline || !got.Whispers {
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
		{"form without a line", map[string]any{"type": 5, "data": map[string]any{"components": []any{}}}},
		{"command on a person", map[string]any{"data": map[string]any{"name": "Films", "type": 2}}},
		{"command without a name", map[string]any{"data": map[string]any{"type": 1}}},
		{"press without a line", map[string]any{"type": 3, "data": map[string]any{"component_type": 2}}},
		{"no data", map[string]any{"data": nil}},
	}
	for _, tt := range tests {
		if _, did, ok := decode(interactionJSON(t, tt.fields)); ok {
			t.Errorf("%s: served as %q", tt.name, did.line)
		}
	}
}

func TestStanding(t *testing.T) {
	member := func(permissions string) map[string]any {
		return map[string]any{"user": map[string]any{"id": "7"}, "permissions": permissions, "roles": []any{"61", "62"}}
	}
	all := []bot.Permission{bot.ViewChat, bot.SendMessages, bot.EmbedLinks}
	roles := []string{"discord:role:61", "discord:role:62"}
	here := bot.Chat{Platform: "discord", ID: "5", Server: "4"}
	tests := []struct {
		name   string
		fields map[string]any
		at     bot.Chat
		want   bot.Standing
	}{
		{"member, bot may nothing", nil, here, bot.Standing{Lacks: all}},
		{"administrator", map[string]any{"member": member("8"), "app_permissions": "19456"}, here, bot.Standing{Administrator: true, Roles: roles}},
		{"manages the server", map[string]any{"member": member("32"), "app_permissions": "19456"}, here, bot.Standing{Administrator: true, Roles: roles}},
		{"manages messages", map[string]any{"member": member("8192"), "app_permissions": "19456"}, here, bot.Standing{Roles: roles}},
		{"bot administers", map[string]any{"app_permissions": "8"}, here, bot.Standing{}},
		{"bot may not embed", map[string]any{"app_permissions": "3072"}, here, bot.Standing{Lacks: []bot.Permission{bot.EmbedLinks}}},
		{"thread", map[string]any{"channel": map[string]any{"type": 11}, "app_permissions": "19456"}, here,
			bot.Standing{Lacks: []bot.Permission{bot.SendMessages}}},
		{"thread, bot may", map[string]any{"channel": map[string]any{"type": 11}, "app_permissions": "274877924352"}, here, bot.Standing{}},
		{"bot is no member", map[string]any{"authorizing_integration_owners": map[string]any{"1": "7"}}, here, bot.Standing{}},
		{"direct message", map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "7"}, "authorizing_integration_owners": map[string]any{"0": "0"}},
			bot.Chat{Platform: "discord", ID: "5"}, bot.Standing{}},
		{"unreadable", map[string]any{"member": member("-8"), "app_permissions": "many"}, here, bot.Standing{Lacks: all, Roles: roles}},
		{"another channel", map[string]any{"member": member("8")}, bot.Chat{Platform: "discord", ID: "6", Server: "4"}, bot.Standing{Administrator: true, Roles: roles}},
		{"the server", map[string]any{"member": member("8")}, bot.ChatOf("discord:4"), bot.Standing{Administrator: true, Roles: roles}},
		{"the chat by its key", map[string]any{"member": member("8"), "app_permissions": "8"}, bot.ChatOf("discord:5"), bot.Standing{Administrator: true, Roles: roles}},
		{"another server", map[string]any{"member": member("8")}, bot.Chat{Platform: "discord", ID: "6", Server: "44"}, bot.Standing{}},
		{"another server by its key", map[string]any{"member": member("8")}, bot.ChatOf("discord:44"), bot.Standing{}},
		{"another server with the chat's number", map[string]any{"member": member("8")}, bot.Chat{Platform: "discord", ID: "5", Server: "44"}, bot.Standing{}},
		{"another platform", map[string]any{"member": member("8")}, bot.Chat{Platform: "telegram", ID: "4"}, bot.Standing{}},
		{"a server from a direct message", map[string]any{"guild_id": nil, "member": nil}, bot.ChatOf("discord:"), bot.Standing{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, did, ok := decode(interactionJSON(t, tt.fields))
			if !ok {
				t.Fatal("the interaction is not served")
			}
			got, err := request(in, did, nil).Standing(t.Context(), tt.at)
			if err != nil || got.Administrator != tt.want.Administrator || !slices.Equal(got.Lacks, tt.want.Lacks) || !slices.Equal(got.Roles, tt.want.Roles) {
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
	f.Add([]byte(`{"id":"1","token":"t","type":5,"data":{"custom_id":"/x","components":[{"component":{"custom_id":"a","value":"b"}},{"components":[{"custom_id":"c","value":[]}]}]}}`))
	f.Add([]byte(`{"id":"1","token":"t","type":2,"data":{"name":"x","options":[{"type":11,"value":"3"},{"type":9,"value":"4"}],"resolved":{"attachments":{"3":{"url":"x"}},"roles":{"4":null}}}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, did, ok := decode(raw)
		if !ok {
			return
		}
		req := request(in, did, nil)
		if req.Line == "" || in.Token == "" || (req.Fields != nil) != (in.Type == typeSubmit) {
			t.Errorf("decode(%q) = %q with token %q and fields %q", raw, req.Line, in.Token, req.Fields)
		}
		if _, err := req.Standing(t.Context(), req.Chat); err != nil {
			t.Errorf("standing of %q = %v", raw, err)
		}
	})
}

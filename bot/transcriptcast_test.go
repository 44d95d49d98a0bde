package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filmbot/bot"
)

// as changes who speaks: "as ann name=Ann␣Lee server=den chat=hall role=77". The
// first word is the person's id; what may follow is
//
//	platform=  the platform, "test" unless it is named
//	chat=      the chat's id, "club" unless it is named; server=, topic= and private say where it is
//	name=      how others see the person; "nameless" is somebody without an id
//	lang=      the person's language
//	whispers   the platform shows private answers to the person alone
//	admin      administers the chat, "admin=test:den" another place
//	role=      a role that the person holds there
//	lacks=     what the bot may not do there: "lacks=send,embed"
//	inline     asks for suggestions that can be posted
//
// Who has none of admin, role and lacks is on a platform that reports nothing.
func (c *conversation) as(who string) {
	words := strings.Fields(who)
	if len(words) == 0 {
		c.t.Fatal("as whom?")
	}
	c.who = bot.Request{User: bot.User{ID: words[0]}, Chat: bot.Chat{ID: "club"}}
	platform, here := "test", new(facts)
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "platform":
			platform = value
		case "chat":
			c.who.Chat.ID = value
		case "server":
			c.who.Chat.Server = value
		case "topic":
			c.who.Chat.Topic = value
		case "private":
			c.who.Chat.Private = true
		case "name":
			c.who.User.Name = strings.ReplaceAll(value, "␣", " ")
		case "nameless":
			c.who.User.ID = ""
		case "lang":
			c.who.Lang = value
		case "whispers":
			c.who.Whispers = true
		case "inline":
			c.who.Inline = true
		default:
			if !here.learn(key, value) {
				c.t.Fatalf("nobody knows what %q means", w)
			}
			c.who.Standing = here.standing
		}
	}
	c.who.User.Platform, c.who.Chat.Platform = platform, platform
	here.chat = c.who.Chat
}

// facts are what a platform reports of a person.
type facts struct {
	chat     bot.Chat
	roles    []string
	admin    bool
	adminsOf []string
	lacks    []bot.Permission
}

// learn takes in a word of [conversation.as] and reports whether it is one.
func (f *facts) learn(key, value string) bool {
	switch {
	case key == "admin" && value == "":
		f.admin = true
	case key == "admin":
		f.adminsOf = append(f.adminsOf, value)
	case key == "role":
		f.roles = append(f.roles, value)
	case key == "lacks":
		for what := range strings.SplitSeq(value, ",") {
			f.lacks = append(f.lacks, bot.Permission(what))
		}
	default:
		return false
	}
	return true
}

func (f *facts) standing(ctx context.Context, at bot.Chat) (bot.Standing, error) {
	if at.Place() != f.chat.Place() {
		return bot.Standing{Administrator: slices.Contains(f.adminsOf, at.Place())}, ctx.Err()
	}
	s := bot.Standing{Administrator: f.admin, Lacks: f.lacks}
	for _, id := range f.roles {
		s.Roles = append(s.Roles, bot.RoleKey(f.chat.Platform, id))
	}
	return s, ctx.Err()
}

// mention points the next line at a person of the platform, or at a role.
func (c *conversation) mention(whom string) {
	who, name, _ := strings.Cut(whom, " name=")
	m := bot.Mention{Key: bot.User{Platform: c.who.User.Platform, ID: who}.Key(), Name: name}
	if id, ok := strings.CutPrefix(who, "role="); ok {
		m.Key = bot.RoleKey(c.who.User.Platform, id)
	}
	c.who.Mentions = append(c.who.Mentions, m)
}

// attach sends a file along with the next line.
func (c *conversation) attach(a act) {
	data := []byte(strings.Join(a.more, "\n") + "\n")
	if a.more == nil {
		var err error
		if data, err = os.ReadFile(filepath.Join("testdata", "files", a.rest)); err != nil {
			c.t.Fatal(err)
		}
	}
	c.who.Files = append(c.who.Files, bot.File{
		Name: a.rest,
		Size: int64(len(data)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	})
}

// newest returns the newest message of the chat that matches.
func (c *conversation) newest(what string, match func(bot.Reply) bool) bot.Reply {
	for _, r := range slices.Backward(c.shown[c.who.Chat.Key()]) {
		if match(r) {
			return r
		}
	}
	c.t.Fatalf("no message in %s has %s", c.who.Chat.Key(), what)
	return bot.Reply{}
}

// buttons are all of a message that can be pressed, with what is on them.
func buttons(r bot.Reply) []bot.Button {
	var out []bot.Button
	for _, choice := range r.Choices {
		out = append(out, bot.Button{Label: choice.Label, Line: choice.Line})
	}
	return append(out, r.Buttons...)
}

// pressed is the line of a button: by number from 1, by what is on it, or forged.
func (c *conversation) pressed(which string) string {
	if strings.HasPrefix(which, "/") {
		return which
	}
	var n int
	if _, err := fmt.Sscan(which, &n); err == nil {
		all := buttons(c.newest("anything", func(bot.Reply) bool { return true }))
		if n < 1 || n > len(all) {
			c.t.Fatalf("press %d: there are %d buttons", n, len(all))
		}
		return all[n-1].Line
	}
	says := func(b bot.Button) bool { return strings.Contains(b.Label, which) }
	on := buttons(c.newest("a button "+which, func(r bot.Reply) bool { return slices.ContainsFunc(buttons(r), says) }))
	return on[slices.IndexFunc(on, says)].Line
}

func (c *conversation) form() *bot.Form {
	return c.newest("a form", func(r bot.Reply) bool { return r.Form != nil }).Form
}

// filled are the fields of a form as they are submitted. The lines that go on
// with an act belong to the field named last.
func (c *conversation) filled(form *bot.Form, a act) map[string]string {
	fields := make(map[string]string)
	for _, f := range form.Fields {
		fields[f.Name] = f.Value
	}
	name := ""
	for part := range strings.SplitSeq(a.rest, " | ") {
		if part == "" {
			continue
		}
		var value string
		name, value, _ = strings.Cut(part, "=")
		if _, known := fields[name]; !known && name == "whole" && form.Whole != nil {
			name = form.Whole.Name
			clear(fields)
		} else if !known {
			c.t.Fatalf("fill: the form has no field %q", name)
		}
		fields[name] = value
	}
	if a.more != nil {
		fields[name] = strings.TrimPrefix(fields[name]+"\n"+strings.Join(a.more, "\n"), "\n")
	}
	return fields
}

package main

import (
	"strconv"
	"strings"
	"testing"

	"filmbot/adapters/discord/discordtest"
)

// administrates makes whoever gives a line on Discord an administrator.
func administrates(p map[string]any) { p["member"].(map[string]any)["permissions"] = "8" }

// TestClubAcrossPlatforms makes a server and a group one club, adds films on each
// and finds them on the other, over a restart.
func TestClubAcrossPlatforms(t *testing.T) {
	w := newWorld(t)
	group := w.telegram.Chat("supergroup")
	w.env["HOME_CHATS"] = "discord:" + discordtest.Guild + ",telegram:" + strconv.FormatInt(group.ID, 10)
	p := w.start("run")

	opened := w.discord.Command("ann", "/catalog add", discordtest.Verb, administrates)
	preview := w.discord.Submit("ann", opened.Form(), map[string]string{"title": "Wanda (1970)", "director": "Barbara Loden"}, administrates).Answer()
	saved := w.discord.Press("ann", preview, preview.Buttons()[0].CustomID, administrates).Answer()
	if !strings.Contains(saved.Text(), "Added: Wanda (1970)") {
		t.Fatalf("Save on Discord is answered %q", saved.Text())
	}
	boris := w.telegram.Person("Boris", "en")
	if got := w.ask(boris, group, "/film wanda"); !strings.Contains(got, "Barbara Loden") {
		t.Errorf("on Telegram Wanda is %q", got)
	}
	if got := w.ask(boris, group, "/catalog add\nMirror (1975)"); !strings.Contains(got, "moderators") {
		t.Errorf("a member who adds a film is answered %q", got)
	}
	vera := w.telegram.Person("Vera", "en")
	w.telegram.SetMember(group, vera.ID, map[string]any{"status": "administrator"})
	w.ask(vera, group, "/catalog add\nMirror (1975)\nDirector: Andrei Tarkovsky")
	messages := w.telegram.Messages(group)
	w.telegram.Press(t, vera, messages[len(messages)-1], 0, false)
	w.telegram.Await(t, "the film", func() bool {
		return strings.Contains(w.telegram.Look(messages[len(messages)-1]).Text, "Added: Mirror (1975)")
	})
	w.end(p)

	p = w.start("run")
	if got := w.discord.Command("bob", "/film mirror").Answer().Text(); !strings.Contains(got, "Andrei Tarkovsky") {
		t.Errorf("on Discord Mirror is %q", got)
	}
	if got := w.discord.Command("bob", "/film mirror", discordtest.With("guild_id", "777")).Answer().Text(); strings.Contains(got, "Tarkovsky") {
		t.Errorf("on another server Mirror is %q", got)
	}
	if got := w.discord.Complete("bob", "/film wan").Choices(); len(got) == 0 || !strings.HasPrefix(got[0].Name, "Wanda") {
		t.Errorf("/film wan suggests %v", got)
	}
	w.end(p)
}

// TestBotComesAndGoes removes the bot from a group and lets it in again.
func TestBotComesAndGoes(t *testing.T) {
	w := newWorld(t)
	p := w.start("run")
	group := w.telegram.Chat("group")
	vera := w.telegram.Person("Vera", "en")
	w.telegram.SetMember(group, vera.ID, map[string]any{"status": "creator"})
	w.ask(vera, group, "/catalog add\nMirror (1975)")
	messages := w.telegram.Messages(group)
	w.telegram.Press(t, vera, messages[len(messages)-1], 0, false)
	w.telegram.Await(t, "the film", func() bool {
		return strings.Contains(w.telegram.Look(messages[len(messages)-1]).Text, "Added")
	})
	w.telegram.Remove(group, "Forbidden: bot was kicked from the group chat")
	w.telegram.Admit(group)
	if got := w.ask(vera, group, "/film mirror"); !strings.Contains(got, "Mirror (1975)") {
		t.Errorf("after the return Mirror is %q", got)
	}
	super := w.telegram.Move(group, false)
	if got := w.ask(vera, super, "/film mirror"); !strings.Contains(got, "Mirror (1975)") {
		t.Errorf("in the supergroup Mirror is %q", got)
	}
	w.end(p)
}

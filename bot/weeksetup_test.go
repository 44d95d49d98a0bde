package bot_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// beginSetup has a moderator begin, and returns the draft that the buttons name.
func beginSetup(t *testing.T, c *conversation, line string) (draft string, first bot.Reply) {
	t.Helper()
	c.as("ann name=Ann platform=discord server=9 chat=films admin")
	first = answer(t, c, bot.Request{Line: line})
	for _, b := range first.Buttons {
		if words := strings.Fields(b.Line); len(words) > 2 && words[1] == "ritual" {
			return words[2], first
		}
	}
	t.Fatalf("%s has no buttons: %+v", line, first)
	return "", first
}

func answer(t *testing.T, c *conversation, what bot.Request) bot.Reply {
	t.Helper()
	req := c.who
	req.Line, req.Fields, req.Pressed = what.Line, what.Fields, what.Pressed
	r := c.bot.Handle(t.Context(), req)
	checkReply(t, req.Line, r)
	return r
}

func settingsOf(t *testing.T, c *conversation) bot.Settings {
	t.Helper()
	club, err := c.store.Club(t.Context(), "discord:9")
	if err != nil {
		t.Fatal(err)
	}
	return club.Settings
}

// TestSetupSaves goes through the walk with an answer to every question, and looks at
// what is stored.
func TestSetupSaves(t *testing.T) {
	c := newConversation(t)
	draft, _ := beginSetup(t, c, "/week setup")
	for _, words := range []string{
		"when last sun 18:30", "zone Asia/Tokyo", "way secret", "chats here", "remind 1d", "pin no", "talk no", "plan yes", "silent yes", "save",
	} {
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " " + words, Pressed: true})
	}
	s := settingsOf(t, c)
	if s.Ritual == nil || s.Zone != "Asia/Tokyo" {
		t.Fatalf("stored %+v", s)
	}
	r := s.Ritual
	if got := r.Rules.Rhythm.String(); got != "last sun 18:30" {
		t.Errorf("stored the rhythm %q", got)
	}
	if r.Rules.Way != calendar.ByVote || !r.Rules.Hidden || r.Pin || r.Talk || !r.Plan || !r.Silent {
		t.Errorf("stored %+v", r)
	}
	if len(r.Chats) != 1 || r.Chats[0] != "discord:films@9" {
		t.Errorf("stored the chats %q", r.Chats)
	}
	if err := r.Rules.Check(); err != nil || r.Rules.Offsets.Remind != (calendar.Span{Days: 1}) {
		t.Errorf("stored the offsets %+v: %v", r.Rules.Offsets, err)
	}
}

// TestSetupKeepsWhatChangesMeanwhile changes settings while somebody is setting up.
func TestSetupKeepsWhatChangesMeanwhile(t *testing.T) {
	c := newConversation(t)
	draft, _ := beginSetup(t, c, "/week setup friday 20:00")
	answer(t, c, bot.Request{Line: "/week ritual " + draft + " save", Pressed: true})

	draft, _ = beginSetup(t, c, "/week setup")
	answer(t, c, bot.Request{Line: "/week ritual " + draft + " when weekly sat 21:00", Pressed: true})
	c.as("ann name=Ann platform=discord server=9 chat=night admin")
	answer(t, c, bot.Request{Line: "/week here"})
	answer(t, c, bot.Request{Line: "/club zone tokyo"})
	c.as("ann name=Ann platform=discord server=9 chat=films admin")
	answer(t, c, bot.Request{Line: "/week ritual " + draft + " save", Pressed: true})

	s := settingsOf(t, c)
	if got := s.Ritual.Rules.Rhythm.String(); got != "weekly sat 21:00" || s.Zone != "Asia/Tokyo" || len(s.Ritual.Chats) != 2 {
		t.Errorf("stored %q in %s for %q, want what was answered and what changed meanwhile", got, s.Zone, s.Ritual.Chats)
	}
}

// TestForgedAnswers gives answers that no button has.
func TestForgedAnswers(t *testing.T) {
	c := newConversation(t)
	draft, _ := beginSetup(t, c, "/week setup")
	for _, words := range []string{
		"way none", "way vote2", "chats there", "chats klaru2u5", "chats discord:elsewhere@10", "remind 2h", "remind 99d", "pin maybe", "talk 1", "plan on", "silent y",
		"way other", "pin other",
	} {
		step, _, _ := strings.Cut(words, " ")
		r := answer(t, c, bot.Request{Line: "/week ritual " + draft + " " + words, Pressed: true})
		if len(r.Buttons) == 0 || !strings.Contains(r.Buttons[0].Line, " "+step+" ") {
			t.Errorf("%s is answered with %+v, want the question again", words, r)
		}
	}
	for _, words := range []string{"", "nothing", "zone Mars/Olympus", "when 8pm", "when every 2 weeks fri 20:00 from 1969-01-01"} {
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " " + words, Pressed: true})
	}
	answer(t, c, bot.Request{Line: "/week ritual " + draft + " save", Pressed: true})
	s := settingsOf(t, c)
	if got := s.Ritual.Rules; got != round.DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Friday, Hour: 20}) || s.Zone != "" {
		t.Errorf("stored %+v in %q, want what a club begins with", got, s.Zone)
	}
}

// TestSetupMendsTimes begins with rules that were stored when they were good.
func TestSetupMendsTimes(t *testing.T) {
	good := round.DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Friday, Hour: 20})
	for _, test := range []struct {
		name  string
		spoil func(*round.Rules)
		says  string
	}{
		{"contradiction", func(r *round.Rules) { r.Offsets.Announce = calendar.Span{Hours: 2} }, "when the film is announced and the notice before film night"},
		{"bounds", func(r *round.Rules) { r.Offsets.Archive = calendar.Span{Days: 9} }, "out of bounds: when a round ends"},
		{"limits", func(r *round.Rules) { r.Most = 99 }, "how many films"},
		{"length", func(r *round.Rules) { r.Offsets.Nominate = calendar.Span{Days: 6} }, "“every Friday at 20:00” leaves too little time"},
	} {
		c := newConversation(t)
		rules := good
		test.spoil(&rules)
		_, err := c.store.Adjust(t.Context(), "discord:9", func(s *bot.Settings) {
			s.Ritual = &bot.Ritual{Rules: rules, Chats: []string{"discord:films@9"}, Pin: true}
		})
		if err != nil {
			t.Fatal(err)
		}
		draft, _ := beginSetup(t, c, "/week setup")
		r := answer(t, c, bot.Request{Line: "/week ritual " + draft + " show", Pressed: true})
		if !strings.Contains(r.Text, test.says) {
			t.Errorf("%s: the preview says %q, want %q in it", test.name, r.Text, test.says)
		}
		if r = answer(t, c, bot.Request{Line: "/week ritual " + draft + " save", Pressed: true}); !strings.Contains(r.Text, test.says) {
			t.Errorf("%s: to save is answered with %q, want %q in it", test.name, r.Text, test.says)
		}
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " times", Pressed: true})
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " save", Pressed: true})
		if s := settingsOf(t, c); s.Ritual.Rules != good || !s.Ritual.Pin {
			t.Errorf("%s: stored %+v, want the usual rules", test.name, s.Ritual)
		}
	}
}

// TestPreviewFits has the longest preview that there can be within what a message
// holds, and each of its moments in its text.
func TestPreviewFits(t *testing.T) {
	const discord, perMoment = 2000, len(" - <t:1234567890:f>")
	for _, lang := range bot.Languages {
		c := newConversation(t)
		c.as("ann name=Ann platform=discord server=9 chat=123456789012345678 admin lang=" + lang)
		announceEverywhere(t, c)
		r := answer(t, c, bot.Request{Line: "/week setup every 3 weeks wednesday 20:00"})
		if n := utf8.RuneCountInString(r.Text) + perMoment*len(r.Moments); n > discord {
			t.Errorf("in %s the preview has %d characters, want %d at most:\n%s", lang, n, discord, r.Text)
		}
		rest := r.Text
		for _, m := range r.Moments {
			_, after, ok := strings.Cut(rest, m.Text)
			if !ok {
				t.Errorf("in %s the preview does not say %q after the moment before", lang, m.Text)
				break
			}
			rest = after
		}
		if len(r.Moments) < 8 {
			t.Errorf("in %s the preview has %d moments, want nights and steps", lang, len(r.Moments))
		}
	}
}

// announceEverywhere has as many chats as there may be, and none where the bot may do
// the same as in another.
func announceEverywhere(t *testing.T, c *conversation) {
	t.Helper()
	_, err := c.store.Adjust(t.Context(), "discord:9", func(s *bot.Settings) {
		s.Ritual = &bot.Ritual{Rules: round.DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Friday, Hour: 20}), Pin: true, Talk: true, Plan: true}
		all := []bot.Permission{bot.ViewChat, bot.SendMessages, bot.EmbedLinks, bot.PinMessages, bot.OpenThreads, bot.CreateEvents}
		for i := range 20 {
			id := strconv.Itoa(123456789012345678 + i)
			s.Ritual.Chats = append(s.Ritual.Chats, "discord:"+id+"@9")
			for j, p := range all {
				if i == 0 || i>>j&1 == 1 {
					c.posts.forbid("discord:"+id, p)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzSetup gives the walk whatever somebody may type or forge.
func FuzzSetup(f *testing.F) {
	for _, seed := range []string{"when friday 8pm", "zone berlin", "zone +5:30", "chats all", "remind 1d", "save start", "when every 2 weeks fri 20:00 from 9999-12-31", "times", "change"} {
		f.Add(seed)
	}
	var c *conversation
	f.Fuzz(func(t *testing.T, words string) {
		if c == nil {
			c = newConversation(t) // its catalog takes longer than all the rest
		}
		draft, _ := beginSetup(t, c, "/week setup")
		for _, line := range []string{"/week ritual " + draft + " " + words, "/week setup " + words} {
			if r := answer(t, c, bot.Request{Line: line}); strings.HasPrefix(r.Text, "Something went wrong") {
				t.Errorf("Handle(%q) fails", line)
			}
		}
		if r := answer(t, c, bot.Request{Line: "/week ritual " + draft + " zone", Fields: map[string]string{"zone": words}}); r.Empty() {
			t.Errorf("the zone %q has no answer", words)
		}
	})
}

package discord

import (
	"errors"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

var server = bot.Chat{Platform: Platform, ID: discordtest.Channel, Server: discordtest.Guild}

func evening() bot.Gathering {
	start := time.Now().Add(24 * time.Hour)
	return bot.Gathering{Name: "The Ascent", Where: "here", Start: start, End: start.Add(time.Hour)}
}

// TestPlanOnce checks that an event is made once when nobody knows whether it was.
func TestPlanOnce(t *testing.T) {
	for _, fault := range []discordtest.Fault{
		{Times: 1, Late: true},
		{Times: 2, Status: 502},
		{Times: 1, Status: 500, Late: true},
	} {
		s := discordtest.Start(t)
		a, _ := adapterFor(t, s)
		fault.Route = "POST /guilds"
		s.Fail(fault)
		id, err := a.Plan(t.Context(), server, "", evening())
		if got := s.Events(); err != nil || len(got) != 1 || got[0].ID != id {
			t.Errorf("after %+v: Plan = %q, %v; the events are %+v, want one", fault, id, err, got)
		}
	}
}

// TestPlanOthers checks which events are not taken for the bot's.
func TestPlanOthers(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	e := evening()
	like := discordtest.Scheduled{CreatorID: discordtest.Application, Name: e.Name, Start: e.Start, End: e.End, Status: 1, Kind: 3, Privacy: 2}
	alien, over, later := like, like, like
	alien.CreatorID, over.Status, later.Start = "1", 4, e.Start.Add(time.Minute)
	over = s.Schedule(over)
	for _, other := range []discordtest.Scheduled{alien, later} {
		s.Schedule(other)
	}
	id, err := a.Plan(t.Context(), server, "", e)
	if got := s.Events(); err != nil || len(got) != 4 || got[3].ID != id {
		t.Errorf("Plan = %q, %v; the events are %+v, want a fourth", id, err, got)
	}
	if _, err := a.Plan(t.Context(), server, over.ID, e); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Plan of an event that is over: %v, want %v", err, bot.ErrNotFound)
	}
}

func TestPlanUnsupported(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	begun, backwards := evening(), evening()
	begun.Start = time.Now().Add(-time.Minute)
	backwards.End = backwards.Start
	for name, try := range map[string]func() error{
		"past":      func() error { _, err := a.Plan(t.Context(), server, "", begun); return err },
		"backwards": func() error { _, err := a.Plan(t.Context(), server, "", backwards); return err },
		"no server": func() error { _, err := a.Plan(t.Context(), channel, "", evening()); return err },
		"call off":  func() error { return a.CallOff(t.Context(), channel, "1") },
	} {
		if err := try(); !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("%s: %v, want %v", name, err, bot.ErrUnsupported)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// TestPlanTexts checks that texts fit an event.
func TestPlanTexts(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	e := evening()
	for _, text := range []string{"", " \n\u200b", strings.Repeat("Ж😀 ", 1000)} {
		e.Name, e.About, e.Where = text, text, text
		if _, err := a.Plan(t.Context(), server, "", e); err != nil {
			t.Errorf("Plan with texts of %d: %v", len(text), err)
		}
	}
}

package adaptertest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"filmbot/bot"
)

// night is an event the day after tomorrow.
func night() bot.Gathering {
	start := time.Now().Add(48 * time.Hour).Truncate(time.Second).UTC()
	return bot.Gathering{
		Name: "The Ascent (1977) *@everyone*", About: "Film of the week.\n<b>All</b> are welcome.", Where: "#cinema & more",
		Start: start, End: start.Add(2 * time.Hour),
	}
}

// wantGatherings fails unless these events are planned and no other.
func wantGatherings(t *testing.T, b HostBench, want ...bot.Gathering) {
	t.Helper()
	got := b.Gatherings()
	for i := range got {
		got[i].Start, got[i].End = got[i].Start.UTC(), got[i].End.UTC()
	}
	if !slices.Equal(got, want) {
		t.Errorf("the events are %+v, want %+v", got, want)
	}
}

func testPlan(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	e := night()
	id, err := b.Adapter().Plan(ctx, b.Group(), "", e)
	if !p.Plans {
		if !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("Plan: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	if err != nil || id == "" {
		t.Fatalf("Plan = %q, %v; want an id", id, err)
	}
	wantGatherings(t, b, e)

	b.Restart()
	e.About, e.End = "Bring tea.", e.End.Add(time.Hour)
	if again, err := b.Adapter().Plan(ctx, b.Group(), "", e); again != id || err != nil {
		t.Errorf("Plan of what is planned = %q, %v; want %q", again, err, id)
	}
	wantGatherings(t, b, e)

	e.Name, e.Start, e.End = "Alpine Ballad", e.Start.Add(24*time.Hour), e.End.Add(24*time.Hour)
	for range 2 {
		if again, err := b.Adapter().Plan(ctx, b.Group(), id, e); again != id || err != nil {
			t.Errorf("Plan with an id = %q, %v; want %q", again, err, id)
		}
		wantGatherings(t, b, e)
	}

	next := e
	next.Start, next.End = e.Start.Add(7*24*time.Hour), e.End.Add(7*24*time.Hour)
	other, err := b.Adapter().Plan(ctx, b.Group(), "", next)
	if other == id || err != nil {
		t.Errorf("Plan of another night = %q, %v; want another id than %q", other, err, id)
	}
	wantGatherings(t, b, e, next)
}

func testCallOff(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	if !p.Plans {
		if err := b.Adapter().CallOff(ctx, b.Group(), "1"); !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("CallOff: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	e := night()
	id, err := b.Adapter().Plan(ctx, b.Group(), "", e)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	for range 2 {
		if err := b.Adapter().CallOff(ctx, b.Group(), id); err != nil {
			t.Errorf("CallOff: %v", err)
		}
		wantGatherings(t, b)
	}
	if _, err := b.Adapter().Plan(ctx, b.Group(), id, e); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Plan with the id of what was called off: %v, want %v", err, bot.ErrNotFound)
	}
	if again, err := b.Adapter().Plan(ctx, b.Group(), "", e); again == id || err != nil {
		t.Errorf("Plan of what was called off = %q, %v; want another id than %q", again, err, id)
	}
	wantGatherings(t, b, e)
}

package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLate(t *testing.T) {
	due := time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)
	tests := []struct {
		by   time.Duration
		want Lateness
	}{
		{-time.Hour, OnTime}, {0, OnTime}, {10 * time.Minute, OnTime},
		{10*time.Minute + 1, Delayed}, {24*time.Hour - 1, Delayed},
		{24 * time.Hour, Missed}, {1000 * time.Hour, Missed},
	}
	for _, tt := range tests {
		if got := Late(due, due.Add(tt.by)); got != tt.want {
			t.Errorf("Late(by %v) = %v, want %v", tt.by, got, tt.want)
		}
	}
}

func TestOvertaken(t *testing.T) {
	zone := zone(t, "Europe/Berlin")
	night := at(t, "2026-11-27 20:00", zone)
	steps, ok := Plan(ByPick, at(t, "2026-11-21 20:00", zone), night, zone, DefaultOffsets())
	if !ok {
		t.Fatal("there is no plan")
	}
	tests := []struct {
		kind Kind
		now  string
		want Lateness
	}{
		{Prompt, "2026-11-25 20:00", OnTime},
		{Prompt, "2026-11-26 19:59", Delayed},
		{Prompt, "2026-11-26 20:00", Missed},
		{Remind, "2026-11-27 17:05", OnTime},
		{Remind, "2026-11-27 19:59", Delayed},
		{Remind, "2026-11-27 20:00", Missed},
		{Announce, "2026-11-27 19:59", Delayed},
		{Announce, "2026-11-27 20:00", Missed},
		{Night, "2026-11-28 01:00", Delayed},
		{Archive, "2026-11-29 19:00", Delayed},
		{Ballot, "2026-11-24 20:00", Missed}, // there is none
	}
	for _, tt := range tests {
		if got := steps.Late(tt.kind, at(t, tt.now, zone)); got != tt.want {
			t.Errorf("Late(%s, %s) = %v, want %v", tt.kind, tt.now, got, tt.want)
		}
	}
}

func TestParseSpan(t *testing.T) {
	tests := []struct{ said, want string }{
		{"3d", "3d"}, {"1d12h", "1d12h"}, {"0h", "0h"}, {"3 days", "3d"}, {"1 day 12 hours", "1d12h"},
		{"1 day, 12 hours", "1d12h"}, {"36h", "36h"}, {"3 дня", "3d"}, {"1 день 12 часов", "1d12h"}, {"5Ч", "5h"}, {"2 дн.", "2d"},
	}
	for _, tt := range tests {
		if got, err := ParseSpan(tt.said); err != nil || got.String() != tt.want {
			t.Errorf("ParseSpan(%q) = %q, %v, want %q", tt.said, got, err, tt.want)
		}
	}
	for said, want := range map[string]Problem{
		"":                               {Kind: NoNumber},
		"days":                           {Kind: NoNumber},
		"3":                              {Unknown, "3"},
		"3 weeks":                        {Unknown, "3 weeks"},
		"-3d":                            {Unknown, "-3d"},
		"1000d":                          {Unknown, "1000d"},
		"12h 1d":                         {Unknown, "12h 1d"},
		strings.Repeat(" ", maxLength+1): {Kind: TooLong},
	} {
		got, err := ParseSpan(said)
		var problem *Problem
		if !errors.As(err, &problem) || *problem != want {
			t.Errorf("ParseSpan(%q) = %v, %#v, want %#v", said, got, problem, want)
		}
	}
	// Hours are counted from the moment, also where clocks show it a second time.
	again := time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC).In(zone(t, "Europe/Berlin"))
	if got := (Span{Hours: 3}).after(again); got.Sub(again) != 3*time.Hour {
		t.Errorf("three hours after %v is %v", again, got)
	}
	if got := (Span{Hours: 3}).before(again); again.Sub(got) != 3*time.Hour {
		t.Errorf("three hours before %v is %v", again, got)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Span{rapid.IntRange(0, 999).Draw(t, "days"), rapid.IntRange(0, 999).Draw(t, "hours")}
		if got, err := ParseSpan(s.String()); err != nil || got != s {
			t.Errorf("ParseSpan(%q) = %v, %v, want %v", s, got, err, s)
		}
	})
}

func TestOffsetsCheck(t *testing.T) {
	all := []Way{ByVote, AtRandom, ByPick}
	for _, way := range all {
		if err := DefaultOffsets().Check(way); err != nil {
			t.Errorf("DefaultOffsets().Check(%s) = %v", way, err)
		}
	}
	tests := []struct {
		name   string
		change func(o *Offsets)
		ways   []Way
		want   OffsetError
	}{
		{"a ballot of last month", func(o *Offsets) { o.Ballot = Span{Days: 21, Hours: 1} }, all, OffsetError{Field: BallotField}},
		{"no archive", func(o *Offsets) { o.Archive = Span{} }, all, OffsetError{Field: ArchiveField}},
		{"a negative part", func(o *Offsets) { o.Announce = Span{2, -24} }, all, OffsetError{Field: AnnounceField}},
		{"a reminder with the announcement", func(o *Offsets) { o.Remind = Span{Hours: 24} }, all, OffsetError{RemindField, AnnounceField}},
		{"more notice than there is", func(o *Offsets) { o.Notice = Span{Days: 2} }, all, OffsetError{AnnounceField, NoticeField}},
		{"a question after the end", func(o *Offsets) { o.Ask = Span{Days: 1} }, all, OffsetError{AskField, ArchiveField}},
		{"a short vote", func(o *Offsets) { o.Vote = Span{Days: 2, Hours: 1} }, []Way{ByVote}, OffsetError{BallotField, VoteField}},
		{"a prompt with the announcement", func(o *Offsets) { o.Prompt = Span{Days: 1} }, []Way{ByPick}, OffsetError{PromptField, AnnounceField}},
	}
	for _, tt := range tests {
		o := DefaultOffsets()
		tt.change(&o)
		for _, way := range tt.ways {
			var got *OffsetError
			if !errors.As(o.Check(way), &got) || *got != tt.want {
				t.Errorf("%s: Check(%s) = %v, want %v", tt.name, way, got, &tt.want)
			}
		}
		if len(tt.ways) == 1 {
			if err := o.Check(AtRandom); err != nil {
				t.Errorf("%s: Check(random) = %v", tt.name, err)
			}
		}
	}
}

func TestOffsetsFit(t *testing.T) {
	tight := DefaultOffsets() // six days of a vote's week, the most that leaves one
	tight.Archive, tight.Nominate = Span{Days: 2}, Span{Days: 2}
	tests := []struct {
		name    string
		offsets Offsets
		way     Way
		rhythm  string
		want    bool
	}{
		{"default", DefaultOffsets(), ByVote, "weekly fri 20:00", true},
		{"tight", tight, ByVote, "weekly fri 20:00", true},
		{"too tight", with(tight, func(o *Offsets) { o.Vote.Hours++ }), ByVote, "weekly fri 20:00", false},
		{"no vote", with(tight, func(o *Offsets) { o.Vote.Hours++ }), AtRandom, "weekly fri 20:00", true},
		{"two weeks", with(tight, func(o *Offsets) { o.Vote.Days += 7 }), ByVote, "every 2 weeks fri 20:00", true},
		{"a month", with(tight, func(o *Offsets) { o.Nominate, o.Vote = Span{Days: 14}, Span{Days: 10} }), ByVote, "last fri 20:00", true},
		{"too long for a month", with(tight, func(o *Offsets) { o.Nominate, o.Vote = Span{Days: 14}, Span{Days: 10, Hours: 1} }), ByVote, "last fri 20:00", false},
		{"no rhythm", DefaultOffsets(), ByVote, "", false},
	}
	for _, tt := range tests {
		r, err := ParseRhythm(tt.rhythm)
		if err != nil && tt.rhythm != "" {
			t.Fatal(err)
		}
		if got := tt.offsets.Fits(tt.way, r); got != tt.want {
			t.Errorf("%s: Fits(%s, %q) = %v, want %v", tt.name, tt.way, tt.rhythm, got, tt.want)
		}
	}
}

func with(o Offsets, change func(o *Offsets)) Offsets {
	change(&o)
	return o
}

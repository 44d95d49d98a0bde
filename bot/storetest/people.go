package storetest

import (
	"fmt"
	"slices"
	"strings"

	"filmbot/bot"
)

var peopleTests = []test{
	{"traces", testTraces},
	{"traces of nobody", testTracesOfNobody},
	{"forget", testForget},
	{"forget nobody", testForgetNobody},
	{"count", testCount},
}

// wantTraces compares the traces of a person, but for their order.
func (b *bench) wantTraces(s Store, user string, want bot.Traces) {
	b.Helper()
	got, err := s.Traces(b.Context(), user)
	if err != nil {
		b.Fatalf("Traces(%q): %v", user, err)
	}
	slices.Sort(got.Seen)
	slices.Sort(got.Moderates)
	slices.SortFunc(got.Changes, func(x, y bot.Change) int { return x.At.Compare(y.At) })
	slices.SortFunc(got.Suggestions, func(x, y bot.Suggestion) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(got.Drafts, func(x, y bot.Draft) int { return strings.Compare(x.ID, y.ID) })
	b.wantSame("the traces of "+user, got, want)
}

// leaveTraces makes a person leave every kind of trace, and returns them.
func (b *bench) leaveTraces(s Store, who bot.Author, minute int) bot.Traces {
	b.Helper()
	id := strings.ToLower(who.Name)
	var t bot.Traces
	for _, film := range []string{"f1", "f2"} {
		b.mark(s, who.Key, film, true)
		t.Seen = append(t.Seen, film)
	}
	for i, club := range []string{mountain, river} {
		c := b.commit(s, bot.Commit{Club: club, By: who, At: b.at(minute + i), Kind: bot.Added, Edits: []bot.Edit{give("f"+id, 0, "text")}})
		c.Edits = nil
		t.Changes = append(t.Changes, c)
	}
	for i := range 2 {
		suggestion := bot.Suggestion{ID: fmt.Sprint(id, i), Club: mountain, Author: who, Chat: river, Lang: "en", At: b.at(minute), Text: "text"}
		b.suggest(s, suggestion)
		t.Suggestions = append(t.Suggestions, suggestion)
	}
	t.Suggestions[1].Decision = bot.Decision{Outcome: bot.Declined, By: bot.Author{Key: "discord:99", Name: "Zoe"}, At: b.at(minute), Reason: "no"}
	b.decline(s, mountain, id+"1", t.Suggestions[1].Decision)
	draft := bot.Draft{ID: "d" + id, Club: mountain, Owner: who.Key, Kind: bot.EntryDraft, Text: "text", At: b.at(minute)}
	b.keepDraft(s, draft)
	t.Drafts = append(t.Drafts, draft)
	b.adjust(s, river, func(settings *bot.Settings) {
		settings.Moderators = append(settings.Moderators, bot.Mention(who))
	})
	t.Moderates = []string{river}
	return t
}

func testTraces(b *bench) {
	s := b.open()
	anns := b.leaveTraces(s, ann, 0)
	bobs := b.leaveTraces(s, bob, 10)
	b.wantTraces(s, ann.Key, anns)
	b.wantTraces(s, bob.Key, bobs)
	b.wantTraces(s, "discord:10", bot.Traces{})
	b.wantTraces(s, "Discord:1", bot.Traces{})
}

// testTracesOfNobody checks that those whom a platform does not name are not taken
// for one person.
func testTracesOfNobody(b *bench) {
	s := b.open()
	nobody := bot.Author{Name: "Admin"}
	b.commit(s, bot.Commit{Club: mountain, By: nobody, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give("f1", 0, "one")}})
	b.suggest(s, bot.Suggestion{ID: "s1", Club: mountain, Author: nobody, At: b.start})
	b.wantTraces(s, ann.Key, bot.Traces{})
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantWaiting(s, mountain, "", "s1")
	c, err := s.Change(b.Context(), mountain, 1)
	b.must("Change", err)
	b.wantSame("who made the change", c.By, nobody)
}

func testForget(b *bench) {
	s := b.open()
	b.leaveTraces(s, ann, 0)
	bobs := b.leaveTraces(s, bob, 10)
	b.suggest(s, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.at(20)})
	b.decline(s, mountain, "s1", bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(21), Reason: "no"})
	bobs.Suggestions = append(bobs.Suggestions, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.at(20),
		Decision: bot.Decision{Outcome: bot.Declined, At: b.at(21), Reason: "no"}})
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.at(22), Kind: bot.Approved, Edits: []bot.Edit{give("f9", 0, "nine")}, Suggestion: "bob0"})
	bobs.Suggestions[0].Decision = bot.Decision{Outcome: bot.Accepted, At: b.at(22), Film: "f9"}
	before, untouched := b.club(s, river), b.club(s, mountain)

	for _, key := range []string{"suggest " + ann.Key, "suggest " + ann.Key + "0", "suggest x" + ann.Key} {
		_, err := s.Count(b.Context(), key, b.at(1), b.at(0))
		b.must("Count", err)
	}

	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantTraces(s, ann.Key, bot.Traces{})
	b.wantTraces(s, bob.Key, bobs)
	for key, want := range map[string]int{"suggest " + ann.Key: 1, "suggest " + ann.Key + "0": 2, "suggest x" + ann.Key: 2} {
		if n, err := s.Count(b.Context(), key, b.at(1), b.at(0)); n != want || err != nil {
			b.Errorf("Count(%q) = %d, %v; want %d", key, n, err, want)
		}
	}
	b.wantNoDraft(s, "dann")
	b.wantUnchanged(s, untouched)
	b.wantSettings(s, river, bot.Settings{Moderators: []bot.Mention{{Key: bob.Key, Name: bob.Name}}})
	b.wantSame("the entries", b.club(s, river).Entries, before.Entries)
	if after := b.club(s, river).Revision; after <= before.Revision {
		b.Errorf("the revision went from %d to %d", before.Revision, after)
	}
	changes, err := s.Changes(b.Context(), mountain, "", 0, 10)
	b.must("Changes", err)
	for _, c := range changes {
		if want := map[bool]bot.Author{true: bob}[c.Number == 2]; c.By != want {
			b.Errorf("change %d was made by %+v, want %+v", c.Number, c.By, want)
		}
	}
	_, err = s.Suggestion(b.Context(), mountain, "ann0")
	b.wantErr("the suggestion that waited", err, bot.ErrNotFound)
	if got, err := s.Suggestion(b.Context(), mountain, "ann1"); err != nil || got.Author != (bot.Author{}) || got.Text != "text" || got.Decision.Reason != "no" {
		b.Errorf("the suggestion that was decided is %+v, %v", got, err)
	}
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantTraces(s, bob.Key, bobs)
}

func testForgetNobody(b *bench) {
	s := b.open()
	traces := b.leaveTraces(s, ann, 0)
	b.must("Forget", s.Forget(b.Context(), "discord:10"))
	b.wantTraces(s, ann.Key, traces)
}

func testCount(b *bench) {
	s := b.open()
	steps := []struct {
		key        string
		now, since int
		want       int
	}{
		{"code", 0, -10, 1}, {"code", 1, -9, 2}, {"code", 1, -9, 3}, {"other", 1, -9, 1},
		{"code", 5, -5, 4}, {"code", 11, 1, 4}, {"code", 12, 2, 3}, {"code", 40, 30, 1}, {"other", 40, 1, 2}, {"Code", 40, 1, 1},
	}
	for i, step := range steps {
		got, err := s.Count(b.Context(), step.key, b.at(step.now), b.at(step.since))
		if err != nil || got != step.want {
			b.Errorf("step %d: Count(%q) = %d, %v; want %d", i, step.key, got, err, step.want)
		}
	}
}

package storetest

import (
	"fmt"
	"time"

	"filmbot/bot"
)

var suggestionTests = []test{
	{"suggest", testSuggest},
	{"suggest up to the limit", testSuggestLimit},
	{"suggest uses up a draft", testSuggestDraft},
	{"suggestions that wait", testWaiting},
	{"decline", testDecline},
	{"suggestions that were not told of", testUntold},
	{"suggestions keep texts exactly", testSuggestTexts},
}

func (b *bench) suggest(s Store, suggestion bot.Suggestion) {
	b.Helper()
	if err := s.Suggest(b.Context(), suggestion, "", 1000); err != nil {
		b.Fatalf("Suggest(%q): %v", suggestion.ID, err)
	}
}

func (b *bench) wantSuggestion(s Store, want bot.Suggestion) {
	b.Helper()
	got, err := s.Suggestion(b.Context(), want.Club, want.ID)
	b.must("Suggestion", err)
	b.wantSame("the suggestion", got, want)
}

func (b *bench) waiting(s Store, club, author string) []string {
	b.Helper()
	suggestions, err := s.Waiting(b.Context(), club, author)
	b.must("Waiting", err)
	var ids []string
	for _, suggestion := range suggestions {
		ids = append(ids, suggestion.ID)
	}
	return ids
}

func (b *bench) wantWaiting(s Store, club, author string, want ...string) {
	b.Helper()
	b.wantSame(fmt.Sprintf("Waiting(%q, %q)", club, author), b.waiting(s, club, author), want)
}

func (b *bench) decline(s Store, club, id string, d bot.Decision) bot.Suggestion {
	b.Helper()
	got, err := s.Decline(b.Context(), club, id, d)
	if err != nil {
		b.Fatalf("Decline(%q): %v", id, err)
	}
	return got
}

// full is a suggestion in which nothing is left out.
func (b *bench) full() bot.Suggestion {
	return bot.Suggestion{ID: "s1", Club: mountain, Author: bob, Chat: river + "/3", Lang: "pt-BR", At: b.at(1), Text: "The Ascent (1977)\n"}
}

func testSuggest(b *bench) {
	s := b.open()
	want := b.full()
	b.suggest(s, want)
	b.wantSuggestion(s, want)
	for _, place := range [][2]string{{river, "s1"}, {mountain, "s2"}, {mountain, "S1"}, {mountain, ""}} {
		_, err := s.Suggestion(b.Context(), place[0], place[1])
		b.wantErr(fmt.Sprintf("Suggestion%q", place), err, bot.ErrNotFound)
	}
	want.Post = bot.Message{Chat: bot.Chat{Platform: "discord", ID: "55", Topic: "6", Server: "7", Private: true}, ID: "99"}
	b.must("SetPost", s.SetPost(b.Context(), mountain, "s1", want.Post))
	b.wantSuggestion(s, want)
	want.Post = bot.Message{Chat: bot.Chat{Platform: "telegram", ID: "-5"}, ID: "100"}
	b.must("SetPost", s.SetPost(b.Context(), mountain, "s1", want.Post))
	b.wantSuggestion(s, want)
	_ = s.SetPost(b.Context(), river, "s1", bot.Message{})
	b.wantSuggestion(s, want)
	b.wantRevision(s, mountain, 0)
}

func testSuggestLimit(b *bench) {
	s := b.open()
	try := func(id, club string, author bot.Author, limit int) error {
		return s.Suggest(b.Context(), bot.Suggestion{ID: id, Club: club, Author: author, At: b.start}, "", limit)
	}
	b.wantErr("the first", try("s1", mountain, bob, 2), nil)
	b.wantErr("the second", try("s2", mountain, bob, 2), nil)
	b.wantErr("the third", try("s3", mountain, bob, 2), bot.ErrTooMany)
	b.wantErr("somebody else's", try("s4", mountain, ann, 2), nil)
	b.wantErr("in another club", try("s5", river, bob, 2), nil)
	b.wantErr("a lower limit", try("s6", mountain, ann, 1), bot.ErrTooMany)
	b.wantErr("no limit to speak of", try("s7", mountain, ann, 0), bot.ErrTooMany)
	b.wantWaiting(s, mountain, "", "s1", "s2", "s4")
	b.decline(s, mountain, "s1", bot.Decision{Outcome: bot.TakenBack, At: b.start})
	b.wantErr("after one was taken back", try("s8", mountain, bob, 2), nil)
	b.wantErr("one more", try("s9", mountain, bob, 2), bot.ErrTooMany)
}

func testSuggestDraft(b *bench) {
	s := b.open()
	draft := bot.Draft{ID: "d1", Club: mountain, Owner: bob.Key, Kind: bot.SuggestionDraft, At: b.start}
	b.keepDraft(s, draft)
	suggestion := b.full()
	b.wantErr("Suggest beyond the limit", s.Suggest(b.Context(), suggestion, "d1", 0), bot.ErrTooMany)
	b.wantDraft(s, draft)
	b.wantErr("Suggest of another draft", s.Suggest(b.Context(), suggestion, "d2", 5), bot.ErrNotFound)
	b.wantWaiting(s, mountain, "")
	b.must("Suggest", s.Suggest(b.Context(), suggestion, "d1", 5))
	b.wantSuggestion(s, suggestion)
	b.wantNoDraft(s, "d1")
	suggestion.ID = "s2"
	b.wantErr("Suggest of a draft that is used up", s.Suggest(b.Context(), suggestion, "d1", 5), bot.ErrNotFound)
	b.wantWaiting(s, mountain, "", "s1")
}

func testWaiting(b *bench) {
	s := b.open()
	for i, tt := range []struct {
		id     string
		author bot.Author
	}{{"z", ann}, {"b", bob}, {"y", ann}, {"a", bob}, {"x", bot.Author{}}} {
		b.suggest(s, bot.Suggestion{ID: tt.id, Club: mountain, Author: tt.author, At: b.at(i), Text: tt.id})
	}
	b.suggest(s, bot.Suggestion{ID: "other", Club: river, Author: ann, At: b.start})
	b.decline(s, mountain, "y", bot.Decision{Outcome: bot.Declined, At: b.start})
	b.wantWaiting(s, mountain, "", "z", "b", "a", "x")
	b.wantWaiting(s, mountain, ann.Key, "z")
	b.wantWaiting(s, mountain, bob.Key, "b", "a")
	b.wantWaiting(s, mountain, "discord:3")
	b.wantWaiting(s, "discord:3", "")
	got, err := s.Waiting(b.Context(), mountain, ann.Key)
	b.must("Waiting", err)
	b.wantSame("what waits", got, []bot.Suggestion{{ID: "z", Club: mountain, Author: ann, At: b.start, Text: "z"}})
}

func testDecline(b *bench) {
	s := b.open()
	want := b.full()
	b.suggest(s, want)
	want.Decision = bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(2), Reason: "We have it.\nTwice."}
	b.wantSame("what Decline returned", b.decline(s, mountain, "s1", want.Decision), want)
	b.wantSuggestion(s, want)
	for _, o := range []bot.Outcome{bot.Declined, bot.TakenBack} {
		got, err := s.Decline(b.Context(), mountain, "s1", bot.Decision{Outcome: o, By: bob, At: b.at(3)})
		b.wantErr("Decline of what was decided", err, bot.ErrConflict)
		b.wantSame("what Decline returned beside the conflict", got, want)
	}
	b.wantSuggestion(s, want)
	for _, place := range [][2]string{{river, "s1"}, {mountain, "s2"}} {
		_, err := s.Decline(b.Context(), place[0], place[1], bot.Decision{Outcome: bot.Declined, At: b.start})
		b.wantErr(fmt.Sprintf("Decline%q", place), err, bot.ErrNotFound)
	}
}

func testUntold(b *bench) {
	s := b.open()
	wantUntold := func(limit int, want ...string) {
		b.Helper()
		got, err := s.Untold(b.Context(), limit)
		b.must("Untold", err)
		var ids []string
		for _, suggestion := range got {
			ids = append(ids, suggestion.ID)
			b.wantSuggestion(s, suggestion)
		}
		b.wantSame(fmt.Sprintf("Untold(%d)", limit), ids, want)
	}
	for i, club := range []string{mountain, river, mountain, river} {
		b.suggest(s, bot.Suggestion{ID: fmt.Sprint("s", 9-i), Club: club, Author: bob, At: b.at(i)})
	}
	wantUntold(10)
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.at(10), Kind: bot.Approved, Edits: []bot.Edit{give("f1", 0, "one")}, Suggestion: "s9"})
	b.decline(s, river, "s8", bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(11)})
	b.decline(s, mountain, "s7", bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(12)})
	wantUntold(10, "s9", "s8", "s7")
	wantUntold(2, "s9", "s8")
	b.must("SetTold", s.SetTold(b.Context(), river, "s8"))
	b.must("SetTold", s.SetTold(b.Context(), river, "s8"))
	_ = s.SetTold(b.Context(), river, "s7")
	wantUntold(10, "s9", "s7")
	if got, err := s.Suggestion(b.Context(), river, "s8"); err != nil || !got.Told || got.Decision.Outcome != bot.Declined {
		b.Errorf("the suggestion whose author was told is %+v, %v", got, err)
	}
}

func testSuggestTexts(b *bench) {
	s := b.open()
	for _, text := range texts {
		want := bot.Suggestion{ID: text, Club: text, Author: bot.Author{Key: text, Name: text}, Chat: text, Lang: text, At: time.Unix(0, 0).UTC(), Text: text}
		b.suggest(s, want)
		b.wantSuggestion(s, want)
		want.Decision = bot.Decision{Outcome: bot.Declined, By: bot.Author{Key: text, Name: text}, At: b.start, Reason: text}
		b.decline(s, text, text, want.Decision)
		want.Post.ID = text
		want.Post.Chat.Server = text
		b.must("SetPost", s.SetPost(b.Context(), text, text, want.Post))
		b.wantSuggestion(s, want)
	}
}

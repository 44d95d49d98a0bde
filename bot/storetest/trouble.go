package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var troubleTests = []test{
	{"cancelled", testCancelled},
	{"cancelled while choosing", testCancelledWhileChoosing},
	{"cancelled at any time", testCancelledAtAnyTime},
	{"durable", testDurable},
	{"two openings see each other", testTwoOpenings},
}

// call is a call of one method.
type call struct {
	name string
	do   func() error
}

// changes are calls of all methods that change something, on what testCancelled
// prepares.
func (b *bench) changes(ctx context.Context, s Store) []call {
	edits := []bot.Edit{give("f2", 0, "two")}
	j := bot.Joining{Code: "hash", Place: river, From: river, To: mountain, ToRevision: 1, At: b.start, Edits: edits}
	return []call{
		{"Draw", func() error {
			return s.Draw(ctx, chat, func([]string) (string, []string) { return "b", []string{"a"} })
		}},
		{"MoveChat", func() error { return s.MoveChat(ctx, chat, "telegram:-200") }},
		{"MarkSeen", func() error { return s.MarkSeen(ctx, ann.Key, "sm1", false) }},
		{"KeepLine", func() error { return s.KeepLine(ctx, "k2", "line") }},
		{"SetNote", func() error { return s.SetNote(ctx, "key", "another") }},
		{"Forget", func() error { return s.Forget(ctx, ann.Key) }},
		{"Count", func() error { _, err := s.Count(ctx, "key", b.start, b.start); return err }},
		{"Commit", func() error {
			_, err := s.Commit(ctx, bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: edits, Draft: "d1", Suggestion: "s1"})
			return err
		}},
		{"Adjust", func() error {
			_, err := s.Adjust(ctx, mountain, func(s *bot.Settings) { s.Language = "ru" })
			return err
		}},
		{"KeepCode", func() error { return s.KeepCode(ctx, bot.Code{Hash: "hash2", Club: mountain, Expires: b.at(10)}) }},
		{"Join", func() error { _, err := s.Join(ctx, j); return err }},
		{"Leave", func() error {
			_, err := s.Leave(ctx, bot.Leaving{Place: mountain, From: mountain, To: "club:new", At: b.start})
			return err
		}},
		{"SetPresence", func() error { return s.SetPresence(ctx, river, bot.Absent, b.start) }},
		{"Expire", func() error { _, err := s.Expire(ctx, b.at(1)); return err }},
		{"Suggest", func() error {
			return s.Suggest(ctx, bot.Suggestion{ID: "s2", Club: mountain, Author: ann, At: b.start}, "d1", 5)
		}},
		{"Decline", func() error {
			_, err := s.Decline(ctx, mountain, "s1", bot.Decision{Outcome: bot.Declined, At: b.start})
			return err
		}},
		{"SetPost", func() error { return s.SetPost(ctx, mountain, "s1", bot.Message{ID: "1"}) }},
		{"SetTold", func() error { return s.SetTold(ctx, mountain, "s1") }},
		{"KeepDraft", func() error { return s.KeepDraft(ctx, bot.Draft{ID: "d1", Owner: bob.Key, At: b.start}) }},
		{"DropDraft", func() error { return s.DropDraft(ctx, "d1") }},
		{"Turn", func() error {
			return s.Turn(ctx, mountain, func(bot.Latest) (bot.Turn, error) {
				return bot.Turn{Rounds: []round.Round{b.watched(1, "f1")}, Posts: []bot.Post{b.waits(mountain, 1, 2)}}, nil
			})
		}},
		{"Say", func() error {
			return s.Say(ctx, mountain, 1, bob, func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Ballot: 2}, nil })
		}},
		{"ClaimPost", func() error { _, err := s.ClaimPost(ctx, key(mountain, 1, 1), b.start, b.at(1)); return err }},
		{"SavePost", func() error { return s.SavePost(ctx, b.fullPost(key(mountain, 1, 1)), b.start) }},
		{"AddPost", func() error { return s.AddPost(ctx, b.waits(mountain, 1, 3)) }},
	}
}

// reads are calls of all methods that change nothing.
func (b *bench) reads(ctx context.Context, s Store) []call {
	return []call{
		{"Seen", func() error { _, err := s.Seen(ctx, ann.Key); return err }},
		{"KeptLine", func() error { _, err := s.KeptLine(ctx, "k1"); return err }},
		{"Note", func() error { _, err := s.Note(ctx, "key"); return err }},
		{"Traces", func() error { _, err := s.Traces(ctx, ann.Key); return err }},
		{"Club", func() error { _, err := s.Club(ctx, mountain); return err }},
		{"Revision", func() error { _, err := s.Revision(ctx, mountain); return err }},
		{"Changes", func() error { _, err := s.Changes(ctx, mountain, "", 0, 10); return err }},
		{"Change", func() error { _, err := s.Change(ctx, mountain, 1); return err }},
		{"ClubOf", func() error { _, err := s.ClubOf(ctx, mountain); return err }},
		{"CodeOf", func() error { _, err := s.CodeOf(ctx, "hash", b.start); return err }},
		{"PresenceIn", func() error { _, err := s.PresenceIn(ctx, mountain); return err }},
		{"Suggestion", func() error { _, err := s.Suggestion(ctx, mountain, "s1"); return err }},
		{"Waiting", func() error { _, err := s.Waiting(ctx, mountain, ""); return err }},
		{"Untold", func() error { _, err := s.Untold(ctx, 5); return err }},
		{"Draft", func() error { _, err := s.Draft(ctx, "d1"); return err }},
		{"Round", func() error { _, err := s.Round(ctx, mountain, 1); return err }},
		{"History", func() error { _, err := s.History(ctx, mountain); return err }},
		{"Said", func() error { _, err := s.Said(ctx, mountain, 1, ann.Key); return err }},
		{"DuePosts", func() error { _, err := s.DuePosts(ctx, "telegram", b.start, 5); return err }},
		{"PostsOf", func() error { _, err := s.PostsOf(ctx, mountain, 1); return err }},
	}
}

func testCancelled(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	b.keep(s, "k1", "line")
	b.note(s, "key", "value")
	b.mark(s, ann.Key, "sm1", true)
	b.add(s, mountain, "f1", "one")
	b.keepCode(s, bot.Code{Hash: "hash", Club: mountain, Expires: b.at(10)})
	b.presence(s, "discord:away", bot.Absent, -10)
	suggestion := bot.Suggestion{ID: "s1", Club: mountain, Author: ann, At: b.start}
	b.suggest(s, suggestion)
	draft := bot.Draft{ID: "d1", Club: mountain, Owner: ann.Key, At: b.start}
	b.keepDraft(s, draft)
	post := b.waits(mountain, 1, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.voting(1)}, Posts: []bot.Post{post}})
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	before, week := b.club(s, mountain), b.week(s, mountain, 1)

	ctx := cancelled(b.Context())
	for _, c := range append(b.changes(ctx, s), b.reads(ctx, s)...) {
		b.wantErr(c.name, c.do(), context.Canceled)
	}

	b.wantDrawn(s, chat, "a")
	b.wantDrawn(s, "telegram:-200")
	b.wantSeen(s, ann.Key, "sm1")
	b.wantNote(s, "key", "value")
	_, err := s.KeptLine(b.Context(), "k2")
	b.wantErr("KeptLine after a cancelled KeepLine", err, bot.ErrNotFound)
	b.wantUnchanged(s, before)
	b.wantClubOf(s, river, river)
	b.wantClubOf(s, mountain, mountain)
	b.wantSuggestion(s, suggestion)
	b.wantWaiting(s, mountain, "", "s1")
	b.wantDraft(s, draft)
	b.wantWeek(s, mountain, week)
	b.wantPosts(s, mountain, 1, post)
	_, err = s.CodeOf(b.Context(), "hash2", b.start)
	b.wantErr("CodeOf after a cancelled KeepCode", err, bot.ErrNotFound)
	b.wantExpired(s, 0, "discord:away")
	if n, err := s.Count(b.Context(), "key", b.start, b.start); n != 1 || err != nil {
		b.Errorf("Count after a cancelled one = %d, %v; want 1", n, err)
	}
	for _, c := range b.reads(b.Context(), s) {
		b.wantErr(c.name, c.do(), nil)
	}
}

func testCancelledWhileChoosing(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	err := s.Draw(ctx, chat, func([]string) (string, []string) {
		cancel()
		return "b", []string{"a"}
	})
	if !errors.Is(err, context.Canceled) {
		b.Errorf("Draw: %v, want %v", err, context.Canceled)
	}
	b.wantDrawn(s, chat, "a")
}

// testCancelledAtAnyTime cancels changes earlier and later: whether one was made
// in time must be what the method says.
func testCancelledAtAnyTime(b *bench) {
	s := b.open()
	for i := range 60 {
		value := fmt.Sprint("value ", i)
		ctx, cancel := context.WithTimeout(b.Context(), time.Duration(i)*20*time.Microsecond)
		before, err := s.Note(b.Context(), "key")
		if err != nil {
			b.Fatalf("Note: %v", err)
		}
		switch err := s.SetNote(ctx, "key", value); {
		case err == nil:
			b.wantNote(s, "key", value)
		case errors.Is(err, context.DeadlineExceeded):
			b.wantNote(s, "key", before)
		default:
			b.Errorf("SetNote: %v, want nil or %v", err, context.DeadlineExceeded)
		}
		var film string
		drawn := b.drawn(s, chat)
		err = s.Draw(ctx, chat, func([]string) (string, []string) {
			film = value
			return film, nil
		})
		cancel()
		if err == nil {
			drawn = append(drawn, film)
		}
		b.wantDrawn(s, chat, drawn...)
	}
}

func testDurable(b *bench) {
	s := b.reopen()
	b.draw(s, chat, "b")
	b.draw(s, chat, "a")
	b.draw(s, "telegram:-300", "c")
	b.move(s, "telegram:-300", "telegram:-400")
	b.keep(s, "k1", "line")
	b.note(s, "key", "old")
	b.note(s, "key", "new")
	b.keepCode(s, bot.Code{Hash: "hash", Club: mountain, Expires: b.at(10)})
	b.join(s, group, mountain)
	traces := b.leaveTraces(s, bob, 0)
	b.presence(s, group, bot.Absent, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.watched(1, "f1"), b.voting(2)}, Asleep: true, Posts: []bot.Post{b.fullPost(key(mountain, 2, 1))}})
	b.say(s, mountain, 2, ann, bot.Said{Ballot: 1, Coming: true, Rating: 1})
	b.claim(s, key(mountain, 2, 1), b.at(3), b.at(4))
	post, week, begins := b.post(s, key(mountain, 2, 1)), b.week(s, mountain, 2), b.latest(s, mountain)
	clubs := []bot.Club{b.club(s, mountain), b.club(s, river), b.club(s, group)}
	b.close(s)

	s = b.open()
	b.wantDrawn(s, chat, "b", "a")
	b.wantDrawn(s, "telegram:-300")
	b.wantDrawn(s, "telegram:-400", "c")
	b.wantLine(s, "k1", "line")
	b.wantNote(s, "key", "new")
	b.wantTraces(s, bob.Key, traces)
	for _, c := range clubs {
		b.wantUnchanged(s, c)
	}
	b.wantPost(s, post)
	b.wantWeek(s, mountain, week)
	b.wantHistory(s, mountain, 1)
	b.wantSame("what a turn begins with", b.latest(s, mountain), begins)
	b.wantClubOf(s, group, mountain)
	_, err := s.CodeOf(b.Context(), "hash", b.start)
	b.wantErr("CodeOf", err, nil)
	b.draw(s, chat, "c")
	b.wantDrawn(s, chat, "b", "a", "c")
	b.presence(s, mountain, bot.Absent, 1)
	b.wantExpired(s, 5, mountain)
}

func testTwoOpenings(b *bench) {
	one, two := b.open(), b.open()
	b.draw(one, chat, "a")
	b.draw(two, chat, "b")
	b.keep(one, "k1", "line")
	b.note(one, "key", "value")
	b.wantDrawn(one, chat, "a", "b")
	b.wantDrawn(two, chat, "a", "b")
	b.wantLine(two, "k1", "line")
	b.wantNote(two, "key", "value")
	b.hold(one, mountain, b.voting(1))
	b.say(two, mountain, 1, bob, bot.Said{Ballot: 1})
	b.posts(two, b.waits(mountain, 1, 1))
	b.claim(one, key(mountain, 1, 1), b.at(1), b.at(2))
	b.wantNoClaim(two, key(mountain, 1, 1), b.at(1))
	b.wantWeek(one, mountain, b.week(two, mountain, 1))
	traces := b.leaveTraces(one, ann, 0)
	b.wantTraces(two, ann.Key, traces)
	b.join(two, group, mountain)
	b.wantClubOf(one, group, mountain)
	for _, club := range []string{mountain, river, group} {
		b.wantUnchanged(two, b.club(one, club))
	}
}

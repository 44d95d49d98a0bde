package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/adapters/sqlstore"
	"filmbot/adapters/telegram"
	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// week is a club of a server and a group in which a film of the week goes on.
type week struct {
	*world
	boris *telegramtest.Person
	chat  *telegramtest.Chat
	// answers are the numbers of the messages in the chat that are no posts.
	answers []int
	steps   []round.Step
}

// TestWeek lets two rounds by vote go by in a club of both platforms, with a restart
// in the second one.
func TestWeek(t *testing.T) {
	w := newWeek(t)
	p := w.start("run")
	w.setUp()
	for n := 1; n <= 2; n++ {
		w.nominate(n)
		w.vote(n)
		if n == 2 {
			w.end(p)
			p = w.start("run")
		}
		w.announce(n)
		w.watch(n)
	}
	p.stderr.await(t, "connected")
	w.end(p)
	for line := range strings.Lines(p.stderr.String()) {
		// The term of River's leader ends when the clock is put forward.
		if !strings.Contains(line, "leadership") && (strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR")) {
			t.Errorf("the log has %s", line)
		}
	}
	w.compare()
}

// TestBackupKeepsJobs goes on with a copy of the database.
func TestBackupKeepsJobs(t *testing.T) {
	w := newWeek(t)
	w.env["TELEGRAM_TOKEN"] = ""
	p := w.start("run")
	w.setUp()
	w.end(w.await(w.start("backup", "copy.db")))
	w.end(p)
	w.env["DATABASE_URL"] = "copy.db"
	p = w.start("run")
	// What is due before the copy is opened may have been posted, so it is opened first.
	w.discord.Command("ann", "/week show", discordtest.Verb, administrates).Answer()
	w.step(1, calendar.Ballot)
	w.posted("a ballot", "No ballots yet", 1)
	w.end(p)
}

func newWeek(t *testing.T) *week {
	w := &week{world: newWorld(t)}
	w.boris = w.telegram.Person("Boris", "en")
	w.chat = w.telegram.Chat(telegramtest.Supergroup)
	w.telegram.SetMember(w.chat, telegramtest.BotID, map[string]any{"status": "administrator", "can_pin_messages": true})
	// By the machine's clock a post would not be edited again for seconds, and at the
	// pace that Telegram allows a group two rounds would take minutes.
	w.clock.began, w.clock.rate = time.Now(), 5
	w.pace = telegram.Pace{All: time.Millisecond, Chat: time.Millisecond, Group: time.Millisecond}
	w.env["HOME_CHATS"] = "discord:" + discordtest.Guild + ",telegram:" + strconv.FormatInt(w.chat.ID, 10)
	return w
}

// setUp has an administrator set the film of the week up, and begin.
func (w *week) setUp() {
	preview := w.discord.Command("ann", "/week setup friday 8pm", discordtest.Verb, administrates).Answer()
	for _, want := range []string{"every Friday at 20:00", "Telegram", "a thread for the film", "a server event"} {
		if !strings.Contains(preview.Text(), want) {
			w.Errorf("the preview does not say %q:\n%s", want, preview.Text())
		}
	}
	friday, err := calendar.ParseRhythm("friday 8pm")
	if err != nil {
		w.Fatal(err)
	}
	r, _, err := round.Open(round.DefaultRules(friday), round.Round{}, w.clock.now(), time.UTC)
	if err != nil {
		w.Fatal(err)
	}
	w.steps = r.Steps
	w.press("ann", preview, "Save and start now", administrates)
	w.posted("an opening", "What shall we watch", 1)
}

// step puts the clock on to a step of a round, of which there is one a week.
func (w *week) step(n int, kind calendar.Kind) {
	w.Helper()
	i := slices.IndexFunc(w.steps, func(s round.Step) bool { return s.Kind == kind })
	if i < 0 {
		w.Fatalf("a round has no step %q", kind)
	}
	w.clock.to(w.steps[i].Due.AddDate(0, 0, 7*(n-1)).Add(time.Second))
}

// later lets so much time go by that posts may be edited again.
func (w *week) later() { w.clock.to(w.clock.now().Add(5 * time.Second)) }

// nominate has members of both platforms nominate films, but none in the second round.
func (w *week) nominate(n int) {
	if n > 1 {
		return
	}
	if got := w.discord.Command("bob", "/week nominate asent", discordtest.Verb).Answer().Text(); !strings.Contains(got, "The Ascent (1977) is nominated") {
		w.Errorf("on Discord a nomination is answered %q", got)
	}
	w.sent("an opening", "What shall we watch", 1)
	w.answers = append(w.answers, w.telegram.Messages(w.chat)[0].ID+2)
	if got := w.ask(w.boris, w.chat, "/week nominate vertical"); !strings.Contains(got, "Vertical (1967) is nominated") {
		w.Errorf("on Telegram a nomination is answered %q", got)
	}
	w.later()
	w.both("the nominations", "2. Vertical (1967)", n)
}

// vote has members of both platforms vote on the first two films of the ballot.
func (w *week) vote(n int) {
	w.step(n, calendar.Ballot)
	there, here := w.both("a ballot", "No ballots yet", 1)
	if n == 2 && !strings.Contains(there.Text(), "drew these by lot") {
		w.Errorf("the ballot does not say that it was drawn: %s", there.Text())
	}
	w.discord.Await("a pin", func() bool { return w.discord.Pinned(there.ID) })
	w.telegram.Await(w, "a pin", func() bool { return slices.Contains(w.telegram.Pinned(w.chat), here.ID) })
	first, second := there.Buttons()[0].Label, here.Labels()[1]
	film, _, _ := strings.Cut(first, " · ")
	if got := w.press("bob", there, first); !strings.Contains(got, "✓ "+film) {
		w.Errorf("on Discord a vote is answered %q", got)
	}
	w.press("cem", there, first)
	w.touch(w.boris, here, second)
	if got := w.touch(w.boris, here, here.Labels()[0]); !strings.Contains(got, "✓ "+film) {
		w.Errorf("on Telegram a vote is answered %q", got)
	}
	w.later()
	there, here = w.both("the ballots", "3 ballots were cast", n)
	if want := film + " · 3"; there.Buttons()[0].Label != want || here.Labels()[0] != want {
		w.Errorf("the standings are %q and %q, want %q", there.Buttons()[0].Label, here.Labels()[0], want)
	}
}

// announce closes the vote.
func (w *week) announce(n int) {
	w.step(n, calendar.Close)
	ended, over := w.both("the end of the vote", "The vote is over", n)
	there, here := w.both("the film", "The film of the week:", n)
	if n == 1 && (!strings.Contains(there.Text(), "The Ascent") || !strings.Contains(here.Text, "The Ascent")) {
		w.Errorf("the film is %q and %q", there.Text(), here.Text)
	}
	w.discord.Await("the pin of the film in the place of the ballot's", func() bool {
		return w.discord.Pinned(there.ID) && !w.discord.Pinned(ended.ID)
	})
	w.telegram.Await(w, "the pin of the film in the place of the ballot's", func() bool {
		pinned := w.telegram.Pinned(w.chat)
		return slices.Contains(pinned, here.ID) && !slices.Contains(pinned, over.ID)
	})
	w.discord.Await("an event", func() bool { return len(w.discord.Events()) == n })
	w.press("bob", there, "🙋")
	w.touch(w.boris, here, "🙋")
	w.later()
	// The announcement and the reminder of each round before say so, too.
	w.both("who is coming", "Coming (2): bob, Boris", 2*n-1)
}

// watch lets the night go by, and the next round open.
func (w *week) watch(n int) {
	w.step(n, calendar.Remind)
	w.both("a reminder", "Soon:", n)
	w.step(n, calendar.Ask)
	there, here := w.both("a question", "Rate it from 1 to 10", 1)
	w.press("bob", there, "8")
	w.touch(w.boris, here, "5")
	w.later()
	w.both("the ratings", "6.5 on average", n)
	w.step(n, calendar.Archive)
	w.both("the archive", "We watched", n)
	w.both("the next opening", "Last time:", n)
}

// compare compares what the platforms have with the records of it.
func (w *week) compare() {
	store, err := sqlstore.Open(context.Background(), "filmbot.db", slog.New(slog.DiscardHandler))
	if err != nil {
		w.Fatal(err)
	}
	defer store.Close()
	club, err := store.ClubOf(context.Background(), "discord:"+discordtest.Guild)
	if err != nil {
		w.Fatal(err)
	}
	var recorded, seen []string
	for number := 1; number <= 3; number++ {
		posts, err := store.PostsOf(context.Background(), club, number)
		if err != nil {
			w.Fatal(err)
		}
		for _, p := range posts {
			if p.State != bot.PostSent {
				w.Errorf("the %s of round %d in %s %s", p.Kind, number, p.Chat, p.State)
			}
			recorded = append(recorded, bot.ChatOf(p.Chat).Key()+" "+p.Message.ID)
		}
	}
	there, here := w.posts()
	for _, m := range there {
		seen = append(seen, fmt.Sprintf("discord:%s %s", m.ChannelID, m.ID))
	}
	for _, m := range here {
		seen = append(seen, fmt.Sprintf("telegram:%d %d", w.chat.ID, m.ID))
	}
	slices.Sort(recorded)
	slices.Sort(seen)
	if !slices.Equal(recorded, seen) || len(seen) != 2*(2*5+1) {
		w.Errorf("the platforms have %d posts:\n%s\nrecorded are %d:\n%s", len(seen), strings.Join(seen, "\n"), len(recorded), strings.Join(recorded, "\n"))
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// TestWeekVotes has many people vote at the same time. VOTERS says how many do within a
// minute, half of them on each platform.
func TestWeekVotes(t *testing.T) {
	v := &election{load: newLoad(t, "VOTERS", 100)}
	v.call()
	v.run()
	v.there, v.here = v.ballot("discord:", `"custom_id":"([^"]*vote[^"]*)"`), v.ballot("telegram:", `"callback_data":"([^"]*vote[^"]*)"`)
	want := v.vote()
	settled := v.settled()
	v.await("the last edits", settled)
	for _, b := range []hostedBallot{v.there, v.here} {
		shortest := v.apart(b)
		t.Logf("%s was edited %d times, %v apart at least", b.chat, len(v.host.edits[b.chat+" "+b.id]), shortest)
		if shortest < 3*time.Second {
			t.Errorf("%s was edited twice in %v", b.chat, shortest)
		}
	}
	for _, b := range []hostedBallot{v.there, v.here} {
		if ballots := v.shown(b.chat); len(ballots) != 1 || !maps.Equal(standings(ballots[0]), want) {
			t.Errorf("%s shows the ballots %v, want one with %v", b.chat, ballots, want)
		}
	}
	v.end()
	if got := v.count(); !maps.Equal(got, want) {
		t.Errorf("the votes are %v, want %v", got, want)
	}
}

// An election is a vote in a club of both platforms.
type election struct {
	*load
	club        string
	there, here hostedBallot
}

// hall is the number of the group on Telegram.
const hall = -1001

// call sets the club up. Its ballot is due when the program starts.
func (v *election) call() {
	v.env["HOME_CHATS"] = fmt.Sprintf("discord:%s,telegram:%d", discordtest.Guild, hall)
	at := bot.Chat{Platform: "discord", ID: discordtest.Channel, Server: discordtest.Guild}
	v.look(func(c *core) {
		if err := c.bot.Home(v.Context(), strings.Split(v.env["HOME_CHATS"], ",")); err != nil {
			v.Fatal(err)
		}
		preview := c.bot.Handle(v.Context(), moderator(at, "/week setup friday 8pm"))
		as := moderator(at, preview.Buttons[0].Line)
		as.Pressed = true
		c.bot.Handle(v.Context(), as)
		var err error
		if v.club, err = c.store.ClubOf(v.Context(), at.Place()); err != nil {
			v.Fatal(err)
		}
		v.clock.to(v.wake(c, []string{v.club}).Add(time.Second))
	})
}

// vote has everybody vote, and returns how many voted for which film of the ballot.
func (v *election) vote() map[int]int {
	span := 5 * time.Second
	if v.large {
		span = time.Minute
	}
	want := map[int]int{}
	var all sync.WaitGroup
	var mu sync.Mutex
	var byDiscord spread
	v.host.spans()
	began := time.Now()
	tick := time.NewTicker(span / time.Duration(v.size))
	defer tick.Stop()
	for n := range v.size {
		<-tick.C
		film := rand.IntN(len(v.there.buttons))
		want[film]++
		if n%2 == 1 {
			v.touch(n, film)
			continue
		}
		all.Go(func() {
			pressed := time.Now()
			v.press(n, film)
			mu.Lock()
			defer mu.Unlock()
			byDiscord = append(byDiscord, time.Since(pressed))
		})
	}
	all.Wait()
	byTelegram := v.answered()
	v.Logf("%d voters in %.0f s; Discord: %v; Telegram: %v", v.size, time.Since(began).Seconds(), byDiscord, byTelegram)
	return want
}

// press votes on Discord.
func (v *election) press(voter, film int) {
	m := discordtest.Message{ID: v.there.id, ChannelID: discordtest.Channel}
	e := v.discord.Press(fmt.Sprint("voter ", voter), m, v.there.buttons[film])
	if text := e.Answer().Text(); !strings.Contains(text, "✓") {
		v.Errorf("a vote is answered %q", text)
	}
}

// touch votes on Telegram.
func (v *election) touch(voter, film int) {
	number, _ := strconv.Atoi(v.here.id)
	press := fmt.Sprint("press", voter)
	v.host.tell(press, map[string]any{"callback_query": map[string]any{
		"id": press, "data": v.here.buttons[film], "chat_instance": "1",
		"from":    map[string]any{"id": 90_000 + voter, "is_bot": false, "first_name": "Ann"},
		"message": map[string]any{"message_id": number, "date": 1, "chat": map[string]any{"id": hall, "type": "supergroup", "title": "Club"}},
	}})
}

// count returns how many votes are stored for which film of the ballot.
func (v *election) count() map[int]int {
	counted := map[int]int{}
	v.look(func(c *core) {
		w, err := c.store.Round(v.Context(), v.club, 0)
		if err != nil {
			v.Fatal(err)
		}
		for _, some := range w.Votes {
			for i, film := range w.Round.Ballot {
				if slices.Contains(some.Ballot.Films(w.Round.Ballot), film) {
					counted[i] += some.Number
				}
			}
		}
	})
	return counted
}

// A hostedBallot is the message of a vote.
type hostedBallot struct {
	chat, id string
	buttons  []string
}

// ballot waits for the ballot on a platform.
func (v *election) ballot(platform, button string) (out hostedBallot) {
	v.await("a ballot on "+platform, func() bool {
		v.host.mu.Lock()
		defer v.host.mu.Unlock()
		for key, body := range v.host.shown {
			if !strings.HasPrefix(key, platform) || !strings.Contains(body, "vote") {
				continue
			}
			out.chat, out.id, _ = strings.Cut(key, " ")
			for _, found := range regexp.MustCompile(button).FindAllStringSubmatch(body, -1) {
				var text string
				_ = json.Unmarshal([]byte(`"`+found[1]+`"`), &text)
				out.buttons = append(out.buttons, text)
			}
			return true
		}
		return false
	})
	return out
}

// shown are the ballots in a chat as they are at last.
func (v *election) shown(chat string) (ballots []string) {
	v.host.mu.Lock()
	defer v.host.mu.Unlock()
	for key, body := range v.host.shown {
		if strings.HasPrefix(key, chat+" ") && strings.Contains(body, "/week vote") {
			ballots = append(ballots, body)
		}
	}
	return ballots
}

var standing = regexp.MustCompile(` · (\d+)"`)

// standings are how many votes a ballot shows for which film.
func standings(ballot string) map[int]int {
	out := map[int]int{}
	for i, found := range standing.FindAllStringSubmatch(ballot, -1) {
		out[i], _ = strconv.Atoi(found[1])
	}
	return out
}

// apart is the shortest time between two edits of a message.
func (v *election) apart(b hostedBallot) time.Duration {
	v.host.mu.Lock()
	defer v.host.mu.Unlock()
	shortest := time.Hour
	edits := v.host.edits[b.chat+" "+b.id]
	for i := 1; i < len(edits); i++ {
		shortest = min(shortest, edits[i].Sub(edits[i-1]))
	}
	return shortest
}

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// load is a program in a process of its own, before platforms that allow what the
// real ones allow, and whom people write to meanwhile.
type load struct {
	*stage
	discord *discordtest.Server
	pid     int
	stop    func()
}

func newLoad(t *testing.T, database string) *load {
	l := &load{stage: newStage(t, database), discord: discordtest.Start(t)}
	l.discord.Window = time.Minute
	front, err := url.Parse(l.discord.URL)
	if err != nil {
		t.Fatal(err)
	}
	l.host.gate, l.host.front = newGate(), httputil.NewSingleHostReverseProxy(front)
	l.env["DISCORD_TOKEN"] = discordtest.Token
	return l
}

func (l *load) run() {
	cmd, stop := l.start()
	l.pid, l.stop = cmd.Process.Pid, stop
	// Whoever is answered on Discord has a bot that is connected.
	l.discord.Command("first", "/film ascent").Answer()
}

// memory is the most that the process ever had in memory, in MiB.
func (l *load) memory() int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", l.pid))
	if err != nil {
		l.Skip(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(data)
	if found == nil {
		l.Fatal("the memory of the process is not known")
	}
	n, _ := strconv.Atoi(string(found[1]))
	return n >> 10
}

// spread is how long answers took.
type spread []time.Duration

func (s spread) at(part float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	slices.Sort(s)
	return s[min(int(part*float64(len(s))), len(s)-1)]
}

func (s spread) String() string {
	return fmt.Sprintf("%d answers, median %v, 99%% %v, longest %v", len(s), s.at(0.5).Round(10*time.Microsecond), s.at(0.99).Round(10*time.Microsecond), s.at(1).Round(10*time.Microsecond))
}

// lines are what people ask for meanwhile.
var lines = []string{"/film ascent", "/film random", "/film list", "/film like vertical"}

// sample has people on both platforms ask for films until done says that it is
// enough, and returns how long the answers took.
func (l *load) sample(done func() bool) (there, here spread) {
	l.host.spans()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	var all sync.WaitGroup
	var mu sync.Mutex
	for n := 0; !done(); n++ {
		<-tick.C
		person := 70_000 + n%40
		l.host.tell(strconv.Itoa(person), map[string]any{"message": map[string]any{
			"message_id": n, "date": time.Now().Unix(), "text": lines[n%len(lines)],
			"from": map[string]any{"id": person, "is_bot": false, "first_name": "Ann"},
			"chat": map[string]any{"id": person, "type": "private"},
		}})
		all.Go(func() {
			began := time.Now()
			e := l.discord.Command(fmt.Sprint("person ", n%40), lines[n%len(lines)])
			e.Answer()
			mu.Lock()
			defer mu.Unlock()
			there = append(there, time.Since(began))
		})
	}
	all.Wait()
	for range 100 {
		if l.host.waiting() == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	took, left := l.host.spans()
	if left > 0 {
		l.Errorf("%d people on Telegram were not answered", left)
	}
	return there, took
}

// TestWeekDue has the same step of many clubs due at the same moment. DUE says how
// many, half of them on each platform, IDLE for how many seconds the bot is watched
// before.
func TestWeekDue(t *testing.T) {
	n := fromEnv("DUE", 0)
	if n == 0 {
		t.Skip("DUE says how many clubs are due: 2000 take five minutes")
	}
	database := filepath.Join(t.TempDir(), "filmbot.db")
	if os.Getenv("DUE_ON") == "PostgreSQL" {
		database = cluster.url(t)
	}
	l := newLoad(t, database)
	began := time.Now()
	var due time.Time
	l.look(func(c *core) {
		var clubs []string
		for i := range n {
			at := bot.Chat{Platform: "discord", ID: strconv.Itoa(1_000_000 + i), Server: strconv.Itoa(2_000_000 + i)}
			if i%2 == 1 {
				at = bot.Chat{Platform: "telegram", ID: strconv.Itoa(-3_000_000 - i)}
			}
			l.opened(c, at)
			clubs = append(clubs, at.Place())
		}
		due = l.wake(c, clubs[:1])
	})
	t.Logf("%d clubs were set up in %.0f s", n, time.Since(began).Seconds())
	idle := time.Duration(fromEnv("IDLE", 60)) * time.Second
	l.clock.to(due.Add(-idle - 5*time.Second))
	l.run()
	before := l.memory()
	there, here := l.sample(func() bool { return l.clock.now().After(due) })
	began = time.Now()
	var posted time.Time
	last, lastAt := 0, time.Now()
	thereFirst, hereFirst := l.sample(func() bool { return time.Since(began) > 20*time.Second })
	t.Logf("the first 20 s: Discord: %v; Telegram: %v; %d posts out", thereFirst, hereFirst, l.ballots())
	thereBusy, hereBusy := l.sample(func() bool {
		if posted.IsZero() && l.ballots() >= n {
			posted = time.Now()
			t.Logf("all posts were out after %.0f s", posted.Sub(began).Seconds())
		}
		if now := l.requests(); now != last {
			last, lastAt = now, time.Now()
		}
		return time.Since(lastAt) > 10*time.Second || time.Since(began) > 40*time.Minute
	})
	thereBusy, hereBusy = append(thereBusy, thereFirst...), append(hereBusy, hereFirst...)
	passed, refused := l.host.gate.counts()
	t.Logf("everything was done after %.0f s: %v, refused %v", lastAt.Sub(began).Seconds(), passed, refused)
	t.Logf("memory: %d MiB before, %d MiB at most", before, l.memory())
	t.Logf("Discord, idle: %v; busy: %v", there, thereBusy)
	t.Logf("Telegram, idle: %v; busy: %v", here, hereBusy)
	if len(refused) > 0 {
		t.Errorf("the platforms refused %v", refused)
	}
	if m := l.memory(); m > 200 {
		t.Errorf("%d MiB were in use, want 200 at most", m)
	}
	if posts := l.ballots(); posts != n {
		t.Errorf("%d posts were made, want %d", posts, n)
	}
	for _, pair := range [][2]spread{{there, thereBusy}, {here, hereBusy}} {
		if idle, busy := pair[0].at(0.99), pair[1].at(0.99); busy > 2*idle {
			t.Errorf("99%% of the answers took %v, while idle %v", busy, idle)
		}
	}
	l.stop()
	if faults := l.faults(); faults > 0 {
		t.Errorf("%d errors were logged", faults)
	}
}

// opened begins a round in a chat, as if its opening had been posted.
func (l *load) opened(c *core, at bot.Chat) {
	friday, err := calendar.ParseRhythm("friday 8pm")
	if err != nil {
		l.Fatal(err)
	}
	club, ctx := at.Place(), l.Context()
	_, err = c.store.Adjust(ctx, club, func(s *bot.Settings) {
		s.Ritual = &bot.Ritual{Rules: round.DefaultRules(friday), Chats: []string{at.Address()}, Pin: true, Talk: true, Plan: true}
	})
	if err != nil {
		l.Fatal(err)
	}
	c.bot.Handle(ctx, moderator(at, "/week start"))
	posts, err := c.store.PostsOf(ctx, club, 1)
	if err != nil || len(posts) != 1 {
		l.Fatalf("a round begins with %d posts, %v", len(posts), err)
	}
	p := posts[0]
	p.State, p.Next, p.Sent = bot.PostSent, time.Time{}, l.clock.now()
	p.Message, p.Version = bot.Message{Chat: at, ID: "1"}, 1
	if err := c.store.SavePost(ctx, p, l.clock.now()); err != nil {
		l.Fatal(err)
	}
}

// ballots counts the posts in the chats of clubs.
func (l *load) ballots() (n int) {
	for key := range l.host.seen() {
		if !strings.HasPrefix(key, "telegram:7") {
			n++
		}
	}
	return n
}

// requests counts what was sent beside answers.
func (l *load) requests() (n int) {
	passed, _ := l.host.gate.counts()
	for kind, some := range passed {
		if kind != "telegram sendMessage" {
			n += some
		}
	}
	return n + l.ballots()
}

// TestWeekVotes has many people vote within a minute. VOTERS says how many, half of
// them on each platform.
func TestWeekVotes(t *testing.T) {
	voters := fromEnv("VOTERS", 0)
	if voters == 0 {
		t.Skip("VOTERS says how many vote: 5000 take a minute and a half")
	}
	database := filepath.Join(t.TempDir(), "filmbot.db")
	if os.Getenv("DUE_ON") == "PostgreSQL" {
		database = cluster.url(t)
	}
	l := newLoad(t, database)
	const group = -1001
	l.env["HOME_CHATS"] = fmt.Sprintf("discord:%s,telegram:%d", discordtest.Guild, group)
	hall := bot.Chat{Platform: "discord", ID: discordtest.Channel, Server: discordtest.Guild}
	var club string
	l.look(func(c *core) {
		if err := c.bot.Home(t.Context(), strings.Split(l.env["HOME_CHATS"], ",")); err != nil {
			t.Fatal(err)
		}
		preview := c.bot.Handle(t.Context(), moderator(hall, "/week setup friday 8pm"))
		as := moderator(hall, preview.Buttons[0].Line)
		as.Pressed = true
		c.bot.Handle(t.Context(), as)
		var err error
		if club, err = c.store.ClubOf(t.Context(), hall.Place()); err != nil {
			t.Fatal(err)
		}
		l.clock.to(l.wake(c, []string{club}).Add(time.Second))
	})
	l.run()
	there, here := l.ballot("discord:", `"custom_id":"([^"]*vote[^"]*)"`), l.ballot("telegram:", `"callback_data":"([^"]*vote[^"]*)"`)
	want := map[string]int{}
	var all sync.WaitGroup
	var mu sync.Mutex
	var byDiscord spread
	l.host.spans()
	began := time.Now()
	for n := range voters {
		if pause := time.Until(began.Add(time.Duration(n) * time.Minute / time.Duration(voters))); pause > 0 {
			time.Sleep(pause)
		}
		film := rand.IntN(len(there.buttons))
		want[fmt.Sprint(film)]++
		if n%2 == 0 {
			all.Go(func() {
				pressed := time.Now()
				m := discordtest.Message{ID: there.id, ChannelID: discordtest.Channel}
				e := l.discord.Press(fmt.Sprint("voter ", n), m, there.buttons[film])
				text := e.Answer().Text()
				mu.Lock()
				defer mu.Unlock()
				byDiscord = append(byDiscord, time.Since(pressed))
				if !strings.Contains(text, "✓") {
					t.Errorf("a vote is answered %q", text)
				}
			})
			continue
		}
		number, _ := strconv.Atoi(here.id)
		l.host.tell(fmt.Sprint("press", n), map[string]any{"callback_query": map[string]any{
			"id": fmt.Sprint("press", n), "data": here.buttons[film], "chat_instance": "1",
			"from":    map[string]any{"id": 90_000 + n, "is_bot": false, "first_name": "Ann"},
			"message": map[string]any{"message_id": number, "date": 1, "chat": map[string]any{"id": group, "type": "supergroup", "title": "Club"}},
		}})
	}
	all.Wait()
	for range 100 {
		if l.host.waiting() == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	took, left := l.host.spans()
	byTelegram := spread(took)
	t.Logf("%d voters in %.0f s; Discord: %v; Telegram: %v, %d without", voters, time.Since(began).Seconds(), byDiscord, byTelegram, left)
	if byDiscord.at(1) > time.Second || byTelegram.at(1) > time.Second || left > 0 {
		t.Error("not every voter was answered within a second")
	}
	time.Sleep(12 * time.Second) // for the last edits
	for _, b := range []hostedBallot{there, here} {
		shortest := l.apart(b)
		t.Logf("%s was edited %d times, %v apart at least", b.chat, len(l.host.edits[b.chat+" "+b.id]), shortest)
		if shortest < 3*time.Second {
			t.Errorf("%s was edited twice in %v", b.chat, shortest)
		}
	}
	_, refused := l.host.gate.counts()
	t.Logf("refused %v; memory %d MiB at most", refused, l.memory())
	if len(refused) > 0 {
		t.Errorf("the platforms refused %v", refused)
	}
	l.stop()
	l.look(func(c *core) {
		w, err := c.store.Round(t.Context(), club, 0)
		if err != nil {
			t.Fatal(err)
		}
		counted := map[string]int{}
		for _, v := range w.Votes {
			for i, film := range w.Round.Ballot {
				if slices.Contains(v.Ballot.Films(w.Round.Ballot), film) {
					counted[fmt.Sprint(i)] += v.Number
				}
			}
		}
		if fmt.Sprint(counted) != fmt.Sprint(want) {
			t.Errorf("the votes are %v, want %v", counted, want)
		}
	})
	if faults := l.faults(); faults > 0 {
		t.Errorf("%d errors were logged", faults)
	}
}

// A hostedBallot is the message of a vote.
type hostedBallot struct {
	chat, id string
	buttons  []string
}

// ballot waits for the ballot of the only club on a platform.
func (l *load) ballot(platform, button string) hostedBallot {
	for range 300 {
		l.host.mu.Lock()
		for key, body := range l.host.shown {
			if strings.HasPrefix(key, platform) && strings.Contains(body, "vote") {
				chat, id, _ := strings.Cut(key, " ")
				var buttons []string
				for _, found := range regexp.MustCompile(button).FindAllStringSubmatch(body, -1) {
					var text string
					_ = json.Unmarshal([]byte(`"`+found[1]+`"`), &text)
					buttons = append(buttons, text)
				}
				l.host.mu.Unlock()
				return hostedBallot{chat, id, buttons}
			}
		}
		l.host.mu.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
	l.Fatal("there is no ballot on " + platform)
	return hostedBallot{}
}

// apart is the shortest time between two edits of a message.
func (l *load) apart(b hostedBallot) time.Duration {
	l.host.mu.Lock()
	defer l.host.mu.Unlock()
	shortest := time.Hour
	edits := l.host.edits[b.chat+" "+b.id]
	for i := 1; i < len(edits); i++ {
		shortest = min(shortest, edits[i].Sub(edits[i-1]))
	}
	return shortest
}

package main

import (
	"fmt"
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
)

// load is a program in a process of its own, before platforms that allow what the
// real ones allow, and whom people write to meanwhile.
type load struct {
	*stage
	discord *discordtest.Server
	// size is how many there are of what the test is about. Where nobody has said how
	// many there are few, and what is large takes as long as it does on the platforms.
	size  int
	large bool
	pid   int
	stop  func()
}

// newLoad reads the size from the environment. DUE_ON says which database.
func newLoad(t *testing.T, size string, few int) *load {
	database, speed := filepath.Join(t.TempDir(), "filmbot.db"), 1
	if os.Getenv("DUE_ON") == "PostgreSQL" {
		database = cluster.Database(t, "")
	}
	n := fromEnv(size, 0)
	l := &load{stage: newStage(t, database), discord: discordtest.Start(t), size: n, large: n > 0}
	if !l.large {
		l.size, speed = few, 10
	}
	l.env[hurry] = strconv.Itoa(speed)
	l.discord.Window = time.Minute
	front, err := url.Parse(l.discord.URL)
	if err != nil {
		t.Fatal(err)
	}
	l.host.gate, l.host.front = newGate(speed), httputil.NewSingleHostReverseProxy(front)
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
	return there, l.answered()
}

// answered waits until everybody on Telegram is answered, and returns how long the
// answers took.
func (l *load) answered() spread {
	l.await("an answer on Telegram", func() bool { return l.host.waiting() == 0 })
	took, _ := l.host.spans()
	return took
}

// await looks again and again whether something has come to be.
func (l *load) await(what string, holds func() bool) {
	l.Helper()
	tick, over := time.NewTicker(50*time.Millisecond), time.After(40*time.Minute)
	if !l.large {
		over = time.After(time.Minute)
	}
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-over:
			l.Fatalf("waited in vain for %s; passed and refused: %s", what, fmt.Sprint(l.host.gate.counts()))
		}
	}
}

// settled returns a function that reports whether the platforms have not heard of the
// bot for a while, but for answers.
func (l *load) settled() func() bool {
	pause := 10 * time.Second
	if !l.large {
		pause = 6 * time.Second // an edit may come after more than four
	}
	last, since := l.requests(), time.Now()
	return func() bool {
		if now := l.requests(); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > pause
	}
}

// requests counts what was sent beside answers.
func (l *load) requests() (n int) {
	passed, _ := l.host.gate.counts()
	for kind, some := range passed {
		if kind != "telegram sendMessage" && kind != "telegram answerCallbackQuery" {
			n += some
		}
	}
	return n + len(l.posts())
}

// posts are how many messages there are in the chats of clubs, by chat.
func (l *load) posts() map[string]int {
	posts := map[string]int{}
	for key := range l.host.seen() {
		if chat, _, _ := strings.Cut(key, " "); !strings.HasPrefix(chat, "telegram:7") {
			posts[chat]++
		}
	}
	return posts
}

// end ends the program and checks that it kept to what the platforms allow.
func (l *load) end() {
	passed, refused := l.host.gate.counts()
	l.Logf("passed %v, refused %v; memory %d MiB at most", passed, refused, l.memory())
	if len(refused) > 0 {
		l.Errorf("the platforms refused %v", refused)
	}
	if m := l.memory(); m > 200 {
		l.Errorf("%d MiB were in use, want 200 at most", m)
	}
	l.stop()
	if faults := l.faults(); faults > 0 {
		l.Errorf("%d errors were logged", faults)
	}
}

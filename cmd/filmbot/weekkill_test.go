package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

// TestWeekKill kills the program again and again while rounds go on in many clubs,
// and compares what the platforms have been sent with the records. KILLS says how
// often, KILLS_SEED what happens when.
func TestWeekKill(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		newMassacre(t, filepath.Join(t.TempDir(), "filmbot.db")).run()
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		newMassacre(t, cluster.Database(t, "")).run()
	})
}

// massacre is a number of clubs whose bot is killed again and again.
type massacre struct {
	*stage
	roll  *rand.Rand
	clubs []string
}

// pairs is how many clubs there are on either platform.
const pairs = 10

func newMassacre(t *testing.T, database string) *massacre {
	seed := fromEnv("KILLS_SEED", int(time.Now().UnixNano()%1_000_000))
	t.Logf("KILLS_SEED=%d", seed)
	m := &massacre{stage: newStage(t, database), roll: rand.New(rand.NewPCG(uint64(seed), 0))}
	m.found()
	return m
}

// found has moderators set up clubs, and begin.
func (m *massacre) found() {
	m.look(func(c *core) {
		for n := range pairs {
			for _, chat := range []bot.Chat{
				{Platform: "discord", ID: strconv.Itoa(5000 + n), Server: strconv.Itoa(4000 + n)},
				{Platform: "telegram", ID: strconv.Itoa(6000 + n), Private: true},
			} {
				m.clubs = append(m.clubs, chat.Place())
				m.begin(c, chat)
			}
		}
	})
}

func (m *massacre) begin(c *core, at bot.Chat) {
	as := moderator(at, "/week setup friday 8pm")
	preview := c.bot.Handle(m.Context(), as)
	i := slices.IndexFunc(preview.Buttons, func(b bot.Button) bool { return strings.HasSuffix(b.Line, "save start") })
	if i < 0 {
		m.Fatalf("the film of the week cannot be set up: %s", preview.Text)
	}
	as.Line, as.Pressed = preview.Buttons[i].Line, true
	if got := c.bot.Handle(m.Context(), as).Text; !strings.Contains(got, "The round is open") {
		m.Fatalf("no round has begun: %s", got)
	}
}

func (m *massacre) run() {
	kills := fromEnv("KILLS", 6)
	began := time.Now()
	for range kills {
		m.passTime()
		m.kill()
	}
	m.settle()
	m.Logf("%d kills in %.0f s", kills, time.Since(began).Seconds())
	m.compare()
}

// passTime puts the clock on: to the next step of the rounds where all that is due is
// done, or else so far that claims run out, or do not.
func (m *massacre) passTime() {
	if next, settled := m.settled(); settled {
		m.clock.to(next.Add(time.Duration(m.roll.IntN(3000)) * time.Millisecond))
		return
	}
	jumps := []time.Duration{0, time.Second, 6 * time.Second, 35 * time.Second, 95 * time.Second, 118 * time.Second, 125 * time.Second, 5 * time.Minute}
	m.clock.to(m.clock.now().Add(jumps[m.roll.IntN(len(jumps))]))
}

// settled reports whether nothing is due, and when something will be.
func (m *massacre) settled() (next time.Time, settled bool) {
	settled = true
	m.look(func(c *core) {
		now := m.clock.now()
		for _, platform := range []string{"discord", "telegram"} {
			keys, err := c.store.DuePosts(m.Context(), platform, now.Add(time.Hour), 1)
			if err != nil {
				m.Fatal(err)
			}
			settled = settled && len(keys) == 0
		}
		next = m.wake(c, m.clubs)
		settled = settled && next.After(now)
	})
	return next, settled
}

// kill starts the program and kills it at a random moment, or at a moment of a post.
func (m *massacre) kill() {
	tripped, killed := make(chan struct{}), make(chan struct{})
	fuse := 0
	if m.roll.IntN(3) > 0 {
		fuse = 1 + m.roll.IntN(pairs)
	}
	m.host.burn(fuse, m.roll.IntN(2) == 0, func() {
		close(tripped)
		<-killed
	})
	cmd, _ := m.start()
	timer := time.NewTimer(time.Duration(100+m.roll.IntN(1400)) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-tripped:
	case <-timer.C:
	}
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	m.host.burn(0, false, func() {})
	close(killed)
}

// settle lets the program work until nothing is due.
func (m *massacre) settle() {
	for range 20 {
		if _, settled := m.settled(); settled {
			return
		}
		m.clock.to(m.clock.now().Add(2 * time.Minute))
		_, stop := m.start()
		m.rest()
		stop()
	}
	m.Error("there is always something due")
}

// rest waits until no message has come in for some time.
func (m *massacre) rest() {
	for n := -1; n != len(m.host.seen()); time.Sleep(1500 * time.Millisecond) {
		n = len(m.host.seen())
	}
}

// compare compares the messages with the records of posts.
func (m *massacre) compare() {
	var posts []bot.Post
	var rounds []round.Round
	m.look(func(c *core) {
		for _, club := range m.clubs {
			latest, err := c.store.Round(m.Context(), club, 0)
			if err != nil {
				m.Fatal(err)
			}
			for number := 1; number <= latest.Round.Number; number++ {
				w, err := c.store.Round(m.Context(), club, number)
				if err != nil {
					m.Fatal(err)
				}
				some, err := c.store.PostsOf(m.Context(), club, number)
				if err != nil {
					m.Fatal(err)
				}
				rounds, posts = append(rounds, w.Round), append(posts, some...)
				m.steps(w.Round, some)
			}
		}
	})
	m.match(rounds, posts)
}

// steps checks that the steps of a round that were done have one post each.
func (m *massacre) steps(r round.Round, posts []bot.Post) {
	wanted := map[bot.PostKind]bool{bot.OpeningPost: true}
	for _, s := range r.Steps {
		if kind, ok := map[string]bot.PostKind{
			"ballot": bot.BallotPost, "announce": bot.FilmPost, "remind": bot.ReminderPost, "ask": bot.QuestionPost,
		}[string(s.Kind)]; ok && s.Mark.Held() {
			wanted[kind] = true
		}
	}
	made := map[bot.PostKind]int{}
	for _, p := range posts {
		made[p.Kind]++
	}
	for kind := range wanted {
		if made[kind] != 1 {
			m.Errorf("round %d of %s has %d posts of the kind %s", r.Number, posts[0].Club, made[kind], kind)
		}
	}
}

// match finds the message of each post. A message more is one of which nobody knew
// whether it was sent.
func (m *massacre) match(rounds []round.Round, posts []bot.Post) {
	seen := m.host.seen()
	states := map[string]map[bot.PostState]int{"discord": {}, "telegram": {}}
	unsure := map[string]int{}
	late := 0
	for _, p := range posts {
		states[bot.ChatOf(p.Chat).Platform][p.State]++
		if p.Late {
			late++
		}
		chat := bot.ChatOf(p.Chat).Key()
		switch p.State {
		case bot.PostSent:
			key := chat + " " + p.Message.ID
			if seen[key] == nil {
				m.Errorf("the %s of round %d in %s is recorded, but no message or that of another one", p.Kind, p.Round, p.Chat)
			}
			delete(seen, key)
		case bot.PostUnsure:
			unsure[chat]++
		case bot.PostDropped:
			if p.Due.Add(20 * time.Hour).After(m.clock.now()) {
				m.Errorf("the %s of round %d in %s was given up in time", p.Kind, p.Round, p.Chat)
			}
		default:
			m.Errorf("the %s of round %d in %s %s", p.Kind, p.Round, p.Chat, p.State)
		}
	}
	arrived := map[string]int{}
	for _, one := range seen {
		if unsure[one.chat]--; unsure[one.chat] < 0 {
			m.Errorf("%s was sent a message that nobody has recorded, at %v", one.chat, one.at)
		}
		arrived[bot.ChatOf(one.chat).Platform]++
	}
	m.Logf("%d rounds, %d posts: %v, %d late; of those unsure had arrived %v; %d repeated and recognised; %d errors were logged",
		len(rounds), len(posts), states, late, arrived, m.host.repeats, m.faults())
}

package sqlstore

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/storetest"
)

// The tests below kill a process that changes a club, again and again, and look at
// what it leaves behind. KILLS says how often, KILLS_SEED when and in which course
// of changes:
//
//	KILLS=200 KILLS_SEED=7 go test -run TestKill ./adapters/sqlstore

// victim is set for a process that is to be killed: to the URL of the database, the
// club and a seed.
const victim = "FILMBOT_TEST_VICTIM"

func TestKill(t *testing.T) {
	testKill(t, filepath.Join(t.TempDir(), "filmbot.db"), 6)
}

func TestKillPostgres(t *testing.T) {
	testKill(t, server.Schema(t), 4)
}

func testKill(t *testing.T, url string, kills int) {
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		kills = n
	}
	if n, err := strconv.ParseUint(os.Getenv("KILLS_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("KILLS=%d KILLS_SEED=%d", kills, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	acknowledged := make(map[string]*told)
	for i := range kills {
		// A club has a short life, for its whole log is read after each kill.
		club := fmt.Sprint("telegram:", i/10)
		if acknowledged[club] == nil {
			acknowledged[club] = &told{}
		}
		acknowledged[club].hear(t, killOne(t, random, url, club))
		s := keepJobs(t, mustOpen(t, url))
		checkLeft(t, s, club, acknowledged[club])
		s.Close()
		if t.Failed() {
			t.Fatalf("after %d kills", i+1)
		}
	}
	s := keepJobs(t, mustOpen(t, url))
	defer s.Close()
	var total told
	for club, a := range acknowledged {
		checkLeft(t, s, club, a)
		total.changes = append(total.changes, a.changes...)
		total.says, total.turns, total.saves = append(total.says, a.says...), append(total.turns, a.turns...), append(total.saves, a.saves...)
	}
	t.Logf("%d changes, %d says, %d turns and %d posts were acknowledged", len(total.changes), len(total.says), len(total.turns), len(total.saves))
}

// killOne starts a process, kills it after some changes or already while it starts,
// and returns the lines with which it acknowledged changes.
func killOne(t *testing.T, random *rand.Rand, url, club string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s %s", victim, random.Uint64(), club, url))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wanted, moment := random.IntN(25), time.Duration(random.IntN(4000))*time.Microsecond
	if wanted == 0 {
		moment *= 20
	}
	var lines []string
	in := bufio.NewReader(out)
	for killed := false; ; {
		if !killed && len(lines) >= wanted {
			killed = true
			time.AfterFunc(moment, func() { _ = cmd.Process.Kill() })
		}
		line, err := in.ReadString('\n')
		if err != nil {
			break // what there is of a line is not an acknowledgement
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	if err := cmd.Wait(); cmd.ProcessState.Exited() {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return lines
}

// checkLeft checks what a killed process left of a club: all that it acknowledged,
// at most one change more, nothing half done.
func checkLeft(t *testing.T, s withJobs, club string, acknowledged *told) {
	t.Helper()
	ctx := context.Background()
	checkRounds(t, s, club, acknowledged)
	if err := storetest.CheckLog(ctx, s, club); err != nil {
		t.Errorf("the log of %s: %v", club, err)
	}
	for _, line := range acknowledged.changes {
		number, _, _ := strings.Cut(line, " ")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatalf("the line %q is no acknowledgement", line)
		}
		change, err := s.Change(ctx, club, n)
		if err != nil {
			t.Errorf("the acknowledged change %d of %s: %v", n, club, err)
			continue
		}
		if got := acknowledgement(change); got != line {
			t.Errorf("change %d of %s is not what was acknowledged", n, club)
		}
	}
	newest, err := s.Changes(ctx, club, "", 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range newest {
		if _, err := s.Draft(ctx, draftOf(club, c.Number)); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("the draft of change %d of %s: %v, want %v", c.Number, club, err, bot.ErrNotFound)
		}
		if c.Undoes == 0 {
			continue
		}
		if undone, err := s.Change(ctx, club, c.Undoes); err != nil || undone.UndoneBy < c.Number {
			t.Errorf("change %d of %s is undone by %d, %v; want %d or later", c.Undoes, club, undone.UndoneBy, err, c.Number)
		}
	}
	revision, err := s.Revision(ctx, club)
	if err != nil || revision != int64(len(newest)) {
		t.Errorf("the revision of %s is %d after %d changes, %v", club, revision, len(newest), err)
	}
}

// acknowledgement is a line that tells all about a change but what later ones make
// of it.
func acknowledgement(c bot.Change) string {
	number := c.Number
	c.UndoneBy = 0
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	return fmt.Sprintf("%d %x", number, sha256.Sum256(text))
}

func draftOf(club string, number int64) string { return fmt.Sprint(club, " ", number) }

// suffer is what the process does that is killed: it changes a club until then.
func suffer(how string, out io.Writer) error {
	parts := strings.SplitN(how, " ", 3)
	seed, err := strconv.ParseUint(parts[0], 10, 64)
	if err != nil {
		return err
	}
	ctx := context.Background()
	plain, err := Open(ctx, parts[2], slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer plain.Close()
	s := withJobs{plain}
	if err := s.keep(ctx); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(seed, 1))
	for {
		do := []func(context.Context, *rand.Rand, withJobs, string) (string, error){commitSome, turnRound, saySomething, saySomething, tendPost}[random.IntN(5)]
		line, err := do(ctx, random, s, parts[1])
		if err != nil {
			return err
		}
		if line == "" {
			continue
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
}

// commitSome makes some change of a club.
func commitSome(ctx context.Context, random *rand.Rand, s withJobs, club string) (string, error) {
	c, err := anyCommit(ctx, random, s.Store, club)
	if err != nil {
		return "", err
	}
	if err := s.KeepDraft(ctx, bot.Draft{ID: c.Draft, Club: c.Club, At: c.At}); err != nil {
		return "", err
	}
	change, err := s.Commit(ctx, c)
	return "change " + acknowledgement(change), err
}

// anyCommit returns some change that can be made to a club.
func anyCommit(ctx context.Context, random *rand.Rand, s *Store, id string) (bot.Commit, error) {
	club, err := s.Club(ctx, id)
	if err != nil {
		return bot.Commit{}, err
	}
	c := bot.Commit{Club: id, By: bot.Author{Key: "discord:1", Name: "Ann"}, At: time.Unix(club.Revision, 0), Kind: bot.Edited,
		Draft: draftOf(id, club.Revision+1)}
	if newest, err := s.Changes(ctx, id, "", 0, 1); err == nil && len(newest) > 0 && random.IntN(4) == 0 {
		change, err := s.Change(ctx, id, newest[0].Number)
		if err != nil {
			return bot.Commit{}, err
		}
		c.Kind, c.Undoes = bot.Undone, change.Number
		for _, e := range change.Edits {
			version := change.Number
			if e.After == (bot.State{}) {
				version = 0
			}
			c.Edits = append(c.Edits, bot.Edit{Film: e.Film, Version: version, After: e.Before})
		}
		return c, nil
	}
	there := make(map[string]int64)
	for _, e := range club.Entries {
		there[e.Film] = e.Version
	}
	for _, n := range random.Perm(40)[:1+random.IntN(12)] {
		film := fmt.Sprint("f", n)
		e := bot.Edit{Film: film, Version: there[film]}
		switch random.IntN(6) {
		case 0:
		case 1:
			e.After.Hidden = true
		default:
			e.After.Text = strings.Repeat(fmt.Sprint(random.Uint64(), "\n"), 1+random.IntN(60))
		}
		c.Edits = append(c.Edits, e)
	}
	return c, nil
}

package jobs

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

// victim is set for a process that is to be killed: to the kind of database and
// its address.
const victim = "FILMBOT_TEST_VICTIM"

// stuck is the key of the job that the victim does not end.
const stuck = "stuck"

// killable are options by which a process that was killed is soon noticed. River
// looks for what it left every 30 seconds, and waits 15 for its leader.
func killable() options {
	o := quick()
	o.timeout, o.rescue = 2*time.Second, 2*time.Second
	return o
}

// suffer is what the process does that is killed: it works, and tells what it
// begins.
func suffer(how string) error {
	kind, address, _ := strings.Cut(how, " ")
	var p process
	if kind == "SQLite" {
		p = openProcess(dying{}, address, killable())
	} else {
		p = openPostgresProcess(dying{}, address, killable())
	}
	return p.Work(context.Background(), func(_ context.Context, j bot.Job) error {
		fmt.Println(j.Key)
		if j.Key == stuck {
			select {}
		}
		return nil
	})
}

// dying is a test in a process that has none.
type dying struct{ testing.TB }

func (dying) Helper()                      {}
func (dying) Fatal(args ...any)            { panic(fmt.Sprint(args...)) }
func (dying) Fatalf(f string, args ...any) { panic(fmt.Sprintf(f, args...)) }

// spawn starts a process that works, and returns what it begins.
func spawn(t *testing.T, how string) (kill func(), begun <-chan string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+how)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	keys := make(chan string, 10_000)
	go func() {
		defer close(keys)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			keys <- lines.Text()
		}
	}()
	return func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}, keys
}

// TestKill kills a process while it does a job, and goes on with another one. The
// job is done again, those that were done are not, and those that waited are done.
func TestKill(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/filmbot.db"
	p := openProcess(t, file, killable())
	defer p.Close()
	p.insert(t, due(-time.Hour, stuck), due(-time.Hour, "early"))
	kill, begun := spawn(t, "SQLite "+file)
	defer kill()
	for range 2 {
		next(t, begun)
	}
	awaitStored(t, p, "early")
	kill()
	p.insert(t, due(-time.Second, "late"))
	times := make(map[string]int)
	done := make(chan string, 100)
	stop := p.work(record(done))
	for times[stuck] == 0 || times["late"] == 0 {
		times[next(t, done)]++
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if times[stuck] != 1 || times["late"] != 1 || times["early"] != 0 {
		t.Errorf("after the kill jobs were done %v times, want %s and late once, and early not", times, stuck)
	}
}

func record(done chan<- string) func(context.Context, bot.Job) error {
	return func(_ context.Context, j bot.Job) error {
		done <- j.Key
		return nil
	}
}

// awaitStored waits until a job of another process is stored as done.
func awaitStored(t *testing.T, p process, key string) {
	t.Helper()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for begun := time.Now(); time.Since(begun) < limit; <-look.C {
		var n int
		if err := p.db.QueryRow(`SELECT COUNT(*) FROM river_job WHERE state = 'completed' AND args ->> 'key' = '` + key + `'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			return
		}
	}
	t.Fatalf("%s is not stored as done", key)
}

// TestKillOneOfThree has three processes share jobs, and kills one of them while it
// does a job. Every job is done once, but for those that were being done.
func TestKillOneOfThree(t *testing.T) {
	t.Parallel()
	url := postgresURL(t)
	p := openPostgresProcess(t, url, killable())
	defer p.Close()
	const n = 600
	var some []bot.Job
	for i := range n {
		some = append(some, due(-time.Minute, fmt.Sprint("key/", i)))
	}
	p.insert(t, due(-time.Hour, stuck))
	kill, victims := spawn(t, "PostgreSQL "+url)
	defer kill()
	if got := next(t, victims); got != stuck {
		t.Fatalf("%s was begun, want %s", got, stuck)
	}
	done := make(chan string, 10*n)
	stop := p.work(record(done))
	third := openPostgresProcess(t, url, killable())
	defer third.Close()
	stopThird := third.work(record(done))
	p.insert(t, some...)
	times, shared := make(map[string]int), 0
	for range 20 {
		times[next(t, victims)]++
		shared++
	}
	kill()
	for key := range victims {
		times[key]++
		shared++
	}
	for times[stuck] == 0 || len(times) < n+1 {
		times[next(t, done)]++
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := stopThird(); err != nil {
		t.Error(err)
	}
	for len(done) > 0 {
		times[<-done]++
	}
	twice := 0
	for key, n := range times {
		switch {
		case n == 2 && key != stuck:
			twice++
		case n != 1:
			t.Errorf("%s was done %d times", key, n)
		}
	}
	if twice > workers {
		t.Errorf("%d jobs were done twice, want those at most that were being done", twice)
	}
	t.Logf("%d of %d jobs were done by the process that was killed, %d were done again", shared, n, twice)
}

// TestConnectionsLost ends the connections of a process that works.
func TestConnectionsLost(t *testing.T) {
	t.Parallel()
	url := postgresURL(t)
	p := openPostgresProcess(t, url+"&application_name="+strings.ReplaceAll(t.Name(), "/", "_"), quick())
	defer p.Close()
	done := make(chan string, 100)
	stop := p.work(record(done))
	for i := range 5 {
		p.insert(t, due(0, fmt.Sprint("key/", i)))
		next(t, done)
		administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+t.Name()+"'")
		p.db.SetMaxIdleConns(0) // those of the store are gone, too
		p.db.SetMaxIdleConns(2)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/jobstest"
)

// TestTransactionIsOver inserts after the transaction was rolled back: nothing is
// inserted by itself.
func TestTransactionIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		p := open(quick())
		defer p.Close()
		err := p.inTx(t.Context(), func(conn *sql.Conn, tx *sql.Tx) (bool, error) {
			if err := tx.Rollback(); err != nil {
				return false, err
			}
			return false, p.Insert(t.Context(), conn, tx, []bot.Job{due(time.Hour, "key")})
		})
		if !errors.Is(err, errNoTransaction) && !errors.Is(err, sql.ErrTxDone) {
			t.Errorf("Insert = %v, want %v or %v", err, errNoTransaction, sql.ErrTxDone)
		}
		if n := p.count(t); n != 0 {
			t.Errorf("%d jobs are there, want none", n)
		}
	})
}

// count is how many jobs are in the tables.
func (p process) count(t testing.TB) (n int) {
	t.Helper()
	if err := p.db.QueryRow(`SELECT COUNT(*) FROM river_job`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWithTheChange stores jobs together with what they are about, and rolls both
// back together.
func TestWithTheChange(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		p := open(quick())
		defer p.Close()
		if _, err := p.db.Exec(`CREATE TABLE round (name TEXT NOT NULL PRIMARY KEY)`); err != nil {
			t.Fatal(err)
		}
		for n, keep := range []bool{true, false, true, false} {
			err := p.inTx(t.Context(), func(conn *sql.Conn, tx *sql.Tx) (bool, error) {
				if _, err := tx.Exec(fmt.Sprintf(`INSERT INTO round VALUES ('%d')`, n)); err != nil {
					return false, err
				}
				if err := p.Insert(t.Context(), conn, tx, []bot.Job{due(time.Hour, fmt.Sprint(n))}); err != nil {
					return false, err
				}
				_, err := tx.Exec(fmt.Sprintf(`UPDATE round SET name = '%d!' WHERE name = '%[1]d'`, n))
				return keep, err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var rounds int
		if err := p.db.QueryRow(`SELECT COUNT(*) FROM round WHERE name LIKE '%!'`).Scan(&rounds); err != nil {
			t.Fatal(err)
		}
		if jobs := p.count(t); rounds != 2 || jobs != 2 {
			t.Errorf("%d rounds and %d jobs are there, want 2 and 2", rounds, jobs)
		}
	})
}

// TestBesideWriters works while a store writes on the same connection. Nobody
// finds the file locked.
func TestBesideWriters(t *testing.T) {
	var log recorder
	o := quick()
	o.log = log.logger()
	p := openProcess(t, filepath.Join(t.TempDir(), "filmbot.db"), o)
	defer p.Close()
	beside(t, p, p, p, p)
	if text := log.String(); text != "" {
		t.Errorf("the log is not empty: %s", text)
	}
}

// TestBesideAnotherProcess works while two processes write to the file, which have
// to wait for each other's locks.
func TestBesideAnotherProcess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	p, other := openProcess(t, file, quick()), openProcess(t, file, quick())
	defer p.Close()
	defer other.Close()
	beside(t, p, p, other)
}

// beside works in p while writers insert jobs together with rows of their own, and
// each job writes one, too.
func beside(t *testing.T, p process, writers ...process) {
	if _, err := p.db.Exec(`CREATE TABLE note (subject TEXT NOT NULL PRIMARY KEY, content TEXT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	const each = 40
	done := make(chan string, 10*len(writers)*each)
	stop := p.work(func(ctx context.Context, j bot.Job) error {
		done <- j.Key
		return p.inTx(ctx, func(_ *sql.Conn, tx *sql.Tx) (bool, error) {
			_, err := tx.Exec(`INSERT INTO note VALUES (?, 'done')`, j.Key)
			return true, err
		})
	})
	p.insert(t, due(0, "first"))
	next(t, done)
	var all sync.WaitGroup
	for w, via := range writers {
		all.Go(func() {
			for n := range each {
				err := via.inTx(t.Context(), func(conn *sql.Conn, tx *sql.Tx) (bool, error) {
					if _, err := tx.Exec(`INSERT INTO note VALUES (?, 'x') ON CONFLICT DO UPDATE SET content = content || 'x'`, fmt.Sprint("writer ", w)); err != nil {
						return false, err
					}
					return true, via.Insert(t.Context(), conn, tx, []bot.Job{due(0, fmt.Sprintf("%d/%d", w, n))})
				})
				if err != nil {
					t.Errorf("write %d of %d: %v", n, w, err)
				}
			}
		})
	}
	all.Wait()
	times := make(map[string]int)
	for len(times) < len(writers)*each {
		times[next(t, done)]++
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for len(done) > 0 {
		times[<-done]++
	}
	for key, n := range times {
		if n != 1 {
			t.Errorf("%s was done %d times", key, n)
		}
	}
}

// TestPlaces inserts jobs under a key of which more and more are being done.
func TestPlaces(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		p := open(quick())
		defer p.Close()
		begun, end := make(chan bool), make(chan struct{})
		stop := p.work(func(context.Context, bot.Job) error {
			begun <- true
			<-end
			return nil
		})
		for range places {
			p.insert(t, due(time.Hour, "key"))
			p.insert(t, due(time.Hour, "key"), due(time.Hour, "other"))
			p.insert(t, due(-time.Second, "key"))
			next(t, begun)
		}
		if err := p.Change(t.Context(), jobstest.Change{Insert: []bot.Job{due(0, "key")}}); !errors.Is(err, errBusy) {
			t.Errorf("Insert while %d of a key are being done = %v, want %v", places, err, errBusy)
		}
		if err := p.Change(t.Context(), jobstest.Change{Cancel: []string{"key", "other"}}); err != nil {
			t.Errorf("Cancel while %d of a key are being done = %v, want nil", places, err)
		}
		if n := p.count(t); n != places {
			t.Errorf("%d jobs are there, want %d", n, places)
		}
		close(end)
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

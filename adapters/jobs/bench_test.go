package jobs

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/jobstest"
)

// onEach runs a benchmark on both databases.
func onEach(b *testing.B, bench func(b *testing.B, p process)) {
	b.Run("SQLite", func(b *testing.B) {
		p := openProcess(b, filepath.Join(b.TempDir(), "filmbot.db"), quick())
		defer p.Close()
		bench(b, p)
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		p := openPostgresProcess(b, postgresURL(b), quick())
		defer p.Close()
		bench(b, p)
	})
}

// BenchmarkMove moves the nine jobs of a round, of 2000 rounds.
func BenchmarkMove(b *testing.B) {
	onEach(b, func(b *testing.B, p process) {
		round := func(n int) (some []bot.Job) {
			for s := range 9 {
				some = append(some, due(24*time.Hour, fmt.Sprintf("round/%d/%d", n%2000, s)))
			}
			return some
		}
		for n := range 2000 {
			p.insert(b, round(n)...)
		}
		n := 0
		for b.Loop() {
			p.insert(b, round(n)...)
			n++
		}
	})
}

// BenchmarkWork does jobs that are all due.
func BenchmarkWork(b *testing.B) {
	onEach(b, func(b *testing.B, p process) {
		const n = 5000
		for b.Loop() {
			var some []bot.Job
			for i := range n {
				some = append(some, due(-time.Second, fmt.Sprint("key/", i)))
			}
			if err := p.Change(context.Background(), jobstest.Change{Insert: some}); err != nil {
				b.Fatal(err)
			}
			done := make(chan string, n)
			stop := p.work(record(done))
			for range n {
				next(b, done)
			}
			if err := stop(); err != nil {
				b.Error(err)
			}
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
	})
}

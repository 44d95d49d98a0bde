package files

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filmbot/catalog"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestReadFiles compares what is read from each file of testdata with the golden
// file beside it.
func TestReadFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range names {
		if strings.HasSuffix(name, ".golden") {
			continue
		}
		seen++
		t.Run(filepath.Base(name), func(t *testing.T) {
			result, err := Read(name, testFile(t, name))
			got := picture(result, err)
			if *update {
				if err := os.WriteFile(name+".golden", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(testFile(t, name+".golden")); got != want {
				t.Errorf("Read(%q) gives\n%s\nwant\n%s", name, got, want)
			}
		})
	}
	if seen < 10 {
		t.Errorf("only %d files were read", seen)
	}
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// picture shows a result as text.
func picture(r Result, err error) string {
	var b strings.Builder
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
	}
	fmt.Fprintf(&b, "format: %s\n", r.Format)
	if r.Introduction != "" {
		fmt.Fprintf(&b, "introduction:\n\t%s\n", strings.ReplaceAll(r.Introduction, "\n", "\n\t"))
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "problem: %v\n", p)
	}
	for _, p := range r.Skipped {
		fmt.Fprintf(&b, "skipped: %v\n", p)
	}
	if r.MoreProblems+r.MoreSkipped > 0 {
		fmt.Fprintf(&b, "more: %d problems, %d skipped\n", r.MoreProblems, r.MoreSkipped)
	}
	for _, e := range r.Entries {
		fmt.Fprintf(&b, "\nline %d:\n%s", e.Line, catalog.Document{Films: []*catalog.Film{e.Film}})
	}
	return b.String()
}

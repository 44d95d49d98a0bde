package catalog

import (
	"math/rand/v2"
	"testing"
)

func TestDistance(t *testing.T) {
	tests := []struct {
		typed, name      string
		limit            int
		whole, beginning int
	}{
		{"", "", 1, 0, 0},
		{"ascent", "ascent", 2, 0, 0},
		{"asecnt", "ascent", 2, 1, 1},
		{"ascnt", "ascent", 2, 1, 1},
		{"asscent", "ascent", 2, 1, 1},
		{"ascemt", "ascent", 2, 1, 1},
		{"asc", "ascent", 2, far, 0},
		{"acs", "ascent", 2, far, 1},
		{"ascentt", "ascent", 0, far, far},
		{"mountain", "vertical", 3, far, far},
		{"ascent of man", "ascent", 3, far, far},
	}
	for _, tt := range tests {
		var p pattern
		p.set(key(tt.typed))
		whole, beginning := p.distance(key(tt.name), tt.limit)
		if whole != tt.whole || beginning != tt.beginning {
			t.Errorf("distance(%q, %q, %d) = %d, %d, want %d, %d",
				tt.typed, tt.name, tt.limit, whole, beginning, tt.whole, tt.beginning)
		}
	}
}

// TestDistanceAgainstDefinition compares the computation in bits with the plain
// recurrence on random words, most of them short.
func TestDistanceAgainstDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		n := rng.IntN(9)
		if rng.IntN(20) == 0 {
			n = maxCompared - rng.IntN(9)
		}
		b := make([]byte, n)
		for i := range b {
			b[i] = 'a' + byte(rng.IntN(3))
		}
		return string(b)
	}
	var p pattern
	for range 20_000 {
		typed, name, limit := word(), word(), rng.IntN(4)
		if rng.IntN(20) == 0 {
			name = typed[:rng.IntN(len(typed)+1)] + name
			name = name[:min(len(name), maxCompared)]
		}
		wantWhole := within(plainDistance(typed, name), limit)
		wantBeginning := far
		for n := range len(name) + 1 {
			wantBeginning = min(wantBeginning, plainDistance(typed, name[:n]))
		}
		wantBeginning = within(wantBeginning, limit)
		p.set(key(typed))
		whole, beginning := p.distance(key(name), limit)
		if whole != wantWhole || beginning != wantBeginning {
			t.Fatalf("distance(%q, %q, %d) = %d, %d, want %d, %d",
				typed, name, limit, whole, beginning, wantWhole, wantBeginning)
		}
	}
}

func plainDistance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			default:
				cost := 1
				if a[i-1] == b[j-1] {
					cost = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}

package catalog

// maxCompared is how many letters of a name take part in an edit distance.
// Titles are longer only by subtitles, and a bound keeps the work bounded.
const maxCompared = 64

// far is the distance of what is further apart than was asked for.
const far = 1 << 10

// slips is how many slips a text of n letters may have and still be meant.
func slips(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 8:
		return 1
	case n < 15:
		return 2
	}
	return 3
}

// distance returns how many slips turn typed into name, and how many turn it
// into some beginning of name. A slip is a letter missing, added or wrong, or
// two neighbours swapped: the optimal string alignment distance
// (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance). More than limit
// slips count as [far].
func distance(typed, name key, limit int) (whole, beginning int) {
	typed, name = typed[:min(len(typed), maxCompared)], name[:min(len(name), maxCompared)]
	m, n := len(typed), len(name)
	if m-n > limit {
		return far, far
	}
	var rows [3][maxCompared + 1]int16
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range min(n, limit) + 1 {
		last[j] = int16(j)
	}
	if limit < n {
		last[limit+1] = far
	}
	for i := 1; i <= m; i++ {
		// Only a band around the diagonal can stay within the limit.
		from, to := max(1, i-limit), min(n, i+limit)
		row[from-1] = far
		if from == 1 {
			row[0] = int16(i)
		}
		best := row[from-1]
		for j := from; j <= to; j++ {
			d := last[j-1]
			if typed[i-1] != name[j-1] {
				d = min(d, last[j], row[j-1]) + 1
				if i > 1 && j > 1 && typed[i-1] == name[j-2] && typed[i-2] == name[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			row[j] = d
			best = min(best, d)
		}
		if to < n {
			row[to+1] = far
		}
		if int(best) > limit {
			return far, far
		}
		before, last, row = last, row, before
	}
	beginning = far
	for j := max(0, m-limit); j <= min(n, m+limit); j++ {
		beginning = min(beginning, int(last[j]))
	}
	if n-m > limit {
		return far, within(beginning, limit)
	}
	return within(int(last[n]), limit), within(beginning, limit)
}

func within(d, limit int) int {
	if d > limit {
		return far
	}
	return d
}

package discord

import "sync"

// recentSize is how many interactions are remembered at least.
const recentSize = 4096

// recent remembers ids, the latest of them. A gateway that resumes may deliver
// an event once more.
type recent struct {
	size int

	mu       sync.Mutex
	new, old map[string]struct{}
}

func newRecent(size int) *recent {
	return &recent{size: size, new: map[string]struct{}{}}
}

// first reports whether an id is new, and remembers it.
func (r *recent) first(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.new[id]; known {
		return false
	}
	if _, known := r.old[id]; known {
		return false
	}
	if len(r.new) >= r.size {
		r.old, r.new = r.new, map[string]struct{}{}
	}
	r.new[id] = struct{}{}
	return true
}

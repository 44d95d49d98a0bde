package bot

// A reading is under way while a club or a place is read from the store. What
// changes meanwhile makes it stale: what it brings may answer whoever began it,
// but is not held.
type reading struct {
	id    string
	stale bool
}

// begin notes that a club or a place is being read. The caller holds the lock.
func (cs *clubs) begin(id string) *reading {
	r := &reading{id: id}
	cs.readings[r] = struct{}{}
	return r
}

// end reports whether what was read may be held. The caller holds the lock.
func (cs *clubs) end(r *reading) bool {
	delete(cs.readings, r)
	return !r.stale
}

// outdate makes stale what is being read of a club or a place. The caller holds
// the lock.
func (cs *clubs) outdate(id string) {
	for r := range cs.readings {
		r.stale = r.stale || r.id == id
	}
}

package catalog

// A query is what somebody typed, ready to be measured.
type query struct {
	exact key
	bare  key
	sound key
	words []word
	total float32 // weight of all words
	// patterns are the same again, for distances.
	patterns struct {
		exact, bare, sound pattern
		words              [maxWords]pattern
	}
}

// set makes q the query for what was typed.
func (q *query) set(typed string) {
	q.exact = fold(typed)
	q.exact = q.exact[:min(len(q.exact), maxTyped)]
	q.bare = q.exact.withoutArticle()
	q.sound = sound(q.bare)
	q.words = splitWords(q.sound, maxWords, q.words[:0])
}

// weigh makes a query ready for the names of the catalog.
func (c *Catalog) weigh(q *query) {
	q.total = 0
	for i := range q.words {
		w := &q.words[i]
		w.weight = c.weight(w.text)
		q.total += w.weight
		q.patterns.words[i].set(w.text)
	}
	q.patterns.exact.set(q.exact)
	q.patterns.bare.set(q.bare)
	q.patterns.sound.set(q.sound)
}

package catalog

import (
	"crypto/rand"
	"encoding/base32"
)

// idMark begins the ids of films that are in no shipped collection. No
// collection's ids begin with it.
const idMark = "x"

var idDigits = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID returns an id for a new film: 45 random bits, so that a club with ten
// thousand films meets one of its own ids again in one of 700,000 such clubs.
// random fills its argument with random bytes; nil stands for [rand.Read].
func NewID(random func([]byte)) string {
	var bits [6]byte
	if random == nil {
		random = func(b []byte) { _, _ = rand.Read(b) } // it never fails
	}
	random(bits[:])
	return idMark + idDigits.EncodeToString(bits[:])[:9]
}

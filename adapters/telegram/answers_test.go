package telegram

import (
	"fmt"
	"testing"
	"time"
)

// clock is one that a test sets.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func TestAnswersAge(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	m := newAnswers[member](c.now)
	s := seat{"-9", "7"}
	_, known, q := m.look(s)
	if known {
		t.Fatal("a member is known at the beginning")
	}
	c.at = c.at.Add(20 * time.Second) // the answer takes its time
	m.keep(q, member{Status: "creator"})
	c.at = c.at.Add(39 * time.Second)
	if got, known, _ := m.look(s); !known || !got.administers() {
		t.Errorf("59 s after the question the member is %+v, %v; want a creator", got, known)
	}
	c.at = c.at.Add(time.Second)
	if _, known, _ := m.look(s); known {
		t.Error("a minute after the question the member is still known")
	}
}

func TestAnswersDrop(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	m := newAnswers[member](c.now)
	seats := []seat{{"-9", "7"}, {"-9", "8"}, {"-5", "7"}}
	known := func() string {
		var out []bool
		for _, s := range seats {
			_, ok, _ := m.look(s)
			out = append(out, ok)
		}
		return fmt.Sprint(out)
	}
	for _, s := range seats {
		_, _, q := m.look(s)
		m.keep(q, member{})
	}
	steps := []struct {
		drop seat
		want string
	}{
		{seat{"-9", "99"}, "[true true true]"},
		{seat{"-9", "7"}, "[false true true]"},
		{seat{chat: "-9"}, "[false false true]"},
	}
	for _, step := range steps {
		m.drop(step.drop)
		if got := known(); got != step.want {
			t.Errorf("after drop(%v) known are %s, want %s", step.drop, got, step.want)
		}
	}
	_, _, q := m.look(seats[0])
	m.drop(seats[0])
	m.keep(q, member{Status: "administrator"})
	if _, known, _ := m.look(seats[0]); known {
		t.Error("an answer was kept that a change overtook")
	}
}

func TestAnswersAreBounded(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	m := newAnswers[member](c.now)
	keep := func(n int) {
		_, _, q := m.look(seat{"-9", fmt.Sprint(n)})
		m.keep(q, member{})
	}
	for n := range answersKept {
		keep(n)
	}
	c.at = c.at.Add(answerAge)
	keep(answersKept)
	if n := len(m.known); n != 1 {
		t.Errorf("%d members are known after all but one grew too old", n)
	}
	for n := range 2 * answersKept {
		keep(n)
	}
	if n := len(m.known); n > answersKept {
		t.Errorf("%d members are known, want at most %d", n, answersKept)
	}
}

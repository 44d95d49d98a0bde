package bot_test

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"filmbot/bot"
	"filmbot/bot/round"
)

// latest is the newest message of a kind in a chat, nil where there is none.
func (c *simulated) latest(at bot.Chat, kinds ...string) *message {
	if at.ID == "" {
		return nil
	}
	for _, m := range slices.Backward(c.s.platform.chats[at.Key()].messages) {
		if m.of.round < c.was.Number-1 {
			break
		}
		if slices.Contains(kinds, m.of.kind) && !m.deleted {
			return m
		}
	}
	return nil
}

// buttonOf is one of the buttons of a message that give a line.
func (c *simulated) buttonOf(m *message, line string) (bot.Button, bool) {
	if m == nil {
		return bot.Button{}, false
	}
	var some []bot.Button
	for _, b := range m.reply.Buttons {
		if strings.HasPrefix(b.Line, line) {
			some = append(some, b)
		}
	}
	if len(some) == 0 {
		return bot.Button{}, false
	}
	return oneOf(c.s, some...), true
}

func titleOn(b bot.Button) string {
	title, _, _ := strings.Cut(b.Label, " · ")
	return title
}

// vote has a member press a film of the ballot.
func (c *simulated) vote(at bot.Chat) {
	if c.s.away() {
		return
	}
	m := c.latest(at, "ballot")
	b, ok := c.buttonOf(m, "/week vote")
	if !ok {
		return
	}
	who := member(at, c.s.dice.IntN(12))
	text := c.ask(at, who, b.Line, true).Text
	closing, _ := c.was.Step("close")
	open := c.was.Phase == round.Voting && c.was.Paused.IsZero() && c.s.now.Before(closing.Due) && m.of.round == c.was.Number
	given, taken := strings.HasPrefix(text, "✓ "), strings.HasPrefix(text, "Taken back: ")
	if open != (given || taken) {
		c.s.wrong(c, "a vote, which is open: %v, was answered %q", open, text)
	}
	if !open {
		c.s.happened["vote refused"]++
		return
	}
	c.s.happened["vote"]++
	title := titleOn(b)
	mine := c.votes[who.Key()]
	if i := slices.Index(mine, title); i >= 0 {
		mine = slices.Delete(slices.Clone(mine), i, i+1)
	} else {
		mine = append(slices.Clone(mine), title)
	}
	c.votes[who.Key()] = mine
	_, names, _ := strings.Cut(text, "You approve of: ")
	if !strings.Contains(text, title) || given != slices.Contains(mine, title) || names != "" && strings.Count(names, "), ") != len(mine)-1 {
		c.s.wrong(c, "a vote for %q was answered %q, want the ballot %q", title, text, mine)
	}
	c.look(byMember)
}

// counted is how many approve of each film, and how many ballots there are by
// platform.
func (c *simulated) counted() (approvals, turnout map[string]int) {
	approvals, turnout = make(map[string]int), make(map[string]int)
	for who, titles := range c.votes {
		for _, title := range titles {
			approvals[title]++
		}
		if platform, _, _ := strings.Cut(who, ":"); len(titles) > 0 {
			turnout[platform]++
		}
	}
	return approvals, turnout
}

// heading is what people see of a film.
func (c *simulated) heading(id string) string {
	title := c.s.titles[id]
	if title == "" {
		c.s.wrong(c, "there is no film %q", id)
	}
	return title
}

// followVote checks the ballot as it opens, and the count as it closes.
func (c *simulated) followVote(is round.Round) {
	was := c.was
	if !slices.Equal(is.Ballot, was.Ballot) {
		if _, turnout := c.counted(); len(turnout) > 0 {
			c.s.wrong(c, "the ballot changes though votes were cast")
		}
		c.votes = make(map[string][]string)
	}
	if is.Standing == nil || was.Standing != nil {
		return
	}
	approvals, turnout := c.counted()
	most := 0
	for _, a := range is.Standing.Approvals {
		most = max(most, a.Voters)
		if title := c.heading(a.Film); approvals[title] != a.Voters {
			c.s.wrong(c, "%s has %d votes, want %d", title, a.Voters, approvals[title])
		}
	}
	cast := 0
	for _, t := range is.Standing.Turnout {
		if turnout[t.Platform] != t.Ballots {
			c.s.wrong(c, "%d ballots were cast on %s, want %d", t.Ballots, t.Platform, turnout[t.Platform])
		}
		cast += t.Ballots
	}
	if want := turnout["discord"] + turnout["telegram"]; cast != want {
		c.s.wrong(c, "%d ballots were cast, want %d", cast, want)
	}
	if is.Phase == round.Chosen && (is.How == round.ByVote || is.How == round.ByTie) && approvals[c.heading(is.Film)] != most {
		c.s.wrong(c, "%s won with %d votes of %d", is.Film, approvals[c.heading(is.Film)], most)
	}
	c.s.happened["standing"]++
}

// count has the messages of a vote show the same, a while after the last one.
func (c *simulated) count() {
	s, at := c.s, c.s.now
	if c.was.Phase != round.Voting || c.was.Rules.Hidden || s.away() || meets(s.downs, at.Add(-mostWait), at) {
		return
	}
	approvals, _ := c.counted()
	for _, chat := range c.chats {
		m := c.latest(chat, "ballot")
		if m == nil || m.lost || m.of.shaken || c.gone[chat.Place()] || m.of.round != c.was.Number || meets(s.platform.outages[chat.Platform], at.Add(-mostWait), at) {
			continue
		}
		s.happened["shown"]++
		for _, b := range m.reply.Buttons {
			want := titleOn(b)
			if n := approvals[want]; b.Label != want+" · "+strconv.Itoa(n) {
				s.wrong(c, "%s shows %q, want %d votes, a while after the last one", chat.Key(), b.Label, n)
			}
		}
	}
}

// coming has a member say that they come, or do not after all.
func (c *simulated) coming(at bot.Chat) {
	m := c.latest(at, "film", "reminder", "date")
	b, ok := c.buttonOf(m, "/week coming")
	if !ok || m.of.round != c.was.Number {
		return
	}
	who := member(at, c.s.dice.IntN(12))
	text := c.ask(at, who, b.Line, true).Text
	i := slices.Index(c.comers, who.Key())
	switch {
	case strings.HasPrefix(text, "See you on") && i < 0:
		c.comers = append(slices.Clone(c.comers), who.Key())
	case strings.HasPrefix(text, "Noted: you are not coming") && i >= 0:
		c.comers = slices.Delete(slices.Clone(c.comers), i, i+1)
	case c.was.Phase != round.Chosen, !wasTold(c.was), m.of.film != c.was.Film, mark(c.was, "night") != round.Ahead, c.late():
		return // the message is an old one
	default:
		c.s.wrong(c, "a member who comes was answered %q", text)
	}
	c.s.happened["coming"]++
	w, err := c.s.store.Round(context.Background(), c.id, c.was.Number)
	same := func(a bot.Author, key string) bool { return a.Key == key }
	if err != nil || !slices.EqualFunc(w.Coming, c.comers, same) {
		c.s.wrong(c, "%v are coming, want %v: %v", w.Coming, c.comers, err)
	}
}

// rate has a member rate the film.
func (c *simulated) rate(at bot.Chat) {
	m := c.latest(at, "question")
	b, ok := c.buttonOf(m, "/week rate")
	if !ok || m.of.round != c.was.Number {
		return
	}
	who := member(at, c.s.dice.IntN(12))
	text := c.ask(at, who, b.Line, true).Text
	if strings.Contains(text, " of 10 from you") {
		c.s.happened["rated"]++
		c.ratings[who.Key()], _ = strconv.Atoi(b.Label)
	}
	points := 0
	for _, n := range c.ratings {
		points += n
	}
	w, err := c.s.store.Round(context.Background(), c.id, c.was.Number)
	if err != nil || w.Ratings != len(c.ratings) || w.Points != points {
		c.s.wrong(c, "%d points in %d ratings are stored, want %d in %d: %v", w.Points, w.Ratings, points, len(c.ratings), err)
	}
}

package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"filmbot/bot/round"
)

// vote answers "/week vote <title>", or a button of the ballot: it gives the person's
// approval to a film, or takes it back. Without a title it shows the ballot.
func (b *Bot) vote(ctx context.Context, c *call) Reply {
	if c.User.Key() == "" {
		return c.refuse(c.say("vote.nameless"))
	}
	w, rest, other := b.thisRound(ctx, c)
	if !other.Empty() {
		return other
	}
	if w.Round.Phase != round.Voting {
		return c.refuse(c.notVoting(w))
	}
	c.argument = rest
	if rest == "" {
		return b.myBallot(ctx, c, w)
	}
	film, other := b.ballotFilm(c, w.Round)
	if film == "" {
		return other
	}
	said, err := b.say(ctx, c, w.Round.Number, func(r round.Round, was Said) (Said, error) {
		if err := r.MayVote(b.now()); err != nil {
			return was, err
		}
		var ok bool
		if was.Ballot, ok = was.Ballot.Toggle(r.Ballot, film); !ok {
			return was, &round.Refusal{Why: round.NoFilm}
		}
		return was, nil
	})
	if err != nil {
		return b.notTurned(ctx, c, err)
	}
	return Reply{Text: c.voted(w.Round, film, said.Ballot), Private: true}
}

// say changes what the person says in a round.
func (b *Bot) say(ctx context.Context, c *call, number int, change func(round.Round, Said) (Said, error)) (Said, error) {
	var said Said
	err := b.store.Say(ctx, c.id, number, c.author(), func(r round.Round, was Said) (Said, error) {
		now, err := change(r, was)
		said = now
		return now, err
	})
	return said, err
}

// ballotFilm is the film of the ballot that the line means: a button has its place,
// counted from 1.
func (b *Bot) ballotFilm(c *call, r round.Round) (string, Reply) {
	if n, err := strconv.Atoi(c.argument); err == nil && n >= 1 && n <= len(r.Ballot) {
		return r.Ballot[n-1], Reply{}
	}
	return b.amongFilms(c, r.Ballot, "refused.notvoting", "vote.another")
}

// voted tells the person what they approve of, as short as a notice has to be.
func (c *call) voted(r round.Round, film string, ballot round.Ballot) string {
	approved := ballot.Films(r.Ballot)
	title := c.heading(c.club, film)
	switch {
	case len(approved) == 0:
		return c.say("vote.emptied", "Title", title)
	case !slices.Contains(approved, film):
		return c.say("vote.taken", "Title", title, "Names", c.headings(approved))
	case len(approved) == 1:
		return c.say("vote.first", "Title", title)
	}
	return c.say("vote.given", "Title", title, "Names", c.headings(approved))
}

func (c *call) headings(films []string) string {
	names := make([]string, len(films))
	for i, film := range films {
		names[i] = c.heading(c.club, film)
	}
	return strings.Join(names, ", ")
}

// myBallot shows the vote to one person, with what that person approves of.
func (b *Bot) myBallot(ctx context.Context, c *call, w Week) Reply {
	said, err := b.store.Said(ctx, c.id, w.Round.Number, c.User.Key())
	if err != nil {
		return b.fail(ctx, c, err)
	}
	r := c.view(w).ballot()
	r.Private = true
	// Where others read the answer, what the person voted for is not in it.
	secret := c.Whispers || c.Pressed || c.Chat.Private
	if approved := said.Ballot.Films(w.Round.Ballot); secret && len(approved) > 0 {
		r.Text += "\n\n" + c.say("vote.yours", "Names", c.headings(approved))
	}
	return r
}

func (c *call) notVoting(w Week) string {
	switch {
	case !w.Round.Paused.IsZero():
		return c.say("refused.paused")
	case w.Round.Phase == round.Nominating && w.Round.Rules.Way == "vote":
		return c.say("vote.notyet")
	case w.Round.Standing != nil:
		return c.say("vote.over")
	}
	return c.say("refused.notvoting")
}

// suggestBallot completes the titles of the ballot.
func (b *Bot) suggestBallot(ctx context.Context, c *call) []Choice {
	w, err := b.store.Round(ctx, c.id, 0)
	if err != nil {
		return nil
	}
	return b.suggestAmong(c, w.Round.Ballot)
}

// coming answers "/week coming": the person is coming, or is not after all.
func (b *Bot) coming(ctx context.Context, c *call) Reply {
	if c.User.Key() == "" {
		return c.refuse(c.say("vote.nameless"))
	}
	w, _, other := b.thisRound(ctx, c)
	if !other.Empty() {
		return other
	}
	said, err := b.say(ctx, c, w.Round.Number, func(r round.Round, was Said) (Said, error) {
		switch v := (view{Week: Week{Round: r}}); {
		case r.Phase != round.Chosen || !r.Told():
			return was, &round.Refusal{Why: round.NoFilm}
		case v.begun():
			return was, &round.Refusal{Why: round.NightBegan}
		}
		was.Coming = !was.Coming
		return was, nil
	})
	switch {
	case refused(err) == round.NoFilm:
		return c.refuse(c.say("coming.nofilm"))
	case err != nil:
		return b.notTurned(ctx, c, err)
	}
	if !said.Coming {
		return Reply{Text: c.say("coming.off"), Private: true}
	}
	reply := Reply{Private: true}
	reply.Text = c.say("coming.on", "Title", c.heading(c.club, w.Round.Film), "Night", c.view(w).at(&reply, w.Round.Night))
	return reply
}

// rate answers "/week rate 8".
func (b *Bot) rate(ctx context.Context, c *call) Reply {
	if c.User.Key() == "" {
		return c.refuse(c.say("vote.nameless"))
	}
	w, rest, other := b.roundToRate(ctx, c)
	if !other.Empty() {
		return other
	}
	points, err := strconv.Atoi(rest)
	if rest == "" && c.view(w).ratable(b.now()) {
		r := c.view(w).question()
		r.Buttons, r.Private = r.Buttons[:highest], true
		return r
	}
	if off(rest) {
		points, err = 0, nil
	}
	if err != nil || points < 0 || points > highest {
		return c.refuse(c.say("rate.which"))
	}
	_, err = b.say(ctx, c, w.Round.Number, func(r round.Round, was Said) (Said, error) {
		if !(view{Week: Week{Round: r}}).ratable(b.now()) {
			return was, errNotRatable
		}
		was.Rating = points
		return was, nil
	})
	switch {
	case errors.Is(err, errNotRatable):
		return c.refuse(c.say("rate.notyet"))
	case err != nil:
		return b.notTurned(ctx, c, err)
	case points == 0:
		return Reply{Text: c.say("rate.off"), Private: true}
	}
	return Reply{Text: c.say("rate.done", "Title", c.heading(c.club, w.Round.Film), "Number", points), Private: true}
}

var errNotRatable = errors.New("not a film to rate")

// rateFor is how long after its night a film can be rated.
const rateFor = 7 * 24 * time.Hour

// ratable reports whether the film can be rated: its night has begun not long ago, and
// nobody has said that it fell through.
func (v view) ratable(now time.Time) bool {
	return v.begun() && now.Sub(v.Round.Night) < rateFor && v.Round.Told() &&
		(v.Round.Phase == round.Chosen || v.Round.Phase == round.Watched)
}

// roundToRate is the round that a button names, or else the latest one whose film can
// be rated: the next one may have opened.
func (b *Bot) roundToRate(ctx context.Context, c *call) (w Week, rest string, other Reply) {
	number, rest, err := c.roundNumber()
	if err != nil {
		return w, "", c.refuse(c.say("week.foreign"))
	}
	if w, other = b.latest(ctx, c, 0); !other.Empty() {
		return w, "", other
	}
	switch {
	case number == 0 && !c.view(w).ratable(b.now()):
		number = w.Round.Number - 1
	case number == 0:
		number = w.Round.Number
	}
	if number == w.Round.Number || number == 0 {
		return w, rest, Reply{}
	}
	before, err := b.store.Round(ctx, c.id, number)
	switch {
	case errors.Is(err, ErrNotFound):
		return w, rest, Reply{}
	case err != nil:
		return w, "", b.fail(ctx, c, err)
	case c.view(before).ratable(b.now()):
		return before, rest, Reply{}
	}
	return w, rest, Reply{}
}

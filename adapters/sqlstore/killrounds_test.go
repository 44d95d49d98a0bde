package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

// What a process that is to be killed does with the rounds of a club keeps counts of
// itself in what it stores, so that whatever was stored by half, twice or not at all
// is seen in them:
//
//   - each turn raises the round's count of effects, adds a post for the effect in
//     either chat, nominates for somebody, and moves the job;
//   - each say raises the person's rating;
//   - each post that is saved raises the number that it shows.

type (
	saidTold struct {
		number int
		person string
		rating int
	}
	turnTold struct{ number, effects int }
	saveTold struct {
		key   bot.PostKey
		shown int
	}
)

// told is what processes that were killed acknowledged about a club.
type told struct {
	kills   int
	changes []string
	says    []saidTold
	turns   []turnTold
	saves   []saveTold
}

// hear takes the lines of one more process.
func (a *told) hear(t *testing.T, lines []string) {
	t.Helper()
	a.kills++
	for _, line := range lines {
		kind, what, _ := strings.Cut(line, " ")
		var err error
		switch kind {
		case "change":
			a.changes = append(a.changes, what)
		case "say":
			var said saidTold
			_, err = fmt.Sscan(what, &said.number, &said.person, &said.rating)
			a.says = append(a.says, said)
		case "turn":
			var turn turnTold
			_, err = fmt.Sscan(what, &turn.number, &turn.effects)
			a.turns = append(a.turns, turn)
		case "save":
			var save saveTold
			_, err = fmt.Sscan(what, &save.key.Round, &save.key.Effect, &save.key.Chat, &save.shown)
			a.saves = append(a.saves, save)
		default:
			err = errors.ErrUnsupported
		}
		if err != nil {
			t.Fatalf("the line %q is no acknowledgement: %v", line, err)
		}
	}
}

// lasting is how many turns a round lasts.
const lasting = 7

var sayers = []string{"telegram:1", "telegram:2", "discord:1", "discord:2"}

// chatsOf are the chats that the rounds of a club are posted in.
func chatsOf(club string) []string { return []string{club, club + "/1"} }

// wakeOf is when a job is due for a club with a latest round, zero for never.
func wakeOf(r round.Round) time.Time {
	if r.Effects%3 == 0 {
		return time.Time{}
	}
	return time.Unix(int64(100*r.Number+r.Effects), 0)
}

// turnRound makes a turn. One that ends a round opens the next one.
func turnRound(ctx context.Context, _ *rand.Rand, s withJobs, club string) (string, error) {
	var line string
	err := s.Turn(ctx, club, func(l bot.Latest) (bot.Turn, error) {
		r := l.Round
		r.Number = max(r.Number, 1)
		rounds := []round.Round{r}
		if r.Effects+1 == lasting {
			rounds = append(rounds, round.Round{Number: r.Number + 1})
		}
		var turn bot.Turn
		for i, r := range rounds {
			r.Effects++
			r.Nominations = append(slices.Clone(r.Nominations), round.Nomination{Film: "f", By: round.Who{Key: fmt.Sprint("discord:", r.Effects)}})
			if i < len(rounds)-1 {
				r.Phase, r.Ended = round.Watched, time.Unix(1, 0).UTC()
			}
			turn.Rounds = append(turn.Rounds, r)
			turn.Wake = wakeOf(r)
			for _, chat := range chatsOf(club) {
				key := bot.PostKey{Club: club, Round: r.Number, Effect: r.Effects, Chat: chat}
				turn.Posts = append(turn.Posts, bot.Post{PostKey: key, State: bot.PostWaits, Next: time.Unix(1, 0)})
			}
		}
		line = fmt.Sprintf("turn %d %d", turn.Rounds[0].Number, turn.Rounds[0].Effects)
		return turn, nil
	})
	return line, err
}

// saySomething lets somebody say something in the latest round or in the one before.
func saySomething(ctx context.Context, random *rand.Rand, s withJobs, club string) (string, error) {
	latest, err := s.Round(ctx, club, 0)
	if errors.Is(err, bot.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	number, person := max(1, latest.Round.Number-random.IntN(2)), sayers[random.IntN(len(sayers))]
	var line string
	err = s.Say(ctx, club, number, bot.Author{Key: person}, func(r round.Round, was bot.Said) (bot.Said, error) {
		said := bot.Said{Rating: was.Rating + 1}
		if !r.Over() {
			said.Ballot, said.Coming = round.Ballot(1+said.Rating%3), true
		}
		line = fmt.Sprintf("say %d %s %d", number, person, said.Rating)
		return said, nil
	})
	return line, err
}

// claimLasts is how long a post is left to whoever has claimed it.
const claimLasts = time.Millisecond

// tendPost claims a post that is due, and saves that it was sent or edited, and before
// that, that one that was not sent yet leaves. It is sometimes too late for that.
func tendPost(ctx context.Context, random *rand.Rand, s withJobs, club string) (string, error) {
	now := time.Now()
	due, err := s.DuePosts(ctx, "telegram", now, 100_000)
	if err != nil {
		return "", err
	}
	due = slices.DeleteFunc(due, func(key bot.PostKey) bool { return key.Club != club })
	if len(due) == 0 {
		return "", nil
	}
	key := due[random.IntN(len(due))]
	p, err := s.ClaimPost(ctx, key, now, now.Add(claimLasts))
	if err != nil || random.IntN(8) == 0 {
		return "", err
	}
	if p.State != bot.PostSent {
		p.State, p.Sent, p.Next = bot.PostSending, now, now.Add(claimLasts)
		if err := s.SavePost(ctx, p, p.Next); err != nil || random.IntN(8) == 0 {
			return "", err
		}
	}
	w, err := s.Round(ctx, club, key.Round)
	if err != nil {
		return "", err
	}
	shown := timesShown(p) + 1
	p.State, p.Next, p.Version, p.Shown = bot.PostSent, time.Time{}, w.Version, fmt.Sprint(shown)
	return fmt.Sprintf("save %d %d %s %d", key.Round, key.Effect, key.Chat, shown), s.SavePost(ctx, p, now)
}

// timesShown is how often a post was saved.
func timesShown(p bot.Post) int {
	n, _ := strconv.Atoi(p.Shown)
	return n
}

// checkRounds checks what killed processes left of the rounds of a club.
func checkRounds(t *testing.T, s withJobs, club string, a *told) {
	t.Helper()
	ctx := context.Background()
	latest, err := s.Round(ctx, club, 0)
	if errors.Is(err, bot.ErrNotFound) && len(a.turns)+len(a.says)+len(a.saves) == 0 {
		return
	}
	if err != nil {
		t.Fatalf("the rounds of %s: %v", club, err)
	}
	s.wantJob(t, club, wakeOf(latest.Round))
	if over, err := s.History(ctx, club); err != nil || len(over) != latest.Round.Number-1 || latest.Round.Over() {
		t.Errorf("of %d rounds of %s %d are over, %v", latest.Round.Number, club, len(over), err)
	}
	said, points := make(map[saidTold]bool), 0
	shown := make(map[bot.PostKey]int)
	for n := 1; n <= latest.Round.Number; n++ {
		w, err := s.Round(ctx, club, n)
		if err != nil {
			t.Fatalf("round %d of %s: %v", n, club, err)
		}
		points += w.Points
		checkRound(t, s, club, w)
		checkPosts(t, s, club, w, shown)
	}
	for _, ack := range a.says {
		now, err := s.Said(ctx, club, ack.number, ack.person)
		if err != nil || now.Rating < ack.rating || said[ack] {
			t.Errorf("%s said something for the %dth time in round %d of %s (twice: %v), but %d is kept, %v", ack.person, ack.rating, ack.number, club, said[ack], now.Rating, err)
		}
		said[ack] = true
	}
	if n := len(a.says); points < n || points > n+a.kills {
		t.Errorf("%d says were acknowledged by %d processes of %s, and %d are counted", n, a.kills, club, points)
	}
	for _, ack := range a.turns {
		if w, err := s.Round(ctx, club, ack.number); err != nil || w.Round.Effects < ack.effects {
			t.Errorf("round %d of %s has %d effects, %v; %d were acknowledged", ack.number, club, w.Round.Effects, err, ack.effects)
		}
	}
	for _, ack := range a.saves {
		ack.key.Club = club
		if shown[ack.key] < ack.shown {
			t.Errorf("the post %+v shows %d, %d was acknowledged", ack.key, shown[ack.key], ack.shown)
		}
	}
}

// checkRound checks that all of each turn and say was stored.
func checkRound(t *testing.T, s withJobs, club string, w bot.Week) {
	t.Helper()
	ctx := context.Background()
	number := w.Round.Number
	if w.Version != int64(w.Round.Effects+w.Points) {
		t.Errorf("round %d of %s is at version %d after %d turns and %d says", number, club, w.Version, w.Round.Effects, w.Points)
	}
	points, ballots := 0, 0
	for _, person := range sayers {
		said, err := s.Said(ctx, club, number, person)
		if err != nil {
			t.Fatal(err)
		}
		points += said.Rating
	}
	for _, cast := range w.Votes {
		ballots += cast.Number
	}
	want := w.Ratings
	if w.Round.Over() {
		want = 0
	}
	if points != w.Points || ballots != want || len(w.Coming) != want {
		t.Errorf("in round %d of %s %d points, %d ballots and %d coming are counted; want %d, %d and %[7]d", number, club, w.Points, ballots, len(w.Coming), points, want)
	}
	named, err := session{s.read, s.dialect}.texts(ctx, `SELECT person FROM named WHERE club = ? AND number = ? ORDER BY person`, club, number)
	if err != nil || !slices.Equal(named, w.Round.Persons()) {
		t.Errorf("round %d of %s names %q, and %q are found by it, %v", number, club, w.Round.Persons(), named, err)
	}
}

// checkPosts checks that a round has its posts and no others, and that each that is
// not as it should be will be looked at. It notes what each shows.
func checkPosts(t *testing.T, s withJobs, club string, w bot.Week, shown map[bot.PostKey]int) {
	t.Helper()
	posts, err := s.PostsOf(context.Background(), club, w.Round.Number)
	if err != nil || len(posts) != w.Round.Effects*len(chatsOf(club)) {
		t.Errorf("round %d of %s has %d posts for %d effects, %v", w.Round.Number, club, len(posts), w.Round.Effects, err)
	}
	for _, p := range posts {
		shown[p.PostKey] = timesShown(p)
		upToDate := p.State == bot.PostSent && p.Version == w.Version
		if p.Effect < 1 || p.Effect > w.Round.Effects || !slices.Contains(chatsOf(club), p.Chat) || p.Next.IsZero() && !upToDate {
			t.Errorf("at version %d, round %d of %s has the post %+v", w.Version, w.Round.Number, club, p)
		}
	}
}

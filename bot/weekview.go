package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// A view shows a club's round as it is. It shows the same to everybody.
type view struct {
	*speech
	club *club
	Week
}

// at is a time for a text of a reply to name, in the club's zone.
func (v view) at(r *Reply, t time.Time) namedTime { return v.named(r, t, zoneOf(v.club.settings)) }

// ref names the round in a button, with a mark of its club; see [changeRef].
func (v view) ref() string {
	return strconv.Itoa(v.Round.Number) + "." + clubMark(v.club.id)
}

// due is when a step of the round is due, and whether there is one ahead.
func (v view) due(k calendar.Kind) (time.Time, bool) {
	step, ok := v.Round.Step(k)
	return step.Due, ok && !step.Settled()
}

// heading is a film's title and year.
func (s *speech) heading(c *club, film string) string {
	if f, ok := c.catalog.ByID(film); ok {
		return f.Heading(s.lang)
	}
	if f, ok := c.removed[film]; ok {
		return f.Heading(s.lang)
	}
	return s.say("week.gonefilm")
}

// opening shows the nominations. Without buttons none are taken any more.
func (v view) opening() Reply {
	var r Reply
	if v.Round.Phase == round.Failed && v.Round.Ending == round.CalledOff {
		return Reply{Text: v.say("week.calledoffround")}
	}
	r.Text = v.say("week.opening", "Night", v.at(&r, v.Round.Night))
	switch step, ahead := v.choosing(); {
	case v.Round.Phase == round.Nominating && !v.Round.Paused.IsZero():
		r.Text += "\n" + v.say("week.paused")
	case v.secret():
		r.Text += "\n" + v.say("week.tobetold", "When", v.at(&r, step))
		if len(v.Round.Nominations) > 0 {
			r.Text += "\n" + v.say("week.nominated")
		}
	case !v.nominating():
		r.Text += "\n" + v.say("week.nominated")
		if len(v.Round.Nominations) == 0 {
			r = Reply{Text: v.say("week.nonominations")}
		}
	case ahead:
		r.Text += "\n" + v.say("week.nominate."+string(v.Round.Rules.Way), "When", v.at(&r, step))
		if v.carriedOver() {
			r.Text += "\n" + v.say("week.carriedover")
		}
	}
	if list := v.nominations(); list != "" {
		r.Text += "\n\n" + list
	}
	if v.nominating() {
		r.Buttons = []Button{
			{Label: v.say("button.nominate"), Line: "/week nominate"},
			{Label: v.say("button.suggestfilm"), Line: "/film suggest"},
		}
	}
	return r
}

// carriedOver reports whether there are nominations from the round before, whose night
// did not take place: see [round.Open].
func (v view) carriedOver() bool {
	all := v.Round.Nominations
	return len(all) > 0 && all[0].At.Before(v.Round.Opened)
}

// secret reports whether the film was chosen, and is announced later.
func (v view) secret() bool {
	_, ahead := v.due(calendar.Announce)
	return ahead && v.Round.Phase == round.Chosen && !v.Round.Told()
}

// choosing is when nominations end, and whether that is ahead.
func (v view) choosing() (time.Time, bool) {
	for _, k := range []calendar.Kind{calendar.Ballot, calendar.Close, calendar.Announce} {
		if due, ahead := v.due(k); ahead {
			return due, true
		}
	}
	return time.Time{}, false
}

func (v view) nominating() bool {
	return v.Round.Phase == round.Nominating && v.Round.Paused.IsZero() && !v.Round.Over()
}

// mostListed is how many films or persons a post names.
const mostListed = 15

// nominations lists the films that were nominated, with those who did.
func (v view) nominations() string {
	var films []string
	by := make(map[string][]string)
	for _, n := range v.Round.Nominations {
		if !slices.Contains(films, n.Film) {
			films = append(films, n.Film)
		}
		by[n.Film] = append(by[n.Film], v.name(Author(n.By)))
	}
	var t strings.Builder
	for i, film := range films[:min(mostListed, len(films))] {
		if i > 0 {
			t.WriteByte('\n')
		}
		t.WriteString(strconv.Itoa(i+1) + ". " + v.heading(v.club, film) + " — " + v.people(by[film], 3))
	}
	if more := len(films) - mostListed; more > 0 {
		t.WriteString("\n" + v.some("week.more", more))
	}
	return t.String()
}

// people lists names, and how many more there are.
func (s *speech) people(names []string, most int) string {
	list := strings.Join(names[:min(most, len(names))], ", ")
	if more := len(names) - most; more > 0 {
		list = s.some("week.peoplemore", more, "Names", list)
	}
	return list
}

// ballot shows the vote.
func (v view) ballot() Reply {
	var r Reply
	closing, ahead := v.due(calendar.Close)
	if v.Round.Phase != round.Voting || !ahead {
		return v.result()
	}
	standing := round.Tally(v.Round.Ballot, v.Votes)
	r.Text = v.say("week.ballot", "Night", v.at(&r, v.Round.Night)) + "\n"
	if v.Round.Paused.IsZero() {
		r.Text += v.say("week.ballothow", "When", v.at(&r, closing)) + "\n"
	} else {
		r.Text += v.say("week.paused") + "\n"
	}
	r.Text += v.cast(standing)
	if d, ok := v.drawn(round.EdgeLot, round.CatalogLot); ok && v.Round.Film == "" {
		r.Text += "\n" + v.say("week.ballotdrawn."+string(d.For), "Count", d.Of)
	}
	for i, a := range standing.Approvals {
		label := v.heading(v.club, a.Film)
		if !v.Round.Rules.Hidden {
			label += separator + strconv.Itoa(a.Voters)
		}
		r.Buttons = append(r.Buttons, Button{Label: label, Line: join("/week vote", v.ref(), strconv.Itoa(i+1))})
	}
	return r
}

// result shows how the vote ended.
func (v view) result() Reply {
	if v.Round.Phase == round.Failed && v.Round.Ending == round.CalledOff {
		return Reply{Text: v.say("week.calledoffround")}
	}
	if v.Round.Standing == nil {
		return Reply{Text: v.say("week.voteended")}
	}
	r := Reply{Text: v.say("week.voteover") + "\n" + v.standings(*v.Round.Standing)}
	r.Text += "\n" + v.cast(*v.Round.Standing)
	if v.Round.Film != "" {
		r.Text += "\n\n" + v.say("week.won", "Title", v.heading(v.club, v.Round.Film)) + " " + v.how()
	}
	return r
}

// cast tells how many ballots were.
func (v view) cast(s round.Standing) string {
	switch {
	case s.Cast() == 0 && v.Round.Phase == round.Voting:
		return v.say("week.novotes")
	case s.Cast() == 0:
		return v.say("week.noballots")
	}
	return v.some("week.voted", s.Cast())
}

// standings lists films by their voters.
func (v view) standings(s round.Standing) string {
	ranked := slices.Clone(s.Approvals)
	slices.SortStableFunc(ranked, func(a, b round.Approval) int { return cmp.Compare(b.Voters, a.Voters) })
	var lines []string
	for _, a := range ranked {
		lines = append(lines, v.heading(v.club, a.Film)+" — "+strconv.Itoa(a.Voters))
	}
	return strings.Join(lines, "\n")
}

// drawn is the last draw for one of some lots that holds, and whether there is one.
func (v view) drawn(lots ...round.Lot) (round.Draw, bool) {
	for _, d := range slices.Backward(v.Round.Draws) {
		if !d.Undone && slices.Contains(lots, d.For) {
			return d, true
		}
	}
	return round.Draw{}, false
}

// how says by what the film was chosen.
func (v view) how() string {
	switch v.Round.How {
	case round.ByHand:
		return v.say("week.how.hand", "Name", v.name(Author(v.Round.Picker)))
	case "":
		return ""
	case round.ByVote, round.ByTie:
		switch s := v.Round.Standing; {
		case len(v.Round.Ballot) == 1:
			return v.say("week.how.only")
		case s != nil && s.Cast() == 0:
			return v.say("week.how.nobody")
		}
	}
	return v.say("week.how." + string(v.Round.How))
}

package bot

import (
	"context"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// postReply is what a post shows, and whether it is still of use to send it.
func (b *Bot) postReply(ctx context.Context, t *tended) (Reply, bool) {
	v := t.view()
	switch t.Kind {
	case OpeningPost:
		r := v.opening()
		if last := b.lastTime(t); last != "" {
			r.Text = last + "\n\n" + r.Text
		}
		return r, t.live()
	case BallotPost:
		if !t.holds() {
			return Reply{Text: v.say("week.voteback")}, false
		}
		return v.ballot(), t.live()
	case NotePost:
		return b.noteReply(ctx, t), true
	}
	return t.nightReply(v), t.useful()
}

// nightReply is what a post about a film and its night shows.
func (t *tended) nightReply(v view) Reply {
	calledOff := v.Round.Phase == round.Failed && v.Round.Ending == round.CalledOff
	switch {
	case t.Kind == CancelPost && calledOff && t.holds():
		return v.cancelled()
	case t.Kind == CancelPost && v.Round.Phase == round.Failed:
		return Reply{Text: v.say("week.postedanew")}
	case t.Kind == CancelPost:
		return Reply{Text: v.say("week.holds")}
	case t.Film != v.Round.Film:
		return Reply{Text: v.say("week.filmback", "Title", v.heading(v.club, t.Film))}
	case calledOff:
		return Reply{Text: v.say("week.calledoff", "Title", v.heading(v.club, t.Film))}
	case v.Round.Phase == round.Failed:
		return Reply{Text: v.say("week.fellthrough", "Title", v.heading(v.club, t.Film))}
	case !t.holds():
		return Reply{Text: v.say("week.postedanew")}
	}
	switch t.Kind {
	case FilmPost:
		return v.film()
	case DatePost:
		if !t.Night.Equal(v.Round.Night.Truncate(time.Microsecond)) {
			return Reply{Text: v.say("week.dateback")}
		}
		return v.date()
	case ReminderPost:
		return v.reminder()
	}
	return v.question()
}

func (t *tended) view() view { return view{speech: t.speech, club: t.club, Week: t.week} }

// useful reports whether the post is worth sending: members still need it, or it tells
// them how the round ended and was not to be sent before.
func (t *tended) useful() bool {
	r := t.week.Round
	switch {
	case t.live():
		return true
	case !t.holds(), t.Try > 0:
		return false
	case t.Kind == CancelPost:
		return r.Ending == round.CalledOff
	}
	return t.Kind == QuestionPost && r.Phase == round.Watched
}

// live reports whether members still need the post.
func (t *tended) live() bool {
	r := t.week.Round
	if r.Over() || !t.holds() {
		return false
	}
	switch t.Kind {
	case OpeningPost:
		return r.Phase == round.Nominating
	case BallotPost:
		return r.Phase == round.Voting
	case FilmPost, ReminderPost:
		return r.Phase == round.Chosen && r.Film == t.Film && !t.view().begun()
	case DatePost:
		return r.Phase == round.Chosen && r.Film == t.Film && t.Night.Equal(r.Night.Truncate(time.Microsecond))
	case CancelPost:
		return r.Phase == round.Failed && r.Ending == round.CalledOff
	case QuestionPost:
		return r.Film == t.Film && (r.Phase == round.Chosen || r.Phase == round.Watched)
	}
	return false
}

// holds reports whether what the post is about was neither taken back nor posted anew.
func (t *tended) holds() bool { return t.week.Round.Holds(t.Effect) }

// begun reports whether the night is no longer ahead.
func (v view) begun() bool {
	step, ok := v.Round.Step(calendar.Night)
	return ok && step.Settled()
}

// running reports whether the film is being watched: its night has begun, and nobody was
// asked how it was. Of a round that was paused since nobody knows how far the night is.
func (v view) running() bool {
	_, ahead := v.due(calendar.Ask)
	return ahead && v.begun() && v.Round.Phase == round.Chosen && v.Round.Told() && v.Round.Paused.IsZero()
}

// lastTime tells what the club watched in the round before, with its rating.
func (b *Bot) lastTime(t *tended) string {
	if t.last == nil || t.last.Round.Phase != round.Watched {
		return ""
	}
	title := t.heading(t.club, t.last.Round.Film)
	if t.last.Ratings == 0 {
		return t.say("week.last", "Title", title)
	}
	return t.some("week.lastrated", t.last.Ratings, "Title", title, "Average", t.average(t.last.Points, t.last.Ratings))
}

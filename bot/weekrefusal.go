package bot

import (
	"cmp"
	"context"
	"errors"

	"filmbot/bot/round"
)

// notTurned says why nothing was done to a round.
func (b *Bot) notTurned(ctx context.Context, c *call, err error) Reply {
	var refusal *round.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Why == round.RoundOver:
		if _, other := b.latest(ctx, c, 0); !other.Empty() {
			return other
		}
		return c.notDone(refusal)
	case errors.As(err, &refusal):
		return c.notDone(refusal)
	case errors.Is(err, ErrNotFound):
		return b.noRound(ctx, c)
	}
	return b.fail(ctx, c, err)
}

// refusals are what is said where a round refuses something.
var refusals = map[round.Why]string{
	round.BadRules:    "refused.badrules",
	round.UnderWay:    "refused.underway",
	round.RoundOver:   "refused.over",
	round.IsPaused:    "refused.paused",
	round.NotPaused:   "refused.notpaused",
	round.StepDue:     "refused.stepdue",
	round.NotOpen:     "refused.notopen",
	round.NotVoting:   "refused.notvoting",
	round.NotYours:    "refused.notyours",
	round.NoFilm:      "refused.nofilm",
	round.NightBegan:  "refused.nightbegan",
	round.NightAhead:  "refused.nightahead",
	round.NoTime:      "refused.notime",
	round.TooFar:      "refused.toofar",
	round.Already:     "refused.already",
	round.NoNight:     "refused.nonight",
	round.Nothing:     "refused.nothing",
	round.BallotsCast: "refused.ballotscast",
	round.JustBegun:   "refused.justbegun",
}

// refusalsOf are what is said to a verb in place of what refusals has.
var refusalsOf = map[string]map[round.Why]string{
	"coming": {round.NightBegan: "coming.begun"},
	"date":   {round.NoTime: "date.toosoon", round.Already: "refused.already.date"},
	"pick":   {round.Already: "refused.already.pick"},
	"close":  {round.Already: "refused.already.close"},
	"skip":   {round.Already: "refused.nonight"},
}

func (c *call) notDone(refusal *round.Refusal) Reply {
	id := cmp.Or(refusalsOf[c.row.verb][refusal.Why], refusals[refusal.Why])
	if id == "" {
		return c.failed()
	}
	return c.refuse(c.say(id))
}

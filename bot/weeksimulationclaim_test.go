package bot_test

import (
	"slices"
	"strings"
	"time"

	"filmbot/bot"
)

// The kinds of posts, by what they say.
var postSays = []struct{ kind, says string }{
	{"note refuses", "I may not post in"},
	{"note late", "was more than a day late"},
	{"note unsure", "I was interrupted while posting"},
	{"note skipped", "I was away for too long"},
	{"note failed", "so there is no film night"},
	{"note pick", "which film shall it be"},
	{"note pick", "For the moderators: "}, // and its answer
	{"cancel", "🚫 The film night "},
	{"ballot", "🗳 The vote for the film of the week"},
	{"film", "🍿 The film of the week: "},
	{"date", "📅 The date of "},
	{"reminder", "⏰ Soon: "},
	{"question", "⭐ How was "},
	{"question", "⭐ We watched "},
	{"opening", "🎬 What shall we watch on "},
}

func kindOf(text string) string {
	if strings.Contains(text, "none is picked") {
		return "note none"
	}
	for _, p := range postSays {
		if strings.Contains(text, p.says) {
			return p.kind
		}
	}
	return "unknown"
}

// claim finds which owed post a new one is.
func (at *crowd) claim(r bot.Reply) *owed {
	kind := kindOf(r.Text)
	if about, ok := strings.CutPrefix(kind, "note "); ok {
		if o := at.club.trouble(about, r.Text); o != nil {
			o.told = true
			if about == "unsure" && at.club.s.chance(2) {
				at.club.s.after(at.club.s.upTo(5*time.Hour), func() { o.repeat(at, r) })
			}
			return &owed{at: at, kind: kind, round: at.club.was.Number, made: at.club.s.now, due: at.club.s.now, about: o}
		}
	}
	for _, o := range at.owed {
		if o.kind == kind && o.attempts == 0 {
			return o
		}
	}
	return nil
}

// goOn has a note go to the next chat when one refuses it.
func (o *owed) goOn() {
	c := o.at.club
	i := slices.Index(c.at, o.at.Address())
	switch {
	case !strings.HasPrefix(o.kind, "note ") || i+1 >= len(c.at):
	case o.about != nil:
		o.about.told = false
	default:
		c.owe(c.at[i+1], o.kind, c.s.now)
	}
}

// postWords name the kinds of posts in notes about them.
var postWords = map[string]string{
	"opening": "the opening", "ballot": "the ballot", "film": "the announcement", "date": "the new date",
	"reminder": "the reminder", "question": "the question how it was", "cancel": "the cancellation",
}

// trouble finds the post that a note to moderators is about.
func (c *simulated) trouble(about, text string) *owed {
	c.sweep()
	for _, o := range slices.Backward(c.troubled) {
		named := strings.Contains(text, postWords[o.kind]) && postWords[o.kind] != "" && strings.Contains(text, o.at.ID)
		fits := map[string]bool{"refuses": o.ended == refusedPost, "unsure": o.shaken, "late": !o.again && c.s.now.Sub(o.due) >= 24*time.Hour}[about]
		if named && fits && !o.told {
			return o
		}
	}
	return nil
}

package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"
)

// privacy answers "/privacy" with everything that is kept about the person.
func (b *Bot) privacy(ctx context.Context, c *call) Reply {
	if other := c.confidential(); !other.Empty() {
		return other
	}
	traces, err := b.store.Traces(ctx, c.User.Key())
	if err != nil {
		return b.fail(ctx, c, err)
	}
	summary := c.summary(traces)
	if summary == "" {
		return c.refuse(c.say("privacy.nothing"))
	}
	data, err := record(c, traces)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{
		Text:    c.say("privacy.intro") + summary + "\n" + c.say("privacy.file"),
		Files:   []Attachment{{Name: "filmbot-privacy.json", Data: data}},
		Buttons: []Button{{Label: c.say("button.forget"), Line: "/privacy delete"}},
		Private: true,
	}
}

// confidential says why what is kept about a person is not talked about here, and
// nothing where it can be: others may read an answer that is not whispered, and
// press its buttons for themselves.
func (c *call) confidential() Reply {
	switch {
	case c.User.Key() == "":
		return c.refuse(c.say("privacy.nameless"))
	case !c.Chat.Private && !c.Whispers:
		return c.refuse(c.say("privacy.elsewhere"))
	}
	return Reply{}
}

// summary counts what is kept, a kind on each line.
func (c *call) summary(t Traces) string {
	var out strings.Builder
	for _, kind := range []struct {
		id string
		n  int
	}{
		{"privacy.seen", len(t.Seen)},
		{"privacy.suggestions", len(t.Suggestions)},
		{"privacy.changes", len(t.Changes)},
		{"privacy.drafts", len(t.Drafts)},
		{"privacy.moderates", len(t.Moderates)},
		{"privacy.rounds", len(t.Rounds)},
	} {
		if kind.n > 0 {
			out.WriteString("\n• " + c.say(kind.id, "N", kind.n))
		}
	}
	return out.String()
}

// forget answers "/privacy delete", which asks again, and "/privacy delete yes".
func (b *Bot) forget(ctx context.Context, c *call) Reply {
	if other := c.confidential(); !other.Empty() {
		return other
	}
	r := Reply{Private: !c.Pressed, Replace: c.Pressed}
	switch strings.ToLower(c.argument) {
	case "yes":
		if err := b.forgetUser(ctx, c); err != nil {
			return b.fail(ctx, c, err)
		}
		r.Text = c.say("privacy.deleted")
	case "no":
		r.Text = c.say("privacy.kept")
	default:
		// The file stays where it is.
		r.Private, r.Replace = true, false
		r.Text = c.say("privacy.sure")
		r.Buttons = []Button{
			{Label: c.say("button.forgetall"), Line: c.row.line() + " yes"},
			{Label: c.say("button.keep"), Line: c.row.line() + " no"},
		}
	}
	return r
}

func (b *Bot) forgetUser(ctx context.Context, c *call) error {
	key := c.User.Key()
	traces, err := b.store.Traces(ctx, key)
	if err != nil {
		return err
	}
	if err := b.store.Forget(ctx, key); err != nil {
		return err
	}
	for _, club := range traces.Moderates {
		b.clubs.changed(club, 0)
	}
	for _, s := range traces.Suggestions {
		if s.Decision.Outcome == Waiting {
			s.Author, s.Decision = Author{}, Decision{Outcome: TakenBack, At: b.now()}
			b.closePost(ctx, s)
		}
	}
	return nil
}

// A personalRecord is what is kept about a person, as the person reads it.
type personalRecord struct {
	Person      string               `json:"person"`
	Seen        []recordedFilm       `json:"seenFilms"`
	Suggestions []recordedSuggestion `json:"suggestions"`
	Changes     []recordedChange     `json:"changesOfCatalogs"`
	Drafts      []recordedDraft      `json:"drafts"`
	Moderates   []string             `json:"moderatorOfClubs"`
	Rounds      []recordedRound      `json:"rounds"`
}

type recordedFilm struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

type recordedSuggestion struct {
	Club      string     `json:"club"`
	Chat      string     `json:"chat"`
	At        time.Time  `json:"at"`
	Name      string     `json:"yourName,omitempty"`
	Language  string     `json:"language,omitempty"`
	Text      string     `json:"text"`
	Outcome   Outcome    `json:"outcome"`
	DecidedAt *time.Time `json:"decidedAt,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	Film      string     `json:"film,omitempty"`
}

type recordedChange struct {
	Club   string     `json:"club"`
	Number int64      `json:"number"`
	At     time.Time  `json:"at"`
	Name   string     `json:"yourName,omitempty"`
	Kind   ChangeKind `json:"kind"`
	Films  int        `json:"films"`
}

type recordedDraft struct {
	Club string    `json:"club"`
	Kind DraftKind `json:"kind"`
	At   time.Time `json:"at"`
	Film string    `json:"film,omitempty"`
	Text string    `json:"text"`
}

type recordedRound struct {
	Club      string   `json:"club"`
	Number    int      `json:"number"`
	Nominated []string `json:"nominated,omitempty"`
	Approved  []string `json:"approved,omitempty"`
	Picked    string   `json:"picked,omitempty"`
	Coming    bool     `json:"coming,omitempty"`
	Rating    int      `json:"rating,omitempty"`
}

// record writes everything that is kept about the person who asks. Who decided on
// a suggestion is left out, for that is about somebody else.
func record(c *call, t Traces) ([]byte, error) {
	// Empty lists are written as such: they say that there is nothing.
	r := personalRecord{
		Person: c.User.Key(), Seen: []recordedFilm{}, Suggestions: []recordedSuggestion{}, Changes: []recordedChange{},
		Drafts: []recordedDraft{}, Moderates: append([]string{}, t.Moderates...),
		Rounds: []recordedRound{},
	}
	for _, id := range t.Seen {
		film := recordedFilm{ID: id}
		if f, ok := c.catalog.ByID(id); ok {
			film.Title = f.Heading(c.lang)
		}
		r.Seen = append(r.Seen, film)
	}
	for _, s := range t.Suggestions {
		r.Suggestions = append(r.Suggestions, recordSuggestion(s))
	}
	for _, ch := range t.Changes {
		r.Changes = append(r.Changes, recordedChange{Club: ch.Club, Number: ch.Number, At: ch.At, Name: ch.By.Name, Kind: ch.Kind, Films: ch.Films})
	}
	for _, d := range t.Drafts {
		r.Drafts = append(r.Drafts, recordedDraft{Club: d.Club, Kind: d.Kind, At: d.At, Film: d.Film, Text: d.Text})
	}
	for _, p := range t.Rounds {
		r.Rounds = append(r.Rounds, recordRound(p))
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(r)
	return out.Bytes(), err
}

func recordSuggestion(s Suggestion) recordedSuggestion {
	out := recordedSuggestion{
		Club: s.Club, Chat: s.Chat, At: s.At, Name: s.Author.Name, Language: s.Lang, Text: s.Text,
		Outcome: s.Decision.Outcome, Reason: s.Decision.Reason, Film: s.Decision.Film,
	}
	if s.Decision.Outcome == Waiting {
		out.Outcome = "waiting"
		return out
	}
	out.DecidedAt = &s.Decision.At
	return out
}

func recordRound(t RoundTrace) recordedRound {
	return recordedRound{
		Club: t.Club, Number: t.Number, Nominated: t.Nominated, Approved: t.Approved, Picked: t.Picked,
		Coming: t.Said.Coming, Rating: t.Said.Rating,
	}
}

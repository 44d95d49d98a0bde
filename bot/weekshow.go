package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"filmbot/bot/round"
)

// week answers "/week" with the round as it is.
func (b *Bot) week(ctx context.Context, c *call) Reply {
	if c.argument != "" {
		return b.verbs(ctx, c)
	}
	w, err := b.store.Round(ctx, c.id, 0)
	if err == nil && w.Asleep && c.announcesAt(c.Chat.Address()) {
		// The bot is in one of its chats after all, for there is somebody who asks.
		err = b.awaken(ctx, c.Chat)
		if err == nil {
			w, err = b.store.Round(ctx, c.id, 0)
		}
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return b.noRound(ctx, c)
	case err != nil:
		return b.fail(ctx, c, err)
	}
	v := c.view(w)
	r := v.now()
	if !w.Round.Paused.IsZero() && w.Round.Phase != round.Nominating && w.Round.Phase != round.Voting {
		r.Text += "\n\n" + c.say("week.paused")
	}
	r.Private = c.Whispers
	r.Buttons = append(r.Buttons, Button{Label: c.say("button.history"), Line: "/week history"})
	if c.settings.Ritual != nil && c.settings.Ritual.Off {
		r.Text += "\n\n" + c.say("week.lastround")
	}
	trouble, again := b.trouble(ctx, c, w)
	r.Text += trouble
	r.Buttons = append(r.Buttons, again...)
	return r
}

func (c *call) view(w Week) view { return view{speech: c.speech, club: c.club, Week: w} }

// noRound says that there is no film of the week yet, and how to have one.
func (b *Bot) noRound(ctx context.Context, c *call) Reply {
	if !b.accessOf(ctx, c).may(moderator) {
		return Reply{Text: c.say("week.none"), Private: true}
	}
	r := Reply{Text: c.say("week.nonesetup"), Private: true, Buttons: []Button{{Label: c.say("button.setup"), Line: "/week setup"}}}
	if c.settings.Ritual != nil {
		r.Text = c.say("week.nonestarted")
		r.Buttons = append([]Button{{Label: c.say("button.startweek"), Line: "/week start"}}, r.Buttons...)
	}
	return r
}

// now shows the round as its latest post does.
func (v view) now() Reply {
	switch r := v.Round; {
	case r.Phase == round.Failed && r.Ending == round.CalledOff:
		return v.over("week.calledoffround")
	case r.Phase == round.Failed && r.Ending == round.NotHeld:
		return Reply{Text: v.say("week.fellthrough", "Title", v.heading(v.club, r.Film))}
	case r.Phase == round.Failed:
		return v.over("week.failed")
	case v.running():
		return Reply{Text: v.say("week.running", "Title", v.heading(v.club, r.Film))}
	case r.Over(), r.Phase == round.Watched, r.Phase == round.Chosen && v.begun():
		return v.question()
	case v.secret():
		out := Reply{}
		due, _ := v.choosing()
		out.Text = v.say("week.tobetold", "When", v.at(&out, due))
		return out
	case r.Phase == round.Chosen:
		return v.film()
	case r.Phase == round.Voting:
		return v.ballot()
	}
	return v.opening()
}

// over says that there is no film night, and when the next round opens.
func (v view) over(id string) Reply {
	out := Reply{Text: v.say(id)}
	v.sayNext(&out)
	return out
}

// trouble tells moderators which chats have refused the latest post of the round, of
// which nobody knows whether it arrived, with a button that posts it again, and what
// the bot was not allowed to do.
func (b *Bot) trouble(ctx context.Context, c *call, w Week) (text string, again []Button) {
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	if err != nil {
		return "", nil
	}
	var order []string
	last := make(map[string]Post)
	lacks := make(map[string][]Permission)
	for _, p := range posts {
		if p.Kind == NotePost || !c.announcesAt(p.Chat) {
			continue
		}
		if p.State == PostWaits || p.State == PostSending {
			delete(last, p.Chat) // what it is remains to be seen
			continue
		}
		if !slices.Contains(order, p.Chat) {
			order = append(order, p.Chat)
		}
		last[p.Chat] = p
		if t := (tended{Post: p, week: w, club: c.club}); t.live() {
			lacks[p.Chat] = append(lacks[p.Chat], p.Lacks...)
		}
	}
	order = slices.DeleteFunc(order, func(chat string) bool {
		state := last[chat].State
		return state != PostRefused && state != PostUnsure && len(lacks[chat]) == 0
	})
	// Whether somebody moderates may cost a call to the platform, and names do.
	if len(order) == 0 || !b.accessOf(ctx, c).may(moderator) {
		return "", nil
	}
	b.learn(ctx, c, append(c.weekChats(), order...)...)
	var t strings.Builder
	var about []string
	for _, chat := range order {
		name := c.firstChatNames([]string{chat})
		switch last[chat].State {
		case PostRefused:
			t.WriteString("\n• " + c.say("trouble.refused", "Chat", name))
			again, about = append(again, c.view(w).againButton(last[chat].Effect, chat)), append(about, name)
		case PostUnsure:
			t.WriteString("\n• " + c.say("trouble.unsure", "Chat", name))
			again, about = append(again, c.view(w).againButton(last[chat].Effect, chat)), append(about, name)
		}
		slices.Sort(lacks[chat])
		for _, lack := range slices.Compact(lacks[chat]) {
			t.WriteString("\n• " + name + ": " + c.permission(lack, ChatOf(chat).Platform))
		}
	}
	return "\n\n" + c.say("trouble.intro") + t.String(), c.toldApart(again, about)
}

// toldApart has each of several buttons that post something again name its chat.
func (c *call) toldApart(again []Button, chats []string) []Button {
	if len(again) > 1 {
		for i := range again {
			again[i].Label = c.say("button.againin", "Chat", chats[i])
		}
	}
	return again
}

// errForeignRound says that a button names a round of another club.
var errForeignRound = errors.New("a round of another club")

// roundNumber takes what names a round off the beginning of what follows a line:
// a button has the mark of its club beside the number, a person types the number,
// or nothing for the latest round, which is 0.
func (c *call) roundNumber() (number int, rest string, err error) {
	first, rest := cutWord(c.argument)
	digits, mark, marked := strings.Cut(first, ".")
	number, err = strconv.Atoi(digits)
	switch {
	case err != nil || !marked || number < 1:
		return 0, c.argument, nil
	case mark != clubMark(c.id):
		return 0, "", errForeignRound
	}
	return number, rest, nil
}

// latest returns the latest round of the club if it is the one with a number, or
// whichever it is for 0; otherwise what to answer instead.
func (b *Bot) latest(ctx context.Context, c *call, number int) (Week, Reply) {
	w, err := b.store.Round(ctx, c.id, 0)
	switch {
	case errors.Is(err, ErrNotFound):
		return w, b.noRound(ctx, c)
	case err != nil:
		return w, b.fail(ctx, c, err)
	case number != 0 && number != w.Round.Number:
		return w, c.refuse(c.say("week.old"))
	}
	return w, Reply{}
}

// thisRound is latest for the round that the line names.
func (b *Bot) thisRound(ctx context.Context, c *call) (w Week, rest string, other Reply) {
	number, rest, err := c.roundNumber()
	if err != nil {
		return w, "", c.refuse(c.say("week.foreign"))
	}
	w, other = b.latest(ctx, c, number)
	return w, rest, other
}

package bot

import (
	"context"
	"crypto/sha256"
	"strconv"
	"strings"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// mostPicks is how many of the nominations a note offers to pick.
const mostPicks = 5

// noteReply is what moderators are told.
func (b *Bot) noteReply(ctx context.Context, t *tended) Reply {
	v := t.view()
	switch t.Matter {
	case round.PickWanted:
		return v.pickWanted()
	case round.StepsSkipped:
		return Reply{Text: v.say("note.skipped", "Names", v.stepNames(t.Steps))}
	case round.RoundFailed:
		return Reply{Text: v.say("note.failed." + strings.ReplaceAll(string(v.Round.Ending), " ", ""))}
	case round.NoCandidates:
		return Reply{Text: v.say("note.nocandidates")}
	case round.NonePicked:
		if v.Round.Film != "" {
			return Reply{Text: v.say("note.picked")}
		}
		return Reply{Text: v.say("note.nonepicked"), Buttons: v.pickButtons()}
	case notOpened:
		return Reply{Text: v.say("note.notopened")}
	}
	names := b.names(ctx, t.speech, t.club, t.chat, append(t.club.weekChats(), t.About))
	facts := []any{"Chat", orElse(names[t.About], addressName(t.About)), "Kind", v.say("post." + string(t.Of))}
	switch t.Matter {
	case chatRefuses:
		out := Button{Label: v.say("button.leaveout"), Line: join("/week here off", chatMark(t.About))}
		return Reply{Text: v.say("note.refuses", facts...), Buttons: []Button{v.againButton(t.Effect, t.About), out}}
	case tooLate:
		return Reply{Text: v.say("note.toolate", facts...)}
	}
	return Reply{Text: v.say("note.unsure", facts...), Buttons: []Button{v.againButton(t.Effect, t.About)}}
}

// pickWanted asks moderators to pick.
func (v view) pickWanted() Reply {
	var r Reply
	if v.Round.Film != "" {
		return Reply{Text: v.say("note.picked")}
	}
	announced, _ := v.Round.Step(calendar.Announce)
	r.Text = v.say("note.pick", "Night", v.at(&r, v.Round.Night), "When", v.at(&r, announced.Due))
	if list := v.nominations(); list != "" {
		r.Text += "\n\n" + list
	}
	r.Buttons = v.pickButtons()
	return r
}

func (v view) pickButtons() []Button {
	var out []Button
	if v.Round.Over() {
		return nil
	}
	seen := make(map[string]bool)
	for _, n := range v.Round.Nominations {
		if seen[n.Film] || len(out) == mostPicks {
			continue
		}
		seen[n.Film] = true
		label := v.say("button.pick", "Title", v.heading(v.club, n.Film))
		out = append(out, Button{Label: label, Line: join("/week pick", v.ref(), idMark+n.Film)})
	}
	return out
}

// againButton posts again what may not have arrived in a chat.
func (v view) againButton(effect int, chat string) Button {
	return Button{Label: v.say("button.again"), Line: join("/week again", v.ref(), strconv.Itoa(effect), chatMark(chat))}
}

func (s *speech) stepNames(kinds []calendar.Kind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, s.say("step."+string(k)))
	}
	return strings.Join(names, ", ")
}

// addressName tells moderators which chat is meant where nobody knows its name.
func addressName(address string) string {
	at := ChatOf(address)
	return platformName(at.Platform) + " " + at.ID
}

// chatMark names a chat in a button.
func chatMark(address string) string {
	sum := sha256.Sum256([]byte("chat " + address))
	return lineName.EncodeToString(sum[:5])
}

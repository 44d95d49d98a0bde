package telegram

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// clerk asks for a form where it gets "/catalog", and tells what it got in it.
var clerk = hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
	switch {
	case req.Fields != nil:
		return bot.Reply{Text: fmt.Sprintf("%s %q by %s in %s", req.Line, req.Fields["whole"], req.User.Name, req.Chat.Topic)}
	case req.Line == "/catalog" || req.Pressed:
		return bot.Reply{Text: "Well?", Form: testForm(""), Replace: req.Pressed}
	}
	return bot.Reply{Text: "ask " + req.Line, Buttons: []bot.Button{{Label: "Edit", Line: "/catalog"}}}
}}

func TestFormInTopic(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(clerk)
		c := w.Chat(telegramtest.Supergroup)
		asked := w.Say(w.ann, c, "/catalog", telegramtest.InTopic(42))
		m := w.answer(c, 1)
		if m.Force == nil || !m.Force.Selective || m.ReplyTo != asked || m.Topic != 42 {
			t.Errorf("the prompt is %+v, want one that answers %d in topic 42", m, asked)
		}
		// The prompt outlives the process that wrote it.
		if err := w.stop(); err != nil {
			t.Fatal(err)
		}
		w.start(clerk)
		w.Say(w.bob, c, "some talk", telegramtest.InTopic(42))
		w.Say(w.bob, c, "a\nb", telegramtest.InTopic(42), w.ReplyTo(c, m.ID))
		if got, want := w.answer(c, 2).Text, `/catalog add k7h2k9 "a\nb" by Bob in 42`; got != want {
			t.Errorf("answer = %q, want %q", got, want)
		}
	})
}

func TestFormOnPress(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(clerk)
		c := w.Chat(telegramtest.Group)
		w.Say(w.ann, c, "/film")
		id, m := w.pressed(c, false)
		w.acked(id)
		w.want(c, "Well?", "Bob\n\n✍️ The film\nTitle (year), then <keys>")
		if got := w.Look(m); got.Text != "Well?" {
			t.Errorf("the pressed message is %q, want the text in its place", got.Text)
		}
		if prompt := w.Messages(c)[1]; prompt.Force == nil || prompt.Aimless {
			t.Errorf("the prompt %+v asks nobody", prompt)
		}
	})
}

// TestFormOnInlinePress checks that in a place where the bot is not, a form is at
// least seen.
func TestFormOnInlinePress(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{
			handle: func(_ context.Context, req bot.Request) bot.Reply {
				if req.Progress != nil || req.Standing != nil {
					t.Error("in a place where the bot is not, there is progress to show or somebody to ask about")
				}
				return bot.Reply{Form: testForm(""), Replace: true}
			},
			suggest: func(bot.Request) []bot.Choice {
				return []bot.Choice{{Label: "Wanda", Line: "/film 1", Buttons: []bot.Button{{Label: "Edit", Line: "/x"}}}}
			},
		})
		q := w.Type(w.ann, "wanda")
		w.Await(t, "results", func() bool { _, n := w.Results(q); return n > 0 })
		results, _ := w.Results(q)
		m := w.Choose(results[0])
		id := w.Press(t, w.bob, m, 0, false)
		if got := w.acked(id); got.Text != "The film" {
			t.Errorf("notice = %+v, want the label of the form", got)
		}
		if got := w.Look(m); got.Edits != 0 {
			t.Errorf("the message became %q", got.Text)
		}
	})
}

func TestFormInChannel(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(clerk)
		c := w.Chat(telegramtest.Channel)
		w.Say(w.ann, c, "/catalog")
		m := w.answer(c, 1)
		w.Say(w.ann, c, "text", w.ReplyTo(c, m.ID))
		if got, want := w.answer(c, 2).Text, `/catalog add k7h2k9 "text" by Film Club in`; got != want {
			t.Errorf("answer = %q, want %q", got, want)
		}
	})
}

func TestFormWithButtons(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(always(bot.Reply{Text: "Well?", Form: testForm("x"), Buttons: again, Files: []bot.Attachment{{Name: "a.txt", Data: []byte("a")}}}))
		c := w.Chat(telegramtest.Group)
		asked := w.Say(w.ann, c, "/film")
		w.answer(c, 3)
		w.want(c, "Well?", "", "✍️ The film\nTitle (year), then <keys>\nx")
		for i, m := range w.Messages(c) {
			if want := []int{asked, 0, asked}[i]; m.ReplyTo != want || (m.Force != nil) != (i == 2) {
				t.Errorf("message %d answers %d and forces %v", i, m.ReplyTo, m.Force)
			}
		}
	})
}

func TestFormInPost(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(clerk)
		c := w.Chat(telegramtest.Group)
		chat := bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID)}
		long := strings.Repeat("x", maxText)
		m, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "Well?", Form: testForm(long)})
		if err != nil {
			t.Fatalf("Post: %v", err)
		}
		all := w.Messages(c)
		if len(all) != 2 || m.ID != fmt.Sprint(all[0].ID) || all[0].Text != long || all[1].Force == nil {
			t.Errorf("Post = %+v for %d messages, want the first of two", m, len(all))
		}
	})
}

func TestAnswerToFormWhileSlowed(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(clerk)
		c := w.Private(w.ann)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || limited || !strings.Contains(c.Params["reply_markup"], "force_reply") {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 30}
		})
		begin := time.Now()
		w.Say(w.ann, c, "/catalog")
		if m := w.answer(c, 1); m.Force == nil || m.Force.Selective {
			t.Errorf("the prompt is %+v, want one for whoever is there", m)
		}
		if d := time.Since(begin); d != 30*time.Second {
			t.Errorf("the prompt came after %v, want 30s", d)
		}
		synctest.Wait()
	})
}

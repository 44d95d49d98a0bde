package telegram

import (
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

var again = []bot.Button{{Label: "Again", Line: "/film random"}}

func TestWhoIsAnswered(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		private, group, forum, channel := w.Private(w.ann), w.Chat(telegramtest.Group), w.Chat(telegramtest.Supergroup), w.Chat(telegramtest.Channel)
		w.Say(w.ann, private, "ascent")
		w.Say(w.ann, private, "/film@otherbot ascent")
		asked := w.Say(w.ann, group, "/film@filmclubbot ascent")
		for _, text := range []string{"ascent", "/film@otherbot ascent", "/unknown", "say /film ascent"} {
			w.Say(w.ann, group, text)
		}
		w.Say(w.ann, forum, "/film topic", telegramtest.InTopic(42))
		w.Say(w.ann, channel, "/film post")
		w.Push("edited_message", map[string]any{"message_id": 1, "date": 1, "chat": map[string]any{"id": private.ID, "type": "private"}, "text": "/film edited"})
		time.Sleep(time.Second)
		w.want(private, "re: ascent")
		w.want(group, "re: /film ascent")
		w.want(forum, "re: /film topic")
		w.want(channel, "re: /film post")
		if got := w.Messages(private)[0].ReplyTo; got != 0 {
			t.Errorf("in a private chat the answer replies to %d, want to nothing", got)
		}
		if got := w.Messages(group)[0].ReplyTo; got != asked {
			t.Errorf("in a group the answer replies to %d, want %d", got, asked)
		}
		if got := w.Messages(forum)[0].Topic; got != 42 {
			t.Errorf("the answer is in topic %d, want 42", got)
		}
	})
}

func TestMutedChatIsNoTrouble(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" {
				return nil
			}
			return &telegramtest.Answer{Status: 400, Description: "Bad Request: not enough rights to send text messages to the chat"}
		})
		w.start(echo)
		w.Say(w.ann, w.Chat(telegramtest.Group), "/film "+secret)
		w.Await(t, "the refusal", func() bool { return len(w.Calls("sendMessage")) > 0 })
		synctest.Wait()
		if w.log.count("level=WARN") != 0 || w.log.count("an answer reached nobody") != 1 {
			t.Errorf("the log is\n%s", w.log)
		}
	})
}

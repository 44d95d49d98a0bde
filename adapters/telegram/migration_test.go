package telegram

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestMigration(t *testing.T) {
	inWorld(t, func(w *world) {
		var events []bot.Event
		failures := 3
		w.start(hands{observe: func(e bot.Event) error {
			if failures > 0 {
				failures--
				return errors.New("the database is away")
			}
			if e.Moved != nil {
				events = append(events, e)
			}
			return nil
		}, handle: echo.handle})
		old := w.Chat(telegramtest.Group)
		next := w.Move(old, false)
		synctest.Wait()
		if len(w.Waiting()) == 0 {
			t.Error("the migration was confirmed before it was stored")
		}
		w.Say(w.ann, next, "/film one")
		w.answer(next, 1)
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(w.Waiting()) != 0 {
			t.Error("the migration was not confirmed")
		}
		if len(events) != 1 || events[0].Chat.Key() != fmt.Sprint("telegram:", old.ID) || events[0].Moved.Key() != fmt.Sprint("telegram:", next.ID) {
			t.Errorf("Observe got %+v, want one move from %d to %d", events, old.ID, next.ID)
		}
		m, err := w.adapter.Post(context.Background(), bot.Chat{Platform: platform, ID: fmt.Sprint(old.ID)}, bot.Reply{Text: "news"})
		if err != nil || m.Chat.ID != fmt.Sprint(next.ID) {
			t.Errorf("Post = %+v, %v; want it in %d", m, err, next.ID)
		}
		for _, c := range w.Calls() {
			if c.Params["chat_id"] == fmt.Sprint(old.ID) {
				t.Errorf("%s was called for the old chat", c.Method)
			}
		}
	})
}

func TestMigrationWhenHandlerPanics(t *testing.T) {
	inWorld(t, func(w *world) {
		calls := 0
		w.start(hands{observe: func(e bot.Event) error {
			if e.Moved == nil {
				return nil
			}
			if calls++; calls < 3 {
				panic(secret)
			}
			return nil
		}})
		w.Move(w.Chat(telegramtest.Group), false)
		synctest.Wait()
		if len(w.Waiting()) == 0 {
			t.Error("the migration was confirmed before it was stored")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if calls != 3 || len(w.Waiting()) != 0 {
			t.Errorf("Observe was called %d times and %v wait, want 3 calls and nothing waiting", calls, w.Waiting())
		}
	})
}

func TestMigrationNoticedWhilePosting(t *testing.T) {
	inWorld(t, func(w *world) {
		var events []bot.Event
		w.start(hands{observe: func(e bot.Event) error {
			if e.Moved != nil {
				events = append(events, e)
			}
			return nil
		}})
		old := w.Chat(telegramtest.Group)
		chat := bot.Chat{Platform: platform, ID: fmt.Sprint(old.ID)}
		before, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "before"})
		if err != nil {
			t.Fatalf("Post: %v", err)
		}
		next := w.Move(old, true)
		for range 3 {
			m, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "news"})
			if err != nil || m.Chat.ID != fmt.Sprint(next.ID) {
				t.Errorf("Post = %+v, %v; want it in %d", m, err, next.ID)
			}
		}
		w.want(next, "news", "news", "news")
		if len(events) != 1 {
			t.Errorf("Observe got %+v, want one event", events)
		}
		if err := w.adapter.Edit(context.Background(), before, bot.Reply{Text: "other"}); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("Edit of a message in the old group = %v, want %v", err, bot.ErrNotFound)
		}
		if err := w.adapter.Pin(context.Background(), before, true); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("Pin of a message in the old group = %v, want %v", err, bot.ErrNotFound)
		}
		w.want(next, "news", "news", "news")
	})
}

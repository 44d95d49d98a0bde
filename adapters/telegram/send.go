package telegram

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// pauses are how long to wait before a failed call is tried again.
var pauses = []time.Duration{200 * time.Millisecond, time.Second, 3 * time.Second}

// maxRefusals is how often one call may be told to wait.
const maxRefusals = 5

// A call is a method with its parameters, and what may be done when it fails.
type call struct {
	method string
	params tgbotapi.Params
	// chat is the chat that it is about, empty where there is none.
	chat string
	// harmless tells that calling it twice does no harm, once that it must not happen.
	// What is neither is called again where the server said that it failed.
	harmless, once bool
	// follows tells that it makes as much sense in what the chat became.
	follows bool
	// hasty tells that it is not worth waiting for.
	hasty bool
	// file is sent along.
	file *bot.Attachment
	// brief tells that it waits for no longer than maxRest in all until Telegram lets
	// it go on. Where that takes longer it ends with a [*bot.Later].
	brief bool
	// turn is that of a call that nobody waits for.
	turn *turn
	// begin, if not nil, is called before it is made for the first time, and keeps it
	// from being made with an error.
	begin func(context.Context) error
}

// maxRest is how long what nobody asked for waits in one chat.
const maxRest = 5 * time.Second

// errHasty says that a call was not made because it would have had to wait.
var errHasty = errors.New("telegram does not let the bot go on at once")

// tries are how often a call may still be made.
type tries struct {
	refusals int // at which Telegram asks to wait
	pauses   []time.Duration
	// rest is for how long it may still wait until Telegram lets it go on.
	rest time.Duration
}

func (c *call) tries() tries {
	left := tries{refusals: maxRefusals, pauses: pauses, rest: forever}
	if c.brief {
		left.rest = maxRest
	}
	return left
}

// do makes a call when Telegram lets it, and again where that is safe. Its errors
// are those of [bot.Poster] where one fits. The task is nil outside of the lanes.
func (a *Adapter) do(ctx context.Context, t *task, c call) (json.RawMessage, error) {
	left := c.tries()
	for {
		if err := a.follow(ctx, &c); err != nil {
			return nil, err
		}
		if d := a.chats.wait(c.limited()); d > 0 {
			if err := left.wait(ctx, t, &c, d); err != nil {
				return nil, err
			}
			continue
		}
		if err := c.turn.enter(ctx); err != nil {
			return nil, err
		}
		if a.chats.wait(c.limited()) > 0 { // since it waited
			c.turn.leave()
			continue
		}
		if err := c.leave(ctx); err != nil {
			return nil, err
		}
		result, err := a.client.send(ctx, c)
		if c.writes() {
			a.chats.wrote(c.chat)
		}
		c.turn.leave()
		if err == nil || failureOf(err).unchanged() {
			return result, nil
		}
		if err := a.mend(ctx, &c, &left, err); err != nil {
			return nil, err
		}
	}
}

// wait waits because Telegram asks for it, if the call may wait for so long.
func (left *tries) wait(ctx context.Context, t *task, c *call, d time.Duration) error {
	switch {
	case c.hasty:
		return errHasty
	case d > left.rest:
		return &bot.Later{After: d}
	}
	left.rest -= d
	return t.rest(ctx, d)
}

// writes reports whether the call counts as a message in its chat.
func (c *call) writes() bool {
	return c.chat != "" && slices.Contains([]string{"sendMessage", "sendDocument", "editMessageText", "pinChatMessage", "unpinChatMessage", "createForumTopic"}, c.method)
}

// leave calls begin, if that is still to be done, for a call that is made now.
func (c *call) leave(ctx context.Context) error {
	begin := c.begin
	if begin == nil {
		return nil
	}
	c.begin = nil
	bounded, cancel := context.WithTimeout(ctx, beginTimeout)
	defer cancel()
	if err := begin(bounded); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	return ctx.Err()
}

// limited is what Telegram limits the call by: its chat, else its method.
func (c *call) limited() string { return cmp.Or(c.chat, c.method) }

// mend prepares the next try of a call that failed, or returns the error with which
// it ends.
func (a *Adapter) mend(ctx context.Context, c *call, left *tries, err error) error {
	switch f := failureOf(err); {
	case f.retryAfter > 0:
		a.chats.hold(c.limited(), f.retryAfter)
		if left.refusals--; left.refusals > 0 {
			return nil
		}
		if c.brief {
			return &bot.Later{After: f.retryAfter}
		}
		return err
	case f.movedTo != "" && c.chat != "":
		a.chats.move(c.chat, f.movedTo, false)
	case f.gone() && c.chat != "":
		a.chats.setGone(c.chat)
		return fmt.Errorf("%w: %w", bot.ErrChatGone, err)
	case f.means() != nil:
		return fmt.Errorf("%w: %w", f.means(), err)
	case c.once && f.unsure():
		return fmt.Errorf("%w: %w", bot.ErrUnsure, err)
	case f.again(c.harmless) && len(left.pauses) > 0:
		if sleep(ctx, left.pauses[0]) != nil {
			return err
		}
		left.pauses = left.pauses[1:]
	default:
		return err
	}
	return nil
}

// errMoved says that a call was about a message of a group that became another
// chat, where messages have other numbers.
var errMoved = errors.New("the group became another chat")

// follow turns a call to the chat as it is now.
func (a *Adapter) follow(ctx context.Context, c *call) error {
	if c.chat == "" {
		return nil
	}
	next, told := a.chats.now(c.chat)
	if next != c.chat {
		if !told {
			a.tell(ctx, c.chat, next)
		}
		if !c.follows {
			return fmt.Errorf("%w: %w", bot.ErrNotFound, errMoved)
		}
		c.chat, c.params["chat_id"] = next, next
		delete(c.params, "reply_parameters")
		delete(c.params, "message_thread_id")
	}
	if a.chats.gone(c.chat) {
		return bot.ErrChatGone
	}
	return nil
}

// newMessage is the call that sends a message to a chat. If reply is not 0, it
// answers that message.
func newMessage(to bot.Chat, reply int, m message) call {
	c := call{method: "sendMessage", chat: to.ID, params: m.params(), follows: true}
	if m.file != nil {
		c.method, c.file = "sendDocument", m.file
	}
	c.params["chat_id"] = to.ID
	c.params.AddNonEmpty("message_thread_id", to.Topic)
	if len(m.keys.Rows) == 0 && m.force == nil {
		delete(c.params, "reply_markup")
	}
	if reply != 0 {
		c.params["reply_parameters"] = encode(replyTo{reply, true})
	}
	return c
}

// replyTo is Telegram's ReplyParameters.
type replyTo struct {
	Message int  `json:"message_id"`
	Without bool `json:"allow_sending_without_reply"`
}

// newEdit is the call that gives a message of the bot's a new content. In place
// of chat and number it takes the ID of a message that was posted through inline
// mode.
func newEdit(chat string, id int, inline string, m message) call {
	c := call{method: "editMessageText", params: m.params(), harmless: true}
	if inline != "" {
		c.params["inline_message_id"] = inline
		return c
	}
	c.chat = chat
	c.params["chat_id"], c.params["message_id"] = chat, strconv.Itoa(id)
	return c
}

// send makes a call that sends a message to a chat.
func (a *Adapter) send(ctx context.Context, t *task, to bot.Chat, c call) (bot.Message, error) {
	result, err := a.do(ctx, t, c)
	if err != nil {
		return bot.Message{}, err
	}
	var sent struct {
		ID   int `json:"message_id"`
		Chat struct {
			ID int64 `json:"id"`
		} `json:"chat"`
	}
	if err := json.Unmarshal(result, &sent); err != nil {
		return bot.Message{}, fmt.Errorf("%w: %w", bot.ErrUnsure, &failure{method: c.method, text: "unreadable result", sent: true})
	}
	if sent.Chat.ID != 0 && formatID(sent.Chat.ID) != to.ID {
		to.ID, to.Topic = formatID(sent.Chat.ID), ""
	}
	return bot.Message{Chat: to, ID: strconv.Itoa(sent.ID)}, nil
}

// edit gives a message of the bot's a new content; see newEdit.
func (a *Adapter) edit(ctx context.Context, t *task, chat string, id int, inline string, m message) error {
	_, err := a.do(ctx, t, newEdit(chat, id, inline, m))
	return err
}

// retract deletes a message that has done its service.
func (s *session) retract(ctx context.Context, t *task, chat string, id int) {
	c := call{method: "deleteMessage", chat: chat, harmless: true,
		params: tgbotapi.Params{"chat_id": chat, "message_id": strconv.Itoa(id)}}
	if _, err := s.do(ctx, t, c); err != nil {
		s.log.DebugContext(ctx, "a message could not be deleted", "err", err)
	}
}

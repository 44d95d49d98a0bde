package telegram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A failure is a call that went wrong. Its text is fit for logs: it has neither
// the token nor anything that a member wrote.
type failure struct {
	method string
	// code is Telegram's error code, or that of HTTP; 0 where no answer came.
	code int
	// answered tells that the code is Telegram's.
	answered bool
	text     string
	// retryAfter is how long Telegram asks to wait.
	retryAfter time.Duration
	// movedTo is the chat that a group became, if that is why it failed.
	movedTo string
	// sent tells that Telegram may have got the request.
	sent bool
	// cause is the error of the context that ended the call, if one did.
	cause error
}

func (f *failure) Error() string { return f.method + ": " + f.text }

func (f *failure) Unwrap() error { return f.cause }

// strangeAnswer is the HTTP status of an answer that the Bot API did not give.
type strangeAnswer int

func (s strangeAnswer) Error() string {
	return fmt.Sprintf("HTTP status %d without an answer of the Bot API", int(s))
}

func newFailure(method, token string, err error) *failure {
	f := &failure{method: method, sent: true}
	var refusal *tgbotapi.Error
	var strange strangeAnswer
	switch {
	case errors.As(err, &refusal):
		f.answered = true
		f.code, f.text = refusal.Code, fmt.Sprintf("%d %s", refusal.Code, unquote(refusal.Message))
		f.retryAfter = time.Duration(refusal.RetryAfter) * time.Second
		if refusal.Code == http.StatusTooManyRequests {
			f.retryAfter = max(f.retryAfter, time.Second)
		}
		if refusal.MigrateToChatID != 0 {
			f.movedTo = formatID(refusal.MigrateToChatID)
		}
	case errors.As(err, &strange):
		f.code, f.text = int(strange), strange.Error()
	default:
		f.text, f.sent = network(err), !neverSent(err)
	}
	f.text = redact(f.text, token)
	return f
}

// network says what went wrong on the way, without the address, which has the
// token in it.
func network(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in time"
	}
	return err.Error()
}

// neverSent reports whether the connection failed before anything went out.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// quoted matches what stands in quotation marks. An apostrophe is none.
var quoted = regexp.MustCompile(`"[^"]*"?|(^|\s)'[^']*'?`)

// unquote takes out what Telegram quotes in its error texts, which may be what
// a member wrote.
func unquote(s string) string { return quoted.ReplaceAllString(s, "${1}…") }

// redact takes the token out of a text, in every form in which addresses and
// error texts have it.
func redact(s, token string) string {
	if token == "" {
		return s
	}
	// The part before the colon is the bot's number, which is no secret.
	_, secret, _ := strings.Cut(token, ":")
	for _, form := range []string{token, url.PathEscape(token), url.QueryEscape(token), secret} {
		if form != "" {
			s = strings.ReplaceAll(s, form, "(token)")
		}
	}
	return s
}

// failureOf is the failure in an error, or an empty one.
func failureOf(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{}
}

// refused reports whether Telegram does not accept the token.
func (f *failure) refused() bool {
	return f.answered && (f.code == http.StatusUnauthorized || f.code == http.StatusNotFound)
}

// gone reports whether the bot cannot reach the chat any more.
func (f *failure) gone() bool {
	switch {
	case !f.answered || f.mute():
		return false
	case f.code == http.StatusForbidden:
		return true
	}
	return f.refuses("chat not found", "PEER_ID_INVALID", "CHANNEL_PRIVATE", "group chat was deactivated", "group chat was deleted", "user is deactivated")
}

// unchanged reports whether there was nothing to change: of an edit, or of what is
// pinned.
func (f *failure) unchanged() bool {
	return f.refuses("message is not modified", "CHAT_NOT_MODIFIED")
}

// messageGone reports whether the message that was to be edited or pinned is not
// there.
func (f *failure) messageGone() bool {
	return f.refuses("message to edit not found", "message to pin not found", "message to unpin not found", "message to delete not found", "MESSAGE_ID_INVALID")
}

// stranger reports whether Telegram does not know the person in that chat.
func (f *failure) stranger() bool {
	return slices.ContainsFunc([]string{"user not found", "member not found", "USER_NOT_PARTICIPANT", "PARTICIPANT_ID_INVALID", "invalid user_id"}, f.says)
}

// topicGone reports whether the forum topic does not exist any more.
func (f *failure) topicGone() bool { return f.refuses("message thread not found", "TOPIC_DELETED") }

// mute reports whether the chat's administrators do not let the bot do that, while
// it is still in the chat.
func (f *failure) mute() bool {
	if f.code != http.StatusBadRequest && f.code != http.StatusForbidden {
		return false
	}
	return slices.ContainsFunc([]string{
		"not enough rights", "have no rights", "need administrator rights", "have no write access", "message can't be edited",
		"CHAT_ADMIN_REQUIRED", "CHAT_RESTRICTED", "CHAT_WRITE_FORBIDDEN", "CHAT_SEND_PLAIN_FORBIDDEN", "CHAT_SEND_DOCS_FORBIDDEN", "TOPIC_CLOSED",
	}, f.says)
}

// means is the error of [bot.Poster] that says the same, nil where none does.
func (f *failure) means() error {
	switch {
	case f.topicGone():
		return bot.ErrChatGone
	case f.messageGone():
		return bot.ErrNotFound
	case f.noForum():
		return bot.ErrUnsupported
	case f.answered && f.mute():
		return bot.ErrForbidden
	}
	return nil
}

// noForum reports whether the chat has no topics.
func (f *failure) noForum() bool { return f.refuses("the chat is not a forum") }

// refuses reports whether Telegram refused a request with one of these words in
// its reason.
func (f *failure) refuses(reasons ...string) bool {
	return f.code == http.StatusBadRequest && slices.ContainsFunc(reasons, f.says)
}

func (f *failure) says(what string) bool { return strings.Contains(f.text, what) }

// unsure reports whether nobody can tell if the call was done: no answer came to a
// request that may have arrived, or what came is none of the Bot API's, or the
// server itself failed.
func (f *failure) unsure() bool { return f.sent && (f.code < 400 || f.code >= 500) }

// again reports whether the same call may be tried once more. Whatever can be
// done twice without harm is. What cannot, such as a new message, is only where
// it was certainly not done: the request never went out, or the server said that
// it failed. A connection that breaks before the answer tells neither, and a
// gateway's timeout does not, either.
func (f *failure) again(harmless bool) bool {
	switch {
	case f.code == http.StatusGatewayTimeout || f.code == 0:
		return harmless || !f.sent
	default:
		return f.code >= 500
	}
}

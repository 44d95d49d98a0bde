package telegram

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

func TestFailure(t *testing.T) {
	const token = "123:SECRETSECRET"
	refusal := func(code int, text string) error { return &tgbotapi.Error{Code: code, Message: text} }
	address := func(err error) error {
		return &url.Error{Op: "Post", URL: "https://api.telegram.org/bot" + token + "/sendMessage", Err: err}
	}
	tests := []struct {
		err   error
		text  string
		again string // "", "harmless" or "always"
		check func(*failure) bool
	}{
		{refusal(400, `Bad Request: can't parse entities: Unsupported start tag "typed" at byte offset 3`),
			`m: 400 Bad Request: can't parse entities: Unsupported start tag … at byte offset 3`, "", nil},
		{refusal(400, `Bad Request: button URL 'http://typed`), `m: 400 Bad Request: button URL …`, "", nil},
		{refusal(400, "Bad Request: message is not modified: x"), "", "", (*failure).unchanged},
		{refusal(400, "Bad Request: chat not found"), "", "", (*failure).gone},
		{refusal(400, "Bad Request: message thread not found"), "", "", (*failure).topicGone},
		{refusal(400, "Bad Request: not enough rights to send text messages to the chat"), "", "", (*failure).mute},
		{refusal(400, "Bad Request: CHAT_ADMIN_REQUIRED"), "", "", (*failure).mute},
		{refusal(403, "Forbidden: have no rights to send a message"), "", "", func(f *failure) bool { return f.mute() && !f.gone() }},
		{refusal(400, "Bad Request: message to pin not found"), "", "", (*failure).messageGone},
		{refusal(400, "Bad Request: message to be replied not found"), "", "", func(f *failure) bool { return f.means() == nil }},
		{refusal(400, "Bad Request: the chat is not a forum"), "", "", (*failure).noForum},
		{refusal(403, "Forbidden: bot was blocked by the user"), "m: 403 Forbidden: bot was blocked by the user", "", (*failure).gone},
		{refusal(401, "Unauthorized"), "", "", (*failure).refused},
		{refusal(404, "Not Found"), "", "", (*failure).refused},
		{refusal(429, "Too Many Requests"), "", "", func(f *failure) bool { return f.retryAfter == time.Second }},
		{&tgbotapi.Error{Code: 429, ResponseParameters: tgbotapi.ResponseParameters{RetryAfter: 9}}, "", "", func(f *failure) bool { return f.retryAfter == 9*time.Second }},
		{&tgbotapi.Error{Code: 400, ResponseParameters: tgbotapi.ResponseParameters{MigrateToChatID: -5}}, "", "", func(f *failure) bool { return f.movedTo == "-5" }},
		{refusal(500, "Internal Server Error"), "", "always", nil},
		{strangeAnswer(502), "m: HTTP status 502 without an answer of the Bot API", "always", nil},
		{strangeAnswer(504), "", "harmless", nil},
		{strangeAnswer(404), "", "", func(f *failure) bool { return !f.refused() && !f.gone() }},
		{strangeAnswer(403), "", "", func(f *failure) bool { return !f.gone() }},
		{address(io.ErrUnexpectedEOF), "m: unexpected EOF", "harmless", nil},
		{address(&net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}), "m: dial tcp: connection refused", "always", nil},
		{address(&net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset")}), "", "harmless", nil},
		{address(context.DeadlineExceeded), "m: no answer in time", "harmless", nil},
		{errors.New("a text with " + token + " and 123%3ASECRETSECRET"), "m: a text with (token) and (token)", "harmless", nil},
	}
	for _, tt := range tests {
		f := newFailure("m", token, tt.err)
		if tt.text != "" && f.Error() != tt.text {
			t.Errorf("newFailure(%v) = %q, want %q", tt.err, f, tt.text)
		}
		if strings.Contains(f.Error(), "SECRET") {
			t.Errorf("newFailure(%v) = %q", tt.err, f)
		}
		again := ""
		switch {
		case f.again(false):
			again = "always"
		case f.again(true):
			again = "harmless"
		}
		if again != tt.again {
			t.Errorf("newFailure(%v) may be tried again %q, want %q", tt.err, again, tt.again)
		}
		if unsure := again == "harmless" || f.code >= 500; f.unsure() != unsure {
			t.Errorf("newFailure(%v) leaves unsure %v, want %v", tt.err, f.unsure(), unsure)
		}
		if tt.check != nil && !tt.check(f) {
			t.Errorf("newFailure(%v) = %+v", tt.err, f)
		}
	}
}

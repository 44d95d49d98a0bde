package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"

	"filmbot/bot"
)

// apiError is an answer of the API that is not a success. Its text holds no
// address, no token and nothing that a member typed.
type apiError struct {
	status     int
	code       int
	message    string
	fields     []string
	retryAfter time.Duration
	global     bool
}

// Codes of the API that the adapter branches on
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
const (
	codeUnknownChannel     = 10003
	codeUnknownGuild       = 10004
	codeUnknownMessage     = 10008
	codeUnknownInteraction = 10062
	codeUnknownEvent       = 10070
	codeTooManyPins        = 30003
	codeTooManyEvents      = 30038
	codeAcknowledged       = 40060
	codeMissingAccess      = 50001
	codeNotInDM            = 50003
	codeUnwelcome          = 50007 // in the direct messages of a person
	codeNoText             = 50008
	codeNotInSuchChannel   = 50024
	codeArchived           = 50083
	codeThreadThere        = 160004
	codeTooManyThreads     = 160006
	codeFinishedEvent      = 180000
	codeModerated          = 200000
)

const (
	// leastRetry is waited where Discord asks for patience and does not say how
	// long.
	leastRetry = time.Second
	// maxFields is how many wrong fields an error names.
	maxFields = 4
)

// newAPIError reads a failed answer. The body may be anything: what stands
// before Discord answers in HTML.
func newAPIError(status int, h http.Header, body []byte) *apiError {
	var v struct {
		Code       int             `json:"code"`
		Message    string          `json:"message"`
		RetryAfter float64         `json:"retry_after"`
		Global     bool            `json:"global"`
		Errors     json.RawMessage `json:"errors"`
	}
	e := &apiError{status: status, global: h.Get("X-RateLimit-Global") == "true"}
	if json.Unmarshal(body, &v) == nil {
		e.code = v.Code
		e.message = knownMessage(v.Code, v.Message)
		e.fields = wrongFields(v.Errors)
		e.global = e.global || v.Global
		e.retryAfter = time.Duration(v.RetryAfter * float64(time.Second))
	}
	if status == http.StatusTooManyRequests && e.retryAfter <= 0 {
		e.retryAfter = leastRetry
		if after, ok := seconds(h.Get("Retry-After")); ok {
			e.retryAfter = max(after, leastRetry)
		}
	}
	return e
}

// knownMessage is the text that belongs to a code. Without a code nothing
// vouches for the text.
func knownMessage(code int, message string) string {
	if code == 0 || len(message) > 100 {
		return ""
	}
	return message
}

// wrongFields lists where a form body was wrong, as "data.content:
// BASE_TYPE_MAX_LENGTH". The messages beside these codes may quote what was
// sent.
func wrongFields(errs json.RawMessage) []string {
	var tree any
	if len(errs) == 0 || json.Unmarshal(errs, &tree) != nil {
		return nil
	}
	var out []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			if k != "_errors" {
				walk(strings.TrimPrefix(path+"."+k, "."), m[k])
				continue
			}
			list, _ := m[k].([]any)
			for _, one := range list {
				entry, _ := one.(map[string]any)
				code, _ := entry["code"].(string)
				out = append(out, path+": "+code)
			}
		}
	}
	walk("", tree)
	return out[:min(len(out), maxFields)]
}

// Error implements error.
func (e *apiError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Discord answered %d %s", e.status, http.StatusText(e.status))
	if e.code != 0 {
		fmt.Fprintf(&b, " (%d %s)", e.code, e.message)
	}
	if len(e.fields) > 0 {
		b.WriteString(" in " + strings.Join(e.fields, ", "))
	}
	return b.String()
}

// clean makes an error of the library fit to be shown. Errors of the HTTP client
// name the address, and with it the token of an interaction.
func clean(err error) error {
	if api, ok := errors.AsType[*apiError](err); ok {
		return api
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// status returns the status and the code of an answer, or zeros where there was
// none.
func status(err error) (status, code int) {
	if api, ok := errors.AsType[*apiError](err); ok {
		return api.status, api.code
	}
	return 0, 0
}

// temporary reports whether the same request may succeed later.
func temporary(err error) bool {
	s, _ := status(err)
	return s == 0 || s >= 500 || s == http.StatusTooManyRequests || s == http.StatusRequestTimeout
}

// portal is where an operator finds the settings of a bot.
const portal = "https://discord.com/developers/applications"

var errToken = errors.New("DISCORD_TOKEN is refused by Discord: copy it anew from " + portal + " (your application, Bot, Reset Token)")

// chatError translates the failure of a request about a chat.
func chatError(what string, err error) error {
	switch kind := kindOf(err); {
	case err == nil:
		return nil
	case kind != nil:
		return fmt.Errorf("%s: %w: %w", what, kind, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// kindOf says which error of [bot.Poster] an answer is, nil for none. An answer without
// a code is not Discord's own.
func kindOf(err error) error {
	s, code := status(err)
	switch code {
	case 0:
		return nil
	case codeUnknownMessage, codeUnknownEvent, codeFinishedEvent:
		return bot.ErrNotFound
	case codeMissingAccess, codeUnknownChannel, codeUnknownGuild, codeUnwelcome:
		return bot.ErrChatGone
	case codeNotInDM, codeNoText, codeNotInSuchChannel:
		return bot.ErrUnsupported
	case codeTooManyPins, codeTooManyEvents, codeTooManyThreads, codeArchived, codeModerated:
		return bot.ErrForbidden
	}
	switch s {
	case http.StatusForbidden:
		return bot.ErrForbidden
	case http.StatusNotFound:
		return bot.ErrChatGone
	}
	return nil
}

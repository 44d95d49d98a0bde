package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Condition is how the bot stands with Telegram, for an operator.
type Condition struct {
	// Name is the bot's name with the @.
	Name string
	// Inline tells that people can type the bot's name in any chat.
	Inline bool
	// ReadsAll tells that the bot gets every message in groups, which it has no
	// use for.
	ReadsAll bool
	// Groups tells that the bot may be added to groups.
	Groups bool
	// Webhook is the host that Telegram sends updates to, if any. Run takes that
	// away.
	Webhook string
	// Waiting is how many updates wait to be fetched.
	Waiting int
}

// Advice says what the operator may want to change, a line each.
func (c Condition) Advice() []string {
	var out []string
	if !c.Inline {
		out = append(out, "inline mode is off; to let people type "+c.Name+" in any chat, send /setinline to @BotFather")
	}
	if !c.Groups {
		out = append(out, "the bot cannot be added to groups; to allow that, send /setjoingroups to @BotFather")
	}
	if c.ReadsAll {
		out = append(out, "privacy mode is off, so the bot gets all messages of its groups; it needs only commands: send /setprivacy to @BotFather and enable it")
	}
	if c.Webhook != "" {
		out = append(out, fmt.Sprintf("a webhook is set to %s; it is removed when the bot starts, and whatever listens there gets no updates any more", c.Webhook))
	}
	return out
}

// Probe finds out how the bot stands with Telegram and changes nothing. Its
// error is one line that says what to do.
func (a *Adapter) Probe(ctx context.Context) (Condition, error) {
	self, err := a.me(ctx)
	if err != nil {
		return Condition{}, a.advise(err)
	}
	c := Condition{
		Name:     "@" + self.UserName,
		Inline:   self.SupportsInlineQueries,
		ReadsAll: self.CanReadAllGroupMessages,
		Groups:   self.CanJoinGroups,
	}
	result, err := a.client.call(ctx, "getWebhookInfo", nil)
	if err != nil {
		return c, a.advise(err)
	}
	var info tgbotapi.WebhookInfo
	if json.Unmarshal(result, &info) != nil {
		return c, a.advise(&failure{method: "getWebhookInfo", text: "unreadable result"})
	}
	c.Waiting = info.PendingUpdateCount
	// Only the host: the path of a webhook often is a secret.
	if u, err := url.Parse(info.URL); err == nil && info.URL != "" {
		c.Webhook = u.Host
	}
	return c, nil
}

// advise says what to do about a failed call.
func (a *Adapter) advise(err error) error {
	f := failureOf(err)
	switch {
	case f.method == "":
		return err
	case f.refused():
		return errRefused
	case f.code == 0:
		return fmt.Errorf("no answer from Telegram: check the network, a proxy (HTTPS_PROXY) and TELEGRAM_API_URL: %w", err)
	case !f.answered:
		return fmt.Errorf("TELEGRAM_API_URL does not lead to Telegram's Bot API: %w", err)
	}
	return fmt.Errorf("a strange answer from Telegram, try again later: %w", err)
}

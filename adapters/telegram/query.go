package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// Limits of https://core.telegram.org/bots/api#answerinlinequery.
	maxResults  = 50
	maxResultID = 64
	// What Telegram's lists show of a suggestion.
	maxResultTitle       = 128
	maxResultDescription = 160
	// queryTimeout is when the person has long typed on.
	queryTimeout = 8 * time.Second
)

// A result is Telegram's InlineQueryResultArticle.
type result struct {
	Type        string    `json:"type"`
	ID          string    `json:"id"`
	Title       string    `json:"title"`
	Description string    `json:"description,omitempty"`
	Content     content   `json:"input_message_content"`
	Keys        *keyboard `json:"reply_markup,omitempty"`
}

// content is Telegram's InputTextMessageContent.
type content struct {
	Text    string  `json:"message_text"`
	Mode    string  `json:"parse_mode"`
	Preview preview `json:"link_preview_options"`
}

// preview is Telegram's LinkPreviewOptions.
type preview struct {
	Disabled bool `json:"is_disabled"`
}

// results makes of suggestions what a person can post.
func results(choices []bot.Choice) []result {
	out := []result{}
	taken := map[string]bool{}
	for _, c := range choices[:min(len(choices), maxResults)] {
		id := resultID(c.Line)
		if taken[id] {
			continue
		}
		taken[id] = true
		out = append(out, newResult(id, c))
	}
	return out
}

func newResult(id string, c bot.Choice) result {
	r := bot.Reply{Text: c.Label, Buttons: c.Buttons}
	description := c.Detail
	if c.Card != nil {
		r.Text, r.Cards = "", []bot.Card{*c.Card}
		if description == "" {
			description = firstText(*c.Card)
		}
	}
	m := render(r)
	out := result{
		Type: "article", ID: id,
		Title:       shown(cut(cleanLine(c.Label), maxResultTitle)),
		Description: cut(cleanLine(description), maxResultDescription),
		Content:     content{m.html, tgbotapi.ModeHTML, preview{true}},
	}
	if len(m.keys.Rows) > 0 {
		out.Keys = &m.keys
	}
	return out
}

// resultID is the line itself where it can be.
func resultID(line string) string {
	if line != "" && len(line) <= maxResultID {
		return line
	}
	sum := sha256.Sum256([]byte(line))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// firstText is what a card says first about a film.
func firstText(c bot.Card) string {
	for _, s := range c.Sections {
		if !blank(s.Text) {
			return s.Text
		}
	}
	for _, d := range c.Details {
		return d
	}
	return ""
}

func (s *session) answerQuery(ctx context.Context, t *task, q *query) bool {
	params := tgbotapi.Params{
		"inline_query_id": q.id,
		"results":         encode(results(s.suggest(ctx, q.req))),
		"is_personal":     "true",
		// Telegram would keep the answer for five minutes, but the first
		// suggestion may be a draw, and a catalog changes.
		"cache_time": "0",
	}
	bounded, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	_, err := s.do(bounded, t, call{method: "answerInlineQuery", params: params, harmless: true})
	return s.report(ctx, err)
}

package sqlstore

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"filmbot/bot"
)

const (
	postKeyColumns = `club, number, effect, chat, try`
	// postContent are the columns of what [bot.Posts.SavePost] stores.
	postContent = `kind, state, next, due, late, film, night, matter, steps, about, about_kind, sent, failures,
		message_chat, message_server, message_private, message_id, version, shown, pinned, talk, event, planned, lacks`
	postColumns = postKeyColumns + `, ` + postContent

	isPost = `club = ? AND number = ? AND effect = ? AND chat = ? AND try = ?`
)

// soonest stands for a post that may become due at once.
const soonest int64 = 1

// keyValues are the values of postKeyColumns.
func keyValues(k bot.PostKey) []any { return []any{k.Club, k.Round, k.Effect, k.Chat, k.Try} }

// postValues are the values of postContent.
func postValues(p bot.Post) []any {
	at := p.Message.Chat
	return []any{
		string(p.Kind), string(p.State), dueAt(p.Next), micro(p.Due), flag(p.Late), p.Film, micro(p.Night), string(p.Matter), listed(p.Steps), p.About, string(p.Of),
		micro(p.Sent), p.Failures, at.Key(), at.Server, flag(at.Private), p.Message.ID, p.Version, p.Shown,
		flag(p.Pinned), p.Talk, p.Event, p.Planned, listed(p.Lacks),
	}
}

// scanPost reads postColumns.
func scanPost(r row) (p bot.Post, err error) {
	var (
		next             sql.NullInt64
		due, night, sent int64
		chat, server     string
		private          bool
		steps, lacks     string
		message          = &p.Message
	)
	err = r.Scan(&p.Club, &p.Round, &p.Effect, &p.Chat, &p.Try,
		&p.Kind, &p.State, &next, &due, &p.Late, &p.Film, &night, &p.Matter, &steps, &p.About, &p.Of,
		&sent, &p.Failures, &chat, &server, &private, &message.ID, &p.Version, &p.Shown,
		&p.Pinned, &p.Talk, &p.Event, &p.Planned, &lacks)
	if err != nil {
		return bot.Post{}, err
	}
	if next.Valid {
		p.Next = timeOf(next.Int64)
	}
	p.Due, p.Night, p.Sent = timeOf(due), timeOf(night), timeOf(sent)
	message.Chat = bot.ChatOf(chat)
	message.Chat.Server, message.Chat.Private = server, private
	return p, errors.Join(json.Unmarshal([]byte(steps), &p.Steps), json.Unmarshal([]byte(lacks), &p.Lacks))
}

// dueAt is how it is stored when a post is due.
func dueAt(next time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: micro(next), Valid: !next.IsZero()}
}

// listed is how a list of a program's own words is stored.
func listed[T ~string](words []T) string {
	text, err := json.Marshal(words)
	if err != nil {
		panic(err) // words have a form in JSON
	}
	return string(text)
}

package bot

import (
	"context"
	"io"
	"strings"
)

// A Request is one thing that a person did: a typed line, a chosen suggestion, a
// pressed button or a submitted form.
type Request struct {
	// Line is what was typed, or what the button, the suggestion or the form
	// carries: "/film ascent". In a private chat, a line without a slash is a
	// title. A typed line may go on over several lines of text.
	Line string
	// Fields are what was filled into a form, by [Field.Name]. It is nil where no
	// form was submitted.
	Fields map[string]string
	// Files came along with the line.
	Files []File
	// Mentions are the people and roles that the line points at, in its order: by
	// the platform's own means, such as a typed option or a reply to somebody's
	// message.
	Mentions []Mention
	User     User
	Chat     Chat
	// Lang is the person's language as an IETF tag, such as "ru" or "en-GB";
	// empty where the platform does not tell.
	Lang string
	// Pressed tells that the line comes from a button of a message, which the
	// answer may replace.
	Pressed bool
	// Whispers tells that a private answer is seen by nobody but the person.
	Whispers bool
	// Inline asks [Handler.Suggest] for choices that can be posted as they are,
	// each with its card.
	Inline bool
	// Standing tells what the person and the bot may do in a chat of the same
	// platform, [Request.Chat] or another of its club. It may cost a call to the
	// platform, so it is asked only where the answer depends on it. What the
	// platform cannot tell of another chat is left out. Nil means an ordinary
	// member, and that the bot lacks nothing.
	Standing func(ctx context.Context, at Chat) (Standing, error)
	// Progress shows, in the place of the answer that is to come, how far it is.
	// It costs a call to the platform and may be left out; it is nil where the
	// platform has no place for it.
	Progress func(ctx context.Context, text string)
}

// A User is a person on one platform. ID is empty for somebody whom the platform
// does not name, such as an anonymous administrator or the author of a channel.
type User struct {
	Platform string
	ID       string
	// Name is how the platform shows the person to others. It is what others see
	// in a log of changes, and identifies nobody.
	Name string
}

// Key identifies the user among all platforms. It is empty for a nameless one.
func (u User) Key() string {
	if u.ID == "" {
		return ""
	}
	return u.Platform + ":" + u.ID
}

// A Mention is a person or a role that a line points at.
type Mention struct {
	// Key is [User.Key] of a person, [RoleKey] of a role.
	Key  string
	Name string
}

// RoleKey identifies a role that members of a server hold, among all platforms.
func RoleKey(platform, id string) string { return platform + ":role:" + id }

// A Chat is where people talk: a channel, a group, a forum topic, a private chat.
type Chat struct {
	Platform string
	// ID is the platform's name of the chat.
	ID string
	// Topic is the forum topic within the chat, if any.
	Topic string
	// Server is the platform's name of the server that the chat is in, empty where
	// the chat is in none, as everywhere on Telegram.
	Server string
	// Private marks a chat of one person with the bot.
	Private bool
}

// Key identifies the chat among all platforms.
func (c Chat) Key() string {
	key := c.Platform + ":" + c.ID
	if c.Topic != "" {
		key += "/" + c.Topic
	}
	return key
}

// Place identifies, among all platforms, what belongs to a club as a whole: the
// server that the chat is in, or else the chat with all its topics.
func (c Chat) Place() string {
	if c.Server != "" {
		return c.Platform + ":" + c.Server
	}
	return c.Platform + ":" + c.ID
}

// Address identifies the chat and tells the server that it is in. It is what is
// kept of a chat that is written to later.
func (c Chat) Address() string {
	if c.Server == "" {
		return c.Key()
	}
	return c.Key() + "@" + c.Server
}

// ChatOf returns the chat that a key or an address identifies, as far as it
// tells.
func ChatOf(address string) Chat {
	key, server, _ := strings.Cut(address, "@")
	platform, id, _ := strings.Cut(key, ":")
	id, topic, _ := strings.Cut(id, "/")
	return Chat{Platform: platform, ID: id, Topic: topic, Server: server}
}

// A File came along with a line.
type File struct {
	Name string
	// Size is in bytes, 0 where the platform does not tell.
	Size int64
	// Open fetches the content. An error says nothing that a person should read.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// A Message is one that the bot posted and may edit.
type Message struct {
	Chat Chat
	ID   string
}

// Standing is what a person and the bot may do in a chat, as the platform
// reports it. What follows from it is decided in this package.
type Standing struct {
	// Administrator tells that the person administers the chat, or the server that
	// it is in.
	Administrator bool
	// Roles are the keys of the roles that the person holds there.
	Roles []string
	// Lacks lists what the bot would need here and may not do.
	Lacks []Permission
}

// A Permission is something that a chat's administrators can allow the bot.
type Permission string

// The permissions that the bot needs to talk in a chat.
const (
	ViewChat     Permission = "view"
	SendMessages Permission = "send"
	EmbedLinks   Permission = "embed"
)

// The permissions that the film of the week needs for what a club wants of it.
const (
	PinMessages  Permission = "pin"
	OpenThreads  Permission = "thread" // and to write in them
	CreateEvents Permission = "event"
	ManageTopics Permission = "topic"
	CallRole     Permission = "role" // one that not everybody may call
)

// An Event is a fact about a chat that nobody typed. Of Moved and Presence one
// is set.
type Event struct {
	Chat Chat
	// Moved tells that Chat goes on under another identity, as a Telegram group
	// does that becomes a supergroup. Topics move along.
	Moved *Chat
	// Presence tells that the bot came or went.
	Presence Presence
}

// Presence is whether the bot is in a place.
type Presence int

// The bot may have been added to a place, or removed from it. To be told again
// what is so already is no harm.
const (
	PresenceUnknown Presence = iota
	Present
	Absent
)

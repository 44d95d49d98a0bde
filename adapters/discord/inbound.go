package discord

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"filmbot/bot"
)

// interaction is what the adapter reads of an interaction
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object).
// It names no component and no type that Discord may add to, so that something
// new to the adapter does not keep it from answering.
type interaction struct {
	ID            string `json:"id"`
	ApplicationID string `json:"application_id"`
	Type          int    `json:"type"`
	Token         string `json:"token"`
	GuildID       string `json:"guild_id"`
	ChannelID     string `json:"channel_id"`
	Channel       struct {
		ID   string `json:"id"`
		Type int    `json:"type"`
	} `json:"channel"`
	Member *struct {
		User        person   `json:"user"`
		Nick        string   `json:"nick"`
		Roles       []string `json:"roles"`
		Permissions string   `json:"permissions"`
	} `json:"member"`
	User *person `json:"user"`
	// Message is the one whose button was pressed, or opened a form.
	Message *struct {
		ID      string `json:"id"`
		Content string `json:"content"`
		Flags   int    `json:"flags"`
	} `json:"message"`
	Locale         string                     `json:"locale"`
	AppPermissions string                     `json:"app_permissions"`
	Owners         map[string]json.RawMessage `json:"authorizing_integration_owners"`
	Context        *int                       `json:"context"`
	Data           json.RawMessage            `json:"data"`
}

type person struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
}

// shown is what others see a person as: the name taken in a server, the one
// taken everywhere, or that of the account.
func (p person) shown(nick string) string {
	for _, name := range []string{nick, p.GlobalName} {
		if !blank(name) {
			return name
		}
	}
	return p.Username
}

// Types of interactions, contexts and channels
// (https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
const (
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4
	typeSubmit       = 5

	contextBotDM = 1

	channelText         = 0
	channelDM           = 1
	channelGroupDM      = 3
	channelNews         = 5
	channelNewsThread   = 10
	channelPublicThread = 11
	channelSecretThread = 12
)

// Keys of what an interaction was installed for
// (https://docs.discord.com/developers/resources/application#application-object-application-integration-types).
const (
	installedForGuild = "0"
	installedForUser  = "1"
)

// deed is what an interaction says that a person did.
type deed struct {
	line     string
	fields   map[string]string
	mentions []bot.Mention
	files    []attachment
}

// decode reads an interaction and the deed in it. ok is false for what the adapter
// does not serve.
func decode(raw []byte) (in interaction, did deed, ok bool) {
	if !read(raw, &in) || in.ID == "" || in.Token == "" {
		return interaction{}, deed{}, false
	}
	switch in.Type {
	case typeCommand, typeAutocomplete:
		did, ok = in.command()
	case typeComponent:
		var data struct {
			CustomID string `json:"custom_id"`
		}
		read(in.Data, &data)
		did.line = data.CustomID
		ok = did.line != ""
	case typeSubmit:
		did, ok = in.submission()
	}
	return in, did, ok
}

// read decodes JSON. A field of another type than expected stays empty and does
// no harm to the others.
func read(raw []byte, v any) bool {
	err := json.Unmarshal(raw, v)
	_, mistyped := errors.AsType[*json.UnmarshalTypeError](err)
	return err == nil || mistyped
}

// request makes of an interaction what a handler is asked. Files are fetched with
// open.
func request(in interaction, did deed, open opener) bot.Request {
	req := bot.Request{
		Line:     did.line,
		Fields:   did.fields,
		Mentions: did.mentions,
		User:     in.person(),
		Chat:     bot.Chat{Platform: Platform, ID: in.chat(), Server: in.GuildID, Private: in.private()},
		Lang:     in.Locale,
		Pressed:  in.Type == typeComponent,
		Whispers: true,
		Standing: in.standing,
	}
	for _, f := range did.files {
		req.Files = append(req.Files, f.file(open))
	}
	return req
}

func (in interaction) person() bot.User {
	switch {
	case in.Member != nil:
		return bot.User{Platform: Platform, ID: in.Member.User.ID, Name: in.Member.User.shown(in.Member.Nick)}
	case in.User != nil:
		return bot.User{Platform: Platform, ID: in.User.ID, Name: in.User.shown("")}
	}
	return bot.User{Platform: Platform}
}

func (in interaction) chat() string {
	if in.ChannelID != "" {
		return in.ChannelID
	}
	return in.Channel.ID
}

// private reports whether the chat is one person's with the bot. A DM between
// two people, where one has the bot installed, is not.
func (in interaction) private() bool {
	if in.Context != nil {
		return *in.Context == contextBotDM
	}
	return in.GuildID == "" && in.Channel.Type == channelDM
}

// onMessage reports whether the interaction comes from a message of the bot's,
// which the answer may replace.
func (in interaction) onMessage() bool {
	return in.Type == typeComponent || in.Type == typeSubmit && in.Message != nil && in.Message.ID != ""
}

// whispered reports whether only one person sees the message that the interaction
// comes from.
func (in interaction) whispered() bool {
	return in.Message != nil && in.Message.Flags&flagEphemeral != 0
}

// standing implements [bot.Request]'s Standing from what came along. Of other
// servers nothing did.
func (in interaction) standing(_ context.Context, at bot.Chat) (bot.Standing, error) {
	var s bot.Standing
	if !in.within(at) {
		return s, nil
	}
	if in.Member != nil {
		s.Administrator = permissions(in.Member.Permissions)&(mayAdministrate|mayManageGuild) != 0
		for _, role := range in.Member.Roles {
			s.Roles = append(s.Roles, bot.RoleKey(Platform, role))
		}
	}
	if may, ok := in.rights(); ok && at.ID == in.chat() {
		s.Lacks = may.lacks(talking)
	}
	return s, nil
}

// within reports whether a chat, or a server named as one, is in the server that
// the interaction comes from.
func (in interaction) within(at bot.Chat) bool {
	switch {
	case in.GuildID == "" || at.Platform != Platform:
		return false
	case at.Server != "":
		return at.Server == in.GuildID
	}
	return at.ID == in.GuildID || at.ID == in.chat()
}

// rights are what the bot may do in the chat. ok is false where it is there only for
// the person who asks.
func (in interaction) rights() (r rights, ok bool) {
	_, ok = in.Owners[installedForGuild]
	return rights{in.Channel.Type, permissions(in.AppPermissions)}, ok
}

// permissions reads a set of permissions; an unreadable one is empty.
func permissions(s string) uint64 {
	bits, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0
	}
	return bits
}

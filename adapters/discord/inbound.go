package discord

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"filmbot/bot"
)

// interaction is what the adapter reads of an interaction
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object).
// It names no component, no message and no type that Discord may add to, so that
// something new to the adapter does not keep it from answering.
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
		User        person `json:"user"`
		Permissions string `json:"permissions"`
	} `json:"member"`
	User           *person                    `json:"user"`
	Locale         string                     `json:"locale"`
	AppPermissions string                     `json:"app_permissions"`
	Owners         map[string]json.RawMessage `json:"authorizing_integration_owners"`
	Context        *int                       `json:"context"`
	Data           json.RawMessage            `json:"data"`
}

type person struct {
	ID string `json:"id"`
}

// Types of interactions, contexts, channels and options.
const (
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4

	contextBotDM = 1

	channelDM           = 1
	channelNewsThread   = 10
	channelPublicThread = 11
	channelSecretThread = 12

	optionSubcommand = 1
	optionGroup      = 2
	optionString     = 3

	chatInput = 1
)

// Permissions
// (https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
const (
	mayAdministrate  = 1 << 3
	mayManageGuild   = 1 << 5
	mayViewChannel   = 1 << 10
	maySendMessages  = 1 << 11
	mayEmbedLinks    = 1 << 14
	maySendInThreads = 1 << 38
)

// Keys of what an interaction was installed for
// (https://docs.discord.com/developers/resources/application#application-object-application-integration-types).
const (
	installedForGuild = "0"
	installedForUser  = "1"
)

// slash begins a line.
const slash = "/"

// commandData is what a person has typed, or is typing, after a slash.
type commandData struct {
	Name    string   `json:"name"`
	Type    int      `json:"type"`
	Options []option `json:"options"`
}

type option struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []option        `json:"options"`
}

// decode reads an interaction and the line in it. ok is false for what the
// adapter does not serve.
func decode(raw []byte) (in interaction, line string, ok bool) {
	if !read(raw, &in) || in.ID == "" || in.Token == "" {
		return interaction{}, "", false
	}
	switch in.Type {
	case typeCommand, typeAutocomplete:
		var data commandData
		if !read(in.Data, &data) || data.Name == "" {
			return interaction{}, "", false
		}
		if data.Type != 0 && data.Type != chatInput {
			return interaction{}, "", false
		}
		line = lineOf(data)
		if in.Type == typeAutocomplete && line == slash+data.Name {
			line += " " // the command is chosen, and what follows is being typed
		}
		return in, line, true
	case typeComponent:
		var data struct {
			CustomID string `json:"custom_id"`
		}
		if !read(in.Data, &data) || data.CustomID == "" {
			return interaction{}, "", false
		}
		return in, data.CustomID, true
	}
	return interaction{}, "", false
}

// read decodes JSON. A field of another type than expected stays empty and does
// no harm to the others.
func read(raw []byte, v any) bool {
	err := json.Unmarshal(raw, v)
	_, mistyped := errors.AsType[*json.UnmarshalTypeError](err)
	return err == nil || mistyped
}

// lineOf is the line that a command stands for.
func lineOf(data commandData) string {
	words := wordsOf(data.Options, 0)
	if len(words) == 1 {
		if line, ok := strings.CutPrefix(words[0], slash); ok && strings.HasPrefix(line, slash) {
			return line
		}
	}
	return strings.Join(append([]string{slash + data.Name}, words...), " ")
}

// wordsOf lists the values of options in order, with the names of subcommands
// before their own.
func wordsOf(options []option, depth int) []string {
	var words []string
	for _, o := range options {
		if o.Type == optionSubcommand || o.Type == optionGroup {
			words = append(words, o.Name)
			if depth < optionGroup {
				words = append(words, wordsOf(o.Options, depth+1)...)
			}
			continue
		}
		if value := valueOf(o.Value); strings.TrimSpace(value) != "" {
			words = append(words, value)
		}
	}
	return words
}

// valueOf is an option's value as text.
func valueOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// optionValue is what an option must hold for its command to become the line; it
// is the inverse of lineOf. A line of another command is its own value, marked
// by one more slash than it begins with.
func optionValue(command, line string) string {
	rest, ok := strings.CutPrefix(line, slash+command+" ")
	if !ok || strings.TrimSpace(rest) == "" || strings.HasPrefix(rest, slash+slash) {
		return slash + line
	}
	return rest
}

// request makes of an interaction what a handler is asked.
func request(in interaction, line string) bot.Request {
	return bot.Request{
		Line:     line,
		User:     bot.User{Platform: Platform, ID: in.person()},
		Chat:     bot.Chat{Platform: Platform, ID: in.chat(), Private: in.private()},
		Lang:     in.Locale,
		Pressed:  in.Type == typeComponent,
		Standing: in.standing,
	}
}

func (in interaction) person() string {
	if in.Member != nil {
		return in.Member.User.ID
	}
	if in.User != nil {
		return in.User.ID
	}
	return ""
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

// standing implements [bot.Request]'s Standing from what came along.
func (in interaction) standing(context.Context) (bot.Standing, error) {
	var s bot.Standing
	if in.GuildID == "" {
		return s, nil
	}
	if in.Member != nil {
		s.Administrator = permissions(in.Member.Permissions)&(mayAdministrate|mayManageGuild) != 0
	}
	if _, member := in.Owners[installedForGuild]; member {
		s.Lacks = in.lacks()
	}
	return s, nil
}

// lacks lists what the bot needs to talk in a server's channel and may not do.
func (in interaction) lacks() []bot.Permission {
	may := permissions(in.AppPermissions)
	if may&mayAdministrate != 0 {
		return nil
	}
	send := uint64(maySendMessages)
	switch in.Channel.Type {
	case channelNewsThread, channelPublicThread, channelSecretThread:
		send = maySendInThreads
	}
	var lacks []bot.Permission
	for _, need := range []struct {
		bit        uint64
		permission bot.Permission
	}{{mayViewChannel, bot.ViewChat}, {send, bot.SendMessages}, {mayEmbedLinks, bot.EmbedLinks}} {
		if may&need.bit == 0 {
			lacks = append(lacks, need.permission)
		}
	}
	return lacks
}

// permissions reads a set of permissions; an unreadable one is empty.
func permissions(s string) uint64 {
	bits, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0
	}
	return bits
}

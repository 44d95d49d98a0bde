package discord

import "filmbot/bot"

// Permissions
// (https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
const (
	mayAdministrate  = 1 << 3
	mayManageGuild   = 1 << 5
	mayViewChannel   = 1 << 10
	maySendMessages  = 1 << 11
	mayEmbedLinks    = 1 << 14
	mayCallRoles     = 1 << 17
	mayOpenThreads   = 1 << 35
	maySendInThreads = 1 << 38
	mayCreateEvents  = 1 << 44
	mayPinMessages   = 1 << 51
)

// rights are what the bot may do in a channel of a type.
type rights struct {
	channel int
	may     uint64
}

// talking is what the bot needs to talk in a channel.
var talking = []bot.Permission{bot.ViewChat, bot.SendMessages, bot.EmbedLinks}

// lacks returns those of some permissions that are missing.
func (r rights) lacks(wanted []bot.Permission) []bot.Permission {
	if r.may&mayAdministrate != 0 {
		return nil
	}
	var lacks []bot.Permission
	for _, p := range wanted {
		if need := r.need(p); r.may&need != need {
			lacks = append(lacks, p)
		}
	}
	return lacks
}

// need is what Discord asks for a permission, 0 where it asks for nothing or there is
// no such thing.
func (r rights) need(p bot.Permission) uint64 {
	switch r.channel {
	case channelDM, channelGroupDM:
		return 0
	}
	switch p {
	case bot.ViewChat:
		return mayViewChannel
	case bot.SendMessages:
		if r.thread() {
			return maySendInThreads
		}
		return maySendMessages
	case bot.EmbedLinks:
		return mayEmbedLinks
	case bot.PinMessages:
		return mayPinMessages
	case bot.CreateEvents:
		return mayCreateEvents
	case bot.CallRole:
		return mayCallRoles
	case bot.OpenThreads:
		if r.channel == channelText || r.channel == channelNews {
			return mayOpenThreads | maySendInThreads
		}
	}
	return 0
}

func (r rights) thread() bool {
	switch r.channel {
	case channelNewsThread, channelPublicThread, channelSecretThread:
		return true
	}
	return false
}

// overwrite allows and denies permissions in one channel, to a role or to a member.
type overwrite struct {
	ID    string `json:"id"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

// overwritten applies the overwrites of a channel to what a member with some roles may
// do in a server: first that for everybody, then those for the roles, then that for
// the member
// (https://docs.discord.com/developers/topics/permissions#permission-overwrites).
func overwritten(may uint64, list []overwrite, server, member string, roles map[string]bool) uint64 {
	apply := func(concerns func(id string) bool) {
		var allow, deny uint64
		for _, o := range list {
			if concerns(o.ID) {
				allow |= permissions(o.Allow)
				deny |= permissions(o.Deny)
			}
		}
		may = may&^deny | allow
	}
	apply(func(id string) bool { return id == server })
	apply(func(id string) bool { return id != server && roles[id] })
	apply(func(id string) bool { return id == member })
	return may
}

package telegram

// A member is what Telegram tells about somebody in a chat: a part of
// https://core.telegram.org/bots/api#chatmember.
type member struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"`
	CanSend  bool   `json:"can_send_messages"`
	// CanPost is told of administrators of channels only.
	CanPost *bool `json:"can_post_messages"`
	// CanPin counts for administrators of groups, CanEdit instead for those of
	// channels.
	CanPin          bool `json:"can_pin_messages"`
	CanEdit         bool `json:"can_edit_messages"`
	CanManageTopics bool `json:"can_manage_topics"`
}

func (m member) administers() bool { return m.Status == "creator" || m.Status == "administrator" }

// absent reports whether it is a member no more, or never was.
func (m member) absent() bool {
	return m.Status == "left" || m.Status == "kicked" || m.Status == "restricted" && !m.IsMember
}

// mute reports whether the member may not write.
func (m member) mute(channel bool) bool {
	switch {
	case m.absent():
		return true
	case m.Status == "restricted":
		return !m.CanSend
	case m.CanPost != nil:
		return !*m.CanPost
	}
	return channel
}

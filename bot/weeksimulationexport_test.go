package bot

// Heard tells the bot that somebody else has changed a club or a place.
func (b *Bot) Heard(id string, revision int64) { b.clubs.changed(id, revision) }

// ChatMark tells one chat from another in buttons.
func ChatMark(address string) string { return chatMark(address) }

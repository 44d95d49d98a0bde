package bot

import "filmbot/bot/round"

// A Ritual is how a club keeps its film of the week.
type Ritual struct {
	Rules round.Rules `json:"rules"`
	// Chats are the addresses of the chats that its posts go to.
	Chats []string `json:"chats"`
	// Pin, Talk and Plan tell whether the ballot and the film are pinned, whether a
	// thread or a topic is opened to talk about the film, and whether the night
	// becomes an event of the server, where the platform has such things.
	Pin  bool `json:"pin,omitempty"`
	Talk bool `json:"talk,omitempty"`
	Plan bool `json:"plan,omitempty"`
	// Silent posts make no sound.
	Silent bool `json:"silent,omitempty"`
	// Role is the role whose members ballot and film are called out to, the zero
	// value for nobody; it belongs to the place At.
	Role Mention `json:"role,omitzero"`
	At   string  `json:"at,omitempty"`
	// Language is that of the posts where the club has none for all its chats: that of
	// whoever set the film of the week up.
	Language string `json:"language,omitempty"`
	// Off tells that no round opens by itself after the one that is under way.
	Off bool `json:"off,omitempty"`
}

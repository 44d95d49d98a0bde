package bot

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// Matters of notes beside those of package round. A club's round could not be
// opened; a chat refuses a post; nobody knows whether a post was made; one
// came too late.
const (
	notOpened   round.Matter = "not opened"
	chatRefuses round.Matter = "chat refuses"
	postUnsure  round.Matter = "post unsure"
	tooLate     round.Matter = "too late"
)

// postKinds are the posts that effects ask for in every chat of the club. What a
// post shows follows from its round as it is when the post is sent or edited: a turn has
// all posts looked at again.
var postKinds = map[round.EffectKind]PostKind{
	round.PostOpening:  OpeningPost,
	round.PostBallot:   BallotPost,
	round.PostFilm:     FilmPost,
	round.PostDate:     DatePost,
	round.PostReminder: ReminderPost,
	round.PostCancel:   CancelPost,
	round.PostQuestion: QuestionPost,
}

// postsOf are the records of what effects of a round ask to be posted.
func postsOf(c *club, r round.Round, effects []round.Effect, now time.Time) []Post {
	var posts []Post
	for _, e := range effects {
		if e.Kind == round.TellModerators {
			posts = append(posts, notes(c, r, e, now)...)
			continue
		}
		kind, ok := postKinds[e.Kind]
		if !ok {
			continue
		}
		for _, chat := range c.weekChats() {
			p := newPost(c, r, e, chat, now)
			p.Kind = kind
			posts = append(posts, p)
		}
	}
	return posts
}

// notes are the records of what moderators are told.
func notes(c *club, r round.Round, e round.Effect, now time.Time) []Post {
	chat := c.noteChat()
	if chat == "" {
		return nil
	}
	p := newPost(c, r, e, chat, now)
	p.Kind, p.Matter, p.Steps = NotePost, e.Matter, e.Steps
	return []Post{p}
}

func newPost(c *club, r round.Round, e round.Effect, chat string, now time.Time) Post {
	due := e.Due
	if due.IsZero() {
		due = now
	}
	return Post{
		PostKey: PostKey{Club: c.id, Round: r.Number, Effect: e.Number, Chat: chat},
		State:   PostWaits, Next: now, Due: due, Late: e.Late, Film: r.Film, Night: r.Night,
	}
}

// weekLanguage is spoken in posts about the film of the week.
func (c *club) weekLanguage() string {
	if c.settings.Language == "" && c.settings.Ritual != nil {
		return c.settings.Ritual.Language
	}
	return c.settings.Language
}

// weekChats are the addresses of the chats that the film of the week is announced
// in, as far as they belong to the club.
func (c *club) weekChats() []string {
	if c.settings.Ritual == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.settings.Ritual.Chats), func(chat string) bool { return !c.owns(chat) })
}

// announcesAt reports whether the film of the week is announced in the chat with an
// address.
func (c *club) announcesAt(chat string) bool { return slices.Contains(c.weekChats(), chat) }

// owns reports whether the chat with an address belongs to the club.
func (c *club) owns(chat string) bool {
	return chat != "" && slices.Contains(c.places, ChatOf(chat).Place())
}

// noteChat is where moderators are told of something: where they review
// suggestions, or else where the film of the week is announced.
func (c *club) noteChat() string { return c.noteChatAmong(c.weekChats()) }

// noteChatAmong is what noteChat is if the film of the week is announced in some chats.
func (c *club) noteChatAmong(chats []string) string {
	if c.owns(c.settings.Review) {
		return c.settings.Review
	}
	if len(chats) > 0 {
		return chats[0]
	}
	return ""
}

// noteChatAfter is where a note goes that a chat refuses, or that is about that chat
// refusing: the first that comes after it, where there is one.
func (c *club) noteChatAfter(chat string) string {
	chats := c.weekChats()
	if c.owns(c.settings.Review) && !slices.Contains(chats, c.settings.Review) {
		chats = append([]string{c.settings.Review}, chats...)
	}
	if i := slices.Index(chats, chat); i+1 < len(chats) {
		return chats[i+1]
	}
	return ""
}

// Once names a post to the platform. It tells nothing about the post.
func (k PostKey) once() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "post %s %d %d %s %d", k.Club, k.Round, k.Effect, k.Chat, k.Try))
	return lineName.EncodeToString(sum[:15])
}

// late reports whether a post comes so late that it should say so. One that is
// posted again, or for a chat that came later, was on time.
func (p Post) late(now time.Time) bool {
	return p.Try == 0 && (p.Late || now.Sub(p.Due) > calendar.Grace)
}

// outdated reports whether a post comes too late to be sent at all.
func (p Post) outdated(now time.Time) bool {
	return p.Try == 0 && now.Sub(p.Due) >= calendar.MostDelay
}

package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"filmbot/bot/round"
)

// keepUp has a message that was posted show what its round is, and does what else
// the club wants of it. Whatever fails is tried again, but never holds up the rest.
func (b *Bot) keepUp(ctx context.Context, t *tended) error {
	t.Next = time.Time{}
	failed := false
	for _, do := range []func(context.Context, *tended) error{b.showAgain, b.pin, b.talk, b.plan} {
		var later *Later
		switch err := do(ctx, t); {
		case err == nil, errors.Is(err, ErrUnsupported), errors.Is(err, ErrUnsure):
		case errors.As(err, &later):
			t.Next = b.now().Add(later.After)
			return b.store.SavePost(ctx, t.Post, t.Next)
		case errors.Is(err, ErrNotFound):
			return b.postAnew(ctx, t, PostGone)
		case errors.Is(err, ErrChatGone), errors.Is(err, ErrForbidden):
			t.State, t.Version = PostGone, t.week.Version
			return b.save(ctx, t)
		default:
			b.log.WarnContext(ctx, "a post cannot be looked after", "platform", t.chat.Platform, "err", err)
			failed = true
		}
	}
	if failed {
		t.Next = b.now().Add(t.backOff())
		return b.store.SavePost(ctx, t.Post, t.Next)
	}
	t.Failures = 0
	return b.save(ctx, t)
}

// showAgain edits the message if it shows anything else than it should.
func (b *Bot) showAgain(ctx context.Context, t *tended) error {
	if t.past() {
		t.Version = t.week.Version
		return nil
	}
	reply, _ := b.postReply(ctx, t)
	if t.Late && t.Kind != NotePost {
		reply.Text = t.say("week.late", "Text", reply.Text)
	}
	reply.Ping = t.ping() // an edit calls nobody, but keeps the name of the role
	if shown := digest(reply); shown != t.Shown {
		if err := b.post.Edit(ctx, t.Message, reply); err != nil {
			return err
		}
		t.Shown = shown
	}
	t.Version = t.week.Version
	return nil
}

// past reports whether the post keeps what it shows for good: it is a note about another
// chat, whose name may not be had any more, or its round is over and went well, and who
// was coming is forgotten.
func (t *tended) past() bool {
	return t.Kind == NotePost && t.About != "" || t.week.Round.Over() && t.week.Round.Phase == round.Watched && t.Kind != QuestionPost
}

// postAnew has a post that was deleted or dropped be posted again, if members still need
// it, and leaves its record at a state.
func (b *Bot) postAnew(ctx context.Context, t *tended, s PostState) error {
	const mostAgain = 5
	t.State, t.Version, t.Next = s, t.week.Version, time.Time{}
	if t.live() && t.club.announcesAt(t.Chat) && t.Try < mostAgain {
		if err := b.store.AddPost(ctx, t.in(t.Chat, b.now())); err != nil {
			return err
		}
		b.bell.ring()
	}
	return b.save(ctx, t)
}

// pin pins what matters at the time, and takes it off when something else does.
func (b *Bot) pin(ctx context.Context, t *tended) error {
	r := t.club.settings.Ritual
	want := r != nil && r.Pin && t.live() && (t.Kind == BallotPost || t.Kind == FilmPost)
	if want == t.Pinned || want && b.without(ctx, t, PinMessages) {
		return nil
	}
	err := b.post.Pin(ctx, t.Message, want)
	switch {
	case errors.Is(err, ErrForbidden):
		t.lacking(PinMessages)
		return nil
	case err == nil:
		t.Pinned = want
	}
	return err
}

// unopened stands for a place to talk while it is being opened: where a process ends
// just then, nobody knows whether there is one, and none is opened again.
const unopened = "?"

// talk opens a place to talk about the film.
func (b *Bot) talk(ctx context.Context, t *tended) error {
	r := t.club.settings.Ritual
	opening := t.opening()
	if r == nil || !r.Talk || t.Kind != FilmPost || !t.live() || t.Talk != "" || b.without(ctx, t, opening) {
		return nil
	}
	if opening == ManageTopics {
		held := t.Post
		held.Talk, held.Next = unopened, b.now().Add(claimFor)
		if err := b.store.SavePost(ctx, held, held.Next); err != nil {
			return err
		}
	}
	at, err := b.post.Talk(ctx, t.Message, t.heading(t.club, t.Film))
	switch {
	case err == nil:
		t.Talk = at.Address()
		b.welcome(ctx, t, at, opening)
	case errors.Is(err, ErrForbidden):
		t.Talk = ""
		t.lacking(opening)
		return nil
	case errors.Is(err, ErrUnsupported), errors.Is(err, ErrUnsure):
		t.Talk = unopened
		return nil
	default:
		t.Talk = ""
	}
	return err
}

// welcome says in a topic that was opened what it is about. A thread shows the message
// that it belongs to.
func (b *Bot) welcome(ctx context.Context, t *tended, at Chat, opening Permission) {
	if opening != ManageTopics {
		return
	}
	if _, err := b.post.Post(ctx, at, Reply{Text: t.say("week.talk", "Title", t.heading(t.club, t.Film)), Silent: true}); err != nil {
		b.log.WarnContext(ctx, "a topic stays empty", "platform", at.Platform, "err", err)
	}
}

// opening is what it takes to open a place to talk: a chat with topics has those, and
// others have threads.
func (t *tended) opening() Permission {
	if t.chat.Topic != "" {
		return ManageTopics
	}
	return OpenThreads
}

// without reports whether the bot was refused something for the post before, and still
// lacks it.
func (b *Bot) without(ctx context.Context, t *tended, p Permission) bool {
	if !slices.Contains(t.Lacks, p) {
		return false
	}
	if lacks, err := b.post.Lacks(ctx, t.chat, []Permission{p}); err != nil || len(lacks) > 0 {
		return true
	}
	t.Lacks = slices.DeleteFunc(slices.Clone(t.Lacks), func(lack Permission) bool { return lack == p })
	return false
}

func (t *tended) lacking(p Permission) {
	if !slices.Contains(t.Lacks, p) {
		t.Lacks = append(slices.Clone(t.Lacks), p)
	}
}

package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"filmbot/catalog"
	"filmbot/catalog/files"
)

const (
	// codeLife is how long a code for joining is good.
	codeLife = 10 * time.Minute
	// mostTries is how many codes may be tried in an hour, by one person and in one
	// place. A code has 40 random bits, so that guessing is hopeless.
	mostTries = 10
	tryWindow = time.Hour
)

var codeDigits = base32.NewEncoding("ABCDEFGHJKLMNPQRSTUVWXYZ23456789").WithPadding(base32.NoPadding)

// hashOf is what the store knows of a code, however it was typed.
func hashOf(code string) string {
	code = strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, code))
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// join answers "/club join": with a code for another chat, or, with such a code,
// by joining this chat to the club that it comes from.
func (b *Bot) join(ctx context.Context, c *call) Reply {
	code, sure := strings.CutSuffix(c.argument, " "+sureWord)
	switch {
	case c.Chat.Private:
		return c.refuse(c.say("club.private"))
	case code == "":
		return b.giveCode(ctx, c)
	}
	return b.useCode(ctx, c, code, sure)
}

// sureWord confirms what was asked about.
const sureWord = "yes"

// giveCode lets somebody else's chat into the club. The administrators there become
// administrators of the club, so a moderator who is none cannot let them in.
func (b *Bot) giveCode(ctx context.Context, c *call) Reply {
	if refusal := b.refusalTo(ctx, c, administrator, c.row.line()); refusal != "" {
		return c.refuse(refusal)
	}
	var random [5]byte
	b.fill(random[:])
	code := codeDigits.EncodeToString(random[:])
	code = code[:4] + "-" + code[4:]
	if err := b.store.KeepCode(ctx, Code{Hash: hashOf(code), Club: c.id, Expires: b.now().Add(codeLife)}); err != nil {
		return b.fail(ctx, c, err)
	}
	return c.refuse(c.say("code.given", "Code", code))
}

// useCode says what joining would change, and joins where the person is sure.
func (b *Bot) useCode(ctx context.Context, c *call, typed string, sure bool) Reply {
	for _, who := range []string{c.User.Key(), c.Chat.Place()} {
		n, err := b.store.Count(ctx, "join "+who, b.now(), b.now().Add(-tryWindow))
		if err != nil {
			return b.fail(ctx, c, err)
		}
		if who != "" && n > mostTries {
			return c.refuse(c.say("code.toomany"))
		}
	}
	code, err := b.store.CodeOf(ctx, hashOf(typed), b.now())
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("code.wrong"))
	case err != nil:
		return b.fail(ctx, c, err)
	case code.Club == c.id:
		return c.refuse(c.say("code.own"))
	}
	m, err := b.merge(ctx, c.id, code.Club)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if !sure {
		return c.joinPreview(m, join(c.row.line(), typed, sureWord))
	}
	m.joining.Code, m.joining.Place = code.Hash, c.Chat.Place()
	return b.joinNow(ctx, c, m)
}

func (b *Bot) joinNow(ctx context.Context, c *call, m merger) Reply {
	m.joining.By, m.joining.At = c.author(), b.now()
	change, err := b.store.Join(ctx, m.joining)
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("code.wrong"))
	case errors.Is(err, ErrConflict):
		b.clubs.changed(m.joining.From, 0)
		b.clubs.changed(m.joining.To, 0)
		return c.refuse(c.say("club.changed"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	b.moved(m.joining.Place, m.joining.From, change.Club)
	return Reply{Text: orNone(change.Films, c.say("club.joined.none"), c.some("club.joined", change.Films)), Replace: c.Pressed}
}

// orNone is the text for no films, or else the other.
func orNone(n int, none, text string) string {
	if n == 0 {
		return none
	}
	return text
}

// moved makes this process see that a place belongs to another club.
func (b *Bot) moved(place string, clubs ...string) {
	b.clubs.changed(place, 0)
	for _, id := range clubs {
		b.clubs.changed(id, 0)
	}
}

// A merger is what joining one club to another would do.
type merger struct {
	joining Joining
	// clashes are films of which both clubs say something; what the club that is
	// joined says stays.
	clashes []*catalog.Film
}

// merge compares two clubs. What only the one has is added to the other; what
// both have stays as the other has it; what the one has removed is not removed
// from the other.
func (b *Bot) merge(ctx context.Context, from, to string) (merger, error) {
	mine, err := b.clubs.get(ctx, from)
	if err != nil {
		return merger{}, err
	}
	theirs, err := b.clubs.get(ctx, to)
	if err != nil {
		return merger{}, err
	}
	m := merger{joining: Joining{From: from, To: to, FromRevision: mine.revision, ToRevision: theirs.revision}}
	for f := range mine.catalog.All {
		if mine.version(f.ID) == 0 {
			continue
		}
		text := writeEntry(f)
		if other, there := theirs.catalog.ByID(f.ID); there && theirs.version(f.ID) > 0 {
			if writeEntry(other) != text {
				m.clashes = append(m.clashes, f)
			}
			continue
		}
		if len(theirs.catalog.Twins(f)) > 0 || theirs.version(f.ID) > 0 {
			m.clashes = append(m.clashes, f)
			continue
		}
		m.joining.Edits = append(m.joining.Edits, Edit{Film: f.ID, After: State{Text: text}})
	}
	return m, nil
}

func (c *call) joinPreview(m merger, line string) Reply {
	const most = 8
	added := len(m.joining.Edits)
	lines := []string{orNone(added, c.say("club.willadd.none"), c.some("club.willadd", added))}
	if n := len(m.clashes); n > 0 {
		lines = append(lines, c.some("club.clashes", n))
		for i, f := range m.clashes {
			if i == most {
				lines = append(lines, "…")
				break
			}
			lines = append(lines, "• "+f.Heading(c.lang))
		}
	}
	if len(c.removed) > 0 {
		lines = append(lines, c.say("club.removals"))
	}
	if c.settings.Ritual != nil {
		lines = append(lines, c.say("club.week"))
	}
	lines = append(lines, c.say("club.undone"))
	r := Reply{Private: true, Buttons: []Button{{Label: c.say("button.join"), Line: line}}}
	if own := exported(c.club, true); len(own) > 0 {
		if data, err := files.Write(files.Text, own); err == nil {
			lines = append(lines, c.say("club.aside"))
			r.Files = []Attachment{{Name: "films" + files.Text.Ext(), Data: data}}
		}
	}
	r.Text = strings.Join(lines, "\n")
	return r
}

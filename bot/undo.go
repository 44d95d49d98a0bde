package bot

import (
	"context"
	"errors"
)

// undoLine is the line that takes a change back.
func undoLine(change Change) string {
	ref := changeRef(change)
	if change.Club == Shared {
		ref = join(sharedWord, ref)
	}
	return "/catalog undo " + ref
}

// undoable reports whether a change can be taken back. A club that came into
// being by leaving another cannot: nothing was there before.
func undoable(change Change) bool { return change.Kind != Left && change.Films > 0 }

// anyway after a line asks to do what was advised against.
const anyway = "anyway"

// undo answers "/catalog undo <number>": what the change made of each film
// becomes again what it was, which is itself a change. Films that were changed
// since are left as they are, unless that is asked for.
func (b *Bot) undo(ctx context.Context, c *call) Reply {
	club, rest := logOf(c)
	ref, word := cutWord(rest)
	number, err := changeNumber(club, ref)
	switch {
	case errors.Is(err, errForeignChange):
		return c.refuse(c.say("log.foreign"))
	case err != nil:
		return c.refuse(c.say("undo.which"))
	}
	change, err := b.store.Change(ctx, club, number)
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("log.nosuch", "Number", number))
	case err != nil:
		return b.fail(ctx, c, err)
	case !undoable(change):
		return c.refuse(c.say("undo.cannot"))
	}
	r, err := b.reversed(ctx, change, word == anyway)
	switch {
	case err != nil:
		return b.fail(ctx, c, err)
	case len(r.since) > 0 && (len(r.edits) == 0 || change.Films == 1):
		return b.changedSince(ctx, c, change, r.since)
	case len(r.edits) == 0:
		return b.undoneAlready(ctx, c, change)
	}
	return b.takeBack(ctx, c, change, r.edits, len(r.since))
}

// A reversal is what takes a change back.
type reversal struct {
	edits []Edit
	// since are the edits whose films were changed since.
	since []Edit
}

// reversed returns what takes a change back. A film that is again what it was
// before the change needs nothing; one that is neither that nor what the change
// made of it was changed since, and is left alone unless all are asked for.
func (b *Bot) reversed(ctx context.Context, change Change, all bool) (reversal, error) {
	owner, err := b.clubs.get(ctx, change.Club)
	if err != nil {
		return reversal{}, err
	}
	var r reversal
	others := make(map[int64]Change)
	for _, e := range change.Edits {
		at, now := owner.version(e.Film), e.After
		if at != change.Number {
			if now, err = b.stateAt(ctx, change.Club, e.Film, at, others); err != nil {
				return reversal{}, err
			}
		}
		switch {
		case now == e.Before && now != e.After:
		case now == e.After || all:
			r.edits = append(r.edits, Edit{Film: e.Film, Version: at, After: e.Before})
		default:
			r.since = append(r.since, e)
		}
	}
	return r, nil
}

// stateAt returns what a club's entry of a film is, given the number of the change
// that made it so, 0 where there is no entry. The changes that were looked at are
// kept in read.
func (b *Bot) stateAt(ctx context.Context, club, film string, number int64, read map[int64]Change) (State, error) {
	if number == 0 {
		return State{}, nil
	}
	change, ok := read[number]
	if !ok {
		var err error
		if change, err = b.store.Change(ctx, club, number); err != nil {
			return State{}, err
		}
		read[number] = change
	}
	for _, e := range change.Edits {
		if e.Film == film {
			return e.After, nil
		}
	}
	return State{}, nil
}

func (b *Bot) takeBack(ctx context.Context, c *call, change Change, edits []Edit, left int) Reply {
	done, err := b.commit(ctx, c, Commit{Club: change.Club, Kind: Undone, Undoes: change.Number, Edits: edits})
	switch {
	case errors.Is(err, ErrConflict):
		return c.refuse(c.say("undo.conflict"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	text := c.say("undo.done", "Number", change.Number, "Title", c.about(done))
	if left > 0 {
		text += " " + c.some("undo.left", left)
	}
	return Reply{
		Text: text, Private: !c.Pressed, Replace: c.Pressed,
		Buttons: []Button{{Label: c.say("button.redo"), Line: undoLine(done)}},
	}
}

// changedSince says why a change is not taken back just so.
func (b *Bot) changedSince(ctx context.Context, c *call, change Change, since []Edit) Reply {
	last, err := b.store.Changes(ctx, change.Club, since[0].Film, 0, 1)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if len(last) == 0 {
		return c.refuse(c.say("undo.cannot"))
	}
	then := c.named(nil, last[0].At, zoneOf(c.settings))
	r := c.refuse(c.say("undo.since", "Title", c.about(Change{Films: len(since), Edits: since}), "Name", c.name(last[0].By), "When", then))
	r.Buttons = []Button{{Label: c.say("button.undoanyway"), Line: undoLine(change) + " " + anyway}}
	return r
}

// undoneAlready says that there is nothing left to take back.
func (b *Bot) undoneAlready(ctx context.Context, c *call, change Change) Reply {
	if change.UndoneBy == 0 {
		return c.refuse(c.say("undo.nothing", "Number", change.Number))
	}
	by, err := b.store.Change(ctx, change.Club, change.UndoneBy)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	r := c.refuse(c.say("undo.already", "Number", change.Number, "Name", c.name(by.By)))
	r.Buttons = []Button{{Label: c.say("button.redo"), Line: undoLine(by)}}
	return r
}

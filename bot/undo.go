package bot

import (
	"context"
	"errors"
	"strconv"
)

// undoLine is the line that takes a change back.
func undoLine(change Change) string {
	number := strconv.FormatInt(change.Number, 10)
	if change.Club == Shared {
		number = join(sharedWord, number)
	}
	return "/catalog undo " + number
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
	club, rest, refusal := b.logOf(ctx, c)
	if refusal != "" {
		return c.refuse(refusal)
	}
	digits, word := cutWord(rest)
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
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
	owner, err := b.clubs.get(ctx, club)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	edits, since := reversed(change, owner, word == anyway)
	if len(since) > 0 && (len(edits) == 0 || change.Films == 1) {
		return b.changedSince(ctx, c, change, since)
	}
	return b.takeBack(ctx, c, change, edits, len(since))
}

// reversed returns the edits that take a change back, and those of its films
// that were changed since.
func reversed(change Change, owner *club, all bool) (edits, since []Edit) {
	for _, e := range change.Edits {
		made := change.Number
		if e.After == (State{}) {
			made = 0
		}
		at := owner.version(e.Film)
		if at != made && !all {
			since = append(since, e)
			continue
		}
		edits = append(edits, Edit{Film: e.Film, Version: at, After: e.Before})
	}
	return edits, since
}

func (b *Bot) takeBack(ctx context.Context, c *call, change Change, edits []Edit, left int) Reply {
	done, err := b.commit(ctx, c, Commit{Club: change.Club, Kind: Undone, Undoes: change.Number, Edits: edits})
	switch {
	case errors.Is(err, ErrConflict):
		return c.refuse(c.say("undo.conflict"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	text := c.say("undo.done", "Number", change.Number, "Title", c.about(change))
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
	if last[0].Undoes == change.Number {
		r := c.refuse(c.say("undo.already", "Number", change.Number, "Name", c.name(last[0].By)))
		r.Buttons = []Button{{Label: c.say("button.redo"), Line: undoLine(last[0])}}
		return r
	}
	r := c.refuse(c.say("undo.since", "Title", c.about(change), "Name", c.name(last[0].By), "When", c.when(last[0].At)))
	r.Buttons = []Button{{Label: c.say("button.undoanyway"), Line: undoLine(change) + " " + anyway}}
	return r
}

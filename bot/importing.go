package bot

import (
	"context"
	"errors"
	"fmt"
	"io"

	"filmbot/catalog/files"
)

// importFile answers "/catalog import" and a file with what it would bring, and
// with the question whether to go on.
func (b *Bot) importFile(ctx context.Context, c *call) Reply {
	if len(c.Files) == 0 {
		if c.argument != "" {
			return c.refuse(c.say("import.nopath", "Text", echo(c.argument)))
		}
		return c.refuse(c.say("import.nofile"))
	}
	data, err := fetch(ctx, c.Files[0])
	if errors.Is(err, files.ErrTooLarge) {
		return c.unreadable(err)
	}
	if err != nil {
		b.log.WarnContext(ctx, "a file cannot be fetched", "platform", c.Chat.Platform, "err", err)
		return c.refuse(c.say("import.fetch"))
	}
	in, err := takeIn(c.club, c.Files[0].Name, data, b.newID)
	if err != nil {
		return c.unreadable(err)
	}
	return b.importPreview(ctx, c, &in)
}

// fetch reads a file, but no more than may be imported.
func fetch(ctx context.Context, f File) ([]byte, error) {
	if f.Size > files.MaxBytes {
		return nil, files.ErrTooLarge
	}
	content, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, files.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	if len(data) > files.MaxBytes {
		return nil, files.ErrTooLarge
	}
	return data, nil
}

// unreadable says what is wrong with a file as a whole.
func (c *call) unreadable(err error) Reply {
	id := "import.unknown"
	switch {
	case errors.Is(err, files.ErrTooLarge):
		id = "import.large"
	case errors.Is(err, files.ErrTooMany):
		id = "import.many"
	case errors.Is(err, files.ErrArchive):
		id = "import.archive"
	}
	return c.refuse(c.say(id, "Size", files.MaxBytes>>20, "Count", files.MaxFilms))
}

func (b *Bot) importPreview(ctx context.Context, c *call, in *intake) Reply {
	text, complete := c.report(in, true)
	r := Reply{Text: text, Private: true}
	if !complete {
		full, _ := c.report(in, false)
		r.Files = []Attachment{{Name: "report.txt", Data: []byte(full + "\n")}}
	}
	switch {
	case len(in.fresh) == 0:
		return r
	case c.full(in):
		r.Text += "\n" + c.say("import.full", "Count", mostEntries)
		return r
	}
	kept, err := files.Write(files.Text, in.fresh)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	d := b.newDraft(c, ImportDraft, string(kept))
	if err := b.store.KeepDraft(ctx, d); err != nil {
		return b.fail(ctx, c, err)
	}
	r.Buttons = []Button{
		{Label: c.some("button.import", len(in.fresh)), Line: draftLine("save", d)},
		{Label: c.say("button.cancel"), Line: draftLine("cancel", d)},
	}
	return r
}

// mostEntries is up to how many entries of its own a club can import films.
// Anybody's private chat is a club, and all of a club is in memory while it is used.
const mostEntries = 50_000

// full reports whether a club would have too many entries with what a file brings.
func (c *call) full(in *intake) bool { return len(c.entries)+len(in.fresh) > mostEntries }

// longImport is from how many films on an import says how far it is.
const longImport = 500

// runImport adds the films of a file that was looked at, in one step. What has
// come into the catalog since is left out.
func (b *Bot) runImport(ctx context.Context, c *call, d Draft) Reply {
	for range mostRetries {
		r, again := b.tryImport(ctx, c, d)
		if !again {
			return r
		}
		if err := b.enter(ctx, c); err != nil {
			return b.fail(ctx, c, err)
		}
	}
	return c.refuse(c.say("club.changed"))
}

// tryImport is runImport as long as the club does not change meanwhile: then it
// has to be looked at again.
func (b *Bot) tryImport(ctx context.Context, c *call, d Draft) (r Reply, again bool) {
	in, err := retake(c.club, d.Text, b.newID)
	switch {
	case err != nil:
		return b.fail(ctx, c, err), false
	case len(in.fresh) == 0:
		return c.refuse(c.say("import.nothing")), false
	case c.full(&in):
		return c.refuse(c.say("import.full", "Count", mostEntries)), false
	}
	if c.Progress != nil && len(in.fresh) >= longImport {
		c.Progress(ctx, c.some("import.running", len(in.fresh)))
	}
	change, err := b.commit(ctx, c, Commit{Kind: Imported, Draft: d.ID, Revision: &c.revision, Edits: in.edits()})
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("draft.gone")), false
	case errors.Is(err, ErrConflict):
		return Reply{}, true
	case err != nil:
		return b.fail(ctx, c, err), false
	}
	return Reply{
		Text: c.some("import.done", change.Films), Replace: c.Pressed,
		Buttons: []Button{{Label: c.say("button.undo"), Line: undoLine(change)}},
	}, false
}

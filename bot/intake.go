package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"filmbot/catalog"
	"filmbot/catalog/files"
)

// An intake is what a file would bring to a club: its films sorted into those
// that are new and those that are there already.
type intake struct {
	files.Result
	fresh []*catalog.Film
	// known are films that the club has already, or that came earlier in the file.
	known []files.Entry
}

// takeIn reads a file against the catalog of a club.
func takeIn(club *club, name string, data []byte, newID func() string) (intake, error) {
	result, err := files.Read(name, data)
	if err != nil {
		return intake{}, fmt.Errorf("read a file: %w", err)
	}
	return compare(club, result, newID)
}

// retake is takeIn for what [files.Write] made of films that were read from a file.
func retake(club *club, text string, newID func() string) (intake, error) {
	doc, err := catalog.Read(text)
	if err != nil {
		return intake{}, fmt.Errorf("read what was kept of a file: %w", err)
	}
	var result files.Result
	for i, f := range doc.Films {
		result.Entries = append(result.Entries, files.Entry{Line: doc.Lines[i], Film: f})
	}
	return compare(club, result, newID)
}

// compare sorts what was read.
func compare(club *club, result files.Result, newID func() string) (intake, error) {
	in := intake{Result: result}
	for i := range in.Entries {
		in.Entries[i].Film.ID = newID()
	}
	within, err := catalog.New(in.Films())
	if err != nil {
		return intake{}, fmt.Errorf("compare the films of a file: %w", err)
	}
	seen := make(map[string]bool, len(in.Entries))
	for _, e := range in.Entries {
		double := len(club.catalog.Twins(e.Film)) > 0
		for _, twin := range within.Twins(e.Film) {
			double = double || seen[twin.ID]
		}
		if double {
			in.known = append(in.known, e)
			continue
		}
		seen[e.Film.ID] = true
		in.fresh = append(in.fresh, e.Film)
	}
	return in, nil
}

// edits are what the new films change in the club's catalog.
func (in *intake) edits() []Edit {
	edits := make([]Edit, len(in.fresh))
	for i, f := range in.fresh {
		edits[i] = Edit{Film: f.ID, After: State{Text: writeEntry(f)}}
	}
	return edits
}

// Sizes of the parts of a report that is shown in a chat.
const (
	mostKnownShown    = 5
	mostProblemsShown = 8
)

// report says what a file would bring, line by line where it would not. A brief
// one fits a chat; complete tells whether it leaves nothing out.
func (s *speech) report(in *intake, brief bool) (text string, complete bool) {
	lines := []string{s.found(in)}
	complete = true
	part := func(heading string, n, most int, line func(i int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, heading)
		for i := range n {
			if brief && i == most {
				lines, complete = append(lines, "…"), false
				return
			}
			lines = append(lines, line(i))
		}
	}
	for i, f := range in.fresh {
		if brief && i == mostKnownShown {
			lines, complete = append(lines, "…"), false
			break
		}
		lines = append(lines, "• "+f.Heading(s.lang))
	}
	part(s.some("import.known", len(in.known)), len(in.known), mostKnownShown, func(i int) string {
		return s.say("import.line", "Number", in.known[i].Line, "Text", in.known[i].Film.Heading(s.lang))
	})
	part(s.some("import.wrong", len(in.Problems)), len(in.Problems), mostProblemsShown, func(i int) string { return s.wrongLine(in.Problems[i]) })
	if in.MoreProblems > 0 {
		lines = append(lines, s.say("import.more", "Count", in.MoreProblems))
	}
	lines = append(lines, s.keys(in.Problems)...)
	part(s.some("import.skipped", len(in.Skipped)), len(in.Skipped), mostKnownShown, func(i int) string { return s.wrongLine(in.Skipped[i]) })
	if in.MoreSkipped > 0 {
		lines = append(lines, s.say("import.more", "Count", in.MoreSkipped))
	}
	return strings.Join(lines, "\n"), complete
}

// found says how many films of a file are new.
func (s *speech) found(in *intake) string {
	switch {
	case len(in.fresh) > 0:
		return s.some("import.fresh", len(in.fresh))
	case len(in.known)+len(in.Problems)+len(in.Skipped) == 0:
		return s.say("import.empty")
	}
	return s.say("import.fresh.none")
}

// wrongLine says what is wrong with a line of a file.
func (s *speech) wrongLine(p catalog.Problem) string {
	text := s.problem(p)
	if p.Kind == catalog.TooLong && p.Text != "" {
		text = echo(clean(p.Text)) + ": " + text
	}
	return s.say("import.line", "Number", p.Line, "Text", text)
}

// ImportFile adds the films of a file to the club of a place, or, for a dry run,
// only says what it would add. The report is in the bot's own language. It is
// for an operator, who needs no role.
func (b *Bot) ImportFile(ctx context.Context, place, name string, data []byte, dry bool) (report string, err error) {
	s := b.texts.in("", b.language)
	for range mostRetries {
		id, err := b.clubs.clubOf(ctx, place)
		if err != nil {
			return "", err
		}
		club, err := b.clubs.get(ctx, id)
		if err != nil {
			return "", err
		}
		in, err := takeIn(club, name, data, b.newID)
		if err != nil {
			return "", err
		}
		report, _ = s.report(&in, false)
		if dry || len(in.fresh) == 0 {
			return report, nil
		}
		change, err := b.store.Commit(ctx, Commit{
			Club: id, By: Author{Name: "filmbot import"}, At: b.now(), Kind: Imported, Revision: &club.revision, Edits: in.edits(),
		})
		if errors.Is(err, ErrConflict) {
			b.clubs.changed(id, 0)
			continue
		}
		if err != nil {
			return "", fmt.Errorf("import a file: %w", err)
		}
		b.clubs.committed(ctx, change)
		return report + "\n" + s.some("import.done", change.Films), nil
	}
	return "", fmt.Errorf("import a file: %w", ErrConflict)
}

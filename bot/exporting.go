package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"filmbot/catalog"
	"filmbot/catalog/files"
)

// ownWord after an export leaves out what the club has not written itself.
var ownWords = []string{"own", "свои"}

// exportFile answers "/catalog export [text|json|csv] [own]" with the catalog as a
// file.
func (b *Bot) exportFile(ctx context.Context, c *call) Reply {
	format, own := files.Text, false
	for word := range strings.FieldsSeq(strings.ToLower(c.argument)) {
		f := files.Format(strings.TrimPrefix(word, "."))
		switch {
		case slices.Contains(ownWords, word):
			own = true
		case f == "txt":
			format = files.Text
		case slices.Contains(files.Formats(), f):
			format = f
		default:
			return c.refuse(c.say("export.which", "Text", echo(word)))
		}
	}
	films := exported(c.club, own)
	if len(films) == 0 {
		return c.refuse(c.say("export.none"))
	}
	data, err := files.Write(format, films)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	text := c.some("export.done", len(films))
	if len(films) > files.MaxFilms || len(data) > files.MaxBytes {
		text += " " + c.say("export.large", "Count", files.MaxFilms, "Size", files.MaxBytes>>20)
	}
	return Reply{
		Text:    text,
		Files:   []Attachment{{Name: "films" + format.Ext(), Data: data}},
		Private: true,
	}
}

// exported are the films of a club, or its own.
func exported(club *club, own bool) []*catalog.Film {
	var films []*catalog.Film
	for f := range club.catalog.All {
		if !own || club.version(f.ID) > 0 {
			films = append(films, f)
		}
	}
	return films
}

// ExportFile returns the catalog of the club of a place as a file. It is for an
// operator, who needs no role.
func (b *Bot) ExportFile(ctx context.Context, place string, format files.Format, own bool) ([]byte, error) {
	id, err := b.clubs.clubOf(ctx, place)
	if err != nil {
		return nil, err
	}
	club, err := b.clubs.get(ctx, id)
	if err != nil {
		return nil, err
	}
	data, err := files.Write(format, exported(club, own))
	if err != nil {
		return nil, fmt.Errorf("export a catalog: %w", err)
	}
	return data, nil
}

func (b *Bot) suggestFormats(_ context.Context, c *call) []Choice {
	var out []Choice
	for _, f := range files.Formats() {
		for _, words := range []string{string(f), join(string(f), ownWords[0])} {
			line := join(c.row.line(), words)
			if strings.HasPrefix(words, strings.TrimSpace(strings.ToLower(c.argument))) {
				out = append(out, Choice{Label: words, Line: line, Typed: line})
			}
		}
	}
	return out
}

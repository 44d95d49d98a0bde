package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// A row is one kind of line that people can give. The table of rows is the only
// place that knows which there are: routing, permission, help, suggestions and
// what platforms register are all read from it.
type row struct {
	// command is the first word without its slash; verb is the second one, empty
	// where what follows is free text, or nothing.
	command, verb string
	// argument names what follows: it is in the help as the text "argument." and
	// this, and in menus as "option." and this. It is empty where nothing follows.
	argument string
	kind     ArgumentKind
	// required tells that the line makes no sense without its argument.
	required bool
	// who may give the line.
	who role
	// help is the id of the text that says what the line does, in help and menus;
	// empty for a line that only buttons and forms give.
	help string
	// shared tells that the line, with the word "shared" after its own, is about the
	// catalog that every club sees, and so an editor's.
	shared bool
	// greeting marks a line that people do not type but that opens the bot.
	greeting bool
	// beside tells that the answer to a pressed button does not take the place of the
	// message with the button.
	beside bool
	run    func(*Bot, context.Context, *call) Reply
	// suggest completes what follows; nil where nothing can be suggested.
	suggest func(*Bot, context.Context, *call) []Choice
}

// table returns the rows, in the order of the help. Of one command, the row
// without a verb comes last and takes what the others do not.
func table() []row {
	return inOrder(slices.Concat(
		filmRows(), weekRows(), setupRows(), catalogRows(), suggestionRows(), clubRows(), draftRows(), privacyRows(), helpRows(),
	))
}

// inOrder puts the rows of each command together, the one without a verb last.
func inOrder(rows []row) []row {
	place := make(map[string]int)
	for _, r := range rows {
		if _, ok := place[r.command]; !ok {
			place[r.command] = len(place)
		}
	}
	verbless := func(r row) int {
		if r.verb == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(place[a.command], place[b.command]), cmp.Compare(verbless(a), verbless(b)))
	})
	return rows
}

func filmRows() []row {
	return []row{
		{command: "film", verb: "random", argument: "words", who: anyone, help: "help.random", run: (*Bot).random, suggest: (*Bot).suggestRandom},
		{command: "film", verb: "like", argument: "title", who: anyone, help: "help.like", run: (*Bot).like, suggest: (*Bot).suggestTitles},
		{command: "film", verb: "list", argument: "words", who: anyone, help: "help.list", run: (*Bot).list, suggest: (*Bot).suggestWords},
		{command: "film", verb: "seen", argument: "title", who: anyone, help: "help.seen", run: (*Bot).seen, suggest: (*Bot).suggestTitles},
		{command: "film", verb: "unseen", argument: "title", who: anyone, help: "help.unseen", run: (*Bot).unseen, suggest: (*Bot).suggestTitles},
		{command: "film", argument: "title", required: true, who: anyone, help: "help.film", run: (*Bot).film, suggest: (*Bot).suggestFilm},
	}
}

func catalogRows() []row {
	return []row{
		{command: "catalog", verb: "add", who: moderator, help: "help.add", run: (*Bot).add},
		{command: "catalog", verb: "edit", argument: "title", required: true, who: moderator, help: "help.edit", run: (*Bot).edit, suggest: (*Bot).suggestTitles},
		{command: "catalog", verb: "remove", argument: "title", required: true, who: moderator, help: "help.remove", run: (*Bot).remove, suggest: (*Bot).suggestTitles},
		{command: "catalog", verb: "restore", argument: "removed", who: moderator, help: "help.restore", run: (*Bot).restore, suggest: (*Bot).suggestRemoved},
		{command: "catalog", verb: "log", argument: "log", who: moderator, shared: true, help: "help.log", run: (*Bot).changes, suggest: (*Bot).suggestTitles},
		{command: "catalog", verb: "undo", argument: "number", required: true, who: moderator, shared: true, help: "help.undo", run: (*Bot).undo},
		{command: "catalog", verb: "import", argument: "file", kind: FileArgument, required: true, who: moderator, help: "help.import", run: (*Bot).importFile},
		{command: "catalog", verb: "export", argument: "format", who: moderator, help: "help.export", run: (*Bot).exportFile, suggest: (*Bot).suggestFormats},
		{command: "catalog", verb: "publish", argument: "title", required: true, who: editor, help: "help.publish", run: (*Bot).publish, suggest: (*Bot).suggestTitles},
		{command: "catalog", verb: "withdraw", argument: "title", required: true, who: editor, help: "help.withdraw", run: (*Bot).withdraw, suggest: (*Bot).suggestTitles},
		{command: "catalog", who: moderator, help: "menu.catalog", run: (*Bot).verbs, suggest: (*Bot).suggestVerbs},
	}
}

func clubRows() []row {
	return []row{
		{command: "club", verb: "show", who: moderator, help: "help.club", run: (*Bot).showClub},
		{command: "club", verb: "join", argument: "code", who: moderator, help: "help.join", run: (*Bot).join},
		{command: "club", verb: "leave", who: moderator, help: "help.leave", run: (*Bot).leave},
		{command: "club", verb: "part", who: administrator, run: (*Bot).part},
		{command: "club", verb: "language", argument: "language", who: moderator, help: "help.language", run: (*Bot).setLanguage, suggest: (*Bot).suggestLanguages},
		{command: "club", verb: "zone", argument: "zone", who: moderator, help: "help.zone", run: (*Bot).setZone, suggest: (*Bot).suggestZones},
		{command: "club", verb: "review", argument: "here", who: moderator, help: "help.review", run: (*Bot).setReview, suggest: (*Bot).suggestHere},
		{command: "club", verb: "moderator", argument: "who", kind: MentionArgument, who: administrator, help: "help.moderator", run: (*Bot).setModerator},
		{command: "club", verb: "dismiss", who: administrator, run: (*Bot).dismiss},
		{command: "club", verb: "collection", argument: "collection", who: moderator, help: "help.collection", run: (*Bot).setCollection, suggest: (*Bot).suggestCollections},
		{command: "club", who: moderator, help: "menu.club", run: (*Bot).showClub, suggest: (*Bot).suggestVerbs},
	}
}

// draftRows are the lines of the buttons and forms of a draft. What a draft is to
// become says who may give them.
func draftRows() []row {
	return []row{
		{command: "draft", verb: "form", who: anyone, run: (*Bot).openDraft},
		{command: "draft", verb: "fill", who: anyone, run: (*Bot).fillDraft},
		{command: "draft", verb: "save", who: anyone, run: (*Bot).saveDraft},
		{command: "draft", verb: "cancel", who: anyone, run: (*Bot).cancelDraft},
	}
}

func helpRows() []row {
	return []row{
		{command: "help", who: anyone, help: "help.help", run: (*Bot).help},
		{command: "start", who: anyone, help: "help.start", greeting: true, run: (*Bot).start},
	}
}

// line is the line without its argument: "/film random".
func (r *row) line() string { return join("/"+r.command, r.verb) }

// route finds the row for a line and splits the argument off. Punctuation after a
// verb does no harm; a verb in quotes is a title.
func (b *Bot) route(line string) (*row, string) {
	first, rest := cutWord(line)
	command, ok := strings.CutPrefix(strings.ToLower(first), "/")
	if !ok {
		return nil, ""
	}
	command, _, _ = strings.Cut(command, "@") // "/film@FilmBot" is typed in groups
	verb, after := cutWord(rest)
	verb = strings.TrimRight(verb, ",.:;!?")
	for i := range b.rows {
		r := &b.rows[i]
		switch {
		case r.command != command:
		case r.verb == "":
			return r, rest
		case strings.EqualFold(r.verb, verb):
			return r, after
		}
	}
	return nil, ""
}

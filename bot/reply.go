package bot

import (
	"context"
	"time"
)

// A Reply is what the bot says, as plain data. Every text in it is plain text:
// nothing in it is markup, and an adapter escapes all of it.
type Reply struct {
	// Text comes first. It may have several lines.
	Text string
	// Cards are films, shown after the text.
	Cards []Card
	// Choices are films to choose among, shown after the cards. Where they have
	// details they are a numbered list; otherwise they are buttons.
	Choices []Choice
	// Buttons are shown last, in this order.
	Buttons []Button
	// Form asks the person to fill something in. The text then says why.
	Form *Form
	// Files are sent along, after the text.
	Files []Attachment
	// Private asks for an answer that only the person who asked sees, where the
	// platform can do that.
	Private bool
	// Moments are the times that the text names, in the order in which it does. A
	// platform that can show a time as it is for each reader does so beside the words,
	// or in the parentheses at their end, once for each time.
	Moments []Moment
	// Replace asks that the answer to a pressed button take the place of the
	// message with the button. Private wins over it.
	Replace bool

	// Once names a post, in at most 25 letters, digits and signs, for [Poster.Post]
	// alone. See there.
	Once string
	// Begin is called when a post is about to leave the process, after all that it had
	// to wait for: until then it was not sent, for certain. With an error of Begin it is
	// not sent, and Post returns that error. It is called once, also where a request is
	// tried again. It is for [Poster.Post] alone; nil is nothing to do.
	Begin func(context.Context) error `json:"-"`
	// Silent asks for a post without a sound.
	Silent bool
	// Ping is [RoleKey] of a role whose members are called by a post, empty for nobody.
	// Nobody else is ever called out to, whatever a text says, and nobody by an edit.
	Ping string
}

// Empty reports whether there is nothing to say.
func (r Reply) Empty() bool {
	return r.Text == "" && len(r.Cards) == 0 && len(r.Choices) == 0 && len(r.Buttons) == 0 &&
		r.Form == nil && len(r.Files) == 0
}

// A Moment is a time that a text names, with the words in which it does.
type Moment struct {
	// Text names the zone at its end, in parentheses, or is below the name of the zone.
	Text string
	At   time.Time
	// Full wishes for the time as clocks show it where the reader is: it has a line to
	// itself, for people to put down. Of another, in the midst of a sentence, it is
	// enough to show how far away it is. An adapter may ignore the wish.
	Full bool
}

// An Attachment is a file that the bot sends.
type Attachment struct {
	// Name has an ending that tells what the file is, and no folder.
	Name string
	Data []byte
}

// A Card shows one film.
type Card struct {
	// Title is the film's title and year.
	Title string
	// Original is the original title where it differs from the title.
	Original string
	// Details are short facts, one a line: who made it, where, how long it is.
	Details []string
	// Sections are the longer texts, in order.
	Sections []Section
}

// A Section is one text of a card. The label is empty for the description.
type Section struct {
	Label string
	Text  string
}

// A Choice is something to choose: an entry of a list, or a suggestion while
// typing.
type Choice struct {
	// Label names it.
	Label string
	// Detail says more about it; it may be empty.
	Detail string
	// Line is what choosing it does. In a reply it is at most [MaxLine] bytes long,
	// as a suggestion at most 100.
	Line string
	// Typed is the line that a person would type to get the same, for platforms
	// where a suggestion completes what is being typed. Only suggestions have it.
	Typed string
	// Card and Buttons are what choosing it posts. Only suggestions for
	// [Request.Inline] have them.
	Card    *Card
	Buttons []Button
}

// A Button is a label on a line: pressing it does what typing the line would do.
type Button struct {
	Label string
	// Line is at most [MaxLine] bytes long.
	Line string
}

// MaxLine is how long the line of a button or a choice may be, in bytes. It is
// the limit of Telegram's callback_data
// (https://core.telegram.org/bots/api#inlinekeyboardbutton), the smallest of all
// platforms.
const MaxLine = 64

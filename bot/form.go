package bot

// A Form asks a person to fill something in. The submission comes back as a
// [Request] with the form's line and the fields; nothing is kept in between.
//
// How it looks is the adapter's business. Discord shows it as a modal where an
// interaction may still be answered with one and the reply has no text, and
// otherwise puts a button on the message that opens it. Telegram, where one
// message is all that a person can send, asks for [Form.Whole] or the only field
// with a forced reply. A console asks for the fields in turn.
type Form struct {
	// Title heads the form, in at most 45 characters, Discord's limit for modals
	// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
	// It is also the label of the button that opens the form.
	Title string
	// Line is what submitting the form does, in at most [MaxLine] bytes.
	Line string
	// Open is the line that shows the form again, filled in alike, in at most
	// [MaxLine] bytes. Giving it changes nothing.
	Open string
	// Fields are asked for in this order: one to five, as many as a modal has.
	Fields []Field
	// Whole is the same as one text, for platforms without forms; nil where there
	// is one field only, which then is the whole.
	Whole *Field
	// How says what to do with the form where it is a message that asks for an answer.
	How string
}

// A Field is one thing to fill in.
type Field struct {
	// Name is the field's key in [Request.Fields].
	Name string
	// Label is at most 45 characters long.
	Label string
	// Hint says what to fill in, such as an example, in at most 100 characters.
	Hint string
	// Value is what is filled in already.
	Value string
	// Long asks for a text of several lines.
	Long bool
	// Required refuses an empty text.
	Required bool
	// Most is how many characters the field takes; 0 means [MaxField].
	Most int
}

// MaxField is how long what is filled into a field may be, in characters: the
// limit of Discord's text inputs
// (https://docs.discord.com/developers/components/reference#text-input), just
// below that of Telegram's messages.
const MaxField = 4000

package telegram

import (
	"strconv"
	"unicode/utf8"

	"filmbot/bot"
)

// What fits under a message. Telegram documents the length of the data
// (https://core.telegram.org/bots/api#inlinekeyboardbutton); the number of
// buttons and the size of all of them together are what its servers accept.
const (
	maxButtons       = 100
	maxKeyboardBytes = 8000
	maxLabel         = 64
	numbersInRow     = 5
	buttonsInRow     = 3
)

// A row of a telephone shows about so many characters; buttons share it evenly.
const rowWidth = 36

// How many of a reply's own buttons outlive a long list of choices, and how many
// bytes of them.
const (
	keptForButtons = 20
	keptBytes      = 2000
)

// A button is Telegram's InlineKeyboardButton.
type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// A keyboard is Telegram's InlineKeyboardMarkup. One without rows takes away the
// buttons of a message that is edited.
type keyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}

// keys arranges the buttons of a reply. Of choices that are numbered in the text
// it takes the first ones, as many as the text shows.
func keys(r bot.Reply, numbered int) keyboard {
	k := keyset{rows: [][]button{}, room: maxKeyboardBytes}
	choices := r.Choices
	if listed(choices) {
		choices = choices[:min(len(choices), numbered)]
	}
	kept := r.Buttons[:min(len(r.Buttons), keptForButtons)]
	choices = choices[:min(len(choices), maxButtons-len(kept))]
	reserve := 0
	for _, b := range kept {
		reserve += len(cutLabel(b.Label)) + len(b.Line)
	}
	reserve = min(reserve, keptBytes)
	k.room -= reserve
	if listed(r.Choices) {
		k.addNumbers(choices)
	} else {
		for _, c := range choices {
			k.add(c.Label, c.Line, 1)
		}
	}
	k.room += reserve
	k.addButtons(r.Buttons[:min(len(r.Buttons), maxButtons-len(choices))])
	return keyboard{k.rows}
}

// A keyset is a keyboard that is being filled.
type keyset struct {
	rows [][]button
	open int // how many more buttons the last row takes
	room int // how many more bytes there is room for
}

// add puts a button into the last row if that has room, otherwise into a new one
// of at most inRow.
func (k *keyset) add(label, line string, inRow int) {
	label = shown(cutLabel(label))
	// Telegram refuses the whole message for one such button.
	if line == "" || len(line) > bot.MaxLine || !utf8.ValidString(line) {
		return
	}
	if len(label)+len(line) > k.room {
		return
	}
	k.room -= len(label) + len(line)
	if k.open == 0 {
		k.rows = append(k.rows, nil)
		k.open = inRow
	}
	last := len(k.rows) - 1
	k.rows[last] = append(k.rows[last], button{label, line})
	k.open--
}

// endRow makes the next button begin a row.
func (k *keyset) endRow() { k.open = 0 }

func (k *keyset) addNumbers(choices []bot.Choice) {
	for i, c := range choices {
		k.add(strconv.Itoa(i+1), c.Line, numbersInRow)
	}
	k.endRow()
}

// addButtons lets buttons share a row as long as their labels can be read.
func (k *keyset) addButtons(buttons []bot.Button) {
	for len(buttons) > 0 {
		n, widest := 0, 0
		for n < len(buttons) && n < buttonsInRow {
			widest = max(widest, utf8.RuneCountInString(cutLabel(buttons[n].Label)))
			if n > 0 && (n+1)*widest > rowWidth {
				break
			}
			n++
		}
		for _, b := range buttons[:n] {
			k.add(b.Label, b.Line, n)
		}
		k.endRow()
		buttons = buttons[n:]
	}
}

func cutLabel(s string) string { return cut(cleanLine(s), maxLabel) }

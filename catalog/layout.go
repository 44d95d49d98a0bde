package catalog

import "strings"

// The letter keys of the two keyboard layouts, key by key.
const (
	qwerty = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
	jcuken = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
)

var toJcuken, toQwerty = layouts()

func layouts() (toJcuken, toQwerty map[rune]rune) {
	toJcuken, toQwerty = make(map[rune]rune), make(map[rune]rune)
	latin := []rune(qwerty)
	for i, cyrillic := range []rune(jcuken) {
		toJcuken[latin[i]], toQwerty[cyrillic] = cyrillic, latin[i]
	}
	return toJcuken, toQwerty
}

// otherLayout returns what the same keystrokes write with the other keyboard
// layout on. It returns "" where a letter has no key there.
func otherLayout(s string) string {
	table := toJcuken
	if isCyrillic(s) {
		table = toQwerty
	}
	var b strings.Builder
	for _, r := range s {
		other, ok := table[r]
		switch {
		case ok:
			b.WriteRune(other)
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я':
			return ""
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

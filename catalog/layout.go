package catalog

import (
	"strings"
	"unicode"
)

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
// layout on, and the share of the letters typed that come out as letters. Where
// the letters are not of one layout, the share is 0.
func otherLayout(s string) (other string, kept float32) {
	table := toJcuken
	if isCyrillic(s) {
		table = toQwerty
	}
	var b strings.Builder
	letters, lost := 0, 0
	for _, r := range s {
		o, ok := table[r]
		switch {
		case ok:
			b.WriteRune(o)
			if unicode.IsLetter(r) {
				letters++
				if !unicode.IsLetter(o) {
					lost++
				}
			}
		case unicode.IsLetter(r):
			return "", 0
		default:
			b.WriteRune(r)
		}
	}
	if letters == 0 {
		return "", 0
	}
	return b.String(), 1 - float32(lost)/float32(letters)
}

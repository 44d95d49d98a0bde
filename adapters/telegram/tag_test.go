package telegram

import (
	"strings"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// tagged is what a text is marked up with that leads to an address.
func tagged(address string) []tgbotapi.MessageEntity {
	return []tgbotapi.MessageEntity{{Type: "bold", Length: 2}, {Type: "text_link", Length: 2, URL: address}}
}

// tagOf reads the tag of a message as Telegram shows it to the bot.
func tagOf(t *testing.T, m message) (line, field string, ok bool) {
	t.Helper()
	_, marked, err := telegramtest.Parse(m.html)
	if err != nil {
		t.Fatal(err)
	}
	var entities []tgbotapi.MessageEntity
	for _, e := range marked {
		entities = append(entities, tgbotapi.MessageEntity{Type: e.Type, Offset: e.Offset, Length: e.Length, URL: e.URL})
	}
	return readTag(entities)
}

func TestTag(t *testing.T) {
	tests := []struct{ line, field, want string }{
		{"/catalog draft k7h2k9", "whole", "https://t.me/FilmBot?field=whole&line=%2Fcatalog+draft+k7h2k9"},
		{"/film Мир", "text", "https://t.me/FilmBot?field=text&line=%2Ffilm+%D0%9C%D0%B8%D1%80"},
		{"ascent", "", "https://t.me/FilmBot?field=&line=ascent"},
		{"/film  a & \"b\"\n\u202e", "a=b", "https://t.me/FilmBot?field=a%3Db&line=%2Ffilm++a+%26+%22b%22%0A%E2%80%AE"},
	}
	for _, tt := range tests {
		got := writeTag("FilmBot", tt.line, tt.field)
		if got != tt.want {
			t.Errorf("writeTag(%q, %q) = %q, want %q", tt.line, tt.field, got, tt.want)
		}
		if line, field, ok := readTag(tagged(got)); line != tt.line || field != tt.field || !ok {
			t.Errorf("readTag(%q) = %q, %q, %v; want %q, %q", got, line, field, ok, tt.line, tt.field)
		}
	}
	for _, address := range []string{
		"", "https://t.me/FilmBot", "https://t.me/FilmBot?line=/film", "https://t.me/FilmBot?field=text", "https://t.me/FilmBot?line=+&field=text",
		"https://example.org/?line=/film&field=text", "https://t.me/%zz?line=/film&field=text", "https://t.me/?line=%zz&field=text", "https://t.me/?field=text#line=/film",
	} {
		if line, field, ok := readTag(tagged(address)); ok {
			t.Errorf("readTag(%q) = %q, %q; want none", address, line, field)
		}
	}
	if line, _, ok := readTag([]tgbotapi.MessageEntity{{Type: "url", URL: tests[0].want}}); ok {
		t.Errorf("an address that people see is read as %q", line)
	}
	// https://core.telegram.org/bots/features#bot-links: usernames have 32 characters at most.
	longest := writeTag(strings.Repeat("b", 32), strings.Repeat("\xff", bot.MaxLine), strings.Repeat("f", 64))
	if len(longest) > 400 {
		t.Errorf("the longest tag has %d bytes", len(longest))
	}
}

func FuzzTag(f *testing.F) {
	f.Add("/catalog draft k7h2k9", "whole")
	f.Add("\xff · \u202e", "\"&<")
	f.Fuzz(func(t *testing.T, line, field string) {
		m := message{html: layout{{rankFixed, "", []run{{link(writeTag("FilmBot", line, field)), pen}}}}.html()}
		if len(line)+len(field) > 500 {
			return
		}
		gotLine, gotField, ok := tagOf(t, m)
		if !blank(line) && (!ok || gotLine != line || gotField != field) {
			t.Errorf("the tag of %q, %q tells %q, %q, %v", line, field, gotLine, gotField, ok)
		}
	})
}

func FuzzReadTag(f *testing.F) {
	f.Add("https://t.me/FilmBot?field=text&line=%2Ffilm")
	f.Add("https://t.me/?line=%&field")
	f.Fuzz(func(t *testing.T, address string) {
		if line, _, ok := readTag(tagged(address)); ok && blank(line) {
			t.Errorf("readTag(%q) is an empty line", address)
		}
	})
}

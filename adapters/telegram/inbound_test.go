package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

var testReader = newReader(tgbotapi.User{ID: 99, UserName: "FilmBot"}, testCommands)

// describe writes an event as one line.
func describe(e event) string {
	switch {
	case e.typed != nil:
		r, w := e.typed.req, e.typed.who
		out := fmt.Sprintf("typed %q in %s (private %v) by %q (%s) reply %d administrator %v channel %v",
			r.Line, r.Chat.Key(), r.Chat.Private, r.User.Key(), r.Lang, e.typed.reply, w.administrator, w.channel)
		if r.Fields != nil {
			out += fmt.Sprintf(" fields %q", r.Fields)
		}
		if e.typed.documents != nil {
			out += fmt.Sprintf(" documents %v", e.typed.documents)
		}
		if r.Mentions != nil {
			out += fmt.Sprintf(" mentions %v", r.Mentions)
		}
		return out
	case e.press != nil:
		r := e.press.req
		return fmt.Sprintf("press %s %q in %s (private %v) by %q (%s) on %d %q faded %v",
			e.press.id, r.Line, r.Chat.Key(), r.Chat.Private, r.User.Key(), r.Lang, e.press.message, e.press.inline, e.press.faded)
	case e.query != nil:
		r := e.query.req
		return fmt.Sprintf("query %s %q in %s by %q (%s)", e.query.id, r.Line, r.Chat.Key(), r.User.Key(), r.Lang)
	case e.moved != nil:
		return fmt.Sprintf("moved from %s to %s", e.moved.from, e.moved.to)
	}
	var out []string
	for _, what := range []struct{ text, id string }{{"left", e.left}, {"heard", e.heard}, {"changed", strings.TrimSuffix(e.changed.chat+"/"+e.changed.user, "/")}} {
		if what.id != "" {
			out = append(out, what.text+" "+what.id)
		}
	}
	if e.presence != nil {
		out = append(out, fmt.Sprintf("presence %d in %s", e.presence.is, e.presence.chat))
	}
	return cmp.Or(strings.Join(out, ", "), "nothing")
}

func TestRead(t *testing.T) {
	const (
		ann     = `"from":{"id":7,"is_bot":false,"first_name":"Ann","language_code":"en-GB"}`
		private = `"message_id":5,"date":1,"chat":{"id":7,"type":"private"}`
		group   = `"message_id":5,"date":1,"chat":{"id":-9,"type":"supergroup"}`
		channel = `"message_id":5,"date":1,"chat":{"id":-8,"type":"channel"}`
	)
	tests := []struct{ update, want string }{
		{`"message":{` + private + `,` + ann + `,"text":"ascent"}`,
			`typed "ascent" in telegram:7 (private true) by "telegram:7" (en-GB) reply 0 administrator false channel false`},
		{`"message":{` + private + `,` + ann + `,"text":"/film@FilmBot ascent"}`,
			`typed "/film ascent" in telegram:7 (private true) by "telegram:7" (en-GB) reply 0 administrator false channel false`},
		{`"message":{` + private + `,` + ann + `,"text":"/unknown x"}`,
			`typed "/unknown x" in telegram:7 (private true) by "telegram:7" (en-GB) reply 0 administrator false channel false`},
		{`"message":{` + private + `,` + ann + `,"text":"/film@OtherBot ascent"}`, `heard 7`},
		{`"message":{` + private + `,` + ann + `,"text":" \n"}`, `heard 7`},
		{`"message":{` + private + `,` + ann + `,"caption":"/film ascent"}`, `heard 7`},
		{`"message":{` + private + `,` + ann + `,"text":"/film ascent","via_bot":{"id":1,"is_bot":true}}`, `heard 7`},
		{`"message":{` + private + `,` + ann + `,"text":"x","message_thread_id":3,"is_topic_message":true}`,
			`typed "x" in telegram:7/3 (private true) by "telegram:7" (en-GB) reply 0 administrator false channel false`},
		{`"message":{` + group + `,` + ann + `,"text":"/film ascent"}`,
			`typed "/film ascent" in telegram:-9 (private false) by "telegram:7" (en-GB) reply 5 administrator false channel false`},
		{`"message":{` + group + `,` + ann + `,"text":"/FILM@filmbot\nascent"}`,
			`typed "/FILM\nascent" in telegram:-9 (private false) by "telegram:7" (en-GB) reply 5 administrator false channel false`},
		{`"message":{` + group + `,` + ann + `,"text":"/unknown@FilmBot"}`,
			`typed "/unknown" in telegram:-9 (private false) by "telegram:7" (en-GB) reply 5 administrator false channel false`},
		{`"message":{` + group + `,` + ann + `,"text":"/unknown"}`, `heard -9`},
		{`"message":{` + group + `,` + ann + `,"text":"/film/ascent"}`, `heard -9`},
		{`"message":{` + group + `,` + ann + `,"text":"/film@"}`, `heard -9`},
		{`"message":{` + group + `,` + ann + `,"text":"see /film ascent"}`, `heard -9`},
		{`"message":{` + group + `,` + ann + `,"text":"/film x","message_thread_id":3,"is_topic_message":true}`,
			`typed "/film x" in telegram:-9/3 (private false) by "telegram:7" (en-GB) reply 5 administrator false channel false`},
		{`"message":{` + group + `,` + ann + `,"text":"/film x","message_thread_id":3}`,
			`typed "/film x" in telegram:-9 (private false) by "telegram:7" (en-GB) reply 5 administrator false channel false`},
		{`"message":{` + group + `,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-9,"type":"supergroup"},"text":"/film x"}`,
			`typed "/film x" in telegram:-9 (private false) by "" () reply 5 administrator true channel false`},
		{`"message":{` + group + `,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-1,"type":"supergroup"},"text":"/film x"}`, `heard -9`},
		{`"message":{` + group + `,"from":{"id":136817688,"is_bot":true},"sender_chat":{"id":-1,"type":"channel"},"text":"/film x"}`,
			`typed "/film x" in telegram:-9 (private false) by "" () reply 5 administrator false channel false`},
		{`"message":{` + group + `,"from":{"id":3,"is_bot":true},"text":"/film x"}`, `heard -9`},
		{`"message":{` + group + `,"from":{"id":777000},"is_automatic_forward":true,"text":"/film x"}`, `heard -9`},
		{`"message":{` + group + `,"text":"/film x"}`, `heard -9`},
		{`"message":{"message_id":5,"date":1,"chat":{"id":-9,"type":"group"},"migrate_to_chat_id":-100}`, `moved from -9 to -100`},
		{`"message":{` + group + `,"migrate_from_chat_id":-4}`, `moved from -4 to -9`},
		{`"message":{"message_id":5,"date":1}`, `nothing`},
		{`"channel_post":{` + channel + `,"sender_chat":{"id":-8,"type":"channel"},"text":"/film x"}`,
			`typed "/film x" in telegram:-8 (private false) by "" () reply 5 administrator true channel true`},
		{`"channel_post":{` + channel + `,"text":"news"}`, `heard -8`},
		{`"edited_message":{` + private + `,` + ann + `,"text":"ascent"}`, `nothing`},
		{`"callback_query":{"id":"q",` + ann + `,"data":"/film random","chat_instance":"55","message":{` + group + `,"message_thread_id":3,"is_topic_message":true}}`,
			`press q "/film random" in telegram:-9/3 (private false) by "telegram:7" (en-GB) on 5 "" faded false`},
		{`"callback_query":{"id":"q",` + ann + `,"data":"/film random","chat_instance":"55","message":{"message_id":5,"date":0,"chat":{"id":7,"type":"private"}}}`,
			`press q "/film random" in telegram:7 (private true) by "telegram:7" (en-GB) on 5 "" faded true`},
		{`"callback_query":{"id":"q",` + ann + `,"data":"/film random","chat_instance":"55","inline_message_id":"abc"}`,
			`press q "/film random" in telegram:i55 (private false) by "telegram:7" (en-GB) on 0 "abc" faded false`},
		{`"callback_query":{"id":"q",` + ann + `,"data":"/film random"}`,
			`press q "" in : (private false) by "telegram:7" (en-GB) on 0 "" faded false`},
		{`"callback_query":{"id":"q"}`, `press q "" in : (private false) by "" () on 0 "" faded false`},
		{`"inline_query":{"id":"q",` + ann + `,"query":"asc","offset":""}`, `query q "/film asc" in telegram:7 by "telegram:7" (en-GB)`},
		{`"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":{"status":"kicked"}}`, `left 7, changed 7`},
		{`"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":{"status":"member"}}`, `heard 7, changed 7`},
		{`"my_chat_member":{"chat":{"id":-9,"type":"group"},"new_chat_member":{"status":"member"}}`, `heard -9, changed -9, presence 1 in -9`},
		{`"my_chat_member":{"chat":{"id":-9,"type":"channel"},"new_chat_member":{"status":"administrator"}}`, `heard -9, changed -9, presence 1 in -9`},
		{`"my_chat_member":{"chat":{"id":-9,"type":"group"},"new_chat_member":{"status":"left"}}`, `left -9, changed -9, presence 2 in -9`},
		{`"my_chat_member":{"chat":{"id":-9,"type":"supergroup"},"new_chat_member":{"status":"restricted","is_member":true}}`, `heard -9, changed -9, presence 1 in -9`},
		{`"my_chat_member":{"chat":{"id":-9,"type":"supergroup"},"new_chat_member":{"status":"restricted","is_member":false}}`, `left -9, changed -9, presence 2 in -9`},
		{`"chat_member":{"chat":{"id":-9,"type":"supergroup"},"new_chat_member":{"status":"administrator","user":{"id":7}}}`, `changed -9/7`},
		{`"chat_member":{"chat":{"id":-9,"type":"supergroup"},"new_chat_member":{"status":"administrator"}}`, `nothing`},
		{`"poll":{"id":"x"}`, `nothing`},
	}
	for _, tt := range tests {
		raw := `{"update_id":12,` + tt.update + `}`
		id, u, err := decode(json.RawMessage(raw))
		if err != nil || id != 12 {
			t.Fatalf("decode(%s) = %d, %v", raw, id, err)
		}
		if got := describe(testReader.read(u)); got != tt.want {
			t.Errorf("read(%s) =\n%s, want\n%s", tt.update, got, tt.want)
		}
	}
}

// TestReadAnswers reads what answers another message, or has a file.
func TestReadAnswers(t *testing.T) {
	const (
		ann     = `"from":{"id":7,"first_name":"Ann"}`
		begin   = `"message_id":5,"date":1,` + ann + `,"chat":`
		private = begin + `{"id":7,"type":"private"}`
		group   = begin + `{"id":-9,"type":"supergroup"}`
		file    = `"document":{"file_id":"f1","file_name":"films.csv","file_size":12}`
		tag     = `,"entities":[{"type":"bold","offset":3,"length":8},{"type":"text_link","offset":0,"length":2,"url":"https://t.me/filmbot?field=whole&line=%2Fcatalog+draft+k7"}]`
		prompt  = `"reply_to_message":{"message_id":4,"date":1,"chat":{"id":-9,"type":"supergroup"},"from":{"id":99,"is_bot":true},"text":"✍️ The film"` + tag + `}`
		forged  = `"reply_to_message":{"message_id":4,"date":1,"chat":{"id":-9,"type":"supergroup"},"from":{"id":8,"first_name":"Bob","last_name":"B."},"text":"✍️ The film"` + tag + `}`
		other   = `"reply_to_message":{"message_id":4,"date":1,"chat":{"id":-9,"type":"supergroup"},"from":{"id":99,"is_bot":true},"text":"✍️ https://t.me/filmbot?line=/film&field=f","entities":[{"type":"url","offset":3,"length":39}]}`
		typed   = `typed "/catalog draft k7" in telegram:-9 (private false) by "telegram:7" () reply 5 administrator false channel false`
		trust   = `typed "/film trust" in telegram:-9 (private false) by "telegram:7" () reply 5 administrator false channel false`
	)
	tests := []struct{ name, update, want string }{
		{"form", group + `,"text":"The Ascent (1977)\nGenres: war",` + prompt, typed + ` fields map["whole":"The Ascent (1977)\nGenres: war"]`},
		{"form with a file", group + `,` + file + `,` + prompt, typed + ` fields map["whole":""] documents [{f1 films.csv 12}]`},
		{"form with a file and a caption", group + `,"caption":"here",` + file + `,` + prompt, typed + ` fields map["whole":"here"] documents [{f1 films.csv 12}]`},
		{"form with nothing", group + `,` + prompt, `heard -9`},
		{"form with an unknown command", group + `,"text":"/b/ is a title",` + prompt, typed + ` fields map["whole":"/b/ is a title"]`},
		{"form by an anonymous administrator", `"message_id":5,"date":1,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-9,"type":"supergroup"},"chat":{"id":-9,"type":"supergroup"},"text":"x",` + prompt,
			`typed "/catalog draft k7" in telegram:-9 (private false) by "" () reply 5 administrator true channel false fields map["whole":"x"]`},
		{"command", group + `,"text":"/film trust",` + prompt, trust},
		{"command to this bot", group + `,"text":"/film@filmbot trust",` + prompt, trust},
		{"command to another bot", group + `,"text":"/film@otherbot trust",` + prompt, `heard -9`},
		{"forged form", group + `,"text":"x",` + forged, `heard -9`},
		{"no form", group + `,"text":"x",` + other, `heard -9`},
		{"mention by answering", group + `,"text":"/film trust",` + forged, trust + ` mentions [{telegram:8 Bob B.}]`},
		{"mention of a topic's first message", group + `,"message_thread_id":4,"is_topic_message":true,"text":"/film trust",` + forged,
			strings.Replace(trust, "-9 ", "-9/4 ", 1)},
		{"mention within a topic", group + `,"message_thread_id":3,"is_topic_message":true,"text":"/film trust",` + forged,
			strings.Replace(trust, "-9 ", "-9/3 ", 1) + ` mentions [{telegram:8 Bob B.}]`},
		{"mention by name", group + `,"text":"/film trust","entities":[{"type":"text_mention","user":{"id":6,"first_name":"Cy"}},{"type":"mention"},{"type":"text_mention","user":{"id":6,"first_name":"Cy"}},{"type":"text_mention","user":{"id":4,"is_bot":true}}],` + forged,
			trust + ` mentions [{telegram:6 Cy}]`},
		{"mention of a channel", group + `,"text":"/film trust","reply_to_message":{"message_id":4,"chat":{"id":-9,"type":"supergroup"},"from":{"id":777000},"sender_chat":{"id":-1,"type":"channel"}}`, trust},
		{"file", group + `,"caption":"/film trust",` + file, trust + ` documents [{f1 films.csv 12}]`},
		{"file of the message before", group + `,"text":"/film trust","reply_to_message":{"message_id":4,"chat":{"id":-9,"type":"supergroup"},` + ann + `,` + file + `}`,
			trust + ` documents [{f1 films.csv 12}] mentions [{telegram:7 Ann}]`},
		{"file without a line", private + `,` + file, `heard 7`},
		{"file that is not meant", group + `,"caption":"look",` + file, `heard -9`},
	}
	for _, tt := range tests {
		raw := `{"update_id":12,"message":{` + tt.update + `}}`
		_, u, err := decode(json.RawMessage(raw))
		if err != nil {
			t.Fatalf("decode(%s): %v", raw, err)
		}
		if got := describe(testReader.read(u)); got != tt.want {
			t.Errorf("%s: read(%s) =\n%s, want\n%s", tt.name, raw, got, tt.want)
		}
	}
}

func TestReadAnswerInChannel(t *testing.T) {
	const chat = `"chat":{"id":-8,"type":"channel","title":"News"}`
	raw := `{"update_id":12,"channel_post":{"message_id":5,` + chat + `,"author_signature":"Ann","text":"x","reply_to_message":{"message_id":4,` + chat + `,"text":"✍️","entities":[{"type":"text_link","url":"https://t.me/filmbot?field=text&line=%2Ffilm+suggest"}]}}}`
	_, u, err := decode(json.RawMessage(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := `typed "/film suggest" in telegram:-8 (private false) by "" () reply 5 administrator true channel true fields map["text":"x"]`
	if got := describe(testReader.read(u)); got != want {
		t.Errorf("read(%s) =\n%s, want\n%s", raw, got, want)
	}
}

func TestNames(t *testing.T) {
	long := strings.Repeat("ж", 80)
	tests := []struct{ message, want string }{
		{`"from":{"id":7,"first_name":"Ann"}`, "Ann"},
		{`"from":{"id":7,"first_name":"Ann","last_name":"Lee"}`, "Ann Lee"},
		{`"from":{"id":7,"first_name":" \u202eA\nn ","last_name":""}`, "A n"},
		{`"from":{"id":7,"first_name":"` + long + `"}`, strings.Repeat("ж", 63) + "…"},
		{`"from":{"id":1087968824},"sender_chat":{"id":-9,"title":"Club"},"author_signature":"boss"`, "boss"},
		{`"from":{"id":1087968824},"sender_chat":{"id":-9,"title":"Club"}`, "Club"},
		{`"from":{"id":136817688},"sender_chat":{"id":-1,"title":"News"}`, "News"},
	}
	for _, tt := range tests {
		raw := `{"update_id":12,"message":{"message_id":5,"chat":{"id":-9,"type":"supergroup","title":"Film Club"},"text":"/film",` + tt.message + `}}`
		_, u, err := decode(json.RawMessage(raw))
		if err != nil {
			t.Fatalf("decode(%s): %v", raw, err)
		}
		if got := testReader.read(u).typed.req.User.Name; got != tt.want {
			t.Errorf("the name in %s is %q, want %q", tt.message, got, tt.want)
		}
	}
}

func TestSplitCommand(t *testing.T) {
	tests := []struct {
		text, command, name, rest string
		ok                        bool
	}{
		{"/film", "film", "", "", true},
		{"/film ascent", "film", "", " ascent", true},
		{"/film\tascent", "film", "", "\tascent", true},
		{"/film\rascent", "film", "", "\rascent", true},
		{"/film\u00a0ascent", "film", "", "\u00a0ascent", true},
		{"/film\u2003ascent", "film", "", "\u2003ascent", true},
		{"/film\u3000ascent", "film", "", "\u3000ascent", true},
		{"/film@FilmBot\u00a0ascent", "film", "FilmBot", "\u00a0ascent", true},
		{"/film\u200bascent", "", "", "", false},
		{"/film\xc2", "", "", "", false},
		{"/filmé", "", "", "", false},
		{"/film-x", "", "", "", false},
		{"/ film", "", "", "", false},
		{"film", "", "", "", false},
	}
	for _, tt := range tests {
		command, name, rest, ok := splitCommand(tt.text)
		if command != tt.command || name != tt.name || rest != tt.rest || ok != tt.ok {
			t.Errorf("splitCommand(%q) = %q, %q, %q, %v; want %q, %q, %q, %v",
				tt.text, command, name, rest, ok, tt.command, tt.name, tt.rest, tt.ok)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"/film@FilmBot x"}}`)
	f.Add(`{"update_id":1,"callback_query":{"id":"q","from":{"id":1},"data":"x","message":null}}`)
	f.Add(`{"update_id":1,"callback_query":{"id":"q","from":{"id":1},"data":"x","inline_message_id":"i"}}`)
	f.Add(`{"update_id":1,"my_chat_member":{"new_chat_member":{}}}`)
	f.Add(`{"update_id":1,"inline_query":{"from":{}}}`)
	f.Add(`{"update_id":1,"chat_member":{"new_chat_member":{}}}`)
	f.Add(`{"update_id":1,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"x","reply_to_message":{"from":{"id":99},"text":"✍️","entities":[{"type":"text_link","url":"https://t.me/filmbot?field=text&line=%2Ffilm+suggest"}]}}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		id, u, err := decode(json.RawMessage(raw))
		if err == nil && id == 0 {
			t.Error("an update without a number was decoded")
		}
		ev := testReader.read(u)
		if ev.asks() && ev.lane == "" {
			t.Errorf("read(%s) = %s without a lane", raw, describe(ev))
		}
		if ev.typed != nil && blank(ev.typed.req.Line) {
			t.Errorf("read(%s) = %s, a blank line", raw, describe(ev))
		}
	})
}

func FuzzLine(f *testing.F) {
	f.Add("/film@FilmBot ascent", true)
	f.Add("/film@OtherBot", false)
	f.Fuzz(func(t *testing.T, text string, private bool) {
		line, ok := testReader.line(text, private)
		if !ok {
			return
		}
		if want := strings.Replace(text, "@", "", 1); line != text && len(line) >= len(want) {
			t.Errorf("line(%q) = %q, which takes no name out", text, line)
		}
		if !private && !strings.HasPrefix(line, "/") {
			t.Errorf("line(%q) = %q in a group", text, line)
		}
	})
}

package telegram

import (
	"encoding/json"
	"testing"
)

// TestWhispers reads lines and presses in a group and in a private chat.
func TestWhispers(t *testing.T) {
	const ann = `"from":{"id":7,"first_name":"Ann"}`
	for chat, want := range map[string]bool{`{"id":-9,"type":"supergroup"}`: false, `{"id":7,"type":"private"}`: true} {
		for _, update := range []string{
			`"message":{"message_id":5,"date":1,"chat":` + chat + `,` + ann + `,"text":"/film x"}`,
			`"callback_query":{"id":"q",` + ann + `,"data":"/film x","message":{"message_id":5,"date":1,"chat":` + chat + `}}`,
		} {
			_, u, err := decode(json.RawMessage(`{"update_id":12,` + update + `}`))
			if err != nil {
				t.Fatal(err)
			}
			ev := testReader.read(u)
			var got bool
			if ev.typed != nil {
				got = ev.typed.req.Whispers
			} else {
				got = ev.press.req.Whispers
			}
			if got != want {
				t.Errorf("read(%s).Whispers = %v, want %v", update, got, want)
			}
		}
	}
}

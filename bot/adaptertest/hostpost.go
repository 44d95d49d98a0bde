package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
)

// post posts a reply in the group.
func post(t *testing.T, b HostBench, r bot.Reply) bot.Message {
	t.Helper()
	m, err := b.Adapter().Post(context.Background(), b.Group(), r)
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	return m
}

// times is how often the group shows a text.
func times(b HostBench, text string) int { return strings.Count(b.Screen(), text) }

func testPostByName(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	r := bot.Reply{Text: "the ballot", Once: "Zk3-round-7.ballot.0_x/+a"}
	first := post(t, b, r)
	b.Restart()
	again, err := b.Adapter().Post(context.Background(), b.Group(), r)
	switch recognised := b.Adapter().Recognises(b.Group().Platform) > 0; {
	case err != nil:
		t.Errorf("Post under the same name: %v", err)
	case recognised && again != first:
		t.Errorf("Post under the same name = %v, want %v", again, first)
	case recognised && times(b, "the ballot") != 1:
		t.Errorf("the group shows the post %d times, want once", times(b, "the ballot"))
	}
	r.Once = "another"
	if other := post(t, b, r); other.ID == first.ID {
		t.Error("Post under another name posts nothing")
	}
	for range 2 {
		before := times(b, "no name")
		post(t, b, bot.Reply{Text: "no name"})
		if n := times(b, "no name"); n != before+1 {
			t.Errorf("the group shows %d posts without a name, want %d", n, before+1)
		}
	}
}

func testLostAnswer(t *testing.T, p HostPlatform) {
	if !p.Loses {
		t.Skip("no answer is ever lost")
	}
	b := p.begin(t)
	for i, once := range []string{"k7h2k9.opening", ""} {
		text := fmt.Sprint("an announcement, number ", i)
		b.LoseAnswer()
		m, err := b.Adapter().Post(context.Background(), b.Group(), bot.Reply{Text: text, Once: once})
		if n := times(b, text); n != 1 {
			t.Errorf("the group shows the post with the name %q %d times, want once", once, n)
		}
		switch {
		case err == nil && b.Look(m).Text != text:
			t.Errorf("Post = a message that reads %q, want %q", b.Look(m).Text, text)
		case err == nil || errors.Is(err, bot.ErrUnsure) && b.Adapter().Recognises(b.Group().Platform) == 0:
		default:
			t.Errorf("Post with the name %q: %v", once, err)
		}
	}
	post(t, b, bot.Reply{Text: "more"})
}

func testPostsAtOnce(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			text := fmt.Sprint("news ", i)
			m, err := b.Adapter().Post(context.Background(), b.Group(), bot.Reply{Text: text})
			if err != nil {
				t.Errorf("Post: %v", err)
				return
			}
			if p.InPlace && b.Look(m).Text != text {
				t.Errorf("Post = a message that reads %q, want %q", b.Look(m).Text, text)
			}
		})
	}
	wg.Wait()
	for i := range 3 {
		if n := times(b, fmt.Sprint("news ", i)); n != 1 {
			t.Errorf("the group shows post %d %d times, want once", i, n)
		}
	}
}

func testSilent(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	quiet := post(t, b, bot.Reply{Text: "a quiet word", Silent: true})
	loud := post(t, b, bot.Reply{Text: "a loud word"})
	if times(b, "a quiet word") != 1 {
		t.Error("a silent post is not shown")
	}
	if !p.Silences {
		return
	}
	if !b.Silent(quiet) {
		t.Error("a silent post makes a sound")
	}
	if b.Silent(loud) {
		t.Error("a post makes no sound")
	}
}

func testCall(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	r := bot.Reply{Text: "Vote! " + hostile, Silent: p.Silences, Once: "call"}
	if p.Roles {
		r.Ping = b.Role()
	}
	m := post(t, b, r)
	if p.InPlace {
		wantInOrder(t, b.Look(m).Text, "Vote! ", visible(hostile))
	}
	if !p.Roles {
		return
	}
	if got, want := b.Called(m), []string{b.Role()}; !slices.Equal(got, want) {
		t.Errorf("the post calls %q, want only %q", got, want)
	}
	r.Text = strings.Repeat("Ж😀 ", 4000)
	if got, want := b.Called(post(t, b, bot.Reply{Text: r.Text, Ping: r.Ping})), []string{b.Role()}; !slices.Equal(got, want) {
		t.Errorf("a long post calls %q, want only %q", got, want)
	}
	if got := b.Called(post(t, b, bot.Reply{Cards: []bot.Card{ascent}, Ping: r.Ping})); len(got) != 1 {
		t.Errorf("a post without a text calls %q, want only the role", got)
	}
}

func testCallNobody(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	for _, key := range []string{"", "nowhere:role:1", "nowhere:1"} {
		m := post(t, b, bot.Reply{Text: "Vote! " + hostile, Ping: key})
		if !p.Roles {
			continue
		}
		if got := b.Called(m); len(got) > 0 {
			t.Errorf("a post for %q calls %q, want nobody", key, got)
		}
	}
}

// evenings are moments whose words need care: markup, a repetition, a text that
// does not occur, a time that was named before.
var evenings = []bot.Moment{
	{Text: "Friday, 27 November, 20:00 (Europe/Berlin)", At: time.Unix(1795806000, 0)},
	{Text: "*soon* <b>", At: time.Unix(1795892400, 0)},
	{Text: "never said", At: time.Unix(1, 0)},
	{Text: "*soon* <b>", At: time.Unix(1796410800, 0), Full: true},
	{Text: "27 November", At: time.Unix(1795806000, 0)},
}

const eveningText = "The vote ends on Friday, 27 November, 20:00 (Europe/Berlin).\nThen *soon* <b>, and once more *soon* <b>! Until 27 November."

// untilItsEnd is what a message shows of a moment's words in one piece: the time may
// stand in their parentheses.
func untilItsEnd(m bot.Moment) string { return strings.TrimSuffix(m.Text, ")") }

// wantEvenings fails unless a message shows the text with its moments.
func wantEvenings(t *testing.T, p HostPlatform, b HostBench, m bot.Message) {
	t.Helper()
	if p.InPlace {
		wantInOrder(t, b.Look(m).Text, "The vote ends on", untilItsEnd(evenings[0]), "Then ", "*soon* <b>", ", and once more ", "*soon* <b>", "! Until 27 November.")
	}
	if !p.Clocks {
		return
	}
	want := []int64{evenings[0].At.Unix(), evenings[1].At.Unix(), evenings[3].At.Unix()}
	var got []int64
	for _, at := range b.Clocks(m) {
		got = append(got, at.Unix())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the message shows the times %d, want %d", got, want)
	}
}

func testMoments(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	r := bot.Reply{Text: eveningText, Moments: evenings}
	m := post(t, b, r)
	wantEvenings(t, p, b, m)
	if err := b.Adapter().Edit(context.Background(), m, bot.Reply{Text: "Over."}); err != nil {
		t.Errorf("Edit: %v", err)
	}
	if p.Clocks && len(b.Clocks(m)) > 0 {
		t.Errorf("after an edit the message shows %v", b.Clocks(m))
	}
	if !p.InPlace {
		return
	}
	if err := b.Adapter().Edit(context.Background(), m, r); err != nil {
		t.Errorf("Edit: %v", err)
	}
	wantEvenings(t, p, b, m)
}

func testMomentsInAnswer(t *testing.T, p HostPlatform) {
	b := p.Start(t, say(bot.Reply{Text: eveningText, Moments: evenings}))
	got := b.Say("ann", "/film x")
	wantInOrder(t, got.Text, "The vote ends on", untilItsEnd(evenings[0]), "Then ", "*soon* <b>")
	if p.Clocks {
		wantEvenings(t, p, b, got.Message)
	}
}

func testWhisperOnPost(t *testing.T, p HostPlatform) {
	if !p.InPlace {
		t.Skip("the button of a post is not one that stays")
	}
	s := say(bot.Reply{Text: "Your vote is in.", Private: true})
	b := p.Start(t, s)
	b.Say("ann", "/film x")
	m := post(t, b, bot.Reply{Text: "the ballot", Buttons: []bot.Button{{Label: "The Ascent", Line: "/week for #sm2"}}})
	for _, who := range []string{"bob", "ann", "bob"} {
		got := b.Press(who, b.Look(m), 0)
		if got.Text != "Your vote is in." || p.Whispers && !got.Private {
			t.Errorf("answer = %q, private %v; want %q, private", got.Text, got.Private, "Your vote is in.")
		}
		if req := s.last(t, 0); !req.Pressed || req.Line != "/week for #sm2" {
			t.Errorf("request = %q, pressed %v; want %q, pressed", req.Line, req.Pressed, "/week for #sm2")
		}
		if still := b.Look(m); still.Text != "the ballot" || len(still.Buttons) != 1 {
			t.Errorf("the post became %q with %q", still.Text, still.Buttons)
		}
	}
}

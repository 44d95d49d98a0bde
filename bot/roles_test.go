package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"filmbot/bot"
)

// people are everybody that a line may come from, in the club of the group "den",
// which the group "annex" has joined.
var people = []struct {
	name string
	may  string // the roles that the person has
	user bot.User
	chat bot.Chat
	// standing by chat
	standing map[string]bot.Standing
}{
	{"member", "", user("bob"), den, nil},
	{"nameless member", "", user(""), den, nil},
	{"administrator", "moderator administrator", user("ann"), den, at("den", admin)},
	{"anonymous administrator", "moderator administrator", user(""), den, at("den", admin)},
	{"administrator of the joined chat", "moderator administrator", user("eve"), den, at("annex", admin)},
	{"administrator elsewhere", "", user("zoe"), den, at("elsewhere", admin)},
	{"named moderator", "moderator", user("mod"), den, nil},
	{"holder of a named role", "moderator", user("rob"), den, at("den", bot.Standing{Roles: []string{"test:role:7"}})},
	{"holder of another role", "", user("rob"), den, at("den", bot.Standing{Roles: []string{"test:role:8"}})},
	{"editor", "editor", user("ed"), den, nil},
	{"editor and administrator", "moderator administrator editor", user("ed"), den, at("den", admin)},
	{"somebody in private", "moderator administrator", user("bob"), bot.Chat{Platform: "test", ID: "bob", Private: true}, nil},
	{"named moderator in a foreign club", "", user("mod"), bot.Chat{Platform: "test", ID: "other"}, nil},
}

var (
	den   = bot.Chat{Platform: "test", ID: "den"}
	admin = bot.Standing{Administrator: true}
)

func user(id string) bot.User { return bot.User{Platform: "test", ID: id, Name: id} }

func at(chat string, s bot.Standing) map[string]bot.Standing { return map[string]bot.Standing{chat: s} }

// roleOfLine is who may give each line, as DESIGN has it. Lines of buttons and
// forms are among them; those of drafts ask for the role when there is a draft.
var roleOfLine = map[string]string{
	"/film random": "", "/film like ascent": "", "/film list": "", "/film seen ascent": "", "/film unseen ascent": "", "/film ascent": "",
	"/film suggest": "", "/film takeback x": "", "/help": "", "/start": "", "/privacy": "", "/privacy delete": "",
	"/catalog": "moderator", "/catalog add": "moderator", "/catalog edit ascent": "moderator", "/catalog remove ascent": "moderator",
	"/catalog restore": "moderator", "/catalog log": "moderator", "/catalog undo 1": "moderator", "/catalog import": "moderator",
	"/catalog export": "moderator", "/catalog review": "moderator", "/catalog approve x": "moderator", "/catalog decline x": "moderator",
	"/catalog revise x": "moderator", "/catalog publish ascent": "editor", "/catalog withdraw ascent": "editor",
	"/catalog log shared": "editor", "/catalog undo shared 1": "editor",
	"/club": "moderator", "/club show": "moderator", "/club join": "administrator", "/club part test:annex": "administrator", "/club join ABCD-EFGH": "moderator", "/club leave": "moderator",
	"/club language en": "moderator", "/club zone UTC": "moderator", "/club review off": "moderator",
	"/club collection soviet-mountain on": "moderator", "/club moderator": "administrator", "/club dismiss test:nobody": "administrator",
	"/week": "", "/week show": "", "/week nominate ascent": "", "/week withdraw": "", "/week vote": "", "/week coming": "", "/week rate 8": "",
	"/week history": "", "/week why": "", "/week ritual x": "", "/week setup": "moderator", "/week here": "moderator", "/week call": "moderator",
	"/week start": "moderator", "/week pick ascent": "moderator", "/week skip": "moderator", "/week pause": "moderator", "/week resume": "moderator",
	"/week close": "moderator", "/week extend": "moderator", "/week date friday": "moderator", "/week watched": "moderator", "/week fell": "moderator",
	"/week undo": "moderator", "/week stop": "moderator", "/week again 1.abc 1 x": "moderator",
	"/draft form x": "", "/draft fill x": "", "/draft save x": "", "/draft cancel x": "",
}

// TestRoles tries every line as every person.
func TestRoles(t *testing.T) {
	for _, person := range people {
		b := clubOfTwo(t)
		for line, wanted := range roleOfLine {
			allowed := true
			for role := range strings.FieldsSeq(wanted) {
				allowed = allowed && slices.Contains(strings.Fields(person.may), role)
			}
			r := b.Handle(t.Context(), bot.Request{
				Line: line, User: person.user, Chat: person.chat, Lang: "en",
				Standing: func(_ context.Context, chat bot.Chat) (bot.Standing, error) { return person.standing[chat.ID], nil },
			})
			refused := r.Private && strings.Contains(r.Text, " is for th") && len(r.Buttons) == 0
			if refused == allowed {
				t.Errorf("%s gives %s, which asks for %q: refused = %v; the answer: %q", person.name, line, wanted, refused, r.Text)
			}
		}
	}
}

// TestRolesKnowEveryLine checks that no row of the table is missing from the
// lines above.
func TestRolesKnowEveryLine(t *testing.T) {
	given := make(map[string]bool)
	for line := range roleOfLine {
		words := strings.Fields(line)
		given[words[0]] = true
		if len(words) > 1 {
			given[words[0]+" "+words[1]] = true
		}
	}
	for _, line := range bot.RowLines() {
		if !given[line] {
			t.Errorf("nobody tries %s", line)
		}
	}
}

// clubOfTwo is a bot with the club of people's chats.
func clubOfTwo(t *testing.T) *bot.Bot {
	t.Helper()
	store := newMemory()
	b, err := bot.New(bot.Config{Collections: collections(t), Store: store, Log: slog.New(slog.DiscardHandler), Editors: []string{"test:ed"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Home(t.Context(), []string{"test:den", "test:annex"}); err != nil {
		t.Fatal(err)
	}
	_, err = store.Adjust(t.Context(), "test:den", func(s *bot.Settings) {
		s.Moderators = []bot.Mention{{Key: "test:mod", Name: "Mod"}, {Key: "test:role:7", Name: "Keepers"}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRoleWithoutAnswer lets the platform fail: nobody is let in for that.
func TestRoleWithoutAnswer(t *testing.T) {
	b := clubOfTwo(t)
	r := b.Handle(t.Context(), bot.Request{
		Line: "/catalog add", User: user("ann"), Chat: den,
		Standing: func(context.Context, bot.Chat) (bot.Standing, error) {
			return bot.Standing{Administrator: true}, fmt.Errorf("no answer")
		},
	})
	if r.Form != nil || !r.Private {
		t.Errorf("an administrator whom the platform does not confirm is answered %+v", r)
	}
}

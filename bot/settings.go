package bot

import (
	"context"
	"slices"
	"strings"
	"time"
)

// showClub answers "/club" with the club's settings, each with what changes it.
func (b *Bot) showClub(ctx context.Context, c *call) Reply {
	if c.argument != "" {
		return b.verbs(ctx, c)
	}
	b.learn(ctx, c, c.namedInSettings()...)
	var t strings.Builder
	line := func(id, value, how string) { t.WriteString("\n" + c.say(id) + ": " + value + " — " + how) }
	t.WriteString(c.some("club.intro", len(c.places)))
	line("club.language", c.languageName(c.settings.Language), "/club language")
	line("club.zone", c.zoneName(b.now()), "/club zone")
	if !c.Chat.Private {
		line("club.film", c.weekPlace(), "/week setup")
		line("club.review", c.chatName(c.settings.Review), "/club review")
		line("club.moderators", c.moderatorNames(), "/club moderator")
	}
	for _, name := range b.collectionNames() {
		state := "club.on"
		if slices.Contains(c.settings.Off, name) {
			state = "club.off"
		}
		line("collection."+name, c.say(state), "/club collection "+name)
	}
	if !c.Chat.Private {
		t.WriteString("\n\n" + c.say("club.joining"))
	}
	log := Button{Label: c.say("button.changes"), Line: "/catalog log"}
	return Reply{Text: t.String(), Private: true, Buttons: append([]Button{log}, c.partButtons()...)}
}

// namedInSettings are the addresses of the chats that "/club" names.
func (c *call) namedInSettings() []string {
	chats := c.weekChats()
	chats = append(chats[:min(len(chats), mostNamed)], c.settings.Review)
	return append(chats, c.placesElsewhere()...)
}

// weekPlace says where the film of the week is posted.
func (c *call) weekPlace() string {
	chats := c.weekChats()
	switch {
	case c.settings.Ritual == nil:
		return c.say("club.filmless")
	case len(chats) == 0:
		return c.say("club.nowhere")
	}
	return c.chatNames(chats)
}

// adjust changes the club's settings and says the text that tell makes of them.
func (b *Bot) adjust(ctx context.Context, c *call, change func(*Settings), tell func() string) Reply {
	settings, err := b.store.Adjust(ctx, c.id, change)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	b.clubs.changed(c.id, 0)
	after := *c.club
	after.settings = settings
	c.club = &after
	if settings.Language != "" {
		c.speech = b.texts.in(settings.Language, b.language)
	}
	return Reply{Text: tell(), Private: !c.Pressed, Replace: c.Pressed}
}

// off is what people say to turn a setting off.
func off(word string) bool {
	return slices.Contains([]string{"off", "none", "no", "-", "нет", "выкл", "убрать"}, strings.ToLower(word))
}

// setLanguage answers "/club language [en|ru|off]".
func (b *Bot) setLanguage(ctx context.Context, c *call) Reply {
	lang, known := languageOf(c.argument)
	if !known {
		r := c.refuse(c.say("club.whichlanguage"))
		for _, l := range Languages {
			r.Buttons = append(r.Buttons, Button{Label: c.languageName(l), Line: join(c.row.line(), l)})
		}
		r.Buttons = append(r.Buttons, Button{Label: c.languageName(""), Line: join(c.row.line(), "off")})
		return r
	}
	return b.adjust(ctx, c, func(s *Settings) { s.Language = lang }, func() string {
		return c.say("club.saidlanguage", "Language", c.languageName(lang))
	})
}

// languageOf reads the name of a language, in any of the languages.
func languageOf(word string) (lang string, known bool) {
	word = strings.ToLower(word)
	names := map[string][]string{"en": {"en", "english", "английский"}, "ru": {"ru", "russian", "русский"}}
	for lang, said := range names {
		if slices.Contains(said, word) {
			return lang, true
		}
	}
	return "", off(word)
}

func (b *Bot) suggestLanguages(_ context.Context, c *call) []Choice {
	var out []Choice
	for _, lang := range append(slices.Clone(Languages), "") {
		line := join(c.row.line(), orElse(lang, "off"))
		out = append(out, Choice{Label: c.languageName(lang), Line: line, Typed: line})
	}
	return out
}

// languageName is a language in itself, and everybody's own for none.
func (s *speech) languageName(lang string) string {
	if lang == "" {
		return s.say("club.everybodys")
	}
	return map[string]string{"en": "English", "ru": "Русский"}[lang]
}

// setReview answers "/club review [off]": suggestions that wait go to this chat.
func (b *Bot) setReview(ctx context.Context, c *call) Reply {
	key := c.Chat.Address()
	switch {
	case off(c.argument):
		key = ""
	case c.argument != "" && !here(c.argument):
		return c.refuse(c.say("club.hereoroff", "Line", c.row.line()))
	}
	return b.adjust(ctx, c, func(s *Settings) { s.Review = key }, func() string {
		return c.say("club.review") + ": " + c.chatName(key)
	})
}

func (b *Bot) suggestHere(_ context.Context, c *call) []Choice {
	on, off := join(c.row.line(), "here"), join(c.row.line(), "off")
	return []Choice{{Label: c.say("club.here"), Line: on, Typed: on}, {Label: c.say("club.nowhere"), Line: off, Typed: off}}
}

func here(word string) bool {
	return slices.Contains([]string{"here", "on", "здесь", "сюда", "тут"}, strings.ToLower(word))
}

// chatName tells a chat as its people know it: this one, or another, by its name where
// that was found out.
func (c *call) chatName(key string) string {
	switch key {
	case "":
		return c.say("club.nowhere")
	case c.Chat.Address():
		return c.say("club.here")
	}
	at := ChatOf(key)
	if !slices.Contains(c.places, at.Place()) {
		return c.say("club.nowhere") // it has left the club
	}
	return orElse(c.names[key], c.say("club.elsewhere", "Chat", platformName(at.Platform)))
}

// setCollection answers "/club collection <name> [on|off]": without a word after
// the name it turns the other way.
func (b *Bot) setCollection(ctx context.Context, c *call) Reply {
	name, word := cutWord(strings.ToLower(c.argument))
	turnOff := !slices.Contains(c.settings.Off, name)
	if word != "" {
		turnOff = off(word)
	}
	if !slices.Contains(b.collectionNames(), name) || word != "" && !turnOff && !here(word) {
		return b.whichCollection(c)
	}
	r := b.adjust(ctx, c, func(s *Settings) {
		s.Off = slices.DeleteFunc(slices.Clone(s.Off), func(n string) bool { return n == name })
		if turnOff {
			s.Off = append(s.Off, name)
		}
	}, func() string {
		if turnOff {
			return c.say("club.turnedoff", "Title", c.say("collection."+name))
		}
		return c.say("club.turnedon", "Title", c.say("collection."+name))
	})
	if slices.Contains(c.settings.Off, name) == turnOff {
		r.Buttons = []Button{b.turnButton(c, name)}
	}
	return r
}

// whichCollection offers the collections, each to be turned the other way.
func (b *Bot) whichCollection(c *call) Reply {
	r := c.refuse(c.say("club.whichcollection"))
	for _, name := range b.collectionNames() {
		r.Buttons = append(r.Buttons, b.turnButton(c, name))
	}
	return r
}

// turnButton turns a collection the other way.
func (b *Bot) turnButton(c *call, name string) Button {
	turn, word := "button.turnoff", "off"
	if slices.Contains(c.settings.Off, name) {
		turn, word = "button.turnon", "on"
	}
	return Button{Label: c.say(turn, "Title", c.say("collection."+name)), Line: join(c.row.line(), name, word)}
}

// collectionNames are what a club can turn off.
func (b *Bot) collectionNames() []string {
	var names []string
	for _, c := range b.clubs.collections {
		names = append(names, c.Name)
	}
	return append(names, publishedName)
}

func (b *Bot) suggestCollections(_ context.Context, c *call) []Choice {
	var out []Choice
	for _, name := range b.collectionNames() {
		if strings.HasPrefix(name, strings.ToLower(strings.TrimSpace(c.argument))) {
			line := join(c.row.line(), name)
			out = append(out, Choice{Label: c.say("collection." + name), Line: line, Typed: line})
		}
	}
	return out
}

// zoneName is the club's time zone with the time that it is there.
func (c *call) zoneName(now time.Time) string {
	name := c.settings.Zone
	if name == "" {
		name = "UTC"
	}
	return name + " (" + now.In(zoneOf(c.settings)).Format("15:04") + ")"
}

// platformName is how people write a platform.
func platformName(platform string) string {
	if platform == "" {
		return ""
	}
	return strings.ToUpper(platform[:1]) + platform[1:]
}

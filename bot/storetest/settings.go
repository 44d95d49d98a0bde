package storetest

import (
	"context"
	"slices"

	"filmbot/bot"
)

var settingsTests = []test{
	{"adjust", testAdjust},
	{"adjust to what is there", testAdjustNothing},
	{"adjust keeps texts exactly", testAdjustTexts},
	{"adjust survives a panic", testAdjustPanic},
	{"adjust while cancelled", testAdjustCancelled},
}

// everything is settings in which nothing is left out.
func everything() bot.Settings {
	return bot.Settings{
		Language: "ru", Zone: "Europe/Berlin", Review: mountain + "/7",
		Moderators: []bot.Mention{{Key: "telegram:2", Name: "Bob"}, {Key: "discord:role:5", Name: "@Guides"}},
		Off:        []string{"soviet-mountain"},
		Ritual:     ritual(mountain, "discord:9@7"),
	}
}

func (b *bench) adjust(s Store, club string, change func(*bot.Settings)) bot.Settings {
	b.Helper()
	settings, err := s.Adjust(b.Context(), club, change)
	if err != nil {
		b.Fatalf("Adjust(%q): %v", club, err)
	}
	b.wantSame("what Adjust returned", settings, b.club(s, club).Settings)
	return settings
}

// set gives a club settings.
func (b *bench) set(s Store, club string, to bot.Settings) {
	b.Helper()
	b.adjust(s, club, func(settings *bot.Settings) { *settings = to })
}

func (b *bench) wantSettings(s Store, club string, want bot.Settings) {
	b.Helper()
	b.wantSame("the settings of "+club, b.club(s, club).Settings, want)
}

func testAdjust(b *bench) {
	s := b.open()
	b.set(s, mountain, everything())
	b.wantSettings(s, mountain, everything())
	b.wantSettings(s, river, bot.Settings{})
	first := b.club(s, mountain).Revision
	if first <= 0 {
		b.Errorf("the revision after a change of the settings is %d", first)
	}

	var found bot.Settings
	b.adjust(s, mountain, func(settings *bot.Settings) {
		found = *settings
		found.Moderators = slices.Clone(settings.Moderators)
		settings.Language = ""
		settings.Moderators[0].Name = "Bobby"
		settings.Off = append(settings.Off, "another")
	})
	b.wantSame("what Adjust was given", found, everything())
	want := everything()
	want.Language, want.Moderators[0].Name, want.Off = "", "Bobby", append(want.Off, "another")
	b.wantSettings(s, mountain, want)
	second := b.club(s, mountain).Revision
	if second <= first {
		b.Errorf("the revision went from %d to %d", first, second)
	}
	b.set(s, mountain, bot.Settings{})
	b.wantSettings(s, mountain, bot.Settings{})
	b.wantChanges(s, mountain, "", 0, 10)
	if c := b.add(s, mountain, "f1", "one"); c.Number != 1 {
		b.Errorf("the first change of the catalog has the number %d", c.Number)
	}
}

func testAdjustNothing(b *bench) {
	s := b.open()
	b.adjust(s, mountain, func(*bot.Settings) {})
	b.wantRevision(s, mountain, 0)
	b.set(s, mountain, everything())
	before := b.club(s, mountain)
	b.set(s, mountain, everything())
	b.adjust(s, mountain, func(settings *bot.Settings) { settings.Off = append(settings.Off[:0], settings.Off...) })
	b.wantUnchanged(s, before)
}

func testAdjustTexts(b *bench) {
	s := b.open()
	for _, text := range texts {
		want := bot.Settings{Language: text, Zone: text, Review: text, Moderators: []bot.Mention{{Key: text, Name: text}}, Off: []string{text}}
		b.set(s, text, want)
		b.wantSettings(s, text, want)
	}
}

func testAdjustPanic(b *bench) {
	s := b.open()
	func() {
		defer func() {
			if recover() == nil {
				b.Error("Adjust swallowed a panic")
			}
		}()
		_, _ = s.Adjust(b.Context(), mountain, func(settings *bot.Settings) {
			settings.Language = "ru"
			panic("a mistake")
		})
	}()
	b.wantSettings(s, mountain, bot.Settings{})
	b.set(s, mountain, everything())
}

func testAdjustCancelled(b *bench) {
	s := b.open()
	b.set(s, mountain, everything())
	before := b.club(s, mountain)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	_, err := s.Adjust(ctx, mountain, func(settings *bot.Settings) {
		cancel()
		settings.Language = "en"
	})
	b.wantErr("Adjust", err, context.Canceled)
	b.wantUnchanged(s, before)
}

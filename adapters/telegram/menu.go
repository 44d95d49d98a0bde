package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxCommandDescription is a limit of
// https://core.telegram.org/bots/api#botcommand.
const maxCommandDescription = 256

// fallbackLanguage is what people see whose language has no menu of its own.
const fallbackLanguage = "en"

// A menu is the commands that Telegram offers in some chats to people of some
// language: the parameters of setMyCommands.
type menu struct {
	Commands []menuItem `json:"commands"`
	Scope    scope      `json:"scope"`
	Language string     `json:"language_code"`
}

// menuItem is Telegram's BotCommand.
type menuItem struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// scope is Telegram's BotCommandScope.
type scope struct {
	Type string `json:"type"`
}

// menus are what is to be registered for the commands. The greeting is offered
// in private chats only, where people are greeted, and what only moderators can
// use, where others would see it, to administrators: Telegram knows no other
// moderators. In private chats everybody sees it, for there it knows nobody.
func menus(commands []bot.Command) []menu {
	talk := slices.DeleteFunc(slices.Clone(commands), func(c bot.Command) bool { return c.Greeting })
	ordinary := slices.DeleteFunc(slices.Clone(talk), func(c bot.Command) bool { return c.Moderators })
	var out []menu
	for _, lang := range languages(commands) {
		out = append(out,
			newMenu(ordinary, "default", lang),
			newMenu(talk, "all_chat_administrators", lang),
			newMenu(commands, "all_private_chats", lang))
	}
	return out
}

func newMenu(commands []bot.Command, in, lang string) menu {
	m := menu{Commands: []menuItem{}, Scope: scope{in}, Language: lang}
	if lang == fallbackLanguage {
		m.Language = ""
	}
	for _, c := range commands {
		text := c.Descriptions[lang]
		if blank(text) {
			text = c.Descriptions[fallbackLanguage]
		}
		m.Commands = append(m.Commands, menuItem{c.Name, shown(cut(cleanLine(text), maxCommandDescription))})
	}
	return m
}

// languages are those that descriptions are given in, the fallback first.
// Telegram takes two-letter codes.
func languages(commands []bot.Command) []string {
	found := map[string]bool{}
	for _, c := range commands {
		for lang := range c.Descriptions {
			found[lang] = len(lang) == 2 && lang != fallbackLanguage
		}
	}
	maps.DeleteFunc(found, func(_ string, other bool) bool { return !other })
	return append([]string{fallbackLanguage}, slices.Sorted(maps.Keys(found))...)
}

// registerCommands puts the commands into Telegram's menus unless they are there
// as far as the notebook knows. It tries until that is done or ctx is.
func (a *Adapter) registerCommands(ctx context.Context, self int64) {
	if len(a.commands) == 0 {
		return
	}
	all := menus(a.commands)
	sum := sha256.Sum256([]byte(encode(all)))
	hash := hex.EncodeToString(sum[:])
	key := "telegram:commands:" + formatID(self)
	if noted, err := a.noted(ctx, key); err != nil || noted == hash {
		return
	}
	wait := newBackoff()
	for _, m := range all {
		for !a.register(ctx, m, wait) {
			if ctx.Err() != nil {
				return
			}
		}
	}
	a.log.InfoContext(ctx, "commands registered")
	if a.notebook == nil {
		return
	}
	if err := a.notebook.SetNote(ctx, key, hash); err != nil {
		a.log.WarnContext(ctx, "it could not be noted that commands are registered", "err", err)
	}
}

// noted looks into the notebook until it can be read. The error is that of ctx.
func (a *Adapter) noted(ctx context.Context, key string) (string, error) {
	if a.notebook == nil {
		return "", nil
	}
	for wait := newBackoff(); ; {
		noted, err := a.notebook.Note(ctx, key)
		if err == nil {
			return noted, nil
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		pause := wait.next()
		a.log.WarnContext(ctx, "it could not be looked up whether commands are registered; trying again", "wait", pause, "err", err)
		if err := sleep(ctx, pause); err != nil {
			return "", err
		}
	}
}

// register registers a menu. It reports false after waiting where that failed.
func (a *Adapter) register(ctx context.Context, m menu, wait *backoff) bool {
	params := tgbotapi.Params{"commands": encode(m.Commands), "scope": encode(m.Scope)}
	params.AddNonEmpty("language_code", m.Language)
	_, err := a.do(ctx, nil, call{method: "setMyCommands", params: params, harmless: true})
	if err == nil {
		return true
	}
	if ctx.Err() == nil {
		a.log.WarnContext(ctx, "commands could not be registered; trying again", "err", err)
		_ = sleep(ctx, wait.next())
	}
	return false
}

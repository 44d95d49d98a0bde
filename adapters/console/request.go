package console

import (
	"context"
	"strconv"
	"strings"

	"filmbot/bot"
)

func (a *Adapter) request(line string) bot.Request {
	req := bot.Request{
		Line: line,
		User: bot.User{Platform: chat.Platform, ID: "local", Name: a.config.Name},
		Chat: chat,
		Lang: a.config.Lang,
		// Nobody else is at the console.
		Whispers: true,
		Standing: func(_ context.Context, at bot.Chat) (bot.Standing, error) {
			return bot.Standing{Administrator: at.Place() == chat.Place()}, nil
		},
	}
	if a.config.Terminal {
		req.Progress = func(_ context.Context, text string) {
			_ = a.write(wrap(clean(text), a.config.Width, "") + "\n")
		}
	}
	return req
}

// typed is the request that a typed line makes.
func (a *Adapter) typed(line string) bot.Request {
	req := a.request(line)
	if pressed, ok := a.pressed(line); ok {
		req.Line, req.Pressed = pressed, true
		return req
	}
	if command, file, ok := a.attached(line); ok {
		req.Line, req.Files = command, []bot.File{file}
	}
	return req
}

// pressed returns the line that a number stands for.
func (a *Adapter) pressed(line string) (string, bool) {
	line = strings.TrimSpace(line)
	n, err := strconv.Atoi(line)
	if err != nil || strconv.Itoa(n) != line {
		return "", false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if n < 1 || n > len(a.pressable) {
		return "", false
	}
	return a.pressable[n-1], true
}

// complete returns the lines that the part of a line may become.
func (a *Adapter) complete(ctx context.Context, h bot.Handler, line string) []string {
	if _, path, ok := a.beforeFile(line); ok && strings.HasSuffix(line, " "+path) {
		return a.completePath(line, path)
	}
	var choices []bot.Choice
	a.guard(func() { choices = h.Suggest(ctx, a.request(line)) })
	var out []string
	for _, c := range choices {
		if typed := cleanLine(c.Typed); typed != "" {
			out = append(out, typed)
		}
	}
	return out
}

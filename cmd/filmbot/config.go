package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/joho/godotenv"

	"filmbot/bot"
)

// config is the settings, read once.
type config struct {
	DiscordToken, DiscordURL   string
	TelegramToken, TelegramURL string
	Database                   string
	HTTPAddr                   string
	// Home are the keys of the places that are one club from the start.
	Home []string
	// Editors are the keys of the users who may change the shared catalog.
	Editors   []string
	Language  string
	LogLevel  slog.Level
	LogFormat string
	// Strange are names in the file .env that are no settings.
	Strange []string
}

// A setting is one variable of the environment.
type setting struct {
	name     string
	fallback string
	// read takes the value over; its error says what the value should be.
	read func(c *config, value string) error
}

// settings are all variables that filmbot reads. The file .env.example explains
// each of them.
var settings = []setting{
	{"DISCORD_TOKEN", "", func(c *config, v string) error { c.DiscordToken = v; return nil }},
	{"DISCORD_API_URL", "https://discord.com", func(c *config, v string) error { return readURL(&c.DiscordURL, v) }},
	{"TELEGRAM_TOKEN", "", func(c *config, v string) error {
		return readMatch(&c.TelegramToken, v, telegramToken, "should be what @BotFather gives, like 123456:ABC-def")
	}},
	{"TELEGRAM_API_URL", "https://api.telegram.org", func(c *config, v string) error { return readURL(&c.TelegramURL, v) }},
	{"DATABASE_URL", "filmbot.db", func(c *config, v string) error { c.Database = v; return nil }},
	{"HTTP_ADDR", "", func(c *config, v string) error { return readAddr(&c.HTTPAddr, v) }},
	{"PUBLIC_URL", "", func(_ *config, v string) error { return readPublicURL(v) }},
	{"HOME_CHATS", "", func(c *config, v string) error { return readIDs(&c.Home, v) }},
	{"EDITORS", "", func(c *config, v string) error { return readIDs(&c.Editors, v) }},
	{"DEFAULT_LANGUAGE", "en", func(c *config, v string) error { return readOneOf(&c.Language, v, bot.Languages...) }},
	{"LOG_LEVEL", "info", func(c *config, v string) error { return readLevel(&c.LogLevel, v) }},
	{"LOG_FORMAT", "text", func(c *config, v string) error { return readOneOf(&c.LogFormat, v, "text", "json") }},
}

// readConfig reads the settings from the environment and, for what is not set
// there, from the file .env in the working directory, if there is one. What is
// set to nothing is set: that turns off what the file turns on.
func readConfig(lookup func(string) (string, bool)) (config, error) {
	file, err := godotenv.Read(".env")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		// The library's error may quote the file, and with it a token.
		return config{}, settingError{errors.New("cannot read the file .env: every line should be NAME=value")}
	}
	var c config
	for name := range file {
		if !slices.ContainsFunc(settings, func(s setting) bool { return s.name == name }) {
			c.Strange = append(c.Strange, name)
		}
	}
	for _, s := range settings {
		value, ok := lookup(s.name)
		if !ok {
			value = file[s.name]
		}
		if value = strings.TrimSpace(value); value == "" {
			value = s.fallback
		}
		if err := s.read(&c, value); err != nil {
			return config{}, settingError{fmt.Errorf("%s %w", s.name, err)}
		}
	}
	return c, nil
}

var (
	telegramToken = regexp.MustCompile(`^$|^[0-9]+:[A-Za-z0-9_-]+$`)
	memberID      = regexp.MustCompile(`^(discord|telegram):-?[0-9]+$`)
)

func readMatch(to *string, value string, form *regexp.Regexp, should string) error {
	if !form.MatchString(value) {
		return errors.New(should)
	}
	*to = value
	return nil
}

func readURL(to *string, value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("should be a base address such as https://example.org")
	}
	*to = strings.TrimRight(value, "/")
	return nil
}

func readAddr(to *string, value string) error {
	if value == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(value)
	if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
		return errors.New("should be an address to listen on, such as 127.0.0.1:8080 or :8080")
	}
	*to = value
	return nil
}

// readPublicURL refuses an address for webhooks: to take it and not to serve it
// would leave an operator waiting for updates that never come.
func readPublicURL(value string) error {
	if value != "" {
		return errors.New("should be empty: this version fetches updates itself and serves no webhooks")
	}
	return nil
}

func readIDs(to *[]string, value string) error {
	for id := range strings.SplitSeq(value, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if !memberID.MatchString(id) {
			return errors.New("should be a list such as discord:123456789,telegram:987654321")
		}
		*to = append(*to, id)
	}
	return nil
}

func readOneOf(to *string, value string, allowed ...string) error {
	if !slices.Contains(allowed, value) {
		return fmt.Errorf("should be one of %s", strings.Join(allowed, ", "))
	}
	*to = value
	return nil
}

func readLevel(to *slog.Level, value string) error {
	if to.UnmarshalText([]byte(value)) != nil {
		return errors.New("should be debug, info, warn or error")
	}
	return nil
}

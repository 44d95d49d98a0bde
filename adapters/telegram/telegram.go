// Package telegram connects filmbot to Telegram. It turns updates into requests
// and replies into messages, within Telegram's limits, and keeps the connection
// alive. What is said is decided in package bot.
//
// The library beneath it knows the Bot API of 2021. It serves as a transport:
// newer fields are read and written here, and only here.
package telegram

import (
	"cmp"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Config says how to connect to Telegram. Only the token is required.
type Config struct {
	// Token is what @BotFather gives out.
	Token string
	// APIURL is the base address of the Bot API, without the token. The default
	// is [DefaultAPIURL].
	APIURL string
	// Commands are offered in Telegram's menus, and answered in groups.
	Commands []bot.Command
	// Notebook remembers which commands are registered. Without it they are
	// registered at every start.
	Notebook bot.Notebook
	// Logger is where the adapter logs. The default is slog's.
	Logger *slog.Logger
	// Pace is how fast the bot writes where nobody waits for it. The default is what
	// Telegram's limits leave to it.
	Pace Pace
	// Transport carries the requests. The default is one of the adapter's own.
	Transport http.RoundTripper
}

// An Adapter is a [bot.Adapter] for Telegram.
type Adapter struct {
	client   *client
	commands []bot.Command
	notebook bot.Notebook
	log      *slog.Logger
	chats    *chats
	members  *answers[member]
	infos    *answers[chatInfo]
	ready    atomic.Bool
	// handler is set from the beginning of Run on, self, the bot's account, as soon
	// as Telegram has told it.
	handler atomic.Pointer[bot.Handler]
	self    atomic.Pointer[tgbotapi.User]
}

var _ bot.Adapter = (*Adapter)(nil)

// New returns an adapter. It does not connect before Run.
func New(c Config) *Adapter {
	return &Adapter{
		client:   newClient(c.Token, c.APIURL, c.Transport),
		commands: c.Commands,
		notebook: c.Notebook,
		log:      cmp.Or(c.Logger, slog.Default()).With("platform", platform),
		chats:    newChats(c.Pace),
		members:  newAnswers[member](time.Now),
		infos:    newAnswers[chatInfo](time.Now),
	}
}

// Ready reports whether updates are coming in: the last call for them worked.
func (a *Adapter) Ready() bool { return a.ready.Load() }

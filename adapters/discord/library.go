package discord

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The library tells some things only in its log: why the gateway closed a
// connection, and that it is about to do something that it should not do at
// once. Its log is one for the whole process, and so is what listens to it here.
var library struct {
	once        sync.Once
	mu          sync.Mutex
	connections []*connection
}

// listenTo has a connection hear the library's log until the function returned is
// called.
func listenTo(c *connection) (stop func()) {
	library.once.Do(func() { discordgo.Logger = heard })
	library.mu.Lock()
	defer library.mu.Unlock()
	library.connections = append(library.connections, c)
	return func() {
		library.mu.Lock()
		defer library.mu.Unlock()
		library.connections = slices.DeleteFunc(library.connections, func(x *connection) bool { return x == c })
	}
}

// heard is called by the library with what it logs. What it says with it may be
// anything that Discord sent, so none of that is logged here but errors.
func heard(_, _ int, format string, args ...any) {
	library.mu.Lock()
	open := slices.Clone(library.connections)
	library.mu.Unlock()
	var address string
	var err error
	for _, arg := range args {
		switch arg := arg.(type) {
		case error:
			err = arg
		case string:
			if strings.HasPrefix(arg, "ws") {
				address = arg
			}
		}
	}
	subject, _, _ := strings.Cut(format, "\n")
	for _, c := range open {
		c.hear(subject, address, err)
	}
}

// Beginnings of what the library logs before it acts.
const (
	aboutToClose    = "Closing and reconnecting in response to Op7"
	aboutToIdentify = "sending identify packet to gateway in response to Op9"
)

// hear takes in one entry of the library's log, in the goroutine that logs it.
func (c *connection) hear(subject, address string, err error) {
	if err != nil {
		c.log.Debug("library", "event", subject, "err", clean(err))
	} else {
		c.log.Debug("library", "event", subject)
	}
	switch subject {
	case aboutToClose:
		signal(c.closing)
	case aboutToIdentify:
		c.holdIdentify()
	}
	if known := c.address(); known != "" && strings.HasPrefix(address, known) {
		c.closed(err)
	}
}

// closed takes in that the gateway has closed the connection. The library closes
// it next, with a goodbye that would keep Discord from resuming the session
// (https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
func (c *connection) closed(err error) {
	if _, ok := errors.AsType[*websocket.CloseError](err); !ok {
		return
	}
	c.sayNoMore()
	if told := fatalClose(err); told != nil {
		select {
		case c.fatal <- told:
		default:
		}
	}
}

// signal leaves a sign in a channel of one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Close codes after which Discord will not have the bot again
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
const (
	closeAuthentication  = 4004
	closeInvalidShard    = 4010
	closeShardingNeeded  = 4011
	closeInvalidVersion  = 4012
	closeInvalidIntents  = 4013
	closeRefusedIntents  = 4014
	lastResortOfOperator = "look for a newer version of filmbot"
)

// fatalClose returns what to tell an operator about an error after which trying
// on is useless, or nil.
func fatalClose(err error) error {
	closed, ok := errors.AsType[*websocket.CloseError](err)
	if !ok {
		return nil
	}
	switch closed.Code {
	case closeAuthentication:
		return errToken
	case closeInvalidShard, closeShardingNeeded:
		return errors.New("Discord wants the bot's servers to be spread over several connections (close code " +
			strconv.Itoa(closed.Code) + "), which filmbot cannot do: the bot is in too many servers")
	case closeInvalidVersion, closeInvalidIntents:
		return errors.New("Discord does not support this version of filmbot any more (close code " +
			strconv.Itoa(closed.Code) + "): " + lastResortOfOperator)
	case closeRefusedIntents:
		return errors.New("Discord refuses the bot's gateway intents (close code " + strconv.Itoa(closed.Code) +
			"): check the bot's settings at " + portal)
	}
	return nil
}

package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// simulatedZones change their clocks in many ways, or not at all.
var simulatedZones = []string{
	"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia",
	"Africa/Cairo", "Africa/Lagos", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota",
	"America/Caracas", "America/Chicago", "America/Havana", "America/Los_Angeles", "America/Nuuk", "America/Phoenix",
	"America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem",
	"Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Asia/Vladivostok", "Atlantic/Azores",
	"Australia/Adelaide", "Europe/Chisinau", "Europe/Dublin", "Europe/London", "Europe/Moscow", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Kiritimati",
}

// A simulated club, with what is known of it by reckoning.
type simulated struct {
	s    *simulation
	id   string
	name string
	// chats are all of the club, and at the addresses of those that posts go to.
	chats []bot.Chat
	at    []string
	zone  *time.Location
	rules round.Rules
	off   bool
	// gone are the places that the bot was thrown out of.
	gone map[string]bool
	// back is when it was let in last.
	back time.Time
	reckoning
}

func (c *simulated) String() string {
	return fmt.Sprintf("%s in %v, round %d", c.name, c.zone, c.was.Number)
}

// places are the club's, each once.
func (c *simulated) places() (out []string) {
	for _, chat := range c.chats {
		if !slices.Contains(out, chat.Place()) {
			out = append(out, chat.Place())
		}
	}
	return out
}

// clubOf is the club whose round a job moves on.
func (s *simulation) clubOf(key string) *simulated {
	for _, c := range s.clubs {
		if bot.WeekKey(c.id) == key {
			return c
		}
	}
	s.t.Fatalf("no club has the job %q", key)
	return nil
}

// found has a club come to be.
func (s *simulation) found(n int) {
	c := &simulated{s: s, name: fmt.Sprint("club ", n), gone: make(map[string]bool)}
	c.zone = c.location(simulatedZones[n%len(simulatedZones)])
	channel := func(id, server string) bot.Chat {
		return bot.Chat{Platform: "discord", ID: fmt.Sprint(id, n), Server: fmt.Sprint(server, n)}
	}
	group := func(id int) bot.Chat { return bot.Chat{Platform: "telegram", ID: fmt.Sprint(-1000*id - n)} }
	switch n % 4 {
	case 0:
		c.chats = []bot.Chat{channel("hall", "den"), group(1)}
	case 1:
		c.chats = []bot.Chat{group(1), channel("hall", "den"), channel("attic", "den")}
	case 2:
		c.chats = []bot.Chat{group(1), group(2)}
	case 3:
		c.chats = []bot.Chat{channel("hall", "den"), channel("yard", "park"), group(1)}
	}
	c.id = c.chats[0].Place()
	for _, chat := range c.chats {
		s.platform.chats[chat.Key()] = &crowd{club: c, Chat: chat}
	}
	s.clubs = append(s.clubs, c)
	s.after(s.upTo(7*24*time.Hour), c.begin)
}

func (c *simulated) location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		c.s.t.Fatal(err)
	}
	return zone
}

// begin joins the chats, sets the film of the week up and begins a round.
func (c *simulated) begin() {
	s := c.s
	if s.away() {
		s.at(s.up.Add(time.Minute), c.begin)
		return
	}
	for _, chat := range c.chats[1:] {
		if chat.Place() == c.id || c.joined(chat) {
			continue
		}
		code := strings.Fields(c.tell(c.chats[0], "/club join"))
		i := slices.Index(code, "join")
		c.tell(chat, "/club join "+code[i+1])
		c.tell(chat, "/club join "+code[i+1]+" yes")
		if !c.joined(chat) {
			s.wrong(c, "%s has not joined", chat.Key())
		}
	}
	c.tell(c.chats[0], "/club zone "+c.zone.String())
	c.setUp(true)
	for _, chat := range c.chats {
		c.tell(chat, "/week here")
	}
	c.learn()
	c.vary()
	c.tell(c.chats[0], "/week start")
	c.look(byStart)
	if c.was.Number == 0 {
		s.wrong(c, "no round has begun")
	}
	s.after(s.upTo(24*time.Hour), c.live)
	s.after(s.upTo(300*24*time.Hour), c.kick)
}

func (c *simulated) joined(chat bot.Chat) bool {
	id, err := c.s.store.ClubOf(context.Background(), chat.Place())
	return err == nil && id == c.id
}

// vary gives some clubs offsets that no line sets.
func (c *simulated) vary() {
	s := c.s
	if s.chance(2) {
		return
	}
	c.adjust(func(r *bot.Ritual) {
		o := &r.Rules.Offsets
		o.Ask = oneOf(s, calendar.Span{}, calendar.Span{Hours: 2}, calendar.Span{Hours: 20})
		o.Nominate = oneOf(s, calendar.Span{Hours: 12}, calendar.Span{Days: 1})
		switch s.dice.IntN(3) {
		case 0:
			o.Ballot, o.Announce, o.Prompt = calendar.Span{Days: 4}, calendar.Span{Days: 2}, calendar.Span{Days: 3}
			o.Remind = oneOf(s, calendar.Span{Days: 1}, calendar.Span{Hours: 5})
		case 1:
			o.Ballot, o.Announce, o.Vote = calendar.Span{Days: 2, Hours: 12}, calendar.Span{Hours: 30}, calendar.Span{Hours: 24}
			o.Archive = oneOf(s, calendar.Span{Days: 1}, calendar.Span{Hours: 30})
		}
		r.Pin, r.Silent = s.chance(2), s.chance(4)
	})
	c.learn()
}

// adjust changes the ritual in the store, as another process may.
func (c *simulated) adjust(change func(*bot.Ritual)) {
	_, err := c.s.store.Adjust(context.Background(), c.id, func(set *bot.Settings) {
		r := *set.Ritual
		change(&r)
		set.Ritual = &r
	})
	if err != nil {
		c.s.wrong(c, "Adjust = %v", err)
	}
	c.s.hear()
}

// learn takes in what the club has set.
func (c *simulated) learn() {
	kept, err := c.s.store.Club(context.Background(), c.id)
	if err != nil || kept.Settings.Ritual == nil {
		c.s.wrong(c, "nothing is set up: %v", err)
		return
	}
	r := kept.Settings.Ritual
	c.rules, c.at, c.off = r.Rules, slices.Clone(r.Chats), r.Off
	if err := r.Rules.Check(); err != nil {
		c.s.wrong(c, "the rules are %+v: %v", r.Rules, err)
	}
	if kept.Settings.Zone != c.zone.String() {
		c.s.wrong(c, "the zone is %q", kept.Settings.Zone)
	}
}

// setUp sets day, hour and way, by lines and buttons, and returns the answer.
func (c *simulated) setUp(first bool) string {
	s := c.s
	hour, minute := s.dice.IntN(24), 15*s.dice.IntN(4)
	if s.chance(3) {
		hour = s.dice.IntN(4) // when clocks change
	}
	day := strings.ToLower(time.Weekday(s.dice.IntN(7)).String()[:3])
	when := fmt.Sprintf("%s %s %02d:%02d", oneOf(s, "weekly", "weekly", "weekly", "every 2 weeks", "2nd", "last", "1st"), day, hour, minute)
	at := c.door()
	draft := ""
	for _, b := range c.ask(at, moderatorOf(at), "/week setup "+when, false).Buttons {
		if words := strings.Fields(b.Line); len(words) > 2 && words[1] == "ritual" {
			draft = words[2]
		}
	}
	press := func(words string) string { return c.press(at, "/week ritual "+draft+" "+words) }
	if first || s.chance(3) {
		press("way " + oneOf(s, "vote", "vote", "vote", "secret", "random", "pick"))
		press("remind " + oneOf(s, "3h", "1h", "0h", "1d"))
	}
	text := press("save")
	if !strings.HasPrefix(text, "Saved.") {
		press("times")
		if text = press("save"); !strings.HasPrefix(text, "Saved.") {
			s.wrong(c, "setting up %s ended with %q", when, text)
		}
	}
	c.learn()
	rhythm := c.rules.Rhythm
	rhythm.From = calendar.Date{}
	if rhythm.String() != when {
		s.wrong(c, "set up %q, and got %q", when, rhythm)
	}
	return text
}

package bot

import (
	"strconv"
	"strings"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// film announces the film of the round.
func (v view) film() Reply {
	var r Reply
	r.Text = strings.TrimSpace(v.say("week.film", "Title", v.heading(v.club, v.Round.Film), "Night", v.at(&r, v.Round.Night)) + "\n" + v.how())
	if f, ok := v.club.catalog.ByID(v.Round.Film); ok {
		r.Cards = []Card{v.card(f)}
	}
	v.gather(&r)
	return r
}

// gather tells who is coming, and lets others say so while the night is ahead.
func (v view) gather(r *Reply) {
	if n := len(v.Coming); n > 0 {
		r.Text += "\n" + v.say("week.coming", "Count", n, "Names", v.people(v.names(), mostListed))
	}
	if v.Round.Phase != round.Chosen || v.begun() {
		return
	}
	label := v.say("button.coming")
	if n := len(v.Coming); n > 0 {
		label += separator + strconv.Itoa(n)
	}
	r.Buttons = []Button{
		{Label: label, Line: join("/week coming", v.ref())},
		{Label: v.say("button.why"), Line: join("/week why", v.ref())},
	}
}

func (v view) names() []string {
	names := make([]string, len(v.Coming))
	for i, a := range v.Coming {
		names[i] = v.name(a)
	}
	return names
}

// reminder reminds of the night.
func (v view) reminder() Reply {
	var r Reply
	r.Text = v.say("week.reminder", "Title", v.heading(v.club, v.Round.Film), "Night", v.at(&r, v.Round.Night))
	v.gather(&r)
	return r
}

// date tells that the night is another one.
func (v view) date() Reply {
	var r Reply
	r.Text = v.say("week.date", "Title", v.heading(v.club, v.Round.Film), "Night", v.at(&r, v.Round.Night))
	v.gather(&r)
	return r
}

// cancelled tells that the night is called off.
func (v view) cancelled() Reply {
	var r Reply
	if v.Round.Told() {
		r.Text = v.say("week.cancel", "Title", v.heading(v.club, v.Round.Film), "Night", v.at(&r, v.Round.Night))
	} else {
		r.Text = v.say("week.cancelnight", "Night", v.at(&r, v.Round.Night))
	}
	v.sayNext(&r)
	return r
}

// sayNext adds when the next round opens, if it does.
func (v view) sayNext(r *Reply) {
	if archive, ahead := v.due(calendar.Archive); ahead && v.club.rituals() {
		r.Text += " " + v.say("week.nextround", "When", v.at(r, archive))
	}
}

// highest is the best rating.
const highest = 10

// question asks how the film was.
func (v view) question() Reply {
	title := v.heading(v.club, v.Round.Film)
	r := Reply{Text: v.say("week.question", "Title", title)}
	if v.Round.Over() {
		r.Text = v.say("week.watched", "Title", title) + " " + v.say("week.rateon")
	}
	if v.Ratings > 0 {
		r.Text += "\n" + v.some("week.rated", v.Ratings, "Average", v.average(v.Points, v.Ratings))
	}
	for n := 1; n <= highest; n++ {
		r.Buttons = append(r.Buttons, Button{Label: strconv.Itoa(n), Line: join("/week rate", v.ref(), strconv.Itoa(n))})
	}
	if v.Round.Over() {
		return r
	}
	r.Buttons = append(r.Buttons,
		Button{Label: v.say("button.watched"), Line: join("/week watched", v.ref())},
		Button{Label: v.say("button.fell"), Line: join("/week fell", v.ref())})
	return r
}

// average is a mean with one digit after the point, or the comma.
func (s *speech) average(sum, n int) string {
	text := strconv.FormatFloat(float64(sum)/float64(n), 'f', 1, 64)
	if s.lang == "ru" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

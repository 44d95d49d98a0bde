package calendar

import (
	"regexp"
	"strings"
	"time"
)

// A role is what a word does in the description of a rhythm.
type role int

const (
	filler  role = iota + 1
	dayWord      // value: a time.Weekday
	number       // value: the number
	nth          // value: 1 and up, or Last
	every        // "every", "каждую"
	other        // "other" after "every", "через": of two, one
	once         // the whole of a rhythm of weeks; value: how many
	monthly      // the whole of "every month"
	week         // "weeks" after a number, or in "every week"
	month        // "month" in "of the month"
	part         // value: a part of the day
	noon         // a time of day by name
	oClock       // "o'clock", "часов": after a number that is an hour
)

// The parts of the day that tell which of two hours is meant.
const (
	noPart = iota
	am
	pm
	evening
	night
)

type word struct {
	role  role
	value int
}

// words are those that a rhythm may be described with, in English and in Russian,
// lower case, with е for ё.
var words = wordTable(map[word]string{
	{filler, 0}: "at on in of the a from since starting and с со в во на по от начиная и раз once " +
		"день дням числа",
	{dayWord, int(time.Monday)}:    "mon monday mondays пн понедельник понедельника понедельники понедельникам",
	{dayWord, int(time.Tuesday)}:   "tue tues tuesday tuesdays вт вторник вторника вторники вторникам",
	{dayWord, int(time.Wednesday)}: "wed weds wednesday wednesdays ср среда среду среды средам",
	{dayWord, int(time.Thursday)}:  "thu thur thurs thursday thursdays чт четверг четверга четверги четвергам",
	{dayWord, int(time.Friday)}:    "fri friday fridays пт пятница пятницу пятницы пятницам",
	{dayWord, int(time.Saturday)}:  "sat saturday saturdays сб суббота субботу субботы субботам",
	{dayWord, int(time.Sunday)}:    "sun sunday sundays вс воскресенье воскресенья воскресеньям",
	{number, 1}:                    "one один одну час",
	{number, 2}:                    "two два две",
	{number, 3}:                    "three три",
	{number, 4}:                    "four четыре",
	{number, 5}:                    "five пять",
	{number, 6}:                    "six шесть",
	{number, 7}:                    "seven семь",
	{number, 8}:                    "eight восемь",
	{number, 9}:                    "nine девять",
	{number, 10}:                   "ten десять",
	{number, 11}:                   "eleven одиннадцать",
	{number, 12}:                   "twelve двенадцать",
	{nth, 1}:                       "first первый первая первую первое первые",
	{nth, 2}:                       "second второй вторая вторую второе",
	{nth, 3}:                       "third третий третья третью третье",
	{nth, 4}:                       "fourth четвертый четвертая четвертую четвертое",
	{nth, 5}:                       "fifth пятый пятая пятую пятое",
	{nth, Last}:                    "last последний последняя последнюю последнее",
	{every, 0}:                     "every each каждый каждая каждую каждое каждые каждого",
	{other, 0}:                     "other alternate через",
	{once, 1}:                      "weekly еженедельно",
	{once, 2}:                      "biweekly fortnightly fortnight",
	{monthly, 0}:                   "monthly ежемесячно",
	{week, 0}:                      "week weeks неделя неделю недели недель",
	{month, 0}:                     "month months месяц месяца месяце месяцев",
	{part, am}:                     "am morning утра утром",
	{part, pm}:                     "pm afternoon дня днем",
	{part, evening}:                "evening вечера вечером",
	{part, night}:                  "night ночи ночью",
	{noon, 12}:                     "noon midday полдень",
	{oClock, 0}:                    "o'clock oclock h hours ч часа часов",
})

func wordTable(meanings map[word]string) map[string]word {
	table := make(map[string]word)
	for meaning, forms := range meanings {
		for form := range strings.FieldsSeq(forms) {
			table[form] = meaning
		}
	}
	return table
}

var (
	clockForm = regexp.MustCompile(`^(\d{1,2})(?:[:.\-hч](\d{2}))?(am|pm|h|ч)?$`)
	nthForm   = regexp.MustCompile(`^(\d{1,2})-?(?:st|nd|rd|th|й|я|ю|е|ый|ой|ий|ая|ую|ое|ья|ью|ье)$`)
	dayForm   = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	isoForm   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

var plain = strings.NewReplacer("ё", "е", "’", "'", "a.m.", "am", "p.m.", "pm", ",", " ", ";", " ", "–", "-", "−", "-")

// split cuts what somebody typed into words, in lower case.
func split(text string) []string {
	said := strings.Fields(plain.Replace(strings.ToLower(text)))
	for i := range said {
		if trimmed := strings.TrimRight(said[i], ".!?"); trimmed != "" {
			said[i] = trimmed
		}
	}
	return said
}

package catalog

import (
	"strings"
	"unicode/utf8"
)

// A concept is a genre or a country: how it is called in each language, and what
// else people call it.
type concept struct {
	en, ru string
	also   []string
}

// genres are the genres that filters know and cards translate. A catalog may
// have others; they stand on cards as they were written.
var genres = []concept{
	{"action", "боевик", []string{"боевики"}},
	{"adventure", "приключения", []string{"adventures", "приключенческий", "приключенческие", "приключение"}},
	{"animation", "мультфильм", []string{"animated", "cartoon", "cartoons", "мультик", "мультики", "мультфильмы", "анимация", "мультипликация"}},
	{"biography", "биография", []string{"biopic", "biographical", "биографический", "биографические"}},
	{"comedy", "комедия", []string{"comedies", "funny", "комедии", "комедийный", "смешное", "смешной"}},
	{"crime", "криминал", []string{"детектив", "detective", "криминальный"}},
	{"documentary", "документальный", []string{"documentaries", "doc", "docs", "документальное", "документальные", "документалка"}},
	{"drama", "драма", []string{"dramas", "драмы", "драматический"}},
	{"family", "семейный", []string{"kids", "семейное", "семейные", "детский", "детское", "детские", "для детей"}},
	{"fantasy", "фэнтези", []string{"fairy tale", "сказка", "сказки"}},
	{"history", "исторический", []string{"historical", "история", "историческое", "исторические"}},
	{"horror", "ужасы", []string{"ужас", "хоррор"}},
	{"musical", "мюзикл", []string{"music", "музыкальный", "музыкальные"}},
	{"romance", "мелодрама", []string{"romantic", "love", "мелодрамы", "романтика", "про любовь", "любовь"}},
	{"science fiction", "фантастика", []string{"sci fi", "scifi", "sf", "фантастический"}},
	{"sport", "спорт", []string{"sports", "спортивный", "спортивные"}},
	{"thriller", "триллер", []string{"thrillers", "триллеры"}},
	{"war", "военный", []string{"wartime", "война", "военное", "военные", "военная", "про войну", "о войне"}},
	{"western", "вестерн", []string{"westerns", "eastern", "вестерны", "истерн", "истерны"}},
}

// countries are the countries that filters know under several names.
var countries = []concept{
	{"Soviet Union", "СССР", []string{"USSR", "Soviet", "Советский Союз", "советский", "советское", "советские"}},
	{"Albania", "Албания", []string{"Albanian", "албанский", "албанские"}},
	{"Austria", "Австрия", []string{"Austrian", "австрийский"}},
	{"Bulgaria", "Болгария", []string{"Bulgarian", "болгарский", "болгарские"}},
	{"China", "Китай", []string{"Chinese", "китайский", "китайские"}},
	{"Czechoslovakia", "Чехословакия", []string{"Czechoslovak", "чехословацкий"}},
	{"East Germany", "ГДР", []string{"DEFA"}},
	{"France", "Франция", []string{"French", "французский", "французские"}},
	{"Germany", "Германия", []string{"German", "немецкий", "немецкие"}},
	{"Hungary", "Венгрия", []string{"Hungarian", "венгерский", "венгерские"}},
	{"India", "Индия", []string{"Indian", "индийский", "индийские"}},
	{"Italy", "Италия", []string{"Italian", "итальянский", "итальянские"}},
	{"Japan", "Япония", []string{"Japanese", "японский", "японские"}},
	{"Poland", "Польша", []string{"Polish", "польский", "польские"}},
	{"Russia", "Россия", []string{"российский", "российские"}},
	{"Switzerland", "Швейцария", []string{"Swiss", "швейцарский"}},
	{"United Kingdom", "Великобритания", []string{"UK", "British", "Britain", "английский", "британский"}},
	{"United States", "США", []string{"USA", "US", "American", "американский", "американские"}},
	{"Yugoslavia", "Югославия", []string{"Yugoslav", "югославский", "югославские"}},
}

// languages are the languages that filters know under several names.
var languages = []concept{
	{"Albanian", "албанский", nil},
	{"Armenian", "армянский", nil},
	{"Belarusian", "белорусский", nil},
	{"Bulgarian", "болгарский", nil},
	{"English", "английский", nil},
	{"Estonian", "эстонский", nil},
	{"Georgian", "грузинский", nil},
	{"Italian", "итальянский", nil},
	{"Kazakh", "казахский", nil},
	{"Kyrgyz", "киргизский", []string{"кыргызский"}},
	{"Russian", "русский", nil},
	{"Tajik", "таджикский", nil},
	{"Ukrainian", "украинский", nil},
	{"Uzbek", "узбекский", nil},
	{"silent", "немой", nil},
	{"no dialogue", "без слов", nil},
}

// adjective returns the stem of a Russian adjective, so that советская and
// советского are one with советский.
func adjective(s string) (stem key, ok bool) {
	s = strings.ToLower(s)
	if strings.ContainsRune(s, ' ') {
		return "", false
	}
	for _, ending := range adjectiveEndings {
		if rest, found := strings.CutSuffix(s, ending); found && utf8.RuneCountInString(rest) >= 4 {
			return fold(rest) + "~", true
		}
	}
	return "", false
}

var adjectiveEndings = []string{
	"ого", "его", "ому", "ему", "ыми", "ими", "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ую", "юю", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем",
}

// generic are words of place names that name no place by themselves.
var generic = keys("region", "mountain", "mountains", "mount", "valley", "gorge", "river", "lake", "village", "coast", "country",
	"pass", "peak", "sea", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower", "greater",
	"highlands", "high", "pastures", "foothills", "border", "steppe", "glacier", "область", "край", "район", "регион", "гора", "горы", "долина", "ущелье", "река", "озеро",
	"деревня", "село", "побережье", "берег", "перевал", "пик", "море", "северный", "южный", "восточный", "западный", "верхняя", "верхний", "большой",
	"центральная", "центральный", "средняя", "высокогорье", "нагорье", "предгорья", "граница", "степь", "ледник", "пастбища", "горные", "склоны", "советская")

func keys(words ...string) map[key]bool {
	m := make(map[key]bool, len(words))
	for _, w := range words {
		m[fold(w)] = true
	}
	return m
}

// GenreIn returns the name of a genre in a language.
func GenreIn(genre, lang string) string { return conceptIn(genres, genre, lang) }

// CountryIn returns the name of a country in a language.
func CountryIn(country, lang string) string { return conceptIn(countries, country, lang) }

func conceptIn(concepts []concept, name, lang string) string {
	if lang != "ru" {
		return name
	}
	for _, c := range concepts {
		if c.en == name {
			return c.ru
		}
	}
	return name
}

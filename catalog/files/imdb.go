package files

import (
	"regexp"
	"strconv"
	"strings"
)

// imdbRow returns what reads a row of IMDb's CSV: lists, watchlists and ratings.
// IMDb says how to export (https://help.imdb.com/article/imdb/track-movies-tv/ratings-faq/G67Y87TFYYP6TWAV)
// and not which columns there are. They are
//
//	lists    Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,
//	         Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated
//	ratings  Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,
//	         Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
//	older    "position","const","created","modified","description","Title","Title type","Directors","You rated",
//	         "IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"
//
// as in https://github.com/FuzzyGrim/Yamtrack/issues/667,
// https://andrei.xyz/post/imdb-ratings-how-it-was-made/ and
// https://github.com/damienhaynes/TraktRater/issues/71. Columns are looked up by
// their names, for which of them are there has changed several times.
//
// What is there besides title and year is a bonus: where it is not as expected it
// is left out, and the film is not refused.
func (r *reader) imdbRow(h header) func(row) {
	at := func(name string) func(row) string {
		column := h.column(name)
		return func(row row) string { return row.cell(column) }
	}
	id, title, original, year := at("Const"), at("Title"), at("Original Title"), at("Year")
	kind, runtime, genres := at("Title Type"), at("Runtime (mins)"), at("Genres")
	directors, description := at("Directors"), at("Description")
	return func(row row) {
		if notFilm(kind(row)) {
			r.skip(row.line, kind(row)+": "+title(row))
			return
		}
		if id := id(row); id != "" && !r.first(id) {
			return
		}
		rec := record{line: row.line, lenient: true}
		add := func(key, text string) { rec.add(row.line, key, "", text) }
		add(titleKey, title(row))
		add(yearKey, year(row))
		if original(row) != title(row) {
			add("Original", original(row))
		}
		add("Director", names(directors(row)))
		add("Runtime", minutes(runtime(row)))
		add("Genres", imdbGenres(genres(row)))
		if imdbForm.MatchString(id(row)) {
			add("IMDb", id(row))
		}
		add("Description", note(description(row)))
		r.keep(rec)
	}
}

// imdbForm is the form of the identifiers that the text form takes.
var imdbForm = regexp.MustCompile(`^tt[0-9]{7,9}$`)

// nonFilms are what the types have in them that are no films, in small letters
// and without spaces and hyphens. The types were codes such as tvMiniSeries
// (https://github.com/damienhaynes/TraktRater/issues/83), and are words such as
// "TV Mini Series" in the language of the account. The words are those of the
// languages that IMDb has, as far as a film is called something else in them.
var nonFilms = []string{
	"series", "serie", "série", "episod", "épisod", "episód", "folge", "pilot",
	"game", "jeu", "spiel", "juego", "jogo", "gioco", "videogioco",
	"podcast", "radio", "musicvideo", "musikvideo", "videoclip", "clipmusic", "clipemusical", "videomusical",
}

// IMDb joins words with hyphens and low lines.
var (
	joined = strings.NewReplacer(" ", "", "-", "", "_", "")
	apart  = strings.NewReplacer("-", " ", "_", " ")
)

func notFilm(kind string) bool {
	kind = joined.Replace(strings.ToLower(kind))
	for _, part := range nonFilms {
		if strings.Contains(kind, part) {
			return true
		}
	}
	return false
}

// genreNames are genres of IMDb that are called something else here. What is left
// has the same name, or none: such as mystery, which cards show as it is.
var genreNames = map[string]string{
	"sci fi": "science fiction",
	"music":  "musical",
}

func imdbGenres(list string) string {
	var genres []string
	have := make(map[string]bool)
	for genre := range strings.SplitSeq(list, ",") {
		genre = apart.Replace(strings.ToLower(strings.TrimSpace(genre)))
		if name, ok := genreNames[genre]; ok {
			genre = name
		}
		if genre != "" && !have[genre] {
			have[genre] = true
			genres = append(genres, genre)
		}
	}
	return strings.Join(genres, ", ")
}

// names returns a list without empty places, "" where there is nothing else.
func names(list string) string {
	if strings.Trim(list, ", ") == "" {
		return ""
	}
	return list
}

// minutes returns a running time, "" where it is none.
func minutes(text string) string {
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= 100_000 {
		return strconv.Itoa(n)
	}
	return ""
}

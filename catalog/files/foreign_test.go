package files

import (
	"strings"
	"testing"

	"filmbot/catalog"
)

func TestGuard(t *testing.T) {
	tests := []struct{ text, guarded string }{
		{"", ""},
		{"plain", "plain"},
		{"1+1=2", "1+1=2"},
		{"it's", "it's"},
		{"'quoted'", "'quoted'"},
		{"=1", "'=1"},
		{"+1", "'+1"},
		{"-30-", "'-30-"},
		{"@home", "'@home"},
		{"'=1", "''=1"},
		{"''@", "'''@"},
		{"'", "'"},
		{"a\n=b\n-c", "a\n'=b\n'-c"},
		{"a;=b; -c;d", "a;'=b; '-c;d"},
		{"a,=b", "a,=b"},
		{`a;"=b"`, `a;"'=b"`},
		{`"=b"`, `"'=b"`},
		{`a"=b"`, `a"=b"`},
	}
	for _, tt := range tests {
		if got := guard(tt.text); got != tt.guarded {
			t.Errorf("guard(%q) = %q, want %q", tt.text, got, tt.guarded)
		}
		if got := unguard(tt.guarded); got != tt.text {
			t.Errorf("unguard(%q) = %q, want %q", tt.guarded, got, tt.text)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	films := []*catalog.Film{
		{ID: "x1", Title: "=A", Year: 1999, Aliases: []string{"B, b", "+C"}, Fact: catalog.Text{}.With("ru", "«ф»").With("", `say "x"`)},
		{Title: "D", Year: 2000, Genres: []string{"war", "drama"}},
	}
	const want = "\ufeffTitle,Year,Id,Alias,Genres,Fact,Fact.ru\r\n" +
		"'=A,1999,x1,\"B, b\r\n'+C\",,\"say \"\"x\"\"\",«ф»\r\n" +
		"D,2000,,,\"war, drama\",,\r\n"
	if got, err := Write(CSV, films); err != nil || string(got) != want {
		t.Errorf("Write gives\n%q, error %v, want\n%q", got, err, want)
	}
}

func TestNotFilm(t *testing.T) {
	films := []string{
		"", "Movie", "movie", "Feature Film", "Short", "short", "Short Film", "TV Movie", "tvMovie", "TV Short", "tvShort", "TV Special",
		"tvSpecial", "Video", "video", "Documentary", "Film", "Película", "Cortometraje", "Filme", "Fernsehfilm", "Kurzfilm", "Court-métrage",
	}
	others := []string{
		"TV Series", "tvSeries", "TV Mini Series", "TV Mini-Series", "Mini-Series", "tvMiniSeries", "TV Episode", "tvEpisode", "tvPilot", "Video Game",
		"videoGame", "Podcast Series", "podcastEpisode", "Music Video", "musicVideo", "Série télévisée", "Mini-série télévisée", "Épisode", "Jeu vidéo",
		"Fernsehserie", "Videospiel", "Serie de TV", "Episodio de TV", "Videojuego", "Série de TV", "Episódio de TV", "Videogioco",
	}
	for _, kind := range films {
		if notFilm(kind) {
			t.Errorf("notFilm(%q) = true, want false", kind)
		}
	}
	for _, kind := range others {
		if !notFilm(kind) {
			t.Errorf("notFilm(%q) = false, want true", kind)
		}
	}
}

// TestIMDbGenres checks that genres of IMDb's become those that filters know.
func TestIMDbGenres(t *testing.T) {
	const all = "Action, Adventure, Animation, Biography, Comedy, Crime, Documentary, Drama, Family, Fantasy, History, Horror, Music, Musical, " +
		"Romance, Sci-Fi, sci_fi, Sport, Thriller, War, Western"
	genres := strings.Split(imdbGenres(all), ", ")
	if len(genres) != 19 {
		t.Errorf("imdbGenres(%q) gives %d genres: %q, want 19", all, len(genres), genres)
	}
	for _, genre := range genres {
		if catalog.GenreIn(genre, "ru") == genre {
			t.Errorf("imdbGenres gives %q, which is no genre here", genre)
		}
	}
	if got, want := imdbGenres(" Film-Noir,,Mystery,"), "film noir, mystery"; got != want {
		t.Errorf("imdbGenres gives %q, want %q", got, want)
	}
}

// TestForeignFilmsAreNotRefused checks that what other services say besides title
// and year is left out where it does not fit.
func TestForeignFilmsAreNotRefused(t *testing.T) {
	long := strings.Repeat("слово ", catalog.MaxText)
	tests := []struct{ name, text, want string }{
		{
			"a long note", "Position,Name,Year,URL,Description\n1,A,1999,,\"" + long + "\"",
			"A (1999)\nDescription: " + strings.Repeat("слово ", 166) + "сло…\n",
		},
		{"marks", "Position,Name,Year,URL,Description\n1,A,1999,,<b>1 < 2</b> &amp; <a href=\"x\">3</a><br/>", "A (1999)\nDescription: 1 < 2 & 3\n"},
		{"wrong values", "Const,Title,Year,Title Type,Runtime (mins),Genres,Directors\nx,A,1999,Movie,\"1,5\",\", ,\",\",\"\n", "A (1999)\n"},
		{
			"long values", "Const,Title,Year,Genres,Directors,Original Title\ntt1,A,1999,War," + long + "," + long + "\n",
			"A (1999)\nGenres: war\n",
		},
	}
	for _, tt := range tests {
		result, err := Read("", []byte(tt.text))
		if err != nil || len(result.Entries) != 1 || len(result.Problems) > 0 {
			t.Errorf("%s: Read gives %d films, problems %v, error %v", tt.name, len(result.Entries), result.Problems, err)
			continue
		}
		if got := result.Entries[0].Film.String(); got != tt.want {
			t.Errorf("%s: Read gives %q, want %q", tt.name, got, tt.want)
		}
	}
}

package files

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf16"

	"filmbot/catalog"
)

// letterboxdRow returns what reads a row of Letterboxd's CSV, which is the same
// for all as far as films go. Letterboxd documents what it imports
// (https://letterboxd.com/about/importing-data/) and not what it exports. The
// headings are those of the files that https://letterboxd.com/data/export/ gives:
//
//	watched, watchlist, likes  Date,Name,Year,Letterboxd URI
//	ratings                    Date,Name,Year,Letterboxd URI,Rating
//	diary                      Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
//	reviews                    Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date
//	lists                      Position,Name,Year,URL,Description
//
// as in https://github.com/NoelDeMartin/media-kraken/issues/30 and, with the rows
// that are above the films of a list,
// https://github.com/damienhaynes/TraktRater/issues/129. A list begins with the
// line "Letterboxd list export v7", which is not looked at: older ones are the
// same without it.
func (r *reader) letterboxdRow(h header) func(row) {
	r.Introduction = aboutList(h.above)
	name, year, description := h.column("Name"), h.column("Year"), h.column("Description")
	// A diary has a row each time that a film was watched, with an address of its
	// own.
	diary := h.column("Watched Date") >= 0
	return func(row row) {
		rec := record{line: row.line, lenient: true}
		rec.add(row.line, titleKey, "", row.cell(name))
		rec.add(row.line, yearKey, "", row.cell(year))
		rec.add(row.line, "Description", "", note(row.cell(description)))
		if diary && rec.title != "" && !r.first(rec.title+"\n"+rec.year) {
			return
		}
		r.keep(rec)
	}
}

// aboutList returns the name and the description of a list.
func aboutList(above []row) string {
	for i, r := range above[:max(len(above)-1, 0)] {
		if name := r.column("Name"); name >= 0 {
			about := above[i+1]
			return strings.TrimSpace(about.cell(name) + "\n" + plain(about.cell(r.column("Description"))))
		}
	}
	return ""
}

// tags are the marks of HTML that people may write in the texts of Letterboxd.
var tags = regexp.MustCompile(`(?i)</?(?:a|b|i|em|strong|blockquote|br|p)(?:\s[^<>]*)?/?>`)

// note returns what people have written about a film in their list, as long as a
// description may be.
func note(text string) string {
	text = clean(plain(text))
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > catalog.MaxText-1 {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return text
}

// plain takes the marks out of a text.
func plain(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	return html.UnescapeString(tags.ReplaceAllString(text, ""))
}

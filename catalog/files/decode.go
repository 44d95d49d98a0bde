package files

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text of a file: UTF-8, UTF-16 where a byte order mark says
// so, and otherwise an encoding with one byte a character.
func decode(data []byte) (string, error) {
	// The signature of ZIP, which Letterboxd's whole export and workbooks come in:
	// section 4.3.7 of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return "", ErrArchive
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		data = convert(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), data)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", ErrUnknown
	}
	if !isUTF8(data) {
		data = convert(single(data), data)
	}
	// Files that were put together from several have marks in the middle.
	text := strings.ReplaceAll(string(data), "\ufeff", "")
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nil
}

// isUTF8 reports whether data is meant as UTF-8. A few broken characters do not
// make it Windows-1251, in which letters next to each other never look like
// UTF-8.
func isUTF8(data []byte) bool {
	var good, bad int
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		data = data[size:]
	}
	return good >= bad
}

// single tells which encoding of one byte a character data has. Spreadsheets
// write the one of their user's system, for most who use this program the
// Russian one. IMDb's older exports are in the Western one, unless a spreadsheet
// has put semicolons into them.
func single(data []byte) encoding.Encoding {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if h, ok := findHeader(strings.ToValidUTF8(string(head), "?")); ok && h.format == IMDb && h.comma == ',' {
		return charmap.Windows1252
	}
	return charmap.Windows1251
}

// convert decodes data. Bytes that stand for no character become U+FFFD, so that
// there is no error.
func convert(from encoding.Encoding, data []byte) []byte {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil {
		return nil
	}
	return text
}

package bot

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"strings"
)

// errForeignChange says that a button names a change of another club.
var errForeignChange = errors.New("a change of another club")

// changeRef names a change in a button: its number, and a mark of the club that
// it belongs to, for a chat may have joined another club since the button was
// shown. A person types the number alone, and means the club that they are in.
func changeRef(change Change) string {
	return strconv.FormatInt(change.Number, 10) + "." + clubMark(change.Club)
}

// clubMark tells one club from another. It says nothing about the club.
func clubMark(id string) string {
	sum := sha256.Sum256([]byte("club " + id))
	return lineName.EncodeToString(sum[:3])
}

// changeNumber reads what names a change of a club.
func changeNumber(club, said string) (int64, error) {
	digits, mark, marked := strings.Cut(said, ".")
	number, err := strconv.ParseInt(digits, 10, 64)
	if err == nil && marked && mark != clubMark(club) {
		return 0, errForeignChange
	}
	return number, err
}

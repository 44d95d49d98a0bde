package discord

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"filmbot/bot"
)

// Limits of the files of a message
// (https://docs.discord.com/developers/reference#uploading-files).
const (
	maxFiles      = 10
	maxFile       = 10 << 20
	maxFilesTotal = 25<<20 - maxRest
	// maxRest is more than what of a request is not files.
	maxRest = 64 << 10
)

// hurriedFiles is how many bytes of files can be sent within the three seconds of
// an answer, and again if need be.
const hurriedFiles = 256 << 10

// uploaded names a file that comes with a message, by its place among them.
type uploaded struct {
	ID       string `json:"id"`
	Filename string `json:"filename"`
}

// fitting returns the files that Discord takes, under names that it takes, and how
// many it does not take.
func fitting(files []bot.Attachment) (fit []bot.Attachment, left int) {
	total := 0
	for _, f := range files {
		if len(fit) == maxFiles || len(f.Data) > maxFile || total+len(f.Data) > maxFilesTotal {
			left++
			continue
		}
		total += len(f.Data)
		if f.Name = label(f.Name, maxLabel); f.Name == "" {
			f.Name = strconv.Itoa(len(fit))
		}
		fit = append(fit, f)
	}
	return fit, left
}

// uploads are the names of files.
func uploads(files []bot.Attachment) []uploaded {
	var out []uploaded
	for i, f := range files {
		out = append(out, uploaded{ID: strconv.Itoa(i), Filename: f.Name})
	}
	return out
}

// weight is the length of a message's files, in bytes.
func (m message) weight() int {
	n := 0
	for _, f := range m.files {
		n += len(f.Data)
	}
	return n
}

// filesOf returns the files that a body of a request comes with.
func filesOf(body any) []bot.Attachment {
	switch body := body.(type) {
	case message:
		return body.files
	case post:
		return body.files
	case callback:
		return filesOf(body.Data)
	}
	return nil
}

// encode makes the body of a request: JSON, or a form that has the files beside
// it.
func encode(body any) (contentType string, raw []byte, err error) {
	files := filesOf(body)
	if len(files) == 0 {
		raw, err = json.Marshal(body)
		return "application/json", raw, err
	}
	var parts []*discordgo.File
	for _, f := range files {
		parts = append(parts, &discordgo.File{Name: f.Name, Reader: bytes.NewReader(f.Data)})
	}
	return discordgo.MultipartBodyWithJSON(body, parts)
}

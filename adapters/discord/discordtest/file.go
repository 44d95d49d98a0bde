package discordtest

import (
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
)

// A File is one that a message has, or that a person sends along.
type File struct {
	Name string
	Data string
}

// attachment names a file that came with a message.
type attachment struct {
	ID       string `json:"id"`
	Filename string `json:"filename"`
}

// Limits of Discord's (https://docs.discord.com/developers/reference#uploading-files).
const (
	maxFiles   = 10
	maxFile    = 10 << 20
	maxRequest = 25 << 20
)

// readFiles checks the files that came with a message: each is named, and nothing
// else is.
func (s *Server) readFiles(r *http.Request, named []attachment) []File {
	parts := map[string][]*multipart.FileHeader{}
	if r.MultipartForm != nil {
		parts = r.MultipartForm.File
	}
	if len(named) != len(parts) || len(named) > maxFiles || r.ContentLength > maxRequest {
		s.t.Errorf("%d files are named and %d come, in %d bytes", len(named), len(parts), r.ContentLength)
	}
	var out []File
	for _, a := range named {
		list := parts["files["+a.ID+"]"]
		if len(list) != 1 || list[0].Filename != a.Filename || list[0].Size > maxFile {
			s.t.Errorf("file %s, named %q, comes %d times", a.ID, a.Filename, len(list))
			continue
		}
		f, err := list[0].Open()
		if err != nil {
			s.t.Errorf("open a part: %v", err)
			continue
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			s.t.Errorf("read a part: %v", err)
		}
		out = append(out, File{Name: a.Filename, Data: string(data)})
	}
	return out
}

// Attach has a person send a file along with a command, in the place of its text.
func (s *Server) Attach(f File) Change {
	s.mu.Lock()
	id := s.newID()
	s.files[id] = f
	s.mu.Unlock()
	size := len(f.Data)
	return func(p map[string]any) {
		resolve(p, "attachments", id, map[string]any{
			"id": id, "filename": f.Name, "size": size, "content_type": "application/octet-stream",
			"url": s.URL + "/attachments/" + id + "/" + strconv.Itoa(size), "ephemeral": true,
		})
		setOption(p, "file", 11, id)
	}
}

// serveFile is the host of files, to which the bot does not show its token.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "" {
		s.t.Error("the bot shows its token where files are fetched")
	}
	s.mu.Lock()
	f, ok := s.files[r.PathValue("id")]
	s.mu.Unlock()
	fault := s.fault("GET " + r.URL.Path)
	switch {
	case fault != nil:
		fault.answer(w)
	case !ok:
		http.NotFound(w, r)
	default:
		io.WriteString(w, f.Data)
	}
}

package telegramtest

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
)

// The limits of https://core.telegram.org/bots/api#senddocument and #getfile.
const (
	maxUpload   = 50 << 20
	maxDownload = 20 << 20
	maxCaption  = 1024
)

// A File is one in a message, or one that a call uploads.
type File struct {
	Name string
	Data []byte
}

// Attach has a person send a file with a caption, which may be empty, and returns
// the number of the message.
func (s *Server) Attach(p *Person, c *Chat, caption string, f File, with ...With) int {
	document := s.Document(f)
	if caption != "" {
		maps.Copy(document, With{"caption": caption})
	}
	return s.Say(p, c, "", append(with, document)...)
}

// Document makes of a message one with a file.
func (s *Server) Document(f File) With {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprint("file", s.id())
	s.files[id] = f
	return With{"document": object{"file_id": id, "file_unique_id": "u" + id, "file_name": f.Name, "file_size": len(f.Data)}}
}

func (s *Server) getFile(c Call) (any, *apiError) {
	id := c.Params["file_id"]
	f, ok := s.files[id]
	switch {
	case !ok:
		return nil, refuse(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
	case len(f.Data) > maxDownload:
		return nil, refuse(400, "Bad Request: file is too big")
	}
	return object{"file_id": id, "file_unique_id": "u" + id, "file_size": len(f.Data), "file_path": "documents/" + id + " 1.bin"}, nil
}

// download serves the content of a file that getFile told the path of.
func (s *Server) download(w http.ResponseWriter, path string) {
	id := strings.TrimSuffix(strings.TrimPrefix(path, "documents/"), " 1.bin")
	s.mu.Lock()
	f, ok := s.files[id]
	s.mu.Unlock()
	if !ok {
		s.write(w, nil, refuse(404, "Not Found"))
		return
	}
	_, _ = w.Write(f.Data)
}

// uploads reads the files of a call.
func uploads(r *http.Request) (map[string]File, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	out := map[string]File{}
	for field, headers := range r.MultipartForm.File {
		for _, h := range headers {
			body, err := h.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(body)
			body.Close()
			if err != nil {
				return nil, err
			}
			out[field] = File{h.Filename, data}
		}
	}
	return out, nil
}

func (s *Server) sendDocument(c Call) (any, *apiError) {
	f, ok := c.Files["document"]
	switch {
	case !ok || f.Name == "":
		s.complain("sendDocument has no document with a name")
		return nil, refuse(400, "Bad Request: there is no document in the request")
	case len(f.Data) == 0:
		return nil, refuse(400, "Bad Request: file must be non-empty")
	case len(f.Data) > maxUpload:
		s.complain("a file has %d bytes", len(f.Data))
		return nil, refuse(413, "Request Entity Too Large")
	}
	return s.post(c, func(_ *Chat, m *Message) *apiError {
		m.File = &f
		if c.Params["caption"] == "" {
			return nil
		}
		text, e := s.text(c.Params["caption"], c.Params["parse_mode"])
		if e != nil {
			return e
		}
		if n := UTF16Length(text); n > maxCaption {
			s.complain("a caption has %d units", n)
			return refuse(400, "Bad Request: message caption is too long")
		}
		m.Text, m.HTML = text, c.Params["caption"]
		return nil
	})
}

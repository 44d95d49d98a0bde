package discord

import (
	"net"
	"sync/atomic"
	"time"
)

// wire is a connection that breaks when nothing comes for too long. Once broken
// it takes nothing more: the library would say an orderly goodbye, after which
// Discord does not let the session be resumed.
type wire struct {
	net.Conn
	silence time.Duration
	timed   atomic.Bool
	broken  atomic.Bool
}

// Read implements [net.Conn].
func (w *wire) Read(p []byte) (int, error) {
	if !w.timed.Load() {
		if err := w.Conn.SetReadDeadline(time.Now().Add(w.silence)); err != nil {
			return 0, err
		}
	}
	n, err := w.Conn.Read(p)
	if err != nil {
		w.broken.Store(true)
	}
	return n, err
}

// writing is how long the network may take to accept what is written.
const writing = 10 * time.Second

// Write implements [net.Conn].
func (w *wire) Write(p []byte) (int, error) {
	if w.broken.Load() {
		return 0, net.ErrClosed
	}
	if !w.timed.Load() {
		if err := w.Conn.SetWriteDeadline(time.Now().Add(writing)); err != nil {
			return 0, err
		}
	}
	return w.Conn.Write(p)
}

// SetDeadline implements [net.Conn]. While a deadline is set it is the one that
// counts.
func (w *wire) SetDeadline(t time.Time) error {
	w.timed.Store(!t.IsZero())
	return w.Conn.SetDeadline(t)
}

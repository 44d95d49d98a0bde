package telegram

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// listener takes connections from a channel.
type listener struct {
	lines  chan net.Conn
	closed chan struct{}
}

func (l listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.lines:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l listener) Close() error {
	close(l.closed)
	return nil
}

func (l listener) Addr() net.Addr { return &net.TCPAddr{} }

func (w *world) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	w.mu.Lock()
	cut, mute, lag := w.cut, w.mute, w.lag
	w.mu.Unlock()
	if err := sleep(ctx, lag); err != nil {
		return nil, err
	}
	if mute {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if cut {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	near, far := net.Pipe()
	select {
	case w.lines <- far:
		w.open.Add(1)
		return &counted{Conn: near, open: &w.open}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// counted is a connection that counts.
type counted struct {
	net.Conn
	once sync.Once
	open *atomic.Int64
}

func (c *counted) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}

func (w *world) setCut(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
}

func (w *world) setLag(lag time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lag = lag
}

func (w *world) setMute(mute bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mute = mute
}

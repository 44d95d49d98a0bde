package discord

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// inquiry is the way on which the library asks for the gateway's address.
func (c *connection) inquiry(ctx context.Context) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		resp, err := c.transit.RoundTrip(req.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		body, err := peek(resp)
		if err != nil {
			return nil, err
		}
		var v struct {
			URL string `json:"url"`
		}
		if json.Unmarshal(body, &v) == nil {
			c.mu.Lock()
			c.gateway = strings.TrimSuffix(v.URL, "/")
			c.mu.Unlock()
		}
		return resp, nil
	})
}

// address is the gateway's address, or "" before it is known.
func (c *connection) address() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gateway
}

// handshake is how long connecting and agreeing on the protocol may take.
const handshake = 20 * time.Second

// dialer connects while ctx allows. The connection outlives ctx.
func (c *connection) dialer(ctx context.Context) *websocket.Dialer {
	dial := func(dialing context.Context, network, address string) (net.Conn, error) {
		dialing, cancel := context.WithCancel(dialing)
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		conn, err := new(net.Dialer).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		w := &wire{Conn: conn, silence: c.timing.silence}
		c.mu.Lock()
		c.conn = w
		c.mu.Unlock()
		if ctx.Err() != nil {
			c.hangUp()
		}
		return w, nil
	}
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshake, NetDialContext: dial}
}

// hangUp cuts the connection.
func (c *connection) hangUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.Close()
	}
}

// sayNoMore has nothing more go out on the connection.
func (c *connection) sayNoMore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.broken.Store(true)
	}
}

// Package web serves what watches the bot: whether it is alive, whether it is
// connected, and how it is doing, in the format of Prometheus. Nothing here is
// for members, so the address should not be public.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A Server answers on one address:
//
//	/healthz   200 while the process runs
//	/readyz    200 while all platforms are connected, otherwise 503
//	/metrics   counters and times for Prometheus
type Server struct {
	http     *http.Server
	done     chan struct{}
	registry *prometheus.Registry
	addr     net.Addr
}

// Listen begins to serve. ready is asked with each call of /readyz.
func Listen(ctx context.Context, addr string, log *slog.Logger, ready func() bool) (*Server, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s (is another program there already?): %w", addr, err)
	}
	s := &Server{done: make(chan struct{}), registry: prometheus.NewRegistry(), addr: listener.Addr()}
	s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready() {
			http.Error(w, "not connected", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{}))
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the web server stopped", "err", err)
		}
	}()
	return s, nil
}

// Addr is the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.addr }

// Close stops serving at once.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	return err
}

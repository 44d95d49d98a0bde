package discordtest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// limit is how many requests a route takes in a while, for each channel.
type limit struct {
	route string
	n     int
	per   time.Duration
	used  map[string]*usage
}

type usage struct {
	since time.Time
	n     int
}

// Limit has a route take no more than n requests in a while for each channel, and say
// so in its answers. To exceed that fails the test.
func (s *Server) Limit(route string, n int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = append(s.limits, &limit{route: route, n: n, per: per, used: map[string]*usage{}})
}

// LimitAll has the server take no more than n requests in any second, but for answers
// to interactions. To exceed that fails the test.
func (s *Server) LimitAll(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = n
}

var messageID = regexp.MustCompile(`/(messages|pins)/\d+`)

// limited counts a request, and refuses one too many.
func (s *Server) limited(w http.ResponseWriter, route string) *complaint {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.most > 0 && !strings.Contains(route, " /interactions/") && !strings.Contains(route, " /webhooks/") {
		for len(s.lately) > 0 && now.Sub(s.lately[0]) >= time.Second {
			s.lately = s.lately[1:]
		}
		s.lately = append(s.lately, now)
		if len(s.lately) > s.most {
			s.t.Errorf("%s is request %d within a second", route, len(s.lately))
			w.Header().Set("X-RateLimit-Global", "true")
			return tooMany
		}
	}
	for _, l := range s.limits {
		if !strings.Contains(route, l.route) {
			continue
		}
		key := messageID.ReplaceAllString(route, "/$1")
		u := l.used[key]
		if u == nil || now.Sub(u.since) >= l.per {
			u = &usage{since: now}
			l.used[key] = u
		}
		u.n++
		left := u.since.Add(l.per).Sub(now)
		w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(max(0, l.n-u.n)))
		w.Header().Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", left.Seconds()+0.001))
		if u.n > l.n {
			s.t.Errorf("%s is request %d within %v", route, u.n, l.per)
			w.Header().Set("Retry-After", fmt.Sprintf("%.3f", left.Seconds()))
			return tooMany
		}
	}
	return nil
}

var tooMany = &complaint{429, 0, "You are being rate limited."}

package sqlstore

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
)

// TestEveryField checks that no part of a post is left out of what is stored.
func TestEveryField(t *testing.T) {
	var p bot.Post
	fill(t, reflect.ValueOf(&p).Elem(), new(int64))
	p.Steps, p.Lacks = []calendar.Kind{"a", "b, c"}, []bot.Permission{`"d"`}
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	if err := s.AddPost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	want := func(p bot.Post) {
		t.Helper()
		got, err := s.PostsOf(t.Context(), p.Club, p.Round)
		if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], p) {
			t.Errorf("PostsOf = %+v, %v; want %+v", got, err, p)
		}
	}
	want(p)
	other := bot.Post{PostKey: p.PostKey}
	if err := s.SavePost(t.Context(), other, time.Time{}); err != nil {
		t.Fatal(err)
	}
	want(other)
	if err := s.SavePost(t.Context(), p, time.Time{}); err != nil {
		t.Fatal(err)
	}
	want(p)
}

// fill gives each part of a value something that no other part has.
func fill(t *testing.T, v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a' + *n)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(*n)
	case reflect.Slice:
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.UnixMicro(*n).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a post has a %s", v.Type())
	}
}

// BenchmarkDuePosts reads 200 of 10,000 posts that are due, of which some are being
// sent, beside as many that are due later.
func BenchmarkDuePosts(b *testing.B) {
	for _, sending := range []int{0, 50, 5000} {
		b.Run(fmt.Sprint(sending, " being sent"), func(b *testing.B) {
			benchmarkBoth(b, func(b *testing.B, s *Store) {
				owe(b, s, 20_000, sending)
				b.ResetTimer()
				for b.Loop() {
					keys, err := s.DuePosts(b.Context(), "telegram", time.Unix(10_000, 0), 200)
					if err != nil || len(keys) != 200 {
						b.Fatalf("%d posts, %v", len(keys), err)
					}
				}
			})
		})
	}
}

// owe adds posts of which one is due each second, the first of them being sent.
func owe(t testing.TB, s *Store, posts, sending int) {
	t.Helper()
	err := s.update(context.Background(), "add posts", func(t session) error {
		var owed []bot.Post
		for i := range posts {
			chat := fmt.Sprint("telegram:-", i%500)
			p := bot.Post{PostKey: bot.PostKey{Club: chat, Round: 1, Effect: i, Chat: chat}, State: bot.PostWaits, Next: time.Unix(int64(i+1), 0)}
			if i%(posts/2) < sending {
				p.State = bot.PostSending
			}
			owed = append(owed, p)
		}
		return t.addPosts(context.Background(), owed...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

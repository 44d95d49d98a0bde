package sqlstore

import (
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

package catalog

import (
	"reflect"
	"testing"
)

func TestTranslatedWith(t *testing.T) {
	steps := []struct {
		lang, value string
		want        Text
	}{
		{"ru", "р", Text{{"ru", "р"}}},
		{"", "own", Text{{"", "own"}, {"ru", "р"}}},
		{"de", "d", Text{{"", "own"}, {"de", "d"}, {"ru", "р"}}},
		{"de", "D", Text{{"", "own"}, {"de", "D"}, {"ru", "р"}}},
		{"zh", "z", Text{{"", "own"}, {"de", "D"}, {"ru", "р"}, {"zh", "z"}}},
	}
	var text Text
	for i, s := range steps {
		before := text
		if text = text.With(s.lang, s.value); !reflect.DeepEqual(text, s.want) {
			t.Errorf("With(%q, %q) = %v, want %v", s.lang, s.value, text, s.want)
		}
		if i > 0 && !reflect.DeepEqual(before, steps[i-1].want) {
			t.Errorf("With(%q, %q) leaves %v of %v", s.lang, s.value, before, steps[i-1].want)
		}
	}
}

func TestTranslatedIn(t *testing.T) {
	both, other := Text{{"", "own"}, {"ru", "р"}}, Text{{"ru", "р"}}
	tests := []struct {
		text    Text
		lang    string
		in, get string
		ok      bool
	}{
		{nil, "", "", "", false},
		{nil, "ru", "", "", false},
		{both, "", "own", "own", true},
		{both, "ru", "р", "р", true},
		{both, "en", "own", "", false},
		{other, "", "", "", false},
		{other, "ru", "р", "р", true},
	}
	for _, tt := range tests {
		if got := tt.text.In(tt.lang); got != tt.in {
			t.Errorf("%v.In(%q) = %q, want %q", tt.text, tt.lang, got, tt.in)
		}
		if got, ok := tt.text.Get(tt.lang); got != tt.get || ok != tt.ok {
			t.Errorf("%v.Get(%q) = %q, %v, want %q, %v", tt.text, tt.lang, got, ok, tt.get, tt.ok)
		}
	}
}

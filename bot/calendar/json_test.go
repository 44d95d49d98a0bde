package calendar

import (
	"encoding/json"
	"testing"
	"time"
)

func TestTextFormsInJSON(t *testing.T) {
	type all struct {
		Rhythm Rhythm
		Span   Span
		Date   Date
	}
	for _, tt := range []struct {
		value all
		text  string
	}{
		{all{}, `{"Rhythm":"","Span":"0h","Date":""}`},
		{
			all{Rhythm{Weeks: 2, Day: time.Friday, Hour: 20, From: Date{2026, 11, 27}}, Span{Days: 1, Hours: 12}, Date{2026, 11, 27}},
			`{"Rhythm":"every 2 weeks fri 20:00 from 2026-11-27","Span":"1d12h","Date":"2026-11-27"}`,
		},
		{all{Rhythm: Rhythm{Which: Last, Day: time.Sunday, Hour: 18, Minute: 30}, Span: Span{Hours: 72}}, `{"Rhythm":"last sun 18:30","Span":"72h","Date":""}`},
	} {
		text, err := json.Marshal(tt.value)
		if err != nil || string(text) != tt.text {
			t.Errorf("Marshal(%+v) = %s, %v, want %s", tt.value, text, err, tt.text)
		}
		var back all
		if err := json.Unmarshal([]byte(tt.text), &back); err != nil || back != tt.value {
			t.Errorf("Unmarshal(%s) = %+v, %v, want %+v", tt.text, back, err, tt.value)
		}
	}
	for _, text := range []string{`{"Rhythm":"secret"}`, `{"Span":"secret"}`, `{"Date":"secret"}`} {
		if err := json.Unmarshal([]byte(text), new(all)); err == nil {
			t.Errorf("Unmarshal(%s) = nil, want an error", text)
		}
	}
}

package telegram

import "testing"

func TestMute(t *testing.T) {
	yes, no := true, false
	tests := []struct {
		member  member
		channel bool
		want    bool
	}{
		{member{Status: "member"}, false, false},
		{member{Status: "administrator"}, false, false},
		{member{Status: "restricted", IsMember: true, CanSend: true}, false, false},
		{member{Status: "restricted", IsMember: true}, false, true},
		{member{Status: "restricted", CanSend: true}, false, true},
		{member{Status: "left"}, false, true},
		{member{Status: "kicked"}, false, true},
		{member{Status: "administrator", CanPost: &yes}, true, false},
		{member{Status: "administrator", CanPost: &no}, false, true},
		{member{Status: "administrator"}, true, true},
	}
	for _, tt := range tests {
		if got := tt.member.mute(tt.channel); got != tt.want {
			t.Errorf("%+v.mute(%v) = %v, want %v", tt.member, tt.channel, got, tt.want)
		}
	}
}

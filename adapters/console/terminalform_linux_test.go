package console

import (
	"syscall"
	"testing"
)

func TestTerminalForm(t *testing.T) {
	p := sitDown(t, "xterm")
	p.wait("> ")
	p.press("form\r")
	p.wait("you said form\r\n")
	p.wait("Add a film\r\n\r\nEnter skips.\r\n\r\nTitle and year – such as The Ascent (1977)\r\n? ")
	for range 3 { // a required field is asked for as long as it takes
		p.press("\r")
		p.wait("\r\nTitle and year – such as The Ascent (1977)\r\n? ")
	}
	p.press("bad\r")
	p.wait("\r\nOriginal title\r\n[Восхождение]\r\n? ")
	p.press("/film t\t\r") // nothing is completed
	p.wait("\r\nThe rest – a key and its text on each line\r\n[Genres: war\r\n Runtime: 111]\r\n? ")
	p.press("Place: Murom\r")
	p.wait("… ")
	p.press("2\r")
	p.wait("… ")
	p.press("\r")
	p.wait("you said /fill k7\r\n")
	p.wait("Add a film\r\n\r\nTitle and year – such as The Ascent (1977)\r\n[bad]\r\n? ")
	p.press("good\r")
	p.wait("[/film t]\r\n? ")
	p.press("\r")
	p.wait("[Place: Murom\r\n 2]\r\n? ")
	p.press("-\r")
	p.wait("you said /fill k7\r\n\r\n1. One\r\n\r\n[2] Two\r\n\r\n> ")
	p.press("\x1b[A\r") // the line before, which is no answer
	p.wait("you said form\r\n")
	p.wait("? ")
	p.press("x")
	p.wait("x")
	p.press("\x03")
	p.wait("\n> ")
	p.press("2\r")
	p.wait("you said /two\r\n")
	p.wait("> ")
	p.press("\x04")
	p.leave()
}

func TestTerminalFormGivenUp(t *testing.T) {
	steps := []struct{ press, wait string }{
		{"form\r", "such as The Ascent (1977)\r\n? "},
		{"A\r", "[Восхождение]\r\n? "},
		{"\r", "Runtime: 111]\r\n? "},
		{"C\r", "… "},
	}
	tests := []struct{ name, term, begun, giveUp string }{
		{"Ctrl-C", "xterm", "half", "\x03"},
		{"Ctrl-D", "xterm", "", "\x04"},
		{"Ctrl-D on a simple terminal", "dumb", "", "\x04"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sitDown(t, tt.term)
			p.wait("> ")
			for n := range steps {
				for _, s := range steps[:n+1] {
					p.press(s.press)
					p.wait(s.wait)
				}
				p.press(tt.begun)
				p.wait(tt.begun)
				p.press(tt.giveUp)
				p.wait("\n> ")
			}
			p.press("after\r")
			p.wait("you said after\r\n")
			p.wait("> ")
			p.press("\x04")
			p.leave()
		})
	}
}

// TestTerminalEndsInForm asks for the end while an answer is waited for.
func TestTerminalEndsInForm(t *testing.T) {
	p := sitDown(t, "xterm")
	p.wait("> ")
	p.press("form\r")
	p.wait("? ")
	p.press("hal")
	p.wait("hal")
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	p.wait("\r\n")
	p.leave()
}

func TestTerminalFile(t *testing.T) {
	p := sitDown(t, "xterm")
	lay(t, p.folder, map[string]string{"my films.txt": ""})
	p.wait("> ")
	p.press("/catalog import my\t\r")
	p.wait("you said /catalog import\r\n")
	p.wait("> ")
	p.press("slow\r")
	p.wait("half\r\nof [2Jit\r\nyou said slow\r\n")
	p.wait("> ")
	p.press("\x04")
	p.leave()
}

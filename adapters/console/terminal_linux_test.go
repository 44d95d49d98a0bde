package console

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// person sits at a terminal with that console.
type person struct {
	*testing.T
	keys   *os.File // the terminal's other side
	tty    *os.File
	folder string
	before syscall.Termios
	cmd    *exec.Cmd
	screen chan string
	read   strings.Builder
}

func sitDown(t *testing.T, term string) *person {
	t.Helper()
	keys, tty := openTerminal(t)
	p := &person{T: t, keys: keys, tty: tty, screen: make(chan string, 1024), folder: t.TempDir(), before: modes(t, tty)}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), actEnv+"="+p.folder, "TERM="+term)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = tty, tty, tty
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.watch()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		tty.Close()
		keys.Close()
		for range p.screen { // until watch has ended
		}
	})
	return p
}

func (p *person) watch() {
	defer close(p.screen)
	buf := make([]byte, 4096)
	for {
		n, err := p.keys.Read(buf)
		if err != nil {
			return
		}
		p.screen <- string(buf[:n])
	}
}

func (p *person) press(keys string) {
	p.Helper()
	if _, err := p.keys.WriteString(keys); err != nil {
		p.Fatal(err)
	}
}

// wait waits until the screen shows a text after what was waited for before.
func (p *person) wait(text string) {
	p.Helper()
	late := time.After(10 * time.Second)
	for {
		if _, after, ok := strings.Cut(p.read.String(), text); ok {
			p.read.Reset()
			p.read.WriteString(after)
			return
		}
		select {
		case more, ok := <-p.screen:
			if !ok {
				p.Fatalf("the terminal is gone; %q did not come after %q", text, p.read.String())
			}
			p.read.WriteString(more)
		case <-late:
			p.Fatalf("%q did not come after %q", text, p.read.String())
		}
	}
}

// leave waits for the end of the console and checks that the terminal is as it
// was.
func (p *person) leave() {
	p.Helper()
	p.wait("ended with <nil>")
	if err := p.cmd.Wait(); err != nil {
		p.Errorf("the console: %v", err)
	}
	if after := modes(p.T, p.tty); after != p.before {
		p.Errorf("modes of the terminal = %+v, want %+v", after, p.before)
	}
}

func openTerminal(t *testing.T) (keys, tty *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("no terminals here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var unlock, number int32
	var size = [4]uint16{24, 80}
	control(t, keys, syscall.TIOCSPTLCK, unsafe.Pointer(&unlock))
	control(t, keys, syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(t, keys, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	tty, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return keys, tty
}

func modes(t *testing.T, tty *os.File) (m syscall.Termios) {
	t.Helper()
	control(t, tty, syscall.TCGETS, unsafe.Pointer(&m))
	return m
}

func control(t *testing.T, f *os.File, request uintptr, arg unsafe.Pointer) {
	t.Helper()
	raw, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var errno syscall.Errno
	err = raw.Control(func(fd uintptr) {
		_, _, errno = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(arg))
	})
	if err != nil || errno != 0 {
		t.Fatalf("ioctl %#x: %v, %v", request, err, errno)
	}
}

func TestTerminal(t *testing.T) {
	p := sitDown(t, "xterm")
	p.wait("Welcome!\r\nType a title.\r\n\r\n> ")
	p.press("asd\x7fcent\r") // with a key taken back
	p.wait("you said ascent\r\n\r\n1. One\r\n\r\n[2] Two\r\n\r\n> ")
	p.press("2\r")
	p.wait("you said /two\r\n")
	p.wait("> ")
	p.press("/film t\t\r")
	p.wait("you said /film The Ascent\r\n")
	p.wait("> ")
	p.press("/film t\t\t\r")
	p.wait("you said /film The White Ship[2J\r\n")
	p.wait("> ")
	p.press("\x1b[A\x1b[A\r") // twice up
	p.wait("you said /film The Ascent\r\n")
	p.wait("> ")
	p.press("panic\r")
	p.wait("> ")
	p.press("still here\r")
	p.wait("you said still here\r\n")
	p.wait("> ")
	p.press("post\r")
	p.wait("news\r\n\r\nyou said post\r\n")
	p.wait("> ")
	p.press("\x04")
	p.leave()
}

func TestTerminalEnds(t *testing.T) {
	tests := []struct {
		name, term string
		end        func(*person)
	}{
		{"Ctrl-C", "xterm", func(p *person) { p.press("half a li\x03") }},
		{"Ctrl-D", "xterm", func(p *person) { p.press("\x04") }},
		{"SIGTERM", "xterm", func(p *person) { _ = p.cmd.Process.Signal(syscall.SIGTERM) }},
		{"SIGTERM in a line", "xterm", func(p *person) {
			p.press("half")
			p.wait("half")
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
		}},
		{"Ctrl-D on a simple terminal", "dumb", func(p *person) { p.press("\x04") }},
		{"Ctrl-C on a simple terminal", "dumb", func(p *person) { p.press("\x03") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sitDown(t, tt.term)
			p.wait("> ")
			p.press("one\r")
			p.wait("you said one")
			p.wait("> ")
			tt.end(p)
			p.wait("\r\n")
			p.leave()
		})
	}
}

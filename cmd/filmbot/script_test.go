package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this program under its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"filmbot": main})
}

// TestScripts runs the program as somebody does who types its name. It cannot
// reach any platform.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LC_ALL", "C")
			return nil
		},
	})
}

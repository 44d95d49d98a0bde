package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"filmbot/adapters/sqlstore/sqlstoretest"
)

// TestMain lets the scripts run this program under its name, and tests start it with
// another clock.
func TestMain(m *testing.M) {
	if ahead, ok := os.LookupEnv(victim); ok {
		suffer(ahead)
	}
	testscript.Main(tests{m}, map[string]func(){"filmbot": main})
}

// cluster is the PostgreSQL server of this run of the tests.
var cluster sqlstoretest.Server

// tests are those of this package, with what they leave behind.
type tests struct{ *testing.M }

func (t tests) Run() int {
	defer cluster.Stop()
	return t.M.Run()
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

package sqlstore

import (
	"context"
	"database/sql"
	"io/fs"
	"log/slog"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// A dialect is what one database does in another way than the others.
type dialect interface {
	// name is how an operator knows the database. It holds no password.
	name() string
	// pools returns a pool for changes and another, which may be the same, for
	// reads.
	pools() (write, read *sql.DB)
	// usable makes sure that the database can be written.
	usable(ctx context.Context, write *sql.DB) error
	// inPlace makes sure that what is written will be found again. It is called
	// before each transaction of the connection that writes, and before that is
	// closed.
	inPlace(ctx context.Context, write runner) error

	// goose returns what migrations are made with.
	goose(migrations fs.FS) (goose.Dialect, fs.FS, []goose.ProviderOption, error)
	// tables is a query for how many tables there are with a name.
	tables() string
	// look tells what opening the database will find, as [Check] does.
	look(ctx context.Context, migrations fs.FS) (string, error)
	// copyAside copies the database before it is brought up to a version, and
	// returns the name of the copy. It is empty where there is none.
	copyAside(ctx context.Context, write *sql.DB, version int64) (string, error)

	// bind gives a query the placeholders of the database in the place of each ?.
	bind(query string) string
	// lasting returns the context that a transaction lives in.
	lasting(ctx context.Context) (context.Context, context.CancelFunc)
	// lock keeps out all others who lock the same, until the end of the
	// transaction.
	lock(ctx context.Context, t session, what string) error
	// again tells that a transaction failed, before it was to be stored, for a reason
	// that another attempt may not meet.
	again(err error) bool

	// tell tells those who follow of a club or, with a revision of 0, of a place.
	tell(ctx context.Context, t session, id string, revision int64) error
	// follow is [bot.Clubs.Follow].
	follow(ctx context.Context, log *slog.Logger, changed func(id string, revision int64)) error

	// remedy says what an operator can do about an error, going on from the name of
	// the database; it is empty where nobody knows.
	remedy(err error) string
}

// numbered replaces each ? of a query by $1, $2 and so on. A ? stands for an
// argument wherever it is, so none may be part of a text in a query.
func numbered(query string) string {
	var out strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		out.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}

// dialectOf returns the dialect of the database that a URL names.
func dialectOf(url string, o options) (dialect, error) {
	if isPostgres(url) {
		return newPostgres(url, o.patience)
	}
	file, err := fileOf(url)
	if err != nil {
		return nil, err
	}
	return &sqliteFile{file: file, patience: o.patience}, nil
}

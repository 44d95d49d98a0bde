package sqlstore

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// channel is where changes are told of.
	channel = "filmbot"
	// maxPayload is how long a notification may be, in bytes; the server's limit is
	// 8000 (https://www.postgresql.org/docs/current/sql-notify.html).
	maxPayload = 7900
	// reconnectAfter is how long to wait after a connection was lost, and aliveEvery
	// how often to see whether a quiet one is still there.
	reconnectAfter = time.Second
	aliveEvery     = 30 * time.Second
)

// tell notifies others when the transaction is committed, and only then. An id
// that does not fit makes them take everything as changed.
func (d *postgres) tell(ctx context.Context, t session, id string, revision int64) error {
	payload := strconv.FormatInt(revision, 10) + " " + id
	if len(payload) > maxPayload {
		payload = "0 "
	}
	_, err := t.exec(ctx, `SELECT pg_notify(?, ?)`, channel, payload)
	return err
}

// follow listens on a connection of its own. What happens while there is none is
// made up for by telling that everything may have changed.
func (d *postgres) follow(ctx context.Context, log *slog.Logger, changed func(id string, revision int64)) error {
	for {
		err := d.listen(ctx, changed)
		if ctx.Err() != nil {
			return nil
		}
		log.WarnContext(ctx, "database cannot be followed", "err", fault(d, "listen for changes", err))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(reconnectAfter):
		}
	}
}

func (d *postgres) listen(ctx context.Context, changed func(id string, revision int64)) error {
	conn, err := pgx.ConnectConfig(ctx, d.config)
	if err != nil {
		return err
	}
	defer hangUp(ctx, conn)
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	changed("", 0)
	for {
		payload, err := heard(ctx, conn)
		if err != nil {
			return err
		}
		revision, id, _ := strings.Cut(payload, " ")
		n, _ := strconv.ParseInt(revision, 10, 64)
		changed(id, n)
	}
}

// heard waits for a notification.
func heard(ctx context.Context, conn *pgx.Conn) (string, error) {
	for {
		quiet, cancel := context.WithTimeout(ctx, aliveEvery)
		n, err := conn.WaitForNotification(quiet)
		over := quiet.Err() != nil
		cancel()
		switch {
		case n != nil:
			return n.Payload, nil
		case ctx.Err() != nil:
			return "", ctx.Err()
		case !over:
			return "", err
		}
		if err := alive(ctx, conn); err != nil {
			return "", err
		}
	}
}

func alive(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, connectPatience)
	defer cancel()
	return conn.Ping(ctx)
}

// hangUp says goodbye to the server, also when ctx is done.
func hangUp(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

package sqlstore

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	onlyRead     = "can only be read: name the primary server, and a user who may write"
	mayNotCreate = "does not let its user create tables: GRANT CREATE ON SCHEMA to that user"
	mayNotUse    = "does not let its user at its tables: make that user their owner, or GRANT ALL ON ALL TABLES IN SCHEMA"
	refused      = "refuses the user or the password: correct them in its address"
	unreachable  = "cannot be reached: start the server, or correct its address"
	busyServer   = "is kept busy by other programs: end them, or wait and try again"
)

// serverRemedies are keyed by PostgreSQL's error codes
// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
var serverRemedies = map[string]string{
	"28000": refused,
	"28P01": refused,
	"3D000": "does not exist: create it, or correct the name in its address",
	"42501": mayNotUse,
	"3F000": mayNotCreate, // no schema has been selected to create in
	"25006": onlyRead,
	"53100": "has no room: its disk is full",
	"53300": "has no connection left: raise its max_connections, or end other programs",
	"55P03": busyServer,
	"40001": busyServer,
	"40P01": busyServer,
	"57P01": "was stopped: start the server",
	"57P03": "is starting or stopping: wait and try again",
}

func (d *postgres) remedy(err error) string {
	if code := sqlState(err); code != "" {
		return serverRemedies[code]
	}
	var failed *pgconn.ConnectError
	if errors.As(err, &failed) {
		return unreachable
	}
	return ""
}

// again tells of deadlocks, which the server ends by failing one of those who are
// in them, and of connections that were lost.
func (d *postgres) again(err error) bool {
	switch sqlState(err) {
	case "40001", "40P01", "57P01":
		return true
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}

func sqlState(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}

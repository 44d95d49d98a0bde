package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
)

// Open opens the jobs of the database that url names, as [OpenPostgres] does, or as
// [OpenSQLite] where it names a file. db is the store's pool for changes.
func Open(ctx context.Context, url string, db *sql.DB, log *slog.Logger, some ...Option) (*Queue, error) {
	if isPostgres(url) {
		return OpenPostgres(ctx, url, log, some...)
	}
	return OpenSQLite(ctx, db, log, some...)
}

func isPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

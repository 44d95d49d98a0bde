-- +goose Up

-- The day on which a line was last kept or read, counted from 1970-01-01 in UTC;
-- 0 where that is not known.
ALTER TABLE kept_line ADD COLUMN used BIGINT NOT NULL DEFAULT 0;

-- Times are microseconds since 1970-01-01 in UTC, flags 0 or 1.

-- +goose Up

-- A club of which something is kept. revision counts all its changes, changes those
-- of the catalog. settings are JSON, or empty. adrift tells that the place whose
-- key is the club's id does not belong to the club by default.
CREATE TABLE club (
    id       TEXT   NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    changes  BIGINT NOT NULL,
    settings TEXT   NOT NULL,
    adrift   BIGINT NOT NULL
);

-- What a club says about a film. version is the number of the change that made it
-- so, came that of the change in which the film came in, in the order of position.
CREATE TABLE entry (
    club     TEXT   NOT NULL,
    film     TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    came     BIGINT NOT NULL,
    position BIGINT NOT NULL,
    content  TEXT   NOT NULL,
    hidden   BIGINT NOT NULL,
    PRIMARY KEY (club, film)
);

-- The log of a club.
CREATE TABLE change (
    club        TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    author      TEXT   NOT NULL,
    author_name TEXT   NOT NULL,
    made        BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    films       BIGINT NOT NULL,
    undoes      BIGINT NOT NULL,
    undone_by   BIGINT NOT NULL,
    PRIMARY KEY (club, number)
);
CREATE INDEX change_author ON change (author);

-- The edits of a change. What was there before one is what the edit of the change
-- with the number of version made.
CREATE TABLE edit (
    club     TEXT   NOT NULL,
    number   BIGINT NOT NULL,
    film     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    content  TEXT   NOT NULL,
    hidden   BIGINT NOT NULL,
    PRIMARY KEY (club, number, film)
);
CREATE INDEX edit_film ON edit (club, film, number);

-- A place of which something is kept. club is empty where the place belongs to
-- the one that it is by default.
CREATE TABLE place (
    id       TEXT   NOT NULL PRIMARY KEY,
    club     TEXT   NOT NULL,
    presence BIGINT NOT NULL,
    since    BIGINT NOT NULL
);
CREATE INDEX place_club ON place (club);

CREATE TABLE code (
    hash    TEXT   NOT NULL PRIMARY KEY,
    club    TEXT   NOT NULL,
    expires BIGINT NOT NULL
);

-- outcome is empty for a suggestion that waits. post is the chat of the message in
-- which moderators see it.
CREATE TABLE suggestion (
    id              TEXT   NOT NULL PRIMARY KEY,
    club            TEXT   NOT NULL,
    author          TEXT   NOT NULL,
    author_name     TEXT   NOT NULL,
    chat            TEXT   NOT NULL,
    lang            TEXT   NOT NULL,
    made            BIGINT NOT NULL,
    content         TEXT   NOT NULL,
    outcome         TEXT   NOT NULL,
    decided_by      TEXT   NOT NULL,
    decided_by_name TEXT   NOT NULL,
    decided         BIGINT NOT NULL,
    reason          TEXT   NOT NULL,
    film            TEXT   NOT NULL,
    post            TEXT   NOT NULL,
    post_server     TEXT   NOT NULL,
    post_private    BIGINT NOT NULL,
    post_message    TEXT   NOT NULL,
    told            BIGINT NOT NULL
);
CREATE INDEX suggestion_club ON suggestion (club, outcome, made);
CREATE INDEX suggestion_author ON suggestion (author);
CREATE INDEX suggestion_decided_by ON suggestion (decided_by);
CREATE INDEX suggestion_untold ON suggestion (made) WHERE told = 0 AND outcome <> '';

-- kept is the day on which a draft was last kept, counted from 1970-01-01 in UTC.
CREATE TABLE draft (
    id         TEXT   NOT NULL PRIMARY KEY,
    club       TEXT   NOT NULL,
    owner      TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    film       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    suggestion TEXT   NOT NULL,
    content    TEXT   NOT NULL,
    made       BIGINT NOT NULL,
    kept       BIGINT NOT NULL
);
CREATE INDEX draft_owner ON draft (owner);

-- How many times something was counted under a key at a time.
CREATE TABLE counted (
    subject TEXT   NOT NULL,
    made    BIGINT NOT NULL,
    times   BIGINT NOT NULL,
    PRIMARY KEY (subject, made)
);

-- The clubs and places that were changed, the latest with the highest seq. It is
-- empty in a database that tells of changes by itself.
CREATE TABLE touched (
    id    TEXT   NOT NULL,
    place BIGINT NOT NULL,
    seq   BIGINT NOT NULL,
    PRIMARY KEY (id, place)
);
CREATE INDEX touched_seq ON touched (seq);

-- Names and keys are compared byte by byte, SQLite's default collation; the
-- search for a chat's topics in MoveChat relies on that order.

-- +goose Up

-- What a chat's shuffle bag has given since it was last put back, in the order of seq.
CREATE TABLE drawn (
    chat TEXT   NOT NULL,
    film TEXT   NOT NULL,
    seq  BIGINT NOT NULL,
    PRIMARY KEY (chat, film)
);

CREATE TABLE seen (
    person TEXT NOT NULL,
    film   TEXT NOT NULL,
    PRIMARY KEY (person, film)
);

-- Lines that are too long for a button, under the short names that stand for them.
CREATE TABLE kept_line (
    name TEXT NOT NULL PRIMARY KEY,
    line TEXT NOT NULL
);

-- Small facts of the adapters' own.
CREATE TABLE note (
    subject TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);

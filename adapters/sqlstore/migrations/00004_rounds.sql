-- +goose Up

-- The rounds of clubs. version counts the changes of a round and of what is said in
-- it. content is the round in JSON; the columns before it are what is searched of it:
-- ended and watched are flags, night is a time.
CREATE TABLE round (
    club    TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    version BIGINT NOT NULL,
    asleep  BIGINT NOT NULL,
    ended   BIGINT NOT NULL,
    watched BIGINT NOT NULL,
    film    TEXT   NOT NULL,
    night   BIGINT NOT NULL,
    content TEXT   NOT NULL,
    PRIMARY KEY (club, number)
);
CREATE INDEX round_watched ON round (club, number, film, night) WHERE watched = 1;

-- What a person says in a round. ballot and rating are 0 for none. coming is the
-- version of the round with which the person came to be coming, 0 where the person
-- is not.
CREATE TABLE said (
    club     TEXT   NOT NULL,
    number   BIGINT NOT NULL,
    person   TEXT   NOT NULL,
    platform TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    ballot   BIGINT NOT NULL,
    coming   BIGINT NOT NULL,
    rating   BIGINT NOT NULL,
    PRIMARY KEY (club, number, person)
);
CREATE INDEX said_person ON said (person);
CREATE INDEX said_ballot ON said (club, number, platform, ballot) WHERE ballot <> 0;
CREATE INDEX said_coming ON said (club, number, coming) WHERE coming <> 0;
CREATE INDEX said_rating ON said (club, number, rating) WHERE rating <> 0;

-- The persons whom the content of a round names.
CREATE TABLE named (
    club   TEXT   NOT NULL,
    number BIGINT NOT NULL,
    person TEXT   NOT NULL,
    PRIMARY KEY (club, number, person)
);
CREATE INDEX named_person ON named (person);

-- The posts about a round. next is when a post is due, NULL for not at all, and soon
-- when it may become due because the round has changed. platform is that of chat;
-- steps and lacks are JSON.
CREATE TABLE post (
    club            TEXT   NOT NULL,
    number          BIGINT NOT NULL,
    effect          BIGINT NOT NULL,
    chat            TEXT   NOT NULL,
    try             BIGINT NOT NULL,
    platform        TEXT   NOT NULL,
    next            BIGINT,
    soon            BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    due             BIGINT NOT NULL,
    late            BIGINT NOT NULL,
    film            TEXT   NOT NULL,
    night           BIGINT NOT NULL,
    matter          TEXT   NOT NULL,
    steps           TEXT   NOT NULL,
    about           TEXT   NOT NULL,
    about_kind      TEXT   NOT NULL,
    sent            BIGINT NOT NULL,
    failures        BIGINT NOT NULL,
    message_chat    TEXT   NOT NULL,
    message_server  TEXT   NOT NULL,
    message_private BIGINT NOT NULL,
    message_id      TEXT   NOT NULL,
    version         BIGINT NOT NULL,
    shown           TEXT   NOT NULL,
    pinned          BIGINT NOT NULL,
    talk            TEXT   NOT NULL,
    event           TEXT   NOT NULL,
    planned         TEXT   NOT NULL,
    lacks           TEXT   NOT NULL,
    PRIMARY KEY (club, number, effect, chat, try)
);
CREATE INDEX post_due ON post (platform, next, club, number, effect, chat, try) WHERE next IS NOT NULL AND state <> 'sending';
CREATE INDEX post_sending ON post (platform, next, club, number, effect, chat, try) WHERE next IS NOT NULL AND state = 'sending';
CREATE INDEX post_chat ON post (chat);

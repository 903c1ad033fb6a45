-- The tables of the lake. This file is read to make every one of them, and nowhere is
-- a column named a second time with its type. All moments are UTC.
--
-- One append is one folder tx/<number>/ with a Parquet file of each table that has
-- rows. `told` tables come from sources; the last two are written by the store.

-- told: one value of one series for one period, `starts <= day < ends`, as it was
-- stated at one moment. A value that is NULL was taken back.
CREATE TABLE observation (
    series VARCHAR, starts DATE, ends DATE,
    value DOUBLE, low DOUBLE, high DOUBLE,
    known_at TIMESTAMPTZ, known_by VARCHAR, snapshot VARCHAR
);

-- told: one H3 cell of a layer that from `since` on is inside, or is not.
CREATE TABLE area (
    layer VARCHAR, cell VARCHAR, since DATE, inside BOOLEAN,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: something that happened, and where on a scale of 0 to 100 it put its actor.
CREATE TABLE event (
    id VARCHAR, act VARCHAR, starts DATE, ends DATE, actors VARCHAR[], issues VARCHAR[],
    weight INTEGER, before DOUBLE, after DOUBLE, text_en VARCHAR, text_zh VARCHAR,
    source VARCHAR, url VARCHAR, confidence VARCHAR, recalled BOOLEAN,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: a commitment that reached a stage; NULL: it was taken back.
CREATE TABLE step (
    commitment VARCHAR, stage VARCHAR, starts DATE, ends DATE, due DATE,
    reason_en VARCHAR, reason_zh VARCHAR, text_en VARCHAR, text_zh VARCHAR,
    source VARCHAR, url VARCHAR, confidence VARCHAR, recalled BOOLEAN,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: why the value of a series for a period was coded as it was; `evidence` are ids
-- of events.
CREATE TABLE coding (
    series VARCHAR, starts DATE, ends DATE, coder VARCHAR, coded DATE,
    evidence VARCHAR[], text_en VARCHAR, text_zh VARCHAR,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: what somebody said.
CREATE TABLE statement (
    id VARCHAR, speaker VARCHAR, said_on DATE, text VARCHAR, lang VARCHAR, url VARCHAR,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: one number of a forecast, in hubverse's columns; as first issued it stands.
-- From `target` to `slack` it says what was asked, and how that will be settled.
CREATE TABLE forecast (
    model VARCHAR, seed BIGINT, target VARCHAR, series VARCHAR, how VARCHAR,
    horizon VARCHAR, origin DATE, base_starts DATE, base_ends DATE,
    starts DATE, ends DATE, due DATE, slack INTEGER,
    output_type VARCHAR, output_type_id VARCHAR, value DOUBLE,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- told: what was found of a number that a document states; `snapshot` is the document,
-- `known_at` the moment whose knowledge it was judged by. `stated` and `step` are
-- decimals as written.
CREATE TABLE finding (
    id VARCHAR, text VARCHAR, stated VARCHAR, step VARCHAR, unit VARCHAR,
    series VARCHAR, starts DATE, ends DATE, how VARCHAR,
    base_starts DATE, base_ends DATE, relation VARCHAR, as_of TIMESTAMPTZ,
    lang VARCHAR, place VARCHAR, verdict VARCHAR, actual DOUBLE, note VARCHAR,
    known_at TIMESTAMPTZ, snapshot VARCHAR
);

-- One hearing of some bytes. `heard_at` is the publisher's release time where known,
-- else the time of the fetch. The told tables carry it beside `snapshot`.
CREATE TABLE snapshot (
    id VARCHAR, source VARCHAR, name VARCHAR, url VARCHAR,
    fetched_at TIMESTAMPTZ, published_at TIMESTAMPTZ,
    media_type VARCHAR, size BIGINT, heard_at TIMESTAMPTZ
);

-- Which series a hearing told, and whether it promised to tell them whole, so that
-- a period which it leaves out was withdrawn.
CREATE TABLE heard (
    series VARCHAR, snapshot VARCHAR, heard_at TIMESTAMPTZ,
    whole BOOLEAN, published BOOLEAN
);

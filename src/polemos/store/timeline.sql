-- The resolution rule, once and for all: from tellings to what was in force when.
--
-- In:  the relations observation, the tellings, and heard, where series were heard.
-- Out: series, starts, ends, since, until, value, low, high, known_by, snapshot:
--      one row for each unbroken run of a value, in force while since <= t < until.
--
-- Between the ends all is numbers: s is a series, r a hearing of it in the order of
-- (heard_at, snapshot), and moments are microseconds. A key is (s, starts, ends).
WITH
-- Each moment at which a series was heard. Those at which it was told whole are
-- numbered 1 to `total`; number i has place 2i, and what lies after it place 2i + 1.
moment AS (
    SELECT series, heard_at, bool_or(whole) AS whole,
        min(snapshot) FILTER (whole) AS snapshot,
        min_by(published, snapshot) FILTER (whole) AS published
    FROM {heard} GROUP BY series, heard_at
),
queue AS (
    SELECT *, count(*) FILTER (whole) OVER (
            PARTITION BY series ORDER BY heard_at)::INT AS number,
        count(*) FILTER (whole) OVER (PARTITION BY series)::INT AS total,
        2 * number + (NOT whole)::INT AS place
    FROM moment
),
hearing AS (
    SELECT h.series, h.snapshot, h.heard_at, h.published, q.place, q.total,
        dense_rank() OVER (ORDER BY h.series)::INT AS s,
        row_number() OVER (ORDER BY h.heard_at, h.snapshot, h.series)::INT AS r
    FROM {heard} h JOIN queue q USING (series, heard_at)
),
told AS (
    SELECT h.s, o.starts, o.ends, h.r, h.place, h.total, o.value,
        CASE WHEN o.value IS NOT NULL THEN o.low END AS low,
        CASE WHEN o.value IS NOT NULL THEN o.high END AS high,
        epoch_us(o.known_at) AS known, epoch_us(o.heard_at) AS heard,
        CASE o.known_by WHEN 'published' THEN 1 WHEN 'fetched' THEN 2 ELSE 3 END
            ::TINYINT AS how
    FROM {observation} o JOIN hearing h USING (series, snapshot, heard_at)
),
-- An assumed release date belongs to the telling that was heard first; what came
-- later took effect when it was heard. `gap` is the first number after a telling, and
-- before the next one, that left the key out ...
gaps AS (
    SELECT *,
        how = 3 AND heard > known AND heard > first_value(heard) OVER w AS late,
        CASE WHEN late THEN heard ELSE known END AS since,
        place // 2 + 1 AS following,
        CASE WHEN following <= total
            AND lead(place, 1, 2147483647) OVER w > 2 * following
            THEN following END AS gap
    FROM told WINDOW w AS (PARTITION BY s, starts, ends ORDER BY r)
),
-- ... and `missed` the first one after it and any number of next ones.
chain AS (
    FROM (SELECT *, NULL::INT AS missed FROM gaps) ANTI JOIN
        (FROM gaps WHERE gap IS NOT NULL) USING (s, starts, ends)
    UNION ALL
    FROM (SELECT *, min(gap) OVER (
            PARTITION BY s, starts, ends ORDER BY r
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS missed
        FROM gaps SEMI JOIN (FROM gaps WHERE gap IS NOT NULL) USING (s, starts, ends))
),
-- Of tellings that take effect at one moment the last heard is in force.
force AS (
    SELECT *, lead(since) OVER (
        PARTITION BY s, starts, ends ORDER BY since, r, known) AS next_since
    FROM chain QUALIFY next_since IS DISTINCT FROM since
),
-- When a number left the key out, the key was withdrawn, if not told anew by then.
missed AS (
    SELECT h.s, q.number, epoch_us(q.heard_at) AS heard, h.r
    FROM queue q JOIN hearing h USING (series, heard_at, snapshot) WHERE q.whole
),
states AS (
    SELECT f.s, starts, ends, since, value, low, high, f.r,
        CASE WHEN late THEN 0 ELSE how END AS how
    FROM force f LEFT JOIN missed m ON m.s = f.s AND m.number = f.missed
    WHERE m.heard IS NULL OR m.heard > since
    UNION ALL
    SELECT f.s, starts, ends, greatest(since, m.heard), NULL, NULL, NULL, m.r, 0
    FROM force f JOIN missed m ON m.s = f.s AND m.number = f.missed
    WHERE next_since IS NULL OR greatest(since, m.heard) < next_since
),
-- A telling that repeats the value in force changes nothing.
runs AS (
    SELECT * FROM states
    WINDOW w AS (PARTITION BY s, starts, ends ORDER BY since)
    QUALIFY row_number() OVER w = 1
        OR value IS DISTINCT FROM lag(value) OVER w
        OR low IS DISTINCT FROM lag(low) OVER w
        OR high IS DISTINCT FROM lag(high) OVER w
),
spans AS (
    SELECT *, lead(since) OVER (PARTITION BY s, starts, ends ORDER BY since) AS until
    FROM runs
)
SELECT series, starts, ends, make_timestamptz(since) AS since,
    coalesce(make_timestamptz(until), 'infinity') AS until, value, low, high,
    CASE how WHEN 1 THEN 'published' WHEN 2 THEN 'fetched'
        WHEN 3 THEN 'assumed_release_date'
        ELSE CASE WHEN published THEN 'published' ELSE 'fetched' END END AS known_by,
    snapshot
FROM spans JOIN hearing USING (s, r)

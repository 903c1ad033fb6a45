-- The resolution rule, once and for all: from tellings to what was in force when.
--
-- In:  the relations observation, the tellings, and heard, where series were heard.
-- Out: series, starts, ends, since, until, value, low, high, known_by, snapshot:
--      one row for each unbroken run of a value, in force while since <= t < until.
WITH
-- Each moment at which a series was heard, and its place in the queue of the moments
-- at which it was told whole: whole number i stands at 2i, what lies between at 2i + 1.
moment AS (
    SELECT series, heard_at, bool_or(whole) AS whole,
        min(snapshot) FILTER (whole) AS by_snapshot,
        min_by(published, snapshot) FILTER (whole) AS by_published
    FROM {heard} GROUP BY series, heard_at
),
queue AS (
    SELECT *, count(*) FILTER (whole) OVER (
        PARTITION BY series ORDER BY heard_at) AS number,
        2 * number + (NOT whole)::INT AS place
    FROM moment
),
-- An assumed release date belongs to the telling that was heard first; what came
-- later took effect when it was heard.
told AS (
    SELECT o.series, o.starts, o.ends, o.value, o.known_at, o.snapshot, o.heard_at,
        CASE WHEN o.value IS NOT NULL THEN o.low END AS low,
        CASE WHEN o.value IS NOT NULL THEN o.high END AS high,
        o.known_by = 'assumed_release_date' AND o.heard_at > o.known_at
            AND o.heard_at > min(o.heard_at) OVER (
                PARTITION BY o.series, o.starts, o.ends) AS late,
        CASE WHEN late THEN o.heard_at ELSE o.known_at END AS since,
        CASE WHEN NOT late THEN o.known_by WHEN h.published THEN 'published'
            ELSE 'fetched' END AS known_by,
        q.place
    FROM {observation} o
    JOIN {heard} h USING (series, snapshot, heard_at)
    JOIN queue q USING (series, heard_at)
),
-- The first number in the queue, after this telling, that left the key out ...
gaps AS (
    SELECT *, CASE WHEN lead(place, 1, 9223372036854775807) OVER (
        PARTITION BY series, starts, ends ORDER BY place
    ) > 2 * (place // 2 + 1) THEN place // 2 + 1 END AS gap
    FROM told
),
-- ... or left it out after a later telling: gone is when it was withdrawn.
chain AS (
    SELECT *, min(gap) OVER (
        PARTITION BY series, starts, ends ORDER BY place
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS missed
    FROM gaps
),
-- Of tellings that take effect at one moment the last heard is in force.
force AS (
    SELECT c.*, q.heard_at AS gone, q.by_snapshot, q.by_published
    FROM chain c LEFT JOIN queue q
        ON q.series = c.series AND q.whole AND q.number = c.missed
    QUALIFY lead(since) OVER (
        PARTITION BY c.series, starts, ends
        ORDER BY since, c.heard_at, snapshot, known_at) IS DISTINCT FROM since
),
spans AS (
    SELECT *, lead(since, 1, 'infinity') OVER (
        PARTITION BY series, starts, ends ORDER BY since) AS following
    FROM force
),
states AS (
    SELECT series, starts, ends, since, value, low, high, known_by, snapshot
    FROM spans WHERE gone IS NULL OR gone > since
    UNION ALL
    SELECT series, starts, ends, greatest(since, gone), NULL, NULL, NULL,
        CASE WHEN by_published THEN 'published' ELSE 'fetched' END, by_snapshot
    FROM spans WHERE gone IS NOT NULL AND greatest(since, gone) < following
),
-- A telling that repeats the value in force changes nothing.
runs AS (
    SELECT * FROM states
    WINDOW w AS (PARTITION BY series, starts, ends ORDER BY since)
    QUALIFY row_number() OVER w = 1
        OR value IS DISTINCT FROM lag(value) OVER w
        OR low IS DISTINCT FROM lag(low) OVER w
        OR high IS DISTINCT FROM lag(high) OVER w
)
SELECT series, starts, ends, since,
    lead(since, 1, 'infinity') OVER (
        PARTITION BY series, starts, ends ORDER BY since) AS until,
    value, low, high, known_by, snapshot
FROM runs

"""From when to when sources told anything, and when one was last looked at."""

from typing import cast

from polemos.core import DESK, Source
from polemos.store._reading import Reading

TOLD = ("area", "event", "step", "coding", "statement")  # beside observations


def edge(reading: Reading, which: str) -> int | None:
    """Give the `min` or `max` moment of what sources told, in epoch microseconds.

    What the desk judges is left out: an old war that it codes today moves no edge.
    """
    judged = f"starts_with(series, '{DESK.id}/')"
    parts = [
        f"SELECT {which}(since) AS edge FROM ({reading.timeline()}) WHERE NOT {judged}"
    ]
    parts += [
        f"SELECT {which}(known_at) FROM {reading.rows(kind)}"
        for kind in TOLD
        if kind != "coding"
    ]
    sql = f"SELECT epoch_us({which}(edge)) FROM ({' UNION ALL '.join(parts)})"
    return cast(int | None, reading.ask(sql)[0][0])


def last_look(reading: Reading, source: Source, until: str) -> int | None:
    """Give when a source was last fetched, or told of a series, by a moment in SQL."""
    sql = (
        "SELECT epoch_us(max(edge)) FROM (SELECT max(fetched_at) AS edge FROM hearing"
        f" WHERE source = $source AND fetched_at <= {until} UNION ALL"
        f" SELECT max(since) FROM ({reading.timeline()}) WHERE since <= {until}"
        " AND series IN (SELECT unnest($series)))"
    )
    asked = {"source": source.id, "series": [s.id for s in source.series]}
    return cast(int | None, reading.ask(sql, asked)[0][0])

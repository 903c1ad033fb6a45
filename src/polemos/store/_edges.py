"""From when to when sources told anything."""

from typing import cast

from polemos.store._reading import Reading

TOLD = ("area", "event", "statement")  # by sources, beside observations


def edge(reading: Reading, which: str, until: str) -> int | None:
    """Give the `min` or `max` moment, in epoch microseconds, up to one in SQL."""
    parts = [
        f"SELECT {which}(since) AS edge FROM ({reading.timeline()})"
        f" WHERE since <= {until}"
    ]
    parts += [
        f"SELECT {which}(known_at) FROM {reading.rows(kind)} WHERE known_at <= {until}"
        for kind in TOLD
    ]
    sql = f"SELECT epoch_us({which}(edge)) FROM ({' UNION ALL '.join(parts)})"
    return cast(int | None, reading.ask(sql)[0][0])

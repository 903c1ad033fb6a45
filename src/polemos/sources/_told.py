"""Turn a value that a source states into an observation."""

from polemos.core import Observation, Period, Snapshot, Source


def told(
    source: Source, series: str, period: Period, value: float, snap: Snapshot
) -> Observation:
    """Say what a snapshot says of one period, known as the series' promise has it."""
    known_at, known_by = source.spec(series).known(period, snap)
    return Observation(series, period, value, known_at, snap.id, known_by=known_by)

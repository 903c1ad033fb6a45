"""What happened before: rulers and how long they ruled, wars and how they ended."""

from collections.abc import Iterator, Sequence
from datetime import date

from polemos.core import (
    EXITS,
    RATIO,
    SERVING,
    WAR_ENDS,
    WAR_FEATURES,
    KnownBy,
    Line,
    Observation,
    PastWar,
    Period,
    Record,
    Tenure,
    judged,
    judged_id,
    start_of_day,
)
from polemos.scenarios._file import File, both, new


def _leaders(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Tenure] = {}
    for line in rows:
        key, how = new(line, found), line.one("how", EXITS, "one of the ways")
        entered, left = line.day("entered"), line.maybe_day("left")
        if left is None and how != SERVING:
            line.refuse("left", "a day", "")
        if left is not None and left <= entered:
            line.refuse("left", f"a day after {entered}", f"{left}")
        name = both(line, "name")
        found[key] = Tenure(key, name, entered, left, how)
        series = judged_id("rules", key)
        file.specs[series] = judged(series, name, RATIO, 0, 1)
        yield from _turned(file, series, entered, None if how == SERVING else left)
    file.adds(tenures=found)


def _turned(
    file: File, series: str, began: date, ended: date | None
) -> Iterator[Record]:
    """Tell on which day something began (1) and ended (0), known since that day."""
    for day, value in ((began, 1.0), (ended, 0.0)):
        if day is not None:
            yield Observation(
                *(series, Period.day(day), value, start_of_day(day), file.snapshot),
                known_by=KnownBy.ASSUMED,
            )


def _flag(line: Line, at: str) -> bool | None:
    told = line.one(at, ("", "0", "1"), "nothing, 0 or 1")
    return told == "1" if told else None


def _wars(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, PastWar] = {}
    for line in rows:
        key, name = new(line, found), both(line, "name")
        began, ended = line.day("began"), line.maybe_day("ended")
        if ended is not None and ended < began:
            line.refuse("ended", f"a day from {began} on", f"{ended}")
        told = {f: line.maybe_number(f, 0, 1) for f in WAR_FEATURES}
        features = {f: value for f, value in told.items() if value is not None}
        end = line.maybe("end")
        if bool(end) is (ended is None):
            line.refuse("end", "how it ended, and of a war that goes on nothing", end)
        if end:
            line.one("end", WAR_ENDS, f"one of {', '.join(WAR_ENDS)}")
        found[key] = PastWar(
            *(key, name, began, ended, features, end or None),
            *(_flag(line, "relapsed"), _flag(line, "leader_fell"), line.sentences()),
        )
        series = judged_id("war", key)
        file.specs[series] = judged(series, name, RATIO, 0, 1)
        yield from _turned(file, series, began, ended)
    file.adds(wars=found)


FILES = {
    "leaders.csv": (
        ("id", "name", "state", "entered", "left", "how", "basis"),
        _leaders,
    ),
    "analogues.csv": (
        (
            *("id", "name", "began", "ended", *WAR_FEATURES, "end", "relapsed"),
            *("leader_fell", "coder", "coded", "basis", "en", "zh"),
        ),
        _wars,
    ),
}

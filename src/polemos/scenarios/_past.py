"""What happened before: rulers and how long they ruled, wars and how they ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from polemos.core import (
    EXITS,
    SERVING,
    STATE,
    WAR_ENDS,
    WAR_FEATURES,
    KnownBy,
    Line,
    Observation,
    PastWar,
    Period,
    Record,
    Tenure,
    Text,
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
        ways = list(EXITS)
        turns = {entered: ways.index(SERVING)}
        if left is not None:
            turns[left] = ways.index(how)
        yield from _turned(file, judged_id("rules", key), name, turns, len(ways))
    file.adds(tenures=found)


def _turned(
    file: File, series: str, name: Text, turns: Mapping[date, int], most: int
) -> Iterator[Record]:
    """Tell what something turned to on a day, counted as listed, known since then."""
    file.specs[series] = judged(series, name, STATE, 0, most)
    for day, value in turns.items():
        yield Observation(
            *(series, Period.day(day), float(value), start_of_day(day), file.snapshot),
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
        if ended is not None and ended <= began:
            line.refuse("ended", f"a day after {began}", f"{ended}")
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
        turns = {began: 0}
        if ended is not None:
            turns[ended] = 1 + list(WAR_ENDS).index(end)
        yield from _turned(file, judged_id("war", key), name, turns, len(WAR_ENDS))
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

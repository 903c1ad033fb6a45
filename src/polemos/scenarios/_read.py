"""From the files of scenarios to what they tell; all are read, or nothing is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from polemos.core import (
    DESK,
    HINDSIGHT,
    JUDGED,
    OURS,
    RATIO,
    Agenda,
    Line,
    ParseError,
    Record,
    Scenarios,
    Snapshot,
    Source,
    Text,
    judged,
    lines,
    start_of_day,
)
from polemos.scenarios import _acts, _branches, _carries, _home, _past, _spans
from polemos.scenarios._file import File, UnitOf

ID = "scenarios"
_Rows = Callable[[File, Sequence[Line]], Iterator[Record]]
# In the order in which they lean on each other.
_FILES: Mapping[str, tuple[tuple[str, ...], _Rows]] = {
    **_branches.FILES,
    **_spans.FILES,
    **_carries.FILES,
    **_acts.FILES,
    **_past.FILES,
    **_home.FILES,
}
_NEEDED, _ANY = "states.csv", 1e18


@dataclass(frozen=True)
class Reading:
    """What the files tell: the outlook, the records, and the source that they are."""

    told: Scenarios
    source: Source
    snapshots: Sequence[Snapshot]
    records: Sequence[Record]


# What series of the desk's judgement are called, besides those of the table.
_JUDGED = re.compile(
    r"desk/(hold|move|odds|usual|chance|outcome|carries|after|prior|likelihood|trait|"
    r"rules|war|bears|option)\..+"
)


def taken_out(stored: Iterable[str], source: Source) -> Source:
    """Give a source with the series that its files told once and tell no more.

    What they were on the days before stays; their words and units are gone.
    """
    known = {s.id for s in source.series}
    lost = sorted(n for n in stored if n not in known and _JUDGED.fullmatch(n))
    specs = (judged(n, Text(n, n), RATIO, -_ANY, _ANY) for n in lost)
    return replace(source, series=(*source.series, *specs))


def read(
    files: Mapping[str, bytes],
    agenda: Agenda,
    events: Mapping[str, date],
    unit_of: UnitOf | None = None,
    heard_at: datetime | None = None,
    *,
    today: date | None = None,
) -> Reading:
    """Read the files of a war's scenarios.

    `events` are those of the ledger, with the day since which each is known; `unit_of`
    gives the unit of a series, None of what is none, and without it series are not
    looked at; they were heard on the day of the newest row, unless `heard_at` says
    otherwise; nothing may be coded after `today`. ParseError names the file, the line
    and the field that is wrong.
    """
    by_name = {name.rpartition("/")[2]: name for name in files}
    for short, name in by_name.items():
        if short not in _FILES:
            raise ParseError(
                f"{name}:1: expected a file of {', '.join(_FILES)}, found {short}"
            )
    if _NEEDED not in by_name:
        raise ParseError(
            f"scenarios/{_NEEDED}:1: expected the states that the war can be in, found "
            "no such file"
        )
    rows = {
        short: list(lines(name, files[name], _FILES[short][0]))
        for short, name in by_name.items()
    }
    edited = max(
        (
            line.day("coded")
            for told in rows.values()
            for line in told
            if line.has("coded")
        ),
        default=date.min,
    )
    file = File(agenda, dict(events), unit_of, Scenarios(edited, {}), today)
    snapshots: list[Snapshot] = []
    records: list[Record] = []
    for short, (_, tell) in _FILES.items():  # one that is not there tells nothing
        if short in rows:
            name = by_name[short]
            heard = heard_at or start_of_day(edited)
            made = Snapshot(*(ID, name, "", heard, files[name]), media_type="text/csv")
            file.snapshot = made.id
            snapshots.append(made)
        records += tell(file, rows.get(short, ()))
    source = Source(
        id=ID,
        title=Text("Ledgers of scenarios", "情境帳冊"),
        provider=DESK,
        url="",
        citation="polemos",
        licence=OURS,
        series=tuple(file.specs.values()),
        caveats=(JUDGED, HINDSIGHT),
    )
    return Reading(file.told, source, snapshots, records)

"""What others published, as the war's `calls.toml` has it."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from polemos import wars
from polemos.core import Kinds, Text, War, WarError, refuse_wrong

_TEXT, _WORDS = (str, "text"), (dict, "words in en and zh")
_DAY, _NUMBER = (date, "a day without quotes"), (float, "a number")
_SAID: Kinds = {
    **{"id": _TEXT, "said": _TEXT, "who": _WORDS, "via": _TEXT, "what": _WORDS}
}
_KEYS: Mapping[str, Kinds] = {
    "measure": {
        **{"title": _WORDS, "series": _TEXT, "unit": _TEXT, "below": _NUMBER},
        **{"digits": (int, "a whole number"), "chance": _TEXT, "why": _WORDS},
    },
    "call": {
        **_SAID,
        **{"from": _DAY, "by": _DAY, "measure": _TEXT, "premise": (dict, "a table")},
    },
    "count": {
        **_SAID,
        **{"stated": _TEXT, "step": _TEXT, "unit": _TEXT, "series": _TEXT},
        **{"since": _DAY, "until": _DAY, "unlike": _WORDS},
    },
}
_PREMISE: Kinds = {
    **{"price": (list, "two numbers"), "series": _TEXT, "discount": _TEXT}
}
_SPARE: Mapping[str, frozenset[str]] = {
    "measure": frozenset({"series", "unit", "below", "digits", "chance", "why"}),
    "call": frozenset({"via", "premise"}),
    "count": frozenset({"via", "since", "unlike"}),
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a call is held against; without `below` it cannot be scored, and `why`."""

    title: Mapping[str, str]
    series: str = ""
    unit: str = ""
    below: float | None = None
    digits: int = 0
    chance: str = ""
    why: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """The measures by name, the calls of what is to come and the counts of what was."""

    measures: Mapping[str, Measure]
    calls: Sequence[Row]
    counts: Sequence[Row]


def read(war: War) -> Called:
    """Read a war's table, refusing a row by its key and its place."""
    raw = wars.table(war, "calls.toml")
    if set(raw) != {"measure", "call", "count"}:
        raise WarError(
            f"calls.toml: expected [measure.…], [[call]] and [[count]], found "
            f"{sorted(raw)}"
        )
    for name, row in raw["measure"].items():
        _refuse(f"measure.{name}", "measure", row)
    for kind in ("call", "count"):
        for row in raw[kind]:
            _refuse(f"{kind} {row.get('id')!r}", kind, row)
    measures = {name: Measure(**row) for name, row in raw["measure"].items()}
    for row in raw["call"]:
        if row["measure"] not in measures:
            raise WarError(
                f"calls.toml: call {row['id']!r}: expected a measure of "
                f"{', '.join(measures)}, found {row['measure']!r}"
            )
    return Called(measures, raw["call"], raw["count"])


def _refuse(place: str, kind: str, row: Row) -> None:
    where = f"calls.toml: {place}"
    refuse_wrong(where, row, _KEYS[kind], _SPARE[kind])
    if "premise" in row:
        refuse_wrong(f"{where}: premise", row["premise"], _PREMISE)
    try:
        for key in row.keys() & {"title", "why", "who", "what", "unlike"}:
            Text(**row[key])
        if "said" in row:
            said_on(row["said"])
    except (AttributeError, TypeError, ValueError) as error:
        raise WarError(f"{where}: {error}") from error


def said_on(text: str) -> date:
    """Read a day; of a month, its last day, on which all of it had been said."""
    year, month, *day = map(int, text.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])

"""How the General Assembly voted on resolutions that Ukraine put forward."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._told import told

# The resolutions whose totals were counted from the list of votes, or stand alike in
# two public tables, with the day of the vote. A public list of "verified" votes
# misdates most of the others.
RESOLUTIONS = {
    "68/262": date(2014, 3, 27),
    "ES-11/1": date(2022, 3, 2),
    "ES-11/7": date(2025, 2, 24),
}
_CERTAIN = ("counted from country list", "two public tables seen")
_DOUBT = re.compile(r"(\d+) or (\d+) against")
_ANSWERS = {
    "yes": Text("in favour of", "贊成"),
    "no": Text("against", "反對"),
    "abstain": Text("abstaining on", "棄權"),
}
_VOTERS = {"China": "CHN", "United States of America": "USA", "Russia": "RUS"}
_NAMES = {
    "CHN": Text("China", "中國"),
    "USA": Text("the United States", "美國"),
    "RUS": Text("Russia", "俄羅斯"),
}
_VOTE = {"Y": 1.0, "A": 0.0, "N": -1.0}
_SCALE = Text(
    "1 in favour, 0 abstaining, -1 against.", "1 為贊成，0 為棄權，-1 為反對。"
)
_NO_ROLL = Text(
    "Votes by country are at hand for the first two resolutions only.",
    "各國投票紀錄僅有前兩項決議。",
)


def _spec(what: str, title: Text, unit: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"un/{what}",
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.RATE,
        cadence=Cadence.IRREGULAR,
        basis=Basis.COUNTED,
        low=-1 if caveats else 0,
        high=193,
        lag_days=0,  # the result stands on the board
        caveats=caveats,
    )


SOURCE = Source(
    id="un_votes",
    title=Text("General Assembly votes on Ukraine", "聯合國大會涉烏決議投票"),
    provider=Provider(
        "un",
        Text("United Nations General Assembly", "聯合國大會"),
        "https://digitallibrary.un.org",
        official=True,
    ),
    url="https://digitallibrary.un.org/record/4060887",
    citation="United Nations Digital Library, General Assembly voting data",
    licence=Licence(
        Text("facts of public record", "公開紀錄的事實"), redistribute=True
    ),
    by_hand=("unga_ukraine_totals.csv",),
    series=(
        *(
            _spec(
                f"votes.{answer}@UKR",
                Text(
                    f"States {words.en} a resolution of Ukraine's on the war",
                    f"對烏克蘭提出的戰事決議投{words.zh}票的國家數",
                ),
                "states",
            )
            for answer, words in _ANSWERS.items()
        ),
        *(
            _spec(
                f"vote@{who}",
                Text(f"How {name.en} voted", f"{name.zh}的投票"),
                "index",
                _SCALE,
                _NO_ROLL,
            )
            for who, name in _NAMES.items()
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the record of the voting data."""
    yield Fetched("record.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read totals, or votes by country."""
    if snap.name == "unga_ukraine_totals.csv":
        yield from _totals(snap)
    elif snap.name == "unga_68-262_es-11-1_by_country.csv":
        yield from _by_country(snap)
    else:
        raise ParseError(f"un_votes: expected totals or votes, found {snap.name!r}")


def _totals(snap: Snapshot) -> Iterator[Observation]:
    for row in rows(snap.name, table(snap)):
        with row:
            resolution, basis = row.take("resolution"), row.take("basis")
            day = row.day("date")
            counts = {answer: row.number(answer) for answer in _ANSWERS}
            row.ignore("short_title")
        if resolution not in RESOLUTIONS or not basis.startswith(_CERTAIN):
            continue
        if day != RESOLUTIONS[resolution]:
            raise ParseError(
                f"{snap.name}: expected the vote on {resolution} of "
                f"{RESOLUTIONS[resolution]}, found one of {day}"
            )
        for answer, count in counts.items():
            if count is None:
                raise ParseError(f"{snap.name}: {resolution} lacks {answer!r}")
            name = f"un/votes.{answer}@UKR"
            o = told(SOURCE, name, Period.day(day), count, snap)
            doubt = _DOUBT.search(basis) if answer == "no" else None
            if doubt:
                low, high = sorted(map(float, doubt.groups()))
                o = replace(o, low=low, high=high)
            yield o


def _by_country(snap: Snapshot) -> Iterator[Observation]:
    for row in rows(snap.name, table(snap)):
        with row:
            resolution, who = row.take("resolution"), row.take("country")
            vote = row.take("vote")
            row.ignore("label_as_found")  # its words and its year are wrong
        if resolution not in RESOLUTIONS or vote not in _VOTE:
            raise ParseError(f"{snap.name}: found {resolution!r}, {vote!r}")
        if who in _VOTERS:
            day = Period.day(RESOLUTIONS[resolution])
            name = f"un/vote@{_VOTERS[who]}"
            yield told(SOURCE, name, day, _VOTE[vote], snap)

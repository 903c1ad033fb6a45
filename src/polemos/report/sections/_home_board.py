"""What binds home to its patron: deficit, chips, arms, spending."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from polemos.core import Text, Unit, end_of_day
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    ColumnChart,
    Day,
    Hue,
    Line,
    LineChart,
    Table,
    Whole,
)
from polemos.report.sections._kept import outlook_of
from polemos.report.sections._labels import opening

_BN_USD = Unit("USD", 9)
_ENOUGH = 6  # points that make a line
_YEARS = 3  # years that make columns
_HEIGHT = 60  # pixels of a chart that shares its page with tables
_DASH = Text("—", "—")


def gathered(desk: Desk) -> dict[str, Fact]:
    """Give what is known of the deficit, of chips, of arms and of spending."""
    named = outlook_of(desk).told.exposures
    facts = gather(**{key: partial(desk.last, name) for key, name in named.items()})
    if (
        "backlog" in facts and "delivered" in named
    ):  # deliveries of the copy that lists the orders
        period = facts["backlog"].point.period
        facts["delivered"] = desk.at(named["delivered"], period)
    for key in ("twelve", "deficit", "burden"):
        if key in facts:
            base = facts[key].point.period.shifted(months=-12)
            facts |= gather(**{f"{key}_before": partial(desk.at, named[key], base)})
    if "energy" in facts:
        then = end_of_day(desk.last_edition)
        before = gather(x=partial(desk.known_then, named["energy"], then)).get("x")
        if before and before.value != facts["energy"].value:
            facts["energy_before"] = before
    return facts


@dataclass(frozen=True, slots=True)
class _Row:
    """One exposure: its words, its fact, and the fact that it is read beside."""

    words: Text
    key: str
    digits: int
    beside: str
    more: int
    lead: Text | None = None


_BEFORE = Text("year before", "前一年")
_ROWS = (
    _Row(
        Text("Deficit of {patron} with {home}", "{patron}對{home}的商品逆差"),
        *("gap", 1, "gap_before", 1, _BEFORE),
    ),
    _Row(
        Text("Chips shipped straight to {patron}", "晶片直接運往{patron}"),
        *("chips_patron", 1, "share_patron", 1),
        Text("share", "占"),
    ),
    _Row(
        Text("Share of chips to {beside}", "晶片運往{beside}的比重"),
        *("share_rival", 1, "chips", 1),
        Text("all chips", "晶片出口總額"),
    ),
    _Row(Text("Arms ordered, volume", "武器訂購量"), "ordered", 0, "orders", 0),
    _Row(
        Text("Arms delivered, volume", "武器已交付量"),
        *("delivered", 0, "delivered_share", 0),
        Text("share", "占"),
    ),
    _Row(
        Text("Arms not delivered, volume", "武器未交付量"),
        *("backlog", 0, "age", 1),
        Text("mean age", "平均已等"),
    ),
    _Row(
        Text("Military spending, of GDP", "軍事支出占 GDP"),
        *("burden", 2, "burden_before", 2, _BEFORE),
    ),
)


def _rows(
    desk: Desk, facts: Mapping[str, Fact]
) -> Iterator[tuple[_Row, Text, Mapping[str, Fact]]]:
    """Give the rows that have a fact, with their words as the war names things."""
    found = dict(facts)
    gaps = [k for k in ("twelve", "deficit") if k in facts]
    for gap in [k for k in gaps if f"{k}_before" in facts][:1] or gaps[:1]:
        for key in ("", "_before"):
            if gap + key in facts:
                found["gap" + key] = facts[gap + key]
    names = {w: desk.war.role(w).name for w in ("home", "patron")}
    if "share_rival" in facts:
        names["beside"] = opening(desk, facts["share_rival"].series)
    for row in _ROWS:
        if row.key in found:
            en = row.words.en.format(**{k: v.en for k, v in names.items()})
            zh = row.words.zh.format(**{k: v.zh for k, v in names.items()})
            yield row, Text(en, zh), found


def board(desk: Desk, facts: Mapping[str, Fact]) -> Table | None:
    """Lay the exposures one below the other, each with what it is to be read beside."""
    rows: list[tuple[Cell, ...]] = []
    for row, words, found in _rows(desk, facts):
        other = found.get(row.beside)
        cell = Whole(other, row.more, row.lead) if other else _DASH
        value = found[row.key]
        rows.append((words, Whole(value, row.digits), cell, Day(value)))
    if not rows:
        return None
    head = (
        Text("Exposure", "項目"),
        Text("Newest", "最新"),
        Text("Beside it", "對照"),
        Text("Up to", "截至"),
    )
    return Table(head, tuple(rows))


def fresh(desk: Desk, facts: Mapping[str, Fact]) -> list[Text]:
    """Name what stands on the board and became known since the last edition."""
    return [
        words
        for row, words, found in _rows(desk, facts)
        if found[row.key].point.known_at.date() > desk.last_edition
    ]


def chart(desk: Desk) -> Chart | None:
    """Draw the deficit with home beside that with the rival, or by year alone."""
    named = outlook_of(desk).told.exposures
    sides = tuple(
        Line(named[key], desk.war.role(word).name, hue)
        for key, word, hue in (
            ("twelve", "home", Hue.THIRD),
            ("twelve_rival", "rival", Hue.INK),
        )
        if key in named
    )
    if len(sides) > 1 and all(_points(desk, line.series) >= _ENOUGH for line in sides):
        return LineChart(sides, unit=_BN_USD, zero=True, height=_HEIGHT)
    if "deficit" in named and _points(desk, named["deficit"]) >= _YEARS:
        line = Line(named["deficit"], desk.war.role("home").name, Hue.THIRD)
        return ColumnChart((line,), unit=_BN_USD, height=_HEIGHT)
    return None


def _points(desk: Desk, name: str) -> int:
    return len(desk.series(name)) if desk.has(name) else 0

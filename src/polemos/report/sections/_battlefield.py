"""The exhibits of the battlefield: map, charts and tables."""

from collections.abc import Iterable
from datetime import date, timedelta

from polemos.core import Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    ColumnChart,
    Day,
    Hue,
    Line,
    LineChart,
    MapChart,
    Mark,
    Num,
    SignedBar,
    Table,
)
from polemos.report.sections._labels import publisher

FRESH = 62  # days: an older value is no longer part of this week's picture
CHART_DAYS = 760
ENDED = 365  # days: a map that stopped longer ago is no rival of today's
LEAST = 1.0  # km²: below this nothing is held, or nothing moved
_POLYGONS = "isw/territory.held_or_advance"
RIVALS = (  # the maps that stand in the comparison, and what is said of each
    ("deepstate/territory.held", None),
    ("economist/territory.held", Text(", as published", "（原發布值）")),
    ("polemos/territory.economist.corrected", Text(", corrected", "（折算後）")),
    ("liveuamap/territory.held", None),
    (_POLYGONS, Text(", own polygons", "，原始多邊形")),
)


def _label(desk: Desk, series: str, words: Text | None) -> Text:
    by = publisher(desk, series)
    return Text(by.en + words.en, by.zh + words.zh) if words else by


def polygons(desk: Desk) -> dict[str, Text]:
    """Name whose polygons the rival maps are drawn on."""
    name = f"{_POLYGONS}@{who(desk)}"
    return {"isw": publisher(desk, name)} if desk.has(name) else {}


def who(desk: Desk) -> str:
    """Name the side whose ground it is."""
    return desk.war.role("invader").id


def recent(desk: Desk, facts: dict[str, Fact], days: int = FRESH) -> dict[str, Fact]:
    """Keep the facts whose period ended within so many days."""
    oldest = desk.days_ago(days)
    return {k: f for k, f in facts.items() if f.point.period.last >= oldest}


def figures(desk: Desk, facts: dict[str, Fact]) -> dict[str, Chart]:
    """Choose the charts that the facts known by now allow."""
    side = who(desk)
    since = max(desk.war.began, desk.days_ago(CHART_DAYS))
    shown = facts["held"].point.period.last
    out: dict[str, Chart] = {}
    if "four_weeks" in facts:
        since_map = facts["four_weeks"].point.period.start - timedelta(1)
        out["map"] = MapChart(desk.war.layers[0], shown, since_map)
    if "month" in facts:
        gain = f"polemos/territory.gain.month@{side}"
        label = Text("net gain", "淨增")
        out["pace"] = ColumnChart((Line(gain, label, Hue.INVADER),), since)
    lines = tuple(_rival_lines(desk, since))
    if len(lines) > 1:
        out["rivals"] = LineChart(lines, since)
    if "people" in facts:
        cost = Line(
            f"polemos/cost.casualties_per_km2@{side}",
            Text("claimed casualties per km²", "每平方公里宣稱傷亡"),
            Hue.INVADER,
            Mark.REPORTED,
        )
        out["cost"] = LineChart((cost,), since, zero=True, height=180)
    if "launched" in facts:
        out["strikes"] = ColumnChart(tuple(_strike_lines(side)), since)
    return out


def _rival_lines(desk: Desk, since: date) -> Iterable[Line]:
    ended = max(since, desk.days_ago(ENDED))
    hues = (Hue.INVADER, Hue.GREY, Hue.INK, Hue.THIRD, Hue.DEFENDER)
    for (name, words), hue in zip(RIVALS, hues, strict=True):
        full = f"{name}@{who(desk)}"
        if desk.has(full) and desk.last(full).point.period.last > ended:
            yield Line(full, _label(desk, full, words), hue)


def _strike_lines(side: str) -> Iterable[Line]:
    kinds = (
        ("drones", Text("long-range drones", "長程無人機"), Hue.INVADER),
        ("missiles", Text("missiles", "飛彈"), Hue.INK),
        ("small", Text("small drones, shot down", "小型無人機（擊落）"), Hue.GREY),
    )
    for kind, label, hue in kinds:
        yield Line(f"piterfm/strikes.launched.{kind}@{side}", label, hue)


def tables(desk: Desk, oblasts: bool) -> dict[str, Table]:
    """Lay out the oblasts and the rival maps."""
    out = {}
    if oblasts:
        out["oblasts"] = _oblasts(desk)
    out["maps"] = _maps(desk)
    return out


def _oblasts(desk: Desk) -> Table:
    side = who(desk)
    rows: list[tuple[float, tuple[Cell, ...]]] = []
    for word, name in desk.war.places.items():
        share = f"polemos/territory.held.share.{word}@{side}"
        if not desk.has(share):
            continue
        gains = gather(
            four_weeks=lambda w=word: desk.last(  # type: ignore[misc]
                f"polemos/territory.gain.four_weeks.{w}@{side}"
            ),
            year=lambda w=word: desk.last(  # type: ignore[misc]
                f"polemos/territory.gain.year.{w}@{side}"
            ),
        )
        held = desk.last(f"deepstate/territory.held.{word}@{side}")
        if held.value >= LEAST:
            cells = (
                name,
                Num(held),
                Num(desk.last(share), 1),
                SignedBar(gains["four_weeks"]) if "four_weeks" in gains else None,
                Num(gains["year"], 0, "+") if "year" in gains else None,
            )
            rows.append((held.value, cells))
    head = (
        Text("Oblast", "州"),
        Text("Held", "控制面積"),
        Text("Share, %", "占該州 %"),
        Text("Four weeks", "四週增減"),
        Text("Twelve months", "十二個月增減"),
    )
    rows.sort(key=lambda row: -row[0])
    return Table(head, tuple(cells for _, cells in rows))


def _maps(desk: Desk) -> Table:
    side, rows = who(desk), []
    shares = {
        RIVALS[0][0]: "polemos/territory.held.share",
        RIVALS[1][0]: "polemos/territory.economist.share",
        RIVALS[2][0]: "polemos/territory.economist.corrected.share",
    }
    gains = {
        RIVALS[0][0]: "polemos/territory.gain.year",
        RIVALS[2][0]: "polemos/territory.economist.gain.year",
    }
    for name, words in RIVALS:
        full = f"{name}@{side}"
        if not (desk.has(full) and recent(desk, {"": desk.last(full)})):
            continue
        cells: list[Cell] = []
        for column, sign, digits in ((shares, "", 2), (gains, "+", 0)):
            other = f"{column.get(name, '')}@{side}"
            cells.append(
                Num(desk.last(other), digits, sign)
                if name in column and desk.has(other)
                else None
            )
        held = desk.last(full)
        rows.append((_label(desk, full, words), Day(held), Num(held), *cells))
    head = (
        Text("Map", "地圖"),
        Text("As of", "日期"),
        Text("Held", "控制面積"),
        Text("Share, %", "占國土 %"),
        Text("Twelve months", "十二個月增減"),
    )
    return Table(head, tuple(rows))

"""What the section on war finance shows: one chart, small multiples, one table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from polemos.core import Text, Unit
from polemos.report._desk import Desk, Fact
from polemos.report._figure import (
    Bar,
    BarChart,
    Cell,
    Chart,
    Day,
    Grid,
    Hue,
    Line,
    LineChart,
    Num,
    Table,
)
from polemos.report.sections._labels import closing

GROUPS = (
    *("heavy", "chemicals", "light", "mining", "power", "farming", "building"),
    *("transport", "trade", "property", "other", "settlement"),
)
DAYS = {1: 30, 12: 365}
_TRN = Unit.parse("trn RUB")
_BEFORE = 3  # years of peace that a chart shows before the war


class _Panel(NamedTuple):
    """One small chart: its lines by the names of their series, `{}` for whose."""

    title: Text
    lines: tuple[Line, ...]
    unit: Unit | None = None
    digits: int = 1
    zero: bool = True


def _of_one(
    en: str,
    zh: str,
    series: str,
    unit: Unit | None = None,
    *,
    digits: int = 1,
    first_published: bool = False,
) -> _Panel:
    """Make the panel of one series, which bears the panel's name."""
    title = Text(en, zh)
    line = Line(series, title, Hue.INVADER, first_published=first_published)
    return _Panel(title, (line,), unit, digits)


_PANELS = (
    _Panel(
        Text("Inflation and interest, %", "通膨與利率，%"),
        (
            Line("polemos/cpi.yoy@{}", Text("inflation", "通膨"), Hue.INK),
            Line("cbr/rate.key@{}", Text("key rate", "關鍵利率"), Hue.INVADER),
            Line("polemos/rate.real@{}", Text("real rate", "實質利率"), Hue.THIRD),
        ),
        zero=False,
    ),
    _of_one(
        *("M2, end of month, trn RUB", "M2 月底存量，兆盧布"),
        *("cbr/money.m2@{}", _TRN),
    ),
    _of_one(
        *("M2 on a year earlier, %", "M2 年增率，%"),
        "polemos/money.m2.growth_year@{}",
    ),
    _of_one(
        *("Liquid part of the fund, trn RUB", "基金流動部分，兆盧布"),
        *("minfin/nwf.liquid@{}", _TRN),
    ),
    _of_one(
        "Balance since January, trn RUB; ticks: as first published",
        "年初起累計餘額，兆盧布；短劃為首次公布值",
        *("minfin/budget.balance.ytd@{}", _TRN),
        first_published=True,
    ),
    _of_one(
        *("Balance, last twelve months, trn RUB", "近十二個月餘額，兆盧布"),
        *("polemos/budget.balance.sum_12m@{}", _TRN),
    ),
    _of_one(
        *("Oil and gas revenue, twelve months, trn RUB", "近十二個月油氣收入，兆盧布"),
        *("polemos/budget.oil_gas.sum_12m@{}", _TRN),
    ),
    _of_one(
        *("Brent, USD a barrel", "布蘭特原油，美元／桶"),
        "eia/oil.brent.month@WORLD",
        digits=0,
    ),
    _of_one("Roubles to the dollar", "一美元兌盧布", "polemos/fx.usd.month@{}"),
)


def figures(
    desk: Desk, who: str, facts: Mapping[str, Fact]
) -> Iterator[tuple[str, Chart]]:
    """Give each chart that something is known for."""
    since = date(desk.war.began.year - _BEFORE, 1, 1)
    if "industries" in facts:
        gain = f"polemos/credit.industry.{{}}.gain_since_war@{who}"
        gains = [desk.last(gain.format(g)) for g in GROUPS]
        bars = (
            Bar(
                closing(desk, f.series),
                f,
                Hue.INVADER if f.series == gain.format("heavy") else Hue.GREY,
            )
            for f in sorted(gains, key=lambda f: -f.value)
        )
        yield "industries", BarChart(tuple(bars), digits=2)
    panels = tuple(_panels(desk, who, since))
    if panels:
        yield "panels", Grid(panels)


def _panels(desk: Desk, who: str, since: date) -> Iterator[LineChart]:
    for title, lines, unit, digits, zero in _PANELS:
        drawn = tuple(replace(x, series=x.series.format(who)) for x in lines)
        if any(desk.has(x.series) for x in drawn):
            yield LineChart(
                drawn, since, unit, zero, digits=digits, height=130, title=title
            )


class _Row(NamedTuple):
    """One line of the table: its name, and its series, `{}` for whose."""

    name: Text
    series: str
    digits: int
    unit: Unit | None = None


_HEAD = (
    Text("Indicator", "指標"),
    Text("newest", "最新值"),
    Text("up to", "截至"),
    Text("on a month before", "較上月"),
    Text("on a year before", "較上年"),
)
_ROWS = (
    _Row(Text("M2, trn RUB", "M2，兆盧布"), "cbr/money.m2@{}", 1, _TRN),
    _Row(
        Text("Loans to non-financial companies, trn RUB", "非金融企業放款，兆盧布"),
        *("cbr/credit.companies@{}", 1, _TRN),
    ),
    _Row(Text("Inflation, %", "通膨，%"), "polemos/cpi.yoy@{}", 2),
    _Row(Text("Key rate, %", "關鍵利率，%"), "cbr/rate.key@{}", 2),
    _Row(Text("Real key rate, %", "實質關鍵利率，%"), "polemos/rate.real@{}", 1),
    _Row(
        Text("Balance, twelve months, bn RUB", "十二個月餘額，十億盧布"),
        *("polemos/budget.balance.sum_12m@{}", 0),
    ),
    _Row(
        Text("Spending, twelve months, bn RUB", "十二個月支出，十億盧布"),
        *("polemos/budget.spending.sum_12m@{}", 0),
    ),
    _Row(
        Text(
            "Oil and gas revenue, twelve months, bn RUB", "十二個月油氣收入，十億盧布"
        ),
        *("polemos/budget.oil_gas.sum_12m@{}", 0),
    ),
    _Row(Text("Fund, bn RUB", "財富基金總額，十億盧布"), "minfin/nwf.total@{}", 0),
    _Row(
        Text("Liquid part, bn RUB", "基金流動部分，十億盧布"),
        *("minfin/nwf.liquid@{}", 0),
    ),
    _Row(Text("Gold in it, tonnes", "基金持有黃金，公噸"), "minfin/nwf.gold@{}", 1),
    _Row(
        Text("Brent, USD a barrel", "布蘭特原油，美元／桶"),
        *("eia/oil.brent.month@WORLD", 1),
    ),
    _Row(Text("Roubles to the dollar", "一美元兌盧布"), "polemos/fx.usd.month@{}", 1),
)


def tables(desk: Desk, who: str) -> dict[str, Table]:
    """Give the table of newest values and their changes."""
    rows = tuple(_rows(desk, who))
    return {"dashboard": Table(_HEAD, rows)} if rows else {}


def _rows(desk: Desk, who: str) -> Iterator[tuple[Cell, ...]]:
    for title, series, digits, unit in _ROWS:
        name = series.format(who)
        if desk.has(name):
            last = desk.last(name)
            yield (
                title,
                Num(last, digits, unit=unit),
                Day(last),
                _moved(desk, name, 1, digits, unit),
                _moved(desk, name, 12, digits, unit),
            )


def _moved(
    desk: Desk, name: str, months: int, digits: int, unit: Unit | None
) -> Num | None:
    """Give the change on exactly so many months before; a gap gives none."""
    series = desk.series(name)
    period = series.last().period
    if period.days == 1:
        return Num(desk.change(name, desk.days_ago(DAYS[months])), digits, "+", unit)
    back = period.shifted(months=-months)
    if not any(p.period == back for p in series):
        return None
    return Num(desk.change(name, back.last), digits, "+", unit)

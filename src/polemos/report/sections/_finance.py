"""What the section on war finance shows: one chart, small multiples, one table."""

from collections.abc import Iterator, Mapping
from datetime import date

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
    made, first = f"polemos/{{}}@{who}", f"minfin/budget.balance.ytd@{who}"
    rates = (
        Line(made.format("cpi.yoy"), Text("inflation", "通膨"), Hue.INK),
        Line(f"cbr/rate.key@{who}", Text("key rate", "關鍵利率"), Hue.INVADER),
        Line(made.format("rate.real"), Text("real rate", "實質利率"), Hue.THIRD),
    )
    wanted = (
        (Text("Inflation and interest, %", "通膨與利率，%"), rates, None, 1, False),
        (
            Text("M2, end of month, trn RUB", "M2 月底存量，兆盧布"),
            (f"cbr/money.m2@{who}",),
            *(_TRN, 1, True),
        ),
        (
            Text("M2 on a year earlier, %", "M2 年增率，%"),
            (made.format("money.m2.growth_year"),),
            *(None, 1, True),
        ),
        (
            Text("Liquid part of the fund, trn RUB", "基金流動部分，兆盧布"),
            (f"minfin/nwf.liquid@{who}",),
            *(_TRN, 1, True),
        ),
        (
            Text(
                "Balance since January, trn RUB; ticks: as first published",
                "年初起累計餘額，兆盧布；短劃為首次公布值",
            ),
            (Line(first, Text("balance", "餘額"), Hue.INVADER, first_published=True),),
            *(_TRN, 1, True),
        ),
        (
            Text("Balance, last twelve months, trn RUB", "近十二個月餘額，兆盧布"),
            (made.format("budget.balance.sum_12m"),),
            *(_TRN, 1, True),
        ),
        (
            Text(
                "Oil and gas revenue, twelve months, trn RUB",
                "近十二個月油氣收入，兆盧布",
            ),
            (made.format("budget.oil_gas.sum_12m"),),
            *(_TRN, 1, True),
        ),
        (
            Text("Brent, USD a barrel", "布蘭特原油，美元／桶"),
            ("eia/oil.brent.month@WORLD",),
            *(None, 0, True),
        ),
    )
    for title, lines, unit, digits, zero in wanted:
        drawn = tuple(_line(desk, x) for x in lines)
        if any(desk.has(x.series) for x in drawn):
            yield LineChart(
                drawn, since, unit, zero, digits=digits, height=130, title=title
            )


def _line(desk: Desk, wanted: Line | str) -> Line:
    if isinstance(wanted, Line):
        return wanted
    return Line(wanted, desk.view.spec(wanted).title, Hue.INVADER)


_HEAD = (
    Text("Indicator", "指標"),
    Text("newest", "最新值"),
    Text("up to", "截至"),
    Text("on a month before", "較上月"),
    Text("on a year before", "較上年"),
)


def tables(desk: Desk, who: str) -> dict[str, Table]:
    """Give the table of newest values and their changes."""
    rows = tuple(_rows(desk, who))
    return {"dashboard": Table(_HEAD, rows)} if rows else {}


def _rows(desk: Desk, who: str) -> Iterator[tuple[Cell, ...]]:
    made, minfin = f"polemos/{{}}@{who}", f"minfin/nwf.{{}}@{who}"
    wanted: tuple[tuple[str, str, str, int, Unit | None], ...] = (
        ("M2, trn RUB", "M2，兆盧布", f"cbr/money.m2@{who}", 1, _TRN),
        (
            *("Loans to non-financial companies, trn RUB", "非金融企業放款，兆盧布"),
            *(f"cbr/credit.companies@{who}", 1, _TRN),
        ),
        ("Inflation, %", "通膨，%", made.format("cpi.yoy"), 2, None),
        ("Key rate, %", "關鍵利率，%", f"cbr/rate.key@{who}", 2, None),
        ("Real key rate, %", "實質關鍵利率，%", made.format("rate.real"), 1, None),
        (
            *("Balance, twelve months, bn RUB", "十二個月餘額，十億盧布"),
            *(made.format("budget.balance.sum_12m"), 0, None),
        ),
        (
            *("Spending, twelve months, bn RUB", "十二個月支出，十億盧布"),
            *(made.format("budget.spending.sum_12m"), 0, None),
        ),
        (
            *(
                "Oil and gas revenue, twelve months, bn RUB",
                "十二個月油氣收入，十億盧布",
            ),
            *(made.format("budget.oil_gas.sum_12m"), 0, None),
        ),
        ("Fund, bn RUB", "財富基金總額，十億盧布", minfin.format("total"), 0, None),
        (
            *("Liquid part, bn RUB", "基金流動部分，十億盧布"),
            *(minfin.format("liquid"), 0, None),
        ),
        ("Gold in it, tonnes", "基金持有黃金，公噸", minfin.format("gold"), 1, None),
        (
            *("Brent, USD a barrel", "布蘭特原油，美元／桶"),
            *("eia/oil.brent.month@WORLD", 1, None),
        ),
        (
            *("Roubles to the dollar", "盧布兌一美元"),
            *(made.format("fx.usd.month"), 1, None),
        ),
    )
    for en, zh, name, digits, unit in wanted:
        if desk.has(name):
            last = desk.last(name)
            yield (
                Text(en, zh),
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

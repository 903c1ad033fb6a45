"""War finance: money and credit, prices, the budget, the fund, oil and the rouble."""

from collections.abc import Iterator
from datetime import date

from polemos.core import NotYetKnown, Text, Unit, UnknownSeries
from polemos.report._desk import Desk, Fact, gather
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
    Turn,
)
from polemos.report._section import Content, section
from polemos.report.sections._labels import closing

_STALE = 130  # days after which a monthly figure is told to be old
_FEW = 3  # months of a year that say little of the year
_DAYS = {1: 30, 12: 365}
_TRN = Unit.parse("trn RUB")
_BEFORE = 3  # years of peace that a chart shows before the war
_GROUPS = (
    *("heavy", "chemicals", "light", "mining", "power", "farming", "building"),
    *("transport", "trade", "property", "other", "settlement"),
)
_SHRUNK = -20  # percent: a fall from which people call the fund exhausted


@section("finance")
def finance(desk: Desk) -> Content:
    """Gather what the war costs, who lends for it, and what is left to spend."""
    who = desk.war.role("invader").id
    facts = _money(desk, who) | _prices(desk, who) | _budget(desk, who)
    facts |= _fund(desk, who) | _oil(desk, who) | _industry_facts(desk, who)
    figures = dict(_figures(desk, who, facts))
    rows = tuple(_rows(desk, who))
    flags = _flags(desk, facts) | _top_names(desk, facts)
    return Content(
        facts=facts,
        flags=flags,
        figures=figures,
        tables={"dashboard": Table(_HEAD, rows)} if rows else {},
    )


def _back(desk: Desk, name: str, months: int) -> Fact:
    """Give the value of the same period so many months before the newest one."""
    return desk.at(name, desk.series(name).last().period.shifted(months=-months))


def _base(desk: Desk, name: str) -> Fact:
    """Give the value at the last year-end before the war."""
    return desk.on(name, date(desk.war.began.year - 1, 12, 31))


def _money(desk: Desk, who: str) -> dict[str, Fact]:
    m2, made = f"cbr/money.m2@{who}", f"polemos/money.m2.{{}}@{who}"
    gain = f"polemos/credit.{{}}.gain_since_war@{who}"
    three_years = made.format("growth_3y")
    facts = gather(
        m2=lambda: desk.last(m2),
        m2_base=lambda: _base(desk, m2),
        m2_gain=lambda: desk.last(made.format("gain_since_war")),
        m2_war=lambda: desk.last(made.format("growth_since_war")),
        m2_year=lambda: desk.last(made.format("growth_year")),
        m2_real=lambda: desk.last(made.format("real.growth_since_war")),
        m2_3y=lambda: desk.last(three_years),
        m2_faster=lambda: desk.last(made.format("growth_3y.faster")),
        m2_gdp=lambda: desk.last(made.format("gdp_share")),
        m2_gdp_base=lambda: _base(desk, made.format("gdp_share")),
        lent=lambda: desk.last(gain.format("residents")),
        lent_companies=lambda: desk.last(gain.format("companies")),
        lent_with_financial=lambda: desk.last(gain.format("companies_financial")),
        lent_households=lambda: desk.last(gain.format("households")),
        companies_year=lambda: desk.last(f"polemos/credit.companies.growth_year@{who}"),
    )
    if "m2_3y" in facts:
        top = max(desk.series(three_years), key=lambda p: p.value)
        facts |= gather(m2_top=lambda: desk.at(three_years, top.period))
    return facts


def _prices(desk: Desk, who: str) -> dict[str, Fact]:
    cpi, key = f"polemos/cpi.yoy@{who}", f"cbr/rate.key@{who}"
    facts = gather(
        cpi=lambda: desk.last(cpi),
        cpi_before=lambda: _back(desk, cpi, 12),
        cpi_official=lambda: desk.last(f"rosstat/cpi.yoy@{who}"),
        key=lambda: desk.last(key),
        key_before=lambda: desk.on(key, desk.days_ago(_DAYS[12])),
        real=lambda: desk.last(f"polemos/rate.real@{who}"),
    )
    if "cpi" in facts:
        month, part = facts["cpi"].point.period, f"polemos/cpi.yoy.chained.{{}}@{who}"
        facts |= gather(
            cpi_food=lambda: desk.at(part.format("food"), month),
            cpi_services=lambda: desk.at(part.format("services"), month),
        )
    return facts


def _budget(desk: Desk, who: str) -> dict[str, Fact]:
    balance, made = f"minfin/budget.balance.ytd@{who}", f"polemos/budget.{{}}@{who}"
    facts = gather(
        balance=lambda: desk.last(balance),
        balance_before=lambda: _back(desk, balance, 12),
        balance_year=lambda: desk.last(made.format("balance.sum_12m")),
        spending=lambda: desk.last(made.format("spending.ytd_growth")),
        revenue=lambda: desk.last(made.format("revenue.ytd_growth")),
        oil_gas=lambda: desk.last(made.format("oil_gas.ytd_growth")),
        oil_gas_year=lambda: desk.last(made.format("oil_gas.sum_12m")),
        oil_gas_share=lambda: desk.last(made.format("oil_gas.share")),
        oil_gas_share_base=lambda: _base(desk, made.format("oil_gas.share")),
        defence=lambda: desk.last(made.format("defence.sum_12m")),
    )
    rewritten = _rewritten(desk, balance)
    if rewritten:
        facts["rewritten_first"], facts["rewritten_now"] = rewritten
    return facts


def _rewritten(desk: Desk, name: str) -> tuple[Fact, Fact] | None:
    """Find the newest period of which a first figure and a later one are known."""
    try:
        points, told = desk.series(name).points, desk.view.vintages(name)
    except UnknownSeries:
        return None
    first: dict[object, float | None] = {}
    for o in told:
        first.setdefault(o.period, o.value)
    for p in reversed(points):
        if first[p.period] != p.value:
            return desk.first(name, p.period), desk.at(name, p.period)
    return None


def _fund(desk: Desk, who: str) -> dict[str, Fact]:
    liquid, gold = f"minfin/nwf.liquid@{who}", f"minfin/nwf.gold@{who}"
    made = f"polemos/nwf.{{}}.growth_since_war@{who}"
    return gather(
        liquid=lambda: desk.last(liquid),
        liquid_base=lambda: _base(desk, liquid),
        liquid_usd=lambda: desk.last(f"minfin/nwf.liquid.usd@{who}"),
        liquid_war=lambda: desk.last(made.format("liquid")),
        liquid_usd_war=lambda: desk.last(made.format("liquid.usd")),
        liquid_share=lambda: desk.last(f"polemos/nwf.liquid.share@{who}"),
        liquid_before=lambda: _back(desk, liquid, 12),
        fund=lambda: desk.last(f"minfin/nwf.total@{who}"),
        fund_war=lambda: desk.last(made.format("total")),
        gold=lambda: desk.last(gold),
        gold_first=lambda: _first_point(desk, gold),
    )


def _first_point(desk: Desk, name: str) -> Fact:
    points = desk.series(name).points
    if not points:
        raise NotYetKnown(f"{name} has no value as of {desk.day}")
    return desk.at(name, points[0].period)


def _oil(desk: Desk, who: str) -> dict[str, Fact]:
    brent, usd = "eia/oil.brent.month@WORLD", f"polemos/fx.usd.month@{who}"
    facts = gather(
        brent=lambda: desk.last(brent),
        brent_year=lambda: desk.last("polemos/oil.brent.growth_year@WORLD"),
        brent_rub=lambda: desk.last("polemos/oil.brent.rub@WORLD"),
        brent_rub_before=lambda: _back(desk, "polemos/oil.brent.rub@WORLD", 12),
        usd=lambda: desk.last(usd),
        usd_before=lambda: _back(desk, usd, 12),
    )
    urals = gather(
        urals=lambda: desk.last(f"minfin/oil.urals.tax@{who}"),
        discount=lambda: desk.last(f"polemos/oil.urals.discount@{who}"),
    )
    same = len({f.point.period for f in urals.values()}) == 1
    if len(urals) > 1 and same and not _old(desk, urals["urals"]):
        facts |= urals
    return facts


def _industry_facts(desk: Desk, who: str) -> dict[str, Fact]:
    name = f"polemos/credit.industry.{{}}.{{}}_since_war@{who}"
    facts = gather(industries=lambda: desk.last(name.format("all", "gain")))
    if "industries" not in facts:
        return {}
    shares = {g: desk.last(name.format(g, "share")) for g in _GROUPS}
    first, second = sorted(shares, key=lambda g: -shares[g].value)[:2]
    return facts | {
        "heavy": shares["heavy"],
        "first": shares[first],
        "second": shares[second],
    }


def _top_names(desk: Desk, facts: dict[str, Fact]) -> dict[str, str]:
    return {
        f"{rank}_{lang}": closing(desk, facts[rank].series).in_(lang)
        for rank in ("first", "second")
        if rank in facts
        for lang in ("en", "zh")
    }


def _old(desk: Desk, fact: Fact) -> bool:
    return (desk.day - fact.point.period.last).days > _STALE


def _flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    """Decide what the sentences may say."""
    value = {k: f.value for k, f in facts.items()}

    def above(a: str, b: str) -> bool:
        return a in value and b in value and value[a] > value[b]

    fell = value.get("liquid_war", 0.0)
    both = {"cpi", "cpi_official"} <= facts.keys()
    return {
        "chained": both
        and facts["cpi"].point.period > facts["cpi_official"].point.period,
        "record": value.get("m2_faster", 1.0) == 0,
        "m2_old": "m2" in facts and _old(desk, facts["m2"]),
        "lent_old": "lent" in facts and _old(desk, facts["lent"]),
        "industries_old": "industries" in facts and _old(desk, facts["industries"]),
        "cpi_higher": above("cpi", "cpi_before"),
        "real_positive": value.get("real", 0.0) > 0,
        "deficit": value.get("balance", 0.0) < 0,
        "deficit_before": value.get("balance_before", 0.0) < 0,
        "deficit_year": value.get("balance_year", 0.0) < 0,
        "few": "balance" in facts and facts["balance"].point.period.last.month <= _FEW,
        "liquid_fell": fell < 0,
        "fund_fell": value.get("fund_war", 0.0) < 0,
        "not_the_fund": fell < _SHRUNK and value.get("fund_war", fell) > fell / 2,
        "rouble_weaker": above("usd", "usd_before"),
    }


def _figures(
    desk: Desk, who: str, facts: dict[str, Fact]
) -> Iterator[tuple[str, Chart]]:
    since = date(desk.war.began.year - _BEFORE, 1, 1)
    invasion = Turn(desk.war.began, Text("invasion", "全面入侵"))
    if "m2" in facts:
        m2 = Line(f"cbr/money.m2@{who}", Text("M2", "M2"), Hue.INVADER)
        yield (
            "money",
            LineChart((m2,), since, _TRN, zero=True, turn=invasion, digits=1),
        )
    if "industries" in facts:
        gain = f"polemos/credit.industry.{{}}.gain_since_war@{who}"
        gains = [desk.last(gain.format(g)) for g in _GROUPS]
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
        (
            Text("Roubles to the dollar", "盧布兌一美元"),
            (made.format("fx.usd.month"),),
            *(None, 1, True),
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
        return Num(desk.change(name, desk.days_ago(_DAYS[months])), digits, "+", unit)
    back = period.shifted(months=-months)
    if not any(p.period == back for p in series):
        return None
    return Num(desk.change(name, back.last), digits, "+", unit)

"""War finance: money and credit, prices, the budget, the fund, oil and the rouble."""

from datetime import date

from polemos.core import KnownBy, NotYetKnown, UnknownSeries
from polemos.report._desk import Desk, Fact, gather
from polemos.report._section import Content, section
from polemos.report.sections._finance import DAYS, GROUPS, figures, tables
from polemos.report.sections._labels import closing
from polemos.report.sections._money import (
    KENNEDY,
    money_facts,
    money_flags,
    money_tables,
)

_STALE = 130  # days after which a monthly figure is told to be old
_BEHIND = 62  # days: a price older than this beside Brent's newest is another market
_FEW = 3  # months of a year that say little of the year
_CENTURY = date(2000, 12, 31)  # where the windows of this century begin
_SHRUNK = -20  # percent: a fall from which people call the fund exhausted


@section("finance")
def finance(desk: Desk) -> Content:
    """Gather what the war costs, who lends for it, and what is left to spend."""
    who = desk.war.role("invader").id
    facts = _money(desk, who) | _prices(desk, who) | _budget(desk, who)
    facts |= _fund(desk, who) | _oil(desk, who) | _industry_facts(desk, who)
    facts |= money_facts(desk, who)
    return Content(
        facts=facts,
        flags=_flags(desk, facts) | _top_names(desk, facts) | money_flags(desk, facts),
        figures=dict(figures(desk, who, facts)),
        tables=tables(desk, who) | money_tables(desk, who),
        quotes={"kennedy": KENNEDY},
    )


def _back(desk: Desk, name: str, months: int) -> Fact:
    """Give the value of the same period so many months before the newest one."""
    return desk.at(name, desk.series(name).last().period.shifted(months=-months))


def _base(desk: Desk, name: str) -> Fact:
    """Give the value at the last year-end before the war, once there is a later one."""
    base = desk.on(name, date(desk.war.began.year - 1, 12, 31))
    if base.point.period == desk.series(name).last().period:
        raise NotYetKnown(f"{name} has nothing after {base.point.period}")
    return base


def _money(desk: Desk, who: str) -> dict[str, Fact]:
    m2, made = f"cbr/money.m2@{who}", f"polemos/money.m2.{{}}@{who}"
    gain = f"polemos/credit.{{}}.gain_since_war@{who}"
    faster = made.format("growth_3y.faster_since_{}")
    return gather(
        m2=lambda: desk.last(m2),
        m2_base=lambda: _base(desk, m2),
        m2_gain=lambda: desk.last(made.format("gain_since_war")),
        m2_war=lambda: desk.last(made.format("growth_since_war")),
        m2_year=lambda: desk.last(made.format("growth_year")),
        m2_real=lambda: desk.last(made.format("real.growth_since_war")),
        m2_3y=lambda: desk.last(made.format("growth_3y")),
        m2_faster=lambda: desk.last(faster.format(1992)),
        m2_faster_late=lambda: desk.last(faster.format(2000)),
        m2_first=lambda: _first_point(desk, m2),
        m2_century=lambda: desk.on(m2, _CENTURY),
        m2_gdp=lambda: desk.last(made.format("gdp_share")),
        m2_gdp_base=lambda: _base(desk, made.format("gdp_share")),
        lent=lambda: desk.last(gain.format("residents")),
        lent_growth=lambda: desk.last(
            f"polemos/credit.residents.growth_since_war@{who}"
        ),
        lent_companies=lambda: desk.last(gain.format("companies")),
        lent_with_financial=lambda: desk.last(gain.format("companies_financial")),
        lent_households=lambda: desk.last(gain.format("households")),
        companies_year=lambda: desk.last(f"polemos/credit.companies.growth_year@{who}"),
    )


def _prices(desk: Desk, who: str) -> dict[str, Fact]:
    cpi, key = f"polemos/cpi.yoy@{who}", f"cbr/rate.key@{who}"
    facts = gather(
        cpi=lambda: desk.last(cpi),
        cpi_before=lambda: _back(desk, cpi, 12),
        cpi_official=lambda: desk.last(f"rosstat/cpi.yoy@{who}"),
        key=lambda: desk.last(key),
        key_before=lambda: desk.on(key, desk.days_ago(DAYS[12])),
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
        spending=lambda: _same_months(
            desk, made.format("spending.ytd_growth"), balance
        ),
        revenue=lambda: _same_months(desk, made.format("revenue.ytd_growth"), balance),
        oil_gas=lambda: _same_months(desk, made.format("oil_gas.ytd_growth"), balance),
        oil_gas_share=lambda: desk.last(made.format("oil_gas.share")),
        oil_gas_share_base=lambda: _base(desk, made.format("oil_gas.share")),
        defence=lambda: desk.last(made.format("defence.sum_12m")),
    )
    if "defence" in facts and not _old(desk, facts["defence"]):
        del facts["defence"]  # whether it will be published again is not known yet
    rewritten = _rewritten(desk, balance)
    if rewritten:
        facts["rewritten_first"], facts["rewritten_now"] = rewritten
    return facts


def _same_months(desk: Desk, name: str, as_of: str) -> Fact:
    """Give a value of just the months that another series has newest."""
    return desk.at(name, desk.series(as_of).last().period)


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
        liquid_share=lambda: desk.last(f"polemos/nwf.liquid.share@{who}"),
        fund=lambda: desk.last(f"minfin/nwf.total@{who}"),
        fund_war=lambda: desk.last(made.format("total")),
        gold=lambda: desk.last(gold),
        gold_first=lambda: _first_point(desk, gold),
        gold_war=lambda: desk.last(
            f"polemos/nwf.gold.growth_since_september_2022@{who}"
        ),
    )


def _first_point(desk: Desk, name: str) -> Fact:
    points = desk.series(name).points
    if not points:
        raise NotYetKnown(f"{name} has no value as of {desk.day}")
    return desk.at(name, points[0].period)


def _oil(desk: Desk, who: str) -> dict[str, Fact]:
    brent = "eia/oil.brent.month@WORLD"
    facts = gather(
        brent=lambda: desk.last(brent),
        brent_year=lambda: desk.last("polemos/oil.brent.growth_year@WORLD"),
        brent_rub=lambda: desk.last("polemos/oil.brent.rub@WORLD"),
        brent_rub_before=lambda: _back(desk, "polemos/oil.brent.rub@WORLD", 12),
    )
    urals = gather(
        urals=lambda: desk.last(f"minfin/oil.urals.tax@{who}"),
        discount=lambda: desk.last(f"polemos/oil.urals.discount@{who}"),
    )
    same = len({f.point.period for f in urals.values()}) == 1
    if len(urals) > 1 and same and "brent" in facts:
        behind = facts["brent"].point.period.last - urals["urals"].point.period.last
        if behind.days <= _BEHIND:
            facts |= urals
    return facts


def _industry_facts(desk: Desk, who: str) -> dict[str, Fact]:
    name = f"polemos/credit.industry.{{}}.{{}}_since_war@{who}"
    year = f"polemos/credit.industry.{{}}.growth_year@{who}"
    facts = gather(
        industries=lambda: desk.last(name.format("all", "gain")),
        industries_year=lambda: desk.last(year.format("all")),
        heavy_year=lambda: desk.last(year.format("heavy")),
    )
    if "industries" not in facts:
        return {}
    shares = {g: desk.last(name.format(g, "share")) for g in GROUPS}
    heavy = shares.pop("heavy")
    return facts | {
        "heavy": heavy,
        "first": max(shares.values(), key=lambda f: f.value),
    }


def _top_names(desk: Desk, facts: dict[str, Fact]) -> dict[str, str]:
    if "first" not in facts:
        return {}
    name = closing(desk, facts["first"].series)
    return {"first_en": name.en, "first_zh": name.zh}


def _old(desk: Desk, fact: Fact) -> bool:
    return (desk.day - fact.point.period.last).days > _STALE


def _gap(desk: Desk, fact: Fact) -> bool:
    """Say whether the newest point does not follow on the one before."""
    points = desk.series(fact.series).points
    return len(points) > 1 and points[-2].period.end != points[-1].period.start


def _later_copy(desk: Desk, fact: Fact) -> bool:
    """Say whether a number was read from a copy that was made after the cut-off.

    Such a number stands under an assumed date and may have been rewritten since.
    """
    evidence = fact.point.evidence
    notes = (
        desk.view.snapshot(o.snapshot, desk.view.source(o.series).id) for o in evidence
    )
    return any((n.published_at or n.fetched_at).date() > desk.day for n in notes)


def _flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    """Decide what the sentences may say."""
    value = {k: f.value for k, f in facts.items()}
    fell = value.get("liquid_war", 0.0)
    return {
        "few": "balance" in facts and facts["balance"].point.period.last.month <= _FEW,
        "cpi_higher": _above(value, "cpi", "cpi_before"),
        "deficit": value.get("balance", 0.0) < 0,
        "deficit_before": value.get("balance_before", 0.0) < 0,
        "deficit_year": value.get("balance_year", 0.0) < 0,
        "liquid_fell": fell < 0,
        "fund_fell": value.get("fund_war", 0.0) < 0,
        "not_the_fund": fell < _SHRUNK and value.get("fund_war", fell) > fell / 2,
        **_flags_of_age(desk, facts),
        **_flags_of_money(facts),
    }


def _flags_of_age(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool]:
    """Say what ended long ago, and what is known only from a later copy."""
    both = {"cpi", "cpi_official"} <= facts.keys()
    balance = facts.get("balance")
    return {
        "chained": both
        and facts["cpi"].point.period > facts["cpi_official"].point.period,
        "real_older": {"m2", "m2_real"} <= facts.keys()
        and facts["m2_real"].point.period < facts["m2"].point.period,
        "m2_old": "m2" in facts and _old(desk, facts["m2"]),
        "m2_gap": "m2" in facts and _gap(desk, facts["m2"]),
        "lent_old": "lent" in facts and _old(desk, facts["lent"]),
        "industries_old": "industries" in facts and _old(desk, facts["industries"]),
        "gdp_later": "m2_gdp" in facts and _later_copy(desk, facts["m2_gdp"]),
        "balance_later": balance is not None and _later_copy(desk, balance),
        "balance_year_later": "balance_year" in facts
        and _later_copy(desk, facts["balance_year"]),
        "balance_first": balance is not None
        and balance.point.evidence[0].known_by is KnownBy.PUBLISHED,
    }


def _flags_of_money(facts: dict[str, Fact]) -> dict[str, bool]:
    """Say how M2 stands to its own past and to lending."""
    faster = facts.get("m2_faster")
    told = {"lent", "m2_gain"} <= facts.keys()
    lent = gain = 0.0
    if told:
        gain = facts["m2_gain"].value
        lent = facts["lent"].value * facts["lent"].unit.factor(facts["m2_gain"].unit)
    return {
        "record": faster is not None and faster.value == 0,
        "lent_most": gain / 2 < lent < gain * 3 / 2,
    }


def _above(value: dict[str, float], a: str, b: str) -> bool:
    return a in value and b in value and value[a] > value[b]

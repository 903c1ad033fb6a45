"""War finance: money and credit, prices, the budget, the fund, oil and the rouble."""

from datetime import date

from polemos.core import Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._section import Content, section
from polemos.report.sections._budget import (
    budget_facts,
    budget_figures,
    budget_flags,
    budget_tables,
    budget_words,
)
from polemos.report.sections._finance import DAYS, GROUPS, figures, tables
from polemos.report.sections._labels import closing
from polemos.report.sections._money import money_facts, money_flags, money_tables
from polemos.report.sections._standing import (
    back,
    base,
    first_point,
    gap,
    later_copy,
    old,
)

_BEHIND = 62  # days: a price older than this beside Brent's newest is another market
_CENTURY = date(2000, 12, 31)  # where the windows of this century begin
_SHRUNK = -20  # percent: a fall from which people call the fund exhausted


@section("finance", Text("War finance", "戰爭財政"))
def finance(desk: Desk) -> Content:
    """Gather what the war costs, who lends for it, and what is left to spend."""
    who = desk.war.role("invader").id
    facts = _money(desk, who) | _prices(desk, who) | budget_facts(desk, who)
    facts |= _fund(desk, who) | _oil(desk, who) | _industry_facts(desk, who)
    facts |= money_facts(desk, who)
    flags = _flags(desk, facts) | _top_names(desk, facts) | budget_words(desk, who)
    return Content(
        facts=facts,
        flags=flags | budget_flags(desk, facts) | money_flags(facts),
        figures=dict(figures(desk, who, facts)) | budget_figures(who, facts),
        tables=tables(desk, who)
        | money_tables(desk, who)
        | budget_tables(desk, who, facts),
    )


def _money(desk: Desk, who: str) -> dict[str, Fact]:
    m2, made = f"cbr/money.m2@{who}", f"polemos/money.m2.{{}}@{who}"
    gain = f"polemos/credit.{{}}.gain_since_war@{who}"
    faster = made.format("growth_3y.faster_since_{}")
    return gather(
        m2=lambda: desk.last(m2),
        m2_base=lambda: base(desk, m2),
        m2_gain=lambda: desk.last(made.format("gain_since_war")),
        m2_war=lambda: desk.last(made.format("growth_since_war")),
        m2_year=lambda: desk.last(made.format("growth_year")),
        m2_real=lambda: desk.last(made.format("real.growth_since_war")),
        m2_3y=lambda: desk.last(made.format("growth_3y")),
        m2_faster=lambda: desk.last(faster.format(1992)),
        m2_faster_late=lambda: desk.last(faster.format(2000)),
        m2_first=lambda: first_point(desk, m2),
        m2_century=lambda: desk.on(m2, _CENTURY),
        m2_gdp=lambda: desk.last(made.format("gdp_share")),
        m2_gdp_base=lambda: base(desk, made.format("gdp_share")),
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
        cpi_before=lambda: back(desk, cpi, 12),
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


def _fund(desk: Desk, who: str) -> dict[str, Fact]:
    liquid, gold = f"minfin/nwf.liquid@{who}", f"minfin/nwf.gold@{who}"
    made = f"polemos/nwf.{{}}.growth_since_war@{who}"
    return gather(
        liquid=lambda: desk.last(liquid),
        liquid_base=lambda: base(desk, liquid),
        liquid_usd=lambda: desk.last(f"minfin/nwf.liquid.usd@{who}"),
        liquid_war=lambda: desk.last(made.format("liquid")),
        liquid_share=lambda: desk.last(f"polemos/nwf.liquid.share@{who}"),
        fund=lambda: desk.last(f"minfin/nwf.total@{who}"),
        fund_war=lambda: desk.last(made.format("total")),
        gold=lambda: desk.last(gold),
        gold_first=lambda: first_point(desk, gold),
        gold_war=lambda: desk.last(
            f"polemos/nwf.gold.growth_since_september_2022@{who}"
        ),
    )


def _oil(desk: Desk, who: str) -> dict[str, Fact]:
    brent = "eia/oil.brent.month@WORLD"
    facts = gather(
        brent=lambda: desk.last(brent),
        brent_year=lambda: desk.last("polemos/oil.brent.growth_year@WORLD"),
        brent_rub=lambda: desk.last("polemos/oil.brent.rub@WORLD"),
        brent_rub_before=lambda: back(desk, "polemos/oil.brent.rub@WORLD", 12),
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


def _flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    """Decide what the sentences may say."""
    value = {k: f.value for k, f in facts.items()}
    fell = value.get("liquid_war", 0.0)
    return {
        "cpi_higher": _above(value, "cpi", "cpi_before"),
        "liquid_fell": fell < 0,
        "fund_fell": value.get("fund_war", 0.0) < 0,
        "not_the_fund": fell < _SHRUNK and value.get("fund_war", fell) > fell / 2,
        **_flags_of_age(desk, facts),
        **_flags_of_money(facts),
    }


def _flags_of_age(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool]:
    """Say what ended long ago, and what is known only from a later copy."""
    both = {"cpi", "cpi_official"} <= facts.keys()
    return {
        "chained": both
        and facts["cpi"].point.period > facts["cpi_official"].point.period,
        "real_older": {"m2", "m2_real"} <= facts.keys()
        and facts["m2_real"].point.period < facts["m2"].point.period,
        "m2_old": "m2" in facts and old(desk, facts["m2"]),
        "m2_gap": "m2" in facts and gap(desk, facts["m2"]),
        "lent_old": "lent" in facts and old(desk, facts["lent"]),
        "industries_old": "industries" in facts and old(desk, facts["industries"]),
        "gdp_later": "m2_gdp" in facts and later_copy(desk, facts["m2_gdp"]),
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

"""What identities and models say of money, of credit, of oil and of the fund."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from polemos.core import Period, Text
from polemos.models import forecast_id, score_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Day, Num, Table

# The four kinds of lending: as heads of columns, and as the one that leads.
_PARTS = {
    "companies": (Text("Companies", "企業"), Text("loans to companies", "企業放款")),
    "government": (
        Text("Government", "政府"),
        Text("claims on government", "對政府債權"),
    ),
    "households": (Text("Households", "家庭"), Text("loans to households", "家庭放款")),
    "financial": (
        Text("Other financial", "其他金融機構"),
        Text("loans to other financial firms", "其他金融機構放款"),
    ),
}
_INTERVALS = {
    "overhang": "money.m2.overhang",
    "beyond": "credit.companies_financial.beyond_trend_share",
    "beyond_trn": "credit.companies_financial.beyond_trend",
    "breakeven": "budget.breakeven_oil",
    "kennedy": "credit.companies.war_loans_share.kennedy",
}
_FLOOR = 500  # bn RUB: what the templates call half a trillion


def money_facts(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather what M2 grew by, and the numbers that have intervals or chances."""
    mark = partial(score_id, f"inflation@{who}", "12m", "ar_money")
    named = {key: f"polemos/{name}@{who}" for key, name in _INTERVALS.items()}
    facts = _contributions(desk, who)
    facts |= desk.intervals(**named, money_skill=mark("skill"))
    gdp = f"polemos/credit.companies_financial.beyond_gdp@{who}"
    facts |= gather(
        money_origins=lambda: desk.last(mark("origins")),
        beyond_gdp=lambda: desk.last(gdp),
    )
    if "kennedy" in facts:
        months = facts["kennedy"].point.period
        lent = f"kennedy/credit.companies.gain@{who}"
        facts |= gather(kennedy_gain=lambda: desk.at(lent, months))
    return facts | _turnover(desk, who, facts) | _oil(desk, who, facts) | _runway(desk)


def _turnover(desk: Desk, who: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Gather velocity before the war and now, with the real rate of the same time."""
    if "overhang" not in facts:
        return {}
    now = facts["overhang"].point.period
    turns, real = f"polemos/money.m2.velocity.mean@{who}", f"polemos/rate.real@{who}"
    before = date(desk.war.began.year - 1, 12, 31)
    return gather(
        velocity=lambda: desk.at(turns, now),
        velocity_base=lambda: desk.on(turns, before),
        overhang_real=lambda: desk.on(real, now.last),
    )


def _oil(desk: Desk, who: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Gather the newest price of Urals within the months of the break-even price."""
    if "breakeven" not in facts:
        return {}
    year = facts["breakeven"].point.period
    name = f"minfin/oil.urals.tax@{who}"
    found = gather(breakeven_urals=lambda: desk.on(name, year.last))
    return {k: f for k, f in found.items() if f.point.period.start >= year.start}


def _runway(desk: Desk) -> dict[str, Fact]:
    """Gather the chance that little is left of the fund one and two years on."""
    who = desk.war.role("invader").id
    name = forecast_id(f"nwf.liquid@{who}", f".below.{_FLOOR}")

    def on(months: int) -> Fact:
        base = desk.last(f"minfin/nwf.liquid@{who}").point.period
        return desk.at(name, base.shifted(months=months))

    return gather(runway_year=lambda: on(12), runway_two=lambda: on(24))


def _part(who: str, part: str) -> str:
    return f"polemos/money.m2.growth_year.{part}@{who}"


def _contributions(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather the growth of M2 and its parts, and how far the rest has gone."""
    rests = [f for p in _ends(desk, who) for f in _at(desk, _part(who, "rest"), p)]
    if not rests:
        return {}
    month = rests[-1].point.period
    parts = [f for part in _PARTS for f in _at(desk, _part(who, part), month)]
    whole = _at(desk, f"polemos/money.m2.growth_year@{who}", month)
    if len(parts) < len(_PARTS) or not whole:
        return {}
    return {
        "part_whole": whole[0],
        "part_top": max(parts, key=lambda f: f.value),
        "part_rest": rests[-1],
        "part_rest_low": min(rests, key=lambda f: f.value),
        "part_rest_high": max(rests, key=lambda f: f.value),
    }


def _ends(desk: Desk, who: str) -> list[Period]:
    """Give each year's end from the last one of peace on, and the newest month."""
    newest = gather(rest=lambda: desk.last(_part(who, "rest"))).get("rest")
    if newest is None:
        return []
    last = newest.point.period
    years = range(desk.war.began.year - 1, last.start.year + 1)
    closed = (p for y in years if (p := Period.month(y, 12)) < last)
    return [*closed, last]


def _at(desk: Desk, name: str, period: Period) -> list[Fact]:
    return list(gather(fact=lambda: desk.at(name, period)).values())


def money_tables(desk: Desk, who: str) -> dict[str, Table]:
    """Lay out what M2 grew by: a row for each year's end, a column for each part."""
    names = [f"polemos/money.m2.growth_year@{who}"]
    names += [_part(who, part) for part in (*_PARTS, "rest")]
    rows: list[tuple[Cell, ...]] = []
    for period in _ends(desk, who):
        cells = [f for name in names for f in _at(desk, name, period)]
        if len(cells) == len(names):
            rows.append((Day(cells[0]), *(Num(f, 1, "+") for f in cells)))
    heads = (head for head, _ in _PARTS.values())
    head = (Text("Year to", "截至"), Text("M2", "M2"), *heads, Text("The rest", "其餘"))
    return {"parts": Table(head, tuple(rows))} if rows else {}


def money_flags(facts: Mapping[str, Fact]) -> dict[str, bool | str]:
    """Say which lending leads, and whether an author's range lies in our interval."""
    flags: dict[str, bool | str] = {
        "kennedy_fits": {"beyond", "kennedy"} <= facts.keys()
        and facts["beyond_low"].value <= facts["kennedy_low"].value
        and facts["beyond_high"].value >= facts["kennedy_high"].value,
    }
    if "part_top" in facts:
        leads = facts["part_top"].series.partition("@")[0].rpartition(".")[2]
        flags |= {"part_en": _PARTS[leads][1].en, "part_zh": _PARTS[leads][1].zh}
    return flags

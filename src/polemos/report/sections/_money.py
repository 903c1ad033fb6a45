"""What models and identities say of money, of credit and of the budget's oil price."""

from datetime import date
from functools import partial

from polemos.core import Text
from polemos.models import score_id
from polemos.report._desk import Desk, Fact, gather

_PARTS = ("companies", "government", "households", "financial")
# Craig Kennedy on hidden war debt: 210 to 250 of 415 bn dollars, and when he said so.
KENNEDY = Text("51% to 60%", "51% 至 60%")
KENNEDY_SAID = date(2025, 2, 13)


def money_facts(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather contributions to the growth of M2, and three numbers with intervals."""
    facts = _contributions(desk, who)
    for key, name in (
        ("overhang", "money.m2.overhang"),
        ("beyond", "credit.companies_financial.beyond_trend_share"),
        ("breakeven", "budget.breakeven_oil"),
    ):
        facts |= _with_interval(desk, key, f"polemos/{name}@{who}")
    skill = score_id(f"inflation@{who}", "12m", "ar_money", "skill")
    facts |= _with_interval(desk, "money_skill", skill)
    origins = score_id(f"inflation@{who}", "12m", "ar_money", "origins")
    return facts | gather(money_origins=lambda: desk.last(origins))


def _with_interval(desk: Desk, key: str, name: str) -> dict[str, Fact]:
    return gather(
        **{
            key: partial(desk.last, name),
            f"{key}_low": partial(desk.bound, name, "low"),
            f"{key}_high": partial(desk.bound, name, "high"),
        }
    )


def _contributions(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather all parts for the newest month that has the rest, which closes the sum."""
    name = f"polemos/money.m2.growth_year.{{}}@{who}".format
    facts = gather(part_rest=lambda: desk.last(name("rest")))
    if "part_rest" not in facts:
        return {}
    month = facts["part_rest"].point.period
    whole = f"polemos/money.m2.growth_year@{who}"
    facts |= gather(part_whole=lambda: desk.at(whole, month))
    for part in _PARTS:
        facts |= gather(**{f"part_{part}": partial(desk.at, name(part), month)})
    return facts

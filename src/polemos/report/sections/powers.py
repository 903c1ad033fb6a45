"""Third powers: what the invader's big neighbour buys, sells and votes."""

from functools import partial

from polemos.core import NotYetKnown, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import ColumnChart, Hue, Line
from polemos.report._section import Content, section
from polemos.report.sections._labels import publishers

_ENOUGH = 3  # years that make a chart
_CITED = (  # facts whose publisher the text names
    *("turnover", "rival_share", "import_share_before", "priority"),
    *("discount_share", "discount_usd"),
)
_SMALL = 1.0  # percent; a smaller change of a year's trade is no change


@section("powers", Text("Third powers", "第三方"))
def powers(desk: Desk) -> Content:
    """Gather trade, the weight that each has for the other, the discount, the votes."""
    rival, invader = desk.war.role("rival"), desk.war.role("invader")
    facts = _trade(desk) | _weights(desk) | _votes(desk)
    figures = {}
    turnover = f"gacc/trade.turnover.{invader.id.lower()}@{rival.id}"
    if desk.has(turnover) and len(desk.series(turnover)) >= _ENOUGH:
        label = Text(
            f"{rival.name.en} and {invader.name.en}",
            f"{rival.name.zh}與{invader.name.zh}",
        )
        figures["turnover_chart"] = ColumnChart((Line(turnover, label, Hue.THIRD),))
    growth = facts["growth"].value if "growth" in facts else 0.0
    flags = {
        "grew": growth > _SMALL,
        "shrank": growth < -_SMALL,
        "newer": _newer(facts),
        "rival_abstained": "rival_vote" in facts and facts["rival_vote"].value == 0,
        "patron_for": "patron_vote" in facts and facts["patron_vote"].value > 0,
        "fewer": "yes" in facts and facts["yes"].value < facts["yes_before"].value,
    }
    quotes = publishers(desk, facts, _CITED)
    return Content(facts=facts, flags=flags, figures=figures, quotes=quotes)


def _newer(facts: dict[str, Fact]) -> bool:
    """Say whether the year to date tells of months after the last whole year."""
    if not {"to_date", "turnover"} <= facts.keys():
        return False
    return facts["to_date"].point.period.last > facts["turnover"].point.period.last


def _trade(desk: Desk) -> dict[str, Fact]:
    rival, invader = desk.war.role("rival").id, desk.war.role("invader").id
    him, me = invader.lower(), rival.lower()
    gacc = f"gacc/trade.{{}}.{him}@{rival}"
    facts = gather(
        turnover=partial(desk.last, gacc.format("turnover")),
        to_date=partial(desk.last, gacc.format("to_date.turnover")),
        balance=partial(desk.last, f"polemos/trade.balance.{him}@{rival}"),
        growth=partial(desk.last, f"polemos/trade.turnover.{him}.growth@{rival}"),
        since_war=partial(
            desk.last, f"polemos/trade.turnover.{him}.growth_since_war@{rival}"
        ),
        discount_share=partial(desk.last, f"bofit/oil.discount.{me}@{invader}"),
        discount_usd=partial(desk.last, f"reuters/oil.discount.{me}@{invader}"),
        discount_tax=partial(desk.last, f"polemos/oil.urals.discount@{invader}"),
    )
    if "balance" in facts:
        period = facts["balance"].point.period
        for way in ("exports", "imports"):
            facts[way] = desk.at(gacc.format(way), period)
    for key in ("discount_share", "discount_usd"):
        if key in facts:
            for end in ("low", "high"):
                bound = partial(desk.bound, facts[key].series, end)
                facts |= gather(**{f"{key}_{end}": bound})
    return facts


def _weights(desk: Desk) -> dict[str, Fact]:
    rival, invader = desk.war.role("rival").id, desk.war.role("invader").id
    patron = desk.war.role("patron").id
    him, me = invader.lower(), rival.lower()
    return gather(
        import_share=partial(
            desk.last, f"capital_economics/trade.share.imports.{me}@{invader}"
        ),
        export_share=partial(
            desk.last, f"capital_economics/trade.share.exports.{me}@{invader}"
        ),
        rival_share=partial(
            desk.last, f"capital_economics/trade.share.all.{him}@{rival}"
        ),
        import_share_before=partial(
            desk.last, f"bofit/trade.share.imports.{me}@{invader}"
        ),
        asymmetry=partial(desk.last, f"polemos/trade.asymmetry.{me}@{invader}"),
        priority=partial(
            desk.last, f"carnegie/trade.share.priority_goods.{me}@{invader}"
        ),
        to_patron=partial(
            desk.last, f"polemos/trade.exports.{him}_to_{patron.lower()}@{rival}"
        ),
    )


def _votes(desk: Desk) -> dict[str, Fact]:
    defender = desk.war.role("defender").id
    yes = f"un/votes.yes@{defender}"
    facts = gather(
        rival_vote=partial(desk.last, f"un/vote@{desk.war.role('rival').id}"),
        patron_vote=partial(desk.last, f"un/vote@{desk.war.role('patron').id}"),
        yes_before=partial(_first_of_the_war, desk, yes),
        yes=partial(desk.last, yes),
        no=partial(desk.last, f"un/votes.no@{defender}"),
        abstain=partial(desk.last, f"un/votes.abstain@{defender}"),
    )
    first = facts.get("yes_before")  # until it, the newest vote is before the war
    if "yes" in facts and (first is None or first.point == facts["yes"].point):
        del facts["yes"]
    return facts


def _first_of_the_war(desk: Desk, name: str) -> Fact:
    days = (p.period for p in desk.series(name) if p.period.start >= desk.war.began)
    first = next(days, None)
    if first is None:
        raise NotYetKnown(f"{name}: no vote since {desk.war.began}")
    return desk.at(name, first)

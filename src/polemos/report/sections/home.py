"""The home desk: the deficit, the chips, the arms on order, and what they expose."""

from functools import partial

from polemos.core import Text, Unit
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Bar,
    BarChart,
    Chart,
    ColumnChart,
    Hue,
    Line,
    LineChart,
)
from polemos.report._section import Content, section
from polemos.report.sections._labels import opening, publishers

_BN_USD = Unit("USD", 9)
_ENOUGH = 6  # points that make a line
_YEARS = 3  # years that make columns
_DOUBLED = (90.0, 110.0)  # percent; a rise in between is "about twice"
_STEP = 5.0  # percent; a smaller change of a deficit is no change
_OLD = 400  # days; by then the next year is out somewhere
_HALF = 50.0
_SHOWN = 0.05  # bn; less prints as nothing
_OFTEN = 80.0  # percent of earlier months; a month above so many is a busy one


@section("home", Text("The home desk", "本國專欄"))
def home(desk: Desk) -> Content:
    """Gather what binds home to its patron, and how much of it has been delivered."""
    facts = _deficit(desk) | _chips(desk) | _arms(desk) | _news(desk)
    facts |= _lesson(desk)
    figures = dict(_figures(desk))
    growth = facts["growth"].value if "growth" in facts else 0.0
    newer = {"to_date", "deficit"} <= facts.keys() and facts[
        "to_date"
    ].point.period.last > facts["deficit"].point.period.last
    flags = {
        "doubled": _DOUBLED[0] <= growth <= _DOUBLED[1],
        "grew": growth > _STEP,
        "shrank": growth < -_STEP,
        "newer": newer,
        "above_rival": {"twelve", "twelve_rival"} <= facts.keys()
        and facts["twelve"].value > facts["twelve_rival"].value,
        "most_waits": "delivered_share" in facts
        and facts["delivered_share"].value < _HALF,
        "chips_old": "chips" in facts
        and facts["chips"].point.period.last < desk.days_ago(_OLD),
        "in_the_news": "risk_rank" in facts and facts["risk_rank"].value >= _OFTEN,
        "aid_stopped": "patron_aid" in facts and facts["patron_aid"].value < _SHOWN,
    }
    quotes = publishers(desk, facts, ("orders", "delivered", "risk"))
    if "share_rival" in facts:
        quotes["beside"] = opening(desk, facts["share_rival"].series)
    return Content(facts=facts, flags=flags, figures=figures, quotes=quotes)


def _deficit(desk: Desk) -> dict[str, Fact]:
    me, patron = desk.war.role("home").id.lower(), desk.war.role("patron").id
    rival = desk.war.role("rival").id.lower()
    ours = f"polemos/trade.goods.deficit.{{}}@{patron}"
    facts = gather(
        deficit=partial(desk.last, f"census/trade.goods.year.deficit.{me}@{patron}"),
        growth=partial(desk.last, ours.format(f"growth.{me}")),
        to_rival=partial(desk.last, ours.format(f"{me}_to_{rival}")),
        to_date=partial(desk.last, ours.format(f"to_date.{me}")),
        to_date_growth=partial(desk.last, ours.format(f"to_date.growth.{me}")),
        twelve=partial(desk.last, ours.format(f"last_year.{me}")),
        twelve_rival=partial(desk.last, ours.format(f"last_year.{rival}")),
        mirror=partial(desk.last, f"polemos/trade.mirror_gap.{me}@{patron}"),
    )
    if "growth" in facts:
        base = facts["growth"].point.period.shifted(months=-12)
        facts["deficit_before"] = desk.at(facts["deficit"].series, base)
    return facts


def _chips(desk: Desk) -> dict[str, Fact]:
    me = desk.war.role("home").id
    patron, rival = (desk.war.role(w).id.lower() for w in ("patron", "rival"))
    chips = f"mof_tw/trade.chips.exports.{{}}@{me}"
    return gather(
        chips=partial(desk.last, chips.format("all")),
        chips_patron=partial(desk.last, chips.format(patron)),
        chips_invader=partial(
            desk.last, chips.format(desk.war.role("invader").id.lower())
        ),
        share_patron=partial(desk.last, f"polemos/trade.chips.share.{patron}@{me}"),
        share_rival=partial(desk.last, f"polemos/trade.chips.share.{rival}_hkg@{me}"),
    )


def _arms(desk: Desk) -> dict[str, Fact]:
    me, patron = desk.war.role("home").id, desk.war.role("patron").id.lower()
    facts = gather(
        orders=partial(desk.last, f"sipri/arms.orders@{me}"),
        orders_patron=partial(desk.last, f"sipri/arms.orders.{patron}@{me}"),
        ordered=partial(desk.last, f"sipri/arms.ordered@{me}"),
        delivered=partial(desk.last, f"sipri/arms.delivered@{me}"),
        backlog=partial(desk.last, f"polemos/arms.backlog@{me}"),
        delivered_share=partial(desk.last, f"polemos/arms.delivered.share@{me}"),
        burden=partial(desk.last, f"sipri/spending.military.gdp@{me}"),
    )
    if "backlog" in facts:  # deliveries of the copy that lists the orders
        facts["delivered"] = desk.at(
            facts["delivered"].series, facts["backlog"].point.period
        )
    return facts


def _news(desk: Desk) -> dict[str, Fact]:
    me = desk.war.role("home").id
    facts = gather(
        risk_rank=partial(desk.last, f"polemos/risk.country.percentile@{me}")
    )
    if "risk_rank" in facts:
        month = facts["risk_rank"].point.period
        gain = f"polemos/risk.country.gain_year@{me}"
        facts["risk"] = desk.at(f"gpr/risk.country@{me}", month)
        facts |= gather(risk_gain=partial(desk.at, gain, month))
    return facts


def _lesson(desk: Desk) -> dict[str, Fact]:
    patron = desk.war.role("patron").id
    return gather(
        patron_aid=partial(desk.last, f"polemos/aid.new.last_year.military@{patron}")
    )


def _figures(desk: Desk) -> list[tuple[str, Chart]]:
    me, patron, rival = (desk.war.role(w) for w in ("home", "patron", "rival"))
    out: list[tuple[str, Chart]] = []
    sides = tuple(
        Line(
            f"polemos/trade.goods.deficit.last_year.{who.id.lower()}@{patron.id}",
            who.name,
            hue,
        )
        for who, hue in ((me, Hue.THIRD), (rival, Hue.INK))
    )
    yearly = f"census/trade.goods.year.deficit.{me.id.lower()}@{patron.id}"
    if all(_points(desk, line.series) >= _ENOUGH for line in sides):
        out.append(("twelve_months", LineChart(sides, unit=_BN_USD, zero=True)))
    elif _points(desk, yearly) >= _YEARS:
        line = Line(yearly, me.name, Hue.THIRD)
        out.append(("years", ColumnChart((line,), unit=_BN_USD)))
    prefix = "mof_tw/trade.chips.exports."
    names = [
        n
        for n in desk.view.stored()
        if n.startswith(prefix) and not n.startswith(f"{prefix}all")
    ]
    if names:
        ranked = sorted((desk.last(n) for n in names), key=lambda f: -f.value)
        bars = tuple(
            Bar(
                opening(desk, f.series),
                f,
                Hue.THIRD if f".{patron.id.lower()}@" in f.series else Hue.INK,
            )
            for f in ranked
            if f.value * f.unit.factor(_BN_USD) >= _SHOWN
        )
        out.append(("chips_to", BarChart(bars, unit=_BN_USD, digits=1)))
    return out


def _points(desk: Desk, name: str) -> int:
    return len(desk.series(name)) if desk.has(name) else 0

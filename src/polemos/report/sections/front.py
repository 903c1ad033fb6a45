"""The front page: the findings of the week, and what moved by how much."""

from functools import partial

from polemos import wars
from polemos.core import (
    NotYetKnown,
    Phase,
    Reckoning,
    Text,
    UnknownSeries,
    end_of_day,
    reckon,
)
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Move, MoveChart
from polemos.report._section import Content, section
from polemos.report.sections._kept import outlook_of
from polemos.report.sections._labels import publishers

YEAR = 12  # months
STRIP = 8  # moves shown: what a reader takes in at a glance
STALE_DAYS = 120  # a finding on older data than this is left off the front page
SLOW_DAYS = 400  # the same for what is counted once or twice a year
NOTHING = 0.05  # bn EUR: less prints as nothing


@section("front", Text("This week's findings", "本期判讀"))
def front(desk: Desk) -> Content:
    """Choose the facts of the findings, and the largest moves since last edition."""
    facts = _fresh(desk, _ground(desk) | _people(desk) | _money(desk))
    facts |= _fresh(desk, _aid(desk) | _trade(desk) | _equipment(desk), SLOW_DAYS)
    fleet = f"iiss/made.tank@{desk.war.role('invader').id}"  # told with its year
    facts |= gather(made=lambda: desk.last(fleet))
    facts |= _ahead(desk)
    moves = _moves(desk)
    facts |= {f"move_{i}": m.new for i, m in enumerate(moves[:1])}
    if moves and moves[0].sigma:
        facts["largest"] = moves[0].sigma
    return Content(
        facts=facts,
        flags=_flags(facts) | {"largest": bool(moves and moves[0].sigma)},
        texts=_names(desk) | ({"largest": moves[0].label} if moves else {}),
        quotes=publishers(desk, facts, ("held", "meta", "made")),
        figures={"moves": MoveChart(tuple(moves[:STRIP]))} if moves else {},
    )


def _ahead(desk: Desk) -> dict[str, Fact]:
    """Gather the chance that the fighting has halted, now and in the last edition."""
    halted, then = f"scenario/chance.{Phase.HALTED}", end_of_day(desk.last_edition)
    others = {
        key: partial(desk.last, f"scenario/chance.{branch}")
        for key, branch in _beside(desk).items()
    }
    return desk.intervals(halted=halted) | gather(
        halted_before=partial(desk.known_then, halted, then), **others
    )


def _beside(desk: Desk) -> dict[str, str]:
    """Name the scenarios to be told beside a halt: the war goes on, in part, wider."""
    try:
        told = outlook_of(desk).told
    except NotYetKnown:
        return {}
    fought = zip(("goes_on", "truce"), told.of(Phase.FIGHTING), strict=False)
    return dict([*fought, *zip(("wider",), told.of(Phase.WIDER), strict=False)])


def _names(desk: Desk) -> dict[str, Text]:
    """Give the names of those scenarios."""
    beside = _beside(desk)
    states = outlook_of(desk).told.states if beside else {}
    return {f"name_{key}": states[branch].name for key, branch in beside.items()}


def _fresh(
    desk: Desk, facts: dict[str, Fact], days: int = STALE_DAYS
) -> dict[str, Fact]:
    """Drop what is too old for a front page; what only compares may be older."""
    oldest = desk.days_ago(days)
    return {
        k: f
        for k, f in facts.items()
        if k.endswith("_before") or f.point.period.last >= oldest
    }


def _ground(desk: Desk) -> dict[str, Fact]:
    who = desk.war.role("invader").id
    gain = f"polemos/territory.gain.month@{who}"

    def back(months: int) -> Fact:
        return desk.at(gain, desk.last(gain).point.period.shifted(months=-months))

    return gather(
        held=lambda: desk.last(f"polemos/territory.held.share@{who}"),
        gain=lambda: desk.last(gain),
        gain_before=lambda: back(1),
        gain_year_before=lambda: back(YEAR),
    )


def _equipment(desk: Desk) -> dict[str, Fact]:
    who = desk.war.role("invader").id
    return gather(
        depot=lambda: desk.last(f"polemos/stock.tank.depot_share@{who}"),
    )


def _people(desk: Desk) -> dict[str, Fact]:
    """Gather the newest claim, its pace, and the estimate of the whole field."""
    who = desk.war.role("invader").id
    month, meta = (
        f"polemos/casualties.claimed.month@{who}",
        f"economist/casualties.total@{who}",
    )

    def year_before() -> Fact:
        return desk.at(month, desk.last(month).point.period.shifted(months=-YEAR))

    return desk.intervals(meta=meta) | gather(
        claimed=lambda: desk.last(f"polemos/casualties.claimed@{who}"),
        month=lambda: desk.last(month),
        month_before=year_before,
        a_day=lambda: desk.last(f"polemos/casualties.claimed.day@{who}"),
    )


def _money(desk: Desk) -> dict[str, Fact]:
    who = desk.war.role("invader").id
    liquid = f"polemos/nwf.liquid.growth_since_war@{who}"
    balance = f"polemos/budget.balance.sum_12m@{who}"

    def year_before() -> Fact:
        return desk.at(balance, desk.last(balance).point.period.shifted(months=-YEAR))

    return gather(
        inflation=lambda: desk.last(f"polemos/cpi.yoy@{who}"),
        rate=lambda: desk.last(f"cbr/rate.key@{who}"),
        real_rate=lambda: desk.last(f"polemos/rate.real@{who}"),
        liquid=lambda: desk.last(liquid),
        fund=lambda: desk.last(f"polemos/nwf.total.growth_since_war@{who}"),
        balance=lambda: desk.last(balance),
        balance_before=year_before,
        liquid_now=lambda: desk.last(f"minfin/nwf.liquid@{who}"),
        brent_rub=lambda: desk.last("polemos/oil.brent.rub@WORLD"),
    )


def _aid(desk: Desk) -> dict[str, Fact]:
    patron, bloc = desk.war.role("patron").id, desk.war.role("bloc").id
    return gather(
        aid=lambda: desk.last("kiel/aid.allocated.total@ALL"),
        aid_patron=lambda: desk.last(f"kiel/aid.allocated.total@{patron}"),
        aid_bloc=lambda: desk.last(f"kiel/aid.allocated.total@{bloc}"),
        aid_military=lambda: desk.last("kiel/aid.allocated.military@ALL"),
        aid_bloc_year=lambda: desk.last(f"polemos/aid.new.last_year.total@{bloc}"),
        aid_patron_year=lambda: desk.last(f"polemos/aid.new.last_year.total@{patron}"),
    )


def _trade(desk: Desk) -> dict[str, Fact]:
    war = desk.war
    rival, patron = war.role("rival").id, war.role("patron").id
    who, home = war.role("invader").id.lower(), war.role("home").id.lower()
    deficit = f"census/trade.goods.year.deficit.{home}@{patron}"
    twelve = "polemos/trade.goods.deficit.last_year"

    def last_year() -> Fact:
        return desk.at(deficit, desk.last(deficit).point.period.shifted(months=-12))

    return gather(
        turnover=lambda: desk.last(f"gacc/trade.turnover.{who}@{rival}"),
        turnover_growth=lambda: desk.last(
            f"polemos/trade.turnover.{who}.growth@{rival}"
        ),
        turnover_war=lambda: desk.last(
            f"polemos/trade.turnover.{who}.growth_since_war@{rival}"
        ),
        twelve=lambda: desk.last(f"{twelve}.{home}@{patron}"),
        twelve_rival=lambda: desk.last(f"{twelve}.{rival.lower()}@{patron}"),
        deficit=lambda: desk.last(deficit),
        deficit_rival=lambda: desk.last(
            f"polemos/trade.goods.deficit.{home}_to_{rival.lower()}@{patron}"
        ),
        deficit_before=last_year,
    )


def _flags(facts: dict[str, Fact]) -> dict[str, bool | str]:
    def both(a: str, b: str) -> bool:
        return a in facts and b in facts

    spent = facts.get("aid_patron_year")
    return {
        "donors": both("aid_patron", "aid_bloc"),
        "patron_nothing": spent is not None and abs(spent.value) < NOTHING,
        "watched": both("gain", "real_rate") or both("gain", "a_day"),
    }


def _moves(desk: Desk) -> list[Move]:
    """Find what changed since the last edition, the least usual change first."""
    found = []
    for w in wars.table(desk.war, "watch.toml")["watch"]:
        move = _move(desk, w["series"], Text(**w["label"]), w["digits"])
        if move:
            found.append(move)
    return sorted(found, key=lambda m: -abs(m.sigma.value if m.sigma else 0))


def _move(desk: Desk, name: str, label: Text, digits: int) -> Move | None:
    try:
        old = desk.known_then(name, end_of_day(desk.last_edition))
        new = desk.last(name)
    except (NotYetKnown, UnknownSeries):
        return None
    if old.point.period == new.point.period or old.value == new.value:
        return None
    sigma = gather(sigma=lambda: _sigma(desk, name, old, new)).get("sigma")
    return Move(label, old, new, sigma, digits)


def _sigma(desk: Desk, name: str, old: Fact, new: Fact) -> Fact:
    s = desk.series(name)
    period, base = new.point.period, old.point.period
    point, unit = reckon(s, period, Reckoning.SIGMA, base)
    return Fact(name, unit, point, Reckoning.SIGMA, base)

"""The front page: the findings of the week, and what moved by how much."""

from polemos import wars
from polemos.core import NotYetKnown, Reckoning, Text, UnknownSeries, end_of_day, reckon
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Move, MoveChart
from polemos.report._section import Content, section

STRIP = 8  # moves shown: what a reader takes in at a glance
STALE_DAYS = 120  # a finding on older data than this is left off the front page


@section("front")
def front(desk: Desk) -> Content:
    """Choose the facts of the findings, and the largest moves since last edition."""
    facts = _fresh(desk, _ground(desk) | _equipment(desk) | _money(desk))
    facts |= _fresh(desk, _aid(desk) | _trade(desk), STALE_DAYS * 3)
    moves = _moves(desk)
    facts |= {f"move_{i}": m.new for i, m in enumerate(moves[:1])}
    if moves and moves[0].sigma:
        facts["largest"] = moves[0].sigma
    return Content(
        facts=facts,
        flags=_flags(facts) | {"largest": bool(moves and moves[0].sigma)},
        texts={"largest": moves[0].label} if moves else {},
        figures={"moves": MoveChart(tuple(moves[:STRIP]))} if moves else {},
    )


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

    def before() -> Fact:
        return desk.at(gain, desk.last(gain).point.period.shifted(months=-1))

    return gather(
        held=lambda: desk.last(f"polemos/territory.held.share@{who}"),
        held_km2=lambda: desk.last(desk.main("territory.held", who)),
        gain=lambda: desk.last(gain),
        gain_before=before,
    )


def _equipment(desk: Desk) -> dict[str, Fact]:
    who = desk.war.role("invader").id
    return gather(
        depot=lambda: desk.last(f"polemos/stock.tank.depot_share@{who}"),
        claimed=lambda: desk.last(f"mod_ua/losses.personnel@{who}"),
    )


def _money(desk: Desk) -> dict[str, Fact]:
    who = desk.war.role("invader").id
    liquid = f"polemos/nwf.liquid.growth_since_war@{who}"
    return gather(
        inflation=lambda: desk.last(f"polemos/cpi.yoy@{who}"),
        rate=lambda: desk.last(f"cbr/rate.key@{who}"),
        real_rate=lambda: desk.last(f"polemos/rate.real@{who}"),
        liquid=lambda: desk.last(liquid),
        fund=lambda: desk.last(f"polemos/nwf.total.growth_since_war@{who}"),
        balance=lambda: desk.last(f"polemos/budget.balance.sum_12m@{who}"),
    )


def _aid(desk: Desk) -> dict[str, Fact]:
    patron, bloc = desk.war.role("patron").id, desk.war.role("bloc").id
    return gather(
        aid=lambda: desk.last("kiel/aid.allocated.total@ALL"),
        aid_patron=lambda: desk.last(f"kiel/aid.allocated.total@{patron}"),
        aid_bloc=lambda: desk.last(f"kiel/aid.allocated.total@{bloc}"),
    )


def _trade(desk: Desk) -> dict[str, Fact]:
    war = desk.war
    rival, patron = war.role("rival").id, war.role("patron").id
    who, home = war.role("invader").id.lower(), war.role("home").id.lower()
    deficit = f"census/trade.goods.year.deficit.{home}@{patron}"

    def last_year() -> Fact:
        return desk.at(deficit, desk.last(deficit).point.period.shifted(months=-12))

    return gather(
        turnover=lambda: desk.last(f"gacc/trade.turnover.{who}@{rival}"),
        turnover_growth=lambda: desk.last(
            f"polemos/trade.turnover.{who}.growth@{rival}"
        ),
        deficit=lambda: desk.last(deficit),
        deficit_before=last_year,
    )


def _flags(facts: dict[str, Fact]) -> dict[str, bool | str]:
    def both(a: str, b: str) -> bool:
        return a in facts and b in facts

    return {
        "faster": both("gain", "gain_before")
        and facts["gain"].value > facts["gain_before"].value,
        "donors": both("aid_patron", "aid_bloc"),
        "deficit_grew": both("deficit", "deficit_before")
        and facts["deficit"].value > facts["deficit_before"].value,
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

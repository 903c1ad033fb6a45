"""Wars of the past that are like this one, and rulers who held power as long."""

from functools import partial

from polemos.core import WAR_ENDS, WAR_FEATURES, NotYetKnown, PastWar, Text
from polemos.models import Weighing
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Table

_EXIT = "scenario/exit."
_KINDS = ("forced", "died", "left")
_SKILLED = 5.0  # percent: less is within what the choice of how many are near makes
_MOST = 2  # features that are named
_WHOLE = 1.0  # a feature that one has and the other lacks


def precedent_facts(desk: Desk, view: Weighing) -> dict[str, Fact]:
    """Gather how the nearest ended, how all did, and whether likeness tells."""
    last = desk.last
    end = commonest(view)
    if end is None:
        return {}
    return gather(
        near=partial(last, "scenario/wars.near"),
        wars=partial(last, "scenario/wars.all"),
        skill=partial(last, "scenario/like.skill"),
        end_near=partial(last, f"scenario/ended.{end}.near"),
        end_all=partial(last, f"scenario/ended.{end}.all"),
        end_long=partial(last, f"scenario/ended.{end}.long"),
    )


def commonest(view: Weighing) -> str | None:
    """Name the end that most wars came to; None while no war is held beside this."""
    try:
        ends = [w.end for w in view.precedents.among("all") if view.precedents.near]
    except NotYetKnown:
        return None
    known = [e for e in WAR_ENDS if e in ends]
    return max(known, key=ends.count, default=None)


def tells(facts: dict[str, Fact]) -> bool:
    """Say whether likeness told ends better than shares did, by more than its luck."""
    return "skill" in facts and facts["skill"].value > _SKILLED


def nearest_wars(desk: Desk, view: Weighing) -> Table:
    """Tell of the nearest wars how far they are, how they ended, and where unlike."""
    rows: list[tuple[Cell, ...]] = [
        (
            war.name,
            Num(desk.last(f"scenario/like.{war.id}")),
            WAR_ENDS[war.end or ""],
            _unlike(view, war),
        )
        for war, _ in view.precedents.near
    ]
    head = (
        Text("War", "戰爭"),
        Text("Unlike", "相異"),
        Text("How it ended", "如何結束"),
        Text("Most unlike in", "差最多之處"),
    )
    return Table(head, tuple(rows))


def _unlike(view: Weighing, war: PastWar) -> Text:
    """Name the features that differ most, and which of the two wars has more of it."""
    told = [
        (WAR_FEATURES[f].name, gap) for f, gap in view.precedents.unlike(war)[:_MOST]
    ]
    return Text(
        "; ".join(f"{name.en} ({_side(gap).en})" for name, gap in told),
        "、".join(f"{name.zh}（{_side(gap).zh}）" for name, gap in told),
    )


def _side(gap: float) -> Text:
    if abs(gap) < _WHOLE:
        return (
            Text("more so here", "本戰爭較明顯")
            if gap > 0
            else Text("more so there", "該戰爭較明顯")
        )
    return Text("here only", "僅本戰爭") if gap > 0 else Text("there only", "僅該戰爭")


def ruler_facts(desk: Desk, view: Weighing) -> dict[str, Fact]:
    """Gather the chance that the ruler loses power within a year, and its base."""
    who = ruler(view)
    if not who:
        return {}
    name = _EXIT + who
    found = desk.intervals(exit=name)
    found |= gather(
        **{kind: partial(desk.last, f"{name}.{kind}") for kind in _KINDS},
        rulers=partial(desk.last, f"{name}.rulers"),
        exits=partial(desk.last, f"{name}.exits"),
        years=partial(desk.last, f"{name}.years"),
    )
    return found


def ruler(view: Weighing) -> str:
    """Name the ruler whose loss of power scenarios turn on; "" if on nobody's."""
    found = (v.chance for v in view.told.roots() if v.chance.startswith(_EXIT))
    return next(found, "").removeprefix(_EXIT)

"""How a newest value stands to the ones before it, and how old it is."""

from datetime import date

from polemos.core import NotYetKnown
from polemos.report._desk import Desk, Fact

_STALE = 130  # days after which a monthly figure is told to be old


def back(desk: Desk, name: str, months: int) -> Fact:
    """Give the value of the same period so many months before the newest one."""
    return desk.at(name, desk.series(name).last().period.shifted(months=-months))


def base(desk: Desk, name: str) -> Fact:
    """Give the value at the last year-end before the war, once there is a later one."""
    found = desk.on(name, date(desk.war.began.year - 1, 12, 31))
    if found.point.period == desk.series(name).last().period:
        raise NotYetKnown(f"{name} has nothing after {found.point.period}")
    return found


def first_point(desk: Desk, name: str) -> Fact:
    """Give the oldest value."""
    points = desk.series(name).points
    if not points:
        raise NotYetKnown(f"{name} has no value as of {desk.day}")
    return desk.at(name, points[0].period)


def old(desk: Desk, fact: Fact) -> bool:
    """Say whether a monthly figure is so old that a reader must be told."""
    return (desk.day - fact.point.period.last).days > _STALE


def gap(desk: Desk, fact: Fact) -> bool:
    """Say whether the newest point does not follow on the one before."""
    points = desk.series(fact.series).points
    return len(points) > 1 and points[-2].period.end != points[-1].period.start


def later_copy(desk: Desk, fact: Fact) -> bool:
    """Say whether a number was read from a copy that was made after the cut-off.

    Such a number stands under an assumed date and may have been rewritten since.
    """
    evidence = fact.point.evidence
    notes = (
        desk.view.snapshot(o.snapshot, desk.view.source(o.series).id) for o in evidence
    )
    return any((n.published_at or n.fetched_at).date() > desk.day for n in notes)

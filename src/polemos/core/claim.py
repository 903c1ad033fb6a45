"""A number somebody wrote, and what the data say of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import mean, stdev

from polemos.core.errors import NotYetKnown
from polemos.core.record import Observation
from polemos.core.series import Point, Series, join
from polemos.core.text import Lang
from polemos.core.time import Period
from polemos.core.unit import PERCENT, Unit


class Relation(StrEnum):
    """How the sentence holds its number."""

    IS = "is"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


class Verdict(StrEnum):
    """What the check found, from best to worst."""

    HOLDS = "holds"  # within half a step of the last digit, and what is revised
    ROUNDS = "rounds"  # less than one step away
    OUTDATED = "outdated"  # it held when it was written, and no longer does
    CONTRADICTS_ITSELF = "contradicts_itself"  # the text says otherwise elsewhere
    NOT_LIKE_FOR_LIKE = "not_like_for_like"  # two things are compared that differ
    STAGE_OVERSTATED = "stage_overstated"  # a plan is told as further than it was
    WRONG_DEFINITION = "wrong_definition"  # it is the number of another definition
    SUPERLATIVE_FAILS = "superlative_fails"
    OFF = "off"
    UNSUPPORTED = "unsupported"  # bound, but nothing in the store speaks to it
    UNBOUND = "unbound"  # nobody knows what it is about


HELD = (Verdict.HOLDS, Verdict.ROUNDS)  # what the data bear out, best first


class Reckoning(StrEnum):
    """What a number says of its series."""

    LEVEL = "level"  # the value of the period
    CHANGE = "change"  # the value less that of `base`, in the unit of the series
    GROWTH = "growth"  # the change in percent of the value of `base`
    SIGMA = "sigma"  # how far the change lies from the usual one, in its deviations
    LOW = "low"  # the lower end of the period's interval
    HIGH = "high"  # its upper end


SIGMA_NEEDS = 12  # fewer earlier changes than this say nothing of what is usual
SIGMA_SPANS = 104  # changes older than this (two years of weeks) are another time's


def reckon(
    series: Series, period: Period, how: Reckoning, base: Period | None = None
) -> tuple[Point, Unit]:
    """Work out one number of a series: the one arithmetic of writing and of checking.

    SIGMA is the change since `base`, less the mean of the changes over spans as long
    before it, none overlapping and none older than `SIGMA_SPANS`, in their deviations.
    """
    point = series.at(period)
    if how is Reckoning.LEVEL:
        return point, series.unit
    if how in (Reckoning.LOW, Reckoning.HIGH):
        end = point.low if how is Reckoning.LOW else point.high
        if end is None:
            raise NotYetKnown(f"{series.id} {period}: no interval, only a value")
        return join(period, end, (point,)), series.unit
    if base is None:
        raise ValueError(f"{series.id} {period}: {how} needs a base period")
    was = series.at(base)
    if how is Reckoning.CHANGE:
        return join(period, point.value - was.value, (point, was)), series.unit
    if how is Reckoning.GROWTH:
        if not was.value:
            raise NotYetKnown(f"{series.id}: no growth on {base}, which is 0")
        return join(period, (point.value / was.value - 1) * 100, (point, was)), PERCENT
    steps = _usual_steps(series, period, base)
    if len(steps) < SIGMA_NEEDS or not stdev(steps):
        raise NotYetKnown(
            f"{series.id}: expected {SIGMA_NEEDS} earlier changes that vary, "
            f"found {len(steps)}"
        )
    sigma = (point.value - was.value - mean(steps)) / stdev(steps)
    return join(period, sigma, (point, was)), Unit("sigma")


def _usual_steps(series: Series, period: Period, base: Period) -> list[float]:
    """Give earlier changes over spans of as many days, going back from `base`.

    A span that finds no newer value at its end than at its start is left out: a gap.
    """
    days = (period.last - base.last).days
    marks = []
    for i in range(SIGMA_SPANS + 1 if days > 0 else 0):
        try:
            marks.append(series.on(base.last - timedelta(days=days * i)))
        except NotYetKnown:
            break
    slack = timedelta(days=days)
    return [
        a.value - b.value
        for a, b in pairwise(marks)
        if timedelta() < a.period.last - b.period.last < 2 * slack
    ]


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated number, bound to the series and period it speaks of.

    `stated` and `step` are in `unit`; `step` is the worth of the last written digit.
    `as_of`, if given, is the moment whose knowledge the sentence speaks from, where it
    quotes a figure as it was first published.
    """

    id: str
    text: str
    stated: Decimal
    step: Decimal
    unit: Unit
    series: str
    period: Period
    how: Reckoning = Reckoning.LEVEL
    base: Period | None = None
    relation: Relation = Relation.IS
    as_of: datetime | None = None
    lang: Lang | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one claim; a value, never an exception.

    `actual` is in the unit of the claim; `known_at` is the moment whose knowledge it
    judges by. To be kept it needs the `snapshot` of the document that makes the claim;
    its evidence is then found again in the store as of that moment.
    """

    claim: Claim
    verdict: Verdict
    actual: float | None
    known_at: datetime
    evidence: tuple[Observation, ...] = ()
    note: str = ""
    snapshot: str = ""

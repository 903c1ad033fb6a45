"""Attrition: the pace of photographed losses, and stocks that are drawn down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator

from polemos.core import (
    Measure,
    NotYetKnown,
    Period,
    Question,
    Series,
    Subject,
    Target,
    Text,
    View,
)
from polemos.models import _photographs as photographs
from polemos.models import _stock as stock
from polemos.models._estimate import Estimated, Part, estimator
from polemos.models._grid import weekly
from polemos.models._model import Prediction, model
from polemos.models._stock import Count, Draws, Evidence
from polemos.models.score import Floats

# What a published number is held to, as a share of it: none states its error.
_ERRORS = {"depot": 0.05, "fleet": 0.2, "made": 0.15, "lost": 0.2}
_BASE = 0.05  # and a count from before the war
_SHARE_ERROR = 0.03  # of a share of depots that is quoted without its counts
_MONTH = 365.25 / 12  # days
_MONTHS = 60  # to look ahead for the end of depots


@model(
    "attrition",
    version=1,
    title=Text(
        en="pace of losses with reporting delay", zh="損失步調模型（含通報延遲）"
    ),
)
def attrition(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The losses of a week that will come to be photographed follow a random walk in
    their logarithm (steps of 3 to 12 %); photographs appear after 2 to 12 weeks on
    average and are negative binomial. A particle filter with 2,000 particles; weeks in
    which nobody looked are counted with the next. Predictions carry the uncertainty of
    the pace, of the walk to come and of the counts.
    """
    series = view.series(target.series)
    last = questions[0].base.last
    seen = [p.period.last for p in series.points]
    counts = np.maximum(np.diff(weekly(series, last)), 0.0)
    for i in range(len(counts)):
        end = last - timedelta(weeks=len(counts) - 1 - i)
        if not any(end - timedelta(weeks=1) < day <= end for day in seen):
            counts[i] = np.nan
    cloud = photographs.filtered(counts, rng)
    draws = photographs.ahead(cloud, [q.horizon.count for q in questions], rng)
    for q in questions:
        yield Prediction.of(q, draws[q.horizon.count], target.above)


@model(
    "depots",
    version=1,
    title=Text(en="stock and flow of depots", zh="封存基地存量流量模型"),
)
def depots(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """What is left in depots at a later day, by the stock-flow model of the class: see
    the estimator `stock`. A count to come is drawn about it with an error of 5 %.
    """
    ends, drawn = _posterior(view, target.inputs, rng)
    now = ends[-1]
    months = [max(1, round((q.period.last - now).days / _MONTH)) for q in questions]
    left = stock.ahead(drawn, max(months), rng)["depot"]
    for q, month in zip(questions, months, strict=True):
        error = 1 + _ERRORS["depot"] * rng.standard_normal(left.shape[1])
        yield Prediction.of(q, left[month - 1] * error, target.above)


@model("as_counted", version=1, title=Text(en="as last counted", zh="維持前次計數"))
def as_counted(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Nothing changes: the newest count, with an error of 5 %."""
    newest = view.series(target.series).last().value
    for q in questions:
        draws = newest * (1 + _ERRORS["depot"] * rng.standard_normal(stock.KEPT))
        yield Prediction.of(q, draws, target.above)


def _part(en: str, zh: str, unit: str, measure: Measure = Measure.STOCK) -> Part:
    return Part(Text(en=en, zh=zh), unit, measure)


PARTS: Mapping[str, Part] = {
    "lost": _part(
        "{noun} lost in all", "{noun}實際損失（累計）", "vehicles", Measure.CUMULATIVE
    ),
    "made": _part(
        "{noun} restored or built",
        "{noun}修復與新造（累計）",
        "vehicles",
        Measure.CUMULATIVE,
    ),
    "fleet": _part("{noun} in service", "現役{noun}", "vehicles"),
    "depot": _part("{noun} in depots", "封存基地{noun}", "vehicles"),
    "depot_good": _part(
        "{noun} in depots in good condition", "封存{noun}中狀況良好者", "vehicles"
    ),
    "depot_poor": _part(
        "{noun} in depots in poor condition", "封存{noun}中狀況差者", "vehicles"
    ),
    "depot_scrap": _part(
        "{noun} in depots beyond repair", "封存{noun}中無法修復者", "vehicles"
    ),
    "depot_share": _part(
        "{noun} left in depots, percent of depots before the war",
        "封存基地剩餘{noun}，占戰前封存之百分比",
        "percent",
        Measure.RATE,
    ),
    "fleet_share": _part(
        "{noun} in service, percent of those in service before the war",
        "現役{noun}，占戰前現役之百分比",
        "percent",
        Measure.RATE,
    ),
    "all_share": _part(
        "{noun} in service and in depots, percent of both before the war",
        "現役加封存{noun}，占戰前兩者合計之百分比",
        "percent",
        Measure.RATE,
    ),
    "seen_share": _part(
        "Lost {noun} that photographs show, percent",
        "{noun}損失中有照片確認者，百分比",
        "percent",
        Measure.RATE,
    ),
    "depot_end": _part(
        "Chance that depots no longer feed the fleet with {noun} by then, percent",
        "封存基地屆時已無法再補充{noun}的機率，百分比",
        "percent",
        Measure.RATE,
    ),
}


@estimator("stock", version=1, parts=PARTS)
def stock_flow(view: View, subject: Subject, rng: Generator) -> Iterable[Estimated]:
    """A monthly stock-flow account of one class. Depots hold good, poor and scrap; each
    month a share of each is withdrawn, of which 60 to 100 % is made fit; new building
    adds, losses less repairs take away. True losses are photographed ones over the
    share that is photographed, which drifts, and which claims help to place where
    somebody claims; when nobody photographs any more, losses follow the claims, or keep
    their pace. 20,000 draws, or 100,000 where too few agree, are weighted by every
    dated count of depots (error 5 %), of the fleet (20 %), and of what a year made (15
    %) and lost (20 %), and 2,000 kept. Values are medians with 80 % intervals. Depots
    no longer feed the fleet when good and poor have fallen to a tenth of what they
    were.
    """
    ends, d = _posterior(view, subject.inputs, rng)
    months = [Period(e.replace(day=1), e + timedelta(days=1)) for e in ends]
    photographed = _photographed(view, subject.inputs["photographed"], ends)
    base_depot, base_fleet = d.depot_before, d.fleet_before
    rows: dict[str, Floats] = {
        "lost": d.lost,
        "depot": d.depot,
        "depot_good": d.good,
        "depot_poor": d.poor,
        "depot_scrap": d.scrap,
        "depot_share": 100 * d.depot / base_depot,
        "seen_share": 100 * photographed[:, None] / d.lost,
    }
    if "fleet_before" in subject.inputs:
        both = base_depot + base_fleet
        rows["made"] = d.made
        rows["fleet"] = d.fleet
        rows["fleet_share"] = 100 * d.fleet / base_fleet
        rows["all_share"] = 100 * (d.depot + d.fleet) / both
    for part, values in rows.items():
        told = [p for p in zip(months, values, strict=True) if np.isfinite(p[1]).all()]
        yield Estimated(part, told)
    yield Estimated("depot_end", _ends(d, months[-1], rng))


def _ends(d: Draws, now: Period, rng: Generator) -> Sequence[tuple[Period, Floats]]:
    """Give the chance in percent that depots have run down, by half-years to come."""
    floor = stock.FLOOR * (d.good[0] + d.poor[0])
    left = stock.ahead(d, _MONTHS, rng)["restorable"]
    first = Period.month(now.start.year, now.start.month)
    spent = 100 * float((d.good[-1] + d.poor[-1] < floor).mean())
    told = [(Period.day(now.last), np.array([spent]))]
    for k in range(1, _MONTHS + 1):
        month = first.shifted(months=k)
        if month.end.month in (1, 7):
            chance = 100 * float((left[k - 1] < floor).mean())
            told.append((Period.day(month.last), np.array([chance])))
    return told


def _posterior(
    view: View, inputs: Mapping[str, Any], rng: Generator
) -> tuple[Sequence[date], Draws]:
    """Give the ends of the months, and draws that agree with what is known."""
    rivals = [
        [view.series(name) for name in parts]
        for parts in inputs.get("fleet_before", ())
    ]
    before = [[s.points[0] for s in parts] for parts in rivals if all(parts)]
    counts = _all(view, inputs, "depot")
    if not all(counts):  # what is known of one part only is no count of the whole
        counts = []
    shares = [s for s in _all(view, inputs, "depot_share") if s.points]
    if not counts and not (shares and "depot_before" in inputs):
        raise NotYetKnown(
            "expected a count of depots from before the war, found none known on "
            f"{view.as_of:%F}: how much of it is left cannot be said"
        )
    ends = _month_ends(date.fromisoformat(inputs["begins"]), view)
    values = [sum(p.value for p in parts) for parts in before]
    if counts:
        whole = sum(s.points[0].value for s in counts)
        depot = whole * (1 - _BASE), whole * (1 + _BASE)
    else:
        depot = tuple(inputs["depot_before"])
    claimed = np.full(len(ends), np.nan)
    if "claimed" in inputs:
        claimed = _total(view, inputs["claimed"], ends)
    evidence = Evidence(
        photographed=_photographed(view, inputs["photographed"], ends),
        claimed=claimed,
        fleet=(min(values) * (1 - _BASE), max(values) * (1 + _BASE))
        if values
        else None,
        depot=depot,
        seen=tuple(inputs["seen"]),
        built=tuple(inputs["built"]),
        depots=_counts(ends, counts, _ERRORS["depot"]),
        shares=[
            Count(_month(ends, p.period), p.value / 100, _SHARE_ERROR)
            for s in shares
            for p in s.points
        ],
        good_at_most=_counts(
            ends, _all(view, inputs, "good_at_most"), _ERRORS["depot"], first=0
        ),
        fleets=_counts(ends, _all(view, inputs, "fleet"), _ERRORS["fleet"]),
        made=_counts(ends, _all(view, inputs, "made"), _ERRORS["made"], first=0),
        lost=_counts(ends, _all(view, inputs, "lost"), _ERRORS["lost"], first=0),
    )
    return ends, stock.drawn(evidence, rng)


def _all(view: View, inputs: Mapping[str, Any], part: str) -> Sequence[Series]:
    return [view.series(name) for name in inputs.get(part, ())]


def _month_ends(begins: date, view: View) -> Sequence[date]:
    """Give the last day of each month from one on that is over."""
    month, today = Period.month(begins.year, begins.month), view.as_of.date()
    ends = []
    while month.last <= today:
        ends.append(month.last)
        month = month.shifted(months=1)
    return ends


def _total(view: View, names: Sequence[str], ends: Sequence[date]) -> Floats:
    """Add up running totals as of each day; before the first value there is none."""
    rows = [[_on(view.series(name), day) for day in ends] for name in names]
    return np.asarray(np.sum(rows, axis=0), float)


def _photographed(view: View, names: Sequence[str], ends: Sequence[date]) -> Floats:
    """Add up photographs as of each day; NaN a month after the last that were told."""
    last = max(view.series(name).last().period.last for name in names)
    looked = np.array([(end - last).days < _MONTH for end in ends])
    return np.where(looked, _total(view, names, ends), np.nan)


def _on(series: Series, day: date) -> float:
    try:
        return series.on(day).value
    except NotYetKnown:
        return 0.0


def _counts(
    ends: Sequence[date], stocks: Sequence[Series], error: float, first: int = 1
) -> list[Count]:
    """Give later counts of all stocks together, each with its error.

    Of stocks the first count is from before the war, and is no evidence here.
    """
    found: dict[Period, list[float]] = {}
    for s in stocks:
        for p in s.points[first:]:
            found.setdefault(p.period, []).append(p.value)
    return [
        Count(_month(ends, period), sum(values), error * sum(values))
        for period, values in found.items()
        if len(values) == len(stocks)
    ]


def _month(ends: Sequence[date], period: Period) -> int:
    """Find the month that a period ends in."""
    for i, end in enumerate(ends):
        if period.last <= end:
            return i
    return len(ends) - 1

"""Attrition: the pace of photographed losses, and stocks that are drawn down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np
from numpy.random import Generator

from polemos.core import (
    Measure,
    Period,
    Question,
    Subject,
    Target,
    Text,
    View,
)
from polemos.models import _photographs as photographs
from polemos.models import _posterior as posterior
from polemos.models import _stock as stock
from polemos.models._counted import ERRORS, MONTH, evidence
from polemos.models._estimate import Estimated, Part, estimator
from polemos.models._grid import weekly
from polemos.models._model import Prediction, model
from polemos.models._stock import Draws
from polemos.models.score import Floats

_MONTHS = 60  # to look ahead for the end of depots
_HALF_YEARS = (1, 7)  # months that begin one


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
    version=3,
    title=Text(en="stock and flow of depots", zh="封存基地存量流量模型"),
)
def depots(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """What is left in depots at a later day, by the stock-flow model of the class: see
    the estimator `stock`. A count to come is drawn about it with an error of 5 %.
    """
    ends, known = evidence(view, target.inputs)
    drawn = posterior.drawn(known, rng)
    now = ends[-1]
    months = [max(1, round((q.period.last - now).days / MONTH)) for q in questions]
    left = stock.ahead(drawn, max(months), rng).depot
    for q, month in zip(questions, months, strict=True):
        error = 1 + ERRORS["depot"] * rng.standard_normal(left.shape[1])
        yield Prediction.of(q, left[month - 1] * error, target.above)


@model("as_counted", version=3, title=Text(en="as last counted", zh="維持前次計數"))
def as_counted(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Nothing changes: the newest count, and the one to come, with errors of 5 %."""
    newest = view.series(target.series).last().value
    for q in questions:
        errors = 1 + ERRORS["depot"] * rng.standard_normal((2, posterior.KEPT))
        yield Prediction.of(q, newest * errors.prod(axis=0), target.above)


@model(
    "as_drawn_down",
    version=1,
    title=Text(en="the line through two counts", zh="兩次計數連線外推"),
)
def as_drawn_down(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The line through the last two counts goes on, down to nothing at most. Each of
    the two, and the one to come, is drawn with an error of 5 %, so that what the line
    gets wrong grows with how far it is drawn out. With one count, that one stays.
    """
    counts = view.series(target.series).points[-2:]
    drawn = [
        p.value * (1 + ERRORS["depot"] * rng.standard_normal(posterior.KEPT))
        for p in counts
    ]
    first, last = counts[0].period.last, counts[-1].period.last
    for q in questions:
        ahead = q.period.last - last
        on = ahead / (last - first) if first < last else 0.0
        left = np.maximum(drawn[-1] + on * (drawn[-1] - drawn[0]), 0.0)
        error = 1 + ERRORS["depot"] * rng.standard_normal(posterior.KEPT)
        yield Prediction.of(q, left * error, target.above)


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
    "depots_first": _part(
        "Chance that depots have lost a larger share of their {noun} than the fleet, "
        "percent",
        "封存{noun}減少的比例大於現役的機率，百分比",
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
    "fleet_ahead": _part(
        "{noun} in service then, percent of those in service before the war",
        "屆時現役{noun}，占戰前現役之百分比",
        "percent",
        Measure.RATE,
    ),
}


@estimator("stock", version=3, parts=PARTS)
def stock_flow(view: View, subject: Subject, rng: Generator) -> Iterable[Estimated]:
    """A monthly stock-flow account of one class. Depots hold good, poor and scrap; each
    month a share of each is wanted, and no more is taken out in all than there is
    capacity for; of that 60 to 100 % is made fit; new building adds, losses less
    repairs take away. True losses are photographed ones over the share that is
    photographed, which drifts, and which claims help to place where somebody claims (a
    published total at or below the photographs says nothing of it); when nobody
    photographs any more, losses follow the claims, or keep their pace. What is built
    new, of the types that somebody has told of, and the capacity range from the least
    to the most that was published by the day; an end that nobody has published, and the
    share photographed, start from ranges of ours. Draws are weighed by every dated
    count of depots (error 5 %), of the fleet (20 %), of what a year made or restored
    (15 %) and lost (20 %), of what a month took out (25 %), and of the share
    photographed (10 %). Values are medians with 80 % intervals. Depots no longer feed
    the fleet when good and poor have fallen to a tenth of what they were before the
    war. Ahead, hazards, capacity and building stay, and losses keep the pace of the
    last three months, which drifts by 10 % a month; of a fleet that is told only where
    somebody has told what a year made.
    """
    ends, known = evidence(view, subject.inputs)
    d = posterior.drawn(known, rng)
    months = [Period(e.replace(day=1), e + timedelta(days=1)) for e in ends]
    rows: dict[str, Floats] = {
        "lost": d.lost,
        "depot": d.depot,
        "depot_good": d.stocks[:, 0],
        "depot_poor": d.stocks[:, 1],
        "depot_scrap": d.stocks[:, 2],
        "depot_share": 100 * d.depot / d.own.depot,
        "seen_share": 100 * known.photographed[:, None] / d.lost,
    }
    if known.fleet:
        rows["made"] = d.made
        rows["fleet"] = d.fleet
        rows["fleet_share"] = 100 * d.fleet / d.own.fleet
        both = d.own.depot + d.own.fleet
        rows["all_share"] = 100 * (d.depot + d.fleet) / both
        first = 100 * (rows["depot_share"] < rows["fleet_share"]).mean(axis=1)
        rows["depots_first"] = first[:, None]
    for part, values in rows.items():
        told = [p for p in zip(months, values, strict=True) if np.isfinite(p[1]).all()]
        yield Estimated(part, told)
    yield from _to_come(d, months[-1], bool(known.made), rng)


def _to_come(
    d: Draws, now: Period, balanced: bool, rng: Generator
) -> Iterable[Estimated]:
    """Give what becomes of depots, and of a fleet that some year's balance bears out.

    By half-years to come.
    """
    floor = stock.FLOOR * d.own.restorable
    on = stock.ahead(d, _MONTHS, rng)
    first = Period.month(now.start.year, now.start.month)
    later = [first.shifted(months=k) for k in range(1, _MONTHS + 1)]
    days = [Period.day(now.last), *(Period.day(m.last) for m in later)]
    wanted = [0, *(k for k, m in enumerate(later, 1) if m.end.month in _HALF_YEARS)]

    def told(part: str, known: Floats, ahead: Floats) -> Estimated:
        values = [known, *ahead]
        return Estimated(part, [(days[k], np.atleast_1d(values[k])) for k in wanted])

    spent = 100 * (np.vstack((d.restorable[-1:], on.restorable)) < floor).mean(axis=1)
    yield told("depot_end", spent[0], spent[1:])
    if balanced and np.isfinite(d.own.fleet).all():
        share = 100 / d.own.fleet
        yield told("fleet_ahead", share * d.fleet[-1], share * on.fleet)

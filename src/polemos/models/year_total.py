"""A year's total, while the year runs: by its months so far, by a plan, by the last.

All reckon by ratios to the earlier years, which are few: a ratio is drawn from
Student's t in logs, with its mean uncertain too.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Question, Series, Target, Text, View
from polemos.models._model import Prediction, model
from polemos.models.score import Floats

DRAWS = 2000
_NEEDED = 4  # earlier years
_DECEMBER = 12
_Months = Mapping[tuple[int, int], float]  # by year, and month that it ends with


def _months(series: Series) -> _Months:
    return {(p.period.start.year, p.period.last.month): p.value for p in series}


def _newest(told: _Months, year: int) -> int:
    """Give the newest month of a year that is told, 0 if none is."""
    return max((m for y, m in told if y == year), default=0)


def ratios(totals: _Months, then: _Months, month: int) -> Floats:
    """Give each year's total over what was told of that year in a month."""
    pairs = [
        (total, then[year, month])
        for (year, last), total in sorted(totals.items())
        if last == _DECEMBER and (year, month) in then
    ]
    return np.array([total / told for total, told in pairs])


def drawn(found: Floats, rng: Generator) -> Floats:
    """Draw the next of some ratios, (draws,): Student's t about the mean of logs."""
    n = len(found)
    if n < _NEEDED:
        raise NotYetKnown(f"expected {_NEEDED} earlier years, found {n}")
    logs = np.log(found)
    wide = logs.std(ddof=1) * np.sqrt(1 + 1 / n)
    return np.asarray(np.exp(logs.mean() + wide * rng.standard_t(n - 1, DRAWS)))


def _before(told: _Months, year: int) -> _Months:
    return {(y, m): v for (y, m), v in told.items() if y < year}


def _grown(told: _Months, year: int, rng: Generator) -> Floats:
    last = {(y + 1, _DECEMBER): v for (y, m), v in told.items() if m == _DECEMBER}
    if (year, _DECEMBER) not in last:
        raise NotYetKnown(f"expected the total of {year - 1}, found none")
    earlier = ratios(_before(told, year), last, _DECEMBER)
    return last[year, _DECEMBER] * drawn(earlier, rng)


@model("grown", version=1, title=Text(en="grown as in years before", zh="依歷年成長"))
def grown(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The total of the year before, grown as years do: the ratio of two years on end is
    Student-t in logs, by all such ratios known. Nothing of the year itself is in it.
    """
    for q in questions:
        told = _months(view.series(target.inputs["so_far"]))
        yield Prediction.of(q, _grown(told, q.period.start.year, rng), target.above)


@model("year_path", version=1, title=Text(en="months so far", zh="依已過月份"))
def year_path(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """What there was in the months so far, times what a year was of the same months in
    the years before: that ratio is Student-t in logs, by all years known. Before the
    first month is out, as grown from the year before.
    """
    for q in questions:
        told, year = _months(view.series(target.inputs["so_far"])), q.period.start.year
        month = _newest(told, year)
        if month:
            so_far = told[year, month]
            total = so_far * drawn(ratios(_before(told, year), told, month), rng)
        else:
            total = _grown(told, year, rng)
        yield Prediction.of(q, total, target.above)


@model("as_planned", version=1, title=Text(en="the plan", zh="依計畫"))
def as_planned(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The newest plan for the year, times what years were of their plans as these stood
    in the same month: that ratio is Student-t in logs, by all years known. It says
    nothing before a plan of the year itself is known.
    """
    for q in questions:
        told = _months(view.series(target.inputs["so_far"]))
        plan, year = _months(view.series(target.inputs["plan"])), q.period.start.year
        month = _newest(plan, year)
        if not month:
            raise NotYetKnown(
                f"{target.id}: expected a plan of {year}, found none",
                Text("no plan of the year is out yet", "該年計畫尚未公布"),
            )
        total = plan[year, month] * drawn(ratios(_before(told, year), plan, month), rng)
        yield Prediction.of(q, total, target.above)

"""What a target asks about, as it was so far: the steps of a change, or its levels."""

import numpy as np

from polemos.core import NotYetKnown, Question, Reckoning, View
from polemos.models._grid import monthly, steps, weekly
from polemos.models.score import Floats


def path(view: View, question: Question, length: int | None = None) -> Floats:
    """Give the past that a question goes on from, one number a week or month.

    Shape (length,), or as far back as the series reaches, oldest first, in its unit:
    for a change the growth in each step, for a level the level. Weeks end on the
    weekday of the newest value; a running total counts no week below zero.
    """
    q = question
    series, more = view.series(q.series), None if length is None else length + 1
    if q.horizon.months:
        told = monthly(series, more if q.how is Reckoning.CHANGE else length)
        return np.diff(told) if q.how is Reckoning.CHANGE else told
    if q.how is Reckoning.CHANGE:
        return steps(series, q.base.last, length)
    return weekly(series, q.base.last, None if length is None else length - 1)


def totals(past: Floats, question: Question) -> Floats:
    """Give what was asked about, for each time in the past that it could be asked.

    For a change the sums of so many steps on end, which overlap; for a level itself.
    """
    if question.how is Reckoning.LEVEL:
        return past
    count = question.horizon.count
    if len(past) < count:
        raise NotYetKnown(
            f"{question.series}: expected {count} steps without a gap, found "
            f"{len(past)}"
        )
    sums = np.cumsum(np.concatenate(([0.0], past)))
    return np.asarray(sums[count:] - sums[:-count])

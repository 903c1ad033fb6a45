"""Series as even rows of numbers, which is what models reckon with."""

from datetime import date, timedelta

import numpy as np

from polemos.core import NotYetKnown, Series
from polemos.models.score import Floats


def weekly(series: Series, last: date, weeks: int | None = None) -> Floats:
    """Give the newest value as of each seventh day up to `last`, oldest first.

    Shape (weeks + 1,), or as far back as the series reaches, in its unit. A week
    without a new value repeats the one before.
    """
    values: list[float] = []
    day = last
    while weeks is None or len(values) <= weeks:
        try:
            values.append(series.on(day).value)
        except NotYetKnown:
            break
        day -= timedelta(weeks=1)
    if weeks is not None and len(values) <= weeks:
        raise NotYetKnown(
            f"{series.id}: expected {weeks} weeks up to {last}, found "
            f"{max(0, len(values) - 1)}"
        )
    return np.array(values[::-1])


def steps(series: Series, last: date, weeks: int | None = None) -> Floats:
    """Give how much a running count grew in each week up to `last`, oldest first.

    Shape (weeks,), in its unit. Corrections below the count before are taken as 0.
    """
    grown = np.maximum(np.diff(weekly(series, last, weeks)), 0.0)
    if not grown.size:
        raise NotYetKnown(f"{series.id}: expected a week up to {last}, found none")
    return grown


def monthly(series: Series, months: int | None = None) -> Floats:
    """Give the newest run of months without a gap, oldest first.

    Shape (months,), or as long as the run is, in its unit.
    """
    values: list[float] = []
    wanted = series.last().period
    for p in reversed(series.points):
        if p.period != wanted or (months is not None and len(values) == months):
            break
        values.append(p.value)
        wanted = wanted.shifted(months=-1)
    if months is not None and len(values) < months:
        raise NotYetKnown(
            f"{series.id}: expected {months} months without a gap up to "
            f"{series.last().period}, found {len(values)}"
        )
    return np.array(values[::-1])

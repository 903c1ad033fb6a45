"""One claim, one finding."""

from decimal import Decimal

from polemos.claims._fits import Stated, fits
from polemos.claims.reading import Comparator
from polemos.core import (
    Claim,
    Finding,
    NotYetKnown,
    Relation,
    UnknownSeries,
    Verdict,
    View,
    reckon,
)

_HELD = {
    Relation.IS: Comparator.EQ,
    Relation.OVER: Comparator.GT,
    Relation.UNDER: Comparator.LT,
    Relation.ABOUT: Comparator.APPROX,
}


def check(claim: Claim, view: View) -> Finding:
    """Say whether the stated number is what was known, to the digits it states."""
    then = claim.as_of or view.as_of
    world = view if then == view.as_of else view.at(then)
    try:
        series = world.series(claim.series)
        point, unit = reckon(series, claim.period, claim.how, claim.base)
    except (UnknownSeries, NotYetKnown) as missing:
        return Finding(claim, Verdict.UNSUPPORTED, None, view.as_of, note=str(missing))
    actual = point.value * unit.factor(claim.unit)
    return Finding(claim, borne_out(claim, actual), actual, view.as_of, point.evidence)


def borne_out(claim: Claim, actual: float) -> Verdict:
    """Say whether a value, in the unit of the claim, bears it out."""
    return fits(_stated(claim), Decimal(repr(actual)), Decimal(0))


def _stated(claim: Claim) -> Stated:
    low = None if claim.relation is Relation.UNDER else claim.stated
    high = None if claim.relation is Relation.OVER else claim.stated
    held = _HELD[claim.relation]
    return Stated(claim.stated, low, high, claim.step, held)

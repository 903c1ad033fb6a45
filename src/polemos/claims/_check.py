"""One claim, one finding."""

from decimal import Decimal

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

_NOISE = Decimal("1e-9")  # what binary fractions lose, as a share of the value
_NEAR = 2  # "about" reaches two steps


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
    verdict = _verdict(claim, Decimal(repr(actual)))
    return Finding(claim, verdict, actual, view.as_of, point.evidence)


def _verdict(claim: Claim, actual: Decimal) -> Verdict:
    gap = abs(actual - claim.stated) - abs(actual) * _NOISE
    match claim.relation:
        case Relation.OVER:
            return Verdict.HOLDS if actual > claim.stated else Verdict.OFF
        case Relation.UNDER:
            return Verdict.HOLDS if actual < claim.stated else Verdict.OFF
        case Relation.ABOUT:
            return Verdict.HOLDS if gap <= claim.step * _NEAR else Verdict.OFF
    if gap <= claim.step / 2:
        return Verdict.HOLDS
    return Verdict.ROUNDS if gap <= claim.step else Verdict.OFF

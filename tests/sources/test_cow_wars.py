"""Counts that fall as the span grows, and fits that give the base rates they gave."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from math import erf, exp, log, sqrt

import pytest

from polemos.core import (
    KnownBy,
    Observation,
    ParseError,
    Period,
    Record,
    Snapshot,
    expected,
)
from polemos.sources import cow_wars

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"
HELD = 1734  # days: what the reference asked of, four years and three quarters


def read(*rows: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    body = HEAD + "".join(f"{row},x,https://x.example,high\n" for row in rows)
    snap = Snapshot("cow_wars", "cow_wars.csv", "", heard, body.encode())
    records = expected(cow_wars.SOURCE, cow_wars.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_a_count_is_of_the_end_of_2007_and_known_from_the_release() -> None:
    (o,) = read("longer.1y,2007,30,wars")
    assert (o.series, o.value) == ("cow/wars.longer.1y@WORLD", 30)
    assert o.period == Period.year(2007)
    assert o.known_at == datetime(2011, 3, 1, tzinfo=UTC)
    assert o.known_by is KnownBy.ASSUMED


@pytest.mark.parametrize(
    "row", ["longer.7y,2007,2,wars", "all,2007,95,days", "shape.weibull,2007,1,wars"]
)
def test_another_span_or_unit_stops_it(row: str) -> None:
    with pytest.raises(ParseError, match="expected one of"):
        read(row)


def test_no_more_wars_outlast_a_longer_span() -> None:
    assert len(read("all,2007,95,wars", "longer.8y,2007,95,wars")) == 2
    with pytest.raises(ParseError, match="expected no more of cow"):
        read("longer.5y,2007,5,wars", "longer.8y,2007,6,wars")


@pytest.fixture
def found(told: Told) -> dict[str, float]:
    def values() -> Iterator[tuple[str, float]]:
        for _, records in told("cow_wars"):
            for r in records:
                if isinstance(r, Observation) and r.value is not None:
                    yield r.series[len("cow/wars.") : -len("@WORLD")], r.value

    return dict(values())


@pytest.mark.raw
def test_reference_survival(found: dict[str, float]) -> None:
    spans = ("30d", "90d", "1y", "2y", "3y", "4y", "5y", "8y")
    survival = [round(found[f"longer.{s}"] / found["all"], 4) for s in spans]
    assert survival == [0.8632, 0.6421, 0.3158, 0.1474, 0.1158, 0.0947, 0.0526, 0.0105]


@pytest.mark.raw
def test_reference_fits(found: dict[str, float]) -> None:
    """Hold each parameter by what it says of the next year of a war so long."""

    def exponential(t: float) -> float:
        return exp(-t / found["mean.exponential"])

    def weibull(t: float) -> float:
        return exp(-((t / found["scale.weibull"]) ** found["shape.weibull"]))

    def loglogistic(t: float) -> float:
        ratio = t / found["scale.loglogistic"]
        return float(1 / (1 + ratio ** found["shape.loglogistic"]))

    def lognormal(t: float) -> float:
        z = (log(t) - found["mu.lognormal"]) / found["sigma.lognormal"]
        return (1 - erf(z / sqrt(2))) / 2

    fits = (exponential, weibull, loglogistic, lognormal)
    ends = [round(1 - s(HELD + 365) / s(HELD), 3) for s in fits]
    assert ends == [0.582, 0.388, 0.191, 0.239]


@pytest.mark.raw
def test_nothing_was_known_before_the_release(told: Told) -> None:
    records = [r for _, page in told("cow_wars") for r in page]
    days = {r.known_at.date() for r in records if isinstance(r, Observation)}
    assert days == {date(2011, 3, 1)}
    assert len(records) == len(cow_wars.SOURCE.series)

"""Laws that hold for every indicator, present and future."""

import re

import pytest

from polemos.core import NotYetKnown, SeriesSpec
from polemos.indicators import Indicator, all_indicators
from polemos.sources import all_sources

STORED: dict[str, SeriesSpec] = {
    s.id: s for m in all_sources().values() for s in m.SOURCE.series
}
NAME = re.compile(r"polemos/[a-z0-9_]+(\.[a-z0-9_]+)*@[A-Z]+")


@pytest.fixture(params=sorted(all_indicators()))
def made(request: pytest.FixtureRequest) -> Indicator:
    return all_indicators()[request.param]


def test_it_is_named_by_the_rule(made: Indicator) -> None:
    assert NAME.fullmatch(made.spec.id)


def test_it_says_what_it_is(made: Indicator) -> None:
    assert len(made.spec.definition) > 20


def test_what_it_uses_is_made_by_somebody(made: Indicator) -> None:
    assert made.uses
    for name in made.uses:
        assert name in STORED or name in all_indicators(), name


def test_it_does_not_use_itself(made: Indicator) -> None:
    known = all_indicators()
    seen: set[str] = set()
    todo = list(made.uses)
    while todo:
        name = todo.pop()
        assert name != made.spec.id
        if name in known and name not in seen:
            seen.add(name)
            todo += known[name].uses


def test_it_makes_nothing_of_nothing(made: Indicator) -> None:
    """With empty inputs it gives no value, or says that none is known yet."""
    from datetime import UTC, datetime

    from polemos.core import Series

    now = datetime(2025, 1, 1, tzinfo=UTC)
    specs = STORED | {k: v.spec for k, v in all_indicators().items()}
    inputs = [Series(u, specs[u].unit, specs[u].measure, (), now) for u in made.uses]
    try:
        out = made(*inputs)
    except NotYetKnown:
        return
    assert len(out) == 0

"""Nothing that polemos computes on the real figures knows its own future."""

from datetime import date

import pytest

from polemos.core import NotYetKnown, View, end_of_day
from polemos.pipeline import World

DAYS = [date(2022, 12, 31), date(2025, 2, 24), date(2026, 8, 22)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def view(request: pytest.FixtureRequest, world: World) -> View:
    return world.view(end_of_day(request.param))


@pytest.fixture(scope="module")
def newest(world: World) -> View:
    """Give the newest view, with whatever it keeps of each series made."""
    view = world.view(end_of_day(world.store.newest()))
    for name in view.ids():
        view.series(name)
    return view


def test_a_value_is_known_when_the_last_of_its_evidence_is(view: View) -> None:
    for name in view.ids():
        for point in view.series(name):
            assert point.evidence, name
            assert point.known_at <= view.as_of, name
            assert point.known_at == max(o.known_at for o in point.evidence), name


def test_the_past_of_the_newest_view_is_the_view_of_the_past(
    view: View, newest: View
) -> None:
    """Each indicator, made from what was known then, whichever way one gets there."""
    back = newest.at(view.as_of)
    assert list(back.ids()) == list(view.ids())
    for name in view.ids():
        assert back.series(name).points == view.series(name).points, name


def test_units_and_bounds_are_those_that_are_promised(view: View) -> None:
    for name in view.ids():
        spec, series = view.spec(name), view.series(name)
        assert series.unit == spec.unit, name
        periods = [p.period for p in series]
        assert periods == sorted(set(periods)), name
        for p in series:
            assert spec.low is None or p.value >= spec.low, (name, p)
            assert spec.high is None or p.value <= spec.high, (name, p)


def test_before_the_first_datum_an_indicator_says_so(world: World) -> None:
    first = world.view(end_of_day(world.store.first()))
    with pytest.raises(NotYetKnown):
        first.series("polemos/territory.held.share@RUS").last()

"""Laws of an argument: what a reading says, what turned, and that counts are whole."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import (
    DESK,
    OURS,
    Basis,
    Cadence,
    Claimed,
    Column,
    Kind,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Provider,
    Scenarios,
    SeriesSpec,
    Source,
    Text,
    Unit,
    View,
    Way,
    start_of_day,
)
from polemos.models import Reading, Says, children, readings, tally
from polemos.models._tree import YEAR, Argument
from polemos.pipeline import World

WORD = Text("ships", "船艦")
DAY = date(2032, 6, 1)
SHIPS, HEAP, MONEY = "court/ships@LIL", "court/heap@LIL", "desk/promised.rope"
Told = Sequence[tuple[date, float]]
Make = Callable[..., View]


def node(  # noqa: PLR0917 as a row has its fields
    key: str = "fleet",
    parent: str = "sail",
    series: str = SHIPS,
    way: Way = Way.UP,
    beyond: float | None = None,
    column: Column = Column.MOVEMENT,
) -> Claimed:
    return Claimed(key, parent, Kind.INDICATOR, WORD, WORD, series, way, beyond, column)


def argument(*indicators: Claimed) -> Scenarios:
    above = (
        Claimed("ends", "", Kind.THESIS, WORD, WORD),
        Claimed("win", "ends", Kind.GOAL, WORD, WORD),
        Claimed("sail", "win", Kind.IMPLICATION, WORD, WORD),
        Claimed("rest", "win", Kind.IMPLICATION, WORD, WORD),
    )
    return Scenarios(DAY, {}, tree={n.id: n for n in (*above, *indicators)})


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture(scope="module")
def make(memory_view: Callable[..., View]) -> Make:
    def made(told: Mapping[str, Told], day: date = DAY) -> View:
        kinds = {HEAP: Measure.CUMULATIVE}
        specs = tuple(
            SeriesSpec(
                *(name, WORD, Unit("ships"), kinds.get(name, Measure.STOCK)),
                *(Cadence.IRREGULAR, Basis.COUNTED),
            )
            for name in told
        )
        sources = [
            Source(who.id, WORD, who, "", who.id, OURS, tuple(mine))
            for who in (Provider("court", WORD, ""), DESK)
            if (mine := [s for s in specs if s.id.startswith(f"{who.id}/")])
        ]
        records = [
            Observation(name, Period.day(d), value, start_of_day(d), "s")
            for name, points in told.items()
            for d, value in points
        ]
        return memory_view(records, sources, day)

    return made


LAST = ago(7)


def read(view: View, one: Claimed, last: date = LAST) -> Reading:
    return readings(view, argument(one), last)[one.id]


@pytest.mark.parametrize(
    ("points", "way", "beyond", "says"),
    [
        ([(400, 10), (5, 12)], Way.UP, None, Says.CONFIRMS),
        ([(400, 10), (5, 12)], Way.DOWN, None, Says.REFUTES),
        ([(400, 12), (5, 10)], Way.DOWN, None, Says.CONFIRMS),
        ([(400, 100), (5, 100.9)], Way.UP, None, Says.STILL),
        ([(5, 12)], Way.UP, None, Says.SILENT),  # nothing a year before
        ([(300, 10), (5, 12)], Way.UP, None, Says.SILENT),
        ([(5, 12)], Way.UP, 12, Says.CONFIRMS),  # a level does by itself
        ([(5, 12)], Way.UP, 13, Says.SILENT),
        ([(400, 20), (5, 12)], Way.UP, 11, Says.CONFIRMS),
        ([(400, 20), (5, 12)], Way.UP, 13, Says.REFUTES),
        ([(5, 0)], Way.DOWN, 1, Says.CONFIRMS),
        ([(1200, 10), (740, 12)], Way.UP, 1, Says.SILENT),  # too old
        ([], Way.UP, 1, Says.SILENT),
    ],
)
def test_what_a_reading_says(
    make: Make,
    points: list[tuple[int, float]],
    way: Way,
    beyond: float | None,
    says: Says,
) -> None:
    view = make({SHIPS: [(ago(days), value) for days, value in points]})
    assert read(view, node(way=way, beyond=beyond)).says is says


def test_a_series_that_nobody_makes_is_silent(make: Make) -> None:
    found = read(make({}), node())
    assert (found.says, found.now, found.then) == (Says.SILENT, None, None)


def test_what_confirms_by_its_level_alone_says_so(make: Make) -> None:
    fell = make({SHIPS: [(ago(400), 20), (ago(5), 12)]})
    assert read(fell, node(beyond=11)).by_level
    assert not read(fell, node(way=Way.DOWN, beyond=15)).by_level
    assert not read(fell, node()).by_level  # it refutes


def test_what_nobody_had_promised_rose_from_nothing(make: Make) -> None:
    view = make({MONEY: [(ago(200), 5.0)], SHIPS: [(ago(200), 5.0)]})
    found = read(view, node(series=MONEY))
    assert found.says is Says.CONFIRMS
    assert found.from_nothing
    assert found.sums
    assert not found.by_level
    assert read(view, node(series=MONEY, way=Way.DOWN)).says is Says.REFUTES
    other = read(view, node())
    assert (other.says, other.from_nothing) == (Says.SILENT, False)


def test_a_sum_is_told_as_one(make: Make) -> None:
    view = make({HEAP: [(ago(400), 5.0), (ago(5), 9.0)], SHIPS: [(ago(5), 5.0)]})
    assert read(view, node(series=HEAP)).sums
    assert not read(view, node()).sums


def test_a_value_of_over_a_year_ago_is_stale(make: Make) -> None:
    view = make({SHIPS: [(ago(900), 5.0), (ago(YEAR + 1), 9.0)]})
    assert read(view, node()).stale(DAY)
    assert not read(view, node()).stale(ago(1))


def test_what_turned_since_the_last_edition(make: Make) -> None:
    told = {SHIPS: [(ago(500), 10.0), (ago(100), 8.0), (ago(3), 12.0)]}
    found = read(make(told), node())
    assert (found.said, found.says) == (Says.REFUTES, Says.CONFIRMS)
    assert found.turned
    assert not read(make(told), node(), last=ago(1)).turned


def test_a_value_known_later_changes_no_earlier_reading(make: Make) -> None:
    told = [(ago(500), 10.0), (ago(100), 8.0)]
    then = read(make({SHIPS: told}, ago(50)), node(), ago(60))
    later = read(make({SHIPS: [*told, (ago(3), 12.0)]}, ago(50)), node(), ago(60))
    assert (then.says, then.now, then.then) == (later.says, later.now, later.then)


def test_counts_are_by_node_and_column(make: Make) -> None:
    told = argument(
        node("a"),
        node("b", way=Way.DOWN),
        node("c", column=Column.RHETORIC),
        node("d", "rest", series=HEAP),
    )
    view = make({SHIPS: [(ago(400), 10.0), (ago(5), 12.0)]})
    found = readings(view, told, ago(7))
    assert tally(told, "sail", found) == {
        **{Says.CONFIRMS: 2, Says.REFUTES: 1, Says.STILL: 0, Says.SILENT: 0}
    }
    assert tally(told, "sail", found, Column.MOVEMENT)[Says.CONFIRMS] == 1
    assert tally(told, "win", found)[Says.SILENT] == 1
    assert [n.id for n in children(told, "win", Kind.IMPLICATION)] == ["sail", "rest"]


def test_the_series_of_counts_are_what_is_tallied(make: Make) -> None:
    told = argument(node("a"), node("b", way=Way.DOWN), node("d", "rest", series=HEAP))
    view = make({SHIPS: [(ago(400), 10.0), (ago(5), 12.0)]})
    made = Argument(view, told)
    series = dict(made.every())
    for of in ("ends", "win", "sail"):
        for says, n in tally(told, of, made.read, Column.MOVEMENT).items():
            (point,) = series[f"says.{of}.movement.{says}"].points()
            assert point.value == n
            assert point.evidence
            assert point.known_at == start_of_day(ago(5))
    assert list(series["says.sail.movement.confirms"].uses()) == [SHIPS, SHIPS]
    assert not list(series["says.rest.movement.silent"].points())
    assert not list(series["says.sail.rhetoric.confirms"].points())


VALUES = st.floats(-1e6, 1e6, allow_nan=False)


@given(before=VALUES, after=VALUES, beyond=st.none() | VALUES)
def test_the_two_ways_never_confirm_the_same_move(
    make: Make, before: float, after: float, beyond: float | None
) -> None:
    view = make({SHIPS: [(ago(400), before), (ago(5), after)]})
    up = read(view, node()).says
    down = read(view, node(way=Way.DOWN)).says
    turned = {Says.CONFIRMS: Says.REFUTES, Says.REFUTES: Says.CONFIRMS}
    assert down is turned.get(up, up)
    levelled = read(view, node(beyond=beyond)).says
    assert levelled in {up, Says.CONFIRMS}


def test_the_wars_own_argument_is_whole(packaged: World) -> None:
    told = packaged.scenarios
    assert told is not None
    named = [n for n in told.tree.values() if n.kind is Kind.INDICATOR]
    assert len(named) >= 30
    for goal in (n for n in told.tree.values() if n.kind is Kind.GOAL):
        implied = children(told, goal.id, Kind.IMPLICATION)
        assert len(implied) >= 3
        for one in implied:
            assert children(told, one.id, Kind.INDICATOR), one.id
    columns = {n.column for n in named}
    assert columns == set(Column)


def test_an_argument_has_no_reading_of_what_is_to_come(make: Make) -> None:
    view = make({SHIPS: [(ago(400), 10.0)]}, ago(30))
    with pytest.raises(NotYetKnown):
        readings(view, argument(node()), DAY)

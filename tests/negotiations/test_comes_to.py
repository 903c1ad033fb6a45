"""What a table comes to: who has a seat, where games settle, what was due."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from polemos import negotiations
from polemos.core import (
    Agenda,
    NotYetKnown,
    UnknownSeries,
    View,
    end_of_day,
    start_of_day,
)
from polemos.models import Negotiating, with_table
from polemos.pipeline import World

Write = Callable[..., dict[str, bytes]]
Remember = Callable[..., View]
LAST = date(2032, 6, 1)


@pytest.fixture
def small(
    told: Write, agenda: Agenda, memory_view: Remember
) -> Callable[..., Negotiating]:
    """Give `small(*files, as_of=…)`: a table of the rows in some files."""

    def make(*files: dict[str, bytes], as_of: date = LAST) -> Negotiating:
        every = {
            name: body for one in (told("events"), *files) for name, body in one.items()
        }
        snapshots, records = negotiations.read(every, agenda, start_of_day(LAST))
        source = negotiations.source(agenda)
        view = memory_view(records, [source], as_of, snapshots)
        return with_table(view, agenda)

    return make


def _seats(told: Write) -> tuple[dict[str, bytes], ...]:
    other = {"actor": "BLE", "position": "10", "low": "0", "high": "20"}
    ships = {"issue": "ships", "salience": "0.3", "salience_low": "0.2"}
    return (
        told("positions", {}, other, {**ships, "actor": "BLE"}),
        told("capabilities", {}, {"actor": "BLE"}),
        told("states", {}, {"issue": "ships"}),
        told("settlements"),
    )


def test_the_mean_is_by_capability_and_salience(
    told: Write, small: Callable[..., Negotiating]
) -> None:
    view = small(*_seats(told))
    # 90 and 10, each with a capability of 60 and a salience of 0.6
    assert view.series("table/mean.eggs").last().value == pytest.approx(50)
    # who has no say stands where things stand, and weighs nothing
    assert view.series("table/mean.ships").last().value == pytest.approx(90)
    assert view.talks.intervals.table.salience[0, 1] == 0
    assert view.talks.intervals.table.positions[0, 1] == 70


def test_an_issue_that_nobody_bargains_over_settles_nowhere(
    told: Write, small: Callable[..., Negotiating]
) -> None:
    _, *rest = _seats(told)
    view = small(told("positions", {}, {"actor": "BLE"}), *rest)
    assert view.talks.place("eggs") == 0
    with pytest.raises(NotYetKnown, match="ships: nobody bargains over it"):
        view.talks.place("ships")
    for how in ("settled", "mean"):
        assert view.series(f"table/{how}.eggs").points
        assert not view.series(f"table/{how}.ships").points


def test_shares_add_up_and_lie_in_their_intervals(
    told: Write, small: Callable[..., Negotiating]
) -> None:
    view = small(*_seats(told))
    points = [view.series(f"table/share.{k}").last() for k in ("truce", "unchanged")]
    assert sum(p.value for p in points) == pytest.approx(100)
    for p in points:
        assert p.low is not None
        assert p.high is not None
        assert 0 <= p.low <= p.value <= p.high <= 100
        assert p.evidence


def test_nobody_has_a_seat_before_the_first_coding(
    told: Write, small: Callable[..., Negotiating]
) -> None:
    view = small(*_seats(told), as_of=date(2032, 5, 8))
    with pytest.raises(NotYetKnown, match="nobody's position is coded"):
        _ = view.talks
    assert not view.series("table/settled.eggs").points


def test_a_series_of_no_table_is_unknown(
    told: Write, small: Callable[..., Negotiating]
) -> None:
    view = small(*_seats(told))
    with pytest.raises(UnknownSeries, match=r"table/settled\.eggs"):
        view.series("table/settled.egg")
    with pytest.raises(UnknownSeries, match="worked out"):
        view.vintages("table/mean.eggs")


_DUE = {"stage": "agreed", "due": "2032-05-20"}


@pytest.mark.parametrize(
    ("steps", "outcome", "overdue"),
    [
        (({**_DUE},), "open", 12),
        (
            (
                {**_DUE},
                {"stage": "delivered", "day": "2032-05-19", "known": "2032-05-19"},
            ),
            "kept",
            None,
        ),
        (
            (
                {**_DUE},
                {"stage": "delivered", "day": "2032-05-25", "known": "2032-05-25"},
            ),
            "late",
            5,
        ),
        (
            (
                {**_DUE},
                {
                    **{
                        "stage": "delivered",
                        "day": "2032-05-19",
                        "known": "2032-05-19",
                    },
                    **{"low": "39", "high": "39"},
                },
            ),
            "open",
            12,
        ),
        (
            (
                {**_DUE},
                {
                    **{"stage": "withdrawn", "day": "2032-05-19"},
                    **{
                        "known": "2032-05-19",
                        "reason": "They quarrelled. | 雙方爭吵。",
                    },
                },
            ),
            "withdrawn",
            None,
        ),
        (
            (
                {**_DUE},
                {
                    "day": "2032-05-19",
                    "known": "2032-05-19",
                    **_DUE,
                    "due": "2032-12-31",
                },
            ),
            "open",
            12,
        ),
    ],
    ids=["nothing", "in time", "late", "in part", "taken back", "put off"],
)
def test_what_was_due_is_judged_by_the_first_day_named(
    told: Write,
    small: Callable[..., Negotiating],
    steps: tuple[dict[str, str], ...],
    outcome: str,
    overdue: int | None,
) -> None:
    view = small(told("stages", *steps))
    counts = {
        o: view.series(f"table/due.{o}@BLE").last().value
        for o in ("kept", "late", "open", "withdrawn")
    }
    assert counts == {o: float(o == outcome) for o in counts}
    points = view.series("table/overdue.fleet").points
    assert [p.value for p in points] == ([] if overdue is None else [overdue])
    with pytest.raises(NotYetKnown):
        view.series("table/due.open@GUL").last()


# -- the war's own ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", ["2022-03-28", "2025-02-24", "2025-12-20", "2026-08-22"]
)
def test_a_table_knows_nothing_later_than_its_day(world: World, day: str) -> None:
    view = world.table(end_of_day(date.fromisoformat(day)))
    known = {e.id: e.known_at for e in view.events()}
    for stand in view.seats.stands:
        assert stand.position.known_at <= view.as_of
        assert all(known[i] <= view.as_of for i in stand.coding.evidence)
    assert all(s.known_at <= view.as_of for s in view.steps())


def test_the_same_day_comes_to_the_same(world: World) -> None:
    moment = end_of_day(date(2025, 2, 24))
    one, other = (world.table(moment).talks for _ in range(2))
    np.testing.assert_array_equal(one.played.settled, other.played.settled)
    assert one.shares == other.shares
    later = world.table(end_of_day(date(2026, 8, 22))).at(moment)
    assert later.talks.shares == one.shares


def test_no_change_came_nearest_so_far(world: World) -> None:
    """What the guide and the section say of the dated cases."""
    view = world.table(end_of_day(date(2026, 8, 22)))
    assert len(view.cases) == 4
    for case in view.cases:
        assert case.due > case.day
        assert case.error("unchanged") < 6
        assert 20 < case.error("settled") < 30
        assert 20 < case.error("mean") < 30


def test_a_settlement_is_not_known_before_it_was_put_forward(world: World) -> None:
    before = world.table(end_of_day(date(2025, 2, 24)))
    assert "plan_28" not in before.talks.shares
    assert not before.series("table/share.plan_28").points
    after = world.table(end_of_day(date(2025, 12, 20)))
    assert "plan_28" in after.talks.shares


def test_the_range_is_what_a_year_would_bring_less_and_more_its_costs(
    world: World,
) -> None:
    view = world.table(end_of_day(date(2025, 2, 24)))
    stake = view.agenda.stake
    assert stake is not None
    expected = view.series(stake.expected).last()
    mine, theirs = (
        view.series(name).on(expected.period.last).value for name in stake.costs
    )
    low, high = (view.series(f"table/range.{e}").last() for e in ("low", "high"))
    assert low.value == pytest.approx(expected.value - mine)
    assert high.value == pytest.approx(min(100, expected.value + theirs))
    assert low.low == pytest.approx(expected.value - 2 * mine)
    assert low.high == pytest.approx(expected.value - mine / 2)

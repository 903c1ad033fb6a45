from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, NotYetKnown, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators
from polemos.indicators.stocks import half_step

NOW = datetime(2025, 3, 1, tzinfo=UTC)
BEFORE, AFTER = Period.month(2022, 2), Period.day(date(2024, 12, 31))


def stock(unit: str, *values: tuple[Period, float]) -> Series:
    points = tuple(
        Point.of(Observation("a/b@RUS", p, v, NOW, "made up")) for p, v in values
    )
    return Series("a/b@RUS", Unit.parse(unit), Measure.STOCK, points, NOW)


@pytest.mark.parametrize(
    ("count", "half"), [(7300, 50), (2887, 0.5), (11000, 500), (4450, 5), (7, 0.5)]
)
def test_a_round_count_says_how_round_it_is(count: float, half: float) -> None:
    assert half_step(count) == half


def test_a_depot_share_is_of_the_depots_and_carries_its_rounding() -> None:
    made = all_indicators()["polemos/stock.tank.depot_share@RUS"]
    [p] = made(stock("vehicles", (BEFORE, 7300), (AFTER, 3500))).points
    assert p.value == pytest.approx(47.945, abs=0.001)
    assert p.low == pytest.approx(3450 / 7350 * 100)
    assert p.high == pytest.approx(3550 / 7250 * 100)
    assert len(p.evidence) == 2
    assert "7,300 in depots" in made.spec.title.en


def test_a_share_of_floors_has_no_false_interval() -> None:
    known = all_indicators()
    [ifv] = known["polemos/stock.ifv.depot_share@RUS"](
        stock("vehicles", (BEFORE, 7100), (AFTER, 2579))
    ).points
    assert (ifv.low, ifv.high) == (None, ifv.value)  # over more than 7,100: a ceiling
    [apc] = known["polemos/stock.apc.depot_share@RUS"](
        stock("vehicles", (BEFORE, 11_000), (AFTER, 5000))
    ).points
    assert (apc.low, apc.high) == (None, None)


def test_a_rival_count_stands_beside_with_the_same_base() -> None:
    made = all_indicators()["polemos/stock.tank.depot_share_rival@RUS"]
    [p] = made(
        stock("vehicles", (AFTER, 4500)),
        stock("vehicles", (BEFORE, 7300), (AFTER, 3500)),
    ).points
    assert p.value == pytest.approx(61.64, abs=0.01)


def test_without_a_count_from_before_the_war_nothing_is_said() -> None:
    made = all_indicators()["polemos/stock.tank.left_photographed@RUS"]
    lost = stock("vehicles", (AFTER, 3773))
    with pytest.raises(NotYetKnown, match="before the war"):
        made(lost, stock("vehicles", (BEFORE, 3417)), stock("vehicles"))


def test_each_definition_of_left_gives_another_number() -> None:
    known = all_indicators()
    active = stock("vehicles", (BEFORE, 3417))
    depots = stock("vehicles", (BEFORE, 7300), (AFTER, 3500))
    seen, claimed = stock("vehicles", (AFTER, 3773)), stock("vehicles", (AFTER, 10177))

    def left(name: str, *inputs: Series) -> float:
        return known[f"polemos/stock.tank.{name}@RUS"](*inputs).last().value

    assert left("left_photographed", seen, active, depots) == pytest.approx(
        64.8, abs=0.1
    )
    assert left("left_claimed", claimed, active, depots) == pytest.approx(5.0, abs=0.1)
    assert left("active_less_photographed", seen, active) == pytest.approx(
        -10.4, abs=0.1
    )


def test_what_is_left_bears_the_rounding_of_what_stood_before() -> None:
    """7,300 is a round number, 3,417 is not."""
    made = all_indicators()["polemos/stock.tank.left_photographed@RUS"]
    p = made(
        stock("vehicles", (AFTER, 3773)),
        stock("vehicles", (BEFORE, 3417)),
        stock("vehicles", (BEFORE, 7300)),
    ).last()
    assert p.low == pytest.approx(100 - 3773 / (10717 - 50.5) * 100)
    assert p.high == pytest.approx(100 - 3773 / (10717 + 50.5) * 100)


def test_a_sum_of_counts_is_as_coarse_as_each_of_them() -> None:
    """15,000 and 4,450 make 19,450, which looks finer than the first of the two is."""
    made = all_indicators()["polemos/stock.artillery.depot_share@RUS"]
    towed = stock("weapons", (BEFORE, 15_000), (AFTER, 7000))
    p = made(towed, stock("weapons", (BEFORE, 4450), (AFTER, 3000))).last()
    assert p.value == pytest.approx(10_000 / 19_450 * 100)
    assert p.low == pytest.approx(9000 / (19_450 + 505) * 100)
    assert p.high == pytest.approx(11_000 / (19_450 - 505) * 100)
    assert len(p.evidence) == 4
    # a count of one kind alone is no count of all guns
    assert not made(towed, stock("weapons", (BEFORE, 4450))).points

"""The arms register: copies drawn with different options say different things."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Record, Snapshot, expected
from polemos.sources import sipri_arms

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
# made up in the form of the copies: the register's rows may not be passed on
HEAD = (
    "vintage_generated,recipient,supplier,order_year,order_year_uncertain,"
    "number_ordered,number_ordered_uncertain,designation,description,"
    "number_delivered,number_delivered_uncertain,delivery_years,status,comments,"
    "tiv_per_unit,tiv_total_order,tiv_delivered\n"
)
DONE = "2025-03-13,Taiwan,United States,2018,,10,,X,tank,10,,2023; 2024,New,,2,20,20\n"
OPEN = "2025-03-13,Taiwan,Italy,2022,?,5,,Y,gun,0,,,New,,3,15,0\n"
ELSE = "2025-03-13,Ukraine,United States,2022,,5,,Z,gun,5,,2022,New,,3,15,15\n"


def read(body: str, day: int = 13) -> dict[str, Observation]:
    heard = datetime(2025, 3, day, tzinfo=UTC)
    snap = Snapshot("sipri_arms", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(sipri_arms.SOURCE, sipri_arms.parse(snap))
    return {r.series: r for r in records if isinstance(r, Observation)}


def test_open_orders_count_as_ordered_and_not_as_delivered() -> None:
    found = read(DONE + OPEN + ELSE)
    assert found["sipri/arms.orders@TWN"].value == 2
    assert found["sipri/arms.orders.usa@TWN"].value == 1
    assert found["sipri/arms.ordered@TWN"].value == 35
    assert found["sipri/arms.delivered@TWN"].value == 20
    assert {o.period for o in found.values()} == {Period.year(2024)}


MORE = "2025-03-13,Taiwan,Italy,2020,,4,,Q,gun,9,,2024,New,,3,12,27\n"
LATE = "2025-03-13,Taiwan,Italy,2016,,5,,W,gun,0,,,New,,1,5,0\n"


def test_what_waits_is_as_old_as_its_orders_by_volume() -> None:
    found = read(DONE + OPEN + LATE)["sipri/arms.backlog.age@TWN"]
    assert found.value == pytest.approx((15 * 2 + 5 * 8) / 20)
    assert found.period == Period.year(2024)
    # what came beyond an order makes no other order come
    more = read(DONE + OPEN + LATE + MORE)
    assert more["sipri/arms.backlog.age@TWN"].value == found.value


def test_nothing_that_waits_has_no_age() -> None:
    unseen = OPEN.replace("15,0", "0,0")  # an order that has no volume yet
    assert "sipri/arms.backlog.age@TWN" not in read(DONE + unseen)


def test_a_copy_of_deliveries_alone_says_nothing_of_orders() -> None:
    assert set(read(DONE + ELSE)) == {"sipri/arms.delivered@TWN"}


def test_a_copy_of_another_day_or_of_nobody_is_refused() -> None:
    with pytest.raises(ParseError, match="expected the copy of"):
        read(DONE, day=14)
    with pytest.raises(ParseError, match="found none"):
        read(ELSE)


@pytest.mark.raw
def test_reference_sums_of_the_four_copies(told: Told) -> None:
    copies = [
        {r.series: r.value for r in records if isinstance(r, Observation)}
        for _, records in told("sipri_arms")
    ]
    delivered = [round(c["sipri/arms.delivered@TWN"] or 0) for c in copies]
    assert delivered == [2136, 2373, 2373, 2848]
    newest = copies[-1]
    assert newest["sipri/arms.orders@TWN"] == 60
    assert newest["sipri/arms.orders.usa@TWN"] == 54
    assert newest["sipri/arms.ordered@TWN"] == pytest.approx(7436.3, abs=0.05)
    assert "sipri/arms.ordered@TWN" not in copies[0]
    ages = [c.get("sipri/arms.backlog.age@TWN") for c in copies]
    assert ages[0] is ages[2] is None
    assert ages[1] == pytest.approx(4.47, abs=0.005)
    assert ages[3] == pytest.approx(4.89, abs=0.02)

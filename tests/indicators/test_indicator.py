"""A view that answers for derived series, and only for those that can be made."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import (
    Basis,
    Cadence,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Series,
    SeriesSpec,
    Source,
    Text,
    Unit,
    UnitMismatch,
    UnknownSeries,
)
from polemos.indicators import indicator, with_indicators

EGGS = Text("Eggs", "雞蛋")
SOURCE = Source(
    id="court",
    title=EGGS,
    provider=Provider("court", EGGS, "https://court.example/"),
    url="https://court.example/",
    citation="Court",
    licence=Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
    series=(
        SeriesSpec(
            "court/eggs@LIL",
            EGGS,
            Unit("events"),
            Measure.FLOW,
            Cadence.MONTH,
            Basis.COUNTED,
        ),
    ),
)
MONTH = Period.month(2020, 1)


@indicator("polemos/eggs@LIL", title=EGGS, unit="events", uses=("court/eggs@LIL",))
def eggs(told: Series) -> Series:
    """Eggs, as told."""
    return told


@indicator("polemos/eggs@BLE", title=EGGS, unit="events", uses=("court/eggs@BLE",))
def eggs_of_another_war(told: Series) -> Series:
    """Eggs of a court that this war does not read."""
    return told


@indicator("polemos/eggs.share@LIL", title=EGGS, unit="percent", uses=eggs.uses)
def eggs_in_the_wrong_unit(told: Series) -> Series:
    """Eggs, said to be per cent."""
    return told


@pytest.fixture
def view(memory_view: Callable[..., Any]) -> Any:
    known = datetime(2020, 2, 3, tzinfo=UTC)
    told = [Observation("court/eggs@LIL", MONTH, 3, known, "x")]
    base = memory_view(told, [SOURCE], date(2020, 3, 1))
    made = (eggs, eggs_of_another_war)
    return with_indicators(base, {i.spec.id: i for i in made})


def test_what_cannot_be_made_in_this_war_is_not_listed(view: Any) -> None:
    assert view.ids() == ["court/eggs@LIL", "polemos/eggs@LIL"]
    with pytest.raises(UnknownSeries):
        view.series("polemos/eggs@BLE")


def test_a_derived_series_says_what_it_is_made_of(view: Any) -> None:
    assert view.uses("polemos/eggs@LIL") == ("court/eggs@LIL",)
    (evidence,) = view.series("polemos/eggs@LIL").last().evidence
    assert evidence.series == "court/eggs@LIL"
    with pytest.raises(UnknownSeries, match="computed: expected a stored series"):
        view.vintages("polemos/eggs@LIL")


def test_it_knows_no_more_than_its_moment(view: Any) -> None:
    earlier = view.at(datetime(2020, 2, 2, tzinfo=UTC))
    assert earlier.ids() == []


def test_an_indicator_is_held_to_its_unit(view: Any) -> None:
    with pytest.raises(UnitMismatch, match="expected percent, found events"):
        eggs_in_the_wrong_unit(view.series("court/eggs@LIL"))

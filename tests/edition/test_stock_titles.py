"""A number typed in a title is the value of the series that it speaks of."""

import re
from datetime import date

import pytest

from polemos.core import View, end_of_day
from polemos.indicators import Indicator, all_indicators
from polemos.pipeline import World

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")
STOCKS = {
    i.spec.id: i
    for i in all_indicators().values()
    if i.spec.id.startswith("polemos/stock.") and NUMBER.search(i.spec.title.en)
}


@pytest.fixture(scope="module")
def now(world: World) -> View:
    return world.view(end_of_day(date(2026, 8, 22)))


def _typed(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in NUMBER.findall(text)]


def _before_the_war(made: Indicator, now: View) -> float:
    bases = [u for u in made.uses if re.search(r"/(stock|active)\.", u)]
    counts = [now.series(u).points[0] for u in bases if ".rival" not in u]
    assert all(p.period.start < date(2022, 3, 1) for p in counts)
    return sum(p.value for p in counts)


def test_there_are_such_titles() -> None:
    assert len(STOCKS) >= 9


@pytest.mark.parametrize("name", sorted(STOCKS))
def test_a_typed_base_is_the_series_own(name: str, now: View) -> None:
    made = STOCKS[name]
    base = _before_the_war(made, now)
    title = made.spec.title
    assert _typed(title.en) == _typed(title.zh) == [base]

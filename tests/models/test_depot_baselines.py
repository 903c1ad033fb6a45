"""What a model of depots has to beat: the last count, and the line through two."""

from collections.abc import Callable
from datetime import date

import pytest

from polemos import models
from polemos.core import Observation, Period, View, start_of_day
from polemos.models import Prediction
from polemos.pipeline import World
from polemos.sources import depots

DEPOTS, LATER = "depot.tank@RUS", date(2025, 1, 20)
FIRST, SECOND = (date(2023, 1, 1), 7000.0), (date(2025, 1, 1), 5000.0)


@pytest.fixture
def said(
    world: World, memory_view: Callable[..., View]
) -> Callable[..., list[Prediction]]:
    """Give `said(model, *counts)`: what a model makes of counts, nearest first."""

    def ask(name: str, *counts: tuple[date, float]) -> list[Prediction]:
        told = [
            Observation(
                "depots/stock.tank@RUS", Period.day(day), value, start_of_day(day), "x"
            )
            for day, value in counts
        ]
        view = memory_view(told, [depots.SOURCE], LATER)
        (target,) = (t for t in world.targets if t.id == DEPOTS)
        questions = models.ask(target, view)
        return list(models.model_named(name)(view, target, questions, models.SEED))

    return ask


def test_the_line_through_two_counts_goes_on(
    said: Callable[..., list[Prediction]],
) -> None:
    year, two = said("as_drawn_down", FIRST, SECOND)
    assert year.at(0.5) == pytest.approx(4000, abs=40)  # 1,000 a year
    assert two.at(0.5) == pytest.approx(3000, abs=60)


def test_what_the_line_gets_wrong_grows_with_how_far_it_is_drawn(
    said: Callable[..., list[Prediction]],
) -> None:
    """Past the last count by w of the line: (1 + w) of its error, w of the other's."""
    year, two = said("as_drawn_down", FIRST, SECOND)
    for answer, w in ((year, 0.5), (two, 1.0)):
        counts = ((1 + w) * 250) ** 2 + (w * 350) ** 2
        sd = (counts + (0.05 * answer.at(0.5)) ** 2) ** 0.5
        width = answer.at(0.9) - answer.at(0.1)
        assert width == pytest.approx(2 * 1.2816 * sd, rel=0.08)


def test_depots_are_not_drawn_below_nothing(
    said: Callable[..., list[Prediction]],
) -> None:
    steep = (date(2024, 7, 1), 9000.0), SECOND
    _, two = said("as_drawn_down", *steep)
    assert two.at(0.5) == two.at(0.01) == 0


@pytest.mark.parametrize("name", ["as_drawn_down", "as_counted"])
def test_one_count_stays(said: Callable[..., list[Prediction]], name: str) -> None:
    for answer in said(name, SECOND):
        assert answer.at(0.5) == pytest.approx(5000, rel=0.01)
        assert answer.at(0.9) == pytest.approx(5000 * (1 + 1.2816 * 0.05), abs=260)


def test_the_last_count_stays_whatever_was_before(
    said: Callable[..., list[Prediction]],
) -> None:
    for answer in said("as_counted", FIRST, SECOND):
        assert answer.at(0.5) == pytest.approx(5000, rel=0.01)

"""A year's total while it runs: by its months so far, by its plan, by the last."""

from datetime import date

import numpy as np
import pytest

from polemos import wars
from polemos.core import NotYetKnown, Target, View, end_of_day
from polemos.models import Prediction, ask, model_named, run
from polemos.models.year_total import drawn, ratios
from polemos.pipeline import World

TOTALS = {(2020, 12): 100.0, (2021, 12): 120.0, (2022, 6): 70.0}
JUNES = {(2020, 6): 40.0, (2021, 6): 60.0, (2022, 6): 70.0}


@pytest.fixture(scope="module")
def target(world: World) -> Target:
    targets, _ = wars.outlook(world.war)
    return next(t for t in targets if t.id == "budget.spending.year@RUS")


def said(name: str, target: Target, now: View, day: date) -> Prediction:
    then = now.at(end_of_day(day))
    (answer,) = model_named(name)(then, target, ask(target, then), 1)
    return answer


def test_ratios_are_of_whole_years_only() -> None:
    assert ratios(TOTALS, JUNES, 6).tolist() == [2.5, 2.0]
    assert not ratios(TOTALS, JUNES, 7).size


def test_years_that_agree_leave_no_doubt_and_few_say_nothing() -> None:
    rng = np.random.default_rng(1)
    assert drawn(np.full(5, 2.0), rng) == pytest.approx(2.0)
    with pytest.raises(NotYetKnown, match="expected 4 earlier years, found 3"):
        drawn(np.array([1.9, 2.0, 2.1]), rng)


def test_the_spread_is_students_of_the_logs() -> None:
    """Eight ratios: a ninth lies within 1.415 · sd · √(1 + 1/8) four times in five."""
    logs = np.array([-0.2, -0.1, -0.1, 0.0, 0.0, 0.1, 0.1, 0.2])
    found = np.log(drawn(np.exp(logs), np.random.default_rng(2)))
    high = 1.415 * logs.std(ddof=1) * (1 + 1 / 8) ** 0.5
    assert np.quantile(found, 0.9) == pytest.approx(high, rel=0.1)


def test_a_year_is_what_its_months_make_it(now: View, target: Target) -> None:
    """Of the years before 2024, June had 40 to 50 % of what was spent in all."""
    june = said("year_path", target, now, date(2024, 7, 31)).at(0.5)
    spent = now.series(target.inputs["so_far"])
    half = next(p.value for p in spent if str(p.period.last) == "2024-06-30")
    assert 2.0 < june / half < 2.4
    late = said("year_path", target, now, date(2024, 12, 20))
    early = said("year_path", target, now, date(2024, 2, 29))
    assert late.at(0.9) - late.at(0.1) < (early.at(0.9) - early.at(0.1)) / 2


def test_what_grew_hears_nothing_of_the_year(now: View, target: Target) -> None:
    spring, autumn = (
        said("grown", target, now, date(2024, m, 28)).at(0.5) for m in (3, 11)
    )
    assert autumn == pytest.approx(spring, rel=0.02)  # but for what was rewritten since


def test_no_plan_of_the_year_no_answer(now: View, target: Target) -> None:
    made = run(now.at(end_of_day(date(2025, 2, 24))), (target,))
    assert {r.model: r.reason for r in made.refusals} == {
        "as_planned": "budget.spending.year@RUS: expected a plan of 2025, found none"
    }
    plan = said("as_planned", target, now, date(2025, 4, 30)).at(0.5)
    assert 41_652 < plan < 50_000  # more than planned in January, as most years were

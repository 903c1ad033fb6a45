"""Aid in the packaged figures: the gap, and what is forecast of it."""

from datetime import date

import pytest

from polemos import models, wars
from polemos.core import Target, View, end_of_day
from polemos.pipeline import World

KINDS = ("total", "military", "financial", "humanitarian")


@pytest.fixture(scope="module")
def targets(world: World) -> dict[str, Target]:
    return {t.id: t for t in wars.outlook(world.war)[0] if t.id.startswith("aid.")}


GAP = {  # a month that is missing, its range; added, covered, covered in a year
    "total": (3.283, 2.752, 3.870, 27.685, 53.2, 40.1),
    "military": (1.832, 1.678, 1.926, 17.918, 62.1, 52.9),
    "financial": (1.351, 0.769, 2.114, 9.868, 45.6, 24.3),
    "humanitarian": (0.099, 0.056, 0.170, -0.101, -6.4, 17.0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_if_the_united_states_stop(now: View, kind: str) -> None:
    def newest(name: str) -> float:
        return now.series(f"polemos/{name}.{kind}@EUROPE").last().value

    month = now.series(f"polemos/aid.base.{kind}@USA").last()
    *amounts, covered, in_a_year = GAP[kind]
    added = newest("aid.added.to_date")
    assert (month.value, month.low, month.high, added) == pytest.approx(
        amounts, abs=6e-4
    )
    assert newest("aid.covered") == pytest.approx(covered, abs=0.06)
    assert newest("aid.covered.last_year") == pytest.approx(in_a_year, abs=0.06)


def test_the_kinds_add_up_and_the_hole_is_what_is_left(now: View) -> None:
    for what, who in (("base", "USA"), ("base", "EUROPE"), ("missing.to_date", "USA")):
        total, *parts = (
            now.series(f"polemos/aid.{what}.{kind}@{who}").last().value
            for kind in KINDS
        )
        assert sum(parts) == pytest.approx(total, abs=1e-6)
    missing = now.series("polemos/aid.missing.to_date.total@USA").last().value
    added = now.series("polemos/aid.added.to_date.total@EUROPE").last().value
    months = now.series("polemos/aid.months_to_cover.total@EUROPE").last().value
    year = now.series("polemos/aid.added.total@EUROPE").rolling_sum(12).last().value
    assert months == pytest.approx((missing - added) / (year / 12))
    assert months == pytest.approx(18.5, abs=0.05)


def test_the_gap_is_not_known_before_the_tracker_tells_months(world: World) -> None:
    then = world.view(end_of_day(date(2025, 2, 24)))
    assert "polemos/aid.base.total@USA" not in then.ids()


def test_the_forecast_goes_on_from_the_newest_month(
    now: View, targets: dict[str, Target]
) -> None:
    assert set(targets) == {"aid.allocated@EUROPE", "aid.allocated@ALL"}
    made = models.run(now, targets.values())
    assert not made.refusals
    for target in targets.values():
        for model in (*target.models, target.baseline):
            [answer] = made.of(target.id, model)
            assert str(answer.question.base) == "2026-04"
            assert str(answer.question.period) == "2026-10"
            assert 10 < answer.at(0.5) < 60


def test_the_baseline_is_half_years_that_ended_in_the_last_twelve_months(
    now: View, targets: dict[str, Target]
) -> None:
    target = targets["aid.allocated@EUROPE"]
    [answer] = models.run(now, [target]).of(target.id, "conflictology")
    total = [p.value for p in now.series(target.series)]
    halves = [total[i] - total[i - 6] for i in range(len(total) - 12, len(total))]
    assert answer.at(0.5) == pytest.approx(sum(sorted(halves)[5:7]) / 2)
    assert min(halves) <= answer.at(0.025) < answer.at(0.975) <= max(halves)
    [same] = models.run(now, [target]).of(target.id, "last")
    assert same.quantiles == pytest.approx([halves[-1]] * len(same.quantiles))


def test_before_months_were_told_it_is_refused(
    world: World, targets: dict[str, Target]
) -> None:
    made = models.run(world.view(end_of_day(date(2025, 6, 30))), targets.values())
    assert not made.predictions
    assert {r.target.id for r in made.refusals} == set(targets)
    assert all("found" in r.reason for r in made.refusals)

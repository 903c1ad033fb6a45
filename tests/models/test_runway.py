"""How long the fund lasts: the published rule, and what the models make of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos import wars
from polemos.core import NotYetKnown, Period, Target, View, end_of_day
from polemos.models import Prediction, ask, model_named, run
from polemos.models._fund import holdings, run_down
from polemos.models.runway import (
    _departures,
    _flows,
    _rules,
    rule,
    years_left,
)
from polemos.pipeline import World

STOCK, CUTOFF, TOLD = 4.1, 59.0, ((40.0, 1.3), (50.0, 2.5))  # trillions, dollars, years
JUNE = Period.month(2026, 6)


@pytest.fixture(scope="module")
def target(world: World) -> Target:
    targets, _ = wars.outlook(world.war)
    return next(t for t in targets if t.id == "nwf.liquid@RUS")


def asked(name: str, target: Target, view: View) -> Sequence[Prediction]:
    return model_named(name)(view, target, ask(target, view), 1)


def test_two_scenarios_of_gazprombank_give_the_third() -> None:
    """Published: the money is gone by the end of 2026 at 30 to 35 dollars."""
    a, b = rule(STOCK, CUTOFF, TOLD)
    assert (round(a, 4), round(b, 5)) == (0.2775, 0.15138)
    left = {p: years_left(STOCK, CUTOFF, p, a, b) for p in (35, 32.5, 30)}
    assert round(left[35], 2) == 1.05
    assert (round(left[32.5], 3), round(left[30], 3)) == (0.956, 0.878)
    assert years_left(STOCK, CUTOFF, 70, a, b) == float("inf")


def test_the_target_holds_the_published_scenarios(target: Target) -> None:
    told = target.inputs["rule"]
    assert told["stock"] == 1000 * STOCK
    assert told["cutoff"] == CUTOFF
    assert tuple(map(tuple, told["scenarios"])) == TOLD


@given(st.floats(1, 100), st.floats(10, 50), st.floats(0.2, 3), st.floats(0.1, 5))
def test_the_rule_passes_through_both_scenarios(
    stock: float, low: float, years: float, more: float
) -> None:
    told = ((low, years), (low + 5, years + more))
    a, b = rule(stock, 60, told)
    for price, lasts in told:
        assert stock / (a + b * (60 - price)) == pytest.approx(lasts)


def test_at_a_steady_price_the_stock_runs_out_when_the_rule_says() -> None:
    a, b = rule(STOCK, CUTOFF, TOLD)
    still = np.ones((3, 24, 4))
    stocks = run_down(
        np.array([1.5, 2.5, 0.1]),
        still,
        lambda _, oil: (a + b * (CUTOFF - 40 * oil)) / 12,
    )
    assert (stocks[:, 14] > 0).all()  # 1.3 years are 15.6 months
    assert (stocks[:, 15:] == 0).all()


def test_what_is_held_is_revalued_by_its_own_price() -> None:
    prices = np.ones((1, 2, 4))
    prices[0, :, 1] = 2  # gold
    stocks = run_down(np.array([10.0, 20, 5]), prices, lambda _, oil: 0 * oil)
    assert stocks.tolist() == [[45, 45]]
    prices[0, :, 1] = 1
    prices[0, :, 2] = 3  # dollar: gold and the rest, not the yuan
    stocks = run_down(np.array([10.0, 20, 5]), prices, lambda _, oil: 0 * oil)
    assert stocks.tolist() == [[65, 65]]


def test_gold_and_yuan_at_market_prices_make_up_the_liquid_part(
    now: View, target: Target
) -> None:
    """Two series of the ministry against prices of others: within 3 % since 2024."""
    liquid = now.series(target.series)
    months = [p.period for p in now.series(target.inputs["gold"])]
    for month in (m for m in months if m.start >= date(2024, 1, 1)):
        if month.start >= date(2026, 1, 1):
            continue  # the price of gold then moved by a tenth within months
        parts = holdings(now, target, month)
        stock = liquid.at(month).value
        assert parts.sum() == pytest.approx(stock)
        assert parts[2] < 0.03 * stock


def test_the_rule_is_not_known_before_it_was_published(
    now: View, target: Target
) -> None:
    then = now.at(end_of_day(date(2026, 1, 28)))
    with pytest.raises(NotYetKnown, match="published on 2026-01-29"):
        asked("runway", target, then)
    assert asked("runway", target, now.at(end_of_day(date(2026, 1, 31))))


def test_all_answer_today_and_no_stock_is_below_zero(now: View, target: Target) -> None:
    made = run(now, (target,), seed=1)
    assert not made.refusals
    for said in made.predictions.values():
        assert [str(p.question.horizon) for p in said] == ["6m", "12m", "24m", "36m"]
        for p in said:
            assert p.quantiles[0] >= 0
            assert list(p.quantiles) == sorted(p.quantiles)
            told = [p.chances[a] for a in (500, 1000, 2000)]
            assert told == sorted(told, reverse=True)


def test_cheap_oil_empties_the_fund_and_dear_oil_does_not(
    now: View, target: Target
) -> None:
    def left(cutoff: float) -> float:
        inputs = {**target.inputs, "cutoffs": {"2020-01-01": cutoff}}
        return asked("runway", replace(target, inputs=inputs), now)[1].at(0.5)

    assert left(150) == 0  # oil far below the cut-off
    assert left(1) == pytest.approx(now.series(target.series).last().value, rel=0.15)


def test_drift_goes_on_as_the_last_two_years_did(now: View, target: Target) -> None:
    told = {p.period: p.value for p in now.series(target.series)}
    base = max(told)
    months = [base.shifted(months=-i) for i in range(24)]
    before = {m: m.shifted(months=-1) for m in months}
    steps = [told[m] - told[p] for m, p in before.items() if {m, p} <= told.keys()]
    assert len(steps) == 22  # the end of March 2025 is not known
    middle = asked("drift", target, now)[0].at(0.5)
    assert middle == pytest.approx(told[base] + 6 * sum(steps) / len(steps), abs=250)


def test_no_month_bears_what_was_drawn_in_two(now: View, target: Target) -> None:
    found = _flows(now, target, JUNE)
    assert len(found) == 22
    assert Period.month(2025, 3) not in found
    assert Period.month(2025, 4) not in found
    assert min(found) == Period.month(2024, 7)


def test_drawing_departs_from_the_rule_by_what_it_did(
    now: View, target: Target
) -> None:
    def off(cutoffs: dict[str, float]) -> list[float]:
        inputs = {**target.inputs, "cutoffs": cutoffs}
        made = _departures(now, replace(target, inputs=inputs), JUNE, 10.0)
        return [float(x) for x in made]

    drawn = list(_flows(now, target, JUNE).values())
    assert off({"2020-01-01": 1}) == pytest.approx(drawn)  # it says: nothing
    assert off({"2026-01-01": 1}) == pytest.approx(drawn[-6:])
    assert min(off({"2020-01-01": 200})) < min(drawn)


def test_the_rule_is_as_unsure_as_it_was_rounded(target: Target) -> None:
    def width(rounded: dict[str, float]) -> float:
        told = {**target.inputs["rule"], "rounded": rounded}
        a, b = _rules(told, np.random.default_rng(1))
        yearly = a + b * (59 - 45)
        return float(np.ptp(yearly))

    assert width({"stock": 0, "years": 0}) == pytest.approx(0)
    assert 50 < width({"stock": 100, "years": 0.1}) < 500  # of 2 400 bn a year


def test_what_is_put_into_an_empty_fund_stays() -> None:
    flows = iter([200.0, -50.0, 0.0])
    stocks = run_down(
        np.array([60.0, 40.0, 0.0]),
        np.ones((1, 3, 4)),
        lambda *_: np.array([next(flows)]),
    )
    assert stocks.tolist() == [[0, 50, 50]]


def test_too_short_a_record_of_gold_is_refused(now: View, target: Target) -> None:
    then = now.at(end_of_day(date(2023, 6, 30)))
    refused = {r.model: r.reason for r in run(then, (target,)).refusals}
    assert "expected 12 months of what is held, found 8" in refused["as_drawn"]


def test_records_of_unequal_length_are_refused(now: View, target: Target) -> None:
    rates = {**target.inputs, "yuan": target.inputs["taxed_oil"]}
    refused = {
        r.model: r.reason for r in run(now, (replace(target, inputs=rates),)).refusals
    }
    assert "months as of gold" in refused["as_drawn"]

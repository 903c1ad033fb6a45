"""Stocks and flows of a made-up class: what adds up, what binds, what is refused."""

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
import pytest

from polemos.core import NotYetKnown
from polemos.models import _posterior as posterior
from polemos.models import _stock as stock
from polemos.models._posterior import KEPT, Evidence
from polemos.models._stock import Draws, Own
from polemos.models._unseen import Count, Losses
from polemos.models.score import Floats

MONTHS: Floats = np.arange(1.0, 37.0)  # three years


def evidence(**more: object) -> Evidence:
    """Give three made-up years of 30 losses a month, of which 24 are photographed."""
    plain = Evidence(
        photographed=24 * MONTHS,
        claimed=45 * MONTHS,
        fleet=(2800, 3200),
        depot=(4800, 5200),
        seen=(0.7, 0.95),
        built=np.array((np.full(36, 60.0), np.full(36, 300.0))),
        capacity=(20, 200),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def drawn(**more: object) -> Draws:
    return posterior.drawn(evidence(**more), np.random.default_rng(6))


@pytest.fixture(scope="module")
def draws() -> Draws:
    return drawn(depots=[Count(35, 3000, 150)])


def test_nothing_is_lost_between_depots_and_fleet(draws: Draws) -> None:
    """Of each draw: what left the depots, made fit, and what was built is `made`."""
    own = draws.own
    withdrawn = draws.restored / own.fit
    before = np.broadcast_to(own.depot, withdrawn.shape)
    assert draws.depot + withdrawn == pytest.approx(before, rel=1e-3)
    assert draws.made == pytest.approx(draws.restored + draws.built, rel=1e-4)
    fleet = own.fleet + draws.made - own.gone * draws.lost
    assert draws.fleet == pytest.approx(fleet, rel=1e-3, abs=1)


def test_a_draw_is_of_one_world(draws: Draws) -> None:
    for field in fields(Own):
        assert getattr(draws.own, field.name).shape[-1] == KEPT
    assert draws.lost.shape == draws.depot.shape == (36, KEPT)
    assert (np.diff(draws.lost, axis=0) >= 0).all()
    assert (np.diff(draws.depot, axis=0) <= 0).all()
    last = np.diff(draws.lost[[-4, -1]], axis=0)[0] / 3
    assert draws.pace == pytest.approx(last)


# The step of a month: min(capacity, hazard * stock), by condition.


def own(capacity: float, hazards: tuple[float, float, float]) -> Own:
    return Own(
        fleet=np.array([3000.0]),
        stocks=np.array([[1000.0], [3000.0], [1000.0]]),
        hazards=np.array(hazards)[:, None],
        capacity=np.array([capacity]),
        fit=np.array([0.8]),
        gone=np.array([1.0]),
    )


def run(
    one: Own, lost: float = 0.0, built: float = 0.0, months: int = 12
) -> tuple[Floats, Floats, Floats, Floats]:
    flows = [(np.array([lost]), np.array([built]))] * months
    return stock.run(one, one.stocks, one.fleet, flows, range(months))[:4]


def test_without_a_limit_each_condition_loses_its_share_each_month() -> None:
    fleet, stocks, restored, _ = run(own(1e9, (0.05, 0.01, 0.001)))
    left = np.array([1000 * 0.95**12, 3000 * 0.99**12, 1000 * 0.999**12])
    assert stocks[-1, :, 0] == pytest.approx(left)
    assert restored[-1, 0] == pytest.approx(0.8 * (5000 - left.sum()))
    assert fleet[-1, 0] == pytest.approx(3000 + restored[-1, 0])


def test_no_month_takes_out_more_than_the_capacity_and_what_is_wanted_shares_it() -> (
    None
):
    fleet, stocks, restored, _ = run(own(50, (0.05, 0.01, 0.001)))
    taken = -np.diff(stocks.sum(axis=1)[:, 0], prepend=5000.0)
    assert taken == pytest.approx(np.full(12, 50.0))
    first = np.array([1000, 3000, 1000]) - stocks[0, :, 0]
    assert first == pytest.approx(50 * np.array([50, 30, 1]) / 81)
    assert restored[-1, 0] == pytest.approx(0.8 * 12 * 50)
    assert fleet[-1, 0] == pytest.approx(3000 + 0.8 * 12 * 50)


def test_once_less_is_wanted_than_can_be_taken_the_hazards_bind() -> None:
    _, stocks, *_ = run(own(70, (0.05, 0.01, 0.0)), months=60)
    taken = -np.diff(stocks.sum(axis=1)[:, 0], prepend=5000.0)
    assert taken[0] == pytest.approx(70)
    assert taken[-1] < 40
    assert (np.diff(taken) <= 1e-9).all()


def test_a_fleet_cannot_lose_what_it_has_not() -> None:
    fleet, *_ = run(own(1, (0.0, 0.0, 0.0)), lost=500, built=40)
    assert fleet[:, 0].min() == 0
    assert fleet[4, 0] == pytest.approx(3000 - 5 * 460)


def test_what_is_ahead_is_the_same_step_as_what_was(draws: Draws) -> None:
    """Scrap included: depots go on as a longer past would have."""
    own, nothing = draws.own, [(np.zeros(KEPT), np.zeros(KEPT))] * 60
    _, whole, *_ = stock.run(own, own.stocks, own.fleet, nothing, range(60))
    on = stock.ahead(draws, 24, np.random.default_rng(9))
    assert on.stocks == pytest.approx(whole[36:], rel=1e-3, abs=0.1)
    assert (on.stocks[-1, 2] < draws.stocks[-1, 2]).mean() > 0.9


def test_depots_ahead_empty_and_never_fill_and_the_fleet_follows(draws: Draws) -> None:
    on = stock.ahead(draws, 240, np.random.default_rng(9))
    assert on.depot.shape == (240, KEPT)
    assert (np.diff(on.depot, axis=0) <= 1e-2).all()
    assert (on.depot[0] <= draws.depot[-1] + 1e-2).all()
    assert (on.fleet >= 0).all()
    assert (np.diff(on.lost, axis=0) >= 0).all()
    yearly = np.median(on.lost[11] - draws.lost[-1])
    assert yearly == pytest.approx(12 * np.median(draws.pace), rel=0.1)
    balance = draws.fleet[-1] + on.made[5] - draws.made[-1]
    balance -= draws.own.gone * (on.lost[5] - draws.lost[-1])
    assert on.fleet[5] == pytest.approx(balance, rel=1e-3, abs=1)


def test_the_floor_is_of_what_stood_before_the_war(draws: Draws) -> None:
    good_and_poor = draws.own.stocks[0] + draws.own.stocks[1]
    assert np.array_equal(draws.own.restorable, good_and_poor)
    assert (draws.restorable[0] < draws.own.restorable).all()


# What binds.


def test_draws_agree_with_planted_counts() -> None:
    found = drawn(
        depots=[Count(23, 3700, 150), Count(35, 3000, 150)],
        fleets=[Count(35, 3800, 200)],
        lost=[Count(35, 360, 40, months=12)],
        good_at_most=[Count(35, 400, 20)],
    )
    for values, planted, error in (
        (found.depot[23], 3700, 150),
        (found.depot[35], 3000, 150),
        (found.fleet[35], 3800, 200),
        (found.lost[35] - found.lost[23], 360, 40),
    ):
        assert np.median(values) == pytest.approx(planted, abs=error)
        assert values.std() < 1.2 * error
    assert np.quantile(found.stocks[35, 0], 0.99) < 400 + 3 * 20


def test_a_share_of_depots_binds_as_a_count_does() -> None:
    found = drawn(depot=(3000, 7000), shares=[Count(35, 0.48, 0.03)])
    share = found.depot[35] / found.own.depot
    assert np.median(share) == pytest.approx(0.48, abs=0.02)
    assert found.own.depot.std() > 700  # of which a share says nothing


def test_what_a_year_made_and_what_it_restored_bind() -> None:
    free = drawn()
    made = drawn(made=[Count(35, 300, 30, months=12)])
    restored = drawn(restored=[Count(35, 300, 30, months=12)])
    yearly = [d.made[35] - d.made[23] for d in (free, made, restored)]
    built = restored.built[35] - restored.built[23]
    assert np.median(yearly[1]) == pytest.approx(300, abs=40)
    assert np.median(yearly[2] - built) == pytest.approx(300, abs=40)
    assert abs(np.median(yearly[0]) - 300) > 100


def test_what_half_a_year_lost_is_no_more_than_that_half() -> None:
    half = drawn(lost=[Count(35, 200, 8, months=6)])
    early, late = np.median(np.diff(half.lost[[23, 29, 35]], axis=0), axis=1)
    assert late == pytest.approx(200, abs=8)
    assert early > 150


def test_a_pace_binds_in_the_months_that_it_is_said_of() -> None:
    free = drawn()
    slow = drawn(
        withdrawn=[Count(23, 30 * 12, 40, months=12), Count(29, 10, 2, months=1)]
    )
    for d, year, month in ((slow, 360, 10),):
        taken = -np.diff(d.depot, axis=0)
        assert np.median(taken[11:23].sum(axis=0)) == pytest.approx(year, rel=0.25)
        assert np.median(taken[28]) == pytest.approx(month, rel=0.3)
    assert np.median(-np.diff(free.depot, axis=0)[28]) > 20


def test_what_is_built_follows_the_years() -> None:
    ends = np.array((np.full(36, 100.0), np.full(36, 140.0)))
    ends[:, 24:] = [[480.0], [720.0]]
    found = drawn(built=ends)
    yearly = [np.median(found.built[m] - found.built[m - 12]) for m in (23, 35)]
    assert yearly == pytest.approx([120, 600], rel=0.05)


@pytest.mark.parametrize("most", [(15, 25), (60, 90)])
def test_the_capacity_is_no_more_than_was_published(most: tuple[float, float]) -> None:
    found = drawn(capacity=most)
    taken = -np.diff(found.depot, axis=0)
    assert np.quantile(taken, 0.999) < 1.3 * most[1]
    assert np.quantile(found.own.capacity, [0.05, 0.95]) == pytest.approx(most, rel=0.1)


@pytest.mark.parametrize(
    "counts",
    [
        {"depots": [Count(23, 1000, 20), Count(35, 4500, 20)]},  # depots do not fill
        {"fleets": [Count(35, 9000, 50)]},
        {"lost": [Count(35, 9000, 100, months=12)]},
    ],
)
def test_inputs_that_contradict_each_other_are_refused(
    counts: Mapping[str, object],
) -> None:
    with pytest.raises(NotYetKnown, match="contradict"):
        drawn(**counts)


def test_two_seeds_tell_the_same_whole_percents_give_or_take_one() -> None:
    e = evidence(
        depots=[Count(35, 3000, 150)],
        fleets=[Count(23, 2900, 500)],
        made=[Count(35, 700, 100, months=12)],
        lost=[Count(35, 380, 60, months=12)],
    )
    ends = [
        [
            np.quantile(100 * part, [0.1, 0.5, 0.9])
            for d in [posterior.drawn(e, np.random.default_rng(seed))]
            for part in (d.depot[-1] / d.own.depot, d.fleet[-1] / d.own.fleet)
        ]
        for seed in range(4)
    ]
    assert np.ptp(ends, axis=0).max() < 1.2


# True losses.


def totals(losses: Losses, n: int = 4000) -> Floats:
    rng = np.random.default_rng(7)
    return losses.totals(
        rng.uniform(0.5, 3.0, n), rng.standard_normal((losses.dims, n))
    )


def made_of(**more: object) -> Losses:
    e = evidence(**more)
    return Losses(e.photographed, e.claimed, e.seen, e.seen_shares)


def test_true_losses_are_photographs_over_the_share_that_is_seen() -> None:
    lost = totals(made_of())
    low, middle, high = np.quantile(24 * 36 / lost[-1], [0.05, 0.5, 0.95])
    assert middle == pytest.approx(0.8, abs=0.05)
    assert 0.6 < low < middle < high < 0.98
    sure = totals(made_of(seen=(0.90, 0.92)))
    assert np.median(sure[-1]) < np.median(lost[-1])


def test_a_published_share_moves_what_is_drawn_of_that_time() -> None:
    """Held to a tenth: the draws come close to it, and are surer than before."""
    vague = {"seen": (0.5, 0.98), "claimed": np.full(36, np.nan)}
    before = totals(made_of(**vague))
    after = totals(made_of(**vague, seen_shares=[Count(23, 0.6, 0.02)]))
    for lost, middle, spread in ((before, 0.65, 0.12), (after, 0.60, 0.03)):
        share = 24 * 24 / lost[23]
        assert np.median(share) == pytest.approx(middle, abs=0.03)
        assert share.std() == pytest.approx(spread, abs=0.02)


def test_claims_say_where_photographs_fell_behind() -> None:
    """Fewer photographs under claims as before are losses that go unseen."""
    shown = np.concatenate((np.full(18, 24.0), np.full(18, 12.0))).cumsum()

    def late(claimed: Floats) -> float:
        lost = totals(made_of(photographed=shown, claimed=claimed))
        return float(np.median(lost[35] - lost[17]))

    assert late(45 * MONTHS) > 1.05 * late(np.full(36, np.nan))


@pytest.mark.parametrize(("claimed", "pace"), [(45.0, 60.0), (np.nan, 30.0)])
def test_unseen_months_follow_the_claims_or_keep_the_pace(
    claimed: float, pace: float
) -> None:
    """Photographs stop after two years; claims, where there are any, then double."""
    shown = np.where(MONTHS <= 24, 24 * MONTHS, np.nan)
    told = np.cumsum(np.where(MONTHS <= 24, claimed, 2 * claimed))
    lost = totals(made_of(photographed=shown, claimed=told))
    assert np.median(lost[35] - lost[23]) / 12 == pytest.approx(pace, rel=0.12)
    assert (lost[35] - lost[23]).std() > (lost[23] - lost[11]).std()


def test_a_year_of_photographs_is_needed() -> None:
    shown = np.where(MONTHS <= 12, 24 * MONTHS, np.nan)
    with pytest.raises(NotYetKnown, match="more than 12 months, found 12"):
        made_of(photographed=shown)

"""The war's own scenarios: read clean, each series is one, and chances exhaust."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from polemos import scenarios, wars
from polemos.core import (
    EVER,
    OUTCOME,
    Kind,
    Observation,
    Phase,
    Scenarios,
    View,
    end_of_day,
    expected,
    judged_id,
)
from polemos.models import Weighing
from polemos.pipeline import World
from polemos.scenarios import Reading

FEBRUARY = date(2025, 2, 24)


@pytest.fixture(scope="module")
def told(packaged: World) -> Scenarios:
    assert packaged.scenarios is not None
    return packaged.scenarios


@pytest.fixture(scope="module")
def known(packaged: World) -> Mapping[str, date]:
    """Give each event of the ledger with the day since which it is known."""
    events = packaged.store.as_of(EVER).events()
    return {e.id: e.known_at.date() for e in events}


@pytest.fixture(scope="module")
def reading(packaged: World, known: Mapping[str, date]) -> Reading:
    assert packaged.agenda is not None
    files = wars.scenarios(packaged.war)
    return scenarios.read(files, packaged.agenda, known)


@pytest.fixture(scope="module")
def view(packaged: World) -> View:
    return packaged.view(end_of_day(packaged.store.newest()))


@pytest.fixture(scope="module", params=["february", "newest"])
def outlook(request: pytest.FixtureRequest, packaged: World) -> Weighing:
    newest = packaged.store.newest()
    return packaged.outlook(
        end_of_day(FEBRUARY if request.param == "february" else newest)
    )


def asked(told: Scenarios) -> dict[str, list[str]]:
    """Name every series that the files name, by what for."""
    return {
        "signs": [s.series for s in told.signs],
        "tree": [n.series for n in told.tree.values() if n.kind is Kind.INDICATOR],
        "chances": [v.chance for v in told.roots()],
        "laws": [name for law in told.laws for name in (law.scale, law.shape) if name],
        "crowds": [c.series for c in told.crowds],
        "spans": [s.series for c in told.crowds for s in c.spans],
        "measures": [n for c in told.carried.values() for n in (c.now, c.ahead) if n],
    }


def test_the_wars_own_files_are_read_clean(reading: Reading, told: Scenarios) -> None:
    assert reading.told == told
    assert list(expected(reading.source, reading.records)) == list(reading.records)


@pytest.mark.parametrize("what", ["signs", "tree", "chances", "laws", "crowds"])
def test_every_series_that_they_name_is_one(
    what: str, told: Scenarios, view: View
) -> None:
    names = asked(told)[what]
    assert names
    for name in names:
        assert view.spec(name).id == name


@pytest.mark.parametrize("what", ["spans", "measures"])
def test_what_may_be_named_besides_is_one_too(
    what: str, told: Scenarios, view: View
) -> None:
    for name in asked(told)[what]:
        assert view.spec(name).id == name


def test_every_sign_has_had_a_value_by_now(told: Scenarios, view: View) -> None:
    """A rule is held against something that is told."""
    silent = [s.series for s in told.signs if not view.series(s.series).points]
    assert not silent


def test_a_scenario_has_signs_for_and_a_rule_in_both_languages(
    told: Scenarios,
) -> None:
    for branch in told.branches:
        assert any(s.branch == branch and s.confirms for s in told.signs), branch
    for one in (*told.states.values(), *told.variables.values()):
        assert one.rule.en.strip()
        assert one.rule.zh.strip()
        assert one.rule.en != one.name.en
    rules = Counter(s.rule.en for s in told.states.values())
    assert max(rules.values()) == 1


def test_what_was_coded_rests_on_known_events(
    packaged: World, known: Mapping[str, date]
) -> None:
    """Not one id is unknown, and no outcome was known before its evidence."""
    codings = packaged.store.as_of(EVER).codings()
    mine = [c for c in codings if c.series.startswith(judged_id("outcome") + ".")]
    assert len([c for c in mine if c.evidence]) > 15
    for coding in mine:
        assert set(coding.evidence) <= set(known)
        days = [known[e] for e in coding.evidence]
        assert max(days, default=coding.period.start) <= coding.known_at.date()
        assert coding.period.start <= coding.known_at.date() <= coding.coded


def test_acts_and_likelihoods_are_of_known_events(
    told: Scenarios, known: Mapping[str, date]
) -> None:
    assert {c.event for c in (*told.likelihoods, *told.doctrine)} <= set(known)
    for event in {c.event for c in told.likelihoods}:
        of = [c.of for c in told.likelihoods if c.event == event]
        assert sorted(of) == sorted(told.hypotheses)


def test_a_coded_outcome_is_a_state_of_its_variable(
    reading: Reading, told: Scenarios
) -> None:
    head = judged_id("outcome") + "."
    seen = [
        r
        for r in reading.records
        if isinstance(r, Observation) and r.series.startswith(head)
    ]
    assert {o.series.removeprefix(head) for o in seen} == set(told.coded)
    for o in seen:
        count = len(told.states) if o.series == head + OUTCOME else 2
        assert o.value in range(count)


def test_every_scenario_and_every_hanging_variable_is_settled(
    told: Scenarios,
) -> None:
    """What is printed has a resolution that the ledger holds."""
    assert OUTCOME in told.coded
    hanging = {v.id for v in told.variables.values() if not v.chance}
    assert hanging <= set(told.coded)


def test_scenarios_are_of_one_phase_and_name_a_state(told: Scenarios) -> None:
    """The war halts in all states of a scenario, or in none."""
    for branch in told.branches:
        phases = {s.phase for s in told.states.values() if s.branch == branch}
        assert phases == {told.states[branch].phase}
    assert {s.phase for s in told.states.values()} == set(Phase)


def test_the_scenarios_exhaust_what_can_be_in_every_draw(outlook: Weighing) -> None:
    chances = outlook.prospect.chances()
    assert chances.shape[-1] == len(outlook.told.branches)
    assert len(chances) > 30
    assert (chances >= 0).all()
    assert np.abs(chances.sum(axis=-1) - 1).max() < 1e-9


def test_given_what_is_so_they_exhaust_it_too(outlook: Weighing) -> None:
    p = outlook.prospect
    for root in p.roots:
        for state in ("yes", "no"):
            if p.seen.get(root, state) == state:
                total = p.chances({root: state}).sum(axis=-1)
                assert np.abs(total - 1).max() < 1e-9

"""Laws that hold for every model, target and estimator, present and future."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from polemos import ledger, models, wars
from polemos.core import (
    KnownBy,
    Observation,
    Reckoning,
    Snapshot,
    Subject,
    Target,
    View,
    end_of_day,
)
from polemos.models import Run
from polemos.models._estimate import named_series
from polemos.pipeline import World, open_world

TARGETS, SUBJECTS = wars.outlook(wars.load("rus-ukr"))
ORIGINS = (date(2024, 12, 1), date(2025, 2, 24), date(2026, 6, 30))
IDS = [t.id for t in TARGETS]
NEWEST = date(2026, 8, 22)  # what the packaged figures reach
AFTER_ALL = date(2026, 11, 1)  # the packaged bytes were heard by then


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    lake: Path = tmp_path_factory.mktemp("user") / "lake"
    return open_world("rus-ukr", lake, lambda *_: None)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Give a world in which nothing is planted."""
    lake: Path = tmp_path_factory.mktemp("user") / "lake"
    return open_world("rus-ukr", lake, lambda *_: None)


@pytest.fixture(scope="module")
def said(world: World) -> dict[date, Run]:
    """Give what all models say from each origin, before anything is planted."""
    return {day: models.run(view_of(world, day), TARGETS) for day in ORIGINS}


def view_of(world: World, day: date) -> View:
    return world.view(end_of_day(day)).base


@pytest.mark.parametrize("name", models.all_models())
def test_a_model_says_what_it_assumes_and_is_asked(name: str) -> None:
    model = models.all_models()[name]
    assert len(model.definition) > 40
    assert model.title.zh != model.title.en
    assert any(name in (*t.models, t.baseline) for t in TARGETS), "asked by no target"


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_a_target_has_a_baseline_that_is_not_its_model(
    target: Target, world: World
) -> None:
    assert target.baseline not in target.models
    assert target.models
    view = view_of(world, ORIGINS[-1])
    for name in (target.series, *named_series(target.inputs)):
        view.spec(name)
    assert target.how in (Reckoning.LEVEL, Reckoning.CHANGE)


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_answers_are_quantiles_of_what_was_asked(
    target: Target, said: dict[date, Run]
) -> None:
    for day, run in said.items():
        refused = {r.model for r in run.refusals if r.target == target}
        for name in (*target.models, target.baseline):
            answers = run.of(target.id, name)
            assert bool(answers) != (name in refused)
            for a in answers:
                assert list(a.quantiles) == sorted(a.quantiles)
                assert a.question.origin == day < a.question.period.end
                assert a.question.base.last <= day
                assert set(a.chances) == set(target.above)
                chances = [a.chances[v] for v in sorted(a.chances)]
                assert chances == sorted(chances, reverse=True)


def test_the_same_seed_says_the_same_to_the_last_digit(
    world: World, said: dict[date, Run]
) -> None:
    day = ORIGINS[1]
    again = models.run(view_of(world, day), TARGETS)
    assert again == said[day]
    alone = [t for t in TARGETS if t.series.startswith("oryx/")][:2]
    for target in alone:  # whoever else is asked
        one = models.run(view_of(world, day), [target])
        for key, answers in one.predictions.items():
            assert answers == said[day].predictions[key]


def test_another_seed_draws_anew(world: World, said: dict[date, Run]) -> None:
    target = next(t for t in TARGETS if t.series == "oryx/losses.tank@RUS")
    other = models.run(view_of(world, ORIGINS[1]), [target], seed=1)
    assert other.predictions != {
        k: v for k, v in said[ORIGINS[1]].predictions.items() if k[1] == target.id
    }


def told_later(
    view: View, names: Sequence[str], factor: float, day: date
) -> Iterator[tuple[Snapshot, list[Observation]]]:
    """Tell the newest values anew, much changed, and a further one, on a later day.

    An assumed release date is good for the first bytes heard: such series are told
    anew only after the packaged bytes, lest they become the second.
    """
    for name in names:
        for leaf in leaves(view, name):
            every = view.series(leaf).points
            points = every[-3:]
            if not points:
                continue
            assumed = any(
                o.known_by is KnownBy.ASSUMED for p in every for o in p.evidence
            )
            moment = end_of_day(AFTER_ALL if assumed else day)
            source = view.source(leaf)
            body = f"{leaf} {factor} {moment}".encode()
            snap = Snapshot(source.id, "planted.csv", "", moment, body)
            assert snap.id == sha256(body).hexdigest()
            periods = [p.period for p in points]
            further = periods[-1].shifted(days=periods[-1].days)
            if further.start <= moment.date():
                periods.append(further)
            yield (
                snap,
                [
                    Observation(
                        leaf,
                        period,
                        points[-1].value * factor,
                        moment,
                        snap.id,
                        known_by=KnownBy.FETCHED,
                    )
                    for period in periods
                ],
            )


def leaves(view: View, name: str) -> Sequence[str]:
    made_of = view.uses(name)
    return [leaf for u in made_of for leaf in leaves(view, u)] if made_of else [name]


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_nothing_known_later_moves_a_forecast(
    data: st.DataObject, world: World
) -> None:
    day = data.draw(st.sampled_from(ORIGINS))
    chosen = data.draw(
        st.lists(st.sampled_from(TARGETS), min_size=4, max_size=4, unique_by=id)
    )
    factor = data.draw(st.sampled_from([0.01, 3.0, 1000.0]))
    later = day + timedelta(days=data.draw(st.integers(1, 40)))
    view = view_of(world, day)
    before = models.run(view, chosen)
    names = {n for t in chosen for n in (t.series, *named_series(t.inputs))}
    for snap, records in told_later(view, sorted(names), factor, later):
        world.store.append([snap], records)
    assert models.run(view_of(world, day), chosen) == before


def test_what_is_planted_does_move_the_forecast_after_it(world: World) -> None:
    """Else the law above would hold of a plant that nobody sees."""
    day, later = ORIGINS[1], ORIGINS[1] + timedelta(days=1)  # the newest value, then
    target = next(t for t in TARGETS if t.id == "territory.held@RUS")
    before = models.run(view_of(world, later), [target])
    told = told_later(view_of(world, day), [target.series], 3.0, later)
    for snap, records in told:
        world.store.append([snap], records)
    assert models.run(view_of(world, later), [target]) != before


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_packaged_replays_are_what_the_models_say(target: Target, fresh: World) -> None:
    packaged = ledger.packaged([target])
    if not packaged:
        pytest.skip("nothing of it was ever settled")
    settled = sorted({s.origin for s in packaged if s.outcome is not None})
    origin = settled[len(settled) // 2]
    said = {(s.model, s.horizon): s for s in packaged if s.origin == origin}
    again = models.replay(
        fresh.view(end_of_day(NEWEST)).base, target, origin, seed=models.SEED
    )
    assert {(s.model, s.horizon) for s in again} == set(said)
    for s in again:
        was = said[s.model, s.horizon]
        assert s.due == was.due
        assert (s.outcome is None) == (was.outcome is None)
        for name in ("outcome", "median", "loss"):
            assert getattr(s, name) == pytest.approx(getattr(was, name), rel=1e-5)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda s: s.id)
def test_an_estimate_has_all_its_parts_or_says_why_not(
    subject: Subject, world: World
) -> None:
    made = world.view(end_of_day(ORIGINS[1])).estimation(subject)
    assert bool(made.series) != bool(made.refused)
    for series in made.series.values():
        for p in series:
            assert p.low is not None
            assert p.high is not None
            assert p.low <= p.value <= p.high
            assert p.evidence

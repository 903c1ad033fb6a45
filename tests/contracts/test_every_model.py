"""Laws that hold for every model, target and estimator, present and future."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from shutil import copytree

import pytest

from polemos import ledger, models, wars
from polemos.core import (
    KnownBy,
    Observation,
    Period,
    Reckoning,
    Snapshot,
    Subject,
    Target,
    View,
    WarError,
    end_of_day,
    start_of_day,
)
from polemos.models import Run
from polemos.models._estimate import named_series
from polemos.pipeline import World, open_world

TARGETS, SUBJECTS = wars.outlook(wars.load("rus-ukr"))
NEWEST = date(2026, 8, 22)  # what the packaged figures reach
ORIGINS = (date(2024, 12, 1), date(2025, 2, 24), NEWEST)
IDS = [t.id for t in TARGETS]
AFTER_ALL = date(2026, 11, 1)  # the packaged bytes were heard by then


@pytest.fixture(scope="module")
def said(world: World) -> dict[date, Run]:
    """Give what all models say from each origin, before anything is planted."""
    return {day: models.run(view_of(world, day), TARGETS) for day in ORIGINS}


def view_of(world: World, day: date) -> View:
    return world.view(end_of_day(day)).base


@pytest.mark.parametrize("name", models.all_models())
def test_a_model_says_what_it_assumes_and_is_asked(name: str, world: World) -> None:
    model = models.all_models()[name]
    assert len(model.definition) > 40
    assert model.title.zh != model.title.en
    asked = (name in (*t.models, t.baseline) for t in world.targets)
    assert any(asked), "asked by no target"


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


def test_another_seed_draws_anew(world: World, said: dict[date, Run]) -> None:
    target = next(t for t in TARGETS if t.series == "oryx/losses.tank@RUS")
    other = models.run(view_of(world, ORIGINS[1]), [target], seed=1)
    assert other.predictions != {
        k: v for k, v in said[ORIGINS[1]].predictions.items() if k[1] == target.id
    }


def leaves(view: View, names: Iterable[str]) -> Sequence[str]:
    """Name the stored series that some are made of."""
    found: dict[str, None] = {}
    for name in names:
        made_of = view.uses(name)
        found.update(dict.fromkeys(leaves(view, made_of) if made_of else [name]))
    return list(found)


def read_by(asked: Target | Subject) -> Sequence[str]:
    """Name the series that a target's models, or an estimator, may read."""
    of = (asked.series,) if isinstance(asked, Target) else ()
    return (*of, *named_series(asked.inputs))


def plant(world: World, day: date) -> None:
    """Tell every series that is read a huge value, a moment after a day is over.

    Where release days are assumed it is of a period of its own, in bytes that were
    heard after all others, and assumed to have been out then: an assumed day is good
    for the first bytes heard. Else the newest values are told anew as well.
    """
    then, after = view_of(world, day), view_of(world, AFTER_ALL)
    soon, late = start_of_day(day + timedelta(days=1)), end_of_day(AFTER_ALL)
    told: dict[tuple[str, datetime], list[Observation]] = {}
    for leaf in leaves(then, [n for a in (*TARGETS, *SUBJECTS) for n in read_by(a)]):
        every = after.vintages(leaf)
        if not every:
            continue
        assumed = any(o.known_by is KnownBy.ASSUMED for o in every)
        known = then.series(leaf).points[-3:] or after.series(leaf).points[:1]
        period = further(known[-1].period, assumed, {o.period for o in every})
        how, heard = KnownBy.FETCHED, soon
        if assumed:
            how, heard = KnownBy.ASSUMED, late
        source, huge = after.source(leaf).id, 1000 * abs(known[-1].value) + 1000
        told.setdefault((source, heard), []).extend(
            Observation(leaf, p, huge, soon, name_of(source, heard), known_by=how)
            for p in (period, *(p.period for p in known if not assumed))
            if p.start <= soon.date()
        )
    for (source, heard), rows in told.items():
        body = f"{source} {heard}".encode()
        world.store.append([Snapshot(source, "planted.csv", "", heard, body)], rows)


def name_of(source: str, heard: datetime) -> str:
    """Name the snapshot in which a source tells what is planted."""
    return sha256(f"{source} {heard}".encode()).hexdigest()


def further(newest: Period, assumed: bool, taken: Container[Period]) -> Period:
    """Give the period after the newest; of assumed days, one that nobody told of."""
    after = newest.shifted(days=newest.days)
    if not assumed or after not in taken:
        return after
    days = (after.end + timedelta(days=n) for n in count(1))
    return next(p for end in days if (p := Period(after.start, end)) not in taken)


@pytest.fixture(scope="module")
def planted(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[date], World]:
    """Give the world in which values are planted after a day, made when asked for."""

    @cache
    def after(day: date) -> World:
        lake = tmp_path_factory.mktemp("user") / "lake"
        copytree(world.store.lake.path, lake)
        other = open_world("rus-ukr", lake, lambda *_: None)
        plant(other, day)
        return other

    return after


def day_of(target: Target, said: Mapping[date, Run]) -> date:
    """Give the origin from which the most models answer."""
    return max(
        (sum(t == target.id for _, t in run.predictions), day)
        for day, run in said.items()
    )[1]


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_nothing_known_later_moves_a_forecast(
    target: Target, said: dict[date, Run], planted: Callable[[date], World]
) -> None:
    """Asked alone, in a world that knows more: the same, to the last digit."""
    day = day_of(target, said)
    again = models.run(view_of(planted(day), day), [target])
    assert again.predictions
    assert again.predictions == {
        k: v for k, v in said[day].predictions.items() if k[1] == target.id
    }
    assert again.refusals == tuple(r for r in said[day].refusals if r.target == target)


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_what_is_planted_is_known_the_day_after(
    target: Target,
    said: dict[date, Run],
    world: World,
    planted: Callable[[date], World],
) -> None:
    """Else the law above would hold of a plant that nobody sees."""
    day = day_of(target, said)
    after = start_of_day(day + timedelta(days=1))
    plain, moved = (w.view(after).base for w in (world, planted(day)))
    for leaf in leaves(moved, read_by(target)):
        seen_on(moved, leaf, day)
    said_then, said_now = (
        models.run(view, [target], only=target.baseline).predictions
        for view in (plain, moved)
    )
    assert said_then
    assert said_now != said_then


def seen_on(view: View, leaf: str, day: date) -> None:
    """Hold that what was planted of a series is known in a view of the day after."""
    source = view.source(leaf).id
    ours = {
        name_of(source, heard)
        for heard in (start_of_day(day + timedelta(days=1)), end_of_day(AFTER_ALL))
    }
    assert any(o.snapshot in ours for p in view.series(leaf) for o in p.evidence), leaf


# Their sampling learns where to look from draws whose weights hang on the last bits of
# a processor's arithmetic: elsewhere other draws count, and as many.
LEARNING = {"depots"}


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_packaged_replays_are_what_the_models_say(target: Target, world: World) -> None:
    packaged = ledger.packaged([target])
    if not packaged:
        pytest.skip("nothing of it was ever settled")
    settled = sorted({s.origin for s in packaged if s.outcome is not None})
    origin = settled[len(settled) // 2]
    said = {(s.model, s.horizon): s for s in packaged if s.origin == origin}
    again = models.replay(
        world.view(end_of_day(NEWEST)).base, target, origin, seed=models.SEED
    )
    assert {(s.model, s.horizon) for s in again} == set(said)
    for s in again:
        was = said[s.model, s.horizon]
        assert s.due == was.due
        assert (s.outcome is None) == (was.outcome is None)
        rough = s.model.partition("/")[0] in LEARNING
        for name, far in (("outcome", 1e-5), ("median", 5e-3), ("loss", 0.1)):
            near = far if rough else 1e-5
            assert getattr(s, name) == pytest.approx(getattr(was, name), rel=near)


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


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda s: s.id)
def test_nothing_known_later_moves_an_estimate(
    subject: Subject, world: World, planted: Callable[[date], World]
) -> None:
    """And the day after it is moved, or refused."""
    day = ORIGINS[1]
    plain, other = world.view(end_of_day(day)), planted(day)
    made = plain.estimation(subject)
    assert other.view(end_of_day(day)).estimation(subject) == made
    later = other.view(start_of_day(day + timedelta(days=1)))
    for leaf in leaves(later.base, read_by(subject)):
        seen_on(later.base, leaf, day)
    moved = later.estimation(subject)
    values = [
        {name: [p.value for p in s] for name, s in one.series.items()}
        for one in (made, moved)
    ]
    assert values[0] != values[1] or made.refused != moved.refused


@pytest.mark.parametrize(
    "asked", [a for a in (*TARGETS, *SUBJECTS) if a.inputs], ids=lambda a: a.id
)
def test_a_row_without_its_inputs_is_refused_by_name(
    asked: Target | Subject, world: World
) -> None:
    """Or what it reads may be left out; either way nobody meets a bare KeyError."""
    bare = replace(asked, inputs={})
    words = re.escape(f"{asked.id!r}, inputs: expected ")
    day = ORIGINS[1]
    if isinstance(bare, Subject):
        with pytest.raises(WarError, match=words):
            world.view(end_of_day(day)).estimation(bare)
        return
    for name in (*bare.models, bare.baseline):
        try:
            models.run(view_of(world, day), [bare], only=name)
        except WarError as error:
            assert re.search(words, str(error))  # noqa: PT017 some do without

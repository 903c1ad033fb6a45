"""What will be so of a war's scenarios: their chances, as forecasts that are scored."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.random import Generator

from polemos.core import (
    OUTCOME,
    Horizon,
    NotYetKnown,
    Question,
    Reckoning,
    Scenarios,
    Target,
    Text,
    View,
)
from polemos.models._model import Prediction, model
from polemos.models._states import state_now_id
from polemos.models._timing import HORIZON
from polemos.models._weighing import Weighing
from polemos.models.score import LEVELS, Floats

_NONE = Text("this war has no scenarios", "本戰爭未設情境")
_CHAIN = "chain."
_LONG = 36_525  # days: a forecast starts from what was coded last, however old
_READ = 14  # days, once a rule has held for long enough, after which it is read
_WEEKS = HORIZON // 7


@model(
    "scenario_network",
    version=1,
    title=Text("the network of scenarios", "情境網路"),
)
def scenario_network(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """The chance of each state a year ahead: a semi-Markov clock by how long interstate
    wars last, pooled with crowds, tilted by what other models give a chance of. States
    are counted as they are listed, from the war widened to a settlement; of a thing
    that is so or not, 0 and 1.
    """
    if not isinstance(view, Weighing):
        raise NotYetKnown(_NONE.en, _NONE)
    key = target.series.partition("state.")[2].partition("@")[0]
    chances = _chances(view, key)
    passed = 1 - np.cumsum(chances)
    values = _values(view.told, key)
    for q in questions:
        levels = np.searchsorted(np.cumsum(chances), LEVELS, side="left")
        quantiles = values[np.minimum(levels, len(chances) - 1)]
        told = dict(zip(target.above, passed[:-1].tolist(), strict=True))
        yield Prediction(q, tuple(quantiles.tolist()), told)


def _chances(view: Weighing, key: str) -> Sequence[float]:
    """Give the chance of each value that a series of states can have, rising."""
    p = view.prospect
    if key != OUTCOME:
        chain = {f"{_CHAIN}{c.id}": c.steps for c in view.told.chains}
        steps = view.odds.steps(chain.get(key, (key,)))
        if not {*steps} - {OUTCOME} <= {*p.network.nodes}:
            raise NotYetKnown(f"{key}: nothing tells its chance", _NONE)
        yes = float(p.chance(steps)[0])
        return [1 - yes, yes]
    order = np.argsort([s.code for s in view.told.scenarios])
    return [float(c) for c in p.chances()[0][order]]


def _values(told: Scenarios, key: str) -> Floats:
    """Give the values that a series of states can have, rising."""
    if key != OUTCOME:
        return np.array([0.0, 1.0])
    return np.sort([float(s.code) for s in told.scenarios])


def scenario_targets(told: Scenarios) -> Sequence[Target]:
    """Ask what state the war will be in, and what will be so, a year ahead.

    What was coded in hindsight is no forecast: they are asked from the day of the
    newest row on. Nothing changes is the baseline. What nobody has coded by the day an
    outcome is read is void: silence settles nothing.
    """
    titles = {OUTCOME: Text("Scenario of the war", "戰爭情境")}
    titles |= {v.id: v.name for v in told.variables.values()}
    titles |= {f"{_CHAIN}{c.id}": c.name for c in told.chains}
    asked = (*told.coded, *(f"{_CHAIN}{c.id}" for c in told.chains))
    holds = max(s.days for s in told.states.values())
    made = []
    for key in asked:
        values = _values(told, key)
        above = tuple(((values[1:] + values[:-1]) / 2).tolist())
        made.append(_target(key, titles[key], above, told.edited, holds + _READ))
    return made


def _target(
    key: str, title: Text, above: tuple[float, ...], since: date, lag: int
) -> Target:
    return Target(
        id=f"scenario.{key}@{OUTCOME.upper()}",
        title=title,
        series=state_now_id(key),
        how=Reckoning.LEVEL,
        horizons=(Horizon(_WEEKS, "w"),),
        lag=lag,
        slack=0,
        stale=_LONG,
        models=("scenario_network",),
        baseline="as_it_stands",
        above=above,
        since=since,
    )

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
from polemos.models.score import LEVELS

_NONE = Text("this war has no scenarios", "本戰爭未設情境")
_CHAIN = "chain."
_LONG = 36_525  # days: what is coded holds until it is coded anew
_READ = 14  # days after which an outcome is read
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
    for q in questions:
        levels = np.searchsorted(np.cumsum(chances), LEVELS, side="left")
        quantiles = np.minimum(levels, len(chances) - 1).astype(float)
        told = {a: float(passed[int(a)]) for a in target.above}
        yield Prediction(q, tuple(quantiles.tolist()), told)


def _chances(view: Weighing, key: str) -> Sequence[float]:
    """Give the chance of each value that a series of states can have."""
    p = view.prospect
    if key != OUTCOME:
        chain = {f"{_CHAIN}{c.id}": c.steps for c in view.told.chains}
        steps = view.odds.steps(chain.get(key, (key,)))
        if not {*steps} - {OUTCOME} <= {*p.network.nodes}:
            raise NotYetKnown(f"{key}: nothing tells its chance", _NONE)
        yes = float(p.chance(steps)[0])
        return [1 - yes, yes]
    return [float(c) for c in p.chances()[0]]


def scenario_targets(told: Scenarios) -> Sequence[Target]:
    """Ask what state the war will be in, and what will be so, a year ahead.

    What was coded in hindsight is no forecast: they are asked from the day of the
    newest row on. Nothing changes is the baseline.
    """
    titles = {OUTCOME: Text("Scenario of the war", "戰爭情境")}
    titles |= {v.id: v.name for v in told.variables.values()}
    titles |= {f"{_CHAIN}{c.id}": c.name for c in told.chains}
    ends = {OUTCOME: len(told.branches)}
    asked = (*told.coded, *(f"{_CHAIN}{c.id}" for c in told.chains))
    return [_target(key, titles[key], ends.get(key, 2), told.edited) for key in asked]


def _target(key: str, title: Text, values: int, since: date) -> Target:
    return Target(
        id=f"scenario.{key}@{OUTCOME.upper()}",
        title=title,
        series=state_now_id(key),
        how=Reckoning.LEVEL,
        horizons=(Horizon(_WEEKS, "w"),),
        lag=_READ,
        slack=_LONG,
        stale=_LONG,
        models=("scenario_network",),
        baseline="as_it_stands",
        above=tuple(k + 0.5 for k in range(values - 1)),
        since=since,
    )

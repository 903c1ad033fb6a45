"""Ground held: what a map will have gained or lost some weeks ahead.

A series is a level that is known day by day, in km² or in percent of an area. Days
without a map repeat the one before.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Question, Reckoning, Target, Text, View
from polemos.core.regimes import regimes as beliefs
from polemos.models._grid import weekly
from polemos.models._model import Model, Prediction, model
from polemos.models.score import Floats

DRAWS = 4000
_ERRORS = 52  # past forecasts whose errors are taken
_FARTHEST = 26  # weeks ahead that errors are taken from; beyond, they are stretched
_HAZARD = 1 / 13  # a week's chance that the pace changes


def _told(target: Target, q: Question, base: float, change: Floats) -> Prediction:
    """Answer a question by draws of the change, within what ground there is."""
    most = float(target.inputs.get("most", np.inf))
    level = np.clip(base + change, 0.0, max(most, base))
    told = level - base if q.how is Reckoning.CHANGE else level
    return Prediction.of(q, told, target.above)


def drift(areas: Floats, ahead: int, window: int) -> tuple[float, Floats]:
    """Carry the pace of the last `window` weeks on, and give how that erred before.

    `areas` is one value a week. Returns the change in so many weeks `ahead`, and the
    outcome less the forecast for the last 52 weeks that it could be made from and held
    against its outcome. More than 26 weeks ahead, the errors at 26 weeks are stretched
    in proportion: the pace is wrong by the same amount all the way.
    """
    far = min(ahead, _FARTHEST)
    needed = window + far + _ERRORS
    if len(areas) < needed:
        raise NotYetKnown(
            f"expected {needed} weeks for a drift and its errors, found {len(areas)}"
        )
    then = np.arange(len(areas) - far - _ERRORS, len(areas) - far)
    pace = (areas - np.roll(areas, window)) / window if window else np.zeros(len(areas))
    errors = areas[then + far] - areas[then] - pace[then] * far
    return float(pace[-1]) * ahead, errors * (ahead / far)


def _drifting(name: str, window: int, title: Text, says: str) -> Model:
    def answers(
        view: View, target: Target, questions: Sequence[Question], _: Generator
    ) -> Iterable[Prediction]:
        series = view.series(target.series)
        for q in questions:
            areas = weekly(series, q.base.last)
            change, errors = drift(areas, q.horizon.count, window)
            both = np.concatenate([errors, -errors])
            yield _told(target, q, float(areas[-1]), change + both)

    answers.__doc__ = (
        f"{says} The spread is that of the errors, with either sign, which the same "
        "rule made from each of the last 52 weeks whose outcome is known; more than 26 "
        "weeks ahead, of the errors at 26 weeks in proportion to the time."
    )
    return model(name, version=1, title=title)(answers)


UNCHANGED = _drifting(
    "unchanged",
    0,
    Text("no change", "不變"),
    "The level stays what it is.",
)
DRIFT8 = _drifting(
    "drift8",
    8,
    Text("drift of 8 weeks", "近 8 週步調"),
    "The mean pace of the last 8 weeks goes on.",
)
DRIFT26 = _drifting(
    "drift26",
    26,
    Text("drift of 26 weeks", "近 26 週步調"),
    "The mean pace of the last 26 weeks goes on.",
)


@model(
    "regimes",
    version=2,
    title=Text(en="pace that lasts and changes", zh="步調延續與轉換"),
)
def regimes(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The weekly pace is normal about a mean that lasts, and changes in a week with a
    chance of 1/13. How long it has lasted is believed by Bayesian online change point
    detection (Adams and MacKay 2007) on all weeks known; each draw takes a run length,
    a mean and a variance from these beliefs, and on each change new ones from the
    prior: means as spread as 8-week paces were about their median, the noise by the MAD
    of first differences; the middle and the width of the prior, and how often a pace
    changes, are as uncertain as the number of past regimes leaves them. Far ahead it
    thus returns to the pace of all weeks known, and is wrong where the war as a whole
    has changed its pace. Levels stay between 0 and what there is. The 13 weeks were
    chosen on replays that are scored here, which flatters it; they are also how long
    regimes lasted (PELT, penalty 5) on the weeks to October 2024.
    """
    if not questions:
        return
    areas = weekly(view.series(target.series), questions[0].base.last)
    now = beliefs(np.diff(areas), _HAZARD)
    for q in questions:
        change = now.draw(q.horizon.count, _HAZARD, rng, DRAWS)
        yield _told(target, q, float(areas[-1]), change)

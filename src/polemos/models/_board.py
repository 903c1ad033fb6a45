"""How the models did: marks over all forecasts that were settled, beside a baseline."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from polemos.core import Horizon, Period, Target, Text
from polemos.models._ledger import Score
from polemos.models._model import model_named
from polemos.models.score import NEEDED, Skill, skill


@dataclass(frozen=True, slots=True)
class Row:
    """How a model did on one target and horizon, over all origins that were settled.

    `crps` is the mean CRPS of the quantiles, `mae` the mean distance of the median,
    both in the unit of the series; `coverage50` and `coverage80` are shares, 0 to 1.
    Where fewer than `NEEDED` forecasts were settled all of these are withheld. `skill`
    is against `baseline`; only origins that it answered too are counted. `blocks` is
    how many horizons fit into the time that was scored: forecasts overlap where it is
    less than `origins`. The first origin and the day on which the last was settled are
    `first` and `last`.
    """

    model: str
    baseline: str
    target: str
    horizon: str
    first: date
    last: date
    origins: int
    voids: int
    blocks: float
    crps: float | None
    mae: float | None
    coverage50: float | None
    coverage80: float | None
    brier: float | None
    skill: Skill | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a mark is called and measured in; no unit means that of the series."""

    title: Text
    unit: str
    definition: str


MARKS: Mapping[str, Told] = {
    "origins": Told(Text("Forecasts scored", "計分的預測數"), "forecasts", "A count."),
    "voids": Told(
        Text("Forecasts void", "無法計分的預測數"),
        "forecasts",
        "Questions that had no outcome when they were to be settled.",
    ),
    "crps": Told(
        Text("Mean CRPS", "平均 CRPS"), "", "Continuous ranked probability score."
    ),
    "mae": Told(
        Text("Mean miss of the median", "中位數平均誤差"), "", "Mean absolute error."
    ),
    "coverage50": Told(
        Text("Outcomes inside the 50 % interval", "落在 50% 區間內的比例"),
        "percent",
        "Share of outcomes between the quantiles .25 and .75, ends included.",
    ),
    "coverage80": Told(
        Text("Outcomes inside the 80 % interval", "落在 80% 區間內的比例"),
        "percent",
        "Share of outcomes between the quantiles .1 and .9, ends included.",
    ),
    "brier": Told(
        Text("Mean Brier score of the chances told", "所述機率的平均 Brier 分數"),
        "ratio",
        "Mean square by which chances to pass a value missed: 0 is perfect.",
    ),
    "skill": Told(
        Text("Skill against the baseline", "相對基準的技巧分數"),
        "percent",
        "How much smaller the mean CRPS is than the baseline's on the same origins; "
        "the interval holds 90 % of a blocked bootstrap.",
    ),
}


Ends = tuple[float, float | None, float | None]  # a value, and its interval's ends


def marks(row: Row) -> Mapping[str, Ends | None]:
    """Give each mark of a row with the ends of its interval; None where withheld."""

    def one(value: float | None, factor: float = 1) -> Ends | None:
        return None if value is None else (value * factor, None, None)

    gain: Ends | None = None
    if row.skill:
        gain = 100 * row.skill.value, 100 * row.skill.low, 100 * row.skill.high
    return {
        "origins": one(row.origins),
        "voids": one(row.voids),
        "crps": one(row.crps),
        "mae": one(row.mae),
        "coverage50": one(row.coverage50, 100),
        "coverage80": one(row.coverage80, 100),
        "brier": one(row.brier),
        "skill": gain,
    }


def table(scores: Iterable[Score], targets: Iterable[Target]) -> Sequence[Row]:
    """Sum up scores by target, horizon and model, the baseline last."""
    found: dict[tuple[str, Horizon, str], dict[date, Score]] = {}
    for s in scores:
        found.setdefault((s.target, s.horizon, s.model), {})[s.origin] = s
    rows = []
    for target in targets:
        for horizon in target.horizons:
            base = found.get((target.id, horizon, _id(target.baseline)), {})
            for name in dict.fromkeys((*target.models, target.baseline)):
                mine = found.get((target.id, horizon, _id(name)), {})
                if mine.keys() & (base or mine).keys():
                    rows.append(_row(target, horizon, name, mine, base))
    return rows


def _id(name: str) -> str:
    return model_named(name).id


def _row(
    target: Target,
    horizon: Horizon,
    name: str,
    mine: Mapping[date, Score],
    base: Mapping[date, Score],
) -> Row:
    if base:  # what a baseline did not answer would compare unlike with like
        mine = {day: s for day, s in mine.items() if day in base}
    valid = [mine[d] for d in sorted(mine) if mine[d].outcome is not None]
    days = [s.origin for s in valid]
    block = max(1, _overlap(days, valid))
    enough = len(valid) >= NEEDED

    def mean(values: Iterable[float]) -> float | None:
        return float(np.mean(list(values))) if enough else None

    odds = [s.brier for s in valid if s.brier is not None]
    gain = None
    if name != target.baseline and base:
        rival = [base[s.origin].loss for s in valid]
        gain = skill([s.loss for s in valid], rival, block=block)
    return Row(
        model=name,
        baseline=target.baseline if name != target.baseline else "",
        target=target.id,
        horizon=str(horizon),
        first=min(mine),
        last=max(s.due for s in mine.values()),
        origins=len(valid),
        voids=len(mine) - len(valid),
        blocks=round(len(valid) / block, 1),
        crps=mean(s.loss for s in valid),
        mae=mean(abs(s.median - (s.outcome or 0.0)) for s in valid),
        coverage50=mean(s.inside50 for s in valid),
        coverage80=mean(s.inside80 for s in valid),
        brier=mean(odds) if odds else None,
        skill=gain,
    )


def _overlap(days: Sequence[date], valid: Sequence[Score]) -> int:
    """Count how many origins lie within one horizon, at most."""
    most = 0
    for i, s in enumerate(valid):
        until = s.origin + timedelta(weeks=s.horizon.count)
        if s.horizon.months:
            month = Period.month(s.origin.year, s.origin.month)
            until = s.horizon.from_(month).last
        most = max(most, bisect_right(days, until - timedelta(days=1)) - i)
    return most


FIFTHS = ("lowest", "lower", "middle", "higher", "highest")


def fifths(scores: Iterable[Score]) -> Mapping[str, float]:
    """Give the share of outcomes in each fifth of their forecasts, in percent.

    A histogram of levels (PIT): 20 each if forecasts are right, more at the ends if
    they are too narrow. Nothing where too few were settled.
    """
    levels = [s.level for s in scores if s.outcome is not None]
    if len(levels) < NEEDED * len(FIFTHS):
        return {}
    counts, _ = np.histogram(levels, bins=len(FIFTHS), range=(0.0, 1.0))
    return dict(zip(FIFTHS, (100 * counts / len(levels)).tolist(), strict=True))

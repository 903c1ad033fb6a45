"""How the models did: marks over all forecasts that were settled, beside a baseline."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from polemos.core import Horizon, Period, Target, Text
from polemos.models._ledger import name_of, version_of
from polemos.models._settle import Score
from polemos.models.score import NEEDED, Skill, skill

Scores = Mapping[date, Score]  # of one model, target and horizon, by origin
# Spans of time that a mean needs: of two, the one with the larger losses is the mean;
# of three, the other two can outweigh it. It takes NEEDED of them to prove anything.
SPANS = 3


class Standing(StrEnum):
    """How a model stands against its baseline, by the interval of its skill."""

    WINS = "wins"  # all of it above 0
    LOSES = "loses"  # all of it below
    UNDECIDED = "undecided"  # it holds 0
    WITHHELD = "withheld"  # too little time was scored, or none


@dataclass(frozen=True, slots=True)
class Row:
    """How a model did on one target and horizon, over all origins that were settled.

    `crps` is the mean CRPS of the quantiles, `mae` the mean distance of the median,
    both in the unit of the series; `coverage50` and `coverage80` are shares, 0 to 1.
    `crps_baseline` is the baseline's mean CRPS, if it answered on every one of these
    origins: the only number that `crps` compares with. On the origins that `baseline`
    answered too, `ratio` is the mean CRPS over the baseline's (above 1 the model does
    worse), and `skill` what it gains. `blocks` is how many horizons fit into the time
    that was scored: forecasts overlap where it is less than `origins`. All means, and
    their ratio, are withheld where fewer than `NEEDED` forecasts were settled or fewer
    than `SPANS` horizons fit. The first origin and the day on which the last was
    settled are `first` and `last`; `versions` are those of the model that are counted.
    """

    model: str
    baseline: str
    target: str
    horizon: str
    versions: tuple[str, ...]
    first: date
    last: date
    origins: int
    voids: int
    blocks: float
    crps: float | None
    crps_baseline: float | None
    mae: float | None
    coverage50: float | None
    coverage80: float | None
    brier: float | None
    ratio: float | None
    skill: Skill | None

    @property
    def standing(self) -> Standing:
        """Say who is better, if the interval of the skill leaves no doubt."""
        if self.skill is None:
            return Standing.WITHHELD
        if self.skill.low > 0:
            return Standing.WINS
        return Standing.LOSES if self.skill.high < 0 else Standing.UNDECIDED


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
        Text("Skill against the baseline", "相對基準的技術得分"),
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

    return {
        "origins": one(row.origins),
        "voids": one(row.voids),
        "crps": one(row.crps),
        "mae": one(row.mae),
        "coverage50": one(row.coverage50, 100),
        "coverage80": one(row.coverage80, 100),
        "brier": one(row.brier),
        "skill": ends(row.skill),
    }


def ends(found: Skill | None) -> Ends | None:
    """Give a skill with the ends of its interval, in percent."""
    if found is None:
        return None
    return 100 * found.value, 100 * found.low, 100 * found.high


def by_model(scores: Iterable[Score]) -> Mapping[tuple[str, Horizon, str], Scores]:
    """Sort scores by target, horizon and name of the model, whatever its version."""
    found: dict[tuple[str, Horizon, str], dict[date, Score]] = {}
    for s in scores:
        found.setdefault((s.target, s.horizon, name_of(s.model)), {})[s.origin] = s
    return found


def table(
    scores: Iterable[Score], targets: Iterable[Target], *, all_: bool = False
) -> Sequence[Row]:
    """Sum up scores by target, horizon and model, the baseline last.

    What was scored of targets and models that are asked no more follows at the end.
    Origins that the baseline did not answer are left out, which would compare unlike
    with like; or `all_` are counted, and compared where it did.
    """
    found = by_model(scores)
    named = {t.id: t for t in targets}
    asked = [
        (t.id, horizon, name)
        for t in named.values()
        for horizon in t.horizons
        for name in dict.fromkeys((*t.models, t.baseline))
    ]
    rows = []
    for key in dict.fromkeys((*asked, *found)):
        if key in found:
            target, horizon, name = key
            baseline = named[target].baseline if target in named else ""
            base = found.get((target, horizon, baseline), {})
            mine = found[key]
            if not all_ and mine.keys() & base.keys():
                mine = {day: s for day, s in mine.items() if day in base}
            rows.append(_row(name, baseline, mine, base))
    return rows


def _row(name: str, baseline: str, mine: Scores, base: Scores) -> Row:
    valid = [mine[d] for d in sorted(mine) if mine[d].outcome is not None]
    both, lost = _shared(mine, base) if name != baseline else ([], [])
    block = _block(valid)

    def mean(values: Iterable[float]) -> float | None:
        return _mean(values, block)

    some = next(iter(mine.values()))
    return Row(
        model=name,
        baseline=baseline if name != baseline else "",
        target=some.target,
        horizon=str(some.horizon),
        versions=tuple(dict.fromkeys(version_of(mine[d].model) for d in sorted(mine))),
        first=min(mine),
        last=max(s.due for s in mine.values()),
        origins=len(valid),
        voids=len(mine) - len(valid),
        blocks=round(len(valid) / block, 1),
        crps=mean(s.loss for s in valid),
        crps_baseline=mean(lost) if len(lost) == len(valid) else None,
        mae=mean(abs(s.median - (s.outcome or 0.0)) for s in valid),
        coverage50=mean(s.inside50 for s in valid),
        coverage80=mean(s.inside80 for s in valid),
        brier=mean(s.brier for s in valid if s.brier is not None),
        ratio=None if name == baseline else ratio(mine, base),
        skill=skill([s.loss for s in both], lost, block=_block(both)),
    )


def ratio(mine: Scores, other: Scores) -> float | None:
    """Divide a model's mean CRPS by another's, on the origins that both answered.

    None where too little was scored for a mean, or the other lost nothing.
    """
    both, lost = _shared(mine, other)
    block = _block(both)
    ours, theirs = _mean((s.loss for s in both), block), _mean(lost, block)
    return ours / theirs if ours is not None and theirs else None


def _shared(mine: Scores, other: Scores) -> tuple[Sequence[Score], Sequence[float]]:
    """Give what was scored of both, and the other's losses, by origin."""
    both = [
        mine[day]
        for day in sorted(mine.keys() & other.keys())
        if mine[day].outcome is not None and other[day].outcome is not None
    ]
    return both, [other[s.origin].loss for s in both]


def _mean(values: Iterable[float], block: int) -> float | None:
    """Give the mean, or nothing of too few, or of too few spans of time."""
    found = list(values)
    enough = len(found) >= max(NEEDED, SPANS * block)
    return float(np.mean(found)) if enough else None


def on_event(mine: Scores, base: Scores, value: float) -> Skill | None:
    """Compare the chances told that one value is passed: 1 - ratio of Brier scores.

    None where too little time was scored, as for any skill.
    """
    valid = [
        mine[day]
        for day in sorted(mine.keys() & base.keys())
        if mine[day].outcome is not None
        and value in mine[day].chances
        and value in base[day].chances
    ]
    lost = [base[s.origin].missed(value) for s in valid]
    return skill([s.missed(value) for s in valid], lost, block=_block(valid))


def _block(valid: Sequence[Score]) -> int:
    """Count how many origins lie within one horizon, at most."""
    days = [s.origin for s in valid]
    most = 1
    for i, s in enumerate(valid):
        until = s.origin + timedelta(weeks=s.horizon.count)
        if s.horizon.months:
            month = Period.month(s.origin.year, s.origin.month)
            until = s.horizon.from_(month).last
        most = max(most, bisect_right(days, until - timedelta(days=1)) - i)
    return most

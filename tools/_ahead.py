"""Write the pages on what lies ahead: models, targets, estimators, and how they did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from pathlib import Path
from tempfile import TemporaryDirectory

from _cells import code, plain, table

from polemos import ledger, wars
from polemos.core import Reckoning, Subject, Target, Text, View, end_of_day
from polemos.models import Row, Score, all_estimators, all_models, model_named
from polemos.models._estimate import Estimator, named_series
from polemos.models.score import NEEDED
from polemos.pipeline import Scored, open_world, scoreboard

WAR = "rus-ukr"
LEGEND = f"""\
- **scored**: forecasts with an outcome; **void**: questions that had none.
- **spans**: how many horizons fit into the time scored. Forecasts made within one
  horizon overlap: this is the size of the sample, and not *scored*.
- **CRPS**, **MAE**: mean loss of the whole forecast and of its median, in the unit of
  the series; withheld (–) of fewer than {NEEDED} forecasts.
- **in 50**, **in 80**: percent of outcomes inside these intervals.
- **ratio**: CRPS over the baseline's on the same origins; above 1 is a loss.
- **skill**: 100 × (1 − ratio), with the interval that holds 90 % of a blocked
  bootstrap; withheld where fewer than {NEEDED} spans were scored.
- **verdict**: *wins* or **LOSES** where that whole interval lies on one side of 0;
  *ahead* or **behind** by the ratio alone where it does not, or is withheld.
"""


def models() -> Iterator[str]:
    """List models, what they are asked, and what is estimated, each as declared."""
    targets, subjects = wars.outlook(wars.load(WAR))
    yield "# Models, targets and estimators\n"
    yield "A model is a pure function from a view, as of one day, to predictions; the"
    yield "definition is its own docstring. How each did: [scores](scores.md).\n"
    yield "## Models\n"
    for name, m in sorted(all_models().items()):
        asked = [t.id for t in targets if name in (*t.models, t.baseline)]
        yield f"### {name}\n"
        yield f"{_titled(m.title)} (`{m.id}`)\n"
        yield f"{plain(m.definition)}\n"
        yield f"Asked of: {code(asked)}\n"
    yield "## Targets\n"
    yield f"What is forecast of `{WAR}`. The first model leads: the report speaks by"
    yield "it.\n"
    for t in targets:
        yield from _target(t)
    yield "## Estimators\n"
    yield "What nobody counts, worked out from what is counted. Each part is a series"
    yield "`estimate/{part}.{what}@{who}`: a median, with the interval that holds 80 %."
    yield ""
    for _, e in sorted(all_estimators().items()):
        yield from _estimator(e, [s for s in subjects if s.estimator == e.name])


def _titled(title: Text) -> str:
    return f"**{plain(title.zh)}**<br>{plain(title.en)}"


def _target(t: Target) -> Iterator[str]:
    yield f"### {t.id}\n"
    yield f"{_titled(t.title)}\n"
    yield f"- series: `{t.series}`"
    yield f"- asked: {_asked(t)}, {', '.join(map(str, t.horizons))} ahead"
    yield f"- asked only while the newest value is no more than {_days(t.stale)} old"
    yield f"- settled: {_settled(t)}"
    yield f"- models: {code(t.models)}; baseline: `{t.baseline}`"
    if t.above:
        told = ", ".join(f"{v:,g}" for v in t.above)
        yield f"- chances told of being above: {told}"
    if names := named_series(t.inputs):
        yield f"- models also read: {code(names)}"
    yield ""


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"


def _asked(t: Target) -> str:
    if t.how is Reckoning.LEVEL:
        return "the level at the end of the period"
    return "the change, from the newest value known at the origin to the period's end"


def _settled(t: Target) -> str:
    """Say the rule, which is fixed when a question is asked."""
    both = "" if t.how is Reckoning.LEVEL else ", both ends read anew"
    void = f"is then more than {_days(t.slack)} older than that end"
    if not t.slack:
        void = "then is of an earlier period"
    return (
        f"{_days(t.lag)} after the period's end, by what is known at the end of that "
        f"day{both}; void if the newest value {void}"
    )


def _estimator(e: Estimator, subjects: Sequence[Subject]) -> Iterator[str]:
    yield f"### {e.name}\n"
    yield f"`{e.id}`: {plain(e.definition)}\n"
    noun = Text("…", "……")
    yield from table(
        "part | what | unit | measure",
        (
            (
                f"`{part}`",
                f"{plain(p.title.zh.replace('{noun}', noun.zh))}<br>"
                f"{plain(p.title.en.replace('{noun}', noun.en))}",
                plain(p.unit),
                p.measure.value,
            )
            for part, p in e.parts.items()
        ),
    )
    yield "It is asked of:\n"
    yield from table(
        "subject | what | reads",
        (
            (
                f"`{s.id}`",
                f"{plain(s.noun.zh)}<br>{plain(s.noun.en)}",
                code(named_series(s.inputs)).replace(", ", "<br>"),
            )
            for s in subjects
        ),
    )


def scores() -> Iterator[str]:
    """Print the backtest: each model on each target, beside its baseline."""
    targets, _ = wars.outlook(wars.load(WAR))
    yield "# Scores\n"
    yield "The packaged replays: today's models, given only what was known on each"
    yield "earlier day, scored by what was known when a question was settled. Read"
    yield "[what a replay cannot undo](../guide/forecasts.md#what-a-replay-cannot-undo)"
    yield "before the tables.\n"
    if not ledger.packaged(targets):
        yield "**No replays are packaged, so nothing is said here of any model.**"
        yield "`./run replays` makes them from the figures at hand."
        return
    yield LEGEND
    with TemporaryDirectory() as folder:
        world = open_world(WAR, Path(folder) / "lake", lambda *_: None)
        moment = end_of_day(world.store.newest())
        view = world.view(moment)
        board = _judged(view.settled, scoreboard(world, moment))
        yield from _sum(targets, board)
        for t in targets:
            yield from _board(t, view, [j for j in board if j.row.target == t.id])


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the board with its data, and its CRPS over the baseline's."""

    row: Row
    data: str
    ratio: float | None

    @property
    def verdict(self) -> str:
        """Say who is better, and whether the interval of the skill leaves no doubt."""
        gain = self.row.skill
        if self.ratio is None or self.ratio == 1:
            return "–" if self.ratio is None else "level"
        if gain and gain.low > 0:
            return "wins"
        if gain and gain.high < 0:
            return "**LOSES**"
        return "ahead" if self.ratio < 1 else "**behind**"


def _judged(scores: Iterable[Score], found: Sequence[Scored]) -> Sequence[Judged]:
    losses: dict[tuple[str, str, str], dict[date, float]] = {}
    for s in scores:
        if s.outcome is not None:
            key = (s.target, str(s.horizon), s.model)
            losses.setdefault(key, {})[s.origin] = s.loss

    def ratio(r: Row) -> float | None:
        if not r.baseline or r.crps is None:
            return None
        mine, base = (
            losses[r.target, r.horizon, model_named(m).id]
            for m in (r.model, r.baseline)
        )
        both = mine.keys() & base.keys()
        lost = sum(base[day] for day in both)
        return sum(mine[day] for day in both) / lost if lost else None

    return [Judged(r, data, ratio(r)) for r, kind, data in found if kind == "replayed"]


def _sum(targets: Sequence[Target], board: Sequence[Judged]) -> Iterator[str]:
    """Count the verdicts of the models that lead, and name where they do worse."""
    found = {(j.row.target, j.row.horizon, j.row.model): j for j in board}
    asked = [(t.id, str(h), t.models[0]) for t in targets for h in t.horizons]
    told = [found[key] for key in asked if key in found]
    judged = [j for j in told if j.ratio is not None]
    count = Counter(j.verdict.strip("*").lower() for j in judged)
    later = sum(j.verdict == "wins" and j.data == "revised" for j in judged)
    yield "## In short\n"
    yield f"The leading models were scored on {len(judged)} targets and horizons:"
    yield f"{', '.join(f'{n} {v}' for v, n in count.most_common())}."
    yield f"Of the wins {later} stand on later copies, which may hold revisions.\n"
    yield "Where a leading model does worse than its baseline:\n"
    yield from table(
        "target | ahead | model | baseline | ratio | skill | verdict",
        (
            (
                *(f"`{j.row.target}`", j.row.horizon),
                *(f"`{j.row.model}`", f"`{j.row.baseline}`"),
                *(f"{j.ratio:.2f}", _skill(j.row), j.verdict),
            )
            for j in judged
            if j.ratio and j.ratio > 1
        ),
    )
    yield "Where it cannot be judged yet:\n"
    yield from table(
        "target | ahead | model | scored",
        (
            (f"`{t}`", h, f"`{m}`", str(j.row.origins if j else 0))
            for t, h, m in asked
            if (j := found.get((t, h, m))) is None or j.ratio is None
        ),
    )


def _board(t: Target, view: View, mine: Sequence[Judged]) -> Iterator[str]:
    if not mine:
        return
    data = {
        "point in time": "figures as they were told at the time",
        "revised": "**a later copy with assumed days of release**, which may hold "
        "revisions",
    }
    first, last = min(j.row.first for j in mine), max(j.row.last for j in mine)
    unit = view.spec(t.series).unit
    yield f"## {t.id}\n"
    yield f"{_titled(t.title)}\n"
    yield f"In {plain(str(unit))}, from {data[mine[0].data]};"
    yield f"origins from {first}, settled to {last}. Baseline: `{t.baseline}`.\n"
    yield from table(
        "ahead | model | scored | void | spans | CRPS | MAE | in 50 | in 80 | ratio | "
        "skill | verdict",
        (_row(j) for j in mine),
    )


def _row(j: Judged) -> Sequence[str]:
    r = j.row
    return (
        *(r.horizon, f"`{r.model}`", str(r.origins), str(r.voids), f"{r.blocks:g}"),
        *(
            _three(r.crps),
            _three(r.mae),
            _percent(r.coverage50),
            _percent(r.coverage80),
        ),
        *("–" if j.ratio is None else f"{j.ratio:.2f}", _skill(r)),
        j.verdict if r.baseline else "baseline",
    )


def _three(value: float | None) -> str:
    """Write three figures, or all before the point."""
    if value is None:
        return "–"
    return f"{value:,.{max(0, 2 - floor(log10(value))) if value else 0}f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}"


def _skill(r: Row) -> str:
    if r.skill is None:
        return "–"
    value, low, high = (
        f"{100 * x:+.{int(abs(x) < 0.005)}f}"  # noqa: PLR2004 rounds to 0 otherwise
        for x in (r.skill.value, r.skill.low, r.skill.high)
    )
    return f"{value} ({low} … {high})"

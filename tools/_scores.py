"""Write the page of scores: the packaged replays, each model beside its baseline."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path
from tempfile import TemporaryDirectory

from _ahead import WAR
from _cells import plain, table, titled

from polemos import ledger, wars
from polemos.core import Target, View, end_of_day
from polemos.models import SPANS, Rival, Row, Standing
from polemos.models.score import NEEDED
from polemos.pipeline import Scored, open_world, scoreboard

LEGEND = f"""\
- **scored**: forecasts with an outcome; **void**: questions that had none.
- **spans**: how many horizons fit into the time scored. Forecasts made within one
  horizon overlap: this is the size of the sample, and not *scored*.
- **CRPS**, **MAE**: mean loss of the whole forecast and of its median, in the unit of
  the series. All means are withheld (–) of fewer than {NEEDED} forecasts or {SPANS}
  spans.
- **base**: the baseline's CRPS on the very origins of the row. CRPS compares with this
  one alone: two rows may have been scored on different origins.
- **in 50**, **in 80**: percent of outcomes inside these intervals.
- **ratio**: CRPS over the baseline's on the same origins; above 1 is a loss.
- **skill**: 100 × (1 − ratio), with the interval that holds 90 % of a blocked
  bootstrap; withheld where fewer than {NEEDED} spans were scored.
- **verdict**: *wins* or **LOSES** where that whole interval lies on one side of 0;
  *ahead* or **behind** by the ratio alone where it does not, or is withheld. Where the
  model that leads is behind or loses, the edition judges by the baseline's chances.
"""


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
        board = _judged(scoreboard(world, moment))
        yield from _sum(targets, board)
        yield from _rivals(view.record.rivals)
        for t in targets:
            yield from _board(t, view, [j for j in board if j.row.target == t.id])


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the board, and on what data."""

    row: Row
    data: str

    @property
    def verdict(self) -> str:
        """Say who is better, and whether the interval of the skill leaves no doubt."""
        ratio, standing = self.row.ratio, self.row.standing
        if ratio is None or ratio == 1:
            return "–" if ratio is None else "level"
        if standing in {Standing.WINS, Standing.LOSES}:
            return "wins" if standing is Standing.WINS else "**LOSES**"
        return "ahead" if ratio < 1 else "**behind**"


def _judged(found: Sequence[Scored]) -> Sequence[Judged]:
    return [Judged(row, data) for row, kind, data in found if kind == "replayed"]


def _sum(targets: Sequence[Target], board: Sequence[Judged]) -> Iterator[str]:
    """Count the verdicts of the models that lead, and name where they do worse."""
    found = {(j.row.target, j.row.horizon, j.row.model): j for j in board}
    asked = [(t.id, str(h), t.models[0]) for t in targets for h in t.horizons]
    told = [found[key] for key in asked if key in found]
    judged = [j for j in told if j.row.ratio is not None]
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
                *(f"{j.row.ratio:.2f}", _skill(j.row), j.verdict),
            )
            for j in judged
            if j.row.ratio and j.row.ratio > 1
        ),
    )
    yield "Where it cannot be judged yet:\n"
    yield from table(
        "target | ahead | model | scored",
        (
            (f"`{t}`", h, f"`{m}`", str(j.row.origins if j else 0))
            for t, h, m in asked
            if (j := found.get((t, h, m))) is None or j.row.ratio is None
        ),
    )


def _rivals(found: Sequence[Rival]) -> Iterator[str]:
    """Name the models that did better than the one that leads."""
    yield "Where a rival that does not lead did better than the model that does, on the"
    yield "same origins:\n"
    yield from table(
        "target | ahead | leads | rival | ratio to the leader",
        (
            (
                *(f"`{r.target.id}`", str(r.horizon)),
                *(f"`{r.target.models[0]}`", f"`{r.model}`", f"{r.ratio:.2f}"),
            )
            for r in found
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
    yield f"{titled(t.title)}\n"
    yield f"In {plain(str(unit))}, from {data[mine[0].data]};"
    yield f"origins from {first}, settled to {last}. Baseline: `{t.baseline}`.\n"
    yield from table(
        "ahead | model | scored | void | spans | CRPS | base | MAE | in 50 | in 80 | "
        "ratio | skill | verdict",
        (_row(j) for j in mine),
    )


def _row(j: Judged) -> Sequence[str]:
    r = j.row
    return (
        *(r.horizon, f"`{r.model}`", str(r.origins), str(r.voids), f"{r.blocks:g}"),
        *(
            _three(r.crps),
            _three(r.crps_baseline),
            _three(r.mae),
            _percent(r.coverage50),
            _percent(r.coverage80),
        ),
        *("–" if r.ratio is None else f"{r.ratio:.2f}", _skill(r)),
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

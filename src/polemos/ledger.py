"""Issue forecasts, replay them, score them: the files around the pure models."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path
from typing import Protocol

from polemos import models
from polemos.core import (
    EVER,
    ExpectationError,
    Horizon,
    Licence,
    NotYetKnown,
    Provider,
    Snapshot,
    Source,
    StoreError,
    Target,
    Text,
    UnknownSeries,
    View,
    exactly,
)
from polemos.models import Run, Score
from polemos.store import Store

SOURCE = Source(
    id="forecasts",
    title=Text("Forecasts that this house issued", "本系統發布的預測"),
    provider=Provider("polemos", Text("polemos", "polemos"), ""),
    url="",
    citation="polemos",
    licence=Licence(Text("ours", "本系統所有"), redistribute=True),
    series=(),
)
# Columns of an issue, after hubverse's; the question's own are told whole.
_ISSUE = (
    *("model_id", "seed", "target", "series", "how", "horizon", "origin_date"),
    *("base_start", "base_end", "target_start", "target_end_date", "due", "slack"),
    *("output_type", "output_type_id", "value"),
)
_SCORE = (
    *("model", "horizon", "origin", "due", "outcome", "median", "loss"),
    *("inside50", "inside80", "level", "chances"),
)
_CHUNK = 25  # origins whose scores are kept at a time, while a target is replayed


class Progress(Protocol):
    """Hears how far long work is."""

    def __call__(self, step: int, total: int, label: str) -> None:
        """Say that `step` of `total` is done and what comes next."""
        ...


def issue(store: Store, made: Run, now: datetime) -> int:
    """Keep what a run says in the store's ledger, and count the rows.

    Whatever was issued for the same model, target, horizon and origin stands, and is
    not issued again, not by another version either.
    """
    held = {one.key for one in models.issued(store.as_of(EVER))}
    new = made.kept(lambda model, q: (model, q.target, q.horizon, q.origin) not in held)
    if not new.predictions:
        return 0
    body = _file(new)
    name = f"forecasts-{made.origin}.csv"
    snapshot = Snapshot(SOURCE.id, name, "", now, body, media_type="text/csv")
    return store.append([snapshot], models.records(new, now, snapshot.id))


def _file(made: Run) -> bytes:
    """Write what was issued as the file that the ledger's rows are read from."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_ISSUE)
    for f in models.records(made, datetime.combine(made.origin, time(), UTC), ""):
        q = f.question
        table.writerow(
            (
                *(f.model, f.seed, q.target, q.series, q.how.value, q.horizon),
                *(q.origin, q.base.start, q.base.last, q.period.start, q.period.last),
                *(q.due, q.slack, f.output_type.value, f.output_type_id, f.value),
            )
        )
    return out.getvalue().encode()


def packaged(targets: Iterable[Target]) -> Sequence[Score]:
    """Read the replays that come with the package, for the models of this version."""
    folder = files("polemos.figures") / "replays"
    return [s for t in targets for s in _read(folder / _named(t), t)]


def _named(target: Target) -> str:
    """Name the file of a target's replays, by all that is asked: another is not it."""
    asked = (
        *(target.series, target.how, target.lag, target.slack, target.stale),
        *(target.since, target.above, target.inputs),
    )
    return f"{target.id}.{sha256(repr(asked).encode()).hexdigest()[:8]}.csv"


def _read(file: Path | Traversable, target: Target) -> Iterator[Score]:
    if not file.is_file():
        return
    mine = {models.model_named(n).id for n in (*target.models, target.baseline)}
    try:
        with file.open("r", encoding="utf-8") as lines:
            rows = csv.DictReader(lines)
            if tuple(rows.fieldnames or ()) != _SCORE:
                raise ValueError(f"the columns {rows.fieldnames}")
            for row in rows:
                if row["model"] in mine:
                    yield _score(target, row)
    except (ExpectationError, TypeError, ValueError) as error:
        raise StoreError(
            f"{file}: expected the scores of whole replays, found {error}; if it is of "
            "your store, remove it and run --backtest again"
        ) from error


def _score(target: Target, row: Mapping[str, str]) -> Score:
    head = (
        *(row["model"], target.id, Horizon.parse(row["horizon"])),
        *(date.fromisoformat(row["origin"]), date.fromisoformat(row["due"])),
    )
    if not row["outcome"]:
        return Score(*head, None)
    return Score(
        *(*head, float(row["outcome"]), float(row["median"]), float(row["loss"])),
        *(row["inside50"] == "1", row["inside80"] == "1", float(row["level"])),
        chances=dict(map(_chance, row["chances"].split())),
    )


def _chance(told: str) -> tuple[float, float]:
    value, chance = map(float, told.split(":"))
    return value, chance


def _row(s: Score) -> Sequence[object]:
    head = (s.model, s.horizon, s.origin, s.due)
    if s.outcome is None:
        return (*head, *("",) * 7)
    return (
        *(*head, f"{s.outcome:.6g}", f"{s.median:.6g}", f"{s.loss:.6g}"),
        *(int(s.inside50), int(s.inside80), f"{s.level:.4g}"),
        " ".join(
            f"{exactly(value)}:{chance:.4g}" for value, chance in s.chances.items()
        ),
    )


def backtest(
    view: View,
    targets: Sequence[Target],
    folder: Path,
    progress: Progress,
    *,
    seed: int = models.SEED,
) -> Sequence[Score]:
    """Replay every target from every origin up to the view's day, and score it.

    What is done is kept in `folder`, some origins at a time, so that work which was
    stopped goes on from there. See `undertaking` for its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    days = {t.id: _origins(t, view) for t in targets}
    done, total = 0, sum(map(len, days.values()))
    for target in targets:
        file, wanted = folder / _named(target), days[target.id]
        starts = range(0, len(wanted), _CHUNK)
        chunks = [folder / f"{target.id}.{start}.chunk" for start in starts]
        if not file.exists():
            for start, chunk in zip(starts, chunks, strict=True):
                if chunk.exists():
                    continue
                scores: list[Score] = []
                for step, day in enumerate(wanted[start : start + _CHUNK], start):
                    progress(done + step, total, f"{target.id} {day}")
                    scores += models.replay(view, target, day, seed=seed)
                _write(chunk, scores)
            _write(file, (s for chunk in chunks for s in _read(chunk, target)))
        for chunk in chunks:
            chunk.unlink(missing_ok=True)
        done += len(wanted)
    return [s for t in targets for s in _read(folder / _named(t), t)]


def undertaking(targets: Iterable[Target], digest: str, seed: int = models.SEED) -> str:
    """Name a backtest by all that its result hangs on: what was told, asked and run."""
    named = [
        (t, [models.model_named(m).id for m in (*t.models, t.baseline)])
        for t in targets
    ]
    key = sha256(repr((named, seed)).encode()).hexdigest()
    return f"{digest}-{key[:12]}"


def _origins(target: Target, view: View) -> Sequence[date]:
    try:
        first = view.series(target.series).points[0].period.last
    except (IndexError, NotYetKnown, UnknownSeries):
        return ()
    return models.origins(target, max(first, target.since), view.as_of.date())


def _write(file: Path, scores: Iterable[Score]) -> None:
    """Write a whole file or none."""
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(_SCORE)
        table.writerows(map(_row, scores))
    part.replace(file)

"""Commands that look ahead, and back at what was said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer

from polemos.cli._options import (
    As,
    AsOf,
    AsOfToday,
    StoreAt,
    WarOf,
    group,
    moment_of,
    now,
    world_of,
)
from polemos.core import exactly
from polemos.terminal import Format, Progress, named, show, show_json

forecast_app = group("Ask the models, and keep what they say.")
_HEAD = (
    *("target", "model", "horizon", "origin", "start", "last", "due"),
    *("low80", "low50", "median", "high50", "high80"),
)
_BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)


@forecast_app.command("run")
def forecast_run(
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", min=0, max=2**32 - 1, help="Of the draws. Default: the house's."
        ),
    ] = None,
    form: As = Format.TABLE,
) -> None:
    """Ask every model as of a day, and keep the answers in the ledger.

    What was kept before for the same model, question and day stands.
    """
    from polemos import models
    from polemos.pipeline import forecast

    world = world_of(war, store)
    moment = moment_of(world, as_of)
    with Progress() as progress:
        chosen = models.SEED if seed is None else seed
        made, kept = forecast(world, moment, issued := now(), chosen, progress)
    rows = [
        (answer.question.target, models.model_named(name).id, *_told(answer))
        for (name, _), answers in made.predictions.items()
        for answer in answers
    ]
    show(_HEAD, rows, form)
    silent: dict[str, list[str]] = {}
    for refusal in made.refusals:
        named = silent.setdefault(refusal.reason, [])
        named.append(f"{refusal.model} on {refusal.target.id}")
    for reason, named in silent.items():
        typer.echo(f"polemos: no answer, {reason}: {', '.join(named)}", err=True)
    if not kept:
        told = f"nothing of {made.origin} is kept now: what was kept before stands"
        typer.echo(f"polemos: {told}; see forecast list", err=True)
    warn_if_late(issued, made.origin)


def warn_if_late(issued_at: datetime, origin: date) -> None:
    """Say so where what was kept is too late to count as a forecast."""
    from polemos import models

    if not models.in_time(issued_at, origin):
        typer.echo(
            f"polemos: forecasts from {origin} are kept as late on "
            f"{issued_at:%Y-%m-%d}, and will not be scored",
            err=True,
        )


def _told(answer: Any) -> Sequence[object]:
    q = answer.question
    return (
        *(str(q.horizon), q.origin, q.period.start, q.period.last, q.due),
        *(answer.at(level) for level in _BANDS),
    )


@forecast_app.command("list")
def forecast_list(
    as_of: AsOfToday = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """List what the ledger holds: what was issued when, and what came of it."""
    from polemos import models
    from polemos.core import NotYetKnown

    world = world_of(war, store)
    view = world.view(moment_of(world, as_of or now().date()))
    rows = []
    for one in models.issued(view):
        asked = one.answer.question
        try:
            came = models.outcome(asked, view)
            state = "void" if came is None else "settled"
        except NotYetKnown:
            due = asked.due <= view.as_of.date()
            came, state = None, "awaits figures" if due else "open"
        if not one.in_time:
            state = f"late, {state}"  # no forecast but a replay
        told = _told(one.answer)
        rows.append((asked.target, one.model, *told, one.known_at, state, came))
    show((*_HEAD, "issued", "state", "outcome"), rows, form)


@forecast_app.command("show")
def forecast_show(
    name: Annotated[
        str,
        typer.Argument(metavar="[TARGET]", help="None: list the targets."),
    ] = "",
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Print what is asked of a target, by which rule, and what all models say of it.

    The first model of a target leads. A table tells five quantiles, csv and json all.
    """
    from polemos.models import forecast_id
    from polemos.models.score import LEVELS
    from polemos.pipeline import target_named

    world = world_of(war, store)
    if not name:
        show(_TARGETS, map(_listed, world.targets), form)
        return
    view, target = world.view(moment_of(world, as_of)), target_named(world, name)
    made = view.answers(target)
    levels = _BANDS if form is Format.TABLE else LEVELS
    head = ("model", "horizon", "last", "due", *(f"{level:g}" for level in levels))
    every = [(m, a) for (m, _), answers in made.predictions.items() for a in answers]
    rows = [
        (model, str(q.horizon), q.period.last, q.due, *map(answer.at, levels))
        for model, answer in every
        for q in (answer.question,)
    ]
    unit = str(view.spec(target.series).unit)
    rule = (
        f"the {target.how.value} of {target.series}, read {target.lag} days after the "
        f"end of the period; void if the newest value is then more than {target.slack} "
        "days older than that end"
    )
    if form is Format.JSON:
        about = {
            "target": target.id,
            "title": {"en": target.title.en, "zh": target.title.zh},
            "series": target.series,
            "unit": unit,
            "rule": rule,
            "baseline": target.baseline,
            "as_of": view.as_of.date().isoformat(),
            "refusals": {r.model: r.reason for r in made.refusals},
        }
        chances = {
            f"{model} {answer.question.horizon}": {
                exactly(v): round(p, 6) for v, p in answer.chances.items()
            }
            for model, answer in every
            if answer.chances
        }
        show_json(about | {"above": chances, "quantiles": named(head, rows)})
        return
    if form is Format.TABLE:
        print(f"{target.id}\n{target.title.zh}\n{target.title.en}")
        print(f"asked: {rule}; in {unit}")
        print(f"leads: {target.models[0]}; baseline: {target.baseline}")
        for refusal in made.refusals:
            print(f"no answer of {refusal.model}: {refusal.reason}")
    if rows or form is not Format.TABLE:
        show(head, rows, form)
    if target.above and rows and form is Format.TABLE:
        print(f"\nchances, %; the first as {forecast_id(target.id, '.above.VALUE')}")
        odds = [
            (model, str(answer.question.horizon), *_percent(answer.chances))
            for model, answer in every
        ]
        show(
            ("model", "horizon", *(f">{exactly(v)}" for v in target.above)), odds, form
        )


def _percent(chances: Mapping[float, float]) -> Iterator[float]:
    return (round(100 * chance, 1) for chance in chances.values())


_TARGETS = ("target", "title", "how", "horizons", "leads", "rivals", "baseline")


def _listed(target: Any) -> Sequence[object]:
    lead, *rivals = target.models
    horizons = " ".join(map(str, target.horizons))
    return (
        *(target.id, target.title.en, target.how.value, horizons),
        *(lead, " ".join(rivals), target.baseline),
    )


def score(  # noqa: PLR0917 each is an option with a name
    backtest: Annotated[
        bool,
        typer.Option("--backtest", help="Replay every forecast anew, in some minutes."),
    ] = False,
    model: Annotated[
        str, typer.Option("--model", help="Only this model, beside its baseline.")
    ] = "",
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Print how the models did against their baselines.

    Without --backtest: what was issued and the ledger of this store holds, whatever the
    version of the model, and then the replays that come with the package, as far as
    they were settled by the day. Models answer on origins of their own: crps compares
    with the crps_baseline beside it, which is of the same origins, and with no other.
    """
    from polemos import models
    from polemos.pipeline import backtest as replay
    from polemos.pipeline import scoreboard

    if model:
        models.model_named(model)
    world = world_of(war, store)
    moment = moment_of(world, as_of)
    with Progress() as progress:
        rows = (
            replay(world, moment, progress) if backtest else scoreboard(world, moment)
        )
    show(_SCORED, _scored(rows, model), form)


_SCORED = (
    *("model", "baseline", "target", "horizon", "origins"),
    *("crps", "crps_baseline", "mae"),
    *("coverage50", "coverage80", "skill", "skill_low", "skill_high"),
    *("voids", "blocks", "version", "kind", "data"),
)


def _scored(
    rows: Sequence[tuple[Any, str, str]], model: str
) -> Iterator[Sequence[object]]:
    beside = {
        (row.baseline, row.target, row.horizon, kind)
        for row, kind, _ in rows
        if row.model == model
    }
    for row, kind, data in rows:
        one = (row.model, row.target, row.horizon, kind)
        if model in ("", row.model) or one in beside:
            gain = row.skill
            yield (
                *(row.model, row.baseline, row.target, row.horizon, row.origins),
                *(row.crps, row.crps_baseline, row.mae),
                *(row.coverage50, row.coverage80),
                *((gain.value, gain.low, gain.high) if gain else (None,) * 3),
                *(row.voids, row.blocks, ", ".join(row.versions), kind, data),
            )

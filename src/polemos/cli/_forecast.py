"""Commands that look ahead, and back at what was said."""

from collections.abc import Iterator, Sequence
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
from polemos.terminal import Format, Progress, named, show, show_json

forecast_app = group("Ask the models, and keep what they say.")
_HEAD = (
    *("target", "model", "horizon", "origin", "start", "end", "due"),
    *("low80", "low50", "median", "high50", "high80"),
)


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
        made = forecast(world, moment, now(), chosen, progress)
    rows = [
        (answer.question.target, models.model_named(name).id, *_told(answer))
        for (name, _), answers in made.predictions.items()
        for answer in answers
    ]
    show(_HEAD, rows, form)
    for refusal in made.refusals:
        typer.echo(
            f"polemos: {refusal.model} on {refusal.target.id} says nothing: "
            f"{refusal.reason}",
            err=True,
        )


def _told(answer: Any) -> Sequence[object]:
    q = answer.question
    return (
        *(str(q.horizon), q.origin, q.period.start, q.period.last, q.due),
        *(answer.at(level) for level in (0.1, 0.25, 0.5, 0.75, 0.9)),
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
        typer.Argument(metavar="TARGET", help="See forecast run."),
    ],
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Print what is asked of a target, by which rule, and what all models say of it."""
    from polemos.models.score import LEVELS
    from polemos.pipeline import target_named

    world = world_of(war, store)
    view, target = world.view(moment_of(world, as_of)), target_named(world, name)
    made = view.answers(target)
    head = ("model", "horizon", "end", *(f"{level:g}" for level in LEVELS))
    rows = [
        (model, str(a.question.horizon), a.question.period.last, *a.quantiles)
        for (model, _), answers in made.predictions.items()
        for a in answers
    ]
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
            "rule": rule,
            "baseline": target.baseline,
            "as_of": view.as_of.date().isoformat(),
            "refusals": {r.model: r.reason for r in made.refusals},
        }
        chances = {
            f"{model} {a.question.horizon}": {f"{v:g}": p for v, p in a.chances.items()}
            for (model, _), answers in made.predictions.items()
            for a in answers
            if a.chances
        }
        show_json(about | {"above": chances, "quantiles": named(head, rows)})
        return
    if form is Format.TABLE:
        print(f"{target.id}\n{target.title.zh}\n{target.title.en}")
        print(f"asked: {rule}\nbaseline: {target.baseline}")
        for refusal in made.refusals:
            print(f"{refusal.model} says nothing: {refusal.reason}")
    show(head, rows, form)


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

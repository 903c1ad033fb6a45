"""Commands that play a negotiation: a table from a file, or the war's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from polemos.cli._options import As, AsOf, StoreAt, group, moment_of, world_of
from polemos.core import NotYetKnown, ParseError
from polemos.terminal import Format, show, show_json

if TYPE_CHECKING:
    from polemos.models import Negotiating
    from polemos.models.bargaining import Table

bargain_app = group("Play a negotiation by the models of bargaining.")
_LEVELS = (0.1, 0.5, 0.9)
_SEED = 1
_SEEDS = 2**63 - 1
_USUAL = "rus-ukr"
_MOST = 10_000_000  # games: an hour or so
_DIGITS = 10  # of positions: what binary fractions lose is left off
_TELLING = 0.02  # an index below this is what chance puts there
_TOP = 8  # inputs and pairs that are listed
_PLAYED = ("issue", "mean", "low", "median", "high")
_SETTLED = ("issue", "now", "mean", "settled", "low", "high")


class _WarAlone(TyperCommand):
    """A command whose --war may stand without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the usual war where none is named."""
        for at in [i for i, arg in enumerate(args) if arg == "--war"][::-1]:
            if at + 1 == len(args) or args[at + 1].startswith("-"):
                args.insert(at + 1, _USUAL)
        return super().parse_args(ctx, args)


@bargain_app.command("run", cls=_WarAlone)
def bargain_run(  # noqa: PLR0917 each is an option with a name
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A table of actors, in KTAB's CSV."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", help="smp, bdm, nash or mean. Default: smp."),
    ] = None,
    games: Annotated[
        int | None,
        typer.Option(
            "--games",
            help="Also play so many games by smp, each input drawn within a tenth.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help=f"Of the games. Default: {_SEED}.")
    ] = None,
    war: Annotated[
        str | None,
        typer.Option(
            "--war",
            help="Play a war's own table, and no file: its id, or the path of its TOML "
            f"file. Alone: {_USUAL}.",
        ),
    ] = None,
    as_of: AsOf = None,
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Play a table turn by turn; positions run from 0 to 100.

    A file has a line of name, words, actors and issues, a head, and an actor a line:
    its name, words, capability, and a position and a salience for each issue.
    """
    if file is not None and (as_of is not None or store is not None):
        raise ParseError(
            "expected --as-of and --store with --war, found them with a file, which "
            "is of no day and no store"
        )
    if (war is None) is (file is None):
        raise ParseError(
            "expected a file or --war, found "
            + ("both" if war else "neither: give the path of a table")
        )
    if war is not None:
        for name, value in (("--model", model), ("--games", games), ("--seed", seed)):
            if value is not None:
                raise ParseError(
                    f"{name}: expected it with a file, found it with --war, whose "
                    "table is always played alike"
                )
        world = world_of(war, store)
        _war(world.table(moment_of(world, as_of)), form)
        return
    assert file is not None
    _file(file, model or "smp", games or 0, _SEED if seed is None else seed, form)


def _file(file: Path, model: str, count: int, seed: int, form: Format) -> None:
    from polemos.models.bargaining import Ladder, NoDeal, path, table

    if model not in set(Ladder):
        raise ParseError(
            f"--model: expected one of {', '.join(Ladder)}, found {model!r}"
        )
    if not (0 <= count <= _MOST and 0 <= seed <= _SEEDS):
        raise ParseError(
            f"expected --games from 0 to {_MOST:,} and a --seed from 0 to {_SEEDS}, "
            f"found {count:,} and {seed}"
        )
    if count and model != Ladder.SMP:
        raise ParseError(f"--games: expected them with --model smp, found {model!r}")
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ParseError(f"{file}: expected a table in UTF-8, found {error}") from error
    one = table(text, str(file))
    try:
        turns = path(one, Ladder(model))
        played = _played(one, count, seed) if count else []
    except NoDeal as error:
        raise NotYetKnown(f"{file}: {error}") from error
    except (ArithmeticError, ValueError) as error:
        raise ParseError(f"{file}: {error}") from error
    if form is Format.JSON:
        told: dict[str, Any] = {
            "actors": one.actors,
            "dims": one.dims,
            "turns": [
                {"turn": k, "positions": p.round(_DIGITS).tolist()}
                for k, p in enumerate(turns)
            ],
        }
        if played:
            told["games"] = {
                "count": count,
                "seed": seed,
                "settled": [dict(zip(_PLAYED, row, strict=True)) for row in played],
            }
        show_json(told)
        return
    if played and form is Format.CSV:
        show(_PLAYED, played, form)
        return
    show(
        ("turn", "actor", *one.dims) if form is Format.CSV else ("actor", *one.dims),
        [
            (*((k,) if form is Format.CSV else ()), actor, *map(float, place))
            for k, p in enumerate(turns)
            if form is Format.CSV or k == len(turns) - 1
            for actor, place in zip(one.actors, p, strict=True)
        ],
        form,
    )
    if form is Format.TABLE:
        print(f"after {len(turns) - 1} turns of {model}")
        if played:
            print()
            show(_PLAYED, played, form)
            print(f"where {count:,} games settled: middle four fifths, seed {seed}")


def _played(one: "Table", count: int, seed: int) -> list[Sequence[object]]:
    """Play games with each input drawn within a tenth, and sum up where they settle."""
    import numpy as np

    from polemos.models.bargaining import (
        games,
        weighted_mean,
        within_a_tenth,
    )
    from polemos.terminal import Progress

    settled = []
    with Progress() as progress:
        done = 0
        for part in games(within_a_tenth(one), count, seed=seed, threads=2):
            settled.append(part.settled)
            done += len(part.turns)
            progress(min(done, count - 1), count, "games")
    ends = np.quantile(np.concatenate(settled), _LEVELS, axis=0).T
    mean = weighted_mean(one.positions, one.capability[:, None] * one.salience)
    return [
        (issue, float(m), *map(float, row))
        for issue, m, row in zip(one.dims, mean, ends, strict=True)
    ]


def _war(view: "Negotiating", form: Format) -> None:
    """Print what the war's table comes to, and what that hangs on."""
    told = _told(view)
    if form is Format.JSON:
        show_json(told)
        return
    show(_SETTLED, [list(row.values()) for row in told["settled"]], form)
    if form is Format.CSV:
        return
    print(f"\n{told['games']:,} games from positions coded up to {told['day']}")
    print("\nhow far each settlement is, and in how many % of games it is nearest")
    rows = [list(row.values()) for row in told["nearest"]]
    show(("settlement", "distance", "share", "low", "high"), rows, form)
    flips = told["flips"]
    print(
        "\none input at its end is enough to change that:"
        if flips
        else "\nno single input at an end of its interval changes that"
    )
    for row in flips:
        print("  " + " ".join(f"{v}" for v in row.values() if v))
    if told["sway"]:
        print(
            "\nwhat it hangs on: share of variance by itself, the rest is interaction"
        )
        head = ("actor", "kind", "issue", "share")
        show(head, [list(r.values()) for r in told["sway"]], form)
    print("\nwho leads whom, points a game")
    show(("by", "whom", "points"), [list(r.values()) for r in told["led"]], form)
    print("\ndistance from what came, points; no change is the bar")
    show(
        ("from", "to", "settled", "mean", "no change", "crps"),
        [list(r.values()) for r in told["cases"]],
        form,
    )


def _told(view: "Negotiating") -> dict[str, Any]:
    talks = view.talks
    settled = []
    for issue, mean in zip(talks.issues, talks.mean, strict=True):
        p = view.series(f"table/settled.{issue}").last()
        now = view.seats.states[issue].value
        row = (issue, now, float(mean), p.value, p.low, p.high)
        settled.append(dict(zip(_SETTLED, row, strict=True)))
    ranked = sorted(talks.shares.items(), key=lambda kv: -kv[1][0])
    led = sorted(talks.led.items(), key=lambda kv: -kv[1])[:_TOP]
    return {
        "as_of": view.as_of.date(),
        "day": view.seats.day,
        "games": len(talks.played.turns),
        "seed": view.seed,
        "settled": settled,
        "nearest": [
            {
                "settlement": k,
                "distance": talks.distance(k),
                "share": 100 * s,
                "low": 100 * low,
                "high": 100 * high,
            }
            for k, (s, low, high) in ranked
        ],
        "flips": [
            {
                "actor": f.input.actor,
                "kind": f.input.kind.value,
                "issue": f.input.issue or "",
                "end": "high" if f.high else "low",
                "to": f.to,
            }
            for f in talks.flips
        ],
        "sway": [
            {
                "actor": one.actor,
                "kind": one.kind.value,
                "issue": one.issue or "",
                "share": share,
            }
            for one, share in sorted(talks.sway.items(), key=lambda kv: -kv[1])[:_TOP]
            if share >= _TELLING
        ],
        "led": [{"by": a, "whom": b, "points": v} for (a, b), v in led],
        "cases": [
            {
                "from": case.day,
                "to": case.due,
                "settled": case.error("settled"),
                "mean": case.error("mean"),
                "no change": case.error("unchanged"),
                "crps": case.crps,
            }
            for case in view.cases
        ],
    }

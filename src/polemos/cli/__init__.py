"""The command line: parse, call, print. The one place that knows what time it is."""

from pathlib import Path
from typing import Annotated

import typer

from polemos import __version__
from polemos.cli._bargain import bargain_app
from polemos.cli._check import check
from polemos.cli._claims import claims_app
from polemos.cli._events import events_app
from polemos.cli._forecast import forecast_app, score, warn_if_late
from polemos.cli._home import Commands, home
from polemos.cli._layers import layers
from polemos.cli._look import series_app, source_app
from polemos.cli._options import As, AsOf, StoreAt, WarOf, moment_of, now, world_of
from polemos.cli._scenario import scenario_app
from polemos.cli._table import table_app
from polemos.cli._update import SOME_BROKEN, LogAt, alerted, update, updated
from polemos.terminal import Format, Progress, show, show_json

app = typer.Typer(
    cls=Commands,
    help="A weekly war report, rebuilt as of any day, each number traced to its bytes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # plain help comes in half the time
    add_completion=False,
)
app.add_typer(series_app, name="series")
app.add_typer(source_app, name="source")
app.add_typer(forecast_app, name="forecast")
app.add_typer(claims_app, name="claims")
app.add_typer(table_app, name="table")
app.add_typer(bargain_app, name="bargain")
app.add_typer(scenario_app, name="scenario")
app.add_typer(events_app, name="events")


@app.callback(invoke_without_command=True)
def _polemos(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.")
    ] = False,
) -> None:
    if version:
        print(f"polemos {__version__}")
        raise typer.Exit


@app.command()
def report(
    as_of: AsOf = None,
    out: Annotated[
        Path, typer.Option("--out", help="Where the edition's folder is made.")
    ] = Path("out"),
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
) -> None:
    """Write the edition: HTML, PDF, and the tables behind them."""
    from polemos.pipeline import weekly

    world = world_of(war, store)
    with Progress() as progress:
        issued = now() if as_of is None else None  # an older one was never issued
        for path in weekly(world, moment_of(world, as_of), out, progress, issued):
            print(path)
    if issued is not None:
        warn_if_late(issued, world.store.newest())


@app.command()
def weekly(
    out: Annotated[
        Path, typer.Option("--out", help="Where the edition's folder is made.")
    ] = Path("out"),
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    log: LogAt = None,
) -> None:
    """Update, then report.

    Whatever publishers do, there is an edition.
    """
    attempts = updated([], None, war, store, log)
    for a in attempts:
        if a.why and a.status == "broken":
            typer.echo(f"polemos: {a.source}: {a.why}", err=True)
    report(out=out, war=war, store=store)
    alerted(war, store, log)
    if any(a.status == "broken" for a in attempts):
        raise typer.Exit(SOME_BROKEN)


@app.command()
def trace(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A series, SERIES:PERIOD, or the id of a number in claims.csv.",
        ),
    ],
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """Walk a number back to its publisher's file."""
    from polemos.pipeline import EVIDENCE
    from polemos.pipeline import trace as walk

    world = world_of(war, store)
    found = walk(world, moment_of(world, as_of), name)
    if form is Format.JSON:
        show_json(found)
        return
    if form is Format.CSV:
        evidence = found["evidence"]
        show(EVIDENCE, [list(row.values()) for row in evidence], form)
        return
    for key, value in found.items():
        if key != "evidence":
            print(f"{key:>12}  {value}")
    for row in found["evidence"]:
        print()
        for key, value in row.items():
            if value != "":
                print(f"{key:>16}  {value}")


app.command()(update)
app.command()(check)
app.command()(layers)
app.command()(score)
app.command()(home)

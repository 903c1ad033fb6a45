"""The command line: parse, call, print. The one place that knows what time it is."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polemos import __version__
from polemos.core import NotYetKnown, end_of_day
from polemos.terminal import Format, Progress, named, show, show_json

if TYPE_CHECKING:
    from polemos.pipeline import World

app = typer.Typer(
    help="A weekly war report, rebuilt as of any day, each number traced to its bytes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # plain help comes in half the time
    add_completion=False,
)
series_app = typer.Typer(
    help="Look at series.", no_args_is_help=True, rich_markup_mode=None
)
source_app = typer.Typer(
    help="Look at sources.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(series_app, name="series")
app.add_typer(source_app, name="source")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"expected a day like 2025-02-24, found {text!r}"
        ) from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="DATE",
        help="Know only what was known by the end of this day, UTC. "
        "Default: the newest day the figures reach.",
    ),
]
StoreAt = Annotated[
    Path | None,
    typer.Option("--store", help="The lake's folder. Default: the user's data folder."),
]
As = Annotated[Format, typer.Option("--format", help="How to print.")]
WarOf = Annotated[
    str, typer.Option("--war", help="A war's id, or the path of its TOML file.")
]


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
    """Write the edition: one HTML, two PDFs, and the tables behind them."""
    from polemos.pipeline import weekly

    world = _world(war, store)
    with Progress() as progress:
        for path in weekly(world, _moment(world, as_of), out, progress):
            print(path)


@series_app.command("list")
def series_list(
    match: Annotated[str, typer.Argument(help="Only ids that hold this.")] = "",
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """List the series that have a value as of a day."""
    world = _world(war, store)
    view = world.view(_moment(world, as_of))
    rows = []
    for name in view.ids():
        if match in name:
            title, s = view.spec(name).title, view.series(name)
            last = s.last()
            rows.append((name, s.unit, last.period, last.value, title.en, title.zh))
    show(("id", "unit", "last", "value", "title", "title_zh"), rows, form)


@series_app.command("show")
def series_show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="provider/what@WHO; see series list.")
    ],
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """Print one series, oldest first. Periods are half-open: `end` is the day after."""
    world = _world(war, store)
    moment = _moment(world, as_of)
    view = world.view(moment)
    s, spec = view.series(name), view.spec(name)
    head = ("start", "end", "value", "low", "high", "known_at")
    rows = [
        (
            *(p.period.start.isoformat(), p.period.end.isoformat()),
            *(p.value, p.low, p.high, p.known_at.isoformat()),
        )
        for p in s
    ]
    if form is Format.JSON:
        about = {
            "id": s.id,
            "unit": str(s.unit),
            "title": {"en": spec.title.en, "zh": spec.title.zh},
            "as_of": moment.date().isoformat(),
        }
        show_json(about | {"points": named(head, rows)})
        return
    if form is Format.TABLE:
        print(f"{s.id}\n{spec.title.zh}\n{spec.title.en}\n{s.unit}, as of {moment:%F}")
    show(head, rows, form)


@series_app.command("vintages")
def series_vintages(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A stored series: none that polemos made."),
    ],
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """Print all that was ever told of a stored series: which value, and when."""
    world = _world(war, store)
    view = world.view(_moment(world, as_of))
    rows = [
        (
            *(o.period, o.value, o.low, o.high),
            *(o.known_at.isoformat(), o.known_by.value, o.snapshot[:12]),
        )
        for o in view.vintages(name)
    ]
    head = ("period", "value", "low", "high", "known_at", "known_by", "snapshot")
    show(head, rows, form)


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
    from polemos.pipeline import trace as walk

    world = _world(war, store)
    found = walk(world, _moment(world, as_of), name)
    if form is Format.JSON:
        show_json(found)
        return
    if form is Format.CSV:
        evidence = found["evidence"]
        show(list(evidence[0]), [list(row.values()) for row in evidence], form)
        return
    for key, value in found.items():
        if key != "evidence":
            print(f"{key:>12}  {value}")
    for row in found["evidence"]:
        print()
        for key, value in row.items():
            if value != "":
                print(f"{key:>16}  {value}")


@source_app.command("list")
def source_list(form: As = Format.TABLE, war: WarOf = "rus-ukr") -> None:
    """List the sources of a war, with publishers and terms."""
    from polemos.pipeline import sources_of

    rows = [
        (
            *(one.id, one.provider.name.en, one.title.en, one.licence.name.en),
            *("rows" if one.licence.redistribute else "computed", len(one.series)),
        )
        for one in (module.SOURCE for module in sources_of(war).values())
    ]
    show(("id", "publisher", "title", "licence", "shipped", "series"), rows, form)


@source_app.command("show")
def source_show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A source; see source list.")
    ],
    form: As = Format.TABLE,
    war: WarOf = "rus-ukr",
) -> None:
    """Print what one source promises."""
    from polemos.pipeline import source_named

    source = source_named(war, name)
    if form is Format.TABLE:
        print(f"{source.title.en} / {source.title.zh}")
        print(f"{source.provider.name.en} <{source.provider.url}>")
        print(f"from: {source.url}")
        print(f"cite: {source.citation}\nlicence: {source.licence.name.en}")
        for c in source.caveats:
            print(f"caveat: {c.en}\n        {c.zh}")
    head = ("id", "unit", "cadence", "basis", "title", "title_zh")
    rows = [
        (s.id, s.unit, s.cadence.value, s.basis.value, s.title.en, s.title.zh)
        for s in source.series
    ]
    if form is Format.JSON:
        about = {
            "id": source.id,
            "title": {"en": source.title.en, "zh": source.title.zh},
            "publisher": source.provider.name.en,
            "url": source.url,
            "citation": source.citation,
            "licence": source.licence.name.en,
            "caveats": [{"en": c.en, "zh": c.zh} for c in source.caveats],
        }
        show_json(about | {"series": named(head, rows)})
        return
    show(head, rows, form)


def _world(war: str, store: Path | None) -> "World":
    from polemos.pipeline import open_world
    from polemos.settings import store_path

    with Progress() as progress:
        return open_world(war, store or store_path(), progress)


def _moment(world: "World", as_of: date | None) -> datetime:
    """Turn an as-of day into the end of that day; refuse one outside the data."""
    newest, first = world.store.newest(), world.store.first()
    if as_of is None:
        return end_of_day(newest)
    today = datetime.now(UTC).date()  # noqa: TID251 the command line is the clock
    if as_of > today:
        raise NotYetKnown(
            f"expected an as-of day up to today, {today}, found {as_of}: "
            "nobody knows the future"
        )
    if as_of < first:
        raise NotYetKnown(
            f"expected an as-of day from {first}, the first in this store, "
            f"found {as_of}"
        )
    return end_of_day(as_of)

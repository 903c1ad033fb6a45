"""The command line: parse, call, print. The one place that knows what time it is."""

import csv
import gc
import json
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polemos import __version__
from polemos.core import NotYetKnown, PolemosError, end_of_day

if TYPE_CHECKING:
    from polemos.pipeline import World

app = typer.Typer(
    help="A weekly war report, rebuilt as of any day, each number traced to its bytes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
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


class Format(StrEnum):
    """How data are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


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
    with _Progress() as progress:
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
            spec, s = view.spec(name), view.series(name)
            rows.append(
                {
                    "id": name,
                    "unit": str(s.unit),
                    "last": str(s.last().period),
                    "value": s.last().value,
                    "title": spec.title.en,
                    "title_zh": spec.title.zh,
                }
            )
    _print(rows, form)


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
    points = [
        {
            "start": p.period.start.isoformat(),
            "end": p.period.end.isoformat(),
            "value": p.value,
            "low": p.low,
            "high": p.high,
            "known_at": p.known_at.isoformat(),
        }
        for p in s
    ]
    if form is Format.JSON:
        title = {"en": spec.title.en, "zh": spec.title.zh}
        head: dict[str, Any] = {"id": s.id, "unit": str(s.unit), "title": title}
        _json(head | {"as_of": moment.date().isoformat(), "points": points})
        return
    if form is Format.TABLE:
        print(f"{s.id}\n{spec.title.zh}\n{spec.title.en}\n{s.unit}, as of {moment:%F}")
    _print(points, form)


@series_app.command("vintages")
def series_vintages(
    name: Annotated[str, typer.Argument(metavar="ID")],
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """Print every telling of a stored series: what was said of which period, when."""
    world = _world(war, store)
    view = world.view(_moment(world, as_of))
    rows = [
        {
            "period": str(o.period),
            "value": o.value,
            "low": o.low,
            "high": o.high,
            "known_at": o.known_at.isoformat(),
            "known_by": o.known_by.value,
            "snapshot": o.snapshot[:12],
        }
        for o in view.vintages(name)
    ]
    _print(rows, form)


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
    """Walk a number to its definition, observations, snapshots and publishers."""
    from polemos.pipeline import trace as walk

    world = _world(war, store)
    found = walk(world, _moment(world, as_of), name)
    if form is Format.JSON:
        _json(found)
        return
    if form is Format.CSV:
        _print(found["evidence"], form)
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
    """List the sources of a war: publisher, licence, and what they offer."""
    from polemos.pipeline import sources_of

    rows = [
        {
            "id": m.SOURCE.id,
            "publisher": m.SOURCE.provider.name.en,
            "title": m.SOURCE.title.en,
            "licence": m.SOURCE.licence.name,
            "shipped": "rows" if m.SOURCE.licence.redistribute else "computed only",
            "series": len(m.SOURCE.series),
        }
        for m in sources_of(war).values()
    ]
    _print(rows, form)


@source_app.command("show")
def source_show(
    name: Annotated[str, typer.Argument(metavar="ID")],
    form: As = Format.TABLE,
    war: WarOf = "rus-ukr",
) -> None:
    """Print what one source promises."""
    from polemos.pipeline import source_named

    source = source_named(war, name)
    rows = [
        {
            "id": s.id,
            "unit": str(s.unit),
            "cadence": s.cadence.value,
            "basis": s.basis.value,
            "title": s.title.en,
            "title_zh": s.title.zh,
        }
        for s in source.series
    ]
    if form is Format.TABLE:
        print(f"{source.title.en} / {source.title.zh}")
        print(f"{source.provider.name.en} <{source.provider.url}>")
        print(f"cite: {source.citation}\nlicence: {source.licence.name}")
        for c in source.caveats:
            print(f"caveat: {c.en}\n        {c.zh}")
    _print(rows, form)


def _world(war: str, store: Path | None) -> "World":
    from polemos.pipeline import open_world
    from polemos.settings import store_path

    with _Progress() as progress:
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


class _Progress:
    """A bar on a terminal, silence elsewhere."""

    def __enter__(self) -> "_Progress":
        self._bar: Any = None
        return self

    def __call__(self, step: int, total: int, label: str) -> None:
        """Show that `step` of `total` is done."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            self._bar = Progress(
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(label, total=total)
        self._bar.update(self._task, completed=step, total=total, description=label)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print(rows: Sequence[dict[str, Any]], form: Format) -> None:
    if form is Format.JSON:
        _json(list(rows))
    elif form is Format.CSV:
        if rows:
            out = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    else:
        _table(rows)


def _table(rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not rows:
        print("nothing", file=sys.stderr)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in rows[0]:
        number = isinstance(rows[0][key], int | float)
        table.add_column(key, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(v) for v in row.values()))
    wide = None if sys.stdout.isatty() else 200
    Console(width=wide, highlight=False, soft_wrap=not sys.stdout.isatty()).print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)


def _stop(*_: object) -> None:
    print("polemos: interrupted; what was whole before still is", file=sys.stderr)
    sys.exit(128 + signal.SIGINT)


def main() -> None:
    """Run, and turn what is raised on purpose into one clear line and exit code 2."""
    signal.signal(signal.SIGINT, _stop)
    gc.set_threshold(50_000, 20, 100)  # values are immutable: little can be in a cycle
    try:
        app(prog_name="polemos")
    except PolemosError as error:
        print(f"polemos: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        print(f"polemos: {error}; nothing was changed", file=sys.stderr)
        sys.exit(2)

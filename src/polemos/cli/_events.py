"""Events told by the world's press: bring them in, and what they say of a pair."""

from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polemos.cli._options import As, AsOfToday, StoreAt, day_option, group, now
from polemos.core import ExpectationError, ParseError, end_of_day
from polemos.terminal import Format, Progress, show

if TYPE_CHECKING:
    from polemos.events import EventLake, Pair

events_app = group("Events told by the world's press, by pairs of countries.")

_WEEK, _YEARS = 7, 3  # days; years that an index looks back on
_PLACEBOS = 20
_SLOTS = ("day", "loaded", "missing", "held", "events", "rejected")
LayoutOf = Annotated[
    str,
    typer.Option(
        "--layout", help="gdelt2 (every quarter of an hour) or gdelt1 (days)."
    ),
]
Since = Annotated[
    date | None, day_option("--since", "The first day. Default: a week ago.")
]
Until = Annotated[date | None, day_option("--until", "The last day. Default: today.")]
EngineAt = Annotated[
    str,
    typer.Option(
        "--engine",
        help="Work it out on a cluster, such as sc://host:15002. Default: here.",
    ),
]
PairOf = Annotated[
    str, typer.Argument(metavar="PAIR", help="Who acts on whom, such as RUS-UKR.")
]


def _lake(store: Path | None, layout: str) -> "EventLake":
    from polemos.events import LAYOUTS, EventLake
    from polemos.settings import store_path

    if layout not in LAYOUTS:
        raise ParseError(f"expected a layout of {', '.join(LAYOUTS)}, found {layout!r}")
    return EventLake((store or store_path()) / "events", LAYOUTS[layout])


@events_app.command()
def update(
    since: Since = None,
    until: Until = None,
    store: StoreAt = None,
    layout: LayoutOf = "gdelt2",
) -> None:
    """Bring events from the publisher, by its list of files.

    What was brought is not asked for again; a round that was broken off goes on.
    """
    from polemos.pipeline import events_brought

    last = until or now().date()
    first = since or last - timedelta(days=_WEEK)
    if first > last:
        raise ParseError(f"expected --since up to {last}, found {first}")
    lake = _lake(store, layout)
    with Progress() as progress:
        for day, _ in events_brought(lake, first, last, now):
            progress((day - first).days, (last - first).days + 1, f"{day}")
    _print_book(lake, first, last, Format.TABLE)


@events_app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Exports, zipped or not.")],
    store: StoreAt = None,
    layout: LayoutOf = "gdelt2",
    form: As = Format.TABLE,
) -> None:
    """Take in exports that were got by hand, under the publisher's own names."""
    from polemos.events import State, take_in

    lake = _lake(store, layout)
    told = take_in(lake, {file.name: file.read_bytes() for file in files})
    days = [slot.date() for slot in told]
    _print_book(lake, min(days), max(days), form)
    held = [s for s in told.values() if s.state is State.HELD]
    for one in held:
        typer.echo(f"polemos: held aside: {one.why}", err=True)
    if held:
        raise typer.Exit(1)


@events_app.command()
def health(
    since: Since = None,
    until: Until = None,
    store: StoreAt = None,
    layout: LayoutOf = "gdelt2",
    form: As = Format.TABLE,
) -> None:
    """Print by day which files came, and which are missing or held aside."""
    last = until or now().date()
    first = since or last - timedelta(days=_WEEK)
    _print_book(_lake(store, layout), first, last, form)


def _print_book(lake: "EventLake", first: date, last: date, form: Format) -> None:
    rows: list[tuple[Any, ...]] = []
    day = first
    while day <= last:
        told = lake.book(day).values()
        if told:
            states = Counter(str(one.state) for one in told)
            events = (sum(s.rows for s in told), sum(s.rejected for s in told))
            rows.append((day, *(states[s] for s in _SLOTS[1:4]), *events))
        day += timedelta(days=1)
    show(_SLOTS, rows, form)


@events_app.command()
def weeks(  # noqa: PLR0917 each is an option with a name
    pair: PairOf,
    as_of: AsOfToday = None,
    store: StoreAt = None,
    layout: LayoutOf = "gdelt2",
    engine: EngineAt = "",
    form: As = Format.TABLE,
) -> None:
    """Print what weeks of a pair come to: how harsh, how much conflict, which way."""
    from polemos.events import indices

    found = _pairs(_lake(store, layout), engine, as_of, pair)[0]
    told = indices(found)
    rows = [tuple(_plain(v) for v in row) for row in zip(*told.values(), strict=True)]
    show(tuple(told), rows, form)


@events_app.command()
def turns(  # noqa: PLR0917 each is an option with a name
    pair: PairOf,
    as_of: AsOfToday = None,
    store: StoreAt = None,
    layout: LayoutOf = "gdelt2",
    engine: EngineAt = "",
    form: As = Format.TABLE,
) -> None:
    """Print the weeks in which a pair turned, and other pairs did not.

    The others are the loudest twenty, neither of whose countries is in the pair.
    """
    from polemos.events import shifts

    one, *others = _pairs(_lake(store, layout), engine, as_of, pair, _PLACEBOS)
    rows = [
        (s.week, "cooperation" if s.up else "conflict", *map(_plain, told))
        for s in shifts(one, others)
        for told in [(s.size, s.chance, s.placebo)]
    ]
    show(("week", "towards", "size", "chance", "placebo"), rows, form)


def _plain(value: Any) -> Any:
    """Round a number for print; what is not known is nothing."""
    if isinstance(value, date):
        return value
    return None if value != value else round(float(value), 4)  # noqa: PLR0124 NaN


def _pairs(
    lake: "EventLake", engine: str, as_of: date | None, pair: str, others: int = 0
) -> "list[Pair]":
    """Work a pair out, and the loudest other pairs that share no country with it."""
    import numpy as np

    from polemos import events

    a, dash, b = pair.upper().partition("-")
    if not dash or len(a) != len("RUS") or len(b) != len("UKR"):
        raise ParseError(f"expected a pair such as RUS-UKR, found {pair!r}")
    last = min(as_of or now().date(), now().date())
    first = date(last.year - _YEARS, 1, 1)
    files = [str(p) for p in lake.files(first, last)]
    if not files:
        raise ExpectationError(
            f"{lake.home}: expected events from {first} to {last}, found none; bring "
            "them by polemos events update"
        )
    by, wanted = end_of_day(last), () if others else ((a, b),)
    with closing(events.engine_at(engine, lake.home)) as on:
        frame = on.scan(files)
        world = on.collect(events.volumes(frame, by))
        told = on.collect(events.weeks(frame, wanted, by))
    found = [events.pair_of(told, world, a, b)]
    if others:
        apart = ~np.isin(told["a"], [a, b]) & ~np.isin(told["b"], [a, b])
        sums: Counter[tuple[str, str]] = Counter()
        for x, y, n in zip(
            *(told[k][apart] for k in ("a", "b", "events")), strict=True
        ):
            sums[x, y] += int(n)
        for (x, y), _ in sums.most_common(others):
            found.append(events.pair_of(told, world, x, y))
    return found

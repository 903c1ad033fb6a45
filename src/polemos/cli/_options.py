"""What commands have in common: options, and the world at a moment."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polemos.core import NotYetKnown, end_of_day
from polemos.terminal import Format, Progress

if TYPE_CHECKING:
    from polemos.pipeline import World


def day_of(text: str) -> date:
    """Read a day that is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"expected a day like 2025-02-24, found {text!r}"
        ) from None


def day_option(name: str, says: str) -> Any:
    """Make an option that takes a day."""
    return typer.Option(name, parser=day_of, metavar="DATE", help=says)


_BY_THEN = "Know only what was known by the end of this day, UTC. Default:"
AsOf = Annotated[
    date | None, day_option("--as-of", f"{_BY_THEN} the newest day the figures reach.")
]
AsOfToday = Annotated[date | None, day_option("--as-of", f"{_BY_THEN} today.")]
StoreAt = Annotated[
    Path | None,
    typer.Option("--store", help="The lake's folder. Default: the user's data folder."),
]
As = Annotated[Format, typer.Option("--format", help="How to print.")]
WarOf = Annotated[
    str, typer.Option("--war", help="A war's id, or the path of its TOML file.")
]


def group(says: str) -> typer.Typer:
    """Make a group of commands, whose help comes plain, in half the time."""
    return typer.Typer(help=says, no_args_is_help=True, rich_markup_mode=None)


def world_of(war: str, store: Path | None) -> "World":
    """Open a war's store, and take in the packaged figures."""
    from polemos.pipeline import open_world
    from polemos.settings import store_path

    with Progress() as progress:
        return open_world(war, store or store_path(), progress, now())


def moment_of(
    world: "World", as_of: date | None, what: str = "an as-of day"
) -> datetime:
    """Turn an as-of day into the end of that day; refuse one outside the data.

    `what` names in the refusal what was given.
    """
    newest, first = world.store.newest(), world.store.first()
    if as_of is None:
        return end_of_day(newest)
    today = now().date()
    if as_of > today:
        raise NotYetKnown(
            f"expected {what} up to today, {today}, found {as_of}: "
            "nobody knows the future"
        )
    if as_of < first:
        raise NotYetKnown(
            f"expected {what} from {first}, the first in this store, found {as_of}"
        )
    return end_of_day(as_of)


def now() -> datetime:
    """Give this moment: the command line is the clock."""
    return datetime.now(UTC)  # noqa: TID251

"""Bring sources up to date from their publishers, and tell how they stand."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polemos.cli._look import source_app
from polemos.cli._options import As, StoreAt, WarOf, now, world_of
from polemos.core import FetchError, ParseError
from polemos.terminal import Format, Progress, Styled, show, show_styled

if TYPE_CHECKING:
    from polemos.ingest import Attempt, Health

SOME_BROKEN = 1  # the exit code of a round in which some source failed
_UPDATED = ("source", "status", "rows", "why")
_STANDING = (
    *("source", "standing", "content", "content_age", "due", "asked", "good"),
    *("failing", "why"),
)
_STYLES = {"new": "bold", "broken": "red", "late": "yellow"}
_WHY = 60  # characters of a reason in a table
LogAt = Annotated[
    Path | None,
    typer.Option("--log", help="A file to add lines of JSON to, one for each event."),
]


def update(  # noqa: PLR0917 each is an option with a name
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Only these; see source list. Default: all."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--from", help="A file of the one source named, got by hand."),
    ] = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    log: LogAt = None,
    form: As = Format.TABLE,
) -> None:
    """Bring sources up to date from their publishers.

    Exits 1 if some failed; the others stand.

    A round that was broken off is gone on with. What is refused is held with its bytes.
    """
    attempts = updated(sources or [], file, war, store, log)
    if form is Format.TABLE:
        _print(attempts)
    else:
        show(_UPDATED, [(a.source, a.status, a.rows, a.why) for a in attempts], form)
    alerted(war, store, log)
    if any(a.status == "broken" for a in attempts):
        raise typer.Exit(SOME_BROKEN)


def updated(
    names: Sequence[str],
    file: Path | None,
    war: str,
    store: Path | None,
    log: Path | None,
) -> "Sequence[Attempt]":
    """Run one round, or take in one file; give the attempts."""
    from polemos import ingest
    from polemos.pipeline import feed_of, source_named

    for name in names:
        source_named(war, name)  # or it says which there are
    if file is not None and len(names) != 1:
        raise ParseError(
            f"expected the one source that {file} is of, found {len(names)}; say "
            "polemos update --from FILE SOURCE"
        )
    world = world_of(war, store)
    with _log(log) as hear, Progress() as progress:
        feed = feed_of(world, now, lambda told: hear("http.answered", told))
        if file is not None:
            attempts: Sequence[Attempt] = [ingest.take_in(feed, names[0], file)]
        else:
            attempts = ingest.update(feed, list(names or feed.modules), progress)
        for a in attempts:
            told = {"source": a.source, "status": a.status, "rows": a.rows}
            hear("source.updated", told | ({"why": a.why} if a.why else {}))
    return attempts


def alerted(war: str, store: Path | None, log: Path | None) -> None:
    """Tell what somebody should hear of; one who cannot be reached stops nothing."""
    from polemos import alerts, settings
    from polemos.pipeline import alert, feed_of

    quiet = alerts.Quiet.parse(settings.quiet_hours())
    world = world_of(war, store)
    feed = feed_of(world, now, lambda _: None)

    def tell(title: str, body: str) -> None:
        typer.echo(f"\n{title}\n\n{body}", err=True)

    with _log(log) as hear:
        try:
            alert(world, feed, settings.alerts_to(), quiet, tell)
        except FetchError as error:
            hear("alerts.failed", {"why": str(error)})
            typer.echo(f"polemos: {error}", err=True)


@contextmanager
def _log(
    path: Path | None,
) -> Iterator[Callable[[str, Mapping[str, object]], None]]:
    """Give what writes an event as one line of JSON; into nothing without a path."""
    if path is None:
        yield lambda *_: None
        return
    with path.open("a", encoding="utf-8") as out:

        def hear(event: str, told: Mapping[str, object]) -> None:
            line = {"at": now().isoformat(), "event": event, **told}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()

        yield hear


def _print(attempts: "Sequence[Attempt]") -> None:
    rows = []
    for a in attempts:
        style = _STYLES.get(a.status, "")
        cells = (a.source, a.status.value, f"{a.rows or ''}", _short(a.why))
        rows.append(Styled(cells, (style, style, "", "")))
    show_styled(_UPDATED, rows, (22, 10, 7, None))
    counted = [a.status.value for a in attempts]
    told = ", ".join(f"{counted.count(s)} {s}" for s in dict.fromkeys(counted))
    print(f"{len(attempts)} sources: {told}")


def _short(why: str) -> str:
    """Shorten a reason; the whole is in the other forms."""
    from polemos.ingest import gist

    found = gist(why)
    return found if len(found) <= _WHY else f"{found[: _WHY - 1]}…"


@source_app.command("health")
def source_health(
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Tell how old what each source tells is, apart from when it was last asked."""
    from polemos import ingest
    from polemos.pipeline import feed_of

    world = world_of(war, store)
    feed = feed_of(world, now, lambda _: None)
    today = now().date()
    promises = {name: m.SOURCE for name, m in feed.modules.items()}
    told = ingest.health(promises, world.store.as_of(now()), feed.book, today)
    if form is not Format.TABLE:
        show(_STANDING, [_row(h, h.age(today)) for h in told], form)
        return
    rows = []
    for h in told:
        style = _STYLES.get(h.standing, "")
        age = h.age(today)
        cells = (
            *(h.source, h.standing.value, f"{h.content or ''}"),
            *("" if age is None else f"{age} d", _since(h.good, now()), _short(h.why)),
        )
        rows.append(Styled(cells, (style, style, "", "", "", "")))
    head = ("source", "standing", "tells up to", "age", "asked well", "why")
    show_styled(head, rows, (22, 12, 12, 7, 11, None))
    print("age: of the newest content; asked well: since the last attempt that went so")


def _row(h: "Health", age: int | None) -> tuple[Any, ...]:
    asked, good = (at and at.isoformat() for at in (h.asked, h.good))
    return (
        *(h.source, h.standing.value, h.content, age, h.due),
        *(asked, good, h.failing, h.why),
    )


def _since(then: datetime | None, at: datetime) -> str:
    if then is None:
        return "never"
    hours = int((at - then).total_seconds() // 3600)
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} d ago"  # noqa: PLR2004

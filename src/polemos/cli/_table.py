"""Commands of the negotiating table: who stands where, what happened, what is due."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polemos.cli._options import (
    As,
    AsOf,
    StoreAt,
    WarOf,
    day_option,
    moment_of,
    now,
    world_of,
)
from polemos.core import (
    ParseError,
    Seats,
    Stage,
    Stand,
    UnknownSeries,
    amount_id,
)
from polemos.terminal import Format, Styled, show, show_styled

if TYPE_CHECKING:
    from polemos.core import Agenda, Event, Step, View

table_app = typer.Typer(
    help="The negotiating table: positions, events and commitments.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_STANDS = (
    *("actor", "issue", "day", "position", "low", "high"),
    *("salience", "salience_low", "salience_high", "capability"),
    *("coder", "coded", "evidence", "why", "why_zh"),
)
_EVENTS = (
    *("id", "day", "until", "known", "actors", "act", "issues"),
    *("weight", "before", "after"),
    *("basis", "confidence", "source", "url", "text", "text_zh"),
)
_STEPS = (
    *("commitment", "matter", "actors", "to", "stage", "day", "due", "low", "high"),
    *("unit", "basis", "confidence", "source", "url", "text", "text_zh"),
)
_WIDTHS = (10, 28, 12, None)
_STEP_WIDTHS = (40, 11, 10, None)


@table_app.callback()
def table(
    context: typer.Context,
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Print who stands where on which issue, 0 to 100, and how things stand."""
    if context.invoked_subcommand is not None:
        if (as_of, war, store, form) != (None, "rus-ukr", None, Format.TABLE):
            raise ParseError(
                f"expected options behind {context.invoked_subcommand}, found them "
                "before it, where they say nothing"
            )
        return
    world = world_of(war, store)
    view = world.table(moment_of(world, as_of))
    agenda, found = view.agenda, view.seats
    if form is not Format.TABLE:
        show(_STANDS, (_stand(found, s) for s in found.stands), form)
        return
    issues = found.issues
    show(("", "weight", *issues), _matrix(found, issues), form)
    for issue in issues:
        one = agenda.issues[issue]
        print(f"{issue}: 0 {one.low.en}; 100 {one.high.en}")
    print("weight: capability, 0 to 100; a star marks an actor's weightiest issue")


def _matrix(found: Seats, issues: Sequence[str]) -> Iterator[Sequence[object]]:
    for actor in found.actors:
        mine = {s.issue: s for s in found.stands if s.actor == actor}
        top = max(mine.values(), key=lambda s: s.salience.value)
        cells = (
            f"{mine[i].position.value:g}{'*' if mine[i] is top else ' '}"
            if i in mine
            else ""
            for i in issues
        )
        yield (actor, f"{found.capabilities[actor].value:g}", *cells)
    yield ("as it stands", "", *(f"{found.states[i].value:g} " for i in issues))


def _stand(found: Seats, s: Stand) -> Sequence[object]:
    power = found.capabilities.get(s.actor)
    return (
        *(s.actor, s.issue, s.position.period.last),
        *(s.position.value, s.position.low, s.position.high),
        *(s.salience.value, s.salience.low, s.salience.high),
        *(power and power.value, s.coding.coder, s.coding.coded),
        *(" ".join(s.coding.evidence), s.coding.text.en, s.coding.text.zh),
    )


@table_app.command("events")
def table_events(  # noqa: PLR0917 each is an option with a name
    since: Annotated[
        date | None, day_option("--since", "Only from this day on. Default: all.")
    ] = None,
    actor: Annotated[str, typer.Option("--actor", help="Only with this actor.")] = "",
    issue: Annotated[
        str, typer.Option("--issue", help="Only about this issue or topic.")
    ] = "",
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """List what happened, each event once, the oldest first."""
    world = world_of(war, store)
    view = world.table(moment_of(world, as_of))
    _refuse_strangers(view.agenda, actor, issue)
    found = [
        e
        for e in view.events()
        if (since is None or e.period.last >= since)
        and (not actor or actor in e.actors)
        and (not issue or issue in e.issues)
    ]
    if form is Format.TABLE:
        head = ("day", "actors", "act", "about")
        show_styled(head, [_event_line(e) for e in found], _WIDTHS)
        return
    show(_EVENTS, map(_event, found), form)


def _refuse_strangers(agenda: "Agenda", actor: str, issue: str) -> None:
    """Refuse names that the agenda does not know: an empty list says less."""
    topics = {**agenda.issues, **agenda.topics}
    for told, known, what in (
        (actor, agenda.actors, "an actor"),
        (issue, topics, "an issue or a topic"),
    ):
        if told and told not in known:
            raise UnknownSeries(
                f"expected {what} of the agenda, found {told!r}", told, known
            )


def _event_line(e: "Event") -> Styled:
    cells = (f"{e.period.start}", " ".join(e.actors), e.act.value, " ".join(e.issues))
    return Styled(cells, ("", "", "bold", ""), (f"{e.text.en} {_from(e)}",))


def _from(one: "Event | Step") -> str:
    """Say where it was read; nobody who reads a list shall take recalled for seen."""
    told = one.told
    return f"[{'recalled' if told.recalled else told.source}]"


def _event(e: "Event") -> Sequence[object]:
    last = e.period.last
    return (
        *(e.id, e.period.start, last if last > e.period.start else None),
        *(e.known_at.date(), " ".join(e.actors), e.act.value, " ".join(e.issues)),
        *(
            e.weight,
            e.before,
            e.after,
            _basis(e),
            e.told.confidence.value,
            e.told.source,
        ),
        *(e.told.url, e.text.en, e.text.zh),
    )


def _basis(told: "Event | Step") -> str:
    return "recalled" if told.told.recalled else "seen"


@table_app.command("commitments")
def table_commitments(
    name: Annotated[
        str,
        typer.Argument(metavar="[ID]", help="One commitment, step by step. None: all."),
    ] = "",
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """List how far each commitment has come, or every step of one."""
    world = world_of(war, store)
    view = world.table(moment_of(world, as_of))
    agenda = view.agenda
    steps = view.steps()
    if name:
        if name not in agenda.commitments:
            raise UnknownSeries(
                f"expected the id of a commitment, found {name!r}",
                name,
                agenda.commitments,
            )
        found = [s for s in steps if s.commitment == name]
    else:
        found = list({s.commitment: s for s in steps}.values())
    if form is Format.TABLE:
        head = ("commitment", "stage", "day", "due")
        show_styled(head, [_step_line(s) for s in found], _STEP_WIDTHS)
        return
    show(_STEPS, (_step(s, agenda, view) for s in found), form)


def _step_line(s: "Step") -> Styled:
    cells = (s.commitment, _stage(s), f"{s.period.start}", f"{s.due or ''}")
    return Styled(cells, ("", "bold", "", ""), (f"{s.text.en} {_from(s)}",))


def _stage(s: "Step") -> str:
    return s.stage.value if s.stage else "withdrawn"


def _step(s: "Step", agenda: "Agenda", view: "View") -> Sequence[object]:
    one = agenda.commitments[s.commitment]
    low = high = None
    if one.unit is not None:
        name = amount_id(one.id, delivered=s.stage is Stage.DELIVERED)
        for p in view.series(name).points:
            if p.period == s.period:
                low, high = p.ends
    return (
        *(one.id, one.matter.value, " ".join(one.actors), " ".join(one.to)),
        *(_stage(s), s.period.start, s.due),
        *(low, high, one.unit and str(one.unit), _basis(s), s.told.confidence.value),
        *(s.told.source, s.told.url, s.text.en, s.text.zh),
    )


@table_app.command("add")
def table_add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Ledgers as CSV: heads say which."),
    ],
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
) -> None:
    """Add rows of your own to the ledgers; nothing is written if one row is wrong."""
    from polemos.pipeline import enter

    bodies = {str(file): _body(file) for file in files}
    world = world_of(war, store)
    count = enter(world, bodies, now())
    print(
        f"{count} row{'s' * (count != 1)} added"
        if count
        else "nothing was added: all was there before"
    )


def _body(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ParseError(
            f"{file}: expected a ledger, found {error.strerror}; nothing was written"
        ) from error

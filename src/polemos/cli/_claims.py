"""Commands that keep published claims, and watch what becomes of them."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polemos.cli._claims_file import Intake, body_of
from polemos.cli._options import (
    As,
    AsOf,
    StoreAt,
    WarOf,
    day_option,
    group,
    moment_of,
    now,
    world_of,
)
from polemos.core import ParseError, StoreError, printable
from polemos.terminal import Format, Progress, Styled, cell, show, show_styled

if TYPE_CHECKING:
    from polemos.core import Finding, Observation, View
    from polemos.registry import Correction, Published

claims_app = group("Keep what was published, and watch what becomes of it.")
_DOCUMENTS = ("document", "title", "kept_on", "as_of", "claims", "changed", "worse")
_CLAIMS = (
    *("claim", "where", "text", "series", "period", "how", "base", "relation"),
    *("stated", "unit", "then", "verdict", "newest", "verdict_newest", "as_of"),
)
_CHANGES = (
    *("document", "title", "claim", "where", "text", "was", "is", "verdict_was"),
    *("verdict", "material", "since", "publisher", "series", "period", "value"),
)
_WIDTHS = (24, None, 12, 12, 22)  # the words take the rest
_SHORT = 12  # digits of a document's hash


@claims_app.command("add")
def claims_add(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Articles, or editions: their folder, or its claims.csv.",
        ),
    ],
    as_of: Annotated[
        date | None,
        day_option("--as-of", "The day they were written. Default: what each says."),
    ] = None,
    title: Annotated[
        str, typer.Option("--title", help="Of the document. Default: the file's name.")
    ] = "",
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
) -> None:
    """Keep every claim of a document that is bound to a series, as it was found then.

    A document is known by its bytes: the same ones add nothing.
    """
    from polemos.registry import keep

    if title and len(files) > 1:
        raise ParseError(f"--title: expected one file, found {len(files)}")
    bodies = [body_of(file) for file in files]
    world = world_of(war, store)
    intake, made = Intake(world, as_of), []
    with Progress() as progress:
        for step, (file, body) in enumerate(bodies):
            progress(step, len(bodies), str(file))
            made.append(intake.document(file, body, printable(title)))
    before = keep(world.store, [document for document, _ in made])
    for (file, _), (document, left) in zip(bodies, made, strict=True):
        held = before.get(document.snapshot.id)
        if held is not None:
            print(
                f"{file}: kept before, on {held.fetched_at:%Y-%m-%d}, as {held.name}; "
                "nothing was added"
            )
            continue
        known = document.findings[0].known_at
        print(f"{file}: {_counted(document.findings)} kept as of {known:%Y-%m-%d}")
        for why, count in left:
            print(f"{count:>6} not kept: {why}")


def _counted(found: Sequence[object]) -> str:
    return f"{len(found)} claim{'s' * (len(found) != 1)}"


@claims_app.command("list")
def claims_list(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[DOCUMENT]",
            help="Its title, or the first digits of its hash. None: list documents.",
        ),
    ] = "",
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """List the documents that are kept, or the claims of one: found then, and newest.

    The newest finding is that of the last watch.
    """
    from polemos.registry import published

    world = world_of(war, store)
    kept = published(world.store, moment_of(world, as_of))
    documents: dict[str, list[Published]] = {}
    for one in kept:
        documents.setdefault(one.document.id, []).append(one)
    if not name:
        show(_DOCUMENTS, map(_listed, documents.values()), form)
        return
    chosen = [
        every
        for i, every in documents.items()
        if i.startswith(name.lower()) or every[0].document.name == name
    ]
    if len(chosen) != 1:
        raise StoreError(
            f"expected a document (see claims list), found {len(chosen)} that "
            f"{name!r} names; give its title, or more digits of its hash"
        )
    if form is Format.TABLE:
        head = ("where", "says", "then", "newest", "verdict")
        show_styled(head, list(map(_claim_line, chosen[0])), _WIDTHS)
    else:
        show(_CLAIMS, map(_claim, chosen[0]), form)


def _listed(every: "Sequence[Published]") -> Sequence[object]:
    note = every[0].document
    first = every[0].findings[0]
    changed = [one for one in every if len(one.findings) > 1]
    return (
        *(note.id[:_SHORT], note.name, note.fetched_at.date()),
        *(first.known_at.date(), len(every), len(changed)),
        sum(one.worse for one in changed),
    )


def _claim(one: "Published") -> Sequence[object]:
    c, first, last = one.claim, one.findings[0], one.findings[-1]
    return (
        *(c.id, c.where, c.text, c.series, str(c.period), c.how.value),
        *(str(c.base or ""), c.relation.value, float(c.stated), str(c.unit)),
        *(first.actual, first.verdict.value, last.actual, last.verdict.value),
        last.known_at.date(),
    )


def _claim_line(one: "Published") -> Styled:
    first, last = one.findings[0], one.findings[-1]
    return _line(one.claim.where, first, last, (), worse=one.worse)


def _line(
    where: str, was: "Finding", now: "Finding", below: Sequence[str], *, worse: bool
) -> Styled:
    """Put what was found beside what is, with the verdicts in colour."""
    names = dict.fromkeys((was.verdict.value, now.verdict.value))
    cells = (where, was.claim.text, _value(was), _value(now), " → ".join(names))
    hue = "yellow" if worse else ""
    return Styled(cells, ("", "", "", hue, hue), below)


def _value(found: "Finding") -> str:
    return "—" if found.actual is None else cell(found.actual)


@claims_app.command("watch")
def claims_watch(
    later: Annotated[
        date | None,
        day_option(
            "--now", "Judge by this day. Default: the newest day the figures reach."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the page and the table of corrections here."),
    ] = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Judge every kept claim anew, keep what is found otherwise, and print it.

    Exit code 1 says that something is borne out less than before.
    """
    from polemos.registry import corrections, watch
    from polemos.report.corrections import write

    world = world_of(war, store)
    moment = moment_of(world, later, "--now")
    view = world.without_models(moment)
    if out is not None:  # before anything is kept
        _refuse_place(out)
    changes = watch(world.store, view, now())
    if out is not None:
        every = corrections(world.store, view)
        for path in write(every, view, world.war, out):
            typer.echo(f"polemos: {path}", err=True)
    if form is not Format.TABLE:
        show(_CHANGES, [_change(c, view) for c in changes], form)
    elif changes:
        head = ("where", "says", "was", "is", "verdict")
        show_styled(head, [_change_line(c, view) for c in changes], _WIDTHS)
    else:
        print(f"nothing changed as of {moment:%Y-%m-%d}")
    if any(c.worse for c in changes):
        raise typer.Exit(1)


def _refuse_place(out: Path) -> None:
    """Refuse a folder that is none, or that cannot be made or written in."""
    there = next(p for p in (out.absolute(), *out.absolute().parents) if p.exists())
    if not there.is_dir():
        raise typer.BadParameter(f"--out: expected a folder, found the file {there}")
    if not os.access(there, os.W_OK):
        raise typer.BadParameter(f"--out: expected a folder to write in, found {there}")


def _change(c: "Correction", view: "View") -> Sequence[object]:
    told: Sequence[object] = (None,) * 5
    if (row := c.row) is not None:
        told = (row.known_at.date(), _publisher(row, view), row.series, str(row.period))
        told = (*told, row.value)
    return (
        *(c.document.id[:_SHORT], c.document.name, c.claim.id, c.claim.where),
        *(c.claim.text, c.was.actual, c.now.actual, c.was.verdict.value),
        *(c.now.verdict.value, c.material, *told),
    )


def _change_line(c: "Correction", view: "View") -> Styled:
    by = "no publisher told it anew: this version works it out otherwise"
    if (row := c.row) is not None:
        by = (
            f"since {row.known_at:%Y-%m-%d}, {_publisher(row, view)}: {row.series} "
            f"{row.period} {'taken back' if row.value is None else cell(row.value)}"
        )
    return _line(
        f"{c.document.name}, {c.claim.where}",
        *(c.was, c.now, [by + "; material" * c.material]),
        worse=c.worse,
    )


def _publisher(row: "Observation", view: "View") -> str:
    return view.source(row.series).provider.name.en

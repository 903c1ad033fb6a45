"""Commands that look: at series, at sources, at what a number is made of."""

from typing import Annotated

import typer

from polemos.cli._options import As, AsOf, StoreAt, WarOf, group, moment_of, world_of
from polemos.terminal import Format, named, show, show_json

series_app = group("Look at series.")
source_app = group("Look at sources.")


@series_app.command("list")
def series_list(  # noqa: PLR0917 each is an option with a name
    match: Annotated[str, typer.Argument(help="Only ids that hold this.")] = "",
    made: Annotated[
        bool,
        typer.Option(
            "--made",
            help="Those that models make: forecasts, estimates and scores, unasked.",
        ),
    ] = False,
    as_of: AsOf = None,
    store: StoreAt = None,
    war: WarOf = "rus-ukr",
    form: As = Format.TABLE,
) -> None:
    """List the series that have a value as of a day, or those that models make."""
    world = world_of(war, store)
    view = world.view(moment_of(world, as_of))
    rows: list[tuple[object, ...]] = []
    for name in view.made() if made else view.ids():
        if match in name:
            spec = view.spec(name)
            if made:  # a value would take minutes of models
                newest: tuple[object, ...] = ()
            else:
                last = view.series(name).last()
                newest = (last.period, last.value)
            rows.append((name, spec.unit, *newest, spec.title.en, spec.title.zh))
    head = ("id", "unit", *(() if made else ("last", "value")), "title", "title_zh")
    show(head, rows, form)
    if not made and form is Format.TABLE:
        typer.echo("polemos: what models make is listed by --made", err=True)


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
    world = world_of(war, store)
    moment = moment_of(world, as_of)
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
    world = world_of(war, store)
    view = world.view(moment_of(world, as_of))
    rows = [
        (
            *(o.period, o.value, o.low, o.high),
            *(o.known_at.isoformat(), o.known_by.value, o.snapshot[:12]),
        )
        for o in view.vintages(name)
    ]
    head = ("period", "value", "low", "high", "known_at", "known_by", "snapshot")
    show(head, rows, form)


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

"""The home desk: what binds home to its patron, what is coming, what it could do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from polemos.cli._options import As, AsOf, StoreAt, WarOf, moment_of, world_of
from polemos.core import (
    CARES,
    SIDES,
    Ask,
    NotYetKnown,
    ParseError,
    Stage,
    UnknownSeries,
    WarError,
    amount_id,
    end_of_day,
    judged_id,
    stage_id,
)
from polemos.terminal import Format, show

if TYPE_CHECKING:
    from polemos.core import Text, View, War
    from polemos.models import Weighing

_HOME = "home"
_WAR = "rus-ukr"
_WEEK = 7
_HEAD = (
    *("part", "id", "value", "low", "high", "unit", "on", "week_ago"),
    *("name", "name_zh", "why", "why_zh", "series"),
)
_PROMISED = ("stage", "delivered", "promised", "overdue")
_GAINS = tuple(f"gain.{side}" for side in SIDES)
_LEGEND = """\
effects: against a world without this war, -2 worst for home, 2 best; places: 0 to 100
gains: against no deal, 100 is all that a side wants; cost: % of GDP a year
undone: 1 at once, 0 never; judged by the desk, and no advice"""
Row = Sequence[Any]


class Commands(TyperGroup):
    """Commands of which one also answers to the name of the country that is home."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; a war is loaded only for a name that is none."""
        name, rest = args[0], args[1:]
        if self.get_command(ctx, name) is None and name in _homes(rest):
            return name, self.get_command(ctx, _HOME), rest
        return super().resolve_command(ctx, args)


def _homes(args: Sequence[str]) -> Iterator[str]:
    """Give what home is called in the war that is asked for, and in ours."""
    from polemos import wars

    asked = [war for option, war in pairwise(args) if option == "--war"]
    asked += [a.partition("=")[2] for a in args if a.startswith("--war=")]
    for war in (*asked, _WAR):
        try:
            yield _called(wars.load(war))
        except WarError:  # the command itself tells what is wrong with it
            continue


def _called(war: "War") -> str:
    return war.role(_HOME).name.en.lower()


def home(
    context: typer.Context,
    as_of: AsOf = None,
    war: WarOf = _WAR,
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Print what a war means for home.

    Its exposure, what it was promised, scenarios and options.

    The command answers to the name of that country too, in lower case. csv and json
    hold every number with its interval, what it was a week ago, and why it is judged.
    """
    world = world_of(war, store)
    if context.info_name not in (_HOME, name := _called(world.war)):
        raise ParseError(
            f"{war}: expected {_HOME} or {name}, found {context.info_name}"
        )
    view = world.outlook(moment_of(world, as_of))
    rows = list(_rows(view, world.war))
    if form is not Format.TABLE:
        show(_HEAD, rows, form)
        return
    for head, lines in _tables(rows, view):
        show(head, lines, form)
        print()
    print(_LEGEND)


def _tables(
    rows: Sequence[Row], view: "Weighing"
) -> Iterator[tuple[Sequence[str], list[Row]]]:
    """Lay the rows out for a screen, a table for each part of the desk."""
    told = {(row[0], row[1]): row for row in rows}

    def value(part: str, key: str, digits: int = 0, ends: bool = False) -> str:
        if (part, key) not in told:
            return ""
        middle, low, high = (v or 0.0 for v in told[part, key][2:5])
        more = f" ({low:,.{digits}f} to {high:,.{digits}f})" if ends else ""
        return f"{middle:,.{digits}f}{more}"

    yield (
        ("exposure", "newest", "unit", "up to"),
        [(r[8], f"{r[2]:,.1f}", *r[5:7]) for r in rows if r[0] == "exposure"],
    )
    promises = dict.fromkeys(r[1].partition(".")[0] for r in rows if r[0] == "promise")
    commitments = view.base.agenda.commitments
    yield (
        ("promised to home", "stage", "come", "of", "unit", "days late"),
        [
            (
                *(commitments[k].name.en, _stage(told, k)),
                *(value("promise", f"{k}.{what}") for what in _PROMISED[1:3]),
                *(commitments[k].unit or "", value("promise", f"{k}.{_PROMISED[3]}")),
            )
            for k in promises
        ],
    )
    channels, options = tuple(view.told.channels), view.told.options
    lines: list[Row] = [
        (
            view.told.states[b].name.en,
            value("scenario", b, 1),
            *(value("effect", f"{b}.{c}", 1) for c in channels),
        )
        for b in view.told.branches
    ]
    for words, at in (("expected", 2), ("from", 3), ("to", 4), ("a week ago", 7)):
        found = (told.get(("expected", c)) for c in channels)
        cells = (f"{r[at]:.2f}" if r and r[at] is not None else "" for r in found)
        lines.append((words, "", *cells))
    yield ("scenario", "chance, %", *channels), lines
    yield (
        ("option", "now", "asked", "deal at", *_GAINS, "cost", "undone"),
        [
            (
                *(one.name.en, value("asked", f"{k}.{Ask.NOW}")),
                value("asked", f"{k}.patron"),
                value("option", f"{k}.settled", ends=True),
                *(value("option", f"{k}.{gain}", 1, ends=True) for gain in _GAINS),
                value("option", f"{k}.cost", 2, ends=True),
                value("option", f"{k}.reversible", 2),
            )
            for k, one in options.items()
        ],
    )


def _stage(told: Mapping[tuple[str, str], Row], key: str) -> str:
    """Name the stage of a promise, which is told by its number."""
    row = told.get(("promise", f"{key}.stage"))
    number = int(row[2]) if row else 0
    stage = list(Stage)[number - 1] if number else None
    come, whole = (told.get(("promise", f"{key}.{w}")) for w in _PROMISED[1:3])
    if stage is Stage.DELIVERED and come and whole and come[2] < whole[2]:
        return "delivered in part"
    return stage.value if stage else "taken back"


def _rows(view: "Weighing", war: "War") -> Iterator[Row]:
    """Give every number of the desk, its interval, and why it is what it is."""
    past = view.at(end_of_day(view.as_of.date() - timedelta(days=_WEEK)))
    why = {(c.series, c.period): c.text for c in view.codings()}

    def row(part: str, key: str, series: str, name: "Text | None" = None) -> list[Row]:
        point, before = _newest(view, series), _newest(past, series)
        if point is None:
            return []
        spec, because = view.spec(series), why.get((series, point.period))
        title = name or spec.title
        words = (because.en, because.zh) if because else ("", "")
        told = (part, key, point.value, point.low, point.high, str(spec.unit))
        was = None if before is None else before.value
        when = point.period.last
        return [(*told, when, was, title.en, title.zh, *words, series)]

    for key, series in view.told.exposures.items():
        yield from row("exposure", key, series)
    for key in _promised(view, war):
        kinds = (
            *(stage_id(key), amount_id(key, delivered=True), amount_id(key)),
            f"table/overdue.{key}",
        )
        for what, series in zip(_PROMISED, kinds, strict=True):
            yield from row("promise", f"{key}.{what}", series)
    for branch in view.told.branches:
        state = view.told.states[branch].name
        yield from row("scenario", branch, f"scenario/chance.{branch}", state)
        for channel in view.told.channels:
            series = judged_id("bears", branch, channel)
            yield from row("effect", f"{branch}.{channel}", series)
    for channel in view.told.channels:
        yield from row("expected", channel, f"scenario/bears.{channel}")
    for option in view.told.options:
        for of in (Ask.NOW, Ask.WITHOUT, *SIDES, *CARES, Ask.COST):
            yield from row("asked", f"{option}.{of}", judged_id("option", option, of))
        for what in ("settled", "mean", *_GAINS, "cost", "reversible"):
            series = f"scenario/option.{option}.{what}"
            yield from row("option", f"{option}.{what}", series)
    for what in (*_GAINS, "deal"):
        yield from row("deal", what, f"scenario/options.{what}")


def _promised(view: "Weighing", war: "War") -> list[str]:
    """Name the commitments to home that are known by now."""
    known, me = view.base.agenda.commitments, war.role(_HOME).id
    told = dict.fromkeys(s.commitment for s in view.base.steps())
    return [key for key in told if me in known[key].to]


def _newest(view: "View", series: str) -> Any:
    try:
        found = view.series(series).points
    except (NotYetKnown, UnknownSeries):
        return None
    return found[-1] if found else None

"""Commands of what may come: scenarios, what each rests on, and what moved it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polemos.cli._options import (
    As,
    AsOf,
    StoreAt,
    WarOf,
    day_option,
    group,
    moment_of,
    world_of,
)
from polemos.core import NotYetKnown, UnknownSeries, judged_id
from polemos.terminal import Format, Styled, cell, show, show_json, show_styled

if TYPE_CHECKING:
    from polemos.core import Point, Text
    from polemos.models import Weighing

scenario_app = group("What may come within a year, how likely it is, and why.")
_LIST = (
    *("id", "kind", "on", "chance", "low", "high", "week_ago", "by_clock"),
    *("name", "name_zh", "rule", "rule_zh"),
)
_CAUSES = ("scenario", "before", "now", "cause", "points")
_WEEK = 7
_HEAD = ("id", "%", "of draws", "week ago", "on", "what")
_WIDTHS = (11, 6, 12, 9, 11, None)


@scenario_app.command("list")
def scenario_list(
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """List the scenarios, which sum to 100, and what may be so besides, in percent."""
    world = world_of(war, store)
    view = world.outlook(moment_of(world, as_of))
    rows = list(_rows(view))
    if form is not Format.TABLE:
        show(_LIST, rows, form)
        return
    lines = [_line(dict(zip(_LIST, row, strict=True))) for row in rows]
    show_styled(_HEAD, lines, _WIDTHS)
    print(
        f"scenarios sum to 100; by {rows[0][2]} the war would have lasted "
        f"{(rows[0][2] - view.prospect.timing.began).days:,} days"
    )


def _line(row: Mapping[str, Any]) -> Styled:
    before = "" if row["week_ago"] is None else f"{row['week_ago']:.1f}"
    low, high = (f"{row[end]:.1f}" for end in ("low", "high"))
    ends = f"{low}–{high}" if low != high else "—"
    cells = (
        row["id"],
        f"{row['chance']:.1f}",
        ends,
        before,
        str(row["on"]),
        row["name"],
    )
    return Styled(cells, ("", "bold", "", "", "", ""))


def _rows(view: "Weighing") -> Iterator[Sequence[Any]]:
    past = view.ago(_WEEK)
    for branch in view.told.branches:
        state = view.told.states[branch]
        clock = _newest(view, f"clock.{branch}")
        head = (branch, "scenario", *_odds(view, past, f"chance.{branch}"))
        yield (*head, clock and clock.value, *_words(state.name, state.rule))
    for v in view.told.variables.values():
        if _newest(view, f"so.{v.id}"):
            head = (v.id, "variable", *_odds(view, past, f"so.{v.id}"))
            yield (*head, None, *_words(v.name, v.rule))


def _words(*told: "Text") -> Sequence[str]:
    return [words for text in told for words in (text.en, text.zh)]


def _odds(view: "Weighing", past: "Weighing", name: str) -> Sequence[Any]:
    now, before = _newest(view, name), _newest(past, name)
    if now is None:
        raise NotYetKnown(f"scenario/{name}: expected a chance by then, found none")
    return (now.period.last, now.value, *now.ends, before and before.value)


def _newest(view: "Weighing", name: str) -> "Point | None":
    found = view.series(f"scenario/{name}").points
    return found[-1] if found else None


@scenario_app.command("show")
def scenario_show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A scenario or a variable; see list.")
    ],
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Show one scenario: its rule, its odds by what else is so, what it would carry."""
    world = world_of(war, store)
    view = world.outlook(moment_of(world, as_of))
    known = {row[0]: row for row in _rows(view)}
    if name not in known:
        raise UnknownSeries(
            f"expected a scenario or a variable (see scenario list), found {name!r}",
            name,
            known,
        )
    told = dict(zip(_LIST, known[name], strict=True)) | _more(view, name)
    if form is Format.JSON:
        show_json(told)
        return
    rows = list(_flat(told))
    if form is Format.CSV:
        show(("what", "value"), rows, form)
        return
    for key, value in rows:
        print(f"{key:>28}  {cell(value)}")


def _flat(told: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key} ")
        elif isinstance(value, list):
            yield f"{head}{key}", ", ".join(map(str, value))
        else:
            yield f"{head}{key}", value


def _more(view: "Weighing", name: str) -> dict[str, Any]:
    """Tell what a scenario or a variable hangs on and brings."""
    if name in view.told.variables:
        given = {
            b: _value(view, f"scenario/so.{name}.if.{b}") for b in view.told.branches
        }
        return {"if": given}
    sides = {
        v.id: {
            word: _value(view, f"scenario/chance.{name}.{word}.{v.id}")
            for word in ("if", "unless")
        }
        for v in view.told.variables.values()
    }
    agenda = view.base.agenda
    return {
        "given": {k: v for k, v in sides.items() if v["if"] is not None},
        "carries": {
            issue: _value(view, judged_id("carries", name, issue))
            for issue in agenda.issues
        },
        "after": {
            key: _value(
                view,
                f"scenario/after.{name}.{key}"
                if one.now
                else judged_id("after", name, key),
            )
            for key, one in view.told.carried.items()
        },
        "gains": {
            player: _value(view, f"scenario/gain.{name}@{player}")
            for player in agenda.players
        },
        "signs": {
            f"{s.series} {s.way} {s.beyond:g} "
            f"{'confirms' if s.confirms else 'refutes'}": _value(view, s.series)
            for s in view.told.signs
            if s.branch == name
        },
    }


def _value(view: "Weighing", series: str) -> float | None:
    try:
        return view.series(series).last().value
    except (NotYetKnown, UnknownSeries):
        return None


@scenario_app.command("explain")
def scenario_explain(
    since: Annotated[
        date | None,
        day_option("--since", "The edition to compare with. Default: a week before."),
    ] = None,
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Explain what moved the odds since an edition: points by cause, that sum to it."""
    world = world_of(war, store)
    view = world.outlook(moment_of(world, as_of))
    today = view.as_of.date()
    days = _WEEK if since is None else (today - since).days
    if days < 1 or (today - view.prospect.timing.began).days <= days:
        raise NotYetKnown(
            f"expected --since after {view.prospect.timing.began}, when the war "
            f"began, and before {today}, found {today - timedelta(days)}"
        )
    past, causes = view.ago(days), view.odds.causes()
    rows = [
        (b, before.value, now.value, cause, moved.value)
        for b in view.told.branches
        for cause in causes
        if (now := _newest(view, f"chance.{b}"))
        and (before := _newest(past, f"chance.{b}"))
        and (moved := _newest(view, f"moved.{days}.{b}.{cause}"))
    ]
    if form is not Format.TABLE:
        show(_CAUSES, rows, form)
        return
    for branch in view.told.branches:
        mine = [r for r in rows if r[0] == branch]
        if mine:
            _, was, is_, _, _ = mine[0]
            print(f"{branch}: {was:.2f} -> {is_:.2f} % ({is_ - was:+.2f})")
            for _, _, _, cause, points in sorted(mine, key=lambda r: -abs(r[4])):
                print(f"  {points:+7.2f}  {causes[cause].en}")

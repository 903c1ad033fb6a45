"""The layers of an argument on the command line, rival accounts, and a doctrine."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from polemos.cli._layers_told import ROWS, counts, rows_of, whole
from polemos.cli._options import (
    As,
    AsOf,
    StoreAt,
    WarOf,
    day_option,
    moment_of,
    world_of,
)
from polemos.core import Column, Kind, NotYetKnown, Unit
from polemos.terminal import Format, Styled, named, show, show_json, show_styled

if TYPE_CHECKING:
    from polemos.core import Claimed
    from polemos.models import Weighing

_WEEK = 7
_HEAD = ("", "says", "", "newest", "of", "before", "of")
_WIDTHS = (38, 8, 2, 16, 7, 8, 7)
_LARGE, _PLAIN, _MOST = 1e6, 1e3, 12  # in thousands from here; no decimals; at most
_LEGEND = (
    "w: words, not measures; l: by its level alone; s: a sum; o: of over a year ago"
)


def layers(
    since: Annotated[
        date | None,
        day_option(
            "--since", "Say what turned since this day. Default: a week before."
        ),
    ] = None,
    as_of: AsOf = None,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    form: As = Format.TABLE,
) -> None:
    """Hold an argument against what moves.

    And acts against rival accounts, and the traits of a doctrine.
    """
    world = world_of(war, store)
    view = world.outlook(moment_of(world, as_of))
    if not view.told.tree:
        raise NotYetKnown(f"{war}: expected an argument, tree.csv, found none")
    today = view.as_of.date()
    last = since or today - timedelta(days=_WEEK)
    moment_of(world, last, "a day to compare with")
    if last >= today:
        raise NotYetKnown(
            f"expected a day to compare with before {today}, the as-of day, found "
            f"{last}"
        )
    rows = list(rows_of(view, last))
    if form is Format.CSV:
        show(ROWS, rows, form)
    elif form is Format.JSON:
        show_json(whole(view, last, named(ROWS, rows)))
    else:
        _print(view, last, named(ROWS, rows))


# -- on a terminal ---------------------------------------------------------------------


def _print(view: "Weighing", last: date, rows: Sequence[Mapping[str, Any]]) -> None:
    shown = []
    for node in view.told.tree.values():
        if node.kind is Kind.INDICATOR:
            shown += [_line(r) for r in rows if r["indicator"] == node.id]
        else:
            shown.append(_head(view, node))
    show_styled(_HEAD, shown, _WIDTHS)
    print(_LEGEND)
    turned = [r for r in rows if r["turned"]]
    print()
    print(f"since {last}: {len(turned)} of {len(rows)} say otherwise")
    for r in turned:
        print(f"  {r['name']}: {r['said']} -> {r['says']}")
    for title, lines in (
        (
            "accounts, % (before any act; if acts were independent)",
            _account_lines(view),
        ),
        ("acts that fit a trait, % (how many; chance that the next fits)", _fit(view)),
    ):
        print()
        print(title)
        for line in lines:
            print(f"  {line}")


def _head(view: "Weighing", node: "Claimed") -> Styled:
    depth = {Kind.THESIS: 0, Kind.GOAL: 0, Kind.IMPLICATION: 1}[node.kind]
    below = []
    if node.kind is not Kind.THESIS:
        for column, said in counts(view, node).items():
            told = ", ".join(f"{n} {says}" for says, n in said.items() if n)
            below += [f"{column}: {told}"] if told else []
    name = " " * depth + node.name.en
    return Styled((name, *[""] * 6), ("bold", *[""] * 6), below)


def _line(r: Mapping[str, Any]) -> Styled:
    marks = (
        ("w", r["column"] == Column.RHETORIC),
        ("l", r["by_level"]),
        ("s", r["sums"] and r["says"] == "confirms"),
        ("o", r["stale"]),
    )
    now = "" if r["value"] is None else _amount(r["value"], r["unit"])
    before = "" if r["before"] is None else _amount(r["before"], r["unit"])
    cells = (
        *(f"  {r['name']}", r["says"], "".join(m for m, so in marks if so)),
        *(now, _month(r["on"]), before.partition(" ")[0], _month(r["before_on"])),
    )
    return Styled(cells, ("", "bold", *[""] * 5))


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _amount(value: float, told: str) -> str:
    """Write a value with its unit, a large one in thousands, millions and so on."""
    unit = Unit.parse(told)
    while abs(value) >= _LARGE and unit.power < _MOST:
        value, unit = value / 1000, Unit(unit.code, unit.power + 3)
    digits = 0 if value == round(value) or abs(value) >= _PLAIN else 2
    return f"{value:,.{digits}f} {unit}"


def _account_lines(view: "Weighing") -> Iterator[str]:
    if not view.accounts.acts:
        yield "not known yet"
        return
    for one in view.accounts.ranked:
        now, prior, full = (
            view.series(f"scenario/account.{one.id}{more}").last()
            for more in ("", ".prior", ".full")
        )
        low, high = now.ends
        yield (
            f"{now.value:5.1f} ({low:.0f}–{high:.0f})  {one.name.en} "
            f"({prior.value:.0f}; {full.value:.1f})"
        )


def _fit(view: "Weighing") -> Iterator[str]:
    for one in view.told.traits.values():
        found = view.series(f"scenario/trait.{one.id}").points
        if not found:
            yield f"not known yet  {one.name.en}"
            continue
        low, high = found[-1].ends
        count = view.series(f"scenario/acts.{one.id}").last().value
        after = view.series(f"scenario/next.{one.id}").last().value
        yield (
            f"{found[-1].value:5.1f} ({low:.0f}–{high:.0f})  {one.name.en} "
            f"({count:.0f}; {after:.0f})"
        )

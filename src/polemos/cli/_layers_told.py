"""An argument, rival accounts and a doctrine as data: rows, and a whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from polemos.core import Column, Kind, NotYetKnown, Text, UnknownSeries

if TYPE_CHECKING:
    from polemos.core import Claimed, Point
    from polemos.models import Reading, Weighing

ROWS = (
    *("goal", "implication", "indicator", "column", "says", "said", "turned"),
    *("value", "unit", "on", "known", "before", "before_on", "from_nothing"),
    *(
        "by_level",
        "sums",
        "stale",
        "series",
        "confirms",
        "beyond",
        "name",
        "name_zh",
        "how",
        "how_zh",
    ),
)


def rows_of(view: "Weighing", last: date) -> Iterator[Sequence[Any]]:
    """Give every indicator of the argument, in the order of the tree."""
    from polemos.models import readings

    told, read = view.told.tree, readings(view, view.told, last)
    for key, r in read.items():
        implication = told[told[key].parent]
        yield (implication.parent, implication.id, *_row(view, r))


def _row(view: "Weighing", r: "Reading") -> Sequence[Any]:
    node, unit = r.node, None
    if r.now is not None:
        unit = str(view.series(node.series).unit)
    return (
        *(node.id, node.column, r.says, r.said, r.turned),
        *(r.now and r.now.value, unit, *_days(r.now)),
        *(r.then and r.then.value, *_days(r.then)[:1]),
        *(r.from_nothing, r.by_level, r.sums, r.stale(view.as_of.date())),
        *(node.series, node.confirms, node.beyond),
        *(node.name.en, node.name.zh, node.text.en, node.text.zh),
    )


def _days(point: "Point | None") -> tuple[date | None, date | None]:
    """Give the last day that a value is of, and the day since which it is known."""
    if point is None:
        return None, None
    return point.period.last, point.known_at.date()


def counts(view: "Weighing", node: "Claimed") -> Mapping[str, Any]:
    from polemos.models import tally

    read = view.argument.read
    return {
        column.value: {
            says.value: n for says, n in tally(view.told, node.id, read, column).items()
        }
        for column in Column
    }


# -- all of it -------------------------------------------------------------------------


def whole(
    view: "Weighing", last: date, rows: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Give the tree, rival accounts, the doctrine, and wars of the past."""
    tree = [
        _node(view, n, rows) for n in view.told.tree.values() if n.kind is Kind.THESIS
    ]
    return {
        "as_of": view.as_of.date(),
        "since": last,
        "argument": tree,
        "accounts": list(_accounts(view)),
        "traits": list(_traits(view)),
        "brier": _value(view, "trait.brier"),
        "wars": list(_wars(view)),
    }


def _node(
    view: "Weighing", node: "Claimed", rows: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    below = [n for n in view.told.tree.values() if n.parent == node.id]
    found: dict[str, Any] = {"id": node.id, "kind": node.kind, **_words(node.name)}
    found |= {"text": node.text.en, "text_zh": node.text.zh, **counts(view, node)}
    if node.kind is Kind.IMPLICATION:
        return found | {
            "indicators": [r for r in rows if r["implication"] == node.id],
        }
    return found | {f"{below[0].kind}s": [_node(view, n, rows) for n in below]}


def _words(text: "Text") -> Mapping[str, str]:
    return {"name": text.en, "name_zh": text.zh}


def _value(view: "Weighing", name: str) -> Any:
    """Give the newest value of a series, with its ends where it has some."""
    try:
        points = view.series(f"scenario/{name}").points
    except UnknownSeries:
        return None
    if not points:
        return None
    low, high = points[-1].ends
    if low == high:
        return points[-1].value
    return {"value": points[-1].value, "low": low, "high": high}


def _accounts(view: "Weighing") -> Iterator[Mapping[str, Any]]:
    """Give each account with its chances, and all acts by how much they shift it."""
    if not view.accounts.acts:
        return
    why = {(c.event, c.of): c.text for c in view.told.likelihoods}
    for one in view.accounts.ranked:
        acts = (
            {
                "event": event,
                "day": view.accounts.events[event].period.start,
                "shift": shift,
                "text": view.accounts.events[event].text.en,
                "text_zh": view.accounts.events[event].text.zh,
                "why": why[event, one.id].en,
                "why_zh": why[event, one.id].zh,
            }
            for event, shift in view.accounts.speaks(one.id)
        )
        name = f"account.{one.id}"
        yield {
            **{"id": one.id, **_words(one.name)},
            **{"text": one.text.en, "text_zh": one.text.zh},
            "prior": _value(view, f"{name}.prior"),
            "now": _value(view, name),
            "if_independent": _value(view, f"{name}.full"),
            "without_most_for": _value(view, f"{name}.without.for"),
            "without_most_against": _value(view, f"{name}.without.against"),
            "acts": list(acts),
        }


def _traits(view: "Weighing") -> Iterator[Mapping[str, Any]]:
    """Give each trait with its share, what is told of the next act, and all acts."""
    for one in view.told.traits.values():
        acts = (
            {
                "event": fit.event.id,
                "day": fit.event.period.start,
                "fits": fit.fits,
                "told_ahead": 100 * chance,
                "text": fit.event.text.en,
                "text_zh": fit.event.text.zh,
                "why": fit.coded.text.en,
                "why_zh": fit.coded.text.zh,
            }
            for fit, chance in view.accounts.told_ahead(one.id)
        )
        yield {
            **{"id": one.id, **_words(one.name)},
            **{"text": one.text.en, "text_zh": one.text.zh},
            "fit": _value(view, f"trait.{one.id}"),
            "next_fits": _value(view, f"next.{one.id}"),
            "acts": list(acts),
        }


def _wars(view: "Weighing") -> Iterator[Mapping[str, Any]]:
    """Give every war that is over, the least unlike this one first."""
    try:
        ranked = view.precedents.ranked
    except NotYetKnown:
        return
    for other, far in ranked:
        yield {
            **{"id": other.id, **_words(other.name)},
            **{"began": other.began, "ended": other.ended, "end": other.end},
            **{"unlike": 100 * far.distance, "compared": far.compared},
            "features": dict(view.precedents.unlike(other)),
            **{"text": other.text.en, "text_zh": other.text.zh},
        }

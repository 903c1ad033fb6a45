"""Rival accounts of what acts are for, and how far acts fit a doctrine's traits."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from polemos.core import NotYetKnown, Text, UnknownSeries, end_of_day
from polemos.models import Fit, Weighing
from polemos.report import _say
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Quote, Span, Table

_ACCOUNT = "scenario/account."
_EVEN = 0.25  # the Brier score of an even guess
_NOTHING = Text("—", "—")


def account_facts(desk: Desk, view: Weighing) -> dict[str, Fact]:
    """Gather what is said of the likeliest account: now, before, and otherwise."""
    if not view.accounts.acts:
        return {}
    lead = _ACCOUNT + view.accounts.ranked[0].id
    return desk.intervals(lead=lead, full=f"{lead}.full") | gather(
        prior=partial(desk.last, f"{lead}.prior"),
        less_for=partial(desk.last, f"{lead}.without.for"),
        less_against=partial(desk.last, f"{lead}.without.against"),
    )


def account_words(view: Weighing) -> dict[str, Text]:
    """Name the likeliest account, and the acts that speak most for and against it."""
    if not view.accounts.acts:
        return {}
    lead = view.accounts.ranked[0]
    return {
        "lead": lead.name,
        **{side: _act(view, lead.id, side) for side in ("for", "against")},
    }


def accounts(desk: Desk, view: Weighing) -> Table:
    """Tell of each account its chance before, then and now, and what speaks of it."""
    before = end_of_day(desk.last_edition)
    rows: list[tuple[Cell, ...]] = []
    for one in view.accounts.ranked:
        name = _ACCOUNT + one.id
        then = gather(x=partial(desk.known_then, name, before)).get("x")
        rows.append(
            (
                one.name,
                Num(desk.last(f"{name}.prior")),
                Num(then) if then else None,
                Span(*desk.interval(name)),
                Num(desk.last(f"{name}.full"), digits=1),
                *(Quote(_act(view, one.id, side)) for side in ("for", "against")),
            )
        )
    head = (
        Text("Account", "解讀"),
        Text("Before", "事前"),
        Text("Last", "上期"),
        Text("Now", "現在"),
        Text("If indep.", "若獨立"),
        Text("Speaks most for it", "最有利的舉動"),
        Text("Speaks most against it", "最不利的舉動"),
    )
    return Table(head, tuple(rows))


def _act(view: Weighing, account: str, side: str) -> Text:
    act = view.accounts.speaks_most(account, side)
    return _dated(view, act) if act else _NOTHING


def _dated(view: Weighing, event: str) -> Text:
    """Give the sentence of an event, after its month."""
    one = view.accounts.events[event]
    month = month_words(one.period.start)
    return Text(f"{month.en}: {one.text.en}", f"{month.zh}：{one.text.zh}")


def month_words(day: date) -> Text:
    """Write a month in both languages."""
    return Text(_say.month(day, "en"), _say.month(day, "zh"))


# -- doctrine --------------------------------------------------------------------------


def doctrine_facts(desk: Desk) -> dict[str, Fact]:
    """Gather how well traits told ahead of each act whether it would fit."""
    return gather(brier=partial(desk.last, "scenario/trait.brier"))


def told_ahead(facts: dict[str, Fact]) -> str:
    """Say whether traits told `better` or `worse` than an even guess, if at all."""
    if "brier" not in facts:
        return ""
    return "better" if facts["brier"].value < _EVEN else "worse"


def doctrine(desk: Desk, view: Weighing) -> Table | None:
    """Tell of each trait how many acts fit, the newest of both kinds, and the next."""
    rows = list(_traits(desk, view))
    if not rows:
        return None
    head = (
        Text("Trait", "特質"),
        Text("Fit", "相符"),
        Text("Acts", "件數"),
        Text("Next", "下一件"),
        Text("Newest that fits", "最近相符的舉動"),
        Text("Newest that does not", "最近不符的舉動"),
    )
    return Table(head, tuple(rows))


def _traits(desk: Desk, view: Weighing) -> Iterator[tuple[Cell, ...]]:
    for one in view.told.traits.values():
        try:
            share = Span(*desk.interval(f"scenario/trait.{one.id}"))
        except (NotYetKnown, UnknownSeries):
            continue
        coded = view.accounts.coded(one.id)
        yield (
            one.name,
            share,
            Num(desk.last(f"scenario/acts.{one.id}")),
            Num(desk.last(f"scenario/next.{one.id}")),
            *(_newest(view, coded, fits=fits) for fits in (True, False)),
        )


def _newest(view: Weighing, coded: Sequence[Fit], *, fits: bool) -> Cell:
    found = [f for f in coded if f.fits is fits]
    return Quote(_dated(view, found[-1].event.id)) if found else _NOTHING

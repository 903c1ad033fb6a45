"""Rival accounts of what acts are for, and how far acts fit a doctrine's traits."""

from collections.abc import Iterator, Sequence
from functools import partial

from polemos.core import Coded, NotYetKnown, Text, UnknownSeries, end_of_day
from polemos.models import Weighing
from polemos.report import _say
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Hue,
    Mark,
    Num,
    Quote,
    RangeChart,
    Reading,
    Span,
    Table,
)

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


def accounts_chart(desk: Desk, view: Weighing) -> RangeChart:
    """Set each account's posterior beside what it were if acts were independent."""
    readings = []
    for one in view.accounts.ranked:
        name = _ACCOUNT + one.id
        alone = Text(f"{one.name.en}, acts independent", f"{one.name.zh}，各舉動獨立")
        readings += [
            Reading(one.name, desk.last(name), Hue.THIRD, Mark.ESTIMATED),
            Reading(alone, desk.last(f"{name}.full"), Hue.GREY, Mark.ESTIMATED),
        ]
    return RangeChart(tuple(readings), digits=1)


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
                *(Quote(_act(view, one.id, side)) for side in ("for", "against")),
            )
        )
    head = (
        Text("Account", "解讀"),
        Text("Before any act, %", "事前（%）"),
        Text("Last edition, %", "上期（%）"),
        Text("Now, %", "現在（%）"),
        Text("Speaks most for it", "最有利的舉動"),
        Text("Speaks most against it", "最不利的舉動"),
    )
    return Table(head, tuple(rows))


def _act(view: Weighing, account: str, side: str) -> Text:
    act = view.accounts.speaks_most(account, side)
    return _dated(view, act) if act else _NOTHING


def _dated(view: Weighing, event: str) -> Text:
    """Give the sentence of an event, after its day."""
    one = view.accounts.events[event]
    day, text = one.period.start, one.text
    return Text(
        f"{_say.day(day, 'en')}: {text.en}", f"{_say.day(day, 'zh')}：{text.zh}"
    )


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
        Text("Acts that fit, %", "相符（%）"),
        Text("Acts", "舉動數"),
        Text("Next fits, %", "下一個相符（%）"),
        Text("Newest that fits", "最近相符者"),
        Text("Newest that does not", "最近不符者"),
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


def _newest(view: Weighing, coded: Sequence[Coded], *, fits: bool) -> Cell:
    found = [c for c in coded if c.fits is fits]
    return Quote(_dated(view, found[-1].event)) if found else _NOTHING

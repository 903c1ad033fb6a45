"""What scenarios would do to home, and what home could do, in tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from polemos.core import (
    SIDES,
    Ask,
    NotYetKnown,
    Period,
    Phase,
    Text,
    UnknownSeries,
    end_of_day,
    judged_id,
)
from polemos.models import Weighing
from polemos.report import _say
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Quote, Table
from polemos.report.sections._odds import num, span

_DASH = Text("—", "—")
_PLACES = 2  # decimals of an expected effect


@dataclass(frozen=True, slots=True)
class Effect:
    """What is expected of one channel, now and as it was in the last edition."""

    name: Text
    now: Fact
    low: Fact
    high: Fact
    before: Fact | None

    @property
    def open(self) -> bool:
        """Say whether its interval leaves open if it is good or bad for home."""
        return self.low.value <= 0 <= self.high.value

    @property
    def moved(self) -> float:
        """Give by how much it has moved since the last edition."""
        return self.now.value - self.before.value if self.before else 0.0


def effects(desk: Desk, view: Weighing) -> list[Effect]:
    """Give what is expected of each channel that is judged by now."""
    found = []
    for key, channel in view.told.channels.items():
        name = f"scenario/bears.{key}"
        try:
            told = desk.interval(name)
        except (NotYetKnown, UnknownSeries):
            continue
        then = end_of_day(desk.last_edition)
        before = gather(x=partial(desk.known_then, name, then)).get("x")
        found.append(Effect(channel.name, *told, before))
    return found


def stirred(expected: Sequence[Effect]) -> Sequence[Effect]:
    """Give the effects that print otherwise than in the last edition."""

    def printed(fact: Fact) -> str:
        return _say.number(fact.value, _PLACES).text

    return [e for e in expected if e.before and printed(e.before) != printed(e.now)]


def effect_of(desk: Desk, branch: str, channel: str) -> Fact | None:
    """Give what a scenario is judged to do to a channel."""
    name = judged_id("bears", branch, channel)
    return gather(x=partial(desk.last, name)).get("x")


def bears(desk: Desk, view: Weighing, expected: Sequence[Effect]) -> Table | None:
    """Set what each scenario would do beside its odds, and what is expected below."""
    if not expected:
        return None
    channels = tuple(view.told.channels)
    why = {(c.series, c.period): c.text for c in view.codings()}
    rows: list[tuple[Cell, ...]] = []
    for branch in view.told.branches:
        told = [effect_of(desk, branch, c) for c in channels]
        rows.append(
            (
                view.told.states[branch].name,
                num(desk, f"scenario/chance.{branch}", 1),
                *(Num(f, 1, "+") if f else _DASH for f in told),
                _why(why, told),
            )
        )
    before = [e.before for e in expected] if stirred(expected) else []
    for words, facts in (
        (Text("expected", "預期影響（依機率加權）"), [e.now for e in expected]),
        (Text("last edition", "上期預期"), before),
    ):
        if not facts:
            continue
        cells = (Num(f, _PLACES, "+") if f else _DASH for f in facts)
        rows.append((words, _DASH, *cells, _DASH))
    head = (
        Text("Scenario", "情境"),
        Text("Chance, %", "機率，%"),
        *(view.told.channels[c].name for c in channels),
        Text("What weighs most", "影響最大的一項"),
    )
    return Table(head, tuple(rows), strong=len(view.told.branches))


def _why(why: Mapping[tuple[str, Period], Text], told: Sequence[Fact | None]) -> Cell:
    """Give the sentence of the channel on which a scenario weighs most."""
    known = [f for f in told if f]
    if not known:
        return _DASH
    most = max(known, key=lambda f: abs(f.value))
    return Quote(why[most.series, most.point.period])


@dataclass(frozen=True, slots=True)
class Contrast:
    """An end of the fighting that is good for home in one way, and bad in another."""

    branch: Text
    best: Text
    worst: Text
    good: Fact
    bad: Fact


def contrast(desk: Desk, view: Weighing) -> Contrast | None:
    """Find the end of the fighting whose two sides lie farthest apart, if any has."""
    found: list[Contrast] = []
    for branch in view.told.branches:
        state = view.told.states[branch]
        told = [
            (fact, channel.name)
            for key, channel in view.told.channels.items()
            if (fact := effect_of(desk, branch, key))
        ]
        if state.phase is Phase.HALTED and told:
            (good, best), (bad, worst) = (
                pick(told, key=lambda t: t[0].value) for pick in (max, min)
            )
            if bad.value < 0 < good.value:
                found.append(Contrast(state.name, best, worst, good, bad))
    return max(found, key=lambda c: c.good.value - c.bad.value, default=None)


def ranked(desk: Desk, view: Weighing) -> list[str]:
    """Name the options that are judged, those that home would gain most by first."""
    gains = {
        key: desk.last(name)
        for key in view.told.options
        if desk.has(name := f"scenario/option.{key}.gain.home")
    }
    return sorted(gains, key=lambda key: -gains[key].value)


def options(desk: Desk, view: Weighing, order: Sequence[str]) -> Table | None:
    """Lay the options side by side: where each would settle, for whom, at what cost."""
    rows: list[tuple[Cell, ...]] = []
    for key in order:
        one, name = view.told.options[key], f"scenario/option.{key}"
        rows.append(
            (
                Quote(
                    Text(
                        f"{one.name.en}: {one.low.en} → {one.high.en}",
                        f"{one.name.zh}：{one.low.zh}→{one.high.zh}",
                    )
                ),
                num(desk, judged_id("option", key, Ask.NOW)),
                num(desk, judged_id("option", key, "patron")),
                span(desk, f"{name}.settled"),
                *(num(desk, f"{name}.gain.{side}", 0, "+") for side in SIDES),
                num(desk, f"{name}.cost", 2),
                num(desk, f"{name}.reversible", 2),
            )
        )
    if not rows:
        return None
    roles = [desk.war.role(side) for side in SIDES]
    head = (
        Text("Option, and its poles", "選項與兩端"),
        Text("Now", "現況"),
        Text(f"{roles[1].id} asks", f"{roles[1].name.zh}要求"),
        Text("Deal at", "落點"),
        *(Text(f"Gain, {role.id}", f"{role.name.zh}得失") for role in roles),
        Text("Cost, % of GDP", "代價，%"),
        Text("Undone", "可逆"),
    )
    return Table(head, tuple(rows))

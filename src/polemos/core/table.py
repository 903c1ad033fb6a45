"""Who stands where at a negotiating table, as a view knows it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from polemos.core.errors import NOTHING_YET, NotYetKnown, UnknownSeries
from polemos.core.negotiation import (
    Coding,
    capability_id,
    position_id,
    salience_id,
    settlement_id,
    state_id,
)
from polemos.core.series import Point
from polemos.core.view import View


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an actor stands on an issue, and how much that matters to it.

    `position` is on the issue's scale of 0 to 100, `salience` a share of 1; each has
    the coder's interval. `coding` says why.
    """

    actor: str
    issue: str
    position: Point
    salience: Point
    coding: Coding


@dataclass(frozen=True, slots=True)
class Seats:
    """All that is coded of a table: stands, capabilities, the state of each issue.

    `settlements` are where those that have names lie, by settlement and issue.
    """

    stands: Sequence[Stand]
    capabilities: dict[str, Point]
    states: dict[str, Point]
    settlements: dict[str, dict[str, Point]]

    @property
    def points(self) -> Iterator[Point]:
        """Walk all values of stands and capabilities, which games are played on."""
        for s in self.stands:
            yield from (s.position, s.salience)
        yield from self.capabilities.values()

    @property
    def day(self) -> date:
        """Give the newest day that a stand is of."""
        return max(s.position.period.last for s in self.stands)

    @property
    def actors(self) -> Sequence[str]:
        """Name who has a stand and a capability, in the agenda's order."""
        return [a for a in self.capabilities if any(s.actor == a for s in self.stands)]

    @property
    def issues(self) -> Sequence[str]:
        """Name what anybody has a stand on and whose state is known."""
        told = {s.issue for s in self.stands if s.salience.value > 0}
        return [i for i in self.states if i in told]


def seats(
    view: View,
    players: Iterable[str],
    issues: Iterable[str],
    settlements: Iterable[str] = (),
) -> Seats:
    """Gather what a view knows of a table; NotYetKnown if nobody has taken a seat.

    What is coded of an actor on a day is all that it has a say on from then.
    """
    at, over = tuple(players), tuple(issues)
    codings = {(c.series, c.period): c for c in view.codings()}
    stands = []
    for actor in at:
        places = {i: p for i in over if (p := _newest(view, position_id(i, actor)))}
        day = max((p.period for p in places.values()), default=None)
        for issue, place in places.items():
            weight = _newest(view, salience_id(issue, actor))
            if place.period == day and weight is not None:
                why = codings[position_id(issue, actor), place.period]
                stands.append(Stand(actor, issue, place, weight, why))
    if not stands:
        raise NotYetKnown(
            f"nobody's position is coded as of {view.as_of:%Y-%m-%d}", NOTHING_YET
        )
    named = {
        name: _known(view, {i: settlement_id(i, name) for i in over})
        for name in settlements
    }
    return Seats(
        stands=stands,
        capabilities=_known(view, {a: capability_id(a) for a in at}),
        states=_known(view, {i: state_id(i) for i in over}),
        settlements={name: places for name, places in named.items() if places},
    )


def _known(view: View, named: Mapping[str, str]) -> dict[str, Point]:
    newest = {key: _newest(view, name) for key, name in named.items()}
    return {key: point for key, point in newest.items() if point}


def _newest(view: View, name: str) -> Point | None:
    try:
        return view.series(name).last()
    except (NotYetKnown, UnknownSeries):
        return None

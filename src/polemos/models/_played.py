"""What the games of a table come to, as series."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations

import numpy as np

from polemos.core import (
    PERCENT,
    Agenda,
    NotYetKnown,
    Period,
    Point,
    Seats,
    Text,
    capability_id,
    join,
    position_id,
    salience_id,
    settlement_id,
    state_id,
)
from polemos.models._derived import Derived
from polemos.models._talks import NO_CHANGE, UNCHANGED, Talks

HOWS = {  # an outcome is told from the seats
    "settled": Text("where the spatial model lands", "空間模型的落點"),
    "mean": Text("mean by strength and care", "依實力與重視程度加權的平均"),
}
_LEVELS = (0.1, 0.5, 0.9)  # the median, and the ends of the middle four fifths of games
_NO_PLACE = Text("it lies nowhere yet", "當時尚無此方案")
_SMP = (
    "KTAB's spatial model (SMP), played from the coded positions, saliences and "
    "capabilities, each drawn from a triangle over its coder's interval"
)


def from_games(
    agenda: Agenda, seats: Callable[[], Seats], talks: Callable[[], Talks]
) -> Iterator[tuple[str, Derived]]:
    """Tell where games settle, what they come nearest to, and who leads whom.

    What a series is made from is known from the seats, and no game is played for it.
    """
    seated, rivals = partial(_seated, seats), partial(_rivals, seats)
    for issue in agenda.issues.values():
        for how, make in (("settled", _settled), ("mean", _mean)):
            words = HOWS[how]
            title = Text(f"{issue.name.en}: {words.en}", f"{issue.name.zh}：{words.zh}")
            points = partial(make, talks, issue.id)
            yield f"{how}.{issue.id}", Derived(title, _SMP, points, seated)
    for key, words in {**agenda.settlements, UNCHANGED: NO_CHANGE}.items():
        title = Text(
            f"Share of runs that land nearest to {words.en}",
            f"最接近「{words.zh}」的模擬次數比例",
        )
        told = f"{_SMP}; nearest by the issues' weight, capability times salience"
        points = partial(_share, talks, key)
        yield f"share.{key}", Derived(title, told, points, rivals, PERCENT)
        title = Text(
            f"Distance of the middle run from {words.en}",
            f"模型落點與「{words.zh}」的距離",
        )
        told = (
            f"{_SMP}; root mean square over the issues that it speaks of, "
            "weighted by capability times salience"
        )
        points = partial(_distance, talks, key)
        yield f"distance.{key}", Derived(title, told, points, rivals)
    for by, whom in permutations(agenda.players, 2):
        a, b = agenda.actors[by], agenda.actors[whom]
        title = Text(
            f"How far {a.en} leads {b.en} a game", f"{a.zh}每局帶動{b.zh}的距離"
        )
        points = partial(_led, talks, by, whom)
        yield f"led.{by}@{whom}", Derived(title, _SMP, points, seated)


def _seated(seats: Callable[[], Seats]) -> Iterator[str]:
    """Name the series that games are played from."""
    found = seats()
    for s in found.stands:
        yield from (position_id(s.issue, s.actor), salience_id(s.issue, s.actor))
    yield from map(capability_id, found.actors)


def _rivals(seats: Callable[[], Seats]) -> Iterator[str]:
    """Name what a share hangs on: the seats, and where every rival lies."""
    yield from _seated(seats)
    found = seats()
    for name, places in found.settlements.items():
        yield from (settlement_id(issue, name) for issue in places)
    yield from map(state_id, found.issues)


def _settled(talks: Callable[[], Talks], issue: str) -> Iterator[Point]:
    found = talks()
    drawn = found.played.settled[:, found.place(issue)]
    low, middle, high = map(float, np.quantile(drawn, _LEVELS))
    yield _point(found.seats, middle, low, high)


def _mean(talks: Callable[[], Talks], issue: str) -> Iterator[Point]:
    found = talks()
    yield _point(found.seats, float(found.mean[found.place(issue)]))


def _led(talks: Callable[[], Talks], by: str, whom: str) -> Iterator[Point]:
    found = talks()
    if (by, whom) in found.led:
        yield _point(found.seats, found.led[by, whom])


def _share(talks: Callable[[], Talks], key: str) -> Iterator[Point]:
    found = _lying(talks, key)
    share, low, high = (100 * v for v in found.shares[key])
    ends = min(low, share), max(high, share)
    yield _point(found.seats, share, *ends, rivals=True)


def _distance(talks: Callable[[], Talks], key: str) -> Iterator[Point]:
    found = _lying(talks, key)
    yield _point(found.seats, found.distance(key), rivals=True)


def _lying(talks: Callable[[], Talks], key: str) -> Talks:
    """Give the games, if a settlement lies anywhere by then."""
    found = talks()
    if key not in found.named:
        raise NotYetKnown(f"{key} lies nowhere yet", _NO_PLACE)
    return found


def _point(
    seats: Seats,
    value: float,
    low: float | None = None,
    high: float | None = None,
    *,
    rivals: bool = False,
) -> Point:
    """Make a point of the newest coding's day, resting on all that it hangs on."""
    rests = [*seats.points]
    if rivals:
        rests.extend(seats.states.values())
        for places in seats.settlements.values():
            rests.extend(places.values())
    return join(Period.day(seats.day), value, rests, low, high)

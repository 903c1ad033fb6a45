"""A view that answers for what a negotiating table comes to, as series."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial
from itertools import permutations
from statistics import median
from typing import Self

import numpy as np

from polemos.core import (
    PERCENT,
    SCALE,
    Agenda,
    Basis,
    Cadence,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Seats,
    Series,
    SeriesSpec,
    Stake,
    Step,
    Text,
    Unit,
    UnknownSeries,
    View,
    Wrapped,
    capability_id,
    join,
    position_id,
    salience_id,
    seats,
    settlement_id,
    stage_id,
    state_id,
)
from polemos.models._cases import Case, cases
from polemos.models._model import SEED
from polemos.models._promises import Outcome, Promise, promises
from polemos.models._talks import NO_CHANGE, UNCHANGED, Talks, talks
from polemos.models.bargaining import bargaining_range

PREFIX = "table/"
_ENDS = (0.1, 0.9)  # of the middle four fifths of games
_COUNT, _DAYS = Unit("commitments"), Unit("days")
_NOBODY = Text("nothing was due yet", "尚無到期的承諾")
_NO_PLACE = Text("it lies nowhere yet", "當時尚無此方案")
_HOWS = {
    "settled": Text("where the spatial model lands", "空間模型的落點"),
    "mean": Text("mean by strength and care", "依實力與重視程度加權的平均"),
    UNCHANGED: NO_CHANGE,
}
_OUTCOMES = {
    Outcome.KEPT: Text("kept in time", "如期兌現"),
    Outcome.LATE: Text("kept late", "逾期兌現"),
    Outcome.OPEN: Text("overdue and open", "逾期未兌現"),
    Outcome.WITHDRAWN: Text("taken back", "收回"),
}
_OVERDUE = (Outcome.LATE, Outcome.OPEN)
_SMP = (
    "KTAB's spatial model (SMP), played from the coded positions, saliences and "
    "capabilities, each drawn from a triangle over its coder's interval"
)
_DUE = (
    "Commitments whose day was named, by the first day that was; delivered in part "
    "counts as open"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """How a series is told: its words, its unit, what it is made of, and its points."""

    title: Text
    definition: str
    points: Callable[[], Iterable[Point]]
    uses: Callable[[], Iterable[str]]
    unit: Unit = SCALE


@dataclass(frozen=True)
class Negotiating(Wrapped):
    """A view wrapped so that it answers for what a table comes to as of its moment.

    `table/settled.{issue}` has the median of where games settle with the ends of their
    middle four fifths, `mean` the weighted mean; `share.{settlement}` how many games in
    a hundred come nearest to it, with the interval of 95 % that their number leaves,
    and `distance.{settlement}` how far off it is; `led.{by}@{actor}` how far one leads
    another a game. `range.low`, `range.high` are shares of the stake.
    `due.kept`, `late`, `open` and `withdrawn`, of all or `@{actor}`, count commitments;
    `delay@{actor}` and `overdue.{commitment}` count days. `error.{how}` and `crps`
    score dated cases. Games are played when they are asked for.
    """

    agenda: Agenda
    seed: int = SEED
    _memo: dict[str, Series] = field(default_factory=dict)

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment, with what the table came to then."""
        return replace(self, base=self.base.at(moment), _memo={})

    def ids(self) -> Sequence[str]:
        """Name every series beneath that has a value as of now; see `made`."""
        return self.base.ids()

    def made(self) -> Sequence[str]:
        """Name the series that are worked out here, with or without a value now."""
        return list(self._told)

    def series(self, name: str) -> Series:
        """Give a series of the table, or of the view beneath."""
        if not name.startswith(PREFIX):
            return self.base.series(name)
        if name not in self._memo:
            told = self._find(name)
            try:
                points = tuple(sorted(told.points(), key=lambda p: p.period))
            except NotYetKnown:
                points = ()
            made = Series(name, told.unit, Measure.RATE, points, self.as_of)
            self._memo[name] = made
        return self._memo[name]

    def spec(self, name: str) -> SeriesSpec:
        """Give what is promised of a series of the table, or of one beneath."""
        if not name.startswith(PREFIX):
            return self.base.spec(name)
        told = self._find(name)
        return SeriesSpec(
            id=name,
            title=told.title,
            unit=told.unit,
            measure=Measure.RATE,
            cadence=Cadence.IRREGULAR,
            basis=Basis.ESTIMATED,
            computed=True,
            definition=told.definition,
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that one of the table is made from."""
        if not name.startswith(PREFIX):
            return self.base.uses(name)
        return tuple(dict.fromkeys(self._find(name).uses()))

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every telling of a stored series."""
        if name.startswith(PREFIX):
            self._find(name)
            raise UnknownSeries(f"{name} is worked out: expected a stored series")
        return self.base.vintages(name)

    def _find(self, name: str) -> _Told:
        if name not in self._told:
            raise UnknownSeries(
                f"expected a series of the table, found {name!r}", name, self._told
            )
        return self._told[name]

    def steps(self) -> Sequence[Step]:
        """Give the steps of the commitments that the agenda follows."""
        known = self.agenda.commitments
        return [s for s in self.base.steps() if s.commitment in known]

    @cached_property
    def seats(self) -> Seats:
        """Give who stands where; NotYetKnown if nobody's position is coded."""
        a = self.agenda
        return seats(self.base, a.players, a.issues, a.settlements)

    @cached_property
    def talks(self) -> Talks:
        """Give the games played from the seats; NotYetKnown if there are none."""
        return talks(self.seats, seed=self.seed)

    @cached_property
    def promises(self) -> Sequence[Promise]:
        """Give the commitments that were due."""
        return promises(self, self.agenda)

    @cached_property
    def cases(self) -> Sequence[Case]:
        """Give the dated cases whose outcome is known."""
        return cases(self.base, self.agenda, seed=self.seed)

    @cached_property
    def _told(self) -> Mapping[str, _Told]:
        parts = (self._places(), self._wins(), self._promised(), self._scores())
        told = {PREFIX + name: one for part in parts for name, one in part}
        if self.agenda.stake is not None:
            told |= {PREFIX + n: o for n, o in self._divided(self.agenda.stake)}
        return told

    # -- games -------------------------------------------------------------------------

    def _places(self) -> Iterator[tuple[str, _Told]]:
        for issue in self.agenda.issues.values():
            for how, words in _HOWS.items():
                if how == UNCHANGED:
                    continue
                title = Text(
                    f"{issue.name.en}: {words.en}", f"{issue.name.zh}：{words.zh}"
                )
                make = partial(getattr(self, f"_{how}"), issue.id)
                yield f"{how}.{issue.id}", _Told(title, _SMP, make, self._seated)

    def _seated(self) -> Iterator[str]:
        """Name the series that games are played from."""
        for s in self.seats.stands:
            yield from (position_id(s.issue, s.actor), salience_id(s.issue, s.actor))
        yield from map(capability_id, self.seats.actors)

    def _made(self, value: float, low: float | None, high: float | None) -> Point:
        """Make a point of the newest coding's day, resting on all that is coded."""
        rests = tuple(self.seats.points)
        return join(Period.day(self.seats.day), value, rests, low, high)

    def _settled(self, issue: str) -> Iterator[Point]:
        drawn = self.talks.played.settled[:, self.talks.place(issue)]
        low, middle, high = np.quantile(drawn, (_ENDS[0], 0.5, _ENDS[1]))
        yield self._made(float(middle), float(low), float(high))

    def _mean(self, issue: str) -> Iterator[Point]:
        mean = self.talks.mean[self.talks.place(issue)]
        yield self._made(float(mean), None, None)

    def _wins(self) -> Iterator[tuple[str, _Told]]:
        named = {**self.agenda.settlements, UNCHANGED: NO_CHANGE}
        for key, words in named.items():
            title = Text(
                f"Share of runs that land nearest to {words.en}",
                f"最接近「{words.zh}」的模擬次數比例",
            )
            yield (
                f"share.{key}",
                _Told(
                    title,
                    f"{_SMP}; nearest by the issues' weight, capability times salience",
                    partial(self._share, key),
                    self._won,
                    PERCENT,
                ),
            )
            title = Text(
                f"Distance of the middle run from {words.en}",
                f"模型落點與「{words.zh}」的距離",
            )
            yield (
                f"distance.{key}",
                _Told(
                    title,
                    f"{_SMP}; root mean square over the issues that it speaks of, "
                    "weighted by capability times salience",
                    partial(self._distance, key),
                    self._won,
                ),
            )
        for by, whom in permutations(self.agenda.players, 2):
            a, b = self.agenda.actors[by], self.agenda.actors[whom]
            title = Text(
                f"How far {a.en} leads {b.en} a game", f"{a.zh}每局帶動{b.zh}的距離"
            )
            make = partial(self._led, by, whom)
            yield f"led.{by}@{whom}", _Told(title, _SMP, make, self._seated)

    def _won(self) -> Iterator[str]:
        """Name what a share hangs on: the seats, and where every rival lies."""
        yield from self._seated()
        for name, places in self.seats.settlements.items():
            yield from (settlement_id(issue, name) for issue in places)
        yield from map(state_id, self.seats.issues)

    def _won_by(self, value: float, low: float | None, high: float | None) -> Point:
        rests = [*self.seats.points, *self.seats.states.values()]
        for places in self.seats.settlements.values():
            rests.extend(places.values())
        return join(Period.day(self.seats.day), value, rests, low, high)

    def _share(self, key: str) -> Iterator[Point]:
        if key not in self.talks.shares:
            raise NotYetKnown(f"{key} lies nowhere yet", _NO_PLACE)
        share, low, high = (100 * v for v in self.talks.shares[key])
        yield self._won_by(share, min(low, share), max(high, share))

    def _distance(self, key: str) -> Iterator[Point]:
        if key not in self.talks.named:
            raise NotYetKnown(f"{key} lies nowhere yet", _NO_PLACE)
        yield self._won_by(self.talks.distance(key), None, None)

    def _led(self, by: str, whom: str) -> Iterator[Point]:
        if (by, whom) in self.talks.led:
            yield self._made(self.talks.led[by, whom], None, None)

    # -- commitments -------------------------------------------------------------------

    def _promised(self) -> Iterator[tuple[str, _Told]]:
        for outcome, words in _OUTCOMES.items():
            every = Text(
                f"Commitments that were due: {words.en}", f"到期的承諾：{words.zh}"
            )
            make = partial(self._count, outcome, None)
            yield f"due.{outcome}", _Told(every, _DUE, make, self._stages, _COUNT)
            for key, who in self.agenda.actors.items():
                title = Text(f"{who.en}: {every.en}", f"{who.zh}：{every.zh}")
                make = partial(self._count, outcome, key)
                yield (
                    f"due.{outcome}@{key}",
                    _Told(title, _DUE, make, partial(self._stages, key), _COUNT),
                )
        for key, who in self.agenda.actors.items():
            title = Text(
                f"{who.en}: days overdue, median",
                f"{who.zh}：逾期日數中位數",
            )
            make = partial(self._delay, key)
            uses = partial(self._stages, key)
            yield f"delay@{key}", _Told(title, _DUE, make, uses, _DAYS)
        for one in self.agenda.commitments.values():
            title = Text(f"{one.name.en}: days overdue", f"{one.name.zh}：逾期日數")
            make = partial(self._overdue, one.id)
            uses = partial(iter, (stage_id(one.id),))
            yield f"overdue.{one.id}", _Told(title, _DUE, make, uses, _DAYS)

    def _of(self, actor: str | None) -> Sequence[Promise]:
        found = [
            p for p in self.promises if actor is None or actor in p.commitment.actors
        ]
        if not found:
            raise NotYetKnown(f"nothing of {actor or 'anybody'} was due", _NOBODY)
        return found

    def _stages(self, actor: str | None = None) -> Iterator[str]:
        for p in self._of(actor):
            yield stage_id(p.commitment.id)

    def _today(self, value: float, of: Sequence[Promise]) -> Point:
        evidence = tuple(dict.fromkeys(o for p in of for o in p.evidence))
        known = max(o.known_at for o in evidence)
        return Point(Period.day(self.as_of.date()), value, known, evidence=evidence)

    def _count(self, outcome: Outcome, actor: str | None) -> Iterator[Point]:
        of = self._of(actor)
        yield self._today(float(sum(p.outcome is outcome for p in of)), of)

    def _delay(self, actor: str) -> Iterator[Point]:
        of = self._of(actor)
        days = [p.late(self.as_of.date()) for p in of if p.outcome in _OVERDUE]
        if days:
            yield self._today(float(median(days)), of)

    def _overdue(self, key: str) -> Iterator[Point]:
        for p in self.promises:
            if p.commitment.id == key and p.outcome in _OVERDUE:
                yield self._today(float(p.late(self.as_of.date())), [p])

    # -- what came of it ---------------------------------------------------------------

    def _scores(self) -> Iterator[tuple[str, _Told]]:
        states = partial(iter, tuple(self._coded()))
        for how, words in _HOWS.items():
            title = Text(
                f"Distance from what came: {words.en}", f"與實際的距離：{words.zh}"
            )
            told = "Mean over issues of the distance from the state that was coded next"
            yield f"error.{how}", _Told(title, told, partial(self._error, how), states)
        title = Text("CRPS of the spatial model's games", "空間模型各局的 CRPS")
        told = "Continuous ranked probability score, mean over issues"
        yield "crps", _Told(title, told, partial(self._error, "crps"), states)

    def _coded(self) -> Iterator[str]:
        """Name all that cases are made of: every stand, and how things stood."""
        for actor in self.agenda.players:
            yield capability_id(actor)
            for issue in self.agenda.issues:
                yield from (position_id(issue, actor), salience_id(issue, actor))
        yield from map(state_id, self.agenda.issues)

    def _error(self, how: str) -> Iterator[Point]:
        for case in self.cases:
            value = case.crps if how == "crps" else case.error(how)
            period = Period(case.day, Period.day(case.due).end)
            known = max(o.known_at for o in case.evidence)
            yield Point(period, value, known, evidence=case.evidence)

    # -- what could be divided ---------------------------------------------------------

    def _divided(self, stake: Stake) -> Iterator[tuple[str, _Told]]:
        told = (
            "Fearon's range: the share that would be held after another year of war, "
            "less what that year costs the first side, or more what it costs the "
            "other, as shares of what the whole is worth to each; that worth, in years "
            "of its own GDP, is assumed"
        )
        uses = partial(iter, (stake.expected, *stake.costs))
        first, other = (self.agenda.actors[a] for a in stake.sides)
        least = Text(
            f"Least that {first.en} would take rather than fight a year",
            f"{first.zh}寧可停戰所能接受的最低比例",
        )
        most = Text(
            f"Most that {other.en} would leave rather than fight a year",
            f"{other.zh}寧可停戰所能讓出的最高比例",
        )
        for end, title in (("low", least), ("high", most)):
            make = partial(self._range, stake, end == "high")
            yield f"range.{end}", _Told(title, told, make, uses, PERCENT)

    def _range(self, stake: Stake, high: bool) -> Iterator[Point]:
        expected = self.base.series(stake.expected).last()
        day: date = expected.period.last
        costs = [self.base.series(name).on(day) for name in stake.costs]
        ends = []
        for worth in stake.worth:
            shares = (c.value / 100 / worth for c in costs)
            found = bargaining_range(expected.value / 100, (*shares,))  # type: ignore[arg-type]
            if found is None:
                raise NotYetKnown("fighting costs nothing: no range is told")
            ends.append(100 * (found.high if high else found.low))
        value = ends[1]
        yield join(expected.period, value, (expected, *costs), min(ends), max(ends))


def with_table(view: View, agenda: Agenda, *, seed: int = SEED) -> Negotiating:
    """Wrap a view so that it answers for what a table comes to as of its moment."""
    return Negotiating(view, agenda, seed)

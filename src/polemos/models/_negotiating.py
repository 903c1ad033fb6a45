"""A view that answers for what a negotiating table comes to, as series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Self

from polemos.core import (
    Agenda,
    Basis,
    Cadence,
    Measure,
    NotYetKnown,
    Observation,
    Seats,
    Series,
    SeriesSpec,
    Step,
    UnknownSeries,
    View,
    Wrapped,
    seats,
)
from polemos.models._cases import Case, cases, from_cases
from polemos.models._derived import Derived
from polemos.models._model import SEED
from polemos.models._played import from_games
from polemos.models._promises import Promise, from_promises, promises
from polemos.models._range import from_stake
from polemos.models._talks import Talks, talks

PREFIX = "table/"


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
        return list(self._derived)

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

    def _find(self, name: str) -> Derived:
        if name not in self._derived:
            raise UnknownSeries(
                f"expected a series of the table, found {name!r}", name, self._derived
            )
        return self._derived[name]

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
    def _derived(self) -> Mapping[str, Derived]:
        a, today = self.agenda, self.as_of.date()
        parts = (
            from_games(a, lambda: self.seats, lambda: self.talks),
            from_promises(a, lambda: self.promises, today),
            from_cases(a, lambda: self.cases),
            from_stake(a, self.base),
        )
        return {PREFIX + name: one for part in parts for name, one in part}


def with_table(view: View, agenda: Agenda, *, seed: int = SEED) -> Negotiating:
    """Wrap a view so that it answers for what a table comes to as of its moment."""
    return Negotiating(view, agenda, seed)

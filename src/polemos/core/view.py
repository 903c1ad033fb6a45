"""The world as it was known at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self

from polemos.core.claim import Finding
from polemos.core.forecast import Forecast
from polemos.core.negotiation import Coding, Event, Step
from polemos.core.record import Observation, Statement
from polemos.core.series import Series
from polemos.core.source import SeriesSpec, SnapshotNote, Source


class View(Protocol):
    """All that later stages may know; the store makes one, a stage may wrap it.

    The same question always gets the same answer, and never one later than `as_of`.
    """

    @property
    def as_of(self) -> datetime:
        """The moment."""
        ...

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment; a later one is an error."""
        ...

    def looked_at(self, name: str) -> date:
        """Give the last day up to `as_of` on which a stored series' source was read.

        That is when it was fetched, or told anything; NotYetKnown if it never was.
        """
        ...

    def stored(self) -> Sequence[str]:
        """Name every series of a source that has a value as of now, sorted."""
        ...

    def ids(self) -> Sequence[str]:
        """Name every series, stored or derived, that has a value as of now, sorted."""
        ...

    def series(self, name: str) -> Series:
        """Give a series as known at `as_of`; UnknownSeries if nobody makes it."""
        ...

    def spec(self, name: str) -> SeriesSpec:
        """Give what was promised of a series: title, unit, measure, basis, caveats."""
        ...

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that a derived series is made of; none for a stored one."""
        ...

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every telling of a stored series known by `as_of`, oldest first."""
        ...

    def source(self, name: str) -> Source:
        """Give the source of a stored series."""
        ...

    def snapshot(self, snapshot_id: str, source: str) -> SnapshotNote:
        """Give what is known of the bytes that a source's value was read from."""
        ...

    def cells(self, layer: str, day: date) -> frozenset[str]:
        """Give the hexagons that were inside a layer on a day, as known at `as_of`."""
        ...

    def events(self) -> Sequence[Event]:
        """Give the events known by `as_of`, in the order of their periods."""
        ...

    def steps(self) -> Sequence[Step]:
        """Give the steps of commitments known by `as_of`, by their days."""
        ...

    def codings(self) -> Sequence[Coding]:
        """Give why coded values known by `as_of` are what they are, by series."""
        ...

    def statements(self) -> Sequence[Statement]:
        """Give the statements known by `as_of`, in the order they were said."""
        ...

    def forecasts(self) -> Sequence[Forecast]:
        """Give the forecasts issued by `as_of`, each as it was first issued."""
        ...

    def findings(self) -> Sequence[Finding]:
        """Give the newest finding by `as_of` on each claim of each document."""
        ...


@dataclass(frozen=True)
class Wrapped:
    """What a view over another passes on; series and all about them are its own."""

    base: View

    @property
    def as_of(self) -> datetime:
        """The moment."""
        return self.base.as_of

    def looked_at(self, name: str) -> date:
        """Give the last day up to `as_of` on which a stored series' source was read."""
        return self.base.looked_at(name)

    def stored(self) -> Sequence[str]:
        """Name every series of a source that has a value as of now, sorted."""
        return self.base.stored()

    def source(self, name: str) -> Source:
        """Give the source of a stored series."""
        return self.base.source(name)

    def snapshot(self, snapshot_id: str, source: str) -> SnapshotNote:
        """Give what is known of the bytes that a source's value was read from."""
        return self.base.snapshot(snapshot_id, source)

    def cells(self, layer: str, day: date) -> frozenset[str]:
        """Give the hexagons that were inside a layer on a day, as known at `as_of`."""
        return self.base.cells(layer, day)

    def events(self) -> Sequence[Event]:
        """Give the events known by `as_of`, in the order of their periods."""
        return self.base.events()

    def steps(self) -> Sequence[Step]:
        """Give the steps of commitments known by `as_of`, by their days."""
        return self.base.steps()

    def codings(self) -> Sequence[Coding]:
        """Give why coded values known by `as_of` are what they are, by series."""
        return self.base.codings()

    def statements(self) -> Sequence[Statement]:
        """Give the statements known by `as_of`, in the order they were said."""
        return self.base.statements()

    def forecasts(self) -> Sequence[Forecast]:
        """Give the forecasts issued by `as_of`, each as it was first issued."""
        return self.base.forecasts()

    def findings(self) -> Sequence[Finding]:
        """Give the newest finding by `as_of` on each claim of each document."""
        return self.base.findings()

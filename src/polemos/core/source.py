"""Where numbers come from, and on what terms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from polemos.core.errors import ExpectationError
from polemos.core.record import KnownBy
from polemos.core.text import Text
from polemos.core.time import Period, start_of_day, utc
from polemos.core.told import Record
from polemos.core.unit import Measure, Unit


class Basis(StrEnum):
    """On what footing a number stands."""

    MEASURED = "measured"
    COUNTED = "counted"  # a floor
    CLAIMED = "claimed"  # by a party to the war
    ESTIMATED = "estimated"
    DERIVED = "derived"
    PROJECTED = "projected"
    JUDGED = "judged"  # by a coder, from events


class Cadence(StrEnum):
    """How often a series gets a new period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    IRREGULAR = "irregular"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who is responsible for the numbers. `party` names the side it belongs to.

    `id` is the first part of its series' names.
    """

    id: str
    name: Text
    url: str
    official: bool = False
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """On what terms. `redistribute=False`: numbers may be shown, rows not shipped."""

    name: Text
    redistribute: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """The promise of one series, made before any value is seen.

    `low` and `high` are physical bounds. `lag_days` is the documented time from the
    period's end to its release, used where the release time itself is not known.
    Where the rows may not be shipped a series may, for one of two reasons: `computed`,
    we worked it out from them; `headline`, the publisher's own number, at most one a
    month. `definition` is how a derived series is made.
    """

    id: str
    title: Text
    unit: Unit
    measure: Measure
    cadence: Cadence
    basis: Basis
    low: float = float("-inf")
    high: float = float("inf")
    lag_days: int | None = None
    computed: bool = False
    headline: bool = False
    caveats: tuple[Text, ...] = ()
    definition: str = ""

    @property
    def shipped(self) -> bool:
        """Say whether there is a reason to ship it where the rows may not be."""
        return self.computed or self.headline

    def known(
        self, period: Period, snapshot: "Snapshot", published_at: datetime | None = None
    ) -> tuple[datetime, KnownBy]:
        """Say when a value became known and how we know that.

        The publisher's release time where known; else period end plus the documented
        lag, if that lies before the fetch; else the fetch itself.
        """
        if published_at is not None:
            if published_at > snapshot.fetched_at:
                raise ExpectationError(
                    f"{self.id} {period}: expected a release before its bytes were "
                    f"fetched, {snapshot.fetched_at:%F %T}, found {published_at:%F %T}"
                )
            return utc(published_at), KnownBy.PUBLISHED
        fetched = snapshot.published_at or snapshot.fetched_at
        if self.lag_days is not None:
            assumed = start_of_day(period.last) + timedelta(days=self.lag_days)
            if assumed <= fetched:
                return assumed, KnownBy.ASSUMED
        if snapshot.published_at is not None:
            return utc(snapshot.published_at), KnownBy.PUBLISHED
        return utc(snapshot.fetched_at), KnownBy.FETCHED


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that a publisher hands out; `name` is that of its variable.

    `how` says in a sentence how to get one.
    """

    name: str
    how: Text


@dataclass(frozen=True, slots=True)
class Source:
    """One published thing that we read; `id` is the name of its module.

    `complete`: each snapshot holds the whole of every series in it, so a row that is
    gone from a later snapshot was withdrawn. `by_hand`: the names of files that are
    tables of ours, copied row by row from the page at the snapshot's address.
    `manual`: it has no other, so that only a person brings it up to date. `hosts` are
    those that `fetch` asks besides that of `url`; `keys` it cannot do without.
    """

    id: str
    title: Text
    provider: Provider
    url: str
    citation: str
    licence: Licence
    series: tuple[SeriesSpec, ...]
    complete: bool = False
    by_hand: tuple[str, ...] = ()
    manual: bool = False
    hosts: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    layers: tuple[str, ...] = ()
    caveats: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Hold each series name to its provider."""
        for spec in self.series:
            if not spec.id.startswith(f"{self.provider.id}/"):
                raise ValueError(f"{spec.id}: expected to start {self.provider.id}/")

    def reached(self) -> frozenset[str]:
        """Name the hosts that it may be fetched from."""
        return frozenset({self.url.split("/")[2], *self.hosts})

    def page(self, note: "SnapshotNote") -> str:
        """Give the page that a table was copied from by hand; else nothing."""
        return note.url if note.name in self.by_hand else ""

    def spec(self, series: str) -> SeriesSpec:
        """Give the promise of one series."""
        for s in self.series:
            if s.id == series:
                return s
        raise KeyError(series)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes as they came, and when; the root of all provenance.

    `name` is the file's name at the publisher; `published_at` its release time.
    """

    source: str
    name: str
    url: str
    fetched_at: datetime
    body: bytes
    published_at: datetime | None = None
    media_type: str = "application/octet-stream"

    @property
    def id(self) -> str:
        """Name the bytes by their hash."""
        return _digest(self.body)


@lru_cache(maxsize=2)  # a parser asks once a record
def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class SnapshotNote:
    """What is remembered of a snapshot when its bytes are elsewhere."""

    id: str
    source: str
    name: str
    url: str
    fetched_at: datetime
    published_at: datetime | None
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What `fetch` brings: a file's name, its address and its bytes."""

    name: str
    url: str
    body: bytes


class Get(Protocol):
    """The one thing that touches the network."""

    def __call__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> bytes:
        """Give the body behind `url`; with a `body` of one's own it is a POST."""
        ...


class SourceModule(Protocol):
    """What a file under `sources/` offers."""

    SOURCE: Source

    def fetch(self, get: Get) -> Iterable[Fetched]:
        """Bring the raw bytes; no thinking here."""
        ...

    def parse(self, snap: Snapshot) -> Iterable[Record]:
        """Read the bytes; no network here."""
        ...

"""What happens at a negotiating table, as rows of ledgers with two clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from polemos.core.errors import ExpectationError
from polemos.core.text import Text
from polemos.core.time import Period, utc
from polemos.core.unit import Unit

WHOLE = 100.0  # of an issue's scale


class Act(StrEnum):
    """What somebody did, at the table or to those who sit at it."""

    PROPOSES = "proposes"
    OFFERS = "offers"
    DEMANDS = "demands"
    ACCEPTS = "accepts"
    REJECTS = "rejects"
    SIGNS = "signs"
    MEETS = "meets"  # in person
    CALLS = "calls"  # from afar
    DECLARES = "declares"
    VOTES = "votes"
    LEGISLATES = "legislates"
    SANCTIONS = "sanctions"  # imposes
    EASES = "eases"  # lifts
    PLEDGES = "pledges"
    DELIVERS = "delivers"
    SUSPENDS = "suspends"
    RESUMES = "resumes"
    THREATENS = "threatens"
    ESCALATES = "escalates"
    WITHDRAWS = "withdraws"
    ANNEXES = "annexes"
    MEDIATES = "mediates"  # hosts, or carries messages
    EXCHANGES = "exchanges"  # prisoners, the dead, children
    APPOINTS = "appoints"
    BREAKS = "breaks"  # off, or what was agreed


class Confidence(StrEnum):
    """How surely it happened."""

    OFFICIAL = "official"  # a party's own act or text
    REPORTED = "reported"  # by several who were not there
    DISPUTED = "disputed"  # denied, or told in rival versions


class Stage(StrEnum):
    """How far a plan or a commitment has come, from first to last."""

    FLOATED = "floated"
    PROPOSED = "proposed"
    AGREED = "agreed"
    LEGISLATED = "legislated"
    DELIVERED = "delivered"

    def before(self, other: "Stage") -> bool:
        """Say whether it comes before another."""
        order = list(Stage)
        return order.index(self) < order.index(other)


class Matter(StrEnum):
    """What is committed."""

    MONEY = "money"
    TROOPS = "troops"
    WEAPONS = "weapons"
    MINERALS = "minerals"
    TERRITORY = "territory"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Told:
    """Where a row was read, and how surely: what events and steps have in common.

    `recalled`: written from general knowledge, and not from a page that was seen.
    """

    source: str
    url: str
    confidence: Confidence
    recalled: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, counted once however often it was reported.

    The first of `actors` is who acts, the first of `issues` what it is about most.
    `before` and `after`, from 0 to 100, are where the act puts its actor on that issue.
    `text` is one sentence of ours.
    """

    id: str
    act: Act
    period: Period
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    text: Text
    told: Told
    known_at: datetime
    snapshot: str
    before: float | None = None
    after: float | None = None

    def __post_init__(self) -> None:
        """Refuse a naive clock, an event of nobody, and one known before it began."""
        if not (self.actors and self.issues):
            raise ExpectationError(f"event {self.id}: expected actors and issues")
        if utc(self.known_at).date() < self.period.start:
            raise ExpectationError(
                f"event {self.id}: expected to be known from {self.period.start} on, "
                f"found {self.known_at:%F}"
            )


@dataclass(frozen=True, slots=True)
class Step:
    """A commitment that reached a stage, on a day; `stage` None: it was taken back.

    `due` is the day by which delivery was promised. `reason` says why a stage is before
    the one that was reached. Amounts are series: see `polemos.negotiations`.
    """

    commitment: str
    stage: Stage | None
    period: Period
    text: Text
    told: Told
    known_at: datetime
    snapshot: str
    due: date | None = None
    reason: Text | None = None

    def __post_init__(self) -> None:
        """Refuse a naive clock."""
        utc(self.known_at)


@dataclass(frozen=True, slots=True)
class Coding:
    """Why a coded value is what it is: who judged it, when, on which events.

    The value itself is the observation of `series` for `period`.
    """

    series: str
    period: Period
    coder: str
    coded: date
    evidence: tuple[str, ...]
    text: Text
    known_at: datetime
    snapshot: str

    def __post_init__(self) -> None:
        """Refuse a naive clock."""
        utc(self.known_at)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is bargained over, with what 0 and 100 of its scale mean."""

    id: str
    name: Text
    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something promised by actors to somebody; `unit` is None where nothing counts."""

    id: str
    actors: tuple[str, ...]
    to: str
    matter: Matter
    unit: Unit | None
    name: Text


@dataclass(frozen=True, slots=True)
class Agenda:
    """Who bargains over what: the words and the scales that ledgers are written in.

    `edited` is the day of the newest edit of the ledgers; `players` sit at the table; `topics` are what events may be about besides issues;
    `settlements` are the proposals that have names.
    """

    edited: date
    issues: Mapping[str, Issue]
    topics: Mapping[str, Text]
    actors: Mapping[str, Text]
    players: tuple[str, ...]
    settlements: Mapping[str, Text]
    commitments: Mapping[str, Commitment]

    def named(self, actors: Iterable[str], lang: str) -> str:
        """Write the names of actors in a language."""
        join = "、" if lang == "zh" else ", "
        return join.join(
            self.actors[a].zh if lang == "zh" else self.actors[a].en for a in actors
        )

"""What happens at a negotiating table, as rows of ledgers with two clocks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from polemos.core.errors import ExpectationError
from polemos.core.text import Text
from polemos.core.time import Period, utc
from polemos.core.unit import Unit

WHOLE = 100.0  # of an issue's scale
SCALE = Unit("scale")  # 0 to 100 between the two poles of an issue
STAGE = Unit("stage")  # 1 floated to 5 delivered; 0 taken back


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

    @property
    def rank(self) -> int:
        """Count the stages up to it, from 1."""
        return list(Stage).index(self) + 1

    def before(self, other: "Stage") -> bool:
        """Say whether it comes before another."""
        return self.rank < other.rank


class Bearing(StrEnum):
    """What an act does to the talks."""

    TALK = "talk"
    PRESSURE = "pressure"
    HELP = "help"


_PRESSURE = (
    *(Act.DEMANDS, Act.REJECTS, Act.SANCTIONS, Act.SUSPENDS, Act.THREATENS),
    *(Act.ESCALATES, Act.WITHDRAWS, Act.ANNEXES, Act.BREAKS),
)
_HELP = (Act.PLEDGES, Act.DELIVERS, Act.LEGISLATES, Act.RESUMES, Act.EASES)


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
    `weight` says by hand how much it matters to a settlement: 3 a turning point, 2 in
    its week, 1 hardly. `text` is one sentence of ours.
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
    weight: int = 1
    before: float | None = None
    after: float | None = None

    @property
    def bearing(self) -> Bearing:
        """Say what it does to the talks."""
        if self.act in _PRESSURE:
            return Bearing.PRESSURE
        return Bearing.HELP if self.act in _HELP else Bearing.TALK

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


def position_id(issue: str, actor: str) -> str:
    """Name the series of where an actor stands on an issue, 0 to 100."""
    return f"desk/position.{issue}@{actor}"


def salience_id(issue: str, actor: str) -> str:
    """Name the series of how much of its attention an actor gives an issue, 0 to 1."""
    return f"desk/salience.{issue}@{actor}"


def capability_id(actor: str) -> str:
    """Name the series of how much an actor can bring to bear, 0 to 100."""
    return f"desk/capability@{actor}"


def state_id(issue: str) -> str:
    """Name the series of how things stand on an issue, 0 to 100."""
    return f"desk/state.{issue}"


def settlement_id(issue: str, settlement: str) -> str:
    """Name the series of where a named settlement lies on an issue, 0 to 100."""
    return f"desk/settlement.{settlement}.{issue}"


def stage_id(commitment: str) -> str:
    """Name the series of how far a commitment has come, as the rank of its stage."""
    return f"desk/stage.{commitment}"


def amount_id(commitment: str, *, delivered: bool = False) -> str:
    """Name the series of how much is promised, or was delivered so far."""
    return f"desk/{'delivered' if delivered else 'promised'}.{commitment}"

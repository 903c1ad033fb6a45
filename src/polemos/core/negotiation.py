"""What happens at a negotiating table, as rows of ledgers with two clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from polemos.core.errors import ExpectationError, WarError, nearest
from polemos.core.rows import Kinds, refuse_wrong
from polemos.core.text import Text
from polemos.core.time import Period, utc
from polemos.core.unit import Unit

WHOLE = 100.0  # of an issue's scale
SCALE = Unit("scale")  # 0 to 100 between the two poles of an issue
STAGE = Unit("stage")  # 1 floated to 5 delivered; 0 taken back
_WORDS = (dict, "words in both languages")
_AGENDA: Kinds = {
    "edited": (date, "a day"),
    "issue": (list, "tables of issues"),
    "topics": (dict, "words in both languages, by name"),
    "actors": (dict, "words in both languages, by name"),
    "players": (list, "names of actors"),
    "settlements": (dict, "words in both languages, by name"),
    "lane": (list, "tables of lanes"),
    "stake": (dict, "a table"),
    "publishers": (dict, "names in Chinese, by name"),
}
_STAKE: Kinds = {
    "name": _WORDS,
    "sides": (list, "names of two actors"),
    "held": (str, "the id of a series"),
    "expected": (str, "the id of a series"),
    "costs": (list, "ids of two series"),
    "worth": (list, "three numbers, rising from above 0"),
}
_LANE: Kinds = {"name": _WORDS, "actors": (list, "names of actors")}
_ISSUE: Kinds = {
    "id": (str, "a name"),
    "name": _WORDS,
    "low": _WORDS,
    "high": _WORDS,
}
_COMMITMENT: Kinds = {
    "name": _WORDS,
    "actors": (list, "names of actors"),
    "to": (list, "names of actors"),
    "matter": (str, "a word"),
    "unit": (str, "a unit"),
}


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


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is bargained over, with what 0 and 100 of its scale mean."""

    id: str
    name: Text
    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something promised by actors to others; `unit` is None where nothing counts."""

    id: str
    actors: tuple[str, ...]
    to: tuple[str, ...]
    matter: Matter
    unit: Unit | None
    name: Text


@dataclass(frozen=True, slots=True)
class Stake:
    """What two sides fight over, and what another year of it would cost each.

    `expected` is the series of the share, in percent, that the first of `sides` would
    have after that year; `costs` are series in percent of each side's yearly output.
    `worth` is assumed: how many years of its own output the whole is worth to a side,
    at least, likely and at most.
    """

    name: Text
    sides: tuple[str, str]
    held: str
    expected: str
    costs: tuple[str, str]
    worth: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Lane:
    """Actors whose acts stand on one line of a timeline."""

    name: Text
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Who bargains over what: the words and the scales that ledgers are written in.

    `edited` is the day of the newest edit of the ledgers. `players` sit at the table;
    `topics` are what events may be about besides issues; `settlements` are the
    proposals that have names; `lanes` are the actors that a timeline puts together;
    `stake` is what the two who fight could divide; `publishers` what they are called
    in Chinese.
    """

    edited: date
    issues: Mapping[str, Issue]
    topics: Mapping[str, Text]
    actors: Mapping[str, Text]
    players: tuple[str, ...]
    settlements: Mapping[str, Text]
    commitments: Mapping[str, Commitment]
    lanes: tuple[Lane, ...]
    stake: Stake | None = None
    publishers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(
        cls, raw: Mapping[str, Any], commitments: Mapping[str, Any], where: str
    ) -> Self:
        """Read the agenda of a war and what it follows of promises.

        WarError names the table and the key that is missing, unknown or wrong.
        """
        refuse_wrong(where, raw, _AGENDA, {"stake", "publishers"})
        actors = _texts(where, raw, "actors")
        _refuse_strangers(f"{where}: players", raw["players"], actors)
        _refuse_twice(f"{where}: players", raw["players"])
        promised: dict[str, Commitment] = {}
        for key, row in commitments.items():
            promised[key] = _commitment(
                f"{where}: commitment {key!r}", key, row, actors
            )
        issues = [_issue(where, row) for row in raw["issue"]]
        _refuse_twice(
            f"{where}: issues and topics", [*(i.id for i in issues), *raw["topics"]]
        )
        return cls(
            edited=raw["edited"],
            issues={one.id: one for one in issues},
            topics=_texts(where, raw, "topics"),
            actors=actors,
            players=tuple(raw["players"]),
            settlements=_texts(where, raw, "settlements"),
            commitments=promised,
            lanes=tuple(_lane(where, row, actors) for row in raw["lane"]),
            publishers={k: str(v) for k, v in raw.get("publishers", {}).items()},
            stake=_stake(where, raw["stake"], actors) if "stake" in raw else None,
        )

    def about(self, issue: str) -> Text:
        """Give the name of an issue or a topic."""
        return self.issues[issue].name if issue in self.issues else self.topics[issue]

    def publisher(self, name: str) -> Text:
        """Give the name of a publisher; one that is not translated keeps its own."""
        return Text(name, self.publishers.get(name, name))

    def named(self, actors: Iterable[str]) -> Text:
        """Write the names of actors in a row."""
        told = [self.actors[a] for a in actors]
        return Text(", ".join(t.en for t in told), "、".join(t.zh for t in told))


def _text(where: str, words: Any) -> Text:
    try:
        return Text(**words)
    except (TypeError, ValueError) as error:
        raise WarError(
            f"{where}: expected words in both languages, found {words!r}"
        ) from error


def _texts(where: str, raw: Mapping[str, Any], part: str) -> Mapping[str, Text]:
    return {k: _text(f"{where}: {part}.{k}", words) for k, words in raw[part].items()}


def _issue(where: str, row: Mapping[str, Any]) -> Issue:
    where = f"{where}: issue {(row.get('id') if isinstance(row, dict) else row)!r}"
    refuse_wrong(where, row, _ISSUE)
    return Issue(row["id"], *(_text(where, row[k]) for k in ("name", "low", "high")))


def _stake(where: str, row: Mapping[str, Any], actors: Mapping[str, Text]) -> Stake:
    where = f"{where}: stake"
    refuse_wrong(where, row, _STAKE)
    _refuse_strangers(where, row["sides"], actors)
    try:
        (one, other), (mine, theirs) = row["sides"], map(str, row["costs"])
        low, likely, high = map(float, row["worth"])
    except (TypeError, ValueError) as error:
        raise WarError(
            f"{where}: expected two sides, two costs and three numbers: {error}"
        ) from error
    if not 0 < low <= likely <= high:
        raise WarError(
            f"{where}: expected worth to rise from above 0, found {row['worth']}"
        )
    return Stake(
        name=_text(where, row["name"]),
        sides=(one, other),
        held=row["held"],
        expected=row["expected"],
        costs=(mine, theirs),
        worth=(low, likely, high),
    )


def _lane(where: str, row: Mapping[str, Any], actors: Mapping[str, Text]) -> Lane:
    where = f"{where}: lane"
    refuse_wrong(where, row, _LANE)
    _refuse_strangers(where, row["actors"], actors)
    return Lane(_text(where, row["name"]), tuple(row["actors"]))


def _commitment(
    where: str, key: str, row: Mapping[str, Any], actors: Mapping[str, Text]
) -> Commitment:
    refuse_wrong(where, row, _COMMITMENT, {"unit"})
    for part in ("actors", "to"):
        _refuse_strangers(f"{where}: {part}", row[part], actors)
    if row["matter"] not in set(Matter):
        raise WarError(
            f"{where}: expected matter to be one of {', '.join(Matter)}, "
            f"found {row['matter']!r}"
        )
    return Commitment(
        id=key,
        actors=tuple(row["actors"]),
        to=tuple(row["to"]),
        matter=Matter(row["matter"]),
        unit=Unit.parse(row["unit"]) if "unit" in row else None,
        name=_text(where, row["name"]),
    )


def _refuse_strangers(where: str, found: list[Any], actors: Mapping[str, Text]) -> None:
    for name in found:
        if not isinstance(name, str) or name not in actors:
            raise WarError(
                f"{where}: expected actors of the agenda, found {name!r}"
                + nearest(str(name), actors)
            )


def _refuse_twice(where: str, found: list[str]) -> None:
    for i, name in enumerate(found):
        if name in found[:i]:
            raise WarError(f"{where}: expected {name!r} once, found it twice")


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

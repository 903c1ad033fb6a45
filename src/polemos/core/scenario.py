"""What may come of a war: states, things that are so or not, and what they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from polemos.core.errors import NotYetKnown
from polemos.core.home import Channel, Option
from polemos.core.past import PastWar, Tenure
from polemos.core.text import Text
from polemos.core.unit import Unit

OUTCOME = "war"  # the variable whose states a war is in
YES, NO = "yes", "no"
STATE = Unit("state")  # which of those that are listed, by its code


class Phase(StrEnum):
    """What goes on in a state: the war is fought, has halted, or has widened."""

    FIGHTING = "fighting"
    HALTED = "halted"
    WIDER = "wider"


@dataclass(frozen=True, slots=True)
class State:
    """A state of the war, of which one is in force on any day.

    A scenario is the states of one `branch`, which bears the name of the state that
    stands for it. `rule` says how it is told that the war is in it, and `days` for how
    many days it has to hold first: the war is in it from the first of them, which is
    known once they are over. `code` stands for it in series, wherever it is listed.
    """

    id: str
    branch: str
    phase: Phase
    name: Text
    rule: Text
    code: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is so or not on a day, and how that is settled.

    What a model answers has a `chance`, a series in percent, at a `horizon`, and a
    `usual` chance, 0 to 1, about which odds are read. The rest have `chances`.
    """

    id: str
    name: Text
    rule: Text
    chance: str = ""
    horizon: str = ""
    usual: float | None = None


class Way(StrEnum):
    """In which direction a series has to go."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Sign:
    """A series that confirms a scenario, or refutes it, beyond a value."""

    branch: str
    confirms: bool
    series: str
    way: Way
    beyond: float
    name: Text


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that a scenario carries besides the issues of the table.

    It is judged; or it is the series `now`, as it stands where the war halts and as the
    forecast `ahead` has it where it goes on.
    """

    id: str
    unit: Unit
    name: Text
    now: str = ""
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Things that would all have to come, one after the other.

    A step is a variable, a branch, or `halted`: any branch in which the war has.
    """

    id: str
    name: Text
    steps: tuple[str, ...]
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A series of others: the chance in percent that the war first halts in a span.

    It ends with `until`, and begins where the one before ended, or with the day asked.
    """

    series: str
    until: date


@dataclass(frozen=True, slots=True)
class Crowd:
    """A series of others: the chance in percent that nothing halts by a day.

    Where they told of spans up to then too, these are all in order, and it has an `id`.
    """

    series: str
    until: date
    name: Text
    id: str = ""
    spans: tuple[Span, ...] = ()


class Law(StrEnum):
    """The law by which spans of days are spread."""

    EXPONENTIAL = "exponential"
    WEIBULL = "weibull"
    LOGLOGISTIC = "loglogistic"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True)
class Duration:
    """A law of how long wars last, and the series of its parameters.

    All but the exponential law have a shape. One is the `centre`: the likeliest.
    """

    id: Law
    scale: str
    shape: str
    centre: bool


class Kind(StrEnum):
    """What stands at a node of an argument."""

    THESIS = "thesis"
    GOAL = "goal"
    IMPLICATION = "implication"
    INDICATOR = "indicator"


class Column(StrEnum):
    """Whether an indicator tells of what is done, or of what is said."""

    MOVEMENT = "movement"
    RHETORIC = "rhetoric"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A node of an argument: what is held, or what would be seen if it were so.

    An indicator confirms as its `series` goes `confirms`; `beyond` is a level that does
    by itself.
    """

    id: str
    parent: str
    kind: Kind
    name: Text
    text: Text
    series: str = ""
    confirms: Way | None = None
    beyond: float | None = None
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One of several rival accounts of what somebody is after."""

    id: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Coded:
    """An act that was coded: on a trait, or as likely under a hypothesis; and why."""

    event: str
    of: str
    text: Text


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All that the outlook of a war is made of; what is judged of it is series."""

    edited: date
    states: Mapping[str, State]
    variables: Mapping[str, Variable] = field(default_factory=dict)
    coded: Sequence[str] = ()  # of them, and of the war: whose state is told
    signs: Sequence[Sign] = ()
    carried: Mapping[str, Carried] = field(default_factory=dict)
    chains: Sequence[Chain] = ()
    crowds: Sequence[Crowd] = ()
    laws: Sequence[Duration] = ()
    tree: Mapping[str, Claimed] = field(default_factory=dict)
    hypotheses: Mapping[str, Hypothesis] = field(default_factory=dict)
    likelihoods: Sequence[Coded] = ()
    traits: Mapping[str, Hypothesis] = field(default_factory=dict)
    doctrine: Sequence[Coded] = ()
    tenures: Mapping[str, Tenure] = field(default_factory=dict)
    wars: Mapping[str, PastWar] = field(default_factory=dict)
    exposures: Mapping[str, str] = field(default_factory=dict)  # a series of each
    channels: Mapping[str, Channel] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)

    @property
    def branches(self) -> tuple[str, ...]:
        """Name the scenarios, in the order of their states."""
        return tuple(dict.fromkeys(s.branch for s in self.states.values()))

    def of(self, phase: Phase) -> tuple[str, ...]:
        """Name the scenarios of a phase, in the order of `branches`."""
        return tuple(s.id for s in self.scenarios if s.phase is phase)

    @property
    def scenarios(self) -> Sequence[State]:
        """Give the states that stand for scenarios, in the order of `branches`."""
        return [self.states[branch] for branch in self.branches]

    def state_of(self, code: float) -> State:
        """Give the state that a code stands for; NotYetKnown if it is none any more."""
        for state in self.states.values():
            if state.code == code:
                return state
        raise NotYetKnown(
            f"expected the code of a state, {[s.code for s in self.states.values()]}, "
            f"found {code:g}"
        )

    def roots(self) -> Sequence[Variable]:
        """Give the variables whose chance a series tells."""
        return [v for v in self.variables.values() if v.chance]


def judged_id(what: str, *parts: str) -> str:
    """Name the series of what the desk judges of a scenario."""
    return "desk/" + ".".join((what, *(p.replace(" ", "_") for p in parts)))

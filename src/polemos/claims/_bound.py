"""What a quantity was bound to: by which series, how, or why by none."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from polemos.claims._lexicon import Entry, Pledge
from polemos.claims.reading import Change, Modality, Quantity
from polemos.core import Reckoning, Text


class Kind(StrEnum):
    """What sort of claim a quantity makes."""

    LEVEL = "level"
    CHANGE_BY = "change_by"
    CHANGE_TO = "change_to"
    GROWTH = "growth"
    SHARE = "share"
    RATIO = "ratio"
    COMPARISON = "comparison"
    SUPERLATIVE = "superlative"
    COUNT = "count"
    PLAN = "plan"
    DURATION = "duration"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Way:
    """One definition by which a quantity may be worked out: a series and how.

    `stage` says that it tells an earlier stage, as what is promised of what is given.
    """

    series: str
    how: Reckoning
    name: Text | None = None
    stage: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a quantity is said of: ways that are rivals, and other ones."""

    ways: tuple[Way, ...]
    other: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity and what it is about: each of `parts` must bear it out.

    Where nothing fits, `reason` says why.
    `loose` says that the phrase it was bound by stands in another clause.
    """

    quantity: Quantity
    kind: Kind
    entry: Entry | None = None
    pledge: Pledge | None = None
    parts: tuple[Part, ...] = ()
    used: bool = False
    loose: bool = False
    reason: Text | None = None
    also: tuple[Entry, ...] = ()


class Place(Protocol):
    """Where in a text something stands."""

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """The first character behind it."""
        ...


_SORTS = {Reckoning.GROWTH: Kind.GROWTH, Reckoning.CHANGE: Kind.CHANGE_BY}


def kind_of(q: Quantity, how: Reckoning, *, share: bool) -> Kind:
    """Say what sort of claim a quantity makes by how it is worked out."""
    if share or (q.share and how is Reckoning.LEVEL):
        return Kind.SHARE
    if how in _SORTS:
        return _SORTS[how]
    if q.change is Change.TO:
        return Kind.CHANGE_TO
    if q.value is None and q.unit == "persons":
        return Kind.COUNT
    return Kind.LEVEL


def unbound(q: Quantity, tried: Sequence[Entry]) -> Bound:
    """Say why a quantity is bound to nothing: `tried` were named, but do not fit."""
    kind = kind_of(q, Reckoning.LEVEL, share=False)
    if q.modality is Modality.PLAN:
        kind = Kind.PLAN
    if not tried:
        why = Text(
            "no word near it names a quantity that the lexicon knows",
            "附近沒有詞彙表認得的量",
        )
    else:
        named = [e.name for e in tried[:3]]
        why = Text(
            f"{', '.join(n.en for n in named)}: named near it, but not what this "
            "number, in its unit and its words, can be of",
            f"附近提到{'、'.join(n.zh for n in named)}，"
            "但這個數字的單位或上下文與之不合",
        )
    return Bound(q, kind, reason=why)


def decided(best: Sequence[Bound]) -> Bound:
    """Take the one that fits, or say that several do: nothing is guessed silently."""
    ids = {(b.entry.id if b.entry else b.pledge.id if b.pledge else "") for b in best}
    if len(ids) == 1:
        return best[0]
    fits = [b.entry for b in best if b.entry is not None]
    why = Text(
        "several quantities fit: " + "; ".join(e.name.en for e in fits),
        "不只一個量符合：" + "；".join(e.name.zh for e in fits),
    )
    first = best[0]
    return Bound(first.quantity, first.kind, reason=why, also=tuple(fits))

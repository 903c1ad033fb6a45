"""Claims in words alone and what they are about: a record, a majority, a trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from polemos.claims._bind import Binder
from polemos.claims._bound import Bound, Kind
from polemos.claims._lexicon import Entry, Mention
from polemos.claims.reading import Comparator, Form, Quantity, Saying, Worded
from polemos.core import Period

_FAR = 1_200  # what stands further off, by the rank of the binder, is not spoken of
_KINDS = {
    Saying.MAJORITY: Kind.SHARE,
    Saying.SUPERLATIVE: Kind.SUPERLATIVE,
    Saying.EXCEEDS: Kind.COMPARISON,
    Saying.RANKING: Kind.COMPARISON,
    Saying.TREND: Kind.GROWTH,
}


@dataclass(frozen=True, slots=True)
class Times:
    """When the words are about, since when they compare, over how many months."""

    about: Period | None = None
    since: date | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in words and what it is about.

    `sides` are the values of `slot` on both sides of a comparison; `beside` is the
    quantity that is compared, where it is a number of the text.
    """

    worded: Worded
    entry: Entry
    values: Mapping[str, tuple[str, ...]]
    times: Times
    slot: str = ""
    sides: tuple[str, str] = ("", "")
    beside: Bound | None = None


def in_words(w: Worded, text: str) -> Quantity:
    """Give a claim in words the shape of a quantity."""
    majority = w.saying is Saying.MAJORITY
    return Quantity(
        start=w.start,
        end=w.end,
        surface=text[w.start : w.end],
        value=None,
        low=Decimal(50) if majority else None,
        high=None,
        step=Decimal(0),
        comparator=Comparator.GT if majority else Comparator.EQ,
        unit="percent" if majority else "",
        form=Form.FRACTION if majority else Form.NUMBER,
        share=majority,
    )


def kind_of(said: Said) -> Kind:
    """Say what sort of claim the words make."""
    return _KINDS[said.worded.saying]


def bind_said(
    w: Worded, binder: Binder, bounds: Sequence[Bound], times: Times
) -> Said | None:
    """Find what a claim in words is about, or None where it is about nothing known."""
    if w.saying is Saying.EXCEEDS and _of_part(w, binder, bounds):
        return None
    ranking = w.saying is Saying.RANKING
    for rank, mention, entry, values in binder.meant(w, ahead=ranking):
        if rank >= _FAR:
            break
        said = Said(w, entry, values, times)
        match w.saying:
            case Saying.MAJORITY if _of(binder, mention, w):
                return None
            case Saying.MAJORITY if not entry.share:
                continue
            case Saying.EXCEEDS:
                made = _two_sides(said, binder, mention, bounds)
                if made is None:
                    continue
                return made
            case Saying.RANKING if not (entry.peers and entry.sides):
                continue
            case Saying.TREND if entry.base is None:
                continue
        return said
    return None


def _of_part(w: Worded, binder: Binder, bounds: Sequence[Bound]) -> bool:
    """Say whether the words compare with a part, told by a number behind them."""
    parts = binder.reading.clauses
    clause = parts.index(w.start)
    return any(
        b.quantity.start >= w.end and parts.index(b.quantity.start) == clause
        for b in bounds
    )


def _of(binder: Binder, mention: Mention, w: Worded) -> bool:
    """Say whether the majority is of the phrase: 剩下的大多 is of what is left."""
    return binder.reading.text[mention.end : w.start] == "的"


def _two_sides(
    said: Said, binder: Binder, mention: Mention, bounds: Sequence[Bound]
) -> Said | None:
    """Find what stands before and behind words like 遠超: a number, or two actors."""
    w, cut = said.worded, binder.reading.sentences
    begin, stop = cut.span(cut.index(w.start))
    if mention.start >= w.end:
        before = [
            b for b in bounds if begin <= b.quantity.start and b.quantity.end <= w.start
        ]
        if before:
            return replace(said, beside=before[-1])
    for slot in said.entry.sides:
        left, right = binder.named(w, slot, begin, stop)
        if left and right and left[-1] != right[0]:
            return replace(said, slot=slot, sides=(left[-1], right[0]))
    return None

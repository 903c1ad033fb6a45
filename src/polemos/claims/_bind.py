"""What each quantity of a text is about: the nearest noun that its unit allows."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from polemos.claims._lexicon import (
    Definition,
    Entry,
    Lexicon,
    Mention,
    Pledge,
    combinations,
)
from polemos.claims.reading import Change, Form, Modality, Quantity, Reading
from polemos.core import Measure, Reckoning, Text, UnknownSeries, View


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
    """

    quantity: Quantity
    kind: Kind
    entry: Entry | None = None
    pledge: Pledge | None = None
    parts: tuple[Part, ...] = ()
    used: bool = False
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


_ALIKE = (
    frozenset({"vehicles", "weapons", "drones", "missiles", "aircraft", "ships", ""}),
    frozenset({"persons", ""}),
    frozenset({"sites", ""}),
    frozenset({"states", "votes", ""}),
    frozenset({"orders", ""}),
    frozenset({"index", ""}),
    frozenset({"weapons", "shells", ""}),
)
_AND = re.compile(
    r"\s?(?:和|與|及|以及|、|/|and|or|或|&|,)\s?(?:the\s)?", re.IGNORECASE
)
_EARLIER = re.compile(
    r"戰前|開戰前|入侵前|前一年|上一年|一年前|去年同期|當年|before the war|pre-?war|before the invasion"
    r"|a year (?:earlier|ago|before)|the year before|doubled|tripled|quadrupled|翻倍|翻了",
    re.IGNORECASE,
)
_FAR = 1_000  # ranks what stands in another sentence behind all that stands in this
_CLAUSE = 100


@dataclass
class Binder:
    """Binds the quantities of one reading, with the words of one war."""

    reading: Reading
    lexicon: Lexicon
    view: View
    _mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find every phrase once."""
        self._mentions = self.lexicon.mentions(self.reading.text)

    def bind(self, q: Quantity) -> Bound:
        """Say what a quantity is about, or why that is not known."""
        tried: list[Entry] = []
        found: list[tuple[float, Bound]] = []
        for rank, mention in self.near(q):
            if found and rank > found[0][0] + _CLAUSE // 2:
                break
            for name in mention.entries:
                if name in self.lexicon.pledges:
                    if bound := self._pledged(q, self.lexicon.pledges[name]):
                        found.append((rank, bound))
                    continue
                entry = self.lexicon.entries[name]
                bound = self._fit(q, entry, mention)
                if bound is not None:  # of phrases as near, the longer says more
                    found.append((rank - (mention.end - mention.start) / _FAR, bound))
                elif entry not in tried:
                    tried.append(entry)
        if not found:
            return _unbound(q, tried)
        found.sort(key=lambda pair: pair[0])
        first = found[0][0]
        return _decided([b for rank, b in found if rank == first])

    # -- which words stand near ------------------------------------------------------

    def near(self, q: Place) -> Iterator[tuple[int, Mention]]:
        """Rank the phrases of the sentence, then those of the one before, nearest first."""
        spans = self.reading.sentences
        here = spans.index(q.start)
        ranked = [
            (self._rank(q, m), m) for m in self.within(*spans.span(here)) if m.entries
        ]
        if here:
            ranked += [
                (_FAR + q.start - m.end, m)
                for m in self.within(*spans.span(here - 1))
                if m.entries
            ]
        return iter(sorted(ranked, key=lambda pair: pair[0]))

    def within(self, begin: int, stop: int) -> Sequence[Mention]:
        """Give the phrases that begin in a stretch of the text."""
        i = bisect_left(self._mentions, begin, key=lambda m: m.start)
        j = bisect_right(self._mentions, stop - 1, key=lambda m: m.start)
        return self._mentions[i:j]

    def _rank(self, q: Place, m: Mention) -> int:
        """Count how far a phrase stands: clauses weigh most, then characters."""
        parts = self.reading.clauses
        gap = max(q.start - m.end, m.start - q.end, 0)
        away = parts.index(m.start) - parts.index(q.start)
        behind = _CLAUSE // 2 if away > 0 else 0
        return min(abs(away) * _CLAUSE + behind + min(gap, _CLAUSE // 2), _FAR - 1)

    # -- what fits -------------------------------------------------------------------

    def _fit(self, q: Quantity, entry: Entry, mention: Mention) -> Bound | None:
        if not self.allows(q, entry):
            return None
        values = self.values(q, entry, mention)
        if values is None:
            return None
        share = q.unit in ("percent", "points") and bool(entry.share)
        level = q.change is not Change.BY or q.unit == "points"
        share = share and (level or not entry.series)
        told = entry.share if share else entry.series
        parts = self._parts(q, entry, entry.named, values)
        parts = parts if any(p.ways for p in parts) else ()
        parts = parts or self._parts(q, entry, told, values)
        if not any(p.ways for p in parts) and share and entry.series:
            share, parts = False, self._parts(q, entry, entry.series, values) or parts
        if not parts:
            return None
        used = bool(entry.used and q.unit == "percent" and self._said(entry.used, q))
        ways = [way for part in parts for way in (*part.ways, *part.other)]
        code = self.view.spec(ways[0].series).unit.code
        if not q.unit or code.startswith(f"{q.unit}/"):
            q = replace(q, unit=code)
        kind = _kind(q, ways[0].how, share=share)
        return Bound(q, kind, entry, None, parts, used)

    def allows(self, q: Place, entry: Entry) -> bool:
        """Say whether the words that an entry needs stand near, and none that bar it."""
        begin, stop = self.reading.sentences.span(self.reading.sentences.index(q.start))
        text = self.reading.text
        if entry.needs and not entry.needs.search(text, self._from(begin), stop):
            return False
        if entry.never and entry.never.search(text, begin, stop):
            return False
        return not (entry.unless and self._said(entry.unless, q))

    def _from(self, begin: int) -> int:
        """Give where the paragraph of a sentence begins, for words it takes as said."""
        return max(self.reading.text.rfind("\n\n", 0, begin), begin - 600, 0)

    def _said(self, words: re.Pattern[str], q: Place) -> bool:
        parts = self.reading.clauses
        begin, stop = parts.span(parts.index(q.start))
        return bool(words.search(self.reading.text, begin, stop))

    def values(
        self, q: Place, entry: Entry, mention: Mention
    ) -> Mapping[str, tuple[str, ...]] | None:
        """Fill the slots of an entry from the words near, or by default."""
        begin, stop = self.reading.sentences.span(self.reading.sentences.index(q.start))
        near = [*self.within(begin, stop)]
        if not begin <= mention.start < stop:
            sentences = self.reading.sentences
            near += self.within(*sentences.span(sentences.index(mention.start)))
        parts = self.reading.clauses
        clause = parts.index(q.start)
        filled: dict[str, tuple[str, ...]] = {}
        for slot in sorted(entry.slots | entry.asks):
            known = [m for m in near if any(s == slot for s, _ in m.slots)]
            if slot in entry.default:  # what a later clause names is another's
                known = [m for m in known if parts.index(m.start) <= clause]
            if known:
                filled[slot] = self._chosen(q, slot, known)
            elif slot in entry.default:
                filled[slot] = (entry.default[slot],)
            elif slot in entry.asks:
                return None
        return filled

    def _chosen(self, q: Place, slot: str, known: list[Mention]) -> tuple[str, ...]:
        """Take the nearest naming of a slot, with those that 和 or "and" join to it."""
        order = sorted(known, key=lambda m: self._rank(q, m))
        nearest = known.index(order[0])
        text = self.reading.text
        first = last = nearest
        while first and _AND.fullmatch(text, known[first - 1].end, known[first].start):
            first -= 1
        while last + 1 < len(known) and _AND.fullmatch(
            text, known[last].end, known[last + 1].start
        ):
            last += 1
        values = [v for m in known[first : last + 1] for s, v in m.slots if s == slot]
        return tuple(dict.fromkeys(values))

    def _parts(
        self,
        q: Quantity,
        entry: Entry,
        told: Sequence[Definition],
        values: Mapping[str, tuple[str, ...]],
    ) -> tuple[Part, ...]:
        """Group ways by what they are of, so that rivals stand in one part."""
        main = self._ways(q, entry, told, values)
        other = self._ways(q, entry, entry.other, values)
        for ways in (main, other):
            if len(ways) > 1 and () in ways:  # told of all together
                loose = ways.pop(())
                for way in ways.values():
                    way.extend(loose)
        members = dict.fromkeys([*main, *other])
        return tuple(
            Part(
                tuple(ways := main.get(of, [])),
                tuple(
                    w
                    for w in (*_otherwise(q, ways), *other.get(of, other.get((), [])))
                    if w not in ways
                ),
            )
            for of in members
        )

    def _ways(
        self,
        q: Quantity,
        entry: Entry,
        told: Sequence[Definition],
        values: Mapping[str, tuple[str, ...]],
    ) -> dict[tuple[str, ...], list[Way]]:
        by: dict[tuple[str, ...], list[Way]] = {}
        for definition in told:
            for series, of in combinations(definition, values):
                share = bool(entry.share) and definition not in entry.series
                how = self._how(q, entry, series, share=share)
                if how is not None:
                    by.setdefault(of, []).append(
                        Way(series, how, definition.name, definition.stage)
                    )
        return by

    def _how(
        self, q: Quantity, entry: Entry, series: str, *, share: bool
    ) -> Reckoning | None:
        """Say how a series could give the number, by its unit; None if it could not."""
        try:
            spec = self.view.spec(series)
        except UnknownSeries:
            return None
        code, by = spec.unit.code, q.change is Change.BY or entry.moved
        moved = Reckoning.CHANGE
        if entry.moved and spec.measure in (Measure.FLOW, Measure.CUMULATIVE):
            moved = Reckoning.LEVEL  # it tells changes itself
        match q.unit:
            case "percent" if (
                code == "percent" and q.form is Form.FRACTION and not share
            ):
                return None  # half of a rate is no rate
            case "percent" if code == "percent":
                if by and not entry.rate and not share:
                    return Reckoning.GROWTH  # of a rate in percent: not points
                return Reckoning.LEVEL if entry.rate or not by else moved
            case "percent":
                return Reckoning.GROWTH if by else None
            case "points" | "basis points":
                return moved if code == "percent" else None
            case "ratio":
                return Reckoning.GROWTH if self._grown(q) else None
        alike = code == q.unit or code.startswith(f"{q.unit}/")
        if (
            alike
            or (not q.unit and "/" in code)
            or any({code, q.unit} <= a for a in _ALIKE)
        ):
            return moved if by else Reckoning.LEVEL
        return None

    def _grown(self, q: Quantity) -> bool:
        """Say whether a multiple is of an earlier time, and not of another thing."""
        if q.change is not Change.NONE or q.against:
            return True
        parts = self.reading.clauses
        begin, stop = parts.span(parts.index(q.start))
        return _EARLIER.search(self.reading.text, begin, stop) is not None

    def _pledged(self, q: Quantity, pledge: Pledge) -> Bound | None:
        if q.unit != pledge.unit and {q.unit, pledge.unit} - {"", "persons"}:
            return None
        return Bound(q, Kind.PLAN, pledge=pledge)


_NOT_LEVEL = Text("as a change, not as a level", "是變動量，不是水準")
_NOT_CHANGE = Text("as a level, not as a change", "是水準，不是變動量")
_POINTS = Text("in percentage points, not in percent", "是百分點，不是百分比")


def _otherwise(q: Quantity, ways: Sequence[Way]) -> Iterator[Way]:
    """Give the readings that a verb of change is easily mistaken for."""
    if q.change is Change.NONE:
        return
    for way in ways:
        match way.how:
            case Reckoning.LEVEL:
                yield replace(way, how=Reckoning.CHANGE, name=_NOT_LEVEL)
            case Reckoning.CHANGE:
                yield replace(way, how=Reckoning.LEVEL, name=_NOT_CHANGE)
            case Reckoning.GROWTH if q.unit == "percent":
                yield replace(way, how=Reckoning.CHANGE, name=_POINTS)


def _kind(q: Quantity, how: Reckoning, *, share: bool) -> Kind:
    if q.modality is Modality.PLAN and q.stage is not None and how is None:
        return Kind.PLAN
    if share or (q.share and how is Reckoning.LEVEL):
        return Kind.SHARE
    if how is Reckoning.GROWTH:
        return Kind.GROWTH
    if how is Reckoning.CHANGE:
        return Kind.CHANGE_BY
    if q.change is Change.TO:
        return Kind.CHANGE_TO
    if q.value is None and q.unit == "persons":
        return Kind.COUNT
    return Kind.LEVEL


def _unbound(q: Quantity, tried: Sequence[Entry]) -> Bound:
    kind = _kind(q, Reckoning.LEVEL, share=False)
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
            f"{', '.join(n.en for n in named)}: named near it, but no series of "
            f"{'theirs' if len(named) > 1 else 'it'} is in {q.unit or 'this unit'}",
            f"附近提到{'、'.join(n.zh for n in named)}，但沒有以「{q.unit or '此單位'}」"
            "計的序列",
        )
    return Bound(q, kind, reason=why)


def _decided(best: Sequence[Bound]) -> Bound:
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

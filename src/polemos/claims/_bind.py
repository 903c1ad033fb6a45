"""What each quantity of a text is about: the nearest noun that its unit allows."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from polemos.claims._bound import Bound, Kind, Place, decided, kind_of, unbound
from polemos.claims._lexicon import Entry, Lexicon, Mention, Pledge
from polemos.claims._ways import Asking
from polemos.claims.reading import Change, Quantity, Reading
from polemos.core import View

_AND = re.compile(
    r"\s?(?:和|與|及|以及|、|/|and|or|或|&|,)\s?(?:the\s)?", re.IGNORECASE
)
_OF_WHOLE = re.compile(r"[占佔]|比重|GDP|\bof\b|\bshare\b")
_EARLIER = re.compile(
    r"戰前|開戰前|入侵前|前一年|上一年|一年前|去年同期|當年|翻倍|翻了|pre-?war"
    r"|before the (?:war|invasion)|a year (?:earlier|ago|before)|the year before"
    r"|(?:doub|trip|quadrup)led",
    re.IGNORECASE,
)
_GROWING = re.compile(
    r"成長率|增速|年增|年減|月增|增幅|漲幅|\bgrowth\b|y/y|yoy|year[- ]on[- ]year"
    r"|annual pace",
    re.IGNORECASE,
)
_FAR = 1_000  # ranks what stands in another sentence behind all that stands in this
_CLAUSE = 100
_PARAGRAPH = 600  # characters that are looked back for words it takes as said
_VERB = 40  # a verb of gain or loss in the clause outranks the noun of what is gained


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
            if found and rank > min(r for r, _ in found) + _CLAUSE:
                break
            for name in mention.entries:
                if name in self.lexicon.pledges:
                    if bound := self._pledged(q, self.lexicon.pledges[name]):
                        found.append((rank, bound))
                    continue
                entry = self.lexicon.entries[name]
                bound = self._fit(q, entry, mention)
                if bound is not None:  # of phrases as near, the longer says more
                    length = (mention.end - mention.start) / _FAR
                    verb = _VERB if entry.moved and rank < _CLAUSE else 0
                    bound = replace(bound, loose=rank >= _CLAUSE)
                    found.append((rank - length - verb, bound))
                elif entry not in tried:
                    tried.append(entry)
        if not found:
            return unbound(q, tried)
        found.sort(key=lambda pair: pair[0])
        first = found[0][0]
        return decided([b for rank, b in found if rank == first])

    # -- which words stand near ------------------------------------------------------

    def near(self, q: Place) -> Iterator[tuple[int, Mention]]:
        """Rank the phrases of the sentence and of the one before, nearest first."""
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

    def meant(
        self, q: Place, *, ahead: bool = False
    ) -> Iterator[tuple[int, Mention, Entry, Mapping[str, tuple[str, ...]]]]:
        """Give the entries that phrases near may mean, nearest first, slots filled.

        Each with the rank and the phrase; see `values` for `ahead`.
        """
        for rank, mention in self.near(q):
            for name in mention.entries:
                entry = self.lexicon.entries.get(name)
                if entry is None or not self.allows(q, entry):
                    continue
                values = self.values(q, entry, mention, ahead=ahead)
                if values is not None:
                    yield rank, mention, entry, values

    def named(
        self, q: Place, slot: str, begin: int, stop: int
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Give what a stretch names of a slot before a place, and behind it."""
        told = [
            (m.start, value)
            for m in self.within(begin, stop)
            for name, value in m.slots
            if name == slot
        ]
        left = [value for at, value in told if at < q.start]
        return left, [value for at, value in told if at >= q.end]

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
        if not self.allows(q, entry, mention):
            return None
        values = self.values(q, entry, mention)
        if values is None:
            return None
        share = q.unit in ("percent", "points") and bool(entry.share)
        growing = q.unit == "percent" and self._grows(q)
        level = q.change is not Change.BY or q.unit == "points"
        share = share and ((level and not growing) or not entry.series)
        asking = Asking(q, entry, values, self.view, self._grown(q), growing)
        parts = asking.parts(entry.named)
        if not any(p.ways for p in parts):  # nobody is named who tells it
            parts = asking.parts(entry.share if share else entry.series)
        if not any(p.ways for p in parts) and share and entry.series:
            share, parts = False, asking.parts(entry.series) or parts
        if not parts:
            return None
        used = bool(entry.used and q.unit == "percent" and self._said(entry.used, q))
        ways = [way for part in parts for way in (*part.ways, *part.other)]
        code = self.view.spec(ways[0].series).unit.code
        if not q.unit or code.startswith(f"{q.unit}/"):
            q = q._replace(unit=code)
        told = q._replace(share=False) if entry.rate else q  # a rate is of nothing
        kind = kind_of(told, ways[0].how, share=share)
        return Bound(q, kind, entry, None, parts, used)

    def allows(self, q: Place, entry: Entry, mention: Mention | None = None) -> bool:
        """Say whether words that an entry needs stand near, and none that bar it."""
        begin, stop = self.reading.sentences.span(self.reading.sentences.index(q.start))
        text = self.reading.text
        if entry.needs and not entry.needs.search(text, self._from(begin), stop):
            return False
        if entry.never and entry.never.search(text, begin, stop):
            return False
        if entry.home and self._said(self.lexicon.foreign, q):
            return False
        if entry.unless is None:
            return True
        places = [q] if mention is None else [q, mention]
        return not any(self._said(entry.unless, place) for place in places)

    def _from(self, begin: int) -> int:
        """Give where the paragraph of a sentence begins, for words it takes as said."""
        least = max(begin - _PARAGRAPH, 0)
        return max(self.reading.text.rfind("\n\n", least, begin), least)

    def _said(self, words: re.Pattern[str], q: Place) -> bool:
        parts = self.reading.clauses
        begin, stop = parts.span(parts.index(q.start))
        return bool(words.search(self.reading.text, begin, stop))

    def values(
        self, q: Place, entry: Entry, mention: Mention, *, ahead: bool = False
    ) -> Mapping[str, tuple[str, ...]] | None:
        """Fill the slots of an entry from the words near, or by default.

        A later clause names another thing's, but where `ahead` says that it may not.
        """
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
            if slot in entry.default and not ahead:
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
        parts = self.reading.clauses
        order = sorted(known, key=lambda m: self._rank(q, m))
        one = order[0]
        if (clause := parts.index(one.start)) != parts.index(q.start):
            # Of another clause its topic, which stands first.
            one = next(m for m in known if parts.index(m.start) == clause)
        nearest = known.index(one)
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

    def _grows(self, q: Quantity) -> bool:
        """Say whether the sentence speaks of growth, and the clause of no share."""
        if self._said(_GROWING, q):
            return True
        begin, stop = self.reading.sentences.span(self.reading.sentences.index(q.start))
        of_growth = _GROWING.search(self.reading.text, begin, stop) is not None
        return of_growth and not self._said(_OF_WHOLE, q)

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

"""Claims in words alone, worked out: a record, a majority, who gave the most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from polemos.claims._bind import Binder
from polemos.claims._bound import Bound, Kind, Way
from polemos.claims._judge import Judgement
from polemos.claims._lexicon import Definition, Entry, Mention, combinations
from polemos.claims._recompute import Asked, Worked, standing
from polemos.claims.reading import Comparator, Form, Quantity, Saying, Worded
from polemos.core import (
    PERCENT,
    RATIO,
    Measure,
    NotYetKnown,
    Period,
    Reckoning,
    Series,
    Text,
    UnknownSeries,
    Verdict,
    View,
    join,
)

_HALF = 50.0  # percent; what has lost so much since the war began is drying up
_FAR = 1_200  # what stands further off, by the rank of the binder, is not spoken of
_STALE = timedelta(days=366)
_ALIKE = 3  # days by which months and quarters differ in length; sums of a year do more
_KINDS = {
    Saying.MAJORITY: Kind.SHARE,
    Saying.SUPERLATIVE: Kind.SUPERLATIVE,
    Saying.EXCEEDS: Kind.COMPARISON,
    Saying.RANKING: Kind.COMPARISON,
    Saying.TREND: Kind.GROWTH,
}
_COUNTED_FROM = Text("the whole of the series", "序列全長")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in words and what it is about.

    `left` and `right` are the values of the slot in which two sides differ; `beside` is
    the quantity that is compared, where it is a number of the text.
    """

    worded: Worded
    entry: Entry
    values: Mapping[str, tuple[str, ...]]
    since: date | None = None
    about: Period | None = None
    slot: str = ""
    sides: tuple[str, str] = ("", "")
    beside: Bound | None = None
    right: Entry | None = None


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
    w: Worded,
    binder: Binder,
    bounds: Sequence[Bound],
    since: date | None,
    about: Period | None,
) -> Said | None:
    """Find what a claim in words is about, or None where it is about nothing known."""
    if w.saying is Saying.EXCEEDS and _of_part(w, binder, bounds):
        return None
    for rank, mention in binder.near(w):
        for name in mention.entries:
            entry = binder.lexicon.entries.get(name)
            if entry is None or rank >= _FAR or not binder.allows(w, entry):
                continue
            values = binder.values(w, entry, mention)
            if values is None:
                continue
            said = Said(w, entry, values, since, about)
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
                case Saying.RANKING if not entry.peers:
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
    for slot in sorted(said.entry.slots):
        named = [
            (m.start, v)
            for m in binder.within(begin, stop)
            for s, v in m.slots
            if s == slot
        ]
        left = [v for at, v in named if at < w.start]
        right = [v for at, v in named if at >= w.end]
        if left and right and left[-1] != right[0]:
            return replace(said, slot=slot, sides=(left[-1], right[0]))
    return None


def judge_said(said: Said, view: View, asked: Asked) -> Judgement:
    """Judge a claim in words by what is known at the moment of a view."""
    match said.worded.saying:
        case Saying.SUPERLATIVE:
            return _superlative(said, view)
        case Saying.EXCEEDS:
            return _exceeds(said, view)
        case Saying.RANKING:
            return _ranking(said, view)
        case Saying.TREND:
            return _trend(said, view, asked)
    return _majority(said, view)


# -- which series ----------------------------------------------------------------------


def _found(
    told: Sequence[Definition], values: Mapping[str, Sequence[str]], view: View
) -> Iterator[tuple[Definition, Series]]:
    for definition in told:
        for name, _ in combinations(definition, values):
            try:
                series = view.series(name)
            except (NotYetKnown, UnknownSeries):
                continue
            if series.points:
                yield definition, series


def _best(
    main: Sequence[tuple[Worked, bool]],
    other: Sequence[tuple[Worked, bool]],
    fails: Verdict,
    note: Text | None = None,
) -> Judgement:
    """Choose by the first that bears the words out; another definition says so."""
    if not main and not other:
        return Judgement(Verdict.UNSUPPORTED)
    rest = tuple(w for w, _ in other)
    for w, holds in main:
        if holds:
            rivals = tuple(v for v, _ in main if v is not w)
            return Judgement(Verdict.HOLDS, w, rivals, rest, note)
    for w, holds in other:
        if holds:
            return Judgement(
                Verdict.WRONG_DEFINITION,
                w,
                tuple(v for v, _ in main),
                tuple(v for v in rest if v is not w),
                w.way.name,
                material=True,
            )
    best = main[0][0] if main else None
    rivals = tuple(v for v, _ in main[1:])
    return Judgement(fails, best, rivals, rest, note, material=True)


# -- the sayings -----------------------------------------------------------------------


def _majority(said: Said, view: View) -> Judgement:
    main = [
        (
            Worked(Way(s.id, Reckoning.LEVEL, d.name), s.last(), s.unit),
            s.last().value > _HALF,
        )
        for d, s in _found(said.entry.share, said.values, view)
    ]
    return _best(main, (), Verdict.OFF)


def _superlative(said: Said, view: View) -> Judgement:
    entry = said.entry
    sign = -said.worded.sign if entry.deficit else said.worded.sign
    told: Sequence[Definition] = entry.series or entry.share
    if entry.moved:  # of changes only what tells changes is a record
        told = [
            d for d, s in _found(told, said.values, view) if s.measure is Measure.FLOW
        ]
    main = [
        made
        for d, s in _found(told, said.values, view)
        if (made := _record(d, s, said, entry.months, sign)) is not None
    ]
    other = [
        made
        for d, s in _found(entry.other, said.values, view)
        if (made := _record(d, s, said, 0, sign)) is not None
    ]
    if entry.months:  # a level that grows is a record every day: told, no excuse
        levels = [
            made
            for d, s in _found([*entry.share, *told], said.values, view)
            if (made := _record(d, s, said, 0, sign)) is not None
        ]
        judged = _best(main, (), Verdict.SUPERLATIVE_FAILS)
        return replace(judged, others=tuple(w for w, _ in (*levels, *other)))
    return _best(main, other, Verdict.SUPERLATIVE_FAILS)


def _record(
    definition: Definition, series: Series, said: Said, months: int, sign: int
) -> tuple[Worked, bool] | None:
    """Say whether the value of the time is a record, and which one it beats.

    The evidence holds the value and the highest (lowest) one before it.
    """
    moved = series.growth(months=months) if months else series
    points = list(moved.points)
    if said.about is not None:
        points = [p for p in points if p.period.start < said.about.end]
    if said.since is not None:
        points = [p for p in points if p.period.last >= said.since]
    if len(points) < 2:  # noqa: PLR2004 one value is no record
        return None
    last = points[-1]
    if said.about is not None and last.period.end + _STALE < said.about.start:
        return None
    alike = (p for p in points[:-1] if abs(p.period.days - last.period.days) <= _ALIKE)
    earlier = list(alike)
    if not earlier:
        return None
    top = max(earlier, key=lambda p: sign * p.value)
    how = Reckoning.GROWTH if months else Reckoning.LEVEL
    way = Way(series.id, how, definition.name)
    work = Worked(
        way, join(last.period, last.value, (last, top)), moved.unit, top.period
    )
    return work, sign * last.value >= sign * top.value


def _ranking(said: Said, view: View) -> Judgement:
    entry, sign = said.entry, said.worded.sign
    slot = "donor" if "donor" in entry.slots else next(iter(entry.slots))
    one = said.values.get(slot, ("",))[0]

    def ranked(d: Definition) -> Iterator[tuple[Worked, bool]]:
        values = dict(said.values) | {slot: entry.peers}
        by = {s.id: s for _, s in _found([d], values, view)}
        own = d.filled({k: v[0] for k, v in said.values.items()} | {slot: one})
        if own in by and len(by) > 1:
            last = min(s.last().period for s in by.values())
            points = {name: standing(s, said.about or last) for name, s in by.items()}
            if any(p is None for p in points.values()):
                return
            known = {name: p for name, p in points.items() if p is not None}
            mine = known.pop(own)
            best = max(known.values(), key=lambda p: sign * p.value)
            way = Way(own, Reckoning.LEVEL, d.name)
            work = Worked(
                way, join(mine.period, mine.value, (mine, best)), by[own].unit
            )
            yield work, sign * mine.value > sign * best.value

    main = [pair for d in entry.series for pair in ranked(d)]
    other = [pair for d in entry.other if slot in d.slots for pair in ranked(d)]
    return _best(main, other, Verdict.OFF)


def _trend(said: Said, view: View, asked: Asked) -> Judgement:
    """Hold "drying up" to its convention: at least half is gone since the war began."""

    def moved(told: Sequence[Definition]) -> Iterator[tuple[Worked, bool]]:
        for d, s in _found(told, said.values, view):
            base = s.on(said.entry.base.last) if said.entry.base else s.on(asked.began)
            end = standing(s, said.about) if said.about else s.last()
            if end is not None and base.value:
                value = (end.value / base.value - 1) * 100
                way = Way(s.id, Reckoning.GROWTH, d.name)
                point = join(end.period, value, (end, base))
                yield Worked(way, point, PERCENT, base.period), value <= -_HALF

    return _best(
        list(moved(said.entry.series)), list(moved(said.entry.other)), Verdict.OFF
    )


def _exceeds(said: Said, view: View) -> Judgement:
    if said.beside is not None:
        return _number_exceeds(said, said.beside, view)
    slot, (left, right), sign = said.slot, said.sides, said.worded.sign

    def sides(told: Sequence[Definition]) -> Iterator[tuple[Worked, bool]]:
        for d in told:
            if slot not in d.slots:
                continue
            pair = [
                next(
                    (s for _, s in _found([d], dict(said.values) | {slot: (v,)}, view)),
                    None,
                )
                for v in (left, right)
            ]
            a, b = pair
            if a is None or b is None:
                continue
            last = said.about or min(a.last().period, b.last().period)
            p, q = standing(a, last), standing(b, last)
            if p is not None and q is not None:
                way = Way(a.id, Reckoning.LEVEL, d.name)
                ratio = p.value / q.value if q.value else 0.0
                work = Worked(way, join(p.period, ratio, (p, q)), RATIO)
                yield work, sign * p.value > sign * q.value

    told = [*said.entry.series, *said.entry.share]
    return _best(list(sides(told)), list(sides(said.entry.other)), Verdict.OFF)


def _number_exceeds(said: Said, beside: Bound, view: View) -> Judgement:
    q, sign = beside.quantity, said.worded.sign
    scope = beside.pledge.scope if beside.pledge else None
    if beside.entry is not None:
        scope = beside.entry.scope
    main = []
    for d, s in _found(said.entry.series, said.values, view):
        if s.unit.code == q.unit and q.value is not None:
            last = s.last()
            way = Way(s.id, Reckoning.LEVEL, d.name)
            stated = float(q.value) / 10**s.unit.power
            main.append((Worked(way, last, s.unit), sign * stated > sign * last.value))
    judged = _best(main, (), Verdict.OFF)
    against = said.entry.scope
    if scope is not None and against is not None and scope != against:
        right = judged.verdict is Verdict.HOLDS
        note = Text(
            f"{scope.en} is set against {against.en}: the arithmetic "
            + ("is right" if right else "fails too"),
            f"拿{scope.zh}與{against.zh}相比；算術上"
            + ("沒錯" if right else "也不成立"),
        )
        return replace(
            judged, verdict=Verdict.NOT_LIKE_FOR_LIKE, note=note, material=True
        )
    return judged

"""Claims in words alone, held to the store: each saying by a convention of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from polemos.claims._bound import Bound, Way
from polemos.claims._judge import Judgement
from polemos.claims._lexicon import Definition
from polemos.claims._recompute import Asked, Worked, standing
from polemos.claims._said import Said
from polemos.claims._stood import found, sides_stood
from polemos.claims.reading import Saying
from polemos.core import (
    PERCENT,
    RATIO,
    Measure,
    Period,
    Point,
    Reckoning,
    Series,
    Text,
    Verdict,
    View,
    join,
)

_HALF = 50.0  # percent; what has lost so much since the war began is drying up
_STALE = timedelta(days=366)
_ALIKE = 3  # days by which months differ in length; sums of a year differ by more


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
        (Worked(Way(s.id, Reckoning.LEVEL, d.name), point, s.unit), point.value > _HALF)
        for d, s in found(said.entry.share, said.values, view)
        if (point := _spoken_of(said, s)) is not None
    ]
    return _best(main, (), Verdict.OFF)


def _spoken_of(said: Said, series: Series) -> Point | None:
    """Give the value of the time that is spoken of, or the newest."""
    about = said.times.about
    return series.last() if about is None else standing(series, about)


def _superlative(said: Said, view: View) -> Judgement:
    entry = said.entry
    turned = entry.deficit or entry.inverse
    sign = -said.worded.sign if turned else said.worded.sign
    told: Sequence[Definition] = entry.series or entry.share
    if entry.moved:  # of changes only what tells changes is a record
        told = [
            d for d, s in found(told, said.values, view) if s.measure is Measure.FLOW
        ]

    def records(of: Sequence[Definition], months: int) -> list[tuple[Worked, bool]]:
        made = (
            _record(d, s, said, months, sign) for d, s in found(of, said.values, view)
        )
        return [one for one in made if one is not None]

    months = said.times.months or entry.months
    main, other = records(told, months), records(entry.other, 0)
    if not months:
        return _best(main, other, Verdict.SUPERLATIVE_FAILS)
    # A level that grows is a record every day: told beside, and no excuse.
    levels = [*records(entry.share, 0), *records(told, 0), *other]
    judged = _best(main, (), Verdict.SUPERLATIVE_FAILS)
    return replace(judged, others=tuple(w for w, _ in levels))


def _record(
    definition: Definition, series: Series, said: Said, months: int, sign: int
) -> tuple[Worked, bool] | None:
    """Say whether the value of the time is a record, and which one it beats.

    The evidence holds the value and the highest (lowest) one before it.
    """
    months = 0 if series.unit == PERCENT else months  # a rate is told as it stands
    moved = series.growth(months=months) if months else series
    points = list(moved.points)
    if said.times.about is not None:
        points = [p for p in points if p.period.start < said.times.about.end]
    if said.times.since is not None:
        points = [p for p in points if p.period.last >= said.times.since]
    if len(points) < 2:  # noqa: PLR2004 one value is no record
        return None
    last = points[-1]
    if (
        said.times.about is not None
        and last.period.end + _STALE < said.times.about.start
    ):
        return None
    alike = (p for p in points[:-1] if abs(p.period.days - last.period.days) <= _ALIKE)
    earlier = list(alike)
    if not earlier:
        return None
    top = max(earlier, key=lambda p: sign * p.value)
    how = Reckoning.GROWTH if months else Reckoning.LEVEL
    way = Way(series.id, how, definition.name)
    point = join(last.period, last.value, (last, top))
    work = Worked(way, point, moved.unit, top.period, months=months)
    return work, sign * last.value >= sign * top.value


def _ranking(said: Said, view: View) -> Judgement:
    entry, sign = said.entry, said.worded.sign
    slot = entry.sides[0]
    one = said.values.get(slot, ("",))[0]

    def ranked(d: Definition) -> Iterator[tuple[Worked, bool]]:
        values = dict(said.values) | {slot: entry.peers}
        by = {s.id: s for _, s in found([d], values, view)}
        own = d.filled({k: v[0] for k, v in said.values.items()} | {slot: one})
        if own in by and len(by) > 1:
            last = min(s.last().period for s in by.values())
            points = {
                name: standing(s, said.times.about or last) for name, s in by.items()
            }
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
        for d, s in found(told, said.values, view):
            base = standing(s, said.entry.base or Period.day(asked.began))
            end = standing(s, said.times.about) if said.times.about else s.last()
            if end is not None and base is not None and base.value:
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
    sign = said.worded.sign

    def sides(told: Sequence[Definition]) -> Iterator[tuple[Worked, bool]]:
        for d in told:
            two = sides_stood(
                *(d, said.values, view),
                slot=said.slot,
                sides=said.sides,
                about=said.times.about,
            )
            if two is not None:
                way, p, q = two
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
    for d, s in found(said.entry.series, said.values, view):
        last = _spoken_of(said, s)
        if s.unit.code == q.unit and q.value is not None and last is not None:
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

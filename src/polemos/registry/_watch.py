"""Judge published claims again, and tell which are known otherwise than before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from polemos.claims import borne_out, check
from polemos.core import (
    HELD,
    Claim,
    Finding,
    Observation,
    Relation,
    SnapshotNote,
    UnknownSeries,
    Verdict,
    View,
)
from polemos.registry._kept import Published, less, published
from polemos.store import Store

# Found of the words around a number: no later figure mends them.
_OF_WORDS = (
    Verdict.CONTRADICTS_ITSELF,
    Verdict.NOT_LIKE_FOR_LIKE,
    Verdict.STAGE_OVERSTATED,
    Verdict.SUPERLATIVE_FAILS,
)
_NOISE = Decimal("1e-9")  # what binary fractions lose, as a share of the value
_TENTH = Decimal("0.1")
_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Correction:
    """A claim that is known otherwise than before.

    `first` was found when it was written, `was` before and `now` since; `row` is the
    publisher's telling that made the difference, None where none did.
    """

    document: SnapshotNote
    first: Finding
    was: Finding
    now: Finding
    row: Observation | None

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.first.claim

    @property
    def worse(self) -> bool:
        """Say whether it is borne out less than before."""
        return less(self.now.verdict, self.was.verdict)

    @property
    def material(self) -> bool:
        """Say whether the sentence's point falls: a bound, or more than a tenth."""
        if self.now.verdict in HELD or self.now.actual is None:
            return False
        if self.claim.relation in (Relation.OVER, Relation.UNDER):
            return True
        gap = abs(_exact(self.now.actual) - self.claim.stated)
        return gap > abs(self.claim.stated) * _TENTH


def watch(store: Store, view: View, now: datetime) -> list[Correction]:
    """Judge every kept claim by what a view knows, and keep what is found otherwise.

    A finding is kept where the verdict is another, or the value moved by half of the
    last written digit; none is ever overwritten.
    """
    worlds = _Worlds(view)
    moved = [
        (one, found)
        for one in published(store, view.as_of)
        if (found := _anew(one, worlds)) is not None
    ]
    # heard again, and later than before: the same hearing would be a better reading
    notes: dict[str, SnapshotNote] = {}
    for one, _ in moved:
        note = notes.get(one.document.id, replace(one.document, fetched_at=now))
        after = max(note.fetched_at, one.heard_at + _AFTER)
        notes[note.id] = replace(note, fetched_at=after)
    if moved:
        store.append(list(notes.values()), [found for _, found in moved])
    return [_correction(one, one.findings[-1], found, worlds) for one, found in moved]


def corrections(store: Store, view: View) -> list[Correction]:
    """Give all that was found otherwise by a view's moment, in the order it was.

    A later moment only ever adds to it.
    """
    worlds = _Worlds(view)
    found = [
        _correction(one, was, now, worlds)
        for one in published(store, view.as_of)
        for was, now in pairwise(one.findings)
    ]
    return sorted(found, key=lambda c: c.now.known_at)  # stable: by document


class _Worlds:
    """The world at each moment that is asked for, made once."""

    def __init__(self, view: View) -> None:
        self.now = view
        self._made = {view.as_of: view}
        self._gone: dict[str, Sequence[Observation]] = {}

    def check(self, claim: Claim, moment: datetime) -> Finding:
        if moment not in self._made:
            self._made[moment] = self.now.at(moment)
        return check(claim, self._made[moment])

    def gone(self, name: str) -> Sequence[Observation]:
        """Give what is taken back by now of a series, or of all that it is made of."""
        if name not in self._gone:
            parts = self.now.uses(name)
            made_of = [o for part in parts for o in self.gone(part)]
            self._gone[name] = made_of if parts else _gone(self.now, name)
        return self._gone[name]


def _anew(one: Published, worlds: _Worlds) -> Finding | None:
    """Give what is found now, if it is another thing than what was found last."""
    last = one.findings[-1]
    found = worlds.check(one.claim, worlds.now.as_of)
    if found.actual is None and not _taken_back(one, worlds):
        return None  # a series that tells of its newest period alone, and moved on
    if not _moved(last, found) and (
        found.verdict is last.verdict
        # the check of an article allows what a publisher usually revises
        or last.actual is None
        or found.verdict is borne_out(one.claim, last.actual)
    ):
        return None
    verdict = _verdict(one.findings[0].verdict, found.verdict)
    if verdict is last.verdict and not _moved(last, found):
        return None
    return replace(found, verdict=verdict, evidence=(), snapshot=last.snapshot)


def _verdict(first: Verdict, found: Verdict) -> Verdict:
    if first in _OF_WORDS:
        return first
    if found is Verdict.OFF and first in HELD:
        return Verdict.OUTDATED
    return found


def _moved(last: Finding, found: Finding) -> bool:
    """Say whether a value moved by half of the last digit that is written."""
    if last.actual is None or found.actual is None:
        return last.actual is not found.actual
    was = _exact(last.actual)
    least = max(last.claim.step / 2, abs(was) * _NOISE)
    return abs(_exact(found.actual) - was) >= least


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def _correction(
    one: Published, was: Finding, now: Finding, worlds: _Worlds
) -> Correction:
    return Correction(one.document, one.findings[0], was, now, _row(was, now, worlds))


def _row(was: Finding, now: Finding, worlds: _Worlds) -> Observation | None:
    """Find the telling that made the difference: the newest of those that did."""
    before = worlds.check(now.claim, was.known_at).evidence
    after = worlds.check(now.claim, now.known_at).evidence
    told = set(after) - set(before)
    if not after:
        keys = {(o.series, o.period) for o in before}
        then = worlds.now.at(now.known_at)
        gone = (o for name in {o.series for o in before} for o in _gone(then, name))
        told = {o for o in gone if (o.series, o.period) in keys}
    return max(told, key=lambda o: o.known_at, default=None)


def _taken_back(one: Published, worlds: _Worlds) -> bool:
    """Say whether a row that the last finding rests on was taken back since."""
    last = one.findings[-1]
    try:
        every = worlds.gone(one.claim.series)
    except UnknownSeries:  # it was made by an older version
        return False
    gone = {(o.series, o.period) for o in every if o.known_at > last.known_at}
    # only then is it worth working the past out again
    return bool(gone) and any(
        (o.series, o.period) in gone
        for o in worlds.check(one.claim, last.known_at).evidence
    )


def _gone(view: View, name: str) -> list[Observation]:
    """Give the tellings of a stored series by which values were taken back."""
    newest = {o.period: o for o in view.vintages(name)}
    return [o for o in newest.values() if o.value is None]

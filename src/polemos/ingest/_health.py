"""How each source stands: how old what it tells is, apart from when it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from polemos.core import Cadence, NotYetKnown, Source, UnknownSeries, View
from polemos.ingest._book import Attempt, Book, Status

_DAYS = {
    Cadence.DAY: 1,
    Cadence.WEEK: 7,
    Cadence.MONTH: 31,
    Cadence.QUARTER: 92,
    Cadence.YEAR: 366,
}
_GRACE = 0.5  # of a period and its lag: holidays, and publishers who are late
_LEAST = 3  # days


class Standing(StrEnum):
    """How a source stands, from best to worst."""

    FRESH = "fresh"
    LATE = "late"  # the next period should have been out
    BROKEN = "broken"  # the last attempt failed; the last good values stay
    MANUAL = "by hand"
    UNASKED = "never asked"


@dataclass(frozen=True, slots=True)
class Health:
    """How a source stands at a moment.

    `content` is the last day that it tells of, `due` the day on which more should have
    been out; None where nothing is told, or nothing regular. `asked` is the newest
    attempt and `good` the newest that went well, since `failing` attempts before.
    """

    source: str
    standing: Standing
    content: date | None
    due: date | None
    asked: datetime | None
    good: datetime | None
    failing: int
    why: str

    def age(self, today: date) -> int | None:
        """Give how many days ago the last day that it tells of was."""
        return None if self.content is None else (today - self.content).days


def health(
    sources: Mapping[str, Source], view: View, book: Book, today: date
) -> list[Health]:
    """Tell how sources stand, in their order."""
    history: dict[str, list[Attempt]] = {}
    for attempt in book.attempts():
        history.setdefault(attempt.source, []).append(attempt)
    return [_one(s, view, history.get(s.id, []), today) for s in sources.values()]


def _one(source: Source, view: View, history: Sequence[Attempt], today: date) -> Health:
    content, due = _content(source, view)
    good = [a for a in history if a.status in {Status.NEW, Status.UNCHANGED}]
    broken = list(takewhile(lambda a: a.status is Status.BROKEN, history[::-1]))
    if source.manual:
        standing = Standing.MANUAL
    elif not history:
        standing = Standing.UNASKED
    elif broken:
        standing = Standing.BROKEN
    else:
        late = due is not None and due < today
        standing = Standing.LATE if late else Standing.FRESH
    return Health(
        *(source.id, standing, content, due),
        asked=history[-1].at if history else None,
        good=good[-1].at if good else None,
        failing=len(broken),
        why=history[-1].why if history else "",
    )


def _content(source: Source, view: View) -> tuple[date | None, date | None]:
    """Give the last day that any of its series tells of, and when more is due.

    More is due once the period after that, the lag of its release and half as much
    again are over.
    """
    found: list[tuple[date, date | None]] = []
    for spec in source.series:
        try:
            end = view.series(spec.id).last().period.last
        except (NotYetKnown, UnknownSeries):
            continue
        due = None
        if spec.cadence in _DAYS:
            wait = _DAYS[spec.cadence] + (spec.lag_days or 0)
            due = end + timedelta(days=max(wait * (1 + _GRACE), wait + _LEAST))
        found.append((end, due))
    if not found:
        return None, None
    newest = max(end for end, _ in found)
    dues = [due for end, due in found if end == newest and due is not None]
    return newest, min(dues, default=None)

"""What cannot be forecast or estimated as of the day of an edition, and why."""

from collections.abc import Sequence
from datetime import date

from polemos.core import Target, Text, UnknownSeries
from polemos.report._desk import Desk
from polemos.report._figure import Cell, Day, Quote, Table
from polemos.report.sections._ahead import forecasting

_Key = tuple[Text | None, Text, date | None]  # source, reason, day of the newest
_MANY = 3  # more targets than this are told by the name of their source


def unsaid(desk: Desk) -> Table | None:
    """Give a line for each source and reason, with the day of the newest value."""
    view = forecasting(desk)
    rows: list[tuple[Cell, ...]] = []
    refused: dict[Text, list[Text]] = {}
    for subject in view.subjects:
        for reason in view.estimation(subject).why.values():
            refused.setdefault(reason, []).append(subject.noun)
    rows += [(Quote(_joined(nouns)), why, None) for why, nouns in refused.items()]
    silent: dict[_Key, list[Target]] = {}
    for target in view.targets:
        if refusal := view.refusal(target):
            key = (_source(desk, target), refusal.why, _newest(desk, target))
            silent.setdefault(key, []).append(target)
    for (source, why, day), targets in silent.items():
        what = _joined([target.title for target in targets])
        if source and len(targets) > _MANY:
            what = source
        newest = Day(desk.last(targets[0].series)) if day else None
        rows.append((Quote(what), why, newest))
    if not rows:
        return None
    head = (Text("What", "項目"), Text("Why not", "原因"), Text("Newest", "最新"))
    return Table(head=head, rows=tuple(rows))


def _source(desk: Desk, target: Target) -> Text | None:
    """Give the title of the source that a target's series is first made of."""
    try:
        return desk.view.source(desk.leaves(target.series)[0]).title
    except UnknownSeries:
        return None


def _newest(desk: Desk, target: Target) -> date | None:
    if not desk.has(target.series):
        return None
    return desk.last(target.series).point.period.last


def _joined(titles: Sequence[Text]) -> Text:
    return Text("; ".join(t.en for t in titles), "、".join(t.zh for t in titles))

"""From the files of the ledgers to records; a file is read whole or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import product

from polemos.core import (
    WHOLE,
    Act,
    Agenda,
    Coding,
    Confidence,
    Event,
    KnownBy,
    Line,
    NotYetKnown,
    Observation,
    ParseError,
    Period,
    Point,
    Record,
    Snapshot,
    Stage,
    Step,
    Text,
    Told,
    View,
    amount_id,
    capability_id,
    head_of,
    lines,
    position_id,
    salience_id,
    settlement_id,
    stage_id,
    start_of_day,
    state_id,
)
from polemos.negotiations._source import ID

_WITHDRAWN = "withdrawn"
_SLACK = 1e-9  # of a sum of saliences
_MOST = 1e18  # of an amount, in plain units
_TOLD = ("basis", "confidence", "source", "url", "en", "zh")
_CODED = ("coder", "coded", "evidence", "en", "zh")
_POSITION = ("position", "low", "high")
_SALIENCE = ("salience", "salience_low", "salience_high")


class _Weight(StrEnum):
    """How much an event matters to a settlement, by hand."""

    LITTLE = "1"
    IN_ITS_WEEK = "2"
    TURNING_POINT = "3"


class _Basis(StrEnum):
    """Whether the page was seen that a row was written from."""

    SEEN = "seen"
    RECALLED = "recalled"


@dataclass
class Known:
    """What rows may lean on: events and since when, stages, saliences of a day."""

    events: dict[str, date] = field(default_factory=dict)
    stages: dict[str, dict[date, Stage | None]] = field(default_factory=dict)
    saliences: dict[tuple[str, date], dict[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, view: View, agenda: Agenda) -> "Known":
        """Take what a view knows."""
        made = cls({e.id: e.known_at.date() for e in view.events()})
        for step in view.steps():
            made.stages.setdefault(step.commitment, {})[step.period.start] = step.stage
        for actor, issue in product(agenda.players, agenda.issues):
            for p in _points(view, salience_id(issue, actor)):
                day = p.period.start
                made.saliences.setdefault((actor, day), {})[issue] = p.value
        return made


def _points(view: View, name: str) -> tuple[Point, ...]:
    try:
        return view.series(name).points
    except NotYetKnown:
        return ()


@dataclass
class _File:
    """A file that is read: what its rows lean on, and what they have told so far.

    Nothing in it is of a day after `today`, when it was heard.
    """

    snapshot: str
    agenda: Agenda
    known: Known
    today: date
    seen: set[tuple[object, ...]]

    def once(self, line: Line, field: str, *key: object) -> None:
        """Refuse what was told before here, as known from the same day."""
        if key in self.seen:
            line.refuse(field, "one row a day", " ".join(map(str, key)))
        self.seen.add(key)

    def day(self, line: Line, field: str, since: date | None = None) -> date:
        """Give a day from `since` on, and up to today."""
        day = line.day(field)
        if since is not None and day < since:
            line.refuse(field, f"a day from {since} on", f"{day}")
        if day > self.today:
            line.refuse(field, f"a day up to {self.today}, when this is read", f"{day}")
        return day


def _events(line: Line, file: _File) -> Iterator[Record]:
    agenda, key = file.agenda, line.text("id")
    day, until = file.day(line, "day"), line.maybe_day("until")
    if not key.startswith(f"{day}-"):
        line.refuse("id", f"a name that starts with {day}-", key)
    if until is not None and until < day:
        line.refuse("until", f"a day from {day} on", f"{until}")
    known = file.day(line, "known", until or day)
    file.once(line, "id", key, known)
    topics = {**agenda.issues, **agenda.topics}
    issues = line.many("issues", topics, "issues or topics of the agenda")
    before, after = (line.maybe_number(f, 0, WHOLE) for f in ("before", "after"))
    if issues[0] not in agenda.issues and not before is after is None:
        line.refuse("after", f"nothing, for {issues[0]} has no scale", after)
    if (before is None) is not (after is None):
        line.refuse("after", "both before and after, or neither", after)
    file.known.events[key] = min(known, file.known.events.get(key, known))
    yield Event(
        id=key,
        act=line.word("act", Act),
        period=Period(day, Period.day(until or day).end),
        actors=line.many("actors", agenda.actors, "actors of the agenda"),
        issues=issues,
        text=line.sentences(),
        told=_told(line),
        known_at=start_of_day(known),
        snapshot=file.snapshot,
        weight=int(line.word("weight", _Weight)),
        before=before,
        after=after,
    )


def _told(line: Line) -> Told:
    recalled = line.word("basis", _Basis) is _Basis.RECALLED
    source, url = line.text("source", "who told it"), line.maybe("url")
    if url and not url.startswith(("http://", "https://")):
        line.refuse("url", "an address", url)
    return Told(source, url, line.word("confidence", Confidence), recalled)


def _stages(line: Line, file: _File) -> Iterator[Record]:
    known_to = file.agenda.commitments
    key = line.one("commitment", known_to, "a commitment of the agenda")
    day = file.day(line, "day")
    known = file.day(line, "known", day)
    stage = None if line.maybe("stage") == _WITHDRAWN else line.word("stage", Stage)
    file.once(line, "commitment", key, day, known)
    reason = line.both("reason")
    reached = file.known.stages.setdefault(key, {})
    _refuse_back(line, reached, stage, day, reason)
    reached[day] = stage
    when = Period.day(day)
    yield Step(
        commitment=key,
        stage=stage,
        period=when,
        text=line.sentences(),
        told=_told(line),
        known_at=start_of_day(known),
        snapshot=file.snapshot,
        due=line.maybe_day("due"),
        reason=reason,
    )
    yield Observation(
        series=stage_id(key),
        period=when,
        value=float(stage.rank if stage else 0),
        known_at=start_of_day(known),
        snapshot=file.snapshot,
        known_by=KnownBy.PUBLISHED,
    )
    low, high = (line.maybe_number(f, 0, _MOST) for f in ("low", "high"))
    if low is None and high is None:
        return
    if known_to[key].unit is None:
        line.refuse("low", "nothing, for the commitment has no unit", low)
    if low is None or high is None or low > high:
        line.refuse("high", "both low and high, low first", high)
    yield Observation(
        series=amount_id(key, delivered=stage is Stage.DELIVERED),
        period=when,
        value=low,
        known_at=start_of_day(known),
        snapshot=file.snapshot,
        low=None if low == high else low,
        high=None if low == high else high,
        known_by=KnownBy.PUBLISHED,
    )


def _refuse_back(
    line: Line,
    reached: Mapping[date, Stage | None],
    stage: Stage | None,
    day: date,
    reason: Text | None,
) -> None:
    """Refuse a stage before the last one reached, or a withdrawal, without a reason."""
    before = [told for when, told in sorted(reached.items()) if when < day and told]
    if reason is not None or not before:
        return
    if stage is None or stage.before(before[-1]):
        line.refuse(
            "reason", f"why it went back from {before[-1]} to {stage or _WITHDRAWN}", ""
        )


def _positions(line: Line, file: _File) -> Iterator[Record]:
    actor = line.one("actor", file.agenda.players, "a player of the agenda")
    issue = line.one("issue", file.agenda.issues, "an issue of the agenda")
    day = line.day("day")
    weight = line.spread(_SALIENCE, 0, 1)
    of_day = file.known.saliences.setdefault((actor, day), {})
    of_day[issue] = weight[0]
    total = sum(of_day.values())
    if total > 1 + _SLACK:
        line.refuse(
            "salience", f"at most 1 over all issues of {actor}", round(total, 6)
        )
    place = line.spread(_POSITION, 0, WHOLE)
    yield from _coded(line, file, position_id(issue, actor), place)
    yield from _coded(line, file, salience_id(issue, actor), weight)


def _capabilities(line: Line, file: _File) -> Iterator[Record]:
    actor = line.one("actor", file.agenda.players, "a player of the agenda")
    told = line.spread(("capability", "low", "high"), 0, WHOLE)
    if told[1] <= 0:
        line.refuse("low", "more than 0", told[1])
    yield from _coded(line, file, capability_id(actor), told)


def _states(line: Line, file: _File) -> Iterator[Record]:
    issue = line.one("issue", file.agenda.issues, "an issue of the agenda")
    told = line.spread(("state", "low", "high"), 0, WHOLE)
    yield from _coded(line, file, state_id(issue), told)


def _settlements(line: Line, file: _File) -> Iterator[Record]:
    which = line.one("settlement", file.agenda.settlements, "a named settlement")
    issue = line.one("issue", file.agenda.issues, "an issue of the agenda")
    told = line.spread(("value", "low", "high"), 0, WHOLE)
    yield from _coded(line, file, settlement_id(issue, which), told)


def _coded(
    line: Line, file: _File, series: str, told: tuple[float, float, float]
) -> Iterator[Record]:
    """Give a coded value, and why it is what it is."""
    day = file.day(line, "day")
    coded = file.day(line, "coded", day)
    file.once(line, "day", series, day)
    events = file.known.events
    evidence = line.many("evidence", events, "ids of events in the ledger")
    for key in evidence:
        if events[key] > day:
            line.refuse("evidence", f"events known by {day}", key)
    when, known = Period.day(day), start_of_day(day)
    value, low, high = told
    yield Observation(
        series, when, value, known, file.snapshot, low, high, KnownBy.ASSUMED
    )
    yield Coding(
        *(series, when, line.text("coder", "who coded it"), coded, evidence),
        *(line.sentences(), known, file.snapshot),
    )


_Rows = Callable[[Line, _File], Iterator[Record]]
# By the fields of the head, in the order in which they lean on each other.
_FILES: Mapping[tuple[str, ...], _Rows] = {
    (
        *("id", "day", "until", "known", "actors", "act", "issues", "weight"),
        *("before", "after", *_TOLD),
    ): _events,
    (
        *("commitment", "stage", "day", "known", "low", "high", "due", "reason"),
        *_TOLD,
    ): _stages,
    ("actor", "issue", "day", *_POSITION, *_SALIENCE, *_CODED): _positions,
    ("actor", "day", "capability", "low", "high", *_CODED): _capabilities,
    ("issue", "day", "state", "low", "high", *_CODED): _states,
    ("settlement", "issue", "day", "value", "low", "high", *_CODED): _settlements,
}


def events(files: Mapping[str, bytes], agenda: Agenda) -> Mapping[str, date]:
    """Give the events of the ledgers, with the day since which each is known."""
    told = {n: b for n, b in files.items() if _FILES.get(head_of(b)) is _events}
    known = Known()
    read(told, agenda, start_of_day(agenda.edited), known)
    return known.events


def read(
    files: Mapping[str, bytes],
    agenda: Agenda,
    heard_at: datetime,
    known: Known | None = None,
) -> tuple[Sequence[Snapshot], Sequence[Record]]:
    """Read the files of the ledgers, each of the kind that its head says.

    They are heard at `heard_at`; `known` is what their rows may lean on beside each
    other. ParseError names the file, the line and the field that is wrong.
    """
    leaned = known or Known()
    order = {head: i for i, head in enumerate(_FILES)}
    heads = {name: head_of(body) for name, body in files.items()}
    for name, head in heads.items():
        if head not in order:
            told = "; ".join(",".join(h) for h in order)
            raise ParseError(
                f"{name}:1: expected the fields of a ledger ({told}), found "
                f"{','.join(head) or 'nothing'}"
            )
    seen: set[tuple[object, ...]] = set()
    snapshots: list[Snapshot] = []
    records: list[Record] = []
    for name in sorted(files, key=lambda n: (order[heads[n]], n)):
        body, head = files[name], heads[name]
        made = Snapshot(ID, name, "", heard_at, body, media_type="text/csv")
        file = _File(made.id, agenda, leaned, heard_at.date(), seen)
        for line in lines(name, body, head):
            records.extend(_FILES[head](line, file))
        snapshots.append(made)
    return snapshots, records

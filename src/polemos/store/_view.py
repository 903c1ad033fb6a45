"""The world as it was known at one moment, read from the lake."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from math import inf
from typing import Any, Self

from polemos.core import (
    Act,
    Claim,
    Coding,
    Confidence,
    Event,
    Finding,
    Forecast,
    Horizon,
    KnownBy,
    NotYetKnown,
    Observation,
    OutputType,
    Period,
    Point,
    Question,
    Reckoning,
    Relation,
    Series,
    SeriesSpec,
    SnapshotNote,
    Source,
    Stage,
    Statement,
    Step,
    StoreError,
    Text,
    Told,
    Unit,
    UnknownSeries,
    Verdict,
    utc,
)
from polemos.store._edges import last_look
from polemos.store._reading import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN = "series, starts, ends, value, low, high, epoch_us(since), known_by, snapshot"
_KNOWN_BY = {k.value: k for k in KnownBy}
_State = tuple[int, float, Point]  # in force from a microsecond on, and until which


@cache
def moment(us: int) -> datetime:
    """Turn the engine's microseconds into an aware moment."""
    return _EPOCH + timedelta(microseconds=us)


def _microseconds(at: datetime) -> int:
    return (utc(at) - _EPOCH) // timedelta(microseconds=1)


def literal(at: datetime) -> str:
    """Write a moment as SQL does."""
    return f"TIMESTAMPTZ '{utc(at):%Y-%m-%d %H:%M:%S.%f}+00'"


def _observation(row: Sequence[Any]) -> Observation:
    series, starts, ends, value, low, high, us, known_by, snapshot = row
    return Observation(
        series,
        Period(starts, ends),
        value,
        moment(us),
        snapshot,
        low,
        high,
        _KNOWN_BY[known_by],
    )


@cache  # some thirty rows tell the answer to one question
def _question(target: str, series: str, how: str, *asked: Any) -> Question:
    horizon, origin, a0, a1, b0, b1, due, slack = asked
    return Question(
        *(target, series, Reckoning(how), Horizon.parse(horizon), origin),
        *(Period(a0, a1), Period(b0, b1), due, slack),
    )


def _forecast(row: Sequence[Any]) -> Forecast:
    model, seed, *question, output_type, output_type_id, value, us, snapshot = row
    return Forecast(
        *(model, seed, _question(*question), OutputType(output_type)),
        *(output_type_id, value, moment(us), snapshot),
    )


def _event(row: Sequence[Any]) -> Event:
    i, act, a, b, actors, issues, en, zh, *rest = row
    *told, us, snapshot, weight, before, after = rest
    return Event(
        *(i, Act(act), Period(a, b), tuple(actors), tuple(issues), Text(en, zh)),
        *(_told(told), moment(us), snapshot, weight, before, after),
    )


def _step(row: Sequence[Any]) -> Step:
    i, stage, a, b, en, zh, *told, us, snapshot, due, why_en, why_zh = row
    return Step(
        *(i, None if stage is None else Stage(stage), Period(a, b), Text(en, zh)),
        *(_told(told), moment(us), snapshot, due),
        None if why_en is None else Text(why_en, why_zh),
    )


def _told(row: Sequence[Any]) -> Told:
    source, url, confidence, recalled = row
    return Told(source, url, Confidence(confidence), recalled)


def _finding(row: Sequence[Any]) -> Finding:
    i, text, stated, step, unit, series, a, b, how, base_a, base_b, *rest = row
    relation, as_of, lang, where, verdict, actual, note, us, snapshot = rest
    claim = Claim(
        *(i, text, Decimal(stated), Decimal(step), Unit.parse(unit)),
        *(series, Period(a, b), Reckoning(how)),
        base=Period(base_a, base_b) if base_a else None,
        relation=Relation(relation),
        as_of=None if as_of is None else moment(as_of),
        lang=lang,
        where=where,
    )
    return Finding(
        claim, Verdict(verdict), actual, moment(us), note=note, snapshot=snapshot
    )


@dataclass(frozen=True)
class StoreView:
    """A core.View over one reading of the lake; later appends do not touch it."""

    reading: Reading
    sources: Mapping[str, Source]  # by series
    as_of: datetime
    _states: dict[str, Sequence[_State]] = field(default_factory=dict)  # at any moment
    _memo: dict[str, Series] = field(default_factory=dict)
    _notes: dict[tuple[str, str], SnapshotNote] = field(default_factory=dict)
    _stored: list[str] = field(default_factory=list)
    _looked: dict[str, date] = field(default_factory=dict)  # by source

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment; a later one is an error."""
        if utc(moment) > self.as_of:
            raise NotYetKnown(
                f"expected a moment up to {self.as_of:%F %T}, found {moment:%F %T}: "
                "a view knows nothing later than itself"
            )
        return type(self)(self.reading, self.sources, utc(moment), self._states)

    def looked_at(self, name: str) -> date:
        """Give the last day up to `as_of` on which a stored series' source was read."""
        source = self.source(name)
        if source.id not in self._looked:  # asked of each question without an outcome
            us = last_look(self.reading, source, literal(self.as_of))
            if us is None:
                raise NotYetKnown(
                    f"expected {source.id} to be looked at by {self.as_of:%F}, found "
                    "that it never was"
                )
            self._looked[source.id] = moment(us).date()
        return self._looked[source.id]

    def ids(self) -> Sequence[str]:
        """Name what is stored; nothing else is known here."""
        return self.stored()

    def stored(self) -> Sequence[str]:
        """Name every series that has at least one value, sorted."""
        if not self._stored:  # asked for each list of rivals
            at = literal(self.as_of)
            found = self.reading.ask(
                f"SELECT DISTINCT series FROM ({self.reading.timeline()})"
                f" WHERE since <= {at} AND until > {at} AND value IS NOT NULL"
            )
            self._stored.extend(sorted(n for (n,) in found if n in self.sources))
        return self._stored

    def series(self, name: str) -> Series:
        """Give a series as it was known at `as_of`."""
        if name not in self._memo:
            spec, now = self.spec(name), _microseconds(self.as_of)
            told = self._all(name)
            points = tuple(p for since, until, p in told if since <= now < until)
            self._memo[name] = Series(name, spec.unit, spec.measure, points, self.as_of)
        return self._memo[name]

    def _all(self, name: str) -> Sequence[_State]:
        """Give every state with a value that a series was ever in, by its periods.

        Views of other moments share them: most values were never revised.
        """
        if name not in self._states:
            rows = self.reading.ask(
                f"SELECT {_SHOWN}, epoch_us(until) FROM ({self.reading.timeline(name)})"
                " WHERE value IS NOT NULL ORDER BY starts, ends, since",
                {"series": name},
            )
            self._states[name] = [
                (_microseconds(o.known_at), inf if end is None else end, Point.of(o))
                for o, end in ((_observation(told), end) for *told, end in rows)
            ]
        return self._states[name]

    def spec(self, name: str) -> SeriesSpec:
        """Give what was promised of a series."""
        return self.source(name).spec(name)

    def uses(self, name: str) -> tuple[str, ...]:
        """Name nothing: a stored series is made of no other."""
        self.source(name)
        return ()

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every state a stored series was in up to `as_of`, oldest first."""
        self.source(name)
        rows = self.reading.ask(
            f"SELECT {_SHOWN} FROM ({self.reading.timeline(name)})"
            f" WHERE since <= {literal(self.as_of)} ORDER BY since, starts, ends",
            {"series": name},
        )
        return [_observation(row) for row in rows]

    def source(self, name: str) -> Source:
        """Give the source of a stored series."""
        if name not in self.sources:
            raise UnknownSeries(
                f"expected the name of a series, found {name!r}", name, self.sources
            )
        return self.sources[name]

    def snapshot(self, snapshot_id: str, source: str) -> SnapshotNote:
        """Give what is known of the bytes that a source's value was read from."""
        if not self._notes:  # few, and a report asks for them thousands of times
            self._notes.update(((n.id, n.source), n) for n in self._first_heard())
        if (snapshot_id, source) not in self._notes:
            raise StoreError(
                f"expected the id of a snapshot of {source}, found {snapshot_id!r}"
            )
        return self._notes[snapshot_id, source]

    def _first_heard(self) -> Iterator[SnapshotNote]:
        """Give what is known of all snapshots, each as it was first heard."""
        for row in self.reading.ask(
            "SELECT id, source, name, url, epoch_us(fetched_at),"
            " epoch_us(published_at), media_type, size FROM hearing"
            " QUALIFY row_number() OVER (PARTITION BY id, source"
            " ORDER BY heard_at, fetched_at, name, url) = 1"
        ):
            i, source, name, url, fetched, published, media_type, size = row
            at, out = moment(fetched), None if published is None else moment(published)
            yield SnapshotNote(i, source, name, url, at, out, media_type, size)

    def cells(self, layer: str, day: date) -> frozenset[str]:
        """Give the hexagons that were inside a layer on a day, as known at `as_of`."""
        rows = self.reading.ask(
            "SELECT cell FROM (SELECT cell, inside FROM "
            f"{self.reading.in_force('area', literal(self.as_of))}"
            " WHERE layer = $layer AND since <= $day QUALIFY row_number() OVER"
            " (PARTITION BY cell ORDER BY since DESC) = 1) WHERE inside",
            {"layer": layer, "day": day},
        )
        return frozenset(cell for (cell,) in rows)

    def events(self) -> Sequence[Event]:
        """Give the events known by `as_of`, in the order of their periods."""
        rows = self._in_force(
            "event",
            "id, act, starts, ends, actors, issues, text_en, text_zh, source, url,"
            " confidence, recalled, epoch_us(known_at), snapshot, weight, before,"
            " after",
            order="starts, ends, id",
        )
        return [_event(row) for row in rows]

    def steps(self) -> Sequence[Step]:
        """Give the steps of commitments known by `as_of`, by their days."""
        rows = self._in_force(
            "step",
            "commitment, stage, starts, ends, text_en, text_zh, source, url,"
            " confidence, recalled, epoch_us(known_at), snapshot, due, reason_en,"
            " reason_zh",
            order="starts, ends, commitment",
        )
        return [_step(row) for row in rows]

    def codings(self) -> Sequence[Coding]:
        """Give why coded values known by `as_of` are what they are, by series."""
        rows = self._in_force(
            "coding",
            "series, starts, ends, coder, coded, evidence, text_en, text_zh,"
            " epoch_us(known_at), snapshot",
            order="series, starts, ends",
        )
        return [
            Coding(
                *(name, Period(a, b), coder, coded, tuple(evidence), Text(en, zh)),
                *(moment(known), snapshot),
            )
            for name, a, b, coder, coded, evidence, en, zh, known, snapshot in rows
        ]

    def statements(self) -> Sequence[Statement]:
        """Give the statements known by `as_of`, in the order they were said."""
        rows = self._in_force(
            "statement",
            "id, speaker, said_on, text, lang, url, epoch_us(known_at), snapshot",
            order="said_on, id",
        )
        return [
            Statement(i, speaker, day, text, lang, url, moment(k), s)
            for i, speaker, day, text, lang, url, k, s in rows
        ]

    def forecasts(self) -> Sequence[Forecast]:
        """Give the forecasts issued by `as_of`, each as it was first issued."""
        rows = self._in_force(
            "forecast",
            "* EXCLUDE (tx, heard_at) REPLACE (epoch_us(known_at) AS known_at)",
            order="target, origin, model, starts, ends, output_type, output_type_id",
        )
        return [_forecast(row) for row in rows]

    def findings(self) -> Sequence[Finding]:
        """Give the newest finding by `as_of` on each claim of each document."""
        rows = self._in_force(
            "finding",
            "* EXCLUDE (tx, heard_at) REPLACE (epoch_us(known_at) AS known_at,"
            " epoch_us(as_of) AS as_of)",
            order="snapshot, id",
        )
        return [_finding(row) for row in rows]

    def judged(self) -> Sequence[tuple[datetime, Finding]]:
        """Give every finding by `as_of` and when it was heard, the oldest first."""
        rows = self.reading.ask(
            "SELECT epoch_us(heard_at), * EXCLUDE (tx, heard_at) REPLACE"
            " (epoch_us(known_at) AS known_at, epoch_us(as_of) AS as_of)"
            f" FROM {self.reading.rows('finding')} WHERE known_at <="
            f" {literal(self.as_of)} ORDER BY known_at, heard_at, snapshot, id"
        )
        return [(moment(heard), _finding(row)) for heard, *row in rows]

    def _in_force(self, kind: str, columns: str, *, order: str) -> list[Any]:
        """Give the rows of a kind that are in force at this moment."""
        found = self.reading.in_force(kind, literal(self.as_of))
        return self.reading.ask(f"SELECT {columns} FROM {found} ORDER BY {order}")

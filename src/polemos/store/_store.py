"""Append what was told; ask for the world as of a moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

import duckdb

from polemos.core import (
    NotYetKnown,
    Record,
    Snapshot,
    SnapshotNote,
    Source,
    utc,
)
from polemos.store._edges import TOLD, edge
from polemos.store._intake import Intake
from polemos.store._lake import Lake
from polemos.store._reading import Reading
from polemos.store._tables import connect, fill, pour
from polemos.store._view import StoreView, literal, moment

Fill = Callable[[duckdb.DuckDBPyConnection], None]


@dataclass(frozen=True)
class Store:
    """Everything we were ever told, and when.

    `sources` holds the promises; the lake holds data only. A store may be read while
    another process writes; two that write at once are refused.
    """

    lake: Lake
    sources: Mapping[str, Source]
    _con: duckdb.DuckDBPyConnection
    _lock: Lock = field(default_factory=Lock)
    _read: list[Reading] = field(default_factory=list)
    _labels: dict[str, str] = field(default_factory=dict)  # by append

    @classmethod
    def open(cls, path: Path, sources: Mapping[str, Source]) -> "Store":
        """Open the lake in a folder, making it where there is none."""
        return cls(Lake.open(path), dict(sources), connect())

    def append(
        self,
        snapshots: Sequence[Snapshot | SnapshotNote],
        records: Iterable[Record],
        label: str = "",
    ) -> int:
        """Keep snapshots and what was read from them, all or nothing; count the rows.

        What was told before, by the same bytes heard at the same moment, adds nothing.
        """
        return self._append(snapshots, lambda db: fill(db, records), label)

    def append_tables(
        self,
        snapshots: Sequence[SnapshotNote],
        tables: Mapping[str, object],
        label: str = "",
    ) -> int:
        """Append in bulk, from Parquet files or whatever speaks Arrow, by kind."""

        def pour_all(db: duckdb.DuckDBPyConnection) -> None:
            for kind, table in tables.items():
                pour(db, kind, table)

        return self._append(snapshots, pour_all, label)

    def _append(
        self, snapshots: Sequence[Snapshot | SnapshotNote], told: Fill, label: str
    ) -> int:
        with self.lake.writing() as work:
            reading = self._look()
            with Intake(self._con, reading, self.sources) as intake:
                count = intake.take(snapshots, told)
                labelled = bool(label) and not self.holds(label)
                if not intake.news and not labelled:
                    return 0
                for snap in snapshots:
                    if isinstance(snap, Snapshot):
                        self.lake.keep(snap.id, snap.body)
                intake.write(work)
                if label:
                    (work / "label").write_text(label, "utf-8")
            last = int(reading.listing[-1]) if reading.listing else 0
            self.lake.publish(work, f"tx/{last + 1:08d}")
        return count

    def labels(self) -> Sequence[str]:
        """Give the labels under which appends were made, in their order."""
        listing = self.lake.listing()
        for tx in listing:
            if tx not in self._labels:
                self._labels[tx] = self.lake.label(tx)
        return [self._labels[tx] for tx in listing]

    def holds(self, label: str) -> bool:
        """Say whether an append was made under this label."""
        return label in self.labels()

    def as_of(self, moment: datetime) -> StoreView:
        """Give the world as it was known then."""
        owners = {
            s.id: source for source in self.sources.values() for s in source.series
        }
        return StoreView(self._look(), owners, utc(moment))

    def newest(self) -> date:
        """Give the last day on which anything was told by a source."""
        return self._edge("max")

    def first(self) -> date:
        """Give the first day on which anything was told by a source."""
        return self._edge("min")

    def _edge(self, which: str) -> date:
        us = edge(self._look(), which)
        if us is None:
            raise NotYetKnown(
                f"{self.lake.path}: expected figures of this war's sources, found none"
            )
        return moment(us).date()

    def digest(self, at: datetime) -> str:
        """Name what sources told by a moment, in whatever order and files it came.

        When each was last fetched is part of it, for a source that then had nothing
        newer settles questions. What we said ourselves, forecasts and findings, is
        worked out from that.
        """
        reading, until = self._look(), literal(at)
        states = (
            "SELECT series, starts, ends, value, low, high, epoch_us(since), known_by,"
            f" snapshot FROM ({reading.timeline()}) WHERE since <= {until}"
        )
        looks = (
            "SELECT source, epoch_us(max(fetched_at)) FROM hearing"
            f" WHERE fetched_at <= {until} GROUP BY source"
        )
        parts = [states, looks] + [
            f"SELECT * EXCLUDE (tx, heard_at) REPLACE (epoch_us(known_at) AS known_at)"
            f" FROM {reading.in_force(kind, until)}"
            for kind in TOLD
        ]
        sums = [
            reading.ask(
                "SELECT count(*), coalesce(sum(md5_number_lower(r::VARCHAR)), 0)"
                f" FROM ({part}) r"
            )
            for part in parts
        ]
        return sha256(repr(sums).encode()).hexdigest()[:12]

    def raw(self, snapshot_id: str) -> bytes | None:
        """Give the bytes of a snapshot, if they were kept here."""
        return self.lake.raw(snapshot_id)

    @property
    def settled(self) -> bool:
        """Say whether the index covers the whole log."""
        return not self._look().loose

    def settle(self) -> None:
        """Work out what was in force when, and keep that beside the log as an index.

        Answers stay the same and come sooner. The index can be thrown away at any time.
        """
        with self.lake.writing() as work:
            reading = self._look()
            if not reading.loose:
                return
            reading.write_index(work)
            self.lake.publish_index(work, reading.listing[-1])
        with self._lock:
            self._read.clear()

    def _look(self) -> Reading:
        """Look at the lake as it is now."""
        listing = self.lake.listing()
        with self._lock:
            if not self._read or self._read[0].listing != listing:
                self._read[:] = [Reading(self.lake, listing, self._con)]
            return self._read[0]

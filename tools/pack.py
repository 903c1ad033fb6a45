"""Rebuild the packaged figures from the raw specimens, through the sources' parsers.

For maintainers only: nothing else reads the specimens. `tools/specimens/{source}.toml`
lists the files of each source, when each copy was taken and, where known, when the
publisher released it. Rows of a source that may not be redistributed stay out, but for
the series that are marked as computed.
"""

import gzip
import lzma
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from polemos.core import (
    Area,
    Observation,
    Record,
    Snapshot,
    SnapshotNote,
    SourceModule,
)
from polemos.pipeline import expected

ROOT = Path(__file__).resolve().parent.parent
SPECIMENS = ROOT / "tools" / "specimens"
FIGURES = ROOT / "src" / "polemos" / "figures"
RAW = ROOT.parent / "shared" / "data" / "raw"


def _moment(value: date | datetime | None) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), tzinfo=UTC)


def _bytes(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xz":
        return lzma.decompress(path.read_bytes())
    return path.read_bytes()


def snapshots(source: str, raw: Path = RAW) -> Iterator[Snapshot]:
    """Give the specimens of one source, oldest copy first."""
    listed: list[dict[str, Any]] = tomllib.loads(
        (SPECIMENS / f"{source}.toml").read_text("utf-8")
    )["file"]
    for f in sorted(listed, key=lambda f: str(f["fetched_at"])):
        fetched = _moment(f["fetched_at"])
        assert fetched is not None
        yield Snapshot(
            source=source,
            name=f.get("name", Path(f["path"]).name),
            url=f["url"],
            fetched_at=fetched,
            body=_bytes(raw / f["path"]),
            published_at=_moment(f.get("published_at")),
            media_type=f.get("media_type", "application/octet-stream"),
        )


def note(snap: Snapshot) -> SnapshotNote:
    """Keep what is remembered of a snapshot without its bytes."""
    return SnapshotNote(
        snap.id,
        snap.source,
        snap.name,
        snap.url,
        snap.fetched_at,
        snap.published_at,
        snap.media_type,
        len(snap.body),
    )


def shipped(module: SourceModule, records: Iterator[Record]) -> Iterator[Record]:
    """Leave out the rows that a licence keeps from being shipped."""
    computed = {s.id for s in module.SOURCE.series if s.computed}
    for r in records:
        if (
            module.SOURCE.licence.redistribute
            or isinstance(r, Area)
            or (isinstance(r, Observation) and r.series in computed)
        ):
            yield r


def parsed(
    module: SourceModule, raw: Path = RAW
) -> Iterator[tuple[Snapshot, list[Record]]]:
    """Parse every specimen of a source, held to what the source promises."""
    for snap in snapshots(module.SOURCE.id, raw):
        yield snap, list(expected(module.SOURCE, module.parse(snap)))

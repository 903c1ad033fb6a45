"""Rebuild the packaged figures from the raw specimens, through the sources' parsers.

For maintainers only: nothing else reads the specimens. `tools/specimens/{source}.toml`
lists the files of each source, when each copy was taken and, where known, when the
publisher released it; `where` cuts one vintage out of a CSV that stacks several (the
columns, and the values to keep). A single figure read on a page has no file: its row
stands in the list itself, as `rows`, under the page's address and date. Rows of a
source that may not be redistributed stay out, but for the series that are marked as
computed.
"""

import csv
import gzip
import lzma
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import tomli_w

from polemos import figures
from polemos.core import (
    Area,
    Observation,
    Record,
    Snapshot,
    SnapshotNote,
    Source,
    SourceModule,
    expected,
)
from polemos.sources import all_sources

ROOT = Path(__file__).resolve().parent.parent
SPECIMENS = ROOT / "tools" / "specimens"
FIGURES = ROOT / "src" / "polemos" / "figures"
SEEN = b"where_found"  # the column that names the page, in tables copied by hand
PAGE = re.compile(r"https?://[^\s;)]+")
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


def _vintage(body: bytes, where: dict[str, list[str]]) -> bytes:
    rows = csv.DictReader(StringIO(body.decode("utf-8-sig")))
    out = StringIO()
    kept = csv.DictWriter(out, rows.fieldnames or (), lineterminator="\n")
    kept.writeheader()
    kept.writerows(r for r in rows if all(r[c] in where[c] for c in where))
    return out.getvalue().encode()


def by_page(body: bytes) -> list[tuple[str, bytes]]:
    """Cut a table that we copied by hand into one for each page its rows were read on.

    Another table has no column that names the page, and is left whole. A row that
    nobody saw on a page stops the pack: choose by `where` so that it stays out.
    """
    if SEEN not in body.partition(b"\n")[0].split(b","):
        return []
    rows = csv.DictReader(StringIO(body.decode("utf-8-sig")))
    found: dict[str, list[str]] = {}
    for row in rows:
        page = PAGE.search(row[SEEN.decode()])
        if page is None:
            raise ValueError(f"expected the page of a row copied by hand, found {row}")
        found.setdefault(page[0], []).append(row[SEEN.decode()])
    if len(found) == 1:
        return [(next(iter(found)), body)]
    return [(url, _vintage(body, {SEEN.decode(): seen})) for url, seen in found.items()]


def snapshots(source: str, raw: Path = RAW) -> Iterator[Snapshot]:
    """Give the specimens of one source, oldest copy first."""
    listed: list[dict[str, Any]] = tomllib.loads(
        (SPECIMENS / f"{source}.toml").read_text("utf-8")
    )["file"]
    for f in sorted(listed, key=lambda f: str(f["fetched_at"])):
        fetched = _moment(f["fetched_at"])
        assert fetched is not None
        body = f["rows"].encode() if "rows" in f else _bytes(raw / f["path"])
        if "where" in f:
            body = _vintage(body, f["where"])
        for url, part in by_page(body) or ((f["url"], body),):
            yield Snapshot(
                source=source,
                name=f["name"] if "name" in f else Path(f["path"]).name,
                url=url,
                fetched_at=fetched,
                body=part,
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


def shipped(module: SourceModule, records: Iterable[Record]) -> Iterator[Record]:
    """Leave out the rows that a licence keeps from being shipped."""
    reason = {s.id for s in module.SOURCE.series if s.shipped}
    for r in records:
        if (
            module.SOURCE.licence.redistribute
            or isinstance(r, Area)
            or (isinstance(r, Observation) and r.series in reason)
        ):
            yield r


def parsed(
    module: SourceModule, raw: Path = RAW
) -> Iterator[tuple[Snapshot, list[Record]]]:
    """Parse every specimen of a source, held to what the source promises."""
    for snap in snapshots(module.SOURCE.id, raw):
        yield snap, list(expected(module.SOURCE, module.parse(snap)))


def main() -> None:
    """Pack the named sources, or all; write the tables and the manifest."""
    known = all_sources()
    named = sys.argv[1:] or sorted(known)
    if not RAW.is_dir():
        sys.exit(f"pack: expected the raw specimens in {RAW}, found nothing")
    entries = {}
    for name in named:
        entries[name] = pack(known[name])
        print(f"{name:24} {entries[name]['rows']:>9,} rows  {size(name):>9,} bytes")
    old = FIGURES / "manifest.toml"
    if old.is_file():
        kept = tomllib.loads(old.read_text("utf-8"))["source"]
        entries = {e["id"]: e for e in kept if e["id"] in known} | entries
    whole = {"schema": figures.SCHEMA, "source": [entries[k] for k in sorted(entries)]}
    old.write_text(tomli_w.dumps(whole), "utf-8")
    listed = {f["name"] for e in entries.values() for f in e["file"]}
    for stray in FIGURES.glob("*.parquet"):
        if stray.name not in listed:
            stray.unlink()
    total = sum(f.stat().st_size for f in FIGURES.glob("*.parquet"))
    print(f"{'all':24} {total:,} bytes")


def size(source: str) -> int:
    """Give the bytes of one source's tables."""
    return sum(f.stat().st_size for f in FIGURES.glob(f"{source}.*.parquet"))


def pack(module: SourceModule) -> dict[str, Any]:
    """Write one source's tables and give its entry in the manifest."""
    from polemos.store import write_table

    source = module.SOURCE
    notes, kinds = [], dict[str, list[Record]]()
    for snap, records in parsed(module):
        notes.append(note(snap))
        for r in shipped(module, records):
            kinds.setdefault(type(r).__name__.lower(), []).append(r)
    written = []
    for kind, records in sorted(kinds.items()):
        path = FIGURES / f"{source.id}.{kind}.parquet"
        count = write_table(kind, records, path)
        digest = sha256(path.read_bytes()).hexdigest()
        written.append(
            {"kind": kind, "name": path.name, "rows": count, "sha256": digest}
        )
    every = [r for records in kinds.values() for r in records]
    days = [r.period.last for r in every if isinstance(r, Observation)]
    return {
        "id": source.id,
        "publisher": source.provider.name.en,
        "title": source.title.en,
        "citation": source.citation,
        "url": source.url,
        "licence": source.licence.name.en,
        "redistribute": source.licence.redistribute,
        "note": _note(source),
        "first": min(days, default=None),
        "last": max(days, default=None),
        "rows": len(every),
        "file": written,
        "snapshot": [_listed(n) for n in notes],
    }


def _note(source: Source) -> str:
    """Say what of a source is in the pack, and for what reason."""
    if source.licence.redistribute:
        return "all observations read from the publisher's rows"
    reasons = {
        "computed by us from the rows": sum(s.computed for s in source.series),
        "of headline figures": sum(s.headline for s in source.series),
    }
    what = [f"{n} series {reason}" for reason, n in reasons.items() if n]
    what += ["map cells computed by us"] if source.layers else []
    return f"{', '.join(what)}; the publisher's rows are not shipped"


def _listed(n: SnapshotNote) -> dict[str, Any]:
    listed = {
        "sha256": n.id,
        "name": n.name,
        "url": n.url,
        "fetched_at": n.fetched_at,
        "media_type": n.media_type,
        "size": n.size,
    }
    return listed | ({"published_at": n.published_at} if n.published_at else {})


if __name__ == "__main__":
    main()

"""Split what copies of DeepState's map hold into one map a day."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from polemos.core import ParseError, Snapshot
from polemos.sources import _read

ARCHIVE = "deepstate-map-data.geojson.gz"  # the daily copy as its keeper packs it
DAILY = "deepstate_daily.ndjson"  # the same, one feature a line
HISTORY = "deepstate_history.ndjson"  # the map's own answers, in four classes
HELD = ("occupied", "ordlo", "crimea")

_COPIED_AT = time(3, tzinfo=UTC)
_GEOMETRY = b',"geometry":'


@dataclass(frozen=True, slots=True)
class Map:
    """One day's map: its polygons by class, as bytes of GeoJSON."""

    day: date
    known_at: datetime
    classes: dict[str, bytes]


def maps(snap: Snapshot) -> Iterator[Map]:
    """Give the maps of a file in the order it holds them."""
    readers = {ARCHIVE: _archive, DAILY: _daily, HISTORY: _history}
    if snap.name not in readers:
        raise ParseError(f"{snap.source}: expected {[*readers]}, found {snap.name!r}")
    if not snap.body:
        raise ParseError(f"{snap.source} {snap.name}: expected content, found 0 bytes")
    yield from readers[snap.name](snap)


def _properties(snap: Snapshot, line: bytes) -> dict[str, Any]:
    """Read what stands before the geometry of a feature, which is long."""
    head, mark, _ = line.partition(_GEOMETRY)
    try:
        feature = json.loads(head + b"}")
        if mark and feature["type"] == "Feature":
            return dict(feature["properties"])
    except (ValueError, KeyError, TypeError):
        pass
    raise ParseError(f"{snap.name}: expected a GeoJSON feature, found {line[:60]!r}")


def _shape(line: bytes) -> bytes:
    return line.partition(_GEOMETRY)[2][:-1]


def _daily(snap: Snapshot) -> Iterator[Map]:
    for line in snap.body.splitlines():
        found = _properties(snap, line)
        if set(found) != {"date"}:
            raise ParseError(f"{snap.name}: expected a date alone, found {found}")
        yield _copied(snap, str(found["date"]), _shape(line))


def _archive(snap: Snapshot) -> Iterator[Map]:
    try:
        found = [
            (str(feature["properties"]["date"]), feature["geometry"])
            for feature in json.loads(gzip.decompress(snap.body))["features"]
        ]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise ParseError(
            f"{snap.name}: expected gzipped GeoJSON of dated features, found {error!r}"
        ) from error
    for day, geometry in found:
        yield _copied(snap, day[:10], json.dumps(geometry).encode())


def _copied(snap: Snapshot, day: str, shape: bytes) -> Map:
    on = _read.day(snap.name, day)
    return Map(on, datetime.combine(on, _COPIED_AT), {"occupied": shape})


def _history(snap: Snapshot) -> Iterator[Map]:
    lines = [(_properties(snap, line), line) for line in snap.body.splitlines()]
    for found, _ in lines:
        if not {"date", "class", "ts"} <= set(found):
            raise ParseError(f"{snap.name}: expected date, class, ts; found {found}")
    for day, group in groupby(lines, key=lambda pair: pair[0]["date"]):
        classes: dict[str, bytes] = {}
        moments = set()
        for found, line in group:
            kind = found["class"]
            if kind in classes or kind not in (*HELD, "unknown"):
                raise ParseError(
                    f"{snap.name} {day}: expected one each of {HELD}, unknown; "
                    f"found {kind!r}"
                )
            classes[kind] = _shape(line)
            moments.add(found["ts"])
        if not set(HELD) <= set(classes) or len(moments) != 1:
            raise ParseError(f"{snap.name} {day}: expected {HELD} of one moment")
        try:
            known_at = datetime.fromtimestamp(moments.pop(), UTC)
        except (ValueError, TypeError, OverflowError, OSError) as error:
            raise ParseError(
                f"{snap.name} {day}: expected a moment: {error}"
            ) from error
        yield Map(_read.day(snap.name, str(day)), known_at, classes)

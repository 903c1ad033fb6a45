"""Split what copies of DeepState's map hold into one map a day."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from polemos.core import ParseError, Snapshot

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
        yield _copied(found["date"], _shape(line))


def _archive(snap: Snapshot) -> Iterator[Map]:
    for feature in json.loads(gzip.decompress(snap.body))["features"]:
        day = feature["properties"]["date"]
        if not isinstance(day, str):
            raise ParseError(f"{snap.name}: expected a date, found {day!r}")
        yield _copied(day[:10], json.dumps(feature["geometry"]).encode())


def _copied(day: str, shape: bytes) -> Map:
    on = date.fromisoformat(day)
    return Map(on, datetime.combine(on, _COPIED_AT), {"occupied": shape})


def _history(snap: Snapshot) -> Iterator[Map]:
    lines = ((_properties(snap, line), line) for line in snap.body.splitlines())
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
        known_at = datetime.fromtimestamp(moments.pop(), UTC)
        yield Map(date.fromisoformat(day), known_at, classes)

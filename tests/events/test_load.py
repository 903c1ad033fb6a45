"""Exports are taken in row by row, or held aside whole; nothing is ever doubled."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from io import BytesIO
from pathlib import Path

import duckdb
import numpy as np
import pytest

from polemos.core import ParseError, StoreError
from polemos.events import (
    GDELT_1,
    GDELT_2,
    KEPT,
    DuckEngine,
    EventLake,
    State,
    severity,
    take_in,
    unpacked,
    week_of,
    weeks,
)

Write = Callable[..., bytes]
NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=15)
RAW = "gdelt-events"
SLOT_2015 = datetime(2015, 10, 27, 22, tzinfo=UTC)


def rows(lake: EventLake) -> list[dict[str, object]]:
    files = [str(p) for p in lake.files()]
    if not files:
        return []
    told = duckdb.connect().execute(
        f"SELECT * FROM read_parquet({files}, hive_partitioning=false) "
        "ORDER BY known, id"
    )
    names = [d[0] for d in told.description or ()]
    return [dict(zip(names, row, strict=True)) for row in told.fetchall()]


def test_a_row_is_kept_as_it_was_told(lake: EventLake, write: Write) -> None:
    row = {"id": 7, "known": NOON, "day": "20301231", "code": "011", "quad": 1}
    told = lake.load({NOON: write([row])})
    assert told[NOON].state is State.LOADED
    (found,) = rows(lake)
    assert list(found) == list(KEPT)
    assert found["id"] == 7
    assert found["known"] == NOON.replace(tzinfo=None)
    assert found["day"] == date(2030, 12, 31)  # months before it was added
    assert found["week"] == week_of(NOON.date())
    assert found["code"] == "011"  # its zero is not lost
    assert (found["a"], found["b"], found["root"]) == ("LIL", "BLE", True)


def test_the_older_layout_is_read_alike(tmp_path: Path, write: Write) -> None:
    lake = EventLake(tmp_path, GDELT_1)
    midnight = NOON.replace(hour=0)
    lake.load({midnight: write([{"known": midnight, "url": "u"}], GDELT_1)})
    (found,) = rows(lake)
    assert (found["url"], found["place"]) == ("u", "LI")
    assert found["known"] == midnight.replace(tzinfo=None)


def test_what_one_article_says_twice_of_a_pair_counts_once(
    lake: EventLake, write: Write
) -> None:
    same = {"known": NOON, "url": "u"}
    lake.load(
        {
            NOON: write(
                [
                    {**same, "id": 3, "code": "190"},
                    {**same, "id": 2, "code": "193"},  # of the same root
                    {**same, "id": 4, "code": "042"},
                    {**same, "id": 5, "code": "190", "a": "BLE", "b": "LIL"},
                    {**same, "id": 6, "code": "190", "url": "v"},
                ]
            )
        }
    )
    assert {r["id"]: r["again"] for r in rows(lake)} == {
        **{2: False, 3: True},
        **{4: False, 5: False, 6: False},
    }


def test_a_slot_that_comes_again_takes_the_place_of_itself(
    lake: EventLake, write: Write
) -> None:
    lake.load({NOON: write([{"id": 1, "known": NOON}, {"id": 2, "known": NOON}])})
    lake.load({LATER: write([{"id": 3, "known": LATER}])})
    assert [r["id"] for r in rows(lake)] == [1, 2, 3]
    lake.load({NOON: write([{"id": 2, "known": NOON}])})  # the publisher took one back
    assert [r["id"] for r in rows(lake)] == [2, 3]
    assert [s.rows for s in lake.book(NOON.date()).values()] == [1, 1]


BAD: dict[str, dict[str, object]] = {
    "no number": {"id": "seven"},
    "no day": {"day": "20311301"},
    "no flag": {"root": "yes"},
    "no code": {"code": "4'2"},
    "quad beyond": {"quad": 5},
    "scale beyond": {"goldstein": "-10.5"},
    "sources below": {"sources": "-1"},
    "sources oversized": {"sources": "99999999999999999999"},
    "tone beyond": {"tone": "1e9"},
    "tone not a number": {"tone": "nan"},
    "actor of two letters": {"a": "LI"},
    "of another slot": {"known": LATER},
}


@pytest.mark.parametrize("why", BAD)
def test_a_row_that_is_no_event_is_left_out_and_counted(
    why: str, lake: EventLake, write: Write
) -> None:
    good = [{"id": n, "known": NOON} for n in range(150)]
    told = lake.load({NOON: write([*good, {"id": 999, "known": NOON, **BAD[why]}])})
    assert (told[NOON].rows, told[NOON].rejected) == (150, 1)
    assert len(rows(lake)) == 150


def test_a_file_of_another_shape_is_held_with_its_bytes(
    lake: EventLake, write: Write
) -> None:
    good = write([{"known": NOON}])
    wrong = {
        "a page": b"<html><body>502 Bad Gateway</body></html>",
        "a column more": good.replace(b"\n", b"\tmore\n"),
        "a column less": good.rpartition(b"\t")[0] + b"\n",
        "commas": good.replace(b"\t", b","),
        "decimal commas": write([{"known": NOON, "tone": "-1,5"} for _ in range(9)]),
        "a zip cut off": _zip(good)[:-30],
        "two files": _zip(good, good),
        "another slot": write([{"known": LATER} for _ in range(9)]),
        "UTF-16": good.decode().encode("utf-16"),
    }
    for body in wrong.values():
        told = lake.load({NOON: body})[NOON]
        assert told.state is State.HELD, body[:60]
        assert told.why
        assert told.md5 == md5(body).hexdigest()
        held = lake.home / "held" / "20310303120000.bin"
        assert held.read_bytes() == body
        assert rows(lake) == []
    lake.load({NOON: good})  # and the right one mends it
    assert lake.book(NOON.date())[NOON].state is State.LOADED
    assert len(rows(lake)) == 1


def _zip(*bodies: bytes, name: str = "x{}.CSV") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for n, body in enumerate(bodies):
            made.writestr(name.format(n), body)
    return out.getvalue()


def test_a_bad_file_does_not_stop_the_others(lake: EventLake, write: Write) -> None:
    told = lake.load({NOON: b"nothing", LATER: write([{"known": LATER}])})
    assert told[NOON].state is State.HELD
    assert told[LATER].state is State.LOADED
    assert len(rows(lake)) == 1


def test_a_quote_or_a_tag_in_an_article_is_text(lake: EventLake, write: Write) -> None:
    url = 'http://example.org/"quoted"/<script>=1+1'
    lake.load({NOON: write([{"known": NOON, "url": url}, {"id": 2, "known": NOON}])})
    assert rows(lake)[0]["url"] == url
    assert len(rows(lake)) == 2


def test_an_empty_export_is_one_of_no_events(lake: EventLake) -> None:
    told = lake.load({NOON: b""})
    assert (told[NOON].state, told[NOON].rows) == (State.LOADED, 0)
    assert rows(lake) == []


# -- zips ------------------------------------------------------------------------------


def test_a_zip_is_unpacked_whatever_its_member_is_called() -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "a/b.CSV", "x.CSV"):
        assert b"".join(unpacked(_zip(b"told", name=name))) == b"told"


def test_a_bomb_is_stopped_at_the_bound_and_not_after() -> None:
    bomb = _zip(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    pieces, taken = unpacked(bomb, most=10_000_000), []
    with pytest.raises(ParseError, match="at most 10,000,000 bytes unpacked"):
        taken.extend(len(piece) for piece in pieces)
    assert sum(taken) <= 10_000_000


def test_a_zip_that_lies_of_its_size_is_refused() -> None:
    body = bytearray(_zip(b"0" * 1000))
    at = body.index(b"PK\x01\x02") + 24  # the size that the directory tells
    body[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ParseError):
        list(unpacked(bytes(body)))


# -- by hand ---------------------------------------------------------------------------


def test_files_got_by_hand_are_known_by_their_names(
    lake: EventLake, write: Write
) -> None:
    body = _zip(write([{"known": NOON}]))
    assert take_in(lake, {"20310303120000.export.CSV.zip": body})[NOON].rows == 1
    for name in ("x.zip", "20310399120000.export.CSV.zip", "../20310303120000.zip"):
        with pytest.raises(ParseError, match="expected the name of an export"):
            take_in(lake, {name: body})


def test_a_lake_that_cannot_be_written_says_so(lake: EventLake, write: Write) -> None:
    lake.load({NOON: write([{"known": NOON}])})
    before = lake.file_of(NOON.date()).read_bytes()
    target = lake.file_of(NOON.date())
    target.unlink()
    target.mkdir()  # a folder where the file should be
    with pytest.raises(StoreError, match="nothing was changed"):
        lake.load({LATER: write([{"known": LATER}])})
    target.rmdir()
    target.write_bytes(before)
    assert len(rows(lake)) == 1
    assert not list(lake.home.glob(".load.*"))


# -- the publisher's own bytes ---------------------------------------------------------


@pytest.mark.raw
def test_a_real_export_of_2015_is_read_whole(raw: Path, lake: EventLake) -> None:
    body = (raw / RAW / "gdelt2_raw_20151027220000.export.csv").read_bytes()
    told = lake.load({SLOT_2015: body})[SLOT_2015]
    assert (told.state, told.rows, told.rejected) == (State.LOADED, 2116, 0)
    on = DuckEngine()
    by_day = on.collect(severity(on.scan([str(p) for p in lake.files()])))
    today = by_day["day"] == np.datetime64("2015-10-27")
    # By hand from the file: 2,012 rows of that day, 2,397 sources, loss 4,367.4.
    assert by_day["events"][today] == [2012]
    assert by_day["sources"][today] == [2397]
    assert by_day["loss"][today] == pytest.approx([4367.4])
    told_weeks = on.collect(weeks(on.scan([str(p) for p in lake.files()])))
    assert told_weeks["events"].sum() < 2012
    assert set(told_weeks["week"]) == {week_of(SLOT_2015.date())}


@pytest.mark.raw
def test_real_rows_of_2026_have_the_same_columns(raw: Path, lake: EventLake) -> None:
    body = (raw / RAW / "gdelt2_raw_20260810_33rows.export.tsv").read_bytes()
    by: dict[datetime, bytes] = {}
    for row in body.splitlines(keepends=True):
        moment = row.split(b"\t")[GDELT_2.at["known"]].decode()
        slot = datetime.strptime(moment, GDELT_2.added).replace(tzinfo=UTC)
        by[slot] = by.get(slot, b"") + row
    told = lake.load(by)
    assert sum(s.rows for s in told.values()) == 33
    assert {s.state for s in told.values()} == {State.LOADED}

"""A publisher's list is followed day by day, and what is broken is kept apart."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import md5

import duckdb
import pytest

from polemos.core import FetchError, ParseError
from polemos.events import (
    GDELT_1,
    GDELT_2,
    LISTS,
    EventLake,
    Export,
    State,
    exports,
    slots,
    update,
)

Write = Callable[..., bytes]
MONDAY, TUESDAY = date(2031, 3, 3), date(2031, 3, 4)
START = datetime(2031, 3, 3, tzinfo=UTC)
NOW = datetime(2031, 3, 4, 18, tzinfo=UTC)
HOME = "http://data.gdeltproject.org/gdeltv2/"
SLOT = timedelta(minutes=15)


class Publisher:
    """Files by address, and a list of them; what it is asked for is remembered."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.asked: list[str] = []
        self.down: set[str] = set()
        self.wrong: dict[str, str] = {}

    def listed(self) -> bytes:
        lines = [
            f"{len(body)} {self.wrong.get(url) or md5(body).hexdigest()} {url}"
            for url, body in self.files.items()
        ]
        other = f"99 {'0' * 32} {HOME}20310303000000.gkg.csv.zip"
        return "\n".join([other, *lines, ""]).encode()

    def __call__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,  # noqa: ARG002 as a door takes it
        body: bytes | None = None,  # noqa: ARG002
    ) -> bytes:
        self.asked.append(url)
        if url in self.down:
            raise FetchError(f"{url}: expected a file, found 503")
        return self.listed() if url == LISTS["gdelt2"] else self.files[url]


def address(slot: datetime) -> str:
    return f"{HOME}{slot:%Y%m%d%H%M%S}.export.CSV.zip"


@pytest.fixture
def publisher(write: Write, pack: Callable[..., bytes]) -> Publisher:
    """Publish two days of quarters of an hour, one event each; four are missing."""
    files = {}
    for n in range(2 * 96):
        slot = START + n * SLOT
        if n not in {10, 11, 100, 191}:
            files[address(slot)] = pack(write([{"id": n, "known": slot}]))
    return Publisher(files)


def count(lake: EventLake) -> int:
    files = [str(p) for p in lake.files()]
    told = duckdb.execute(f"SELECT count(*), count(DISTINCT id) FROM '{files[0]}'")
    if len(files) > 1:
        told = duckdb.execute(
            f"SELECT count(*), count(DISTINCT id) FROM read_parquet({files})"
        )
    every, apart = told.fetchone() or (0, 0)
    assert every == apart  # nothing is doubled
    return int(every)


def run(lake: EventLake, publisher: Publisher) -> None:
    list(update(lake, publisher, MONDAY, TUESDAY, NOW))


def test_what_is_listed_is_brought_and_what_is_not_is_noted(
    lake: EventLake, publisher: Publisher
) -> None:
    run(lake, publisher)
    assert count(lake) == 188
    book = {**lake.book(MONDAY), **lake.book(TUESDAY)}
    missing = {s for s, one in book.items() if one.state is State.MISSING}
    # the last slot is younger than the newest file: it may yet come
    assert missing == {START + n * SLOT for n in (10, 11, 100)}
    assert sum(one.state is State.LOADED for one in book.values()) == 188


def test_a_second_round_asks_for_the_list_alone(
    lake: EventLake, publisher: Publisher
) -> None:
    run(lake, publisher)
    publisher.asked.clear()
    run(lake, publisher)
    assert publisher.asked == [LISTS["gdelt2"]]
    assert count(lake) == 188


def test_a_round_that_was_broken_off_goes_on(
    lake: EventLake, publisher: Publisher
) -> None:
    for _ in update(lake, publisher, MONDAY, TUESDAY, NOW):
        break  # the first day stands, and nobody asked for the second
    assert {p.parent.name for p in lake.files()} == {"added=2031-03-03"}
    publisher.asked.clear()
    run(lake, publisher)
    assert all("20310304" in url for url in publisher.asked[1:])
    assert count(lake) == 188


def test_a_file_that_did_not_come_is_asked_for_again(
    lake: EventLake, publisher: Publisher
) -> None:
    publisher.down = {address(START)}
    run(lake, publisher)
    assert START not in lake.book(MONDAY)
    assert count(lake) == 187
    publisher.down.clear()
    run(lake, publisher)
    assert count(lake) == 188


def test_a_file_of_another_digest_is_held_and_mended_later(
    lake: EventLake, publisher: Publisher
) -> None:
    publisher.wrong = {address(START): "f" * 32}
    run(lake, publisher)
    one = lake.book(MONDAY)[START]
    assert one.state is State.HELD
    assert f"expected {len(publisher.files[address(START)]):,} bytes of MD5" in one.why
    assert count(lake) == 187
    publisher.wrong.clear()
    run(lake, publisher)
    assert lake.book(MONDAY)[START].state is State.LOADED
    assert count(lake) == 188


def test_a_slot_that_was_told_anew_takes_the_place_of_the_old(
    lake: EventLake, publisher: Publisher, write: Write, pack: Callable[..., bytes]
) -> None:
    run(lake, publisher)
    rows = [{"id": 9000, "known": START}, {"id": 9001, "known": START}]
    publisher.files[address(START)] = pack(write(rows))
    publisher.asked.clear()
    run(lake, publisher)
    assert publisher.asked == [LISTS["gdelt2"], address(START)]
    assert count(lake) == 189


def test_a_slot_that_was_missing_and_comes_late_is_taken(
    lake: EventLake, publisher: Publisher, write: Write, pack: Callable[..., bytes]
) -> None:
    run(lake, publisher)
    late = START + 10 * SLOT
    publisher.files[address(late)] = pack(write([{"id": 9000, "known": late}]))
    run(lake, publisher)
    assert lake.book(MONDAY)[late].state is State.LOADED
    assert count(lake) == 189


def test_nothing_of_a_day_to_come_is_asked_for(
    lake: EventLake, publisher: Publisher
) -> None:
    days = [d for d, _ in update(lake, publisher, MONDAY, date(2031, 4, 1), NOW)]
    assert days == [MONDAY, TUESDAY]


@pytest.mark.parametrize(
    "page", [b"", b"<html>login</html>", b"\x00\xff", b"a b c\n" * 9]
)
def test_a_page_that_is_no_list_is_refused(
    page: bytes, lake: EventLake, publisher: Publisher
) -> None:
    run(lake, publisher)
    with pytest.raises(ParseError, match="expected a list of files"):
        list(update(lake, lambda *_: page, MONDAY, TUESDAY, NOW))
    assert count(lake) == 188


def test_a_list_is_read_line_by_line() -> None:
    url = f"{HOME}20310303001500.export.CSV.zip"
    body = f"12 {'a' * 32} {url}\nnonsense\n7 {'b' * 32} {HOME}x.mentions.CSV.zip\n"
    assert exports(body.encode(), GDELT_2) == [Export(START + SLOT, url, 12, "a" * 32)]


def test_slots_are_counted_by_the_quarter_or_the_day() -> None:
    assert len(list(slots(GDELT_2, MONDAY, TUESDAY))) == 192
    assert [s.date() for s in slots(GDELT_1, MONDAY, TUESDAY)] == [MONDAY, TUESDAY]

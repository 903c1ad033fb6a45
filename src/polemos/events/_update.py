"""Bring a lake of events up to date from the publisher's own list of files."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import md5

from polemos.core import FetchError, Get, ParseError
from polemos.events._catalog import Export, exports, slot_of, slots, wanted
from polemos.events._columns import GDELT_1, GDELT_2
from polemos.events._lake import EventLake, Slot, State

HOST = "data.gdeltproject.org"
LISTS: Mapping[str, str] = {
    GDELT_2.id: f"http://{HOST}/gdeltv2/masterfilelist.txt",
    GDELT_1.id: f"http://{HOST}/events/md5sums",
}
_ABSENT = "the publisher's list has no such file"


def update(
    lake: EventLake, get: Get, first: date, last: date, now: datetime
) -> Iterator[tuple[date, Mapping[datetime, Slot]]]:
    """Take in what the publisher has of some days and the lake has not, day by day.

    A file that was loaded as the list has it is not asked for again, so that a round
    that was broken off goes on where it stopped. A file whose MD5 is another than the
    list's is held aside; one that did not come is left for the next round; slots of the
    past without a file are noted as missing. FetchError or ParseError if there is no
    list.
    """
    listed = exports(get(LISTS[lake.layout.id]), lake.layout)
    by: dict[date, dict[datetime, Export]] = {}
    for one in wanted(listed, first, last):
        by.setdefault(one.slot.date(), {})[one.slot] = one
    newest = max((one.slot for one in listed), default=datetime.min.replace(tzinfo=UTC))
    day = first
    while day <= last and day <= now.date():
        there, book = by.get(day, {}), lake.book(day)
        absent = {
            slot: Slot(State.MISSING, why=_ABSENT)
            for slot in slots(lake.layout, day, day)
            if slot not in there and slot < newest and slot not in book
        }
        files: dict[datetime, bytes] = {}
        held: dict[datetime, Slot] = {}
        for slot, one in there.items():
            loaded = slot in book and book[slot].state is State.LOADED
            if loaded and book[slot].md5 == one.md5:
                continue
            try:
                body = get(one.url)
            except FetchError:
                continue  # the next round asks again
            digest = md5(body, usedforsecurity=False).hexdigest()
            if digest == one.md5:
                files[slot] = body
            else:
                why = f"expected {one.size:,} bytes of MD5 {one.md5}, found "
                held[slot] = lake.hold(slot, body, f"{why}{len(body):,} of {digest}")
        lake.note({**absent, **held})
        yield day, {**absent, **held, **lake.load(files)}
        day = date.fromordinal(day.toordinal() + 1)


def take_in(lake: EventLake, files: Mapping[str, bytes]) -> Mapping[datetime, Slot]:
    """Take in exports that were got by hand, each under the publisher's own name.

    ParseError names a file that has another, before any is taken in.
    """
    by = {slot_of(name, lake.layout): body for name, body in files.items()}
    if len(by) < len(files):
        raise ParseError("expected each slot once, found two files of one")
    return lake.load(by)

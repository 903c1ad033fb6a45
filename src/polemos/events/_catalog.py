"""What a publisher says there is: a list of files, and which of them are missing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from polemos.core import ParseError
from polemos.events._columns import GDELT_1, GDELT_2, Layout

SLOT = timedelta(minutes=15)
_LINE = re.compile(r"(\d+) ([0-9a-f]{32}) (\S+)")
_NAMES = {  # the whole of a file's name: one that climbs folders is none
    GDELT_2.id: re.compile(r"(\d{14})\.export\.CSV\.zip"),
    GDELT_1.id: re.compile(r"(\d{8})\.export\.CSV\.zip"),
}
_FEWEST = 0.5  # of the lines of a list that have to be lines


@dataclass(frozen=True, slots=True, order=True)
class Export:
    """One file of a list: when its events were added, where it is, size and MD5."""

    slot: datetime
    url: str
    size: int
    md5: str


def slot_of(name: str, layout: Layout) -> datetime:
    """Give the moment that a file's name tells; ParseError if it is no such name."""
    found = _NAMES[layout.id].fullmatch(name)
    try:
        if found:
            return datetime.strptime(found[1], layout.added).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise ParseError(
        f"{name!r}: expected the name of an export such as "
        f"{'20250228183000' if layout is GDELT_2 else '20250228'}.export.CSV.zip"
    )


def exports(listed: bytes, layout: Layout) -> Sequence[Export]:
    """Read a master list; other files on it are left out, and lines that are none.

    ParseError if most lines are none: it is some other page.
    """
    told = listed.decode("utf-8", "replace").splitlines()
    found = [m for line in told if (m := _LINE.fullmatch(line.strip()))]
    if len(found) < _FEWEST * len([line for line in told if line.strip()]) or not found:
        first = told[0][:80] if told else "nothing"
        raise ParseError(
            f"expected a list of files, each line with size, MD5 and address, found "
            f"{len(found)} such lines among {len(told)}; it begins {first!r}"
        )
    made = []
    for size, md5, url in (m.groups() for m in found):
        name = urlsplit(url).path.rpartition("/")[2]
        if _NAMES[layout.id].fullmatch(name):
            made.append(Export(slot_of(name, layout), url, int(size), md5))
    return sorted({one.slot: one for one in made}.values())


def wanted(every: Iterable[Export], first: date, last: date) -> Sequence[Export]:
    """Give the files whose events were added from one day to another."""
    return [one for one in every if first <= one.slot.date() <= last]


def slots(layout: Layout, first: date, last: date) -> Iterator[datetime]:
    """Give every moment at which a file should have come, from one day to another."""
    step = SLOT if layout is GDELT_2 else timedelta(days=1)
    now = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while now.date() <= last:
        yield now
        now += step

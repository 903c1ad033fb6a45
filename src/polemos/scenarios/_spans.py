"""In which spans of time crowds expect the war to halt first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from polemos.core import PERCENT, Line, Record, Span
from polemos.scenarios._file import File

_OURS = {"clock", "unchanged"}  # forecasters that are compared with crowds


def _spans(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    by: dict[str, list[Line]] = {}
    for line in rows:
        key = line.text("crowd", "a name")
        if key in _OURS:
            line.refuse("crowd", f"no name of ours, {', '.join(sorted(_OURS))}", key)
        file.once(line, "series", "spans", file.series(line, "series", PERCENT))
        by.setdefault(key, []).append(line)
    crowds = {c.series: c for c in file.told.crowds}
    for key, (*dated, rest) in by.items():
        series = rest.one("series", crowds, "in a crowd's last row, one of crowds.csv")
        if rest.maybe("until"):
            found = rest.maybe("until")
            rest.refuse("until", "nothing in a crowd's last row: not by then", found)
        crowd = crowds[series]
        crowds[series] = replace(crowd, id=key, spans=tuple(_rising(dated)))
        if not dated or dated[-1].day("until") != crowd.until:
            until = f"{dated[-1].day('until')}" if dated else "no span"
            rest.refuse("series", f"a span before that ends {crowd.until}", until)
    file.adds(crowds=list(crowds.values()))
    yield from ()


def _rising(rows: Sequence[Line]) -> Iterator[Span]:
    last = None
    for line in rows:
        until = line.day("until")
        if last is not None and until <= last:
            line.refuse("until", f"a day after {last}", f"{until}")
        yield Span(line.maybe("series"), until)
        last = until


FILES = {"spans.csv": (("crowd", "series", "until"), _spans)}

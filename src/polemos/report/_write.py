"""Write an edition's files: the page, a PDF in each language, and the two tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from polemos.core import LANGS, Period, Point, csv_text
from polemos.report._build import Edition, Progress
from polemos.report._doc import Figure

if TYPE_CHECKING:
    from polemos.report.pdf import Plates

_CLAIMS = (
    *("id", "lang", "section", "text", "series", "period", "how", "base"),
    *("stated", "step", "unit", "relation", "as_of", "actual", "verdict"),
)
_SERIES = (
    *("series", "start", "end", "value", "low", "high", "unit", "known_at"),
    *("publisher", "snapshot"),
)


@contextmanager
def plates() -> "Iterator[Plates]":
    """Give what draws for print, in a process of its own that ends with this."""
    from polemos.report.pdf import Plates
    from polemos.report.svg import Drawer

    with Drawer() as drawer:
        yield Plates(drawer)


def write(
    edition: Edition,
    folder: Path,
    drawn: "Plates",
    progress: Progress = lambda *_: None,
) -> list[Path]:
    """Write every file of an edition into a folder, and name them."""
    from polemos.report import html, pdf

    folder.mkdir(parents=True, exist_ok=True)
    steps: dict[str, Callable[[], bytes]] = {
        "edition.html": lambda: html.render(edition).encode(),
        "claims.csv": lambda: csv_text(_CLAIMS, _claims(edition)).encode(),
        "series.csv": lambda: csv_text(_SERIES, _values(edition)).encode(),
        **{f"edition.{x}.pdf": partial(pdf.render, edition, x, drawn) for x in LANGS},
    }
    for step, (name, make) in enumerate(steps.items()):
        progress(step, len(steps), name)
        (folder / name).write_bytes(make())
    return [folder / name for name in steps]


def _claims(edition: Edition) -> Iterator[tuple[object, ...]]:
    for f in edition.findings:
        c = f.claim
        yield (
            *(c.id, c.lang, c.where, c.text, c.series, c.period, c.how.value),
            *(c.base or "", c.stated, c.step, c.unit, c.relation.value),
            *(c.as_of.isoformat() if c.as_of else "", f.actual, f.verdict.value),
        )


def _values(edition: Edition) -> Iterator[tuple[object, ...]]:
    """Give every value that is drawn or printed, by series and period."""
    desk = edition.desk
    found: dict[tuple[str, Period, datetime, float], Point] = {}
    for mark in edition.marks:
        f = mark.fact
        series = desk.known_at(f.as_of).series(f.series)
        for period in filter(None, (f.point.period, f.base)):
            point = series.at(period)
            found[f.series, *_key(point)] = point
    for block in edition.documents["zh"].blocks:
        if isinstance(block, Figure):
            for name in block.drawing.series:
                for point in desk.series(name).between(block.drawing.since):
                    found[name, *_key(point)] = point
    names = {name for name, *_ in found}
    units = {name: desk.series(name).unit for name in names}
    publishers = {name: _publisher(edition, name) for name in names}
    for key in sorted(found):
        name, p = key[0], found[key]
        yield (
            *(name, p.period.start, p.period.end, p.value),
            *("" if p.low is None else p.low, "" if p.high is None else p.high),
            *(units[name], f"{p.known_at:%Y-%m-%dT%H:%M:%SZ}", publishers[name]),
            " ".join(sorted({o.snapshot[:12] for o in p.evidence})),
        )


def _key(point: Point) -> tuple[Period, datetime, float]:
    return point.period, point.known_at, point.value


def _publisher(edition: Edition, name: str) -> str:
    desk = edition.desk
    leaves = desk.leaves(name)
    names = dict.fromkeys(desk.view.source(s).provider.name.en for s in leaves)
    text = "; ".join(names)
    return text if leaves == (name,) else f"polemos, from {text}"

"""Spoil what publishers send, and hold every parser to its word.

A parser gives records, or raises an error of this house that says what was expected and
found; nothing else, and not for ever. Seeds are the maintainers' raw specimens where
they are beside the repository, and pages that are no data where they are not; text is
cut to its first lines, so that a case takes milliseconds. `./run fuzz [CASES]
[SOURCE…]` does so many cases of each parser, 100,000 unless told; a case that fails is
printed with its number, by which `--case` does it again.
"""

import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
from pack import RAW, SPECIMENS, snapshots

from polemos.core import PolemosError, Snapshot
from polemos.events import GDELT_1, GDELT_2, exports, slot_of, unpacked
from polemos.sources import all_sources

CASES, LINES, PATIENCE = 100_000, 40, 5.0
_DROPPED = 0.2  # of spoilt cells: their column goes
NOW = datetime(2026, 12, 1, tzinfo=UTC)
Rng = np.random.Generator
_BIG = (
    "9" * 400,
    "1e999",
    "-1e308",
    "NaN",
    "inf",
    "0x10",
    "１２",
    "1,5",
    "1.234.567,8",
)
_TEXT = ("", '"', "'", "=1+1", "<script>", "\x00", "\ufeff", "\u202e", "Ā" * 300)


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../x.csv", b"0" * 20_000_000)
    return out.getvalue()


PAGES: Sequence[bytes] = (
    b"",
    b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
    b'{"error": "rate limit"}',
    b"[]",
    b"{}",
    b"null",
    b"\xff\xfe\x00",
    b"PK\x03\x04 cut off",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    b"<a>&c;</a>",
    b"%PDF-1.7",
    b"a,b,c\n1,2,3\n",
    _bomb(),
)


def _cut(body: bytes) -> bytes:
    """Keep the first lines of a text; what is binary stays whole."""
    if b"\x00" in body[:4096] or body.startswith(b"PK"):
        return body
    return b"\n".join(body.split(b"\n")[:LINES]) + b"\n"


def spoiled(body: bytes, rng: Rng) -> bytes:
    """Spoil bytes in one or two of the ways in which publishers do."""
    for _ in range(int(rng.integers(1, 3))):
        body = _WAYS[int(rng.integers(len(_WAYS)))](body, rng)
    return body


def _truncated(body: bytes, rng: Rng) -> bytes:
    return body[: int(rng.integers(0, len(body) + 1))]


def _flipped(body: bytes, rng: Rng) -> bytes:
    made = bytearray(body)
    for _ in range(int(rng.integers(1, 8))):
        if made:
            made[int(rng.integers(len(made)))] = int(rng.integers(256))
    return bytes(made)


def _lines(body: bytes, rng: Rng) -> bytes:
    """Drop, double or move lines."""
    lines = body.split(b"\n")
    at, to = (int(rng.integers(len(lines))) for _ in range(2))
    way = int(rng.integers(3))
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(to, lines[at])
    else:
        lines[at], lines[to] = lines[to], lines[at]
    return b"\n".join(lines)


def _cells(body: bytes, rng: Rng) -> bytes:
    """Put something else into a cell, or drop a column from there on."""
    lines = body.split(b"\n")
    at = int(rng.integers(len(lines)))
    mark = next((m for m in (b"\t", b";", b",") if m in lines[at]), b",")
    cells = lines[at].split(mark)
    which = int(rng.integers(len(cells)))
    if rng.random() < _DROPPED:
        del cells[which]
    else:
        pool = (*_BIG, *_TEXT)
        cells[which] = pool[int(rng.integers(len(pool)))].encode()
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def _recoded(body: bytes, rng: Rng) -> bytes:
    text = body.decode("utf-8", "replace")
    name = ("utf-16", "cp1251", "latin-1", "utf-8-sig")[int(rng.integers(4))]
    return text.encode(name, "replace")


def _delimited(body: bytes, rng: Rng) -> bytes:
    old, new = ((b",", b";"), (b".", b","), (b"\t", b","), (b"\n", b"\r"))[
        int(rng.integers(4))
    ]
    return body.replace(old, new)


def _other(_: bytes, rng: Rng) -> bytes:
    return PAGES[int(rng.integers(len(PAGES)))]


_WAYS: Sequence[Callable[[bytes, Rng], bytes]] = (
    *(_truncated, _flipped, _lines, _cells, _cells, _cells),
    *(_recoded, _delimited, _other),
)


@dataclass(frozen=True)
class Parser:
    """One parser: its seeds, and what reads one of them."""

    name: str
    seeds: Sequence[Snapshot]
    read: Callable[[Snapshot], object]


def parsers() -> Iterator[Parser]:
    """Give every parser of what strangers send."""
    for name, module in all_sources().items():
        seeds: list[Snapshot] = []
        if (SPECIMENS / f"{name}.toml").exists():
            try:
                seeds = [replace(s, body=_cut(s.body)) for s in snapshots(name)]
            except OSError:
                seeds = []
        seeds = sorted(seeds, key=lambda s: len(s.body))[:3]  # the quickest to read
        if not seeds:
            url = module.SOURCE.url
            seeds = [Snapshot(name, "x.csv", url, NOW, page) for page in PAGES]
        yield Parser(name, seeds, lambda s, m=module: list(m.parse(s)))  # type: ignore[misc]
    for layout in (GDELT_1, GDELT_2):
        line = f"12 {'a' * 32} http://x.org/20310303001500.export.CSV.zip\n".encode()
        seed = Snapshot("events", "list", "", NOW, line * 5)
        yield Parser(
            f"list of {layout.id}",
            [seed],
            lambda s, of=layout: exports(s.body, of),  # type: ignore[misc]
        )
        yield Parser(
            f"name of {layout.id}",
            [replace(seed, body=b"20310303001500.export.CSV.zip")],
            lambda s, of=layout: slot_of(s.body.decode("latin-1"), of),  # type: ignore[misc]
        )
    yield Parser(
        "zip of events",
        [Snapshot("events", "zip", "", NOW, _bomb())],
        lambda s: sum(len(p) for p in unpacked(s.body, most=10_000_000)),
    )


def case(parser: Parser, number: int) -> str:
    """Do one case; give what is wrong, or nothing."""
    rng = np.random.default_rng([number, *parser.name.encode()])
    seed = parser.seeds[int(rng.integers(len(parser.seeds)))]
    snap = replace(seed, body=spoiled(seed.body, rng))
    begun = time.monotonic()
    try:
        parser.read(snap)
    except PolemosError as error:
        if not str(error).strip():
            return "an error without words"
    except Exception:
        return traceback.format_exc(limit=-3)
    taken = time.monotonic() - begun
    return f"{taken:.1f} s" if taken > PATIENCE else ""


def main(args: Sequence[str]) -> int:
    """Run; give 1 if a case failed."""
    numbers = [int(a) for a in args if a.isdecimal()]
    named = [a for a in args if not a.isdecimal() and a != "--case"]
    wanted = [p for p in parsers() if not named or p.name in named]
    failed = 0
    if not RAW.is_dir():
        print("no raw specimens: seeds are pages that are no data", file=sys.stderr)
    for parser in wanted:
        cases = numbers if "--case" in args else range(numbers[0] if numbers else CASES)
        wrong: dict[str, int] = {}
        for number in cases:
            told = case(parser, number)
            if told:
                wrong.setdefault(told.strip().splitlines()[-1][:120], number)
        failed += bool(wrong)
        print(f"{parser.name}: {len(cases):,} cases, {len(wrong)} kinds of failure")
        for told, number in wrong.items():
            print(f"  case {number}: {told}")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Pages of the PDF are filled: what has no room left lets the text go on."""

import json
import struct
import zlib
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
import typst

from polemos.report import fonts
from polemos.report._doc import Run, TableBlock, TableCell
from polemos.report._table import columns

WORDS = "The line moved a little, as it had before, and nobody could say for how long. "
Block = dict[str, Any]


def paragraph(sentences: int) -> Block:
    return {"kind": "paragraph", "runs": [{"text": WORDS * sentences, "strong": False}]}


def heading(level: int) -> Block:
    return {
        "kind": "heading",
        "level": level,
        "runs": [{"text": "Head", "strong": False}],
    }


def figure(share: float, colour: str) -> Block:
    """Make one that takes this share of a page, in one colour."""
    tall = round(734 * share)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 470 {tall}">'
        f'<rect width="470" height="{tall}" fill="{colour}"/></svg>'
    )
    title = [{"text": "Title", "strong": False}]
    panels = [{"title": "", "svg": svg}]
    return {
        **{"kind": "figure", "name": "Figure", "title": title, "sub": [], "foot": []},
        **{"alt": "made up", "columns": 1, "panels": panels},
    }


def pages(*blocks: Block) -> list[np.ndarray[Any, Any]]:
    data = {
        **{"lang": "en", "title": "T", "subtitle": "S", "running": "R", "end": []},
        **{"date": [2025, 2, 24], "masthead": [["a", "b"]] * 4, "blocks": blocks},
    }
    compile_: Any = typst.compile  # its stub overloads do not name bytes
    made = compile_(
        (files("polemos.report") / "static" / "edition.typ").read_bytes(),
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        format="png",
        ppi=18,
    )
    return [picture(page) for page in (made if isinstance(made, list) else [made])]


def picture(png: bytes) -> np.ndarray[Any, Any]:
    """Read a PNG of eight bits a channel, (height, width, channels)."""
    wide, tall, _, kind = struct.unpack(">IIBB", png[16:26])
    step, at, body = {2: 3, 6: 4}[kind], 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            body += png[at + 8 : at + 8 + size]
        at += size + 12
    raw = np.frombuffer(zlib.decompress(body), np.uint8).reshape(tall, -1)
    out = np.zeros((tall, wide * step), int)
    for y, (how, *row) in enumerate(raw.tolist()):
        for x, value in enumerate(row):
            a = out[y, x - step] if x >= step else 0
            b = out[y - 1, x] if y else 0
            c = out[y - 1, x - step] if y and x >= step else 0
            near = min((a, b, c), key=lambda v: abs(a + b - c - v))
            out[y, x] = (value + (0, a, b, (a + b) // 2, near)[how]) % 256
    return out.reshape(tall, wide, step)


def filled(page: np.ndarray[Any, Any]) -> float:
    """Give how far down, of the space for text, the page is written on."""
    text = page[round(len(page) * 20 / 297) : round(len(page) * 279 / 297), :, :3]
    rows = np.flatnonzero((text < 200).any(axis=(1, 2)))
    return float(rows[-1] + 1) / len(text)


def order(page: np.ndarray[Any, Any]) -> list[str]:
    """Name the figures of a page from its top, by their colours."""
    hues = {"red": (255, 0, 0), "blue": (0, 0, 255)}
    found: list[str] = []
    for row in page[:, page.shape[1] // 2, :3].tolist():
        for name, hue in hues.items():
            if row == list(hue) and (not found or found[-1] != name):
                found.append(name)
    return found


TEXT = [paragraph(8)] * 4  # two thirds of the first page, with its head


def test_text_goes_on_where_a_figure_has_no_room() -> None:
    first, second, *_ = pages(*TEXT, figure(0.5, "red"), *[paragraph(6)] * 6)
    assert order(first) == []
    assert filled(first) > 0.9
    assert order(second) == ["red"]


def test_a_figure_stands_where_it_was_put_if_there_is_room() -> None:
    first, *_ = pages(paragraph(4), figure(0.3, "red"), *[paragraph(6)] * 9)
    assert order(first) == ["red"]
    assert filled(first) > 0.9


def test_figures_keep_their_order() -> None:
    late = (figure(0.5, "red"), paragraph(2), figure(0.1, "blue"))
    made = pages(*TEXT, *late, *[paragraph(6)] * 9)
    assert [name for page in made for name in order(page)] == ["red", "blue"]


@pytest.mark.parametrize("level", [2, 3])
def test_no_heading_is_left_without_what_it_is_over(level: int) -> None:
    """A figure alone under it stays with it; the page then ends early."""
    blocks = (*TEXT, heading(level), figure(0.5, "red"), heading(level), paragraph(3))
    first, second = pages(*blocks)
    assert order(first) == []
    assert filled(first) == filled(pages(*TEXT)[0])
    assert order(second) == ["red"]


def test_a_chapter_near_the_foot_lets_the_figure_before_it_go_first() -> None:
    near = [*TEXT, paragraph(8), paragraph(8)]
    *_, last = pages(*near, figure(0.4, "red"), heading(2), paragraph(3))
    top = last[: round(len(last) * 0.55)]
    assert order(top) == ["red"]


def table(head: tuple[str, ...], *rows: tuple[str, ...]) -> TableBlock:
    cells = tuple(
        tuple(TableCell((Run(t),), numeric=t[0].isdigit()) for t in row) for row in rows
    )
    return TableBlock("made", "up", 1, (), (), head, cells)


def test_numbers_are_not_broken_where_words_have_room() -> None:
    long = "Fighting vehicles and carriers of all kinds"
    name, span, number = columns(
        table(("Class", "Left in depots", "Sum"), (long, "1,566 (1,538–1,587)", "1"))
    )
    assert (name.tight, span.tight, number.tight) == (False, True, True)


def test_words_keep_room_beside_many_numbers() -> None:
    span = "156,613 (153,804–158,720)"
    head, row = (
        ("Class", "a", "b", "c", "d"),
        ("Russian guns of all kinds", *[span] * 4),
    )
    assert not any(c.tight for c in columns(table(head, row)))


def test_a_head_takes_two_lines_and_makes_no_column_wide() -> None:
    head = ("Class", "spent by the same month")
    _, number = columns(table(head, ("Guns", "104.4")))
    assert number.tight
    assert number.ems < 8


def test_a_date_has_the_room_that_print_leaves_between_scripts() -> None:
    """Print sets eleven digits and signs of it with five gaps of a quarter."""
    head, row = ("判斷", "期限"), ("一句話", "2026年11月21日")
    _, day = columns(table(head, row))
    assert day.tight
    assert day.ems > 8.5


def test_a_short_head_stays_on_one_line() -> None:
    _, share = columns(table(("項目", "八成內，%"), ("一句話", "80")))
    assert share.ems >= 4.75

"""The document between the template and the page: headings, paragraphs, figures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from polemos.core import Claim, Lang
from polemos.report._desk import Fact


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands behind a piece of text: a fact, and the claim if it is a number."""

    fact: Fact
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one weight with at most one mark."""

    text: str
    strong: bool = False
    mark: Mark | None = None


Inline = tuple[Run, ...]
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 opens a section, carries its anchor, and says if a sheet."""

    level: int
    inline: Inline
    anchor: str = ""
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    inline: Inline


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawn chart: its Vega-Lite specification, for any width."""

    spec: dict[str, Any]
    title: str = ""
    aspect: float | None = None  # height by width, for maps
    wide: int | None = None  # the height from 480 pixels on, where it is another


@dataclass(frozen=True, slots=True)
class Drawing:
    """The panels of a figure, how many in a row, and what is drawn in them."""

    panels: tuple[Panel, ...]
    columns: int = 1
    series: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    claims: tuple[Mark, ...] = ()
    since: date | None = None  # where what is drawn begins
    note: str = ""  # what the drawing itself has to say, such as a border convention
    table: tuple[tuple[object, ...], ...] = ()  # its data, where no layer bears them


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the words around it; `title` is its finding.

    On a `sheet` it is printed half as wide, beside the paragraph before it.
    """

    key: str
    section: str
    number: int
    title: Inline
    sub: Inline
    alt: Inline
    note: Inline
    drawing: Drawing
    foot: Inline = ()
    trace: tuple[str, ...] = ()
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell. `bar` is a share of the column's largest, from -1 to 1."""

    inline: Inline
    numeric: bool = False
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with the words around it."""

    key: str
    section: str
    number: int
    title: Inline
    note: Inline
    head: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    strong: int | None = None
    foot: Inline = ()

    def right(self) -> list[bool]:
        """Say which columns hold numbers, or nothing but what is not known."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.head)
        return [
            any(c.numeric for c in column)
            or all(plain(c.inline) == UNKNOWN for c in column)
            for column in columns
        ]


Block = Heading | Paragraph | Bullets | Figure | TableBlock


@dataclass(frozen=True, slots=True)
class Document:
    """One edition in one language."""

    lang: Lang
    title: str
    subtitle: str
    masthead: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    end: tuple[Block, ...] = ()


def plain(inline: Inline) -> str:
    """Give the bare text."""
    return "".join(r.text for r in inline)


def inlines(blocks: Sequence[Block]) -> Iterator[Inline]:
    """Walk every piece of text of some blocks, in reading order."""
    for b in blocks:
        match b:
            case Heading() | Paragraph():
                yield b.inline
            case Bullets():
                yield from b.items
            case Figure():
                yield from (b.title, b.sub, b.alt, b.note, b.foot)
            case TableBlock():
                yield b.title
                yield from (cell.inline for row in b.rows for cell in row)
                yield from (b.note, b.foot)


def marks(blocks: Sequence[Block]) -> Iterator[Mark]:
    """Walk every mark of some blocks, those inside charts too."""
    for inline in inlines(blocks):
        yield from (r.mark for r in inline if r.mark is not None)
    for b in blocks:
        if isinstance(b, Figure):
            yield from b.drawing.claims


def parse(
    text: str, inline: Callable[[str], Inline], block: Callable[[str], Block | None]
) -> Iterator[Block]:
    """Read the Markdown subset: two levels of headings, paragraphs, two kinds of list.

    `inline` reads a run of text; `block` is asked for a paragraph that stands for a
    figure or a table, and gives None for one that is dropped.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("zero").enable(["heading", "list"]).parse(text)
    items: list[Inline] | None = None
    heading = 0
    for t in tokens:
        match t.type:
            case "heading_open":
                heading = int(t.tag[1:])
            case "heading_close":
                heading = 0
            case "bullet_list_open" | "ordered_list_open":
                items = []
            case "bullet_list_close" | "ordered_list_close":
                yield Bullets(tuple(items or ()), t.type.startswith("ordered"))
                items = None
            case "inline" if heading:
                yield Heading(heading, inline(t.content))
            case "inline" if items is not None:
                items.append(inline(t.content))
            case "inline" if t.content[0] == BLOCK:
                made = block(t.content)
                if made is not None:
                    yield made
            case "inline":
                yield Paragraph(inline(t.content))


# Private-use characters carry what Markdown must not see. The character after OPEN or
# BLOCK counts from BASE: which mark, which figure.
OPEN, CLOSE, NAME, END, BLOCK = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
BASE = 0xF0000

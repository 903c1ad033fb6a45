"""The same document as a PDF, set by Typst from data alone."""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from polemos.core import Lang
from polemos.report import charts, fonts
from polemos.report._build import Edition
from polemos.report._doc import (
    Block,
    Bullets,
    Drawing,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Run,
    TableBlock,
    plain,
)
from polemos.report._table import columns

_PAGE = 740  # pixels drawn across the 166 mm of the text: words of seven points
_GUTTER = 21
_MANY = 4  # panels, which stand three in a row if there are more


def drawings(edition: Edition, lang: Lang) -> list[dict[str, Any]]:
    """Give what one language has to be drawn, in the order of its figures."""
    doc = edition.documents[lang]
    made = (b.drawing for b in (*doc.blocks, *doc.end) if isinstance(b, Figure))
    return [charts.to_print(p, _width(one)) for one in made for p in one.panels]


def render(edition: Edition, lang: Lang, drawn: Sequence[str]) -> bytes:
    """Set one language, its charts drawn; the same edition gives the same bytes."""
    import typst

    doc, day = edition.documents[lang], edition.desk.day
    label = "資料截止" if lang == "zh" else "Data cut-off"
    stop = "　" if lang == "zh" else " · "
    images = iter(drawn)
    data = {
        "lang": lang,
        "title": doc.title,
        "subtitle": doc.subtitle,
        "running": f"{doc.subtitle}{stop}{label} {dict(doc.masthead)[label]}",
        "date": [day.year, day.month, day.day],
        "masthead": doc.masthead,
        "blocks": [_block(b, lang, images) for b in doc.blocks],
        "end": [_block(b, lang, images) for b in doc.end],
    }
    source = (files("polemos.report") / "static" / "edition.typ").read_bytes()
    compile_: Any = typst.compile  # its stub overloads do not name bytes
    made = compile_(
        source,
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return bytes(made)


def _block(block: Block, lang: Lang, images: Iterator[str]) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "runs": _runs(block.inline),
            }
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.inline)}
        case Bullets():
            items = [_runs(i) for i in block.items]
            return {"kind": "bullets", "ordered": block.ordered, "items": items}
        case Figure():
            return _figure(block, lang, images)
        case TableBlock():
            return _table(block, lang)


def _runs(inline: Inline) -> list[dict[str, Any]]:
    return [{"text": r.text, "strong": r.strong} for r in inline]


def _columns(drawing: Drawing) -> int:
    return 3 if len(drawing.panels) > _MANY else drawing.columns


def _width(drawing: Drawing) -> int:
    columns = _columns(drawing)
    return (_PAGE - _GUTTER * (columns - 1)) // columns


def _figure(fig: Figure, lang: Lang, images: Iterator[str]) -> dict[str, Any]:
    drawing = fig.drawing
    note = (Run(drawing.note),) if drawing.note else ()
    return {
        "kind": "figure",
        "name": f"圖 {fig.number}" if lang == "zh" else f"Figure {fig.number}",
        "title": _runs(fig.title),
        "sub": _runs(fig.sub),
        "alt": plain(fig.alt),
        "columns": _columns(drawing),
        "panels": [{"title": p.title, "svg": next(images)} for p in drawing.panels],
        "foot": _joined((fig.note, note, fig.foot), lang),
    }


def _table(table: TableBlock, lang: Lang) -> dict[str, Any]:
    name = f"表 {table.number}" if lang == "zh" else f"Table {table.number}"
    return {
        "kind": "table",
        "name": name if table.number else "",
        "title": _runs(table.title),
        "sub": [],
        "head": table.head,
        "right": table.right(),
        "widths": [{"em" if c.tight else "fr": c.ems} for c in columns(table)],
        "rows": [
            [{"runs": _runs(c.inline), "bar": c.bar} for c in row] for row in table.rows
        ],
        "strong": table.strong,
        "foot": _joined((table.note, table.foot), lang),
    }


def _joined(parts: Sequence[Inline], lang: Lang) -> list[dict[str, Any]]:
    """Run what stands under a figure together, so that it takes few lines."""
    space = {"text": "" if lang == "zh" else " ", "strong": False}
    out: list[dict[str, Any]] = []
    for part in filter(None, parts):
        out += [space, *_runs(part)] if out else _runs(part)
    return out

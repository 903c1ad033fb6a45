"""The same document as a PDF, set by Typst from data alone."""

import json
from collections.abc import Sequence
from concurrent.futures import Future
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
from polemos.report.svg import Drawer

_PAGE = 740  # pixels drawn across the 166 mm of the text: words of seven points
_GUTTER = 21
_MANY = 4  # panels, which stand three in a row if there are more


class Plates:
    """The drawn charts of an edition, begun as soon as a figure is placed."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer
        self._begun: dict[tuple[Lang, str, str], list[Future[str]]] = {}

    def begin(self, lang: Lang, fig: Figure) -> list[Future[str]]:
        """Have the panels of a figure drawn, if that was not begun before."""
        key = lang, fig.section, fig.key
        if key not in self._begun:
            specs = specifications(fig)
            self._begun[key] = [self._drawer.ask(spec) for spec in specs]
        return self._begun[key]

    def of(self, lang: Lang, fig: Figure) -> list[str]:
        """Give the panels of a figure, drawn; waits for them."""
        return [image.result() for image in self.begin(lang, fig)]


def specifications(fig: Figure) -> list[dict[str, Any]]:
    """Give what is to be drawn for print, at the width that it is printed in."""
    drawing = fig.drawing
    columns = 2 if fig.sheet else _columns(drawing)
    width = (_PAGE - _GUTTER * (columns - 1)) // columns
    return [charts.to_print(panel, width) for panel in drawing.panels]


def render(edition: Edition, lang: Lang, plates: Plates) -> bytes:
    """Set one language, its charts drawn; the same edition gives the same bytes."""
    import typst

    doc, day = edition.documents[lang], edition.desk.day
    label = "資料截止" if lang == "zh" else "Data cut-off"
    stop = "　" if lang == "zh" else " · "
    data = {
        "lang": lang,
        "title": doc.title,
        "subtitle": doc.subtitle,
        "running": f"{doc.subtitle}{stop}{label} {dict(doc.masthead)[label]}",
        "date": [day.year, day.month, day.day],
        "masthead": doc.masthead,
        "blocks": [_block(b, lang, plates) for b in doc.blocks],
        "end": [_block(b, lang, plates) for b in doc.end],
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


def _block(block: Block, lang: Lang, plates: Plates) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "sheet": block.sheet,
                "runs": _runs(block.inline),
            }
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.inline)}
        case Bullets():
            items = [_runs(i) for i in block.items]
            return {"kind": "bullets", "ordered": block.ordered, "items": items}
        case Figure():
            return _figure(block, lang, plates)
        case TableBlock():
            return _table(block, lang)


def _runs(inline: Inline) -> list[dict[str, Any]]:
    return [{"text": r.text, "strong": r.strong} for r in inline]


def _columns(drawing: Drawing) -> int:
    return 3 if len(drawing.panels) > _MANY else drawing.columns


def _figure(fig: Figure, lang: Lang, plates: Plates) -> dict[str, Any]:
    drawing = fig.drawing
    note = (Run(drawing.note),) if drawing.note else ()
    panels = zip(drawing.panels, plates.of(lang, fig), strict=True)
    return {
        "kind": "figure",
        "name": f"圖 {fig.number}" if lang == "zh" else f"Figure {fig.number}",
        "title": _runs(fig.title),
        "sub": _runs(fig.sub),
        "alt": plain(fig.alt),
        "columns": _columns(drawing),
        "panels": [{"title": p.title, "svg": image} for p, image in panels],
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

"""The blocks of a document as HTML, and the data that the page's script needs."""

import json
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

from polemos.core import LANGS, Lang
from polemos.report import _theme
from polemos.report._build import Edition
from polemos.report._desk import Desk, Fact
from polemos.report._doc import (
    Block,
    Bullets,
    Document,
    Drawing,
    Figure,
    Heading,
    Inline,
    Panel,
    Paragraph,
    Run,
    TableBlock,
    TableCell,
    plain,
)
from polemos.report._table import columns
from polemos.report._told import WORDS, told

CODES: Mapping[Lang, str] = {"zh": "zh-Hant-TW", "en": "en"}
_FEW = 3  # more trace commands than this are folded away
_WORDY = 20  # ems of a column of words: on a telephone its rows are cards
_LED = 2  # parts of a cell with a word before its number
_COUNTS = {1: "one", 2: "two", 3: "three"}


class Page:
    """Writes blocks as HTML, gathering the facts, specs and data that they need."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.facts: dict[tuple[object, ...], tuple[int, Fact]] = {}
        self.specs: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, tuple[tuple[object, ...], ...]] = {}
        self.heavy: set[str] = set()

    def article(self, doc: Document) -> str:
        """Write one language."""
        rows = "".join(
            f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in doc.masthead
        )
        parts = [self._block(b, doc.lang) for b in doc.blocks]
        for b in doc.end:
            made = self._block(b, doc.lang)
            parts.append(_folded(b, made, doc.lang) if isinstance(b, Bullets) else made)
        body = "\n".join(parts)
        return (
            f'<article id="{doc.lang}" lang="{CODES[doc.lang]}" tabindex="-1">\n'
            f"<h1>{self._heavy(doc.title)}</h1>\n"
            f'<p class="lead">{escape(doc.subtitle)}</p>\n'
            f'<dl class="masthead">{rows}</dl>\n{body}\n</article>'
        )

    def _block(self, block: Block, lang: Lang) -> str:
        match block:
            case Heading():
                anchor = f' id="{lang}-{block.anchor}"' if block.anchor else ""
                tag = f"h{block.level}"
                words = self._inline(block.inline, heavy=True)
                return f"<{tag}{anchor}>{words}</{tag}>"
            case Paragraph():
                return f"<p>{self._inline(block.inline)}</p>"
            case Bullets():
                tag = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self._inline(i)}</li>" for i in block.items)
                return f"<{tag}>{items}</{tag}>"
            case Figure():
                return self._figure(block, lang)
            case TableBlock():
                return self._table(block, lang)

    def _heavy(self, text: str) -> str:
        """Escape words in bold, and remember their characters for the font."""
        self.heavy |= set(text)
        return escape(text)

    def _inline(self, inline: Inline, *, heavy: bool = False) -> str:
        self.heavy |= {c for r in inline if heavy or r.strong for c in r.text}
        return "".join(self._run(r) for r in inline)

    def _run(self, run: Run) -> str:
        text = escape(run.text)
        if run.mark is not None:
            fact, claim = run.mark.fact, run.mark.claim
            at, _ = self.facts.setdefault(fact.key, (len(self.facts), fact))
            if claim is not None:
                text = (
                    f'<data value="{claim.stated}" tabindex="0" data-f="{at}">'
                    f"{text}</data>"
                )
            else:
                text = f'<span tabindex="0" data-f="{at}">{text}</span>'
        return f"<strong>{text}</strong>" if run.strong else text

    def _figure(self, fig: Figure, lang: Lang) -> str:
        name = f"圖 {fig.number}" if lang == "zh" else f"Figure {fig.number}"
        drawing = fig.drawing
        label = escape(plain(fig.alt), quote=True)
        panels = "".join(
            self._panel(p, f"{lang}-{fig.section}-{fig.key}-{i}", label)
            for i, p in enumerate(drawing.panels)
        )
        wide = drawing.columns > 1
        sub = f'<p class="sub">{self._inline(fig.sub)}</p>' if fig.sub else ""
        return (
            f'<figure class="{"wide" if wide else "beside"}">'
            f'<div><figcaption><p class="no">{name}</p>'
            f"<h4>{self._inline(fig.title, heavy=True)}</h4>{sub}</figcaption>"
            f'<div class="panels {_COUNTS[drawing.columns]}">{panels}</div></div>'
            f'<div class="side">{self._side(fig, drawing, lang)}</div></figure>'
        )

    def _side(self, fig: Figure, drawing: Drawing, lang: Lang) -> str:
        zh = lang == "zh"
        parts = [self._inline(fig.note), escape(drawing.note), self._inline(fig.foot)]
        if fig.trace:
            day = f"--as-of {self.desk.day}"
            ids = "<br>".join(
                f"<code>polemos trace {_soft(s)} {day}</code>" for s in fig.trace
            )
            if len(fig.trace) > _FEW:
                many = f"{len(fig.trace)} 條數列" if zh else f"{len(fig.trace)} series"
                ids = f"<details><summary>{many}</summary>{ids}</details>"
            parts.append(ids)
        if fig.trace or drawing.table:
            name = f"{fig.section}-{fig.key}.csv"
            if drawing.table:
                self.tables[name] = drawing.table
            word = "下載這張圖的資料" if zh else "Download this figure's data"
            parts.append(f'<button type="button" data-name="{name}">{word}</button>')
        return "".join(f"<div>{p}</div>" for p in parts if p)

    def _panel(self, panel: Panel, key: str, label: str) -> str:
        self.specs[key] = self._slim(panel)
        title = f"<p>{escape(panel.title)}</p>" if panel.title else ""
        return (
            f'<div class="panel">{title}<div class="chart" data-spec="{key}" '
            f'role="img" aria-label="{label}"></div></div>'
        )

    def _slim(self, panel: Panel) -> dict[str, Any]:
        """Take the rows out, which both languages share, and name colours by role."""
        layers = []
        for layer in panel.spec["layer"]:
            rows, name = layer["data"]["values"], layer["data"].get("name", "")
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            key = sha256((name + text).encode()).hexdigest()[:10]
            self.rows[key] = {"name": name, "rows": rows}
            layers.append({**layer, "data": {"ref": key}})
        spec: dict[str, Any] = _named_colours({**panel.spec, "layer": layers})
        if panel.aspect is not None:
            spec["aspect"] = round(panel.aspect, 4)
        if panel.wide is not None:
            spec["wide"] = panel.wide
        return spec

    def _table(self, table: TableBlock, lang: Lang) -> str:
        name = f"表 {table.number}" if lang == "zh" else f"Table {table.number}"
        no = f'<p class="no">{name}</p>' if table.number else ""
        wide = columns(table)
        right, tight = table.right(), [c.tight for c in wide]
        wordy = any(c.ems > _WORDY and not r for c, r in zip(wide, right, strict=True))
        head = "".join(
            f'<th scope="col"{" class=r" if r else ""}>{self._heavy(h)}</th>'
            for h, r in zip(table.head, right, strict=True)
        )
        rows = "".join(
            f"<tr{' class=strong' if i == table.strong else ''}>"
            f"{''.join(map(self._cell, row, table.head, right, tight))}</tr>"
            for i, row in enumerate(table.rows)
        )
        side = "".join(
            f"<p>{self._inline(i)}</p>" for i in (table.note, table.foot) if i
        )
        return (
            f'<figure class="beside"><div><figcaption>{no}'
            f"<h4>{self._inline(table.title, heavy=True)}</h4></figcaption>"
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
            f"<table{' class=wordy' * wordy}><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table></div></div>"
            f'<div class="side">{side}</div></figure>'
        )

    def _cell(self, cell: TableCell, head: str, right: bool, tight: bool) -> str:
        # an interval may go to the next line, but whole
        cut = 1 if len(cell.inline) > _LED else _LED
        parts = [self._inline(p) for p in (cell.inline[:cut], cell.inline[cut:]) if p]
        if right:
            parts = [f'<span class="n">{part}</span>' for part in parts]
        text = "<wbr>".join(parts)
        if cell.bar is not None:
            size = round(abs(cell.bar) * 100)
            piece = f'<b style="width:{size}%"></b>'
            halves = (piece, "") if cell.bar < 0 else ("", piece)
            inner = "".join(f"<i>{half}</i>" for half in halves)
            text += f'<span class="gauge">{inner}</span>'
        kind = " class=r" if right else " class=t" if tight else ""
        return f'<td{kind} data-h="{escape(head)}">{text}</td>'

    def data(self, edition: Edition) -> str:
        """Give everything that the script needs, safe inside a script element."""
        words = {
            lang: {k: t.in_(lang) for k, t in WORDS.items()}
            | {"title": edition.documents[lang].title}
            for lang in LANGS
        }
        made = {
            "words": words,
            "facts": [told(self.desk, f) for _, f in self.facts.values()],
            "specs": self.specs,
            "data": self.rows,
            "tables": self.tables,
        }
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        return text.replace("<", "\\u003c")


def _folded(notes: Bullets, made: str, lang: Lang) -> str:
    """Fold away what a reader looks up and does not read."""
    many = len(notes.items)
    words = f"展開 {many} 則" if lang == "zh" else f"Show {many} notes"
    return f'<details class="notes"><summary>{words}</summary>{made}</details>'


def _soft(name: str) -> str:
    """Let the name of a series break where it has a joint."""
    return escape(name).replace("/", "/<wbr>").replace(".", ".<wbr>")


def _named_colours(node: Any) -> Any:
    """Turn each colour of the theme into a variable that the page fills."""
    if isinstance(node, dict):
        return {k: _named_colours(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_named_colours(v) for v in node]
    if isinstance(node, str) and node in _theme.NAMES:
        return f"var(--c-{_theme.NAMES[node]})"
    return node

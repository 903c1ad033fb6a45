"""The text as it was written, each checked quantity marked in its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from polemos.claims import Row
from polemos.core import Lang
from polemos.report._checked_say import both, sign
from polemos.report._checked_words import SENSES, WORDS

_BREAK = re.compile(r"\n(?:[ \t\r]*\n)+")
_PICTURE = re.compile(r"!\[([^\]\n]{0,200})\]\([^()\s]*\)")
_HEADING = re.compile(r"#{1,6} +")
_CLOSED = tuple("。.!！；;：:,，、)）」』")  # a title may ask
_SHORT = 40  # characters; a line of its own that is no sentence is a heading
_HAN = re.compile("[\u4e00-\u9fff]")
# Control and format characters but those that words and emoji need.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A quantity that has a card: its number there, and where it stands."""

    no: int
    row: Row


def marked(rows: Sequence[Row]) -> list[Marked]:
    """Number the quantities that get a card: all but dates and idle lengths of time."""
    return [Marked(i, r) for i, r in enumerate((r for r in rows if r.counts), 1)]


def language(text: str) -> Lang:
    """Say which of the two languages a text is in."""
    return "zh" if _HAN.search(text) else "en"


def annotate(text: str, marks: Sequence[Marked]) -> str:
    """Write a text as paragraphs of markup; all of it is shown, none of it is run."""
    queue = list(marks)[::-1]
    return "".join(_paragraph(text, a, b, queue) for a, b in _paragraphs(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for m in _BREAK.finditer(text):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if text[at:].strip():
        yield at, len(text)


def _paragraph(text: str, begin: int, stop: int, queue: list[Marked]) -> str:
    """Write `text[begin:stop]` with the marks that begin in it, taken off the queue."""
    whole = text[begin:stop].strip()
    title = _HEADING.match(whole)
    heading = title or _is_title(whole)
    at = begin + (text[begin:stop].index(whole) + title.end() if title else 0)
    parts = []
    while queue and queue[-1].row.quantity.start < stop:
        mark = queue.pop()
        q = mark.row.quantity
        start, end = max(q.start, at), min(max(q.end, at), stop)
        parts += [_plain(text[at:start]), _mark(mark, text[start:end])]
        at = end
    parts.append(_plain(text[at:stop]))
    return f"<p{' class=head' if heading else ''}>{''.join(parts)}</p>"


def _is_title(whole: str) -> bool:
    digits = any(c.isdigit() for c in whole)
    short = len(whole) <= _SHORT and "\n" not in whole
    return short and not digits and not whole.endswith(_CLOSED) and "![" not in whole


def _mark(mark: Marked, surface: str) -> str:
    then, now = SENSES[mark.row.then.verdict], SENSES[mark.row.now.verdict]
    signs = sign(then) + (sign(now) if now is not then else "")
    told = f'<span class="n">{visible(surface[:-1])}</span>' if surface[1:] else ""
    last = f'<span class="n">{visible(surface[-1:])}</span>{signs}'  # never parted
    return (
        f'<a class="m {then.tone}" id="m{mark.no}" href="#n{mark.no}" '
        f'data-v="{mark.row.then.verdict}">{told}<span class="k">{last}</span>'
        f'<span class="vh"> {both(then.name)}</span></a>'
    )


def _plain(text: str) -> str:
    """Escape words; a picture of the original stands as a word for it."""
    out, at = [], 0
    for m in _PICTURE.finditer(text):
        alt = f"：{visible(m[1])}" if m[1] else ""
        out += [
            visible(text[at : m.start()]),
            f'<span class="pic">〔{both(WORDS["picture"])}{alt}〕</span>',
        ]
        at = m.end()
    return "".join([*out, visible(text[at:])])


def visible(text: str) -> str:
    """Escape words, and spell out what would steer a reader's eye unseen."""
    return _UNSEEN.sub(
        lambda m: f'<span class="ctl">U+{ord(m[0]):04X}</span>', escape(text)
    )


def surface(row: Row) -> str:
    """Give the words of a quantity on one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub("", row.quantity.surface).split())

"""What is markup in a text, Markdown or HTML page, found in one pass.

No text takes more than linear time: a mark that has no end is searched for one once.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from polemos.claims._marks import GATES, STEERING, TOKENS, Markup

Edit = tuple[int, int, str]  # where it begins and ends, and what stands in its place

_CJK = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_KEPT = frozenset("\n \t")
_STOPS = ("。", "！", "？", "」")
_WRAPPED = 16  # characters; a shorter line ends where its author ended it
_OPENING = re.compile(r"!?\[")
_NESTED = 64  # brackets that stand open at a time
_COMPOUND = re.compile(r"\b(?:\w+ty|one|two|three|four|five|half|year|month|on)$")
_BLANKS = re.compile(r"[ \t]*")
_SPACES = re.compile(r"\s*")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z\d:-]*)")
_END = re.compile(r"[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*>")
_NEAR_END = re.compile(r"[^<>]*+>")
_POWER = re.compile(
    r"<sup\b[^<>]{0,99}>\s{0,9}([23])\s{0,9}</sup\s{0,9}>", re.IGNORECASE
)
_NOTE = re.compile(
    r"<sup\b[^<>]{0,999}>\s{0,9}(?:<a\b[^<>]{0,999}>)?\s{0,9}(?:\[|&\#91;)?[\w*†‡]{1,4}"
    r"(?:\]|&\#93;)?\s{0,9}(?:</a\s{0,9}>)?\s{0,9}</sup\s{0,9}>",
    re.IGNORECASE,
)
_POWERS = {"2": "²", "3": "³"}
_EXPONENT = re.compile(
    r"<sup\b[^<>]{0,99}>\s{0,9}([-−]?\d{1,2})\s{0,9}</sup\s{0,9}>", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_NOT_SHOWN = re.compile(r"\shidden(?=[\s=/>])", re.IGNORECASE)
_NOT_DRAWN = re.compile(
    r"\sstyle\s{0,9}=[^>]*?display\s{0,9}:\s{0,9}none", re.IGNORECASE
)
_TAG = 2_000  # characters of a tag that are looked at
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_CODE = frozenset({"script", "style"})  # never words, ended or not
_TAKEN_BACK = frozenset({"del", "s", "strike"})
_APART = frozenset({"template", "noscript", "iframe", "title", "textarea"})
_HIDDEN = _CODE | _TAKEN_BACK | _APART
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl"
    " dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html"
    " li main nav ol option p pre section select summary table tbody tfoot thead tr ul"
    " title".split()
)


def edits(source: str, form: Markup) -> Iterable[Edit]:
    """Give what is to be taken out of a source, or replaced in it, in order."""
    return _Scan(source, form).run()


def _is_concealed(name: str, tag: str) -> bool:
    """Say whether a tag says of what it opens that nobody sees it."""
    if name in _VOID:
        return False
    bare = _QUOTED.sub("", tag)  # title="a hidden cost" hides nothing
    return _NOT_SHOWN.search(bare) is not None or _NOT_DRAWN.search(tag) is not None


class _Scan:
    """One pass over a source: at each mark, what is edited and where to go on."""

    def __init__(self, source: str, form: Markup) -> None:
        self.source, self.form = source, form
        self.made: list[Edit] = []
        self.opened: deque[Edit] = deque(
            maxlen=_NESTED
        )  # brackets that may be a link's
        self.endless: set[str] = set()  # marks that are known to have no end
        self.in_heading = self.in_pre = False

    def run(self) -> list[Edit]:
        """Read to the end."""
        gate, match = GATES[self.form].search, TOKENS[self.form].match
        at = 0
        while (mark := gate(self.source, at)) is not None:
            at = mark.start()
            m = match(self.source, at)
            at = max(_HANDLED[m.lastgroup or ""](self, m) if m else 0, at + 1)
        if self.form == "markdown":
            self.made.sort()  # a link's bracket is known to be one at its end only
        return self.made

    def cut(self, start: int, end: int, text: str = "") -> int:
        """Put a text, or nothing, in place of a stretch."""
        self.made.append((start, end, text))
        return end

    # -- lines -----------------------------------------------------------------------

    def dropped(self, m: re.Match[str]) -> int:
        """Take a mark away."""
        return self.cut(m.start(), m.end())

    def hyphen(self, m: re.Match[str]) -> int:
        """Join the two halves of a word; a compound keeps its hyphen."""
        head = self.source[max(0, m.start() - 12) : m.start()]
        kept = 1 if _COMPOUND.search(head) else 0
        return self.cut(m.start() + kept, m.end())

    def foot(self, m: re.Match[str]) -> int:
        """Take the number of a page away."""
        return self.cut(m.start(), m.end(), "\n")

    def newline(self, m: re.Match[str]) -> int:
        """Join lines that were wrapped; keep those that end where they should."""
        if self.in_heading:
            self.in_heading = False
            return self.cut(m.start(), m.end(), "\n\n")
        spread = self.form == "html" and not self.in_pre
        end = (_SPACES if spread else _BLANKS).match(self.source, m.end())
        stop = end.end() if end else m.end()
        start = self._before_blanks(m.start())
        lines = max(1, m[0].replace("\r\n", "\n").count("\n"))
        if (spread or (lines == 1 and self._is_long(start))) and self._joins(
            start, stop
        ):
            return self.cut(start, stop)
        if spread:
            return self.cut(m.start(), stop, " ")
        if set(m[0]) <= _KEPT:
            return m.end()
        return self.cut(m.start(), m.end(), "\n" * min(lines, 2))

    def _before_blanks(self, at: int) -> int:
        low = self.made[-1][1] if self.made else 0
        while at > low and self.source[at - 1] in " \t":
            at -= 1
        return at

    def _is_long(self, end: int) -> bool:
        line = self.source[max(0, end - _WRAPPED) : end]
        return len(line) == _WRAPPED and "\n" not in line and not line.endswith(_STOPS)

    def _joins(self, start: int, stop: int) -> bool:
        """Say whether Chinese stands on both sides: it knows no spaces."""
        around = self.source[start - 1 : start], self.source[stop : stop + 1]
        return all(map(_CJK.match, around))

    # -- HTML ------------------------------------------------------------------------

    def entity(self, m: re.Match[str]) -> int:
        """Decode an entity; one that nobody knows stays as it is."""
        text = unescape(m[0])
        return m.end() if text == m[0] else self.cut(*m.span(), STEERING.sub("", text))

    def tag(self, m: re.Match[str]) -> int:
        """Take a tag away, and what it hides."""
        start = m.start()
        if self.source.startswith("<!--", start):
            end = self.source.find("-->", start + 2)
            return self.cut(start, len(self.source) if end < 0 else end + 3)
        named = _NAME.match(self.source, start)
        name = named[1].lower() if named else ""
        opens = not self.source.startswith("</", start)
        end = self._end(start)
        if end < 0:  # no tag after all, or one that swallows the rest
            return self.cut(start, len(self.source)) if name in _CODE else start + 1
        tag = self.source[start : min(end, start + _TAG)]
        if opens and (name in _HIDDEN or _is_concealed(name, tag)):
            end = self._hidden(name, end)
        if opens and name == "sup":
            return self._raised(start, end)
        if name == "pre":
            self.in_pre = opens
        if name in _CELLS:
            return self.cut(start, end, "" if opens else " | ")
        return self.cut(start, end, "\n\n" if name in _BLOCKS else "")

    def _end(self, start: int) -> int:
        """Find where a tag ends: a quoted > ends none, unless quotes are broken."""
        if "quote" not in self.endless:
            if found := _END.match(self.source, start):
                return found.end()
            self.endless.add("quote")
        found = _NEAR_END.match(self.source, start + 1)
        return found.end() if found else -1

    def _hidden(self, name: str, end: int) -> int:
        """Find where an element ends of which nothing is read."""
        if name in self.endless:
            return end
        closing = re.compile(rf"</{name}(?![\w-])[^<>]*+>?", re.IGNORECASE)
        if found := closing.search(self.source, end):
            return found.end()
        self.endless.add(name)
        return len(self.source) if name in _CODE else end

    def _raised(self, start: int, end: int) -> int:
        """Read km<sup>2</sup>; take the mark of a footnote away."""
        power = _POWER.match(self.source, start)
        if power and self.source[start - 1 : start] in ("m", "里", "尺"):
            return self.cut(start, power.end(), _POWERS[power[1]])
        exponent = _EXPONENT.match(self.source, start)
        if exponent and self.source.endswith("10", 0, start):
            return self.cut(start, exponent.end(), f"^{exponent[1]}")
        note = _NOTE.match(self.source, start)
        return self.cut(start, note.end() if note else end)

    # -- Markdown --------------------------------------------------------------------

    def fence(self, m: re.Match[str]) -> int:
        """Take code away with its fences; a fence that is never closed, alone."""
        mark = m[0].strip()
        mark = mark[: len(mark) - len(mark.lstrip(mark[0]))]
        if mark not in self.endless:
            closing = re.compile(
                rf"^ {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE
            )
            if found := closing.search(self.source, m.end()):
                return self.cut(m.start(), found.end())
            self.endless.add(mark)
        return self.dropped(m)

    def code(self, m: re.Match[str]) -> int:
        """Read code within a line as it stands."""
        self.cut(m.start(), m.start() + 1)
        return self.cut(m.end() - 1, m.end())

    def heading(self, m: re.Match[str]) -> int:
        """Make a paragraph of a heading."""
        self.in_heading = True
        return self.cut(m.start(), m.end(), "\n")

    def escape(self, m: re.Match[str]) -> int:
        """Read the character behind a backslash as it stands."""
        self.cut(m.start(), m.start() + 1)
        return m.end()

    def open(self, m: re.Match[str]) -> int:
        """Keep in mind brackets that may turn out to be those of links."""
        start, end = m.span()
        for one in _OPENING.finditer(self.source, max(start, end - _NESTED), end):
            self.opened.append((*one.span(), ""))
        return end

    def link(self, m: re.Match[str]) -> int:
        """Take a link's brackets and target away."""
        if not self.opened:
            return m.start() + 1
        self.made.append(self.opened.pop())
        return self.dropped(m)

    def close(self, m: re.Match[str]) -> int:
        """Forget brackets that are only brackets."""
        for _ in range(min(len(self.opened), m.end() - m.start())):
            self.opened.pop()
        return m.end()


_HANDLED: Mapping[str, Callable[[_Scan, re.Match[str]], int]] = {
    **dict.fromkeys(
        ("steering", "quoted", "rule", "footnote", "target", "emphasis"), _Scan.dropped
    ),
    **{
        name: getattr(_Scan, name)
        for name in ("hyphen", "foot", "newline", "entity", "tag", "fence", "code")
    },
    **{
        name: getattr(_Scan, name)
        for name in ("heading", "escape", "open", "link", "close")
    },
}

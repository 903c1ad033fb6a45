"""A text without its markup, in which each character knows where it stood."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from polemos.claims._marks import Markup
from polemos.claims._markup import Edit, edits

_NAMED: dict[str, Markup] = {
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
}
_LOOKED_AT = 65_536  # characters by which a form is guessed
_HTML = re.compile(
    r"\A\s{0,99}<(?:!doctype|html|\?xml|!--)"
    r"|<(?:p|div|body|table|article|br|h[1-6]|li|span)(?:\s[^<>]{0,999})?/?>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\A---[ \t]*\r?\n\w+:|^#{1,6} \S|^(?:```|~~~)|\]\(|\*\*[^\s*]"
    r"|^\[[^\[\]\n]{1,99}\]: |^\|[^\n]*\|[ \t]*$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Plain:
    """The words of a source, and for each of their characters its place in it.

    The text is made of runs: as they stand in the source, or in place of something.
    """

    text: str
    _at: "array[int]" = field(repr=False)  # where each run begins in the text,
    _start: "array[int]" = field(repr=False)  # where in the source,
    _end: "array[int]" = field(repr=False)  # and where it ends there

    def source(self, i: int) -> int:
        """Give the offset in the source of character `i`, or of what it stands for."""
        return self._place(i)[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the source that covers `text[start:end]`, not empty."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, i: int) -> tuple[int, int]:
        if not 0 <= i < len(self.text):
            raise IndexError(f"expected a place in {len(self.text)} characters: {i}")
        run = bisect_right(self._at, i) - 1
        start, end = self._start[run], self._end[run]
        following = self._at[run + 1] if run + 1 < len(self._at) else len(self.text)
        if end - start == following - self._at[run]:  # as it stands
            start += i - self._at[run]
            return start, start + 1
        return start, end


def plain(source: str, form: Markup) -> Plain:
    """Take the markup out of a source, and whatever steers and is not read."""
    return _kept(source, edits(source, form))


def _kept(source: str, cuts: Iterable[Edit]) -> Plain:
    parts: list[str] = []
    at, starts, ends = array("q"), array("q"), array("q")
    length = done = 0

    def keep(start: int, end: int, text: str) -> None:
        nonlocal length
        if text:
            parts.append(text)
            at.append(length)
            starts.append(start)
            ends.append(end)
            length += len(text)

    for start, end, text in cuts:
        keep(done, start, source[done:start])
        keep(start, end, text)
        done = end
    keep(done, len(source), source[done:])
    return Plain("".join(parts), at, starts, ends)


def guess(source: str, suffix: str = "") -> Markup:
    """Say what a source is marked up in, by its file's suffix or by its looks."""
    named = _NAMED.get(suffix.removeprefix(".").lower())
    if named is not None:
        return named
    head = source[:_LOOKED_AT]
    if _HTML.search(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"

"""Write Markdown: words that mean no markup, names as code, tables, caveats."""

import re
from collections.abc import Iterable, Iterator, Sequence

from polemos.core import Text


def plain(text: str) -> str:
    """Keep Markdown from reading signs that are only signs, outside of `code`."""
    words = re.split(r"(`[^`]*`)", " ".join(text.split()))
    words[::2] = [re.sub(r"([\\*_\[\]<>$|{}])", r"\\\1", w) for w in words[::2]]
    return "".join(words)


def code(words: Iterable[str]) -> str:
    """Write names, each as code."""
    return ", ".join(f"`{w}`" for w in words)


def table(head: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table; the cells are Markdown already."""
    yield f"| {head} |"
    yield f"|{' --- |' * len(head.split('|'))}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def caveats(texts: Iterable[tuple[Text, str]]) -> Iterator[str]:
    """Write caveats in both languages, each with whom it speaks of."""
    lines = [f"- {plain(c.zh)}{whom}<br>{plain(c.en)}" for c, whom in texts]
    yield from [*lines, ""] if lines else ()


def titled(title: Text) -> str:
    """Write a title in both languages."""
    return f"**{plain(title.zh)}**<br>{plain(title.en)}"

"""Find many phrases in a text in one pass: a dictionary as one expression."""

import re
from collections.abc import Iterable

_LEAF = ""
_Tree = dict[str, "_Tree"]


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Make one expression of phrases that prefers the longest, whatever their case.

    A phrase of Latin letters matches whole words, in the singular or the plural; a
    space in it matches any run of up to three.
    """
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for c in phrase.lower():
            node = node.setdefault(c, {})
        node[_LEAF] = {"latin": {}} if phrase[-1:].isascii() else {}
    if not tree:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![A-Za-z])(?:{_body(tree, '')})", re.IGNORECASE)


def _body(tree: _Tree, last: str) -> str:
    """Write the branches of a node, its own end last, so that longer ones win."""
    branches = [
        (r"\s{1,3}" if c == " " else re.escape(c)) + _body(below, c)
        for c, below in sorted(tree.items())
        if c != _LEAF
    ]
    if _LEAF in tree:
        branches.append(r"(?:s|es)?(?![A-Za-z])" if last.isascii() else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def spoken(phrase: str) -> str:
    """Give the key under which a phrase that was found is looked up."""
    return re.sub(r"\s+", " ", phrase.lower())

"""The rule that a digit belongs to a fact, or to a name that is on the list."""

import re

from polemos.report._doc import END, NAME
from polemos.report._words import NAMES

_NAMED = re.compile("|".join(re.escape(n) for n in sorted(NAMES, key=len)[::-1]))
_OPAQUE = re.compile(r"\d|\*\*|\n|^\s*[-+*#]")  # what Markdown reads otherwise
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ITEM = re.compile(r"^\s*\d+\. ", re.MULTILINE)


def loose_digit(text: str) -> str | None:
    """Give the surroundings of the first digit that belongs to no allowed name."""
    bare = _NAMED.sub(lambda m: "x" * len(m[0]), text)
    found = _DIGIT.search(bare)
    return found and text[max(0, found.start() - 30) : found.end() + 30]


def typed_digit(template: str) -> str | None:
    """Give the surroundings of the first digit typed in a template's prose."""
    return loose_digit(_ITEM.sub("", _CODE.sub(" ", template)))


def named(text: str) -> str:
    """Let a name from a specification or a quotation keep its digits and its marks."""
    return f"{NAME}{text}{END}" if _OPAQUE.search(text) else text

"""Tell multiples (three times as large, doubled) from counts (fired three times)."""

import re

# What is compared with stands behind the word, or a verb of growth before the number.
_COMPARED = re.compile(
    r"\s+(?:as|more|less|higher|lower|larger|greater|bigger|smaller|fewer|faster|longer"
    r"|the|its|their|his|her|our|what|that|those|than|over|pre-?war|last\s\w+[’'])"
)
_GREW = re.compile(
    r"\b(?:(?:increas|multipli|jump|expand|climb|soar)ed|rose|risen|grew|grown|up|fell"
    r"|fallen|to|by)(?:\s(?:by|to|about|around|almost|nearly|some|roughly|over|more\sthan"
    r"|up\sto|at\sleast))*\s\Z"
)
_CHANGED = re.compile(
    r"\s+(?:the|that|those|what|its|their|his|our|last|pre-?war|to|from|by|in\ssize)\b"
)
_DOWN = re.compile(r"\s+down\b")  # "doubled down"
_WINDOW = 48  # characters in front that are looked at for a verb


def multiplies(low: str, start: int, end: int) -> bool:
    """Whether "N times" at `low[start:end]` compares; else it says how often."""
    if _COMPARED.match(low, end):
        return True
    return _GREW.search(low, max(0, start - _WINDOW), start) is not None


def changes(word: str, low: str, end: int) -> bool:
    """Whether doubled, double or twice, which ends at `end`, is a multiple."""
    if word == "twice":
        return _COMPARED.match(low, end) is not None
    if word in ("double", "triple", "quadruple"):
        return _CHANGED.match(low, end) is not None
    return _DOWN.match(low, end) is None

"""Dates, periods and lengths of time in prose of either language."""

from collections.abc import Mapping
from datetime import date

from polemos.claims.reading import _when_en, _when_zh
from polemos.claims.reading._calendar import Kind, Told, When
from polemos.claims.reading._english import English

__all__ = ["Kind", "When", "find"]


def find(
    english: English,
    written: date,
    began: date | None = None,
    names: Mapping[str, date] = {},
) -> list[When]:
    """Give what a text says of time, in order and not overlapping.

    `began` is the day "the war began"; `names` gives the day of other phrases, in lower
    case, that may follow "since" or stand before 以來. What is no day of the calendar
    (month 13, 31 February) is left out.
    """
    told = Told(written, began, tuple((k.lower(), d) for k, d in names.items()))
    found = [*_when_zh.read(english.text, told), *_when_en.read(english, told)]
    found.sort(key=lambda w: (w.start, -w.end))
    apart: list[When] = []
    for w in found:
        if not apart or w.start >= apart[-1].end:
            apart.append(w)
    return apart

"""One line of a ledger's file, read field by field; what is wrong is named by both."""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from io import StringIO
from math import isfinite
from typing import Never, TypeVar

from polemos.core.errors import ParseError, nearest
from polemos.core.text import Text, number, printable

_YEARS = range(1900, 2200)  # a misread day lies outside
_SHOWN = 200  # characters of what was found
_DIGIT = re.compile(r"\d|[²³¹⁰-₉¼-¾]")
_MARKS = {"en": (".", "!", "?"), "zh": ("。", "！", "？")}
Word = TypeVar("Word", bound=StrEnum)


class Line:
    """The fields of a line, each under the name that the head gives it."""

    def __init__(self, where: str, fields: dict[str, str]) -> None:
        self.where, self._fields = where, fields

    def refuse(self, field: str, expected: str, found: object) -> Never:
        """Say which field of which line of which file is wrong, and how."""
        told = repr(found)
        if len(told) > _SHOWN:
            told = f"{told[:_SHOWN]}… ({len(told):,} characters)"
        raise ParseError(f"{self.where}: {field}: expected {expected}, found {told}")

    def text(self, field: str, expected: str = "words") -> str:
        """Give what is not empty."""
        return self.maybe(field) or self.refuse(field, expected, "")

    def has(self, field: str) -> bool:
        """Say whether the head has a field of that name."""
        return field in self._fields

    def maybe(self, field: str) -> str:
        """Give what may be empty."""
        return self._fields[field]

    def word(self, field: str, kind: type[Word]) -> Word:
        """Give one word of a list."""
        told = self.maybe(field)
        if told not in set(kind):
            self.refuse(field, f"one of {', '.join(kind)}", told)
        return kind(told)

    def one(self, field: str, known: Collection[str], what: str) -> str:
        """Give one of the names that are known."""
        told = self.maybe(field)
        if told not in known:
            self.refuse(field, f"{what}{nearest(told, known)}", told)
        return told

    def many(self, field: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """Give one or more of the names that are known, each once."""
        told = self.maybe(field).split()
        for name in told:
            if name not in known:
                self.refuse(field, f"{what}{nearest(name, known)}", name)
        if not told or len(set(told)) < len(told):
            self.refuse(field, f"{what}, one or more, each once", self.maybe(field))
        return tuple(told)

    def day(self, field: str) -> date:
        """Give a day."""
        return self.maybe_day(field) or self.refuse(field, "a day like 2025-02-24", "")

    def maybe_day(self, field: str) -> date | None:
        """Give a day, or None where there is none."""
        told = self.maybe(field)
        if not told:
            return None
        try:
            day = date.fromisoformat(told)
        except ValueError:
            self.refuse(field, "a day like 2025-02-24", told)
        if f"{day}" != told or day.year not in _YEARS:
            self.refuse(field, "a day like 2025-02-24", told)
        return day

    def number(self, field: str, low: float, high: float) -> float:
        """Give a number in bounds."""
        found = self.maybe_number(field, low, high)
        return (
            self.refuse(field, f"{low:g} to {high:g}", "") if found is None else found
        )

    def maybe_number(self, field: str, low: float, high: float) -> float | None:
        """Give a number in bounds, or None where there is none."""
        told = self.maybe(field)
        if not told:
            return None
        value = number(told)
        if value is None:
            self.refuse(field, "a number", told)
        if not (isfinite(value) and low <= value <= high):
            self.refuse(field, f"{low:g} to {high:g}", told)
        return value

    def spread(
        self, fields: Sequence[str], low: float, high: float
    ) -> tuple[float, float, float]:
        """Give a value with the ends of its interval, named value, low, high."""
        value, least, most = (self.number(field, low, high) for field in fields)
        if not least <= value <= most:
            self.refuse(
                fields[0], f"a value from {least:g} to {most:g}", self.maybe(fields[0])
            )
        return value, least, most

    def sentences(self) -> Text:
        """Give a sentence in each language: it ends as one, and holds no digit.

        Amounts have fields of their own, so that a reader can ask where they are from.
        """
        told = {lang: self.text(lang) for lang in _MARKS}
        for lang, marks in _MARKS.items():
            if not told[lang].endswith(marks):
                self.refuse(lang, f"a sentence that ends with {marks[0]}", told[lang])
            if _DIGIT.search(told[lang]):
                self.refuse(lang, "no digit in a sentence", told[lang])
        return self._text("zh", told["en"], told["zh"])

    def both(self, field: str) -> Text | None:
        """Give words in both languages, or None where there are none."""
        told = self.maybe(field)
        if not told:
            return None
        en, bar, zh = (part.strip() for part in told.partition("|"))
        if not (en and bar and zh):
            self.refuse(field, "both languages, as English | 中文", told)
        return self._text(field, en, zh)

    def _text(self, field: str, en: str, zh: str) -> Text:
        try:
            return Text(en, zh)
        except ValueError:
            return self.refuse(field, "Traditional Chinese", zh)


def lines(file: str, body: bytes, head: Sequence[str]) -> Iterator[Line]:
    """Read a CSV file whose head is as given; errors name the line in the file."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"{file}: expected UTF-8, found {error}") from error
    table = csv.reader(StringIO(text, newline=""), strict=True)  # no open quote
    try:
        found = next(table, [])
        if tuple(found) != tuple(head):
            raise ParseError(
                f"{file}:1: expected the fields {','.join(head)}, found "
                f"{','.join(found) or 'nothing'}"
            )
        last = table.line_num
        for row in table:
            line, last = last + 1, table.line_num
            if not any(row):
                continue
            if len(row) != len(head):
                raise ParseError(
                    f"{file}:{line}: expected {len(head)} fields, found {len(row)}"
                )
            cells = (" ".join(cell.split()) for cell in row)
            told = Line(f"{file}:{line}", dict(zip(head, cells, strict=True)))
            for field in head:
                if told.maybe(field) != printable(told.maybe(field)):
                    told.refuse(field, "what can be read", told.maybe(field))
            yield told
    except csv.Error as error:
        raise ParseError(
            f"{file}:{table.line_num}: expected lines of CSV, found {error}"
        ) from error


def head_of(body: bytes) -> tuple[str, ...]:
    """Give the fields that the first line names; none where it is no line of CSV."""
    first = body.decode("utf-8-sig", "replace").partition("\n")[0]
    try:
        return tuple(next(csv.reader([first.strip()]), ()))
    except csv.Error:
        return ()

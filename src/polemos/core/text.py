"""Words in the two languages of the report."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal
from unicodedata import category

Lang = Literal["en", "zh"]
_STEERING = frozenset({"Cc", "Cf", "Co", "Cs"})
LANGS: tuple[Lang, ...] = ("zh", "en")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# A sign before a plain number is none; before a call or a reference it is.
_FORMULA = re.compile(r"[=@\t\n]|[+-](?=.*[(|!=\"])", re.DOTALL)


def printable(text: str) -> str:
    """Put a stranger's words on one line, without what steers and is not read."""
    shown = (" " if category(char) in _STEERING else char for char in text)
    return " ".join("".join(shown).split())


def number(text: str) -> float | None:
    """Read the number in a field of a table; None where it is not plainly one.

    `float` alone would also take `nan`, `1_000` and the digits of other scripts.
    """
    return float(text) if _NUMBER.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text in English and in the Chinese of Taiwan; neither is empty.

    The Chinese must encode in cp950, which no Simplified-only character does. Neither
    may hold what steers and is not read: control, direction, private-use characters.
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        """Refuse half a text, what is no word, and Simplified characters."""
        if not (self.en.strip() and self.zh.strip()):
            raise ValueError(f"a Text needs both languages, got {self!r}")
        for char in self.en + self.zh:
            if category(char) in _STEERING and char not in "\n\u200d":
                raise ValueError(f"expected words, found {char!r} in {self!r}")
        for char in self.zh:
            if "\u4e00" <= char <= "\u9fff":
                try:
                    char.encode("cp950")
                except UnicodeEncodeError:
                    raise ValueError(
                        f"{char!r} in {self.zh!r} is not Traditional Chinese"
                    ) from None

    def in_(self, lang: Lang) -> str:
        """Give the words in one language."""
        return self.zh if lang == "zh" else self.en


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table for others to open: a spreadsheet reads no cell as a formula.

    One that it would is given an apostrophe, which a spreadsheet does not show.
    """
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([_unarmed(name) for name in head])
    table.writerows([_unarmed(cell) for cell in row] for row in rows)
    return out.getvalue()


def _unarmed(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")  # else it ends the row
    return f"'{text}" if _FORMULA.match(text) else text

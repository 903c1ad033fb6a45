"""Where sentences and clauses end, in both languages."""

import re
from bisect import bisect_right
from collections.abc import Iterator

_ABBREVIATED = (
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|vs|cf|sq|No))"
    r"(?<!\b(?:Mrs|Gen|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
# A line break ends a sentence only where a blank line, a list or a table follows:
# lines of Markdown and of a PDF's text break anywhere.
_SENTENCE = re.compile(
    r"[。！？!?]++[」』\"”’)）]*+"
    r"|\n(?:\s*\n|(?=\s{0,8}(?:[#>*|•-]|\d{1,2}[.、]\s)))"
    rf"|{_ABBREVIATED}\.[\"”’)]{{0,3}}(?=\s{{1,4}}[A-Z\"“‘(\d€$£]|\s?$)"
)
_CLAUSE = re.compile(
    r"[，；;：:、—–…()（）|]|,(?!\d{3})|(?<=\s)-(?=\s)"
    r"|\s(?:but|while|and|whereas|though|as)\s"
)
_LONGEST = 2_000  # characters; what has no end by then is no sentence


class Cuts:
    """The parts of a text between cuts; part `i` is `text[ends[i - 1]:ends[i]]`."""

    def __init__(self, text: str, cut: re.Pattern[str]) -> None:
        self._ends: list[int] = []
        last = 0
        for end in (*(m.end() for m in cut.finditer(text)), len(text)):
            self._ends += range(last + _LONGEST, end, _LONGEST)
            if end > last or not self._ends:
                self._ends.append(end)
            last = end

    def index(self, at: int) -> int:
        """Give the number of the part that holds the character at `at`."""
        return min(bisect_right(self._ends, at), len(self._ends) - 1)

    def span(self, index: int) -> tuple[int, int]:
        """Give where a part begins and ends."""
        return (self._ends[index - 1] if index else 0), self._ends[index]

    def __len__(self) -> int:
        """Count the parts."""
        return len(self._ends)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Walk the spans."""
        return (self.span(i) for i in range(len(self)))


def sentences(text: str) -> Cuts:
    """Cut a text into sentences."""
    return Cuts(text, _SENTENCE)


def clauses(text: str) -> Cuts:
    """Cut a text into clauses; the end of a sentence ends a clause too."""
    return Cuts(text, re.compile(f"{_SENTENCE.pattern}|{_CLAUSE.pattern}"))

"""Where sentences and clauses end, in both languages."""

import re
from bisect import bisect_right

_LONGEST = 2_000  # characters; what has no end by then is no sentence
_MOST = 1_000  # clauses of a sentence
# A line break ends a sentence only where a blank line, a list or a table follows:
# lines of Markdown and of a PDF's text break anywhere. A stop does where what follows
# it begins one.
_SHORT = (
    "mr dr st vs cf sq no mrs gen est jan feb mar apr jun jul aug sep oct nov dec sept"
).split()


def _not_cut_short() -> str:
    """Write that no word cut short stands before: Jan. and U.S. end no sentence."""
    words = {len(word): [w for w in _SHORT if len(w) == len(word)] for word in _SHORT}
    every = ("[a-z]", *(f"(?:{'|'.join(same)})" for same in words.values()))
    return "".join(rf"(?<!(?<![A-Za-z])(?ai:{word})\.)" for word in every)


_BEGINS = r"[\"”’)]{0,3}\s{1,4}[A-Z\"“‘(\d€$£]"
# It begins with one set of characters, which is quick to look for.
_STOPS = re.compile(
    r"[。！？!?\n.](?:(?<=[。！？!?])[。！？!?]*[」』\"”’)）]*"
    r"|(?<=\n)(?:[ \t\f]*\n|(?=\s{0,8}(?:[#>*|•-]|\d{1,2}[.、]\s))|\f)"
    rf"|(?<=\.)(?:(?={_BEGINS}){_not_cut_short()}"
    rf"|(?!{_BEGINS})(?=\s(?:\s|\Z))))"
)
_CLAUSE = re.compile(
    r"[，；;：:、—–…()（）|]|,(?!\d{3})|\s-\s"
    r"|\s(?:but|while|and|whereas|though|as)\s"
)


class Sentences:
    """The sentences of a text; sentence `i` is `text[ends[i - 1]:ends[i]]`."""

    def __init__(self, text: str) -> None:
        ends = [m.end() for m in _STOPS.finditer(text)]
        if not ends or ends[-1] < len(text):
            ends.append(len(text))
        self._ends: list[int] = []
        last = 0
        for end in ends:
            if end - last > _LONGEST:
                self._ends += range(last + _LONGEST, end, _LONGEST)
            self._ends.append(end)
            last = end

    def index(self, at: int) -> int:
        """Give the number of the sentence that holds the character at `at`."""
        return min(bisect_right(self._ends, at), len(self._ends) - 1)

    def span(self, index: int) -> tuple[int, int]:
        """Give where a sentence begins and ends."""
        return (self._ends[index - 1] if index else 0), self._ends[index]

    def __len__(self) -> int:
        """Count the sentences."""
        return len(self._ends)


class Clauses:
    """The clauses of a text, cut sentence by sentence when they are asked for.

    Numbers rise through the text; those of one sentence follow each other.
    """

    def __init__(self, text: str, sentences: Sentences) -> None:
        self._text = text
        self._sentences = sentences
        self._ends: dict[int, list[int]] = {}

    def _of(self, sentence: int) -> list[int]:
        if sentence not in self._ends:
            begin, stop = self._sentences.span(sentence)
            cuts = (m.end() for m in _CLAUSE.finditer(self._text, begin, stop))
            ends = [end for end in cuts if end < stop][: _MOST - 1]
            self._ends[sentence] = [*ends, stop]
        return self._ends[sentence]

    def index(self, at: int) -> int:
        """Give the number of the clause that holds the character at `at`."""
        sentence = self._sentences.index(at)
        ends = self._of(sentence)
        return sentence * _MOST + min(bisect_right(ends, at), len(ends) - 1)

    def span(self, index: int) -> tuple[int, int]:
        """Give where a clause begins and ends."""
        sentence, number = divmod(index, _MOST)
        ends = self._of(sentence)
        begin = ends[number - 1] if number else self._sentences.span(sentence)[0]
        return begin, ends[number]

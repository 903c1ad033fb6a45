"""The English of a text, made ready once for all who read it."""

from polemos.claims.reading import _en_words, _when_en_words
from polemos.claims.reading._en_words import PAD, without_addresses
from polemos.claims.reading._latin import Lexicon, lowered, marked

_LEXICON = Lexicon({*_en_words.LEXICON, *_when_en_words.LEXICON})
# To digits, that may be glued to them.
_SUFFIXES = (
    "percent",
    "bn",
    "trn",
    "mn",
    "illion",
    "thousand",
    "hundred",
    "half",
    "10^",
)


class English:
    """A text in lower case behind `PAD`, its mask, and where words stand in them.

    The words are those by which numbers and dates are found. Addresses are filled up.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = without_addresses(PAD + lowered(text))
        self.mask = marked(self.low)
        self.words = _LEXICON.find(self.mask)

    @property
    def counts(self) -> bool:
        """Say whether a Chinese text may hold a number that is told in English."""
        low = self.low
        if any(suffix in low for suffix in _SUFFIXES):
            return True
        return any(word in _en_words.LEXICON for _, word in self.words)

"""Words in the two languages of the report."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text in English and in the Chinese of Taiwan; neither is empty.

    The Chinese must encode in cp950, which no Simplified-only character does.
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        """Refuse half a text and Simplified characters."""
        if not (self.en.strip() and self.zh.strip()):
            raise ValueError(f"a Text needs both languages, got {self!r}")
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

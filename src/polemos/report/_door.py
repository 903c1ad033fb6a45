"""The one door through which numbers enter prose; what passes it becomes a claim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from polemos.claims import read
from polemos.core import Claim, EditionError, Lang, Text, Unit
from polemos.report import _say
from polemos.report._desk import Desk, Fact
from polemos.report._digits import loose_digit
from polemos.report._doc import BASE, BLOCK, CLOSE, END, NAME, OPEN, Inline, Mark, Run
from polemos.report._section import Content

# What the door writes already; 2025年年底 is good Chinese, 2025年年 is not.
_TWICE = re.compile(r"年(?![底初中末增減均])|月(?!底|初|中)|日|%|人|輛")
_PIECE = re.compile(
    rf"(?P<bold>\*\*)|{OPEN}(?P<mark>.)(?P<told>[^{CLOSE}]*){CLOSE}"
    rf"|{NAME}(?P<name>[^{END}]*){END}",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Call:
    """A template's call for a figure or a table."""

    kind: str
    key: str
    words: Mapping[str, str]


@dataclass
class Door:
    """What one section's template may call, in one language."""

    desk: Desk
    section: str
    lang: Lang
    content: Content
    marks: list[Mark] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    # -- numbers -------------------------------------------------------------------

    def n(
        self, key: str, digits: int = 0, sign: str = "", unit: str | None = None
    ) -> str:
        """Print a number alone, in the unit of its fact or in `unit`."""
        fact = self.fact(key)
        return self._open(
            self.told(fact, digits, sign, Unit.parse(unit) if unit else None)
        )

    def q(self, key: str, digits: int = 0, sign: str = "") -> str:
        """Print a number with its word of magnitude and its unit."""
        fact = self.fact(key)
        said = _say.quantity(fact.value, fact.unit, self.lang, digits, sign)
        return self._open(self._claim(fact, said, fact.unit, self.section))

    def told(
        self,
        fact: Fact,
        digits: int,
        sign: str = "",
        unit: Unit | None = None,
        where: str = "",
    ) -> tuple[str, Mark]:
        """Give a number as printed, and its mark: the way in for tables and charts."""
        unit = unit or fact.unit
        said = _say.number(fact.value * fact.unit.factor(unit), digits, sign)
        return self._claim(fact, said, unit, where or self.section)

    def told_whole(self, fact: Fact, digits: int, where: str) -> tuple[str, Mark]:
        """Give a number with its magnitude and unit, and its mark."""
        said = _say.quantity(fact.value, fact.unit, self.lang, digits)
        return self._claim(fact, said, fact.unit, where)

    def _claim(
        self, fact: Fact, said: _say.Said, unit: Unit, where: str
    ) -> tuple[str, Mark]:
        seen = [q.value for q in read(said.text, self.desk.day).quantities]
        if seen not in ([said.stated * said.scale], [abs(said.stated) * said.scale]):
            raise EditionError(
                f"{where} ({self.lang}): wrote {said.text!r} for {said.stated} {unit} "
                f"and read {seen} back"
            )
        claim = Claim(
            id=f"{where}.{self.lang}.{len(self.marks) + 1}",
            text=said.text,
            stated=said.stated,
            step=said.step,
            unit=unit,
            series=fact.series,
            period=fact.point.period,
            how=fact.how,
            base=fact.base,
            as_of=fact.as_of,
            lang=self.lang,
            where=where,
        )
        mark = Mark(fact, claim)
        self.marks.append(mark)
        return said.text, mark

    # -- dates ---------------------------------------------------------------------

    def day(self, key: str) -> str:
        """Print the last day of a fact's period."""
        return self._date(key, _say.day)

    def month(self, key: str) -> str:
        """Print the month in which a fact's period ends."""
        return self._date(key, _say.month)

    def year(self, key: str) -> str:
        """Print the year in which a fact's period ends."""
        return self._date(key, _say.year)

    def span(self, key: str) -> str:
        """Print a fact's period from its first month to its last."""
        fact = self.fact(key)
        last = fact.point.period.last
        first = fact.base.last if fact.base else fact.point.period.start
        return self._open((_say.span(first, last, self.lang), self.dated(fact)))

    def _date(self, key: str, say: Any) -> str:
        fact = self.fact(key)
        return self._open((say(fact.point.period.last, self.lang), self.dated(fact)))

    def dated(self, fact: Fact) -> Mark:
        """Give the mark of a date: what fact it is the date of."""
        mark = Mark(fact)
        self.marks.append(mark)
        return mark

    # -- words -----------------------------------------------------------------------

    def fact(self, key: str) -> Fact:
        """Give a fact that the section declared."""
        try:
            return self.content.facts[key]
        except KeyError:
            raise EditionError(
                f"{self.section} ({self.lang}): expected a fact among "
                f"{sorted(self.content.facts)}, found {key!r}"
            ) from None

    def call(self, call: Call) -> str:
        """Note a call for a figure or a table, and mark its place."""
        self.calls.append(call)
        return f"\n\n{BLOCK}{chr(BASE + len(self.calls) - 1)}\n\n"

    def label(self, text: Text, series: str = "") -> str:
        """Give the words of a table or chart, refusing a number among them.

        The title that `series` itself bears may hold one.
        """
        words = text.in_(self.lang)
        found = loose_digit(words)
        if found and text not in self._specified(series):
            raise EditionError(
                f"{self.section} ({self.lang}): a digit in the label {found!r}; "
                "take numbers out, or quote by Quote()"
            )
        return words

    def _specified(self, series: str) -> set[Text]:
        """Give the names that the war's file and the specifications fix."""
        facts = (f.series for f in self.content.facts.values())
        names = dict.fromkeys((series, *facts) if series else facts)
        titles = {self.desk.view.spec(name).title for name in names}
        return titles | set(self.desk.war.places.values())

    # -- back out of the rendered text -------------------------------------------------

    def _open(self, told: tuple[str, Mark]) -> str:
        return f"{OPEN}{chr(BASE + len(self.marks) - 1)}{told[0]}{CLOSE}"

    def inline(self, text: str) -> Inline:
        """Turn rendered text into runs, and refuse a digit that came by another way."""
        runs = tuple(self._runs(_joined(text, self.lang)))
        for a, b in pairwise(runs):
            if a.mark and b.text[:1] == a.text[-1:] and _TWICE.match(b.text):
                raise EditionError(
                    f"{self.section} ({self.lang}): {a.text}{b.text[:9]} says "
                    f"{a.text[-1]!r} twice; the door writes it already"
                )
        return runs

    def _runs(self, text: str) -> Iterator[Run]:
        strong, at = False, 0
        for m in _PIECE.finditer(text):
            yield from self._bare(text[at : m.start()], strong)
            at = m.end()
            if m["bold"]:
                strong = not strong
            elif m["mark"]:
                yield Run(m["told"], strong, self.marks[ord(m["mark"]) - BASE])
            else:
                yield Run(m["name"], strong)
        yield from self._bare(text[at:], strong)
        if strong:
            raise EditionError(f"{self.section} ({self.lang}): ** never closed: {text}")

    def _bare(self, text: str, strong: bool) -> Iterator[Run]:
        found = loose_digit(text)
        if found:
            raise EditionError(
                f"{self.section} ({self.lang}): a digit that nothing stands behind, "
                f"in {found!r}; print it by n(), q(), day(), …"
            )
        if text:
            yield Run(text, strong)


def _joined(text: str, lang: Lang) -> str:
    """Join the lines of a paragraph: with a space in English, without in Chinese."""
    if lang == "zh":
        text = re.sub(r"(?<=[A-Za-z])\n(?=[A-Za-z])", " ", text)
        return re.sub(r"\s*\n\s*", "", text)
    return re.sub(r"\s*\n\s*", " ", text)

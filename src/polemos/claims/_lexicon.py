"""The words of a war: which phrases name which quantity, and which series tell it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Self

from polemos.claims._phrases import pattern, spoken
from polemos.core import Period, Text, WarError, refuse_wrong

_ENTRY = {
    "id": (str, "a name"),
    "name": (dict, "words in both languages"),
    "zh": (list, "phrases"),
    "en": (list, "phrases"),
    "series": (list, "ids of series"),
    "share": (list, "ids of series in percent"),
    "other": (list, "tables with series and name"),
    "default": (dict, "slots with values"),
    "asks": (list, "slots that must be named"),
    "needs": (list, "phrases of which one must stand near"),
    "unless": (list, "phrases of which none may stand in its clause"),
    "never": (list, "phrases of which none may stand in its sentence"),
    "named": (list, "ids of series that are told by who is named"),
    "moved": (bool, "true where its numbers are changes without a verb that says so"),
    "inverse": (bool, "true where a higher value is a lower thing, as of a currency"),
    "lead": (int, "days by which it may be decided before it is in force"),
    "used": (list, "phrases that speak of what is gone"),
    "base": (str, "a month such as 2021-12"),
    "home": (bool, "true where another country's is another quantity"),
    "rate": (bool, "true for what is itself a growth rate"),
    "deficit": (bool, "true where the series tells a balance and the words its lack"),
    "months": (int, "over how many months a record is held"),
    "sides": (list, "slots whose values are set against each other"),
    "peers": (list, "values of the first of the sides that are ranked"),
    "scope": (dict, "words in both languages"),
}
_PLEDGE = {
    "id": (str, "the name of a commitment"),
    "name": (dict, "words in both languages"),
    "zh": (list, "phrases"),
    "en": (list, "phrases"),
    "unit": (str, "a unit"),
    "scope": (dict, "words in both languages"),
}
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Definition:
    """One way of telling a quantity: a series whose id may hold `{slots}`.

    `stage` marks an earlier stage of the same: what is committed, of what is given.
    """

    series: str
    name: Text | None = None
    stage: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """Name the slots of the id."""
        return frozenset(_SLOT.findall(self.series))

    def filled(self, values: Mapping[str, str]) -> str:
        """Give the id with its slots filled."""
        return _SLOT.sub(lambda m: values.get(m[1], m[0]), self.series)


@dataclass(frozen=True, slots=True)
class Entry:
    """One quantity that texts speak of.

    `series` tell what the words mean, rivals side by side; `share` do so where a share
    is stated; `other` are other definitions of the same quantity.
    """

    id: str
    name: Text
    series: tuple[Definition, ...] = ()
    share: tuple[Definition, ...] = ()
    other: tuple[Definition, ...] = ()
    default: Mapping[str, str] = field(default_factory=dict)
    asks: frozenset[str] = frozenset()
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    named: tuple[Definition, ...] = ()
    moved: bool = False
    lead: int = 0
    inverse: bool = False
    used: re.Pattern[str] | None = None
    base: Period | None = None
    rate: bool = False
    home: bool = False
    deficit: bool = False
    months: int = 0
    sides: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    scope: Text | None = None

    @property
    def slots(self) -> frozenset[str]:
        """Name every slot that its series have."""
        every = (*self.series, *self.share, *self.other, *self.named)
        return frozenset().union(*(d.slots for d in every))


@dataclass(frozen=True, slots=True)
class Pledge:
    """A plan or pledge that texts speak of; `id` is that of its commitment."""

    id: str
    name: Text
    unit: str
    scope: Text


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the lexicon at `text[start:end]`, and all that it may name."""

    start: int
    end: int
    entries: tuple[str, ...] = ()
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All phrases of a war, found in one pass."""

    entries: Mapping[str, Entry]
    pledges: Mapping[str, Pledge]
    events: Mapping[str, date]
    foreign: re.Pattern[str]
    phrases: re.Pattern[str]
    names: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def parse(cls, raw: Mapping[str, Any], where: str = "lexicon.toml") -> Self:
        """Read a lexicon from its table, refusing what is wrong by row and key."""
        try:
            return cls._parsed(raw, where)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise WarError(
                f"{where}: expected tables, lists of phrases and of series, and words "
                f"in both languages, found {type(error).__name__}: {error}"
            ) from error

    @classmethod
    def _parsed(cls, raw: Mapping[str, Any], where: str) -> Self:
        for key in raw:
            if key not in ("events", "foreign", "slots", "quantity", "pledge"):
                raise WarError(
                    f"{where}: expected events, foreign, slots, quantity, pledge, "
                    f"found {key!r}"
                )
        names: dict[str, list[str]] = {}
        values: dict[str, list[tuple[str, str]]] = {}
        for slot, known in raw.get("slots", {}).items():
            for value, words in known.items():
                for phrase in _words(words, f"{where}: slots.{slot}.{value}"):
                    values.setdefault(phrase, []).append((slot, value))
        entries: dict[str, Entry] = {}
        pledges: dict[str, Pledge] = {}
        for row in raw.get("quantity", ()):
            entry = _entry(row, where)
            _refuse_unknown(entry, set(raw.get("slots", {})), where)
            if entry.id in entries:
                raise WarError(f"{where}: expected {entry.id} once, found it twice")
            entries[entry.id] = entry
            for phrase in _words(row, where):
                names.setdefault(phrase, []).append(entry.id)
        for row in raw.get("pledge", ()):
            pledge = _pledge(row, where)
            if pledge.id in (*pledges, *entries):
                raise WarError(f"{where}: expected {pledge.id} once, found it twice")
            pledges[pledge.id] = pledge
            for phrase in _words(row, where):
                names.setdefault(phrase, []).append(pledge.id)
        _fill(values, names)
        return cls(
            entries=entries,
            pledges=pledges,
            events=_days(raw.get("events", {}), where),
            foreign=pattern(_words(raw.get("foreign", {}), where)),
            phrases=pattern({*names, *values}),
            names={k: tuple(v) for k, v in names.items()},
            values={k: tuple(v) for k, v in values.items()},
        )

    def mentions(self, text: str) -> list[Mention]:
        """Find every phrase in a text, in order; of two that overlap the longer."""
        return [
            Mention(m.start(), m.end(), *self._named(m[0]))
            for m in self.phrases.finditer(text)
        ]

    def _named(self, found: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        for key in _singulars(spoken(found)):
            if key in self.names or key in self.values:
                return self.names.get(key, ()), self.values.get(key, ())
        return (), ()


def _fill(
    values: dict[str, list[tuple[str, str]]], names: Mapping[str, Sequence[str]]
) -> None:
    """Let a phrase of a quantity fill the slots that are named within it.

    Of "fresh weapons aid" and "weapons aid" the longer is found, and means both. Not
    so a country, whose value is in capitals: "aid to" one is not its own.
    """
    within = pattern(values)
    for phrase in sorted(set(names) - set(values)):
        for m in within.finditer(phrase):
            key = next(k for k in _singulars(m[0]) if k in values)
            told = [(slot, value) for slot, value in values[key] if value.islower()]
            values.setdefault(phrase, []).extend(told)


def _days(raw: Mapping[str, Any], where: str) -> dict[str, date]:
    for name, day in raw.items():
        if not name or type(day) is not date:
            raise WarError(
                f"{where}: events: expected a name and a day such as 2022-02-24, found "
                f"{name!r} = {day!r}"
            )
    return dict(raw)


def _refuse_unknown(entry: Entry, slots: set[str], where: str) -> None:
    """Refuse an entry whose series hold slots that no table fills."""
    for slot in sorted(entry.slots | entry.asks | set(entry.default)):
        if slot not in slots:
            raise WarError(
                f"{where}: quantity {entry.id!r}: expected slots of "
                f"{', '.join(sorted(slots))}, found {slot!r}"
            )


def _singulars(key: str) -> Iterator[str]:
    yield key
    yield key.removesuffix("s")
    yield key.removesuffix("es")


def _words(raw: Mapping[str, Any], where: str) -> Iterator[str]:
    for lang in ("zh", "en"):
        for phrase in raw.get(lang, ()):
            if not isinstance(phrase, str) or not phrase:
                raise WarError(f"{where}: expected phrases under {lang}, found {raw}")
            yield phrase.lower()


def _entry(row: Mapping[str, Any], where: str) -> Entry:
    where = f"{where}: quantity {row.get('id')!r}"
    refuse_wrong(where, row, _ENTRY, spare=frozenset(_ENTRY) - {"id", "name"})

    def near(key: str) -> re.Pattern[str] | None:
        return pattern(row[key]) if key in row else None

    base = row.get("base")
    return Entry(
        id=row["id"],
        name=Text(**row["name"]),
        series=tuple(Definition(s) for s in row.get("series", ())),
        share=tuple(Definition(s) for s in row.get("share", ())),
        other=tuple(
            Definition(d["series"], Text(**d["name"]), d.get("stage", False))
            for d in row.get("other", ())
        ),
        default=row.get("default", {}),
        asks=frozenset(row.get("asks", ())),
        needs=near("needs"),
        unless=near("unless"),
        never=near("never"),
        named=tuple(Definition(s) for s in row.get("named", ())),
        moved=row.get("moved", False),
        lead=row.get("lead", 0),
        inverse=row.get("inverse", False),
        used=near("used"),
        base=Period.month(*map(int, base.split("-"))) if base else None,
        rate=row.get("rate", False),
        home=row.get("home", False),
        deficit=row.get("deficit", False),
        months=row.get("months", 0),
        sides=tuple(row.get("sides", ())),
        peers=tuple(row.get("peers", ())),
        scope=Text(**row["scope"]) if "scope" in row else None,
    )


def _pledge(row: Mapping[str, Any], where: str) -> Pledge:
    refuse_wrong(f"{where}: pledge {row.get('id')!r}", row, _PLEDGE)
    return Pledge(row["id"], Text(**row["name"]), row["unit"], Text(**row["scope"]))


def combinations(
    definition: Definition, values: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the ids of a definition for every combination of the values of its slots.

    With each stand the values that were several to choose from: what the series is of.
    """
    slots = sorted(definition.slots)
    if all(s in values for s in slots):
        for chosen in product(*(values[s] for s in slots)):
            named = dict(zip(slots, chosen, strict=True))
            of = tuple(v for s, v in named.items() if len(values[s]) > 1)
            yield definition.filled(named), of

"""Donor groups of the aid tracker, and the hand that writes its observations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from polemos.core import Observation, ParseError, Period, Snapshot, Source
from polemos.sources._rows import Row
from polemos.sources._told import told

KINDS = ("total", "military", "financial", "humanitarian")
GROUPS = ("ALL", "USA", "EUROPE", "OTHERS")
EU_BODIES = "EU (Commission and Council)"

# The lenders of the EU, which one table lists apart from the row of the EU bodies and
# the others within it.
_EU_LENDERS = ("European Investment Bank", "European Peace Facility")

# Europe is the EU's members and institutions, the UK, Norway, Switzerland and
# Iceland. The members' own rows do not hold their share of EU aid, so the row of the
# EU bodies is added once; the table of members' EU shares must never be added to it.
EUROPE = frozenset(
    {
        *("Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Czechia", "Denmark"),
        *("Estonia", "Finland", "France", "Germany", "Greece", "Hungary", "Ireland"),
        *("Italy", "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands"),
        *("Poland", "Portugal", "Romania", "Slovakia", "Slovenia", "Spain", "Sweden"),
        *("United Kingdom", "Norway", "Switzerland", "Iceland", EU_BODIES),
        *_EU_LENDERS,
    }
)
OTHERS = frozenset(
    {
        *("Australia", "Canada", "China", "India", "Japan", "New Zealand"),
        *("South Korea", "Taiwan", "Turkiye"),
    }
)


def group(donor: str, where: str) -> str:
    """Give the group of a donor; an unknown donor stops the source."""
    if donor == "United States":
        return "USA"
    if donor in EUROPE:
        return "EUROPE"
    if donor in OTHERS:
        return "OTHERS"
    raise ParseError(
        f"{where}: expected a known donor, found {donor!r}; name its group in _kiel.py"
    )


def sums(amounts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Add amounts by group, and for all donors together; no group is left out."""
    out = dict.fromkeys(GROUPS, 0.0)
    for who, amount in amounts:
        out[who] += amount
        out["ALL"] += amount
    return out


@dataclass(frozen=True, slots=True)
class Telling:
    """Makes the observations of one snapshot of a source."""

    source: Source
    snap: Snapshot

    def one(self, name: str, period: Period, value: float) -> Observation:
        """Tell one value, known from the snapshot's release."""
        return told(self.source, name, period, value, self.snap)

    def by_group(
        self, stage: str, kind: str, period: Period, amounts: Mapping[str, float]
    ) -> Iterator[Observation]:
        """Tell one kind of aid for every donor group."""
        for who, bn in amounts.items():
            yield self.one(f"kiel/aid.{stage}.{kind}@{who}", period, round(bn, 6))


def month_of(text: str, where: str) -> Period:
    """Read 2025-02 or 2025-02-28 as its month."""
    try:
        year, month = (int(part) for part in text.split("-")[:2])
        return Period.month(year, month)
    except ValueError:
        raise ParseError(f"{where}: expected a month, found {text!r}") from None


def bn(row: Row, name: str, per_bn: float = 1) -> float:
    """Take an amount in bn EUR; an empty cell is none."""
    return (row.number(name) or 0.0) / per_bn

"""Older releases of the aid tracker, in the forms in which copies of them survive."""

from collections import defaultdict
from collections.abc import Iterator

from polemos.core import Observation, ParseError, Period
from polemos.sources._kiel import KINDS, Telling, bn, group, month_of, sums
from polemos.sources._read import sheet, table
from polemos.sources._rows import rows


def r28_summary(t: Telling) -> Iterator[Observation]:
    """Read release 28's totals to February 2026, undated activities included."""
    read: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows(t.snap.name, table(t.snap)):
        with row:
            who = group(row.take("land"), t.snap.name)
            for kind in KINDS:
                read[kind].append((who, bn(row, f"{kind}_allocation")))
            read["committed"].append((who, bn(row, "total_commitment")))
            row.ignore("er_eu_medlem", "er_geografisk_europa")
            row.ignore(*(f"{kind}_commitment" for kind in KINDS[1:]))
    until = Period.month(2026, 2)
    for kind in KINDS:
        yield from t.by_group("allocated", kind, until, sums(read[kind]))
    yield from t.by_group("committed", "total", until, sums(read["committed"]))


def r27_summary(t: Telling) -> Iterator[Observation]:
    """Read release 27's totals to December 2025."""
    read: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows(t.snap.name, table(t.snap)):
        with row:
            who = group(row.take("country"), t.snap.name)
            for kind in KINDS:
                read[kind].append((who, bn(row, f"{kind}_bn_eur")))
            row.ignore("eu_member")
    for kind in KINDS:
        yield from t.by_group(
            "allocated", kind, Period.month(2025, 12), sums(read[kind])
        )


def r28_months(t: Telling) -> Iterator[Observation]:
    """Read release 28's months from 2025 on.

    This table drops activities without a month, 7 bn in all and hardly any since
    2025: earlier months are too low in it, and left out.
    """
    read: dict[tuple[Period, str], list[tuple[str, float]]] = defaultdict(list)
    for row in rows(t.snap.name, table(t.snap)):
        with row:
            who = group(row.take("land"), t.snap.name)
            month = month_of(f"{row.take('aar')}-{row.take('maaned')}", t.snap.name)
            kind, stage = row.take("kategori").lower(), row.take("maal")
            amount = bn(row, "sum_eur", 1e9)
            row.ignore("sum_nok")
            if kind not in KINDS or stage not in ("Allocation", "Commitment"):
                raise ParseError(f"{t.snap.name}: found {kind!r}, {stage!r}")
            if stage == "Allocation" and month >= Period.month(2025, 1):
                read[month, kind].append((who, amount))
    for month in sorted({m for m, _ in read}):
        for kind in KINDS[1:]:
            yield from t.by_group("new", kind, month, sums(read[month, kind]))
        whole = (a for kind in KINDS[1:] for a in read[month, kind])
        yield from t.by_group("new", "total", month, sums(whole))


_R27_MILITARY, _R27_FINANCIAL = 161.684, 157.460  # the release's own sums by donor


def r27_months(t: Telling) -> Iterator[Observation]:
    """Read release 27's months for all donors, with two columns put right.

    Whoever copied this table exchanged the heads "military" and "financial": the
    column headed military adds up to the release's financial aid, and the reverse.
    If it should ever come with right heads, this stops.
    """
    read = []
    for row in rows(t.snap.name, table(t.snap)):
        with row:
            read.append(
                (
                    month_of(row.take("month"), t.snap.name),
                    {
                        "financial": bn(row, "military_as_labelled"),
                        "military": bn(row, "financial_as_labelled"),
                        "humanitarian": bn(row, "humanitarian"),
                        "total": bn(row, "total"),
                    },
                )
            )
    for kind, whole in (("military", _R27_MILITARY), ("financial", _R27_FINANCIAL)):
        found = sum(kinds[kind] for _, kinds in read)
        if abs(found - whole) > 1:
            raise ParseError(
                f"{t.snap.name}: expected the column read as {kind} to sum to {whole}, "
                f"found {found:.3f}: were its heads put right?"
            )
    for month, kinds in read:
        for kind in KINDS:
            yield t.one(f"kiel/aid.new.{kind}@ALL", month, kinds[kind])


# Its newest dated activities are of September: none is dated 1 to 3 October.
_R07_UNTIL = Period.month(2022, 9)
_R07_GROUPS = {
    "EU members and institutions": "EUROPE",
    "United Kingdom": "EUROPE",
    "Norway": "EUROPE",
    "Switzerland": "EUROPE",
    "United States": "USA",
    **dict.fromkeys(
        ("Canada", "Australia", "New Zealand", "China", "Japan", "South Korea"),
        "OTHERS",
    ),
    **dict.fromkeys(("Taiwan", "Turkey", "India"), "OTHERS"),
}
_R07_SUMS_OF_OTHERS = {  # rows that repeat rows above or below, and lenders
    *("Country (group)", "EU members", "EU institutions", "European Peace Facility"),
    *("European Investment Bank", "EU (Commission and Council)", "World Bank Group"),
    *("Anglosaxon countries", "Other donor countries", "Non bilateral donors", "IMF"),
    "European Bank for Reconstruction and Development",
    *("International Federation of Red Cross and Red Crescent", "United Nations"),
}


def r07(t: Telling) -> Iterator[Observation]:
    """Read the commitments of release 7's sheet of donor groups."""
    read = []
    for row in sheet(t.snap, "Aggregates - Country Groups"):
        name, total = str(row[1]).strip(), row[5]
        if name in _R07_GROUPS and isinstance(total, float):
            read.append((_R07_GROUPS[name], total))
    if len(read) != len(_R07_GROUPS):
        raise ParseError(
            f"{t.snap.name}: expected {len(_R07_GROUPS)} donors, found {len(read)}"
        )
    yield from t.by_group("committed", "total", _R07_UNTIL, sums(read))

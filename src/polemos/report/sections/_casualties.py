"""Who says how many: each author's newest reading, and the outermost of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from polemos.core import Text
from polemos.indicators.casualties import FRESH, author
from polemos.report._desk import Desk, Fact, gather
from polemos.report.sections._labels import opening, publisher

CLAIMED = "polemos/casualties.claimed@{}"


@dataclass(frozen=True, slots=True)
class Reading:
    """Who says how much, with both ends; `names` is a count of names, a floor."""

    who: Text
    fact: Fact
    low: Fact | None
    high: Fact | None
    claimed: bool = False
    names: bool = False

    @property
    def floor(self) -> bool:
        """Say whether the author said "at least"."""
        return self.low is not None and self.high is None

    @property
    def ceiling(self) -> bool:
        """Say whether the author said "at most"."""
        return self.high is not None and self.low is None


@dataclass(frozen=True, slots=True)
class Kind:
    """All readings of one kind, and whose are the lowest and the highest number."""

    key: str
    range: str
    readings: tuple[Reading, ...]
    least: Reading | None = None
    most: Reading | None = None


def _reading(
    desk: Desk, who: Text, series: str, *, claimed: bool = False, names: bool = False
) -> Reading:
    """Give the newest reading of a series."""
    ends = gather(
        low=partial(desk.bound, series, "low"),
        high=partial(desk.bound, series, "high"),
    )
    fact = desk.last(series)
    return Reading(who, fact, ends.get("low"), ends.get("high"), claimed, names)


def hurt_readings(desk: Desk, who: str) -> Iterator[Reading]:
    """Give every reading of killed and wounded together."""
    claim = CLAIMED.format(who)
    if desk.has(claim):
        yield _reading(desk, publisher(desk, claim), claim, claimed=True)
    for series in desk.rivals("casualties.total", who):
        yield _reading(desk, publisher(desk, series), series)
    yield from estimates(desk, "casualties", who)


def dead_readings(desk: Desk, who: str) -> Iterator[Reading]:
    """Give every reading of the dead, counts of names included."""
    for what in ("dead.total", "dead.excess"):
        for series in desk.rivals(what, who):
            yield _reading(desk, publisher(desk, series), series)
    yield from estimates(desk, "dead", who)
    for series in desk.rivals("dead.named", who):
        by = publisher(desk, series)
        words = Text(f"{by.en}, by name", f"{by.zh}，具名")
        yield _reading(desk, words, series, names=True)


def estimates(desk: Desk, kind: str, who: str) -> Iterator[Reading]:
    """Give the readings that were gathered from the press."""
    start, end = f"estimates/{kind}.", f"@{who}"
    for series in desk.view.stored():
        if series.startswith(start) and series.endswith(end):
            yield _reading(desk, opening(desk, series), series)


def kind_of(
    desk: Desk, key: str, what: str, who: str, readings: Iterator[Reading]
) -> Kind:
    """Keep each author's newest reading, the highest first, and find the outermost."""
    newest: dict[tuple[str, bool], Reading] = {}
    for r in sorted(readings, key=lambda r: r.fact.point.period.last):
        newest[author(r.fact.series), r.names] = r
    kept = tuple(
        r
        for r in sorted(newest.values(), key=lambda r: -r.fact.value)
        if (desk.day - r.fact.point.period.last).days <= FRESH
    )
    by = {r.fact.point.evidence: r for r in kept}
    name = f"polemos/{what}.range.{{}}@{who}"
    ends = gather(
        low=lambda: desk.last(name.format("low")),
        high=lambda: desk.last(name.format("high")),
    )
    told = {end: by.get(fact.point.evidence) for end, fact in ends.items()}
    return Kind(key, name, kept, told.get("low"), told.get("high"))


def range_facts(desk: Desk, kind: Kind) -> dict[str, Fact]:
    """Give the range of stated numbers, whose day each is of, and that of intervals."""
    found: dict[str, Fact] = {}
    if kind.least is not None and kind.most is not None:
        found["least_told"], found["most_told"] = kind.least.fact, kind.most.fact
        found |= gather(
            least=lambda: desk.last(kind.range.format("low")),
            most=lambda: desk.last(kind.range.format("high")),
        )
    both = [(r.low, r.high) for r in kind.readings if r.low and r.high]
    if both:
        found["low_end"] = min((low for low, _ in both), key=lambda f: f.value)
        found["high_end"] = max((high for _, high in both), key=lambda f: f.value)
    return {f"{kind.key}_{k}": fact for k, fact in found.items()}


def range_flags(kind: Kind, facts: Mapping[str, Fact]) -> dict[str, bool | str]:
    """Say what may be said of a range: two authors, a floor, intervals beyond it."""
    key = kind.key
    most, high = facts.get(f"{key}_most"), facts.get(f"{key}_high_end")
    least, low = facts.get(f"{key}_least"), facts.get(f"{key}_low_end")
    flags: dict[str, bool | str] = {
        f"several_{key}": kind.least is not kind.most,
        f"wider_{key}": bool(most and high and high.value > most.value),
        f"deeper_{key}": bool(least and low and low.value < least.value),
    }
    for end, r in (("least", kind.least), ("most", kind.most)):
        flags[f"floor_{key}_{end}"] = r is not None and r.floor
        flags[f"ceiling_{key}_{end}"] = r is not None and r.ceiling
    return flags


def authors(kind: Kind) -> dict[str, Text]:
    """Name who says the least and who the most."""
    if kind.least is None or kind.most is None:
        return {}
    return {f"{kind.key}_least": kind.least.who, f"{kind.key}_most": kind.most.who}

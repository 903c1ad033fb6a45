"""What an edition says of stocks that nobody counts: estimates, and how they moved."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from math import nan

from polemos.core import Period, Reckoning, Subject, Text, end_of_day, reckon
from polemos.models import Forecasting, estimate_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Day, Num, Span, Table

END, _FLEET = "depot_end", "fleet_ahead"
SPOKEN = ("tank", "ifv_apc")
_PARTS = ("depot_share", "fleet_share", "lost")
_NAMED = ("depot_share", "fleet_share")  # what sentences speak of
_LAW = ("square", "facing", "own")  # what is told of a law that is not used
_GUNS = "artillery"
_ENDS = (("", Reckoning.LEVEL), ("_low", Reckoning.LOW), ("_high", Reckoning.HIGH))
_FIRST, _SURE = "depots_first", 90  # percent
_EVEN = 100  # percent: neither is better
_YEARS = 2  # ahead, at whose end depots and fleets are told
_LATE = 60  # days without photographs after which losses are told by other means
_COUNTS = 2  # of a stock that was counted before the war and once since


def stock_facts(desk: Desk, view: Forecasting) -> dict[str, Fact]:
    """Gather what sentences say of each class, with both ends of its interval."""
    facts: dict[str, Fact] = {}
    for subject in view.subjects:
        key = _key(subject)
        for part in _NAMED:
            facts |= desk.intervals(**{f"{key}_{part}": estimate_id(subject.id, part)})
        first = estimate_id(subject.id, _FIRST)
        facts |= gather(**{f"{key}_first": partial(desk.last, first)})
        for part in _LAW:
            facts |= desk.intervals(**{f"law_{part}": estimate_id(subject.id, part)})
        facts |= _ahead(desk, key, subject.id)
        facts |= _year(desk, key, subject)
    return facts | _photographed(desk, view)


def stock_flags(
    desk: Desk, view: Forecasting, facts: dict[str, Fact]
) -> dict[str, bool]:
    """Say on what the sentences hang."""
    return {
        "refilled": refilled(facts),
        "law_open": law_open(facts),
        "unseen": _unseen(desk, facts),
        "one_count": _one_count(desk, view),
    }


def _ahead(desk: Desk, key: str, subject: str) -> dict[str, Fact]:
    """Gather what becomes of depots and of the fleet by the end of a year ahead."""
    spent, fleet = (estimate_id(subject, p) for p in (END, _FLEET))
    day = _then(desk)
    wanted = {"spent": partial(_of, desk, spent, day)}
    wanted |= {f"ahead{e}": partial(_of, desk, fleet, day, how) for e, how in _ENDS}
    return gather(**{f"{key}_{told}": ask for told, ask in wanted.items()})


def said_table(desk: Desk, view: Forecasting) -> Table | None:
    """Lay out what was said a year ago of fleets and depots beside what is said now.

    Nobody settles such an estimate, but a reader can see how far it moved.
    """
    then = end_of_day(desk.days_ago(365))
    rows = [row for one in view.subjects for row in _said(desk, one, then)]
    head = (
        Text("Estimate", "推估"),
        Text("Of", "期末"),
        Text("Said a year ago", "一年前所說"),
        Text("Said now", "如今所說"),
    )
    return Table(head, tuple(rows)) if rows else None


def _said(
    desk: Desk, subject: Subject, then: datetime
) -> Iterator[tuple[Text, Day, Cell, Cell]]:
    en, zh = subject.noun.en, subject.noun.zh
    fleet = _fleet_said(desk, subject.id, then)
    if len(fleet) == 2 * len(_ENDS):
        said, now = (
            Span(fleet[told], fleet[f"{told}_low"], fleet[f"{told}_high"])
            for told in ("said", "now")
        )
        held = Text(f"{en} in service, % of before the war", f"現役{zh}，占戰前 %")
        yield held, Day(now.fact), said, now
    end, day = estimate_id(subject.id, END), _then(desk)
    spent = gather(
        said=partial(_of, desk, end, day, Reckoning.LEVEL, then),
        now=partial(_of, desk, end, day),
    )
    if len(spent) > 1:
        gone = Text(f"{en}: chance that depots are spent, %", f"{zh}封存耗盡的機率，%")
        yield gone, Day(spent["now"]), Num(spent["said"]), Num(spent["now"])


def _fleet_said(desk: Desk, subject: str, then: datetime) -> dict[str, Fact]:
    """Gather what was said a year ago of the fleet by now, and what is said of it now.

    By the last half-year that is over, with the ends of both intervals.
    """
    share, ahead = estimate_id(subject, "fleet_share"), estimate_id(subject, _FLEET)
    if not desk.has(share, ahead):
        return {}
    newest = desk.last(share).point.period.last
    month = Period.month(newest.year, newest.month).shifted(months=-(newest.month % 6))
    day = Period.day(month.last)
    said = {f"said{e}": partial(_of, desk, ahead, day, h, then) for e, h in _ENDS}
    now = {f"now{e}": partial(_of, desk, share, month, h) for e, h in _ENDS}
    return gather(**said, **now)


def _then(desk: Desk) -> Period:
    """Give the day ahead of which depots and fleets are told."""
    return Period.day(date(desk.day.year + _YEARS, 12, 31))


def _year(desk: Desk, key: str, subject: Subject) -> dict[str, Fact]:
    """Gather what the last whole year took and gave, and what others say it took."""
    year = desk.day.year - 1
    now, base = Period.month(year, 12), Period.month(year - 1, 12)
    wanted = {
        f"{key}_{part}_year": partial(
            _change, desk, estimate_id(subject.id, part), now, base
        )
        for part in ("lost", "made")
    }
    found = gather(**wanted)
    for name in subject.inputs.get("lost", ()):  # the last of them to tell of the year
        told = partial(desk.at, name, Period.year(year))
        found |= gather(**{f"{key}_told_year": told})
    return found


def _photographed(desk: Desk, view: Forecasting) -> dict[str, Fact]:
    """Tell up to when photographs are known of what is spoken of first."""
    named = [s.inputs["photographed"][0] for s in view.subjects if _key(s) in SPOKEN]
    return gather(photographed=partial(desk.last, named[0])) if named else {}


def _unseen(desk: Desk, facts: dict[str, Fact]) -> bool:
    """Say whether photographs ended so long ago that losses since follow claims."""
    shown = facts.get("photographed")
    return shown is not None and shown.point.period.last < desk.days_ago(_LATE)


def _one_count(desk: Desk, view: Forecasting) -> bool:
    """Say whether guns in depots were counted once only since the war began."""
    counts = [n for s in view.subjects if _key(s) == _GUNS for n in s.inputs["depot"]]
    return desk.has(*counts) and all(
        len(desk.series(name).points) <= _COUNTS for name in counts
    )


def _key(subject: Subject) -> str:
    """Give what facts of a subject are called."""
    return subject.id.partition("@")[0].replace(".", "_")


def refilled(facts: dict[str, Fact]) -> bool:
    """Say whether more is left of each fleet that is spoken of than of its depots."""
    chances = [facts.get(f"{key}_first") for key in SPOKEN]
    return all(told is not None and told.value >= _SURE for told in chances)


def law_open(facts: dict[str, Fact]) -> bool:
    """Say whether a law does no better than a mean and its exponents are not known."""

    def ends(part: str) -> tuple[float, float]:
        low, high = (facts.get(f"law_{part}_{end}") for end in ("low", "high"))
        return (low.value, high.value) if low and high else (nan, nan)

    square, *exponents = map(ends, _LAW)
    return square[0] < _EVEN < square[1] and all(b - a > 1 for a, b in exponents)


def _row(desk: Desk, subject: str, noun: Text) -> tuple[Cell, ...] | None:
    """Give a row of a class: medians, each with its interval.

    What is lost and in service is told where the balance of some year bears it out: of
    classes apart it need not add up to what is told of them together.
    """
    if not desk.has(estimate_id(subject, "depot_share")):
        return None
    cells: list[Cell] = [noun]
    balanced = desk.has(estimate_id(subject, _FLEET))
    for part in _PARTS:
        name = estimate_id(subject, part)
        told = desk.has(name) and (balanced or part == "depot_share")
        cells.append(Span(*desk.interval(name)) if told else None)
    then = _ahead(desk, "", subject)
    fleet, low, high = (then.get(f"_ahead{end}") for end, _ in _ENDS)
    cells.append(Span(fleet, low, high) if fleet and low and high else None)
    return (*cells, Num(then["_spent"]) if "_spent" in then else None)


def _of(
    desk: Desk,
    name: str,
    period: Period,
    how: Reckoning = Reckoning.LEVEL,
    as_of: datetime | None = None,
) -> Fact:
    """Give a value of a period, or an end of its interval, as known now or then."""
    point, unit = reckon(desk.known_at(as_of).series(name), period, how)
    return Fact(name, unit, point, how, as_of=as_of)


def _change(desk: Desk, name: str, period: Period, base: Period) -> Fact:
    """Give by how much a running total grew between two periods."""
    how = Reckoning.CHANGE
    point, unit = reckon(desk.series(name), period, how, base)
    return Fact(name, unit, point, how, base)


def stock_table(desk: Desk, view: Forecasting) -> Table | None:
    """Give a row for each class that anything is known of."""
    rows = [r for s in view.subjects if (r := _row(desk, s.id, s.noun))]
    return _table(rows) if rows else None


def _table(rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        head=(
            Text("Class", "類別"),
            Text("In depots, %", "封存，%"),
            Text("In service, %", "現役，%"),
            Text("Lost in all", "實際損失"),
            Text("In service then, %", "屆時現役，%"),
            Text("Spent then, %", "屆時耗盡，%"),
        ),
        rows=tuple(rows),
    )

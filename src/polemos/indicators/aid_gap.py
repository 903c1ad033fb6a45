"""If the United States stops: what goes missing, and how much of it Europe makes up.

The measure is what each gave in a month before: the mean of February 2022 to December
2024. The interval of that mean is not a sampling error but says how much it depends on
the choice of period: the lowest and the highest of the means of 2022, 2023 and 2024.
"""

from collections.abc import Iterable, Sequence

from polemos.core import (
    Cadence,
    Measure,
    NotYetKnown,
    Period,
    Point,
    Series,
    Text,
    Unit,
    join,
)
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators.aid import KINDS, WHO

BASE = Period(Period.month(2022, 2).start, Period.month(2024, 12).end)
_YEARS = (2022, 2023, 2024)
_SINCE = BASE.end
_YEAR = 12
_SPAN = Text("February 2022 to December 2024", "2022 年 2 月至 2024 年 12 月")
_CAVEATS = (
    Text(
        "Allocations are lumpy: single acts of Congress make whole years. The interval "
        "spans the means of 2022, 2023 and 2024.",
        "撥定額起伏甚大，單一法案即可左右全年；"
        "區間為 2022、2023、2024 各年均值之範圍。",
    ),
)

_OFF = {  # who is set against its base, which way, and in what words
    "missing": ("USA", -1, "missing from", "短少"),
    "added": ("EUROPE", 1, "added by", "增加"),
}


def _mean(points: Sequence[Point]) -> float:
    return sum(p.value for p in points) / len(points)


def _base(new: Series) -> Point:
    """Give the mean month of the base period, with the range of its years."""
    months = [p for p in new if BASE.start <= p.period.start < BASE.end]
    if len(months) != 35:  # noqa: PLR2004 three years less a month
        raise NotYetKnown(
            f"{new.id}: expected 35 months of {BASE}, found {len(months)}"
        )
    years = [
        _mean([p for p in months if p.period.start.year == year]) for year in _YEARS
    ]
    return join(BASE, _mean(months), months, min(years), max(years))


def _off_base(new: Series, sign: int) -> Iterable[Point]:
    """Give each month since 2025 less the base (sign 1), or the base less it (-1)."""
    base = _base(new)
    ends = sorted(-sign * b for b in (base.low or 0.0, base.high or 0.0))
    for p in new.points:
        if p.period.start >= _SINCE:
            low, high = (sign * p.value + end for end in ends)
            yield join(p.period, sign * (p.value - base.value), (p, base), low, high)


def _run(months: Series) -> Series:
    """Sum months without a gap from January 2025, value and interval."""
    out: list[Point] = []
    total, low, high = 0.0, 0.0, 0.0
    for i, p in enumerate(months.points):
        if p.period != Period.month(_SINCE.year, 1).shifted(months=i):
            break
        total, low, high = total + p.value, low + (p.low or 0), high + (p.high or 0)
        span = Period(_SINCE, p.period.end)
        out.append(join(span, total, (*out[-1:], p), low, high))
    return months.made(out, m=Measure.CUMULATIVE)


def _mean_month(kind: str, who: str) -> Indicator:
    words, by = KINDS[kind], WHO[who]

    @indicator(
        f"polemos/aid.base.{kind}@{who}",
        title=Text(
            f"New {words.en} a month from {by.en}, mean of {_SPAN.en}",
            f"{by.zh}每月新撥定{words.zh}（{_SPAN.zh}平均）",
        ),
        unit="bn EUR",
        cadence=Cadence.IRREGULAR,
        uses=(f"kiel/aid.new.{kind}@{who}",),
        caveats=_CAVEATS,
    )
    def compute(new: Series) -> Series:
        """Mean of the 35 months from February 2022 to December 2024. Of the United
        States it is what is missing in each month in which it gives nothing.
        """
        return new.made((_base(new),), m=Measure.RATE)

    return compute


def _month(what: str, kind: str) -> Indicator:
    who, sign, name, chinese = _OFF[what]
    words, by = KINDS[kind], WHO[who]

    @indicator(
        f"polemos/aid.{what}.{kind}@{who}",
        title=Text(
            f"{words.en.capitalize()} {name} {by.en} in the month, against its mean "
            f"of {_SPAN.en}",
            f"{by.zh}當月{chinese}的{words.zh}（對照{_SPAN.zh}月均）",
        ),
        unit="bn EUR",
        measure=Measure.FLOW,
        uses=(f"kiel/aid.new.{kind}@{who}",),
        caveats=_CAVEATS,
    )
    def compute(new: Series) -> Series:
        """New allocations set against the donor's base month, for months since January
        2025: added is the month less the base, missing is the base less the month; the
        other way round it is below zero.
        """
        return new.made(_off_base(new, sign))

    return compute


def _to_date(what: str, kind: str) -> Indicator:
    who, _, name, chinese = _OFF[what]
    words, by = KINDS[kind], WHO[who]

    @indicator(
        f"polemos/aid.{what}.to_date.{kind}@{who}",
        title=Text(
            f"{words.en.capitalize()} {name} {by.en} since January 2025",
            f"{by.zh} 2025 年 1 月以來{chinese}的{words.zh}",
        ),
        unit="bn EUR",
        measure=Measure.CUMULATIVE,
        uses=(f"polemos/aid.{what}.{kind}@{who}",),
        caveats=_CAVEATS,
    )
    def compute(months: Series) -> Series:
        """Months summed from January 2025 on, up to the first gap."""
        return _run(months)

    return compute


def _covered(kind: str) -> Indicator:
    words = KINDS[kind]

    @indicator(
        f"polemos/aid.covered.{kind}@EUROPE",
        title=Text(
            f"Share of the missing American {words.en} that Europe has added since "
            "January 2025",
            f"2025 年 1 月以來歐洲增加額占美國短少{words.zh}的比例",
        ),
        unit="percent",
        uses=(
            f"polemos/aid.added.to_date.{kind}@EUROPE",
            f"polemos/aid.missing.to_date.{kind}@USA",
        ),
        caveats=_CAVEATS,
    )
    def compute(added: Series, missing: Series) -> Series:
        """What Europe added since January 2025 in percent of what is missing from the
        United States, each against its own base. Its interval takes the worst and the
        best pairing of theirs; over 100 nothing is missing.
        """
        share = added.share_of(missing.made(q for q in missing if q.value > 0))
        a = {p.period: p for p in added}
        m = {p.period: p for p in missing}
        return share.made(_ends(p, a[p.period], m[p.period]) for p in share)

    return compute


def _ends(share: Point, added: Point, missing: Point) -> Point:
    """Put the outermost quotients of two intervals beside a share in percent."""
    if missing.low is None or missing.low <= 0 or missing.high is None:
        return share  # the missing may be nothing: no end to the share
    ends = [
        100 * a / m
        for a in (added.low or 0.0, added.high or 0.0)
        for m in (missing.low, missing.high)
    ]
    return join(share.period, share.value, (share,), min(ends), max(ends))


def _pace(kind: str) -> Indicator:
    words = KINDS[kind]

    @indicator(
        f"polemos/aid.covered.last_year.{kind}@EUROPE",
        title=Text(
            f"Share of the missing American {words.en} that Europe added in twelve "
            "months",
            f"十二個月內歐洲增加額占美國短少{words.zh}的比例",
        ),
        unit="percent",
        uses=(f"polemos/aid.added.{kind}@EUROPE", f"polemos/aid.missing.{kind}@USA"),
        caveats=_CAVEATS,
    )
    def compute(added: Series, missing: Series) -> Series:
        """The current pace: what Europe added over twelve months in percent of what was
        missing from the United States in the same. Below 100 the hole grows.
        """
        whole = missing.rolling_sum(_YEAR)
        return added.rolling_sum(_YEAR).share_of(
            whole.made(q for q in whole if q.value > 0)
        )

    return compute


def _months(kind: str) -> Indicator:
    words = KINDS[kind]

    @indicator(
        f"polemos/aid.months_to_cover.{kind}@EUROPE",
        title=Text(
            f"American {words.en} missing so far and not made up, in months of what "
            "Europe adds at the pace of twelve months",
            f"美國迄今短少而未補足的{words.zh}，相當於歐洲近十二個月月均增加額的月數",
        ),
        unit="months",
        uses=(
            f"polemos/aid.added.to_date.{kind}@EUROPE",
            f"polemos/aid.missing.to_date.{kind}@USA",
            f"polemos/aid.added.{kind}@EUROPE",
        ),
        caveats=(
            *_CAVEATS,
            Text(
                "Counts nothing that goes missing meanwhile: while Europe adds less "
                "than goes missing, the hole grows and is not covered at this pace.",
                "不計其間新增的短少；歐洲增加額少於美國短少額時，缺口持續擴大，"
                "以此步調無法補足。",
            ),
        ),
    )
    def compute(added: Series, missing: Series, months: Series) -> Series:
        """What is missing since January 2025 less what Europe added, over what Europe
        adds a month, the mean of twelve; 0 where all is covered, no value where Europe
        adds nothing. It counts nothing that goes missing meanwhile.
        """
        hole = missing.minus(added)
        paces = {p.period.end: p for p in months.rolling_sum(_YEAR) if p.value > 0}
        out = (
            join(p.period, max(0.0, p.value / (q.value / _YEAR)), (p, q))
            for p in hole
            if (q := paces.get(p.period.end)) is not None
        )
        return hole.made(out, unit=Unit("months"), m=Measure.RATE)

    return compute


BASES = tuple(_mean_month(kind, who) for kind in KINDS for who in ("USA", "EUROPE"))
MONTHS = tuple(_month(what, kind) for kind in KINDS for what in _OFF)
TO_DATE = tuple(_to_date(what, kind) for kind in KINDS for what in _OFF)
COVERED = tuple(make(kind) for kind in KINDS for make in (_covered, _pace, _months))

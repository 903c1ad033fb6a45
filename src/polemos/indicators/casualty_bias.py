"""How far each author's count lies from one reference, and what that makes of them now.

The reference is the one that speaks of every day: of killed and wounded the claim of
one party's General Staff, of the dead The Economist's estimate. It is a yardstick and
not the truth. Nothing is averaged: every author stays a series of its own.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta

from polemos.core import (
    RATIO,
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
from polemos.indicators.casualties import CLAIMED, FRESH, GATHERED, OF

_YEAR = timedelta(days=365)  # back from a day over which a bias has its spread
_LAG = 3  # days by which the reference may be older
_YARDSTICK = {
    "casualties": (
        CLAIMED.spec.id,
        Text("the claim of Ukraine's General Staff", "烏軍總參謀部宣稱數"),
    ),
    "dead": (
        "economist/dead.total@RUS",
        Text("The Economist's estimate", "《經濟學人》估計"),
    ),
}
_STEADY = {  # authors with a table of their own
    "casualties": {
        "economist": "economist/casualties.total@RUS",
        "uk_mod": "uk_mod/casualties.total@RUS",
    },
    "dead": {
        "meduza_excess": "meduza/dead.excess@RUS",
        "meduza_named": "meduza/dead.named@RUS",
    },
}
# No second opinions: the UK Ministry of Defence's table keeps to 99 % of the General
# Staff's claim for years; names found are no estimate; Meduza has its own table.
_NO_RIVAL = ("casualties.uk_mod", "dead.meduza_named", "dead.meduza")
_WHO = {
    **{"bbc": "BBC", "cia": "CIA", "csis": "CSIS", "iiss": "IISS", "nato": "NATO"},
    **{"mivd": "MIVD", "uk": "UK (press)", "uk_mod": "UK MoD", "us_dod": "US DoD"},
    **{"meduza_excess": "Meduza (excess deaths)", "meduza_named": "Meduza (names)"},
    **{"meduza": "Meduza (press)"},
}


def _who(author: str) -> str:
    return _WHO.get(author, author.replace("_", " ").capitalize())


def _authors(what: str) -> dict[str, str]:
    """Name the series of each author who counts the same as the reference."""
    press = GATHERED[f"{what}@RUS"].split()
    return _STEADY[what] | {by: f"estimates/{what}.{by}@RUS" for by in press}


def ratios(told: Series, reference: Series) -> Sequence[Point]:
    """Give each number over the reference on the last day that it speaks of.

    The interval is of the ratios in the year up to that day: how much the bias moves.
    One ratio alone has none, for nothing is known of that.
    """
    out: list[Point] = []
    for p in told.points:
        day = p.period.last
        try:
            q = reference.on(day)
        except NotYetKnown:
            continue
        if not q.value or (day - q.period.last).days > _LAG:
            continue
        now = join(Period.day(day), p.value / q.value, (p, q))
        first = bisect_right(out, day - _YEAR, key=lambda r: r.period.last)
        year = [*(r.value for r in out[first:]), now.value]
        ends = (min(year), max(year)) if len(year) > 1 else (None, None)
        out.append(join(now.period, now.value, (now,), *ends))
    return out


def _bias(what: str, by: str) -> Indicator:
    name, yardstick = _YARDSTICK[what]

    @indicator(
        f"polemos/{what}.bias.{by}@RUS",
        title=Text(
            f"{OF[f'{what}@RUS'].en}: {_who(by)} over {yardstick.en}",
            f"{OF[f'{what}@RUS'].zh}：{_who(by)} 與{yardstick.zh}之比",
        ),
        unit="ratio",
        cadence=Cadence.IRREGULAR,
        uses=(_authors(what)[by], name),
    )
    def compute(told: Series, reference: Series) -> Series:
        """The author's number over the reference's on the last day that it speaks of;
        its interval are the lowest and the highest of these ratios in the year up to
        then, none where it has but one. A number said to be a floor is taken as it
        stands.
        """
        return told.made(ratios(told, reference), unit=RATIO, m=Measure.RATE)

    return compute


def _readings(what: str, by: str) -> Indicator:
    _, yardstick = _YARDSTICK[what]

    @indicator(
        f"polemos/{what}.bias.{by}.readings@RUS",
        title=Text(
            f"{OF[f'{what}@RUS'].en}: numbers of {_who(by)} in a year that are held "
            f"against {yardstick.en}",
            f"{OF[f'{what}@RUS'].zh}：{_who(by)} 一年內與{yardstick.zh}相比的數字個數",
        ),
        unit="readings",
        cadence=Cadence.IRREGULAR,
        uses=(f"polemos/{what}.bias.{by}@RUS",),
    )
    def compute(bias: Series) -> Series:
        """How many ratios there are in the year up to each, whose spread it has."""
        days = [p.period.last for p in bias]
        made = []
        for i, p in enumerate(bias):
            first = bisect_right(days, p.period.last - _YEAR)
            made.append(join(p.period, i + 1 - first, (p,)))
        return bias.made(made, unit=Unit("readings"), m=Measure.RATE)

    return compute


def _corrected(what: str, by: str) -> Indicator:
    name, yardstick = _YARDSTICK[what]

    @indicator(
        f"polemos/{what}.as_by.{by}@RUS",
        title=Text(
            f"{OF[f'{what}@RUS'].en}, {yardstick.en} put as {_who(by)} counts",
            f"{OF[f'{what}@RUS'].zh}，{yardstick.zh}換算為 {_who(by)} 的口徑",
        ),
        unit="persons",
        measure=Measure.CUMULATIVE,
        cadence=Cadence.DAY,
        uses=(f"polemos/{what}.bias.{by}@RUS", name),
    )
    def compute(bias: Series, reference: Series) -> Series:
        """Every seventh day back from the newest, the reference times the author's
        newest ratio, up to 250 days old, and times its interval. Assumes that an author
        who has not spoken since would still differ by the same share; on the day on
        which it spoke it is its own number.
        """
        made = []
        for q in _weeks(reference):
            r = _fresh(bias, q)
            if r is not None:
                here = r.scaled(q.value)
                made.append(join(q.period, here.value, (q, r), here.low, here.high))
        return reference.made(made)

    return compute


def _weeks(reference: Series) -> Series:
    return reference.weekly(reference.last().period.last)


def _fresh(bias: Series, q: Point) -> Point | None:
    try:
        r = bias.on(q.period.last)
    except NotYetKnown:
        return None
    return r if (q.period.last - r.period.last).days <= FRESH else None


def _band(what: str) -> Indicator:
    name, _ = _YARDSTICK[what]
    rivals = [by for by in _authors(what) if f"{what}.{by}" not in _NO_RIVAL]

    @indicator(
        f"polemos/{what}.band@RUS",
        title=Text(
            f"{OF[f'{what}@RUS'].en}: the middle author, and the band of all, brought "
            "to one day",
            f"{OF[f'{what}@RUS'].zh}：各家換算至同日的居中者與範圍",
        ),
        unit="persons",
        measure=Measure.CUMULATIVE,
        cadence=Cadence.DAY,
        uses=(name, *(f"polemos/{what}.as_by.{by}@RUS" for by in rivals)),
    )
    def compute(reference: Series, *authors: Series) -> Series:
        """Every seventh day, of the reference and of all who have spoken within 250
        days, each brought to that day by its own bias: the lower middle one, and as
        interval the lowest end and the highest. No two are averaged, and the evidence
        says whose they are. The reference brings its own interval, if it has one. Who
        repeats the reference or counts names is left out.
        """
        by_day = [{p.period: p for p in s} for s in authors]
        made = []
        for q in _weeks(reference):
            told = [days[q.period] for days in by_day if q.period in days]
            if told:
                made.append(_outermost(q, [q, *told]))
        return reference.made(made)

    return compute


def _outermost(q: Point, told: Sequence[Point]) -> Point:
    middle = sorted(told, key=lambda p: p.value)[(len(told) - 1) // 2]
    low = min(told, key=lambda p: p.ends[0])
    high = max(told, key=lambda p: p.ends[1])
    parts = dict.fromkeys((middle, low, high))
    return join(q.period, middle.value, parts, low.ends[0], high.ends[1])


BIASES = tuple(_bias(what, by) for what in _YARDSTICK for by in _authors(what))
READINGS = tuple(_readings(what, by) for what in _YARDSTICK for by in _authors(what))
CORRECTED = tuple(_corrected(what, by) for what in _YARDSTICK for by in _authors(what))
BANDS = tuple(_band(what) for what in _YARDSTICK)

"""Casualties and, apart from them, the dead: the claim, its pace, the rivals' range.

The range is of the numbers that authors state, each by the newest one. The ends of the
authors' own intervals have a range of their own, since an end is no estimate.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from polemos.core import Cadence, Measure, Period, Point, Series, Text, join
from polemos.indicators._claims import BY, claimed
from polemos.indicators._indicator import Indicator, indicator

FRESH = 250  # days after which an estimate no longer stands beside the newest
_SAME = {"uk": "uk_mod"}  # authors who speak both in a table and in the press

_TOGETHER = Text(
    "Killed and wounded together, as one party to the war claims; not dead.",
    "陣亡與負傷合計，為交戰一方的宣稱，不是陣亡數。",
)
CLAIMED = claimed(
    "polemos/casualties.claimed@RUS",
    "personnel",
    Text(f"Russian killed and wounded, {BY.en}", f"俄軍傷亡（{BY.zh}）"),
    "persons",
    _TOGETHER,
)


@indicator(
    "polemos/casualties.claimed.month@RUS",
    title=Text(
        "Russian killed and wounded in a month, claimed by Ukraine's General Staff",
        "俄軍每月傷亡（烏軍總參謀部宣稱）",
    ),
    unit="persons",
    uses=(CLAIMED.spec.id,),
    measure=Measure.FLOW,
    cadence=Cadence.MONTH,
    caveats=(_TOGETHER,),
)
def claimed_month(total: Series) -> Series:
    """Difference of the claimed running total between the last days of two months."""
    return total.monthly().change(months=1)


@indicator(
    "polemos/casualties.claimed.day@RUS",
    title=Text(
        "Russian killed and wounded a day, claimed, mean of four weeks",
        "俄軍每日傷亡（烏方宣稱，四週平均）",
    ),
    unit="persons",
    uses=(CLAIMED.spec.id,),
    measure=Measure.RATE,
    cadence=Cadence.DAY,
    caveats=(_TOGETHER,),
)
def claimed_day(total: Series) -> Series:
    """Difference of the claimed running total over 28 days, divided by 28."""
    days = 28
    change = total.change(days=days)
    return change.made((p.scaled(1 / days) for p in change.points), m=Measure.RATE)


def author(series: str) -> str:
    """Name who speaks in a series of casualties, whatever table it was read in."""
    provider, _, rest = series.partition("/")
    named = rest.partition(".")[2].partition("@")[0]
    by = named if provider == "estimates" else provider
    return _SAME.get(by, by)


GATHERED = {  # who is gathered from the press, by kind and side
    "casualties@RUS": "cia csis france iiss leak mivd nato norway uk us_dod "
    "us_intelligence us_officials western",
    "dead@RUS": "bbc cia csis france iiss kobak leak meduza mivd nato norway uk "
    "us_officials western",
    "casualties@UKR": "csis leak leak_wsj mivd us_officials",
    "dead@UKR": "butusov csis leak leak_wsj lostarmour memory_book ualosses "
    "us_officials",
}
_OWN = {
    "casualties@RUS": (
        *(CLAIMED.spec.id, "economist/casualties.total@RUS"),
        "uk_mod/casualties.total@RUS",
    ),
    "dead@RUS": ("economist/dead.total@RUS", "meduza/dead.excess@RUS"),
}
OF = {
    "casualties@RUS": Text("Russian killed and wounded", "俄軍傷亡"),
    "dead@RUS": Text("Russian dead", "俄軍陣亡"),
    "casualties@UKR": Text("Ukrainian killed and wounded", "烏軍傷亡"),
    "dead@UKR": Text("Ukrainian dead", "烏軍陣亡"),
}
_APART = Text(
    "Each author by the newest number, up to 250 days old. Authors speak of different "
    'days, and some say "at least"; the evidence of a point says whose it is.',
    "各作者取最新數字，至多 250 日前；各家所述日期不同，也可能只說「至少」。"
    "出自何人見該點的依據。",
)
_Candidates = Iterator[tuple[float, Point]]


def _stated(points: Sequence[Point]) -> _Candidates:
    return ((p.value, p) for p in points if not p.ends_only)


def _lower(points: Sequence[Point]) -> _Candidates:
    return ((p.low, p) for p in points if p.low is not None and p.high is not None)


def _upper(points: Sequence[Point]) -> _Candidates:
    return ((p.high, p) for p in points if p.low is not None and p.high is not None)


_ENDS = {
    "low": (Text("Lowest number stated", "所述最低數"), _stated, min),
    "high": (Text("Highest number stated", "所述最高數"), _stated, max),
    "interval_low": (Text("Lowest interval end", "區間最低端"), _lower, min),
    "interval_high": (Text("Highest interval end", "區間最高端"), _upper, max),
}


def _side_by_side(readings: Sequence[Series]) -> Iterator[tuple[date, list[Point]]]:
    """Give each day that anyone speaks of, and the view's own, as of which some expire.

    With each day comes the newest number of each author that is not too old by then.
    """
    told: dict[date, dict[str, Point]] = {readings[0].as_of.date(): {}}
    for s in readings:
        for p in s.points:
            told.setdefault(p.period.last, {})[author(s.id)] = p
    newest: dict[str, Point] = {}
    for day in sorted(told):
        newest |= told[day]
        fresh = (p for p in newest.values() if (day - p.period.last).days <= FRESH)
        yield day, list(fresh)


def _range(kind: str, end: str) -> Indicator:
    what, _, side = kind.partition("@")
    words, candidates, outermost = _ENDS[end]

    @indicator(
        f"polemos/{what}.range.{end}@{side}",
        title=Text(f"{words.en}: {OF[kind].en}", f"{OF[kind].zh}：{words.zh}"),
        unit="persons",
        uses=(
            *_OWN.get(kind, ()),
            *(f"estimates/{what}.{w}@{side}" for w in GATHERED[kind].split()),
        ),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        caveats=(_APART,),
    )
    def compute(*readings: Series) -> Series:
        """The outermost of the authors' newest numbers, on each day spoken of and now.

        Stated numbers and ends of intervals are never mixed; nothing is averaged.
        """
        out = []
        for day, points in _side_by_side(readings):
            given = list(candidates(points))
            if given:
                value, by = outermost(given, key=lambda c: c[0])
                out.append(join(Period.day(day), value, (by,)))
        return readings[0].made(out, m=Measure.STOCK)

    return compute


RANGES = tuple(_range(kind, end) for kind in GATHERED for end in _ENDS)

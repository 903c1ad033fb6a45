"""How long wars between states lasted: counts from the Correlates of War list."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._single import SINGLE_FACTS, singles
from polemos.sources._told import told

# The list ends with 2007; the book came out in 2010, the file of this version later.
_LAG = (date(2011, 3, 1) - date(2007, 12, 31)).days
_SPAN = Text(
    "From a war's first day to its last, both counted, over all who took part; a pause "
    "between two phases is in it.",
    "自戰爭首日至末日（兩日皆計），涵蓋所有參戰國；兩階段之間的停頓亦計入。",
)
_LIST = Text(
    "Wars of states against states with a thousand or more killed in battle, to the "
    "end of 2007; a later review would recode more than three in ten of them.",
    "僅計國家對國家、陣亡千人以上的戰爭，至 2007 年底止；"
    "後來的檢討認為三成以上的編碼應予修訂。",
)
_OURS = Text(
    "Counted by us: the project's files may not be passed on, and are not.",
    "由我們自行計數；該計畫的檔案不得轉發，此處亦未轉發。",
)
_FIT = Text(
    "Our own fit by maximum likelihood to the spans of all 95 wars, all of which had "
    "ended; it is not the project's number.",
    "由我們以最大概似法配適全部 95 場戰爭的歷時（皆已結束），並非該計畫的數字。",
)

_LONGER = {  # by the word in the series' name, the shortest span first
    "30d": Text("thirty days", "三十天"),
    "90d": Text("ninety days", "九十天"),
    "1y": Text("one year", "一年"),
    "2y": Text("two years", "兩年"),
    "3y": Text("three years", "三年"),
    "4y": Text("four years", "四年"),
    "5y": Text("five years", "五年"),
    "8y": Text("eight years", "八年"),
}
_FITS = {  # by the parameter and the distribution
    "mean.exponential": Text("exponential fit, mean", "指數分布平均數"),
    "scale.weibull": Text("Weibull fit, scale", "韋伯分布尺度參數"),
    "shape.weibull": Text("Weibull fit, shape", "韋伯分布形狀參數"),
    "scale.loglogistic": Text("log-logistic fit, scale", "對數邏輯斯分布尺度參數"),
    "shape.loglogistic": Text("log-logistic fit, shape", "對數邏輯斯分布形狀參數"),
    "mu.lognormal": Text(
        "log-normal fit, mean of the logarithm", "對數常態分布對數平均數"
    ),
    "sigma.lognormal": Text(
        "log-normal fit, spread of the logarithm", "對數常態分布對數標準差"
    ),
}


def _spec(what: str, title: Text, unit: str, *caveats: Text) -> SeriesSpec:
    counted = unit == "wars"
    return SeriesSpec(
        id=f"cow/wars.{what}@WORLD",
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.STOCK if counted else Measure.RATE,
        cadence=Cadence.IRREGULAR,
        basis=Basis.COUNTED if counted else Basis.ESTIMATED,
        low=0,
        high=100 if unit == "ratio" else 1000,
        lag_days=_LAG,
        caveats=(*caveats, _SPAN, _LIST),
    )


def _longer(span: str) -> SeriesSpec:
    en = f"Interstate wars that lasted longer than {_LONGER[span].en}"
    title = Text(en, f"歷時超過{_LONGER[span].zh}的國家間戰爭")
    return _spec(f"longer.{span}", title, "wars", _OURS)


def _fit(what: str) -> SeriesSpec:
    en = f"Length of interstate wars: {_FITS[what].en}"
    unit = "days" if what.startswith(("mean", "scale")) else "ratio"
    return _spec(what, Text(en, f"國家間戰爭歷時：{_FITS[what].zh}"), unit, _FIT)


SOURCE = Source(
    id="cow_wars",
    title=Text("Inter-State War Data, version 4.0", "國家間戰爭資料 4.0 版"),
    provider=Provider(
        "cow",
        Text("Correlates of War Project", "戰爭相關因素計畫（COW）"),
        "https://correlatesofwar.org/",
    ),
    url="https://correlatesofwar.org/data-sets/cow-war/",
    citation="M. R. Sarkees and F. W. Wayman, Resort to War: 1816-2007, CQ Press, 2010",
    licence=SINGLE_FACTS,
    by_hand=("cow_wars.csv",),
    manual=True,
    series=(
        _spec("all", Text("Interstate wars", "國家間戰爭總數"), "wars", _OURS),
        *map(_longer, _LONGER),
        *map(_fit, _FITS),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the project's page; the wars are counted in its file by hand."""
    yield Fetched("cow-war.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read counts and fits; refuse that more wars outlast a longer span."""
    units = {s.id: str(s.unit) for s in SOURCE.series}
    found: dict[str, float] = {}
    for figure in singles(snap):
        name = f"cow/wars.{figure.series}@WORLD"
        if units.get(name) != figure.unit:
            raise ParseError(
                f"{figure.where}: expected one of {sorted(units)}, each in its unit, "
                f"found {name} in {figure.unit}"
            )
        found[name] = figure.value
        yield told(SOURCE, name, figure.year, figure.value, snap)
    counts = (s.id for s in SOURCE.series if s.basis is Basis.COUNTED and s.id in found)
    for more, fewer in pairwise(counts):
        if found[fewer] > found[more]:
            raise ParseError(
                f"{snap.source} {snap.name}: expected no more of {fewer} than of {more}"
            )

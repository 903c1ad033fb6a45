"""Estimates of dead and of casualties by many authors, as The Economist collects them.

One series an author, a side and a kind; dead and casualties never share a series.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._compiled import (
    FOLDER,
    KILLED_AND_WOUNDED,
    LICENCE,
    published,
    slashed,
)
from polemos.sources._read import number, table
from polemos.sources._rows import Row, rows

_FILE = "casualty_estimates.csv"
_ADDRESS = f"{FOLDER}Soldier%20deaths_casualties%20in%20Ukraine%20-%20estimates.csv"
_SIDES = {
    "russia": ("RUS", Text("Russian", "俄軍")),
    "ukraine": ("UKR", Text("Ukrainian", "烏軍")),
}
_KINDS = {
    "deaths": ("dead", Text("dead", "陣亡")),
    "casualties": ("casualties", Text("killed and wounded", "傷亡")),
}


@dataclass(frozen=True, slots=True)
class Author:
    """Who estimates; `lag` is assumed where neither date nor address tells the day."""

    id: str
    name: Text
    lag: int = 0


_NYT = Author(
    "us_officials", Text("US officials, in the press", "美國官員（媒體引述）")
)
_NATO = Author("nato", Text("NATO officials, in the press", "北約官員（媒體引述）"))
_UK = Author("uk", Text("UK government", "英國政府"))
_US = Author("us_dod", Text("US Department of Defense", "美國國防部"))
_CSIS = Author("csis", Text("CSIS", "戰略暨國際研究中心（CSIS）"), 60)
_MEDUZA = Author("meduza", Text("Mediazona and Meduza", "Mediazona 與 Meduza"), 60)
_MIVD = Author("mivd", Text("Dutch military intelligence", "荷蘭軍事情報局"), 120)
_AUTHORS = {
    "BBC Russia": Author("bbc", Text("BBC Russian", "BBC 俄語部")),
    "CIA": Author("cia", Text("CIA", "美國中央情報局")),
    "CSIS": _CSIS,
    "Dutch Military Intelligence and Security Service (MIVD)": _MIVD,
    "Dutch Military Intelligence and Security Service (MIVD; note, timing clarified "
    "via email)": _MIVD,
    "Excess deaths estimate (D. Kobak)": Author(
        "kobak", Text("Excess deaths, D. Kobak", "超額死亡推估（D. Kobak）"), 60
    ),
    "French foreign minister": Author(
        "france", Text("French foreign minister", "法國外交部長")
    ),
    "IISS": Author("iiss", Text("IISS", "國際戰略研究所（IISS）"), 42),
    "Lostarmour": Author(
        "lostarmour", Text("Lostarmour (pro-Russian)", "Lostarmour（親俄）"), 60
    ),
    "Mediazona; Meduza": _MEDUZA,
    "Mediazona; Meduza (cumulative)": _MEDUZA,
    "NATO nations (via NYT)": _NATO,
    "NATO officials (via WP)": _NATO,
    "NATO officials (via media24)": _NATO,
    "Norwegian Defense Intelligence": Author(
        "norway", Text("Norwegian intelligence", "挪威國防情報局")
    ),
    "Pentagon leak": Author("leak", Text("Leaked Pentagon papers", "五角大廈外洩文件")),
    "The Centre for Strategic and International Studies": _CSIS,
    "The Memory Book": Author("memory_book", Text("Memory Book", "《記憶之書》")),
    "UAlosses": Author("ualosses", Text("UALosses, by name", "UALosses（具名統計）")),
    "UK Foreign ministry": _UK,
    "UK Ministry of Defence": _UK,
    "UK MoD": _UK,
    "US DoD": _US,
    "US Sec of Def": _US,
    "US intelligence services": Author(
        "us_intelligence", Text("US intelligence", "美國情報界")
    ),
    "US officials (via NYT)": _NYT,
    "US officials (via The Economist)": _NYT,
    "Ukrainian estimate (leak via WSJ)": Author(
        "leak_wsj", Text("Leaked Ukrainian estimate", "外洩的烏方估計")
    ),
    "Western intelligence agencies (via WSJ)": Author(
        "western",
        Text("Western intelligence, in the press", "西方情報機構（媒體引述）"),
    ),
    "Yurii Butosov": Author("butusov", Text("Yurii Butusov", "布圖索夫")),
}
_MADE = (  # which authors speak of which side and kind
    *(("RUS", "casualties", w) for w in ("cia", "csis", "france", "iiss", "leak")),
    *(("RUS", "casualties", w) for w in ("mivd", "nato", "norway", "uk", "us_dod")),
    *(("RUS", "casualties", w) for w in ("us_intelligence", "us_officials", "western")),
    *(("RUS", "dead", w) for w in ("bbc", "cia", "csis", "france", "iiss", "kobak")),
    *(("RUS", "dead", w) for w in ("leak", "meduza", "mivd", "nato", "norway", "uk")),
    *(("RUS", "dead", w) for w in ("us_officials", "western")),
    *(("UKR", "casualties", w) for w in ("csis", "leak", "leak_wsj", "mivd")),
    *(("UKR", "casualties", w) for w in ("us_officials",)),
    *(("UKR", "dead", w) for w in ("butusov", "csis", "leak", "leak_wsj")),
    *(("UKR", "dead", w) for w in ("lostarmour", "memory_book", "ualosses")),
    *(("UKR", "dead", w) for w in ("us_officials",)),
)
_DEAD = Text(
    "Dead only; never to be added to casualties.", "僅計陣亡，不可與傷亡相加。"
)
_ENDS = Text(
    "Where the author gives only a range, the value is its lower end and the range "
    'stands beside it; "at least" has a lower end only, "at most" an upper one.',
    "作者僅給區間者，數值為下限並附區間；「至少」只有下限，「至多」只有上限。",
)


def _specs() -> Iterator[SeriesSpec]:
    authors = {a.id: a for a in _AUTHORS.values()}
    for side, kind, who in _MADE:
        whose = next(text for s, text in _SIDES.values() if s == side)
        what = next(text for k, text in _KINDS.values() if k == kind)
        name = authors[who].name
        yield SeriesSpec(
            id=f"estimates/{kind}.{who}@{side}",
            title=Text(
                f"{name.en}: {whose.en} {what.en} since the invasion began",
                f"{name.zh}：開戰以來{whose.zh}{what.zh}",
            ),
            unit=Unit("persons"),
            measure=Measure.CUMULATIVE,
            cadence=Cadence.IRREGULAR,
            basis=Basis.ESTIMATED,
            low=0,
            high=5e6,
            lag_days=authors[who].lag,
            caveats=(_DEAD if kind == "dead" else KILLED_AND_WOUNDED, _ENDS),
        )


SOURCE = Source(
    id="estimates",
    title=Text(
        "Published estimates of dead and of casualties, both sides",
        "各方公布的雙方陣亡與傷亡估計",
    ),
    provider=Provider(
        "estimates",
        Text(
            "Authors named, collected by The Economist",
            "各作者（《經濟學人》彙整）",
        ),
        "https://www.economist.com/",
    ),
    url=_ADDRESS,
    citation="Each author as named; collected by The Economist and Solstad, S. (2025)",
    licence=LICENCE,
    series=tuple(_specs()),
    caveats=(
        Text(
            "Rows from the warring parties are left out; the claims of one of them are "
            "a source of their own.",
            "交戰方自行公布者不收；其中一方的宣稱另列為單獨來源。",
        ),
        Text(
            "The day an estimate was out is read from its address where that tells it, "
            "else it is the row's date, moved by an assumed lag where that date is "
            "the day spoken of.",
            "公布日取自網址；網址未載者用資料列日期，若該日期為所述時點則另加假定落差。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the collection's table of estimates."""
    yield Fetched(_FILE, _ADDRESS, get(_ADDRESS))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read each estimate of somebody who is not a party to the war."""
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            day, author = row.take("date"), " ".join(row.take("source").split())
            where = f"{snap.source} {snap.name} {day} {author}"
            kind, side = row.take("type"), row.take("country")
            url = row.take("source_url")
            ends = [
                _number(row, c, where)
                for c in ("estimate_low", "estimate", "estimate_high")
            ]
            party = row.take("ignore for chart, data from warring parties")
        if party == "yes":
            continue
        if author not in _AUTHORS or kind not in _KINDS or side not in _SIDES:
            raise ParseError(
                f"{where}: expected a known author, kind and side, found {kind!r}, "
                f"{side!r}; name a new author in _AUTHORS and _MADE"
            )
        if author == "UK MoD" and url.rstrip("/").endswith("/photo/2"):
            continue  # the months, which uk_mod reads from their own table
        series = f"estimates/{_KINDS[kind][0]}.{_AUTHORS[author].id}@{_SIDES[side][0]}"
        yield _said(snap, series, slashed(day, where), url, ends)


def _number(row: Row, column: str, where: str) -> float | None:
    text = row.take(column).replace(",", "").strip()
    return number(f"{where} {column!r}", text) if text else None


def _said(
    snap: Snapshot, series: str, day: date, url: str, ends: list[float | None]
) -> Observation:
    low, value, high = ends
    given = [e for e in ends if e is not None]
    if not given:
        raise ParseError(f"{snap.name} {day} {series}: expected an estimate")
    if value is None:
        value = given[0]
    out = published(url)
    if out is not None and out.date() < day:
        out = None  # an address older than the day it speaks of tells nothing
    period = Period.day(day)
    known_at, known_by = SOURCE.spec(series).known(period, snap, out)
    return Observation(series, period, value, known_at, snap.id, low, high, known_by)

"""What satellites still show in Russia's long-term depots, counted by volunteers."""

from collections.abc import Iterable
from datetime import date

from polemos.core import (
    Basis,
    Fetched,
    Get,
    Measure,
    Observation,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._stocks import (
    FACTS,
    SECOND_HAND,
    Row,
    gathered,
    pages,
    spec,
)

_WRECKS = Text(
    "A depot count holds wrecks and hulls beside what can be repaired, and says "
    "nothing of the army's fleet in service.",
    "封存基地計數包含殘骸與空殼，且與部隊現役車輛無關。",
)
_FLOOR = Text(
    'The page gives "more than" this number, before the war and after.',
    "原頁面在戰前與其後均寫「超過」此數。",
)
_FLOOR_BEFORE = Text(
    'The page gives "more than" this number before the war.',
    "原頁面對戰前寫「超過」此數。",
)
_WEAK = Text(
    "Second-hand and of low confidence; it conflicts with the count of this group.",
    "轉手且可信度低，與本組計數衝突。",
)
_PERCENT = Text(
    "Quoted as a percentage of the pre-war depot stock, without the counts behind it.",
    "引述值，為戰前封存量之百分比，未附原始數量。",
)
_ROUGHLY = Text(
    'Given as "more than" or "about" this number of an average month.',
    "原文對平均每月取出數寫「超過」或「約」此數。",
)
_BY = Text("satellite counts", "衛星計數")


def _title(en: str, zh: str) -> Text:
    return Text(f"{en} ({_BY.en})", f"{zh}（{_BY.zh}）")


def _count(name: str, title: Text, *more: Text, unit: str = "vehicles") -> SeriesSpec:
    caveats = (_WRECKS, SECOND_HAND, *more)
    return spec(name, title, unit=unit, basis=Basis.COUNTED, caveats=caveats)


_RE_RUSSIA = date(2025, 1, 16)
_ISW = date(2024, 5, 8)  # two days after the count it quotes
_ECONOMIST = date(2024, 7, 19)  # when the quotation of the July article was posted
_VOA = date(2024, 12, 29)  # a week after the day it speaks of
_NV = date(2025, 10, 14)  # a week after the count
_SECOND = date(2025, 4, 30)  # the page stands among news of April 2025

_GROUP, _JOMPY = "OSINT group", "Jompy via infqj.cn"
_QUOTED = "OSINT depot counts via ISW"
_LATER = "Jompy et al via Roman Shrike"
_ARTICLE, _SHARE = "The Economist (July 2024)", "storage_remaining_pct"
_SEEN_24TV = "Jompy et al via 24tv"
_HALVED = date(2024, 7, 7)  # when the news of the halved pace came out

ROWS = (
    Row("tanks", "storage", "2022-02", _GROUP, "depots/stock.tank@RUS", _RE_RUSSIA),
    Row(
        *("tanks", "storage_remaining", "2024-12-31", _GROUP, "depots/stock.tank@RUS"),
        _RE_RUSSIA,
    ),
    Row(
        *("tanks", "storage_remaining", "2025-10-07", _LATER, "depots/stock.tank@RUS"),
        _NV,
        sure=False,
    ),
    Row(
        *("tanks_good_condition", "storage_remaining", "2024-12-31", _GROUP),
        *("depots/stock.tank.good@RUS", _RE_RUSSIA),
    ),
    Row(
        *("tanks_restorable_T55_T62_T72B", "storage_remaining", "2025-10-07"),
        *(_SEEN_24TV, "depots/stock.tank.restorable@RUS"),
        _NV,
        sure=False,
    ),
    Row(
        *("tanks", "storage_remaining", "2025-02", "OSINT analysis"),
        *("depots/stock.tank.rival@RUS", _SECOND),
        sure=False,
    ),
    *(
        Row(
            *("tanks", "withdrawal_rate", as_of, "HighMarsed"),
            *("depots/withdrawn.tank@RUS", _HALVED),
        )
        for as_of in ("2023", "2024-07")
    ),
    Row("ifv_bmp", "storage", "2022-02", _JOMPY, "depots/stock.ifv@RUS", _NV, False),
    Row(
        *("ifv_bmp", "storage_remaining", "2025-10-07", _JOMPY),
        *("depots/stock.ifv@RUS", _NV, False),
    ),
    Row("apc", "storage", "2022-02", _JOMPY, "depots/stock.apc@RUS", _NV, False),
    Row(
        *("apc", "storage_remaining", "2025-10-07", _JOMPY),
        *("depots/stock.apc@RUS", _NV, False),
    ),
    Row("afv_all", "storage", "2021", "Jompy", "depots/stock.armour@RUS", _ISW, False),
    Row(
        *("afv_all", "storage_remaining", "2024-05-06", "Jompy"),
        *("depots/stock.armour@RUS", _ISW, False),
    ),
    *(
        Row(category, kind, as_of, _ARTICLE, f"depots/{to}@RUS", _ECONOMIST, sure=False)
        for category, to in (
            ("artillery_towed", "stock.artillery.towed"),
            ("artillery_sp", "stock.artillery.sp"),
        )
        for kind, as_of in (("storage", "2022-02"), ("storage_remaining", "2024-02"))
    ),
    *(
        Row(
            category,
            _SHARE,
            "2024-12-22",
            _QUOTED,
            f"depots/{to}@RUS",
            _VOA,
            sure=False,
        )
        for category, to in (
            ("tanks", "share.tank"),
            ("ifv", "share.ifv"),
            ("apc", "share.apc"),
        )
    ),
)

_PAGES = {
    "re-russia.html": "https://re-russia.net/en/analytics/0234/",
    "nv.html": "https://nv.ua/world/countries/tanki-rossii-ostatki-na-hranenii-deficit-"
    "sovremennyh-modeley-i-sostoyanie-rezerva-50550846.html",
    "online.html": "https://news.online.ua/en/russia-has-significantly-reduced-the-pace-"
    "of-tank-repairs-experts-named-the-reasons-881522/",
    "112.html": "https://partner.112.ua/en/rosiani-vikoristali-vsi-dovoenni-zapasi-"
    "tankiv-t-90-ta-bilsist-t-80-50237",
}

SOURCE = Source(
    id="depots",
    title=Text(
        "Vehicles and guns in Russia's long-term depots, by satellite",
        "俄羅斯封存基地的車輛與火砲，衛星計數",
    ),
    provider=Provider(
        "depots",
        Text(
            "Covert Cabal, HighMarsed and Jompy",
            "Covert Cabal、HighMarsed 與 Jompy",
        ),
        "https://re-russia.net/en/analytics/0234/",
    ),
    url="https://re-russia.net/en/analytics/0234/",
    citation="Covert Cabal, HighMarsed, Jompy; via Re:Russia, ISW, NV, The Economist",
    licence=FACTS,
    by_hand=("stocks.csv",),
    manual=True,
    series=(
        _count("depots/stock.tank@RUS", _title("Tanks in depots", "封存基地戰車")),
        _count(
            "depots/stock.tank.good@RUS",
            _title(
                "Tanks in depots in fair condition, at most", "封存戰車中狀況尚可者上限"
            ),
        ),
        _count(
            "depots/stock.tank.restorable@RUS",
            _title("Tanks in depots that can be restored", "封存戰車中可修復者"),
        ),
        _count(
            "depots/stock.tank.rival@RUS",
            _title("Tanks in depots, rival count", "封存基地戰車，另一計數"),
            _WEAK,
        ),
        spec(
            "depots/withdrawn.tank@RUS",
            _title("Tanks taken out of depots in a month", "單月自封存基地取出的戰車"),
            measure=Measure.RATE,
            caveats=(SECOND_HAND, _ROUGHLY),
        ),
        _count(
            "depots/stock.ifv@RUS",
            _title("BMP fighting vehicles in depots", "封存基地 BMP 步兵戰鬥車"),
            _FLOOR_BEFORE,
        ),
        _count(
            "depots/stock.apc@RUS",
            _title("Armoured carriers in depots", "封存基地裝甲運兵車"),
            _FLOOR,
        ),
        _count(
            "depots/stock.armour@RUS",
            _title("Armour of all kinds in depots", "封存基地各類裝甲車輛"),
        ),
        _count(
            "depots/stock.artillery.towed@RUS",
            _title("Towed guns in depots", "封存基地牽引火砲"),
            unit="weapons",
        ),
        _count(
            "depots/stock.artillery.sp@RUS",
            _title("Self-propelled guns in depots", "封存基地自走砲"),
            unit="weapons",
        ),
        *(
            _count(
                f"depots/share.{what}@RUS",
                _title(
                    f"{en} left in depots, percent of those before the war as quoted",
                    f"封存基地剩餘{zh}，占戰前封存量之百分比（引述值）",
                ),
                _PERCENT,
                unit="percent",
            )
            for what, en, zh in (
                ("tank", "Tanks", "戰車"),
                ("ifv", "Fighting vehicles", "步兵戰鬥車"),
                ("apc", "Armoured carriers", "裝甲運兵車"),
            )
        ),
    ),
    caveats=(
        Text(
            "A page of 2025 gives 3,400 tanks but no date; it is not used.",
            "2025 年另有頁面稱剩 3,400 輛，未註明日期，故不採用。",
        ),
        Text(
            "Where a page does not say when it came out, we assume a week after the "
            "day it speaks of, or the date of the news around it.",
            "頁面未載明發布日者，假設為所述日期一週後，或依同頁新聞推定。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the pages; the figures are read from them by hand into the table."""
    yield from pages(get, _PAGES)


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the rows of this group from the gathered table."""
    yield from gathered(SOURCE, snap, ROWS)

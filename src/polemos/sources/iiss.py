"""The IISS Military Balance on the armour of both sides, as pages quote it."""

from collections.abc import Iterable
from datetime import date

from polemos.core import (
    Fetched,
    Get,
    Measure,
    Observation,
    Provider,
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

_2023, _2024, _2025 = date(2023, 2, 15), date(2024, 2, 13), date(2025, 2, 12)
_AT_TIMES = Text(
    'A rate that "may, at times" have been reached; the report names no month.',
    "原文為「有時可能達到」，未指明月份。",
)
_AT_LEAST = Text(
    'A range given as "at least"; new tanks are not in it.',
    "原文為「至少」之區間，不含新造。",
)
_OVER = Text('Given as "over" or "around" this number.', "原文為「超過」或「約」此數。")

ROWS = (
    Row("tanks", "active", "2022-01", "IISS", "iiss/active.tank@RUS", _2023),
    Row("tanks", "active", "2022-11", "IISS", "iiss/active.tank@RUS", _2023),
    Row("tanks", "active", "2023-11", "IISS", "iiss/active.tank@RUS", _2024),
    Row("tanks", "storage", "2023-11", "IISS", "iiss/stock.tank@RUS", _2024),
    Row(
        *("tanks", "reactivated_per_year", "2023", "IISS"),
        *("iiss/restored.tank@RUS", _2024),
    ),
    Row(
        *("tanks", "refurbished_and_produced_per_year", "2024", "IISS"),
        *("iiss/made.tank@RUS", _2025),
    ),
    Row(
        *("ifv_apc", "reactivated_per_year", "2023", "IISS"),
        *("iiss/restored.ifv_apc@RUS", _2024),
    ),
    Row(
        *("ifv_apc", "refurbished_and_produced_per_year", "2024", "IISS"),
        *("iiss/made.ifv_apc@RUS", _2025),
    ),
    Row("tanks", "losses_per_year", "2024", "IISS", "iiss/lost.tank@RUS", _2025),
    Row("ifv_apc", "losses_per_year", "2024", "IISS", "iiss/lost.ifv_apc@RUS", _2025),
    Row("tanks", "losses_per_year", "2023", "IISS", "iiss/lost.tank@RUS", _2024),
    Row("ifv_apc", "losses_per_year", "2023", "IISS", "iiss/lost.ifv_apc@RUS", _2024),
    Row("tanks", "active", "2022-01", "IISS", "iiss/active.tank@UKR", _2023),
    Row("tanks", "active", "2022-11", "IISS", "iiss/active.tank@UKR", _2023),
    Row(
        "mbt_ifv_apc", "losses_cum", "2024-12", "IISS", "iiss/losses.armour@RUS", _2025
    ),
    Row(
        *("tanks_new", "production_per_year", "2023", "IISS"),
        *("iiss/built.tank@RUS", _2024),
        bound="high",
    ),
    Row(
        *("tanks", "withdrawal_rate", "2023", "IISS", "iiss/withdrawn.tank@RUS", _2024),
        bound="high",
    ),
)
_PAGES = {
    "2023.html": "https://www.wionews.com/world/war-a-military-failure-for-russia-"
    "ukraines-tank-count-rising-think-tank-562597",
    "2024.html": "https://www.defensenews.com/global/europe/2024/02/13/russia-forced-to-"
    "sacrifice-quality-for-quantity-in-war-with-ukraine/",
    "ukraine.html": "https://www.wnp.pl/rynki-zagraniczne/w-brytania-eksperci-rosja-"
    "stracila-na-wojnie-prawie-40-proc-czolgow,678224.html",
    "losses.html": "https://www.bankier.pl/wiadomosc/IISS-Rosja-stracila-od-poczatku-"
    "wojny-ponad-3000-czolgow-8694384.html",
    "pace.html": "https://news.yahoo.com/"
    "russias-focus-quantity-over-quality-123502493.html",
    "new.html": "https://ogreszinas.news/?p=19081",
    "2025.html": "https://newsukraine.rbc.ua/news/"
    "russia-can-keep-fighting-for-another-year-1739367409.html",
}

SOURCE = Source(
    id="iiss",
    title=Text(
        "Armour of both sides in the Military Balance, as quoted",
        "《軍力平衡》所載雙方裝甲兵力（轉引）",
    ),
    provider=Provider(
        "iiss",
        Text("International Institute for Strategic Studies", "國際戰略研究所（IISS）"),
        "https://www.iiss.org/publications/the-military-balance/",
    ),
    url="https://www.iiss.org/publications/the-military-balance/",
    citation="IISS, The Military Balance 2023, 2024, 2025, as quoted in the press",
    licence=FACTS,
    by_hand=("stocks.csv",),
    manual=True,
    series=(
        spec(
            "iiss/active.tank@RUS",
            Text("Tanks in service with Russia's army (IISS)", "俄軍現役戰車（IISS）"),
        ),
        spec(
            "iiss/stock.tank@RUS",
            Text("Tanks in Russian storage (IISS)", "俄羅斯封存戰車（IISS）"),
        ),
        spec(
            "iiss/active.tank@UKR",
            Text("Tanks in service with Ukraine's army (IISS)", "烏軍現役戰車（IISS）"),
        ),
        spec(
            "iiss/restored.tank@RUS",
            Text("Tanks restored in a year (IISS)", "全年修復戰車（IISS）"),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND, _AT_LEAST),
        ),
        spec(
            "iiss/restored.ifv_apc@RUS",
            Text(
                "Fighting vehicles and carriers restored in a year (IISS)",
                "全年修復步兵戰鬥車與運兵車（IISS）",
            ),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND, _OVER),
        ),
        spec(
            "iiss/made.tank@RUS",
            Text(
                "Tanks restored or built in a year (IISS)", "全年修復或新造戰車（IISS）"
            ),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND, _OVER),
        ),
        spec(
            "iiss/made.ifv_apc@RUS",
            Text(
                "Fighting vehicles and carriers restored or built in a year (IISS)",
                "全年修復或新造步兵戰鬥車與運兵車（IISS）",
            ),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND, _OVER),
        ),
        spec(
            "iiss/lost.tank@RUS",
            Text("Tanks lost in a year (IISS)", "全年損失戰車（IISS）"),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND,),
        ),
        spec(
            "iiss/lost.ifv_apc@RUS",
            Text(
                "Fighting vehicles and carriers lost in a year (IISS)",
                "全年損失步兵戰鬥車與運兵車（IISS）",
            ),
            measure=Measure.FLOW,
            caveats=(SECOND_HAND, _OVER),
        ),
        spec(
            "iiss/losses.armour@RUS",
            Text(
                "Tanks, fighting vehicles and carriers lost so far (IISS)",
                "戰車、步兵戰鬥車與運兵車累計損失（IISS）",
            ),
            measure=Measure.CUMULATIVE,
        ),
        spec(
            "iiss/built.tank@RUS",
            Text("New tanks in a year, at most (IISS)", "全年新造戰車上限（IISS）"),
            measure=Measure.FLOW,
        ),
        spec(
            "iiss/withdrawn.tank@RUS",
            Text(
                "Tanks taken out of storage in a month, at most (IISS)",
                "單月自封存取出的戰車上限（IISS）",
            ),
            measure=Measure.RATE,
            caveats=(SECOND_HAND, _AT_TIMES),
        ),
    ),
    caveats=(
        Text(
            "At the end of 2024, IISS wrote, the number of combat vehicles in service "
            "was back at its level of before February 2022; it gave no number that we "
            "have seen.",
            "IISS 稱 2024 年底現役戰鬥車輛數已回到 2022 年 2 月之前水準，"
            "但未見其公布數字。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the pages; the figures are read from them by hand into the table."""
    yield from pages(get, _PAGES)


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the rows of this author from the gathered table."""
    yield from gathered(SOURCE, snap, ROWS)

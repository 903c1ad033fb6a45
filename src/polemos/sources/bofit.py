"""How Russia depends on China: what the head of BOFIT said in November 2022."""

from collections.abc import Iterable, Iterator

from polemos.core import (
    Fetched,
    Get,
    Observation,
    Provider,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._estimates import SHARE_BY_ESTIMATE, estimated, estimates
from polemos.sources._single import SINGLE_FACTS

_WANTED = {
    "China share of Russian goods imports": "bofit/trade.share.imports.chn@RUS",
    "China discount on Russian crude against other suppliers": (
        "bofit/oil.discount.chn@RUS"
    ),
}

SOURCE = Source(
    id="bofit",
    title=Text("Remarks on Russia's trade with China", "對中俄貿易的說明"),
    provider=Provider(
        "bofit",
        Text(
            "Bank of Finland Institute for Emerging Economies (BOFIT)",
            "芬蘭央行新興經濟體研究所（BOFIT）",
        ),
        "https://www.bofit.fi/en/",
        official=True,
    ),
    url="https://www.bofit.fi/en/monitoring/weekly/",
    citation="I. Korhonen (BOFIT) at the Russia Conference in Oslo, 15 November 2022",
    licence=SINGLE_FACTS,
    by_hand=("bofit.csv",),
    manual=True,
    series=(
        estimated(
            "bofit/trade.share.imports.chn@RUS",
            Text(
                "China's share of Russian goods imports",
                "中國占俄羅斯商品進口比重",
            ),
            "percent",
            SHARE_BY_ESTIMATE,
            Text(
                'In his words well above a third, perhaps "40"; a quarter before.',
                "原話為遠高於三分之一、可能四成；戰前約四分之一。",
            ),
        ),
        estimated(
            "bofit/oil.discount.chn@RUS",
            Text(
                "Discount of Russian crude in China against other suppliers",
                "俄羅斯原油售中國相對其他供應國的折價",
            ),
            "percent",
            Text(
                "From Chinese customs data; before 2022 there was no such discount.",
                "依中國海關資料計算；2022 年以前沒有這種折價。",
            ),
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the weekly's page."""
    yield Fetched("weekly.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the two figures of the talk."""
    yield from estimates(SOURCE, _WANTED, snap)

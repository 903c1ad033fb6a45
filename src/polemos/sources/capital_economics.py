"""How unequal the trade of Russia and China is: Capital Economics, shares of 2025."""

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
    "China share of Russian goods imports": (
        "capital_economics/trade.share.imports.chn@RUS",
        Text("China's share of Russian goods imports", "中國占俄羅斯商品進口比重"),
    ),
    "China share of Russian goods exports": (
        "capital_economics/trade.share.exports.chn@RUS",
        Text("China's share of Russian goods exports", "中國占俄羅斯商品出口比重"),
    ),
    "Russia share of China trade": (
        "capital_economics/trade.share.all.rus@CHN",
        Text("Russia's share of China's trade", "俄羅斯占中國貿易比重"),
    ),
}

SOURCE = Source(
    id="capital_economics",
    title=Text("Shares in the trade of Russia and China", "中俄貿易占比"),
    provider=Provider(
        "capital_economics",
        Text("Capital Economics", "凱投宏觀（Capital Economics）"),
        "https://www.capitaleconomics.com/",
    ),
    url="https://www.capitaleconomics.com/",
    citation="Capital Economics, as quoted by the press",
    licence=SINGLE_FACTS,
    by_hand=("capital_economics.csv",),
    manual=True,
    series=tuple(
        estimated(name, title, "percent", SHARE_BY_ESTIMATE)
        for name, title in _WANTED.values()
    ),
    caveats=(
        Text(
            "The day of publication is not known: it counts as known when it was read.",
            "發布日期不詳，自讀到之日起才算已知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the front page; the note itself is for clients."""
    yield Fetched("index.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the three shares."""
    yield from estimates(SOURCE, {k: name for k, (name, _) in _WANTED.items()}, snap)

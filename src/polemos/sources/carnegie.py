"""China's part in what Russia buys of goods that the G7 list as high priority."""

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

_NAME = "carnegie/trade.share.priority_goods.chn@RUS"

SOURCE = Source(
    id="carnegie",
    title=Text(
        "China's increasing role in Russia's defence industry",
        "中國在俄羅斯國防工業中漸增的角色",
    ),
    provider=Provider(
        "carnegie",
        Text("Carnegie Russia Eurasia Center", "卡內基俄羅斯歐亞中心"),
        "https://carnegieendowment.org/russia-eurasia/politika",
    ),
    url="https://carnegieendowment.org/russia-eurasia/politika",
    citation="N. Sher, Carnegie Politika, May 2024",
    licence=SINGLE_FACTS,
    by_hand=("carnegie.csv",),
    manual=True,
    series=(
        estimated(
            _NAME,
            Text(
                "China's share of Russian imports of high-priority dual-use goods",
                "俄羅斯進口高優先軍民兩用品中來自中國的比重",
            ),
            "percent",
            SHARE_BY_ESTIMATE,
            Text(
                "About; goods made elsewhere and sold through China are in it.",
                "約略值；含他國製造、經中國轉售者。",
            ),
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the journal's page."""
    yield Fetched("politika.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the one figure."""
    wanted = {"China share of Russian imports of G7 high-priority list goods": _NAME}
    yield from estimates(SOURCE, wanted, snap)

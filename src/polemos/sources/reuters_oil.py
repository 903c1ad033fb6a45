"""The discount of Urals in China, by traders' word: Reuters, early 2026."""

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
from polemos.sources._estimates import estimated, estimates
from polemos.sources._single import SINGLE_FACTS

_NAME = "reuters/oil.discount.chn@RUS"

SOURCE = Source(
    id="reuters_oil",
    title=Text("Russian oil delivered to China", "輸往中國的俄羅斯原油"),
    provider=Provider("reuters", Text("Reuters", "路透社"), "https://www.reuters.com/"),
    url="https://www.reuters.com/business/energy/",
    citation="traders quoted by Reuters, February 2026",
    licence=SINGLE_FACTS,
    by_hand=("reuters_oil.csv",),
    manual=True,
    series=(
        estimated(
            _NAME,
            Text(
                "Discount of Urals delivered to China against ICE Brent",
                "烏拉爾原油到中國岸價相對布蘭特的折價",
            ),
            "USD/barrel",
            Text(
                "What traders told a reporter, as a range.",
                "交易商向記者所述，為一區間。",
            ),
            lag_days=0,
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the energy page."""
    yield Fetched("energy.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the one figure with its range."""
    yield from estimates(
        SOURCE, {"Urals delivered China discount to ICE Brent": _NAME}, snap
    )

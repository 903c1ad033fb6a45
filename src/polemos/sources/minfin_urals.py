"""The price of Urals that Russia taxes by, in the months that were read on pages."""

from collections.abc import Iterable

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._providers import MINFIN
from polemos.sources._single import singles
from polemos.sources._told import told

_URL = "https://minfin.gov.ru/ru/press-center/"
_SERIES = "Urals, monthly average for tax"

SOURCE = Source(
    id="minfin_urals",
    title=Text("Average price of Urals for tax", "烏拉爾原油計稅均價"),
    provider=MINFIN,
    url=_URL,
    citation="Ministry of Finance and Ministry of Economic Development of Russia",
    licence=Licence(
        Text(
            "facts from official messages, source named", "官方公告中的事實，註明來源"
        ),
        True,
    ),
    by_hand=("urals.csv",),
    manual=True,
    series=(
        SeriesSpec(
            id="minfin/oil.urals.tax@RUS",
            title=Text("Urals, average price for tax", "烏拉爾原油計稅均價"),
            unit=Unit.parse("USD/barrel"),
            measure=Measure.RATE,
            cadence=Cadence.MONTH,
            basis=Basis.MEASURED,
            low=5,
            high=200,
            lag_days=13,
            caveats=(
                Text(
                    "A price for tax, by the rule of its month: Argus Urals less a "
                    "fixed discount, or a basket with ESPO. Not the price at which "
                    "oil is sold.",
                    "各月計稅公式下的價格：阿格斯報價減固定折扣，"
                    "或與 ESPO 的一籃子價。並非實際成交價。",
                ),
                Text(
                    "Only the months that we read on a page; the others are missing.",
                    "僅收錄讀得到出處的月份，其餘從缺。",
                ),
            ),
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of messages."""
    yield Fetched("press.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read single months."""
    if not snap.name.endswith(".csv"):
        raise ParseError(f"{snap.source}: expected single figures, found {snap.name}")
    for figure in singles(snap):
        if (figure.series, figure.unit) != (_SERIES, "USD/bbl"):
            raise ParseError(f"{figure.where}: expected {_SERIES} in USD/bbl")
        yield told(
            SOURCE, "minfin/oil.urals.tax@RUS", figure.months, figure.value, snap
        )

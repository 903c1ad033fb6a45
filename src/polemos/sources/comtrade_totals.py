"""What Taiwan and China sold to and bought from whom in 2023 and 2024 together."""

from collections.abc import Iterable, Iterator
from datetime import date

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
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
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._told import told

_REPORTERS = {"158": "TWN", "156": "CHN"}
_NAMES = {
    "TWN": Text("Taiwan", "台灣"),
    "CHN": Text("China", "中國"),
    "USA": Text("the United States", "美國"),
    "RUS": Text("Russia", "俄羅斯"),
}
# Taiwan is 490, "Other Asia, nes", where it is a partner.
_PARTNERS = {"842": "USA", "156": "CHN", "643": "RUS", "490": "TWN"}
_PAIRS = (
    ("CHN", "export", "RUS"),
    ("CHN", "import", "RUS"),
    ("CHN", "export", "USA"),
    ("CHN", "import", "USA"),
    ("CHN", "import", "TWN"),
    ("TWN", "export", "USA"),
    ("TWN", "export", "CHN"),
    ("TWN", "import", "CHN"),
)
_BOTH_YEARS = 2  # one annual figure for each of the two years
_SPAN = Period(date(2023, 1, 1), date(2025, 1, 1))


def _id(reporter: str, flow: str, partner: str) -> str:
    return f"comtrade/trade.{flow}s.{partner.lower()}@{reporter}"


def _spec(reporter: str, flow: str, partner: str) -> SeriesSpec:
    who, whom = _NAMES[reporter], _NAMES[partner]
    way = (
        Text(f"exports to {whom.en}", f"對{whom.zh}出口")
        if flow == "export"
        else Text(f"imports from {whom.en}", f"自{whom.zh}進口")
    )
    return SeriesSpec(
        id=_id(reporter, flow, partner),
        title=Text(
            f"{who.en}: {way.en}, 2023 and 2024", f"{who.zh}{way.zh}，2023–2024 年合計"
        ),
        unit=Unit.parse("USD"),
        measure=Measure.FLOW,
        cadence=Cadence.IRREGULAR,
        basis=Basis.COUNTED,
        low=0,
        high=2e12,
        lag_days=180,
        headline=True,
    )


SOURCE = Source(
    id="comtrade_totals",
    title=Text("UN Comtrade, totals by partner", "聯合國 Comtrade 各夥伴貿易總額"),
    provider=Provider(
        "comtrade",
        Text("United Nations Comtrade", "聯合國商品貿易統計資料庫"),
        "https://comtradeplus.un.org/",
        official=True,
    ),
    url="https://comtradeplus.un.org/",
    citation="United Nations Comtrade database",
    licence=Licence(
        Text(
            "free use with attribution, no bulk redistribution",
            "註明出處可自由使用，不得大量轉載",
        ),
        redistribute=False,
    ),
    hosts=("comtradeapi.un.org",),
    series=tuple(_spec(*pair) for pair in _PAIRS),
    caveats=(
        Text(
            "Mirror figures differ: the United States reports buying more from Taiwan "
            "than Taiwan reports selling to it.",
            "鏡像統計不一致：美國申報的自台進口，高於台灣申報的對美出口。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the yearly totals of both reporters from the keyless preview."""
    for reporter in ("490", "156"):
        for year in (2023, 2024):
            url = (
                "https://comtradeapi.un.org/public/v1/preview/C/A/HS"
                f"?reporterCode={reporter}&period={year}&cmdCode=TOTAL&flowCode=M,X"
            )
            yield Fetched(f"comtrade_{reporter}_{year}.json", url, get(url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the sums that were made of both years.

    Sums of any other number of records were cut off by the preview's limit of 500
    rows, and would have Taiwan sell four billion dollars to the United States.
    """
    found = False
    for row in rows(snap.name, table(snap)):
        with row:
            reporter = _REPORTERS.get(row.take("reporter_m49"), "")
            flow = row.take("flow")
            partner = _PARTNERS.get(row.take("partner_m49"), "")
            usd, records = row.number("value_usd_sum_2023_2024"), row.number("records")
            row.ignore("fetched_utc", "source_commit")
        if (reporter, flow, partner) in _PAIRS and records == _BOTH_YEARS and usd:
            found, name = True, _id(reporter, flow, partner)
            yield told(SOURCE, name, _SPAN, round(usd, 2), snap)
    if not found:
        raise ParseError(f"{snap.name}: expected sums of both years, found none")

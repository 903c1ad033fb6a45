"""What companies in Russia borrowed for the war, as Craig Kennedy estimates it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
from polemos.sources._single import SINGLE_FACTS, Single, singles

_GAIN, _GAIN_RUB, _WAR = (
    f"kennedy/credit.companies.{what}@RUS"
    for what in ("gain", "gain.rub", "war_loans.gain")
)
_HIS = Text(
    "One author's reading of the Bank of Russia's tables, from the middle of 2022, "
    "here from 1 July.",
    "單一作者依俄羅斯央行報表所作的解讀，自 2022 年年中起，此處以 7 月 1 日計。",
)
_CONTESTED = Text(
    "An estimate, which others contest: of loans that banks were made to give to arms "
    "makers on easy terms.",
    "此為推估，另有異議；指銀行奉命以優惠條件貸給軍工企業的放款。",
)


class _Told(NamedTuple):
    """A series, in the words and the unit of the rows that tell it."""

    series: str
    unit: str


_WANTED = {
    "Corporate borrowing surge": _Told(_GAIN, "bn USD"),
    "Corporate borrowing surge, roubles": _Told(_GAIN_RUB, "trn RUB"),
    "Preferential war loans, low": _Told(_WAR, "bn USD"),
    "Preferential war loans, high": _Told(_WAR, "bn USD"),
}


def _spec(name: str, unit: str, en: str, zh: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=Text(en, zh),
        unit=Unit.parse(unit),
        measure=Measure.FLOW,
        cadence=Cadence.IRREGULAR,
        basis=Basis.ESTIMATED,
        low=0,
        high=1000,
        caveats=(_HIS, *caveats),
    )


SOURCE = Source(
    id="kennedy",
    title=Text("Russia's Hidden War Debt", "俄羅斯的隱藏戰爭債務"),
    provider=Provider(
        "kennedy",
        Text("Craig Kennedy", "Craig Kennedy"),
        "https://navigatingrussia.substack.com/",
    ),
    url="https://navigatingrussia.substack.com/",
    citation="C. Kennedy, Russia's Hidden War Debt, draft and full report, 2025",
    licence=SINGLE_FACTS,
    by_hand=("kennedy.csv",),
    manual=True,
    series=(
        _spec(
            *(_GAIN, "bn USD", "What companies in Russia borrowed since mid-2022"),
            "2022 年年中以來俄羅斯企業新增借款",
        ),
        _spec(
            *(_GAIN_RUB, "trn RUB"),
            "What companies in Russia borrowed since mid-2022, in roubles",
            "2022 年年中以來俄羅斯企業新增借款（盧布）",
        ),
        _spec(
            *(_WAR, "bn USD", "Of it, loans for the war that banks were made to give"),
            "其中銀行奉命提供的戰爭放款",
            _CONTESTED,
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the front page of his letter."""
    yield Fetched("index.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read his figures; of the war loans he gives two ends and nothing between."""
    ends: dict[str, Single] = {}
    for figure in singles(snap):
        told = _WANTED.get(figure.series)
        if told is None or told.unit != figure.unit:
            raise ParseError(
                f"{figure.where}: expected one of {sorted(_WANTED)}, each in its unit"
            )
        if told.series == _WAR:
            ends[figure.series.rpartition(" ")[2]] = figure
        else:
            yield _observed(snap, told.series, figure)
    if ends:
        if ends.keys() != {"low", "high"} or ends["low"].months != ends["high"].months:
            raise ParseError(f"{snap.source} {snap.name}: expected both ends together")
        low, high = ends["low"].value, ends["high"].value
        yield _observed(snap, _WAR, ends["low"], low, high)


def _observed(
    snap: Snapshot,
    name: str,
    figure: Single,
    low: float | None = None,
    high: float | None = None,
) -> Observation:
    period = figure.months
    known_at, known_by = SOURCE.spec(name).known(period, snap)
    return Observation(
        name, period, figure.value, known_at, snap.id, low, high, known_by
    )

"""Jakub Janovsky of Oryx on Russia's armour: what is lost in all, built and left."""

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

_OUT = date(2026, 1, 24)
_CNN = date(2023, 2, 9)
_ON_CNN = (
    "https://www.cnn.com/2023/02/09/europe/"
    "1000-russian-tanks-destroyed-ukraine-war-intl-hnk-ml/index.html"
)
_URL = "https://euromaidanpress.com/2026/01/24/ifvs-and-apcs-replaced"
_AUTHOR = "J. Janovsky (Oryx)"
_ROUGH = Text(
    "Round numbers of an analyst; another telling of the same thread puts the fleet "
    "before the war at 13,800.",
    "分析者的概數；同一串文另有版本稱戰前為 13,800 輛。",
)

_UNSEEN = Text(
    'What no photograph shows is in it: "nearer 2,000", where 1,688 were confirmed.',
    "含照片未見者：原文稱「更接近 2,000 輛」，當時照片確認 1,688 輛。",
)

ROWS = (
    Row(
        *("tanks", "losses_cum", "2023-02-09", _AUTHOR),
        *("janovsky/losses.tank@RUS", _CNN),
    ),
    Row("ifv_apc", "active", "2022-02", _AUTHOR, "janovsky/active.ifv_apc@RUS", _OUT),
    Row(
        "ifv_apc", "losses_cum", "2026-01", _AUTHOR, "janovsky/losses.ifv_apc@RUS", _OUT
    ),
    Row(
        *("ifv_apc", "losses_per_year", "2025", _AUTHOR),
        *("janovsky/lost.ifv_apc@RUS", _OUT),
    ),
    Row(
        *("ifv_apc", "production_per_year", "2025", _AUTHOR),
        *("janovsky/built.ifv_apc@RUS", _OUT),
    ),
)


def _title(en: str, zh: str) -> Text:
    return Text(f"Fighting vehicles and carriers {en}", f"步兵戰鬥車與運兵車：{zh}")


_CAVEATS = (SECOND_HAND, _ROUGH)

SOURCE = Source(
    id="janovsky",
    title=Text(
        "Russia's armour: fleet, losses, production, by an analyst of Oryx",
        "俄軍裝甲車輛：車隊、損失與生產（Oryx 分析者）",
    ),
    provider=Provider(
        "janovsky", Text("Jakub Janovsky (Oryx)", "Jakub Janovsky（Oryx）"), _URL
    ),
    url=_URL,
    citation="J. Janovsky, as quoted by CNN, 9 February 2023, and by Euromaidan Press, "
    "24 January 2026",
    licence=FACTS,
    by_hand=("stocks.csv",),
    manual=True,
    series=(
        spec(
            "janovsky/losses.tank@RUS",
            Text(
                "Tanks lost in all, by an analyst of Oryx",
                "戰車實際損失（Oryx 分析者估計）",
            ),
            measure=Measure.CUMULATIVE,
            caveats=(SECOND_HAND, _UNSEEN),
        ),
        spec(
            "janovsky/active.ifv_apc@RUS",
            _title("in service", "現役"),
            caveats=_CAVEATS,
        ),
        spec(
            "janovsky/losses.ifv_apc@RUS",
            _title("lost so far, at least", "累計損失下限"),
            measure=Measure.CUMULATIVE,
            caveats=_CAVEATS,
        ),
        spec(
            "janovsky/lost.ifv_apc@RUS",
            _title("lost in a year", "全年損失"),
            measure=Measure.FLOW,
            caveats=_CAVEATS,
        ),
        spec(
            "janovsky/built.ifv_apc@RUS",
            _title("built in a year", "全年新造"),
            measure=Measure.FLOW,
            caveats=_CAVEATS,
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the pages; the figures are read from them by hand into the table."""
    yield from pages(get, {"cnn.html": _ON_CNN, "janovsky.html": _URL})


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the rows of this author from the gathered table."""
    yield from gathered(SOURCE, snap, ROWS)

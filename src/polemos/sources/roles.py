"""Russia's armour in service before the war, by the University of Tokyo's ROLES."""

from collections.abc import Iterable
from datetime import date

from polemos.core import (
    Fetched,
    Get,
    Observation,
    Provider,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._stocks import FACTS, Row, gathered, pages, spec

_YEAR_END = date(2022, 12, 31)  # the report's number gives the year and no day
_URL = "https://roles.rcast.u-tokyo.ac.jp/publication/ri2022_06"
_CLASSES = {
    "tanks": ("tank", Text("Tanks", "戰車")),
    "ifv": ("ifv", Text("Infantry fighting vehicles", "步兵戰鬥車")),
    "apc": ("apc", Text("Armoured personnel carriers", "裝甲運兵車")),
}
ROWS = tuple(
    Row(
        category,
        "active",
        "2022-02",
        "ROLES",
        f"roles/active.{what}@RUS",
        _YEAR_END,
        False,
    )
    for category, (what, _) in _CLASSES.items()
)

SOURCE = Source(
    id="roles",
    title=Text(
        "Russia's armour in service before February 2022, all services",
        "2022 年 2 月前俄羅斯各軍種現役裝甲車輛",
    ),
    provider=Provider(
        "roles",
        Text("ROLES, University of Tokyo", "東京大學 ROLES"),
        "https://roles.rcast.u-tokyo.ac.jp/",
    ),
    url=_URL,
    citation="ROLES, University of Tokyo, after The Military Balance",
    licence=FACTS,
    by_hand=("stocks.csv",),
    manual=True,
    series=tuple(
        spec(
            f"roles/active.{what}@RUS",
            Text(
                f"{word.en} in service before the war, all services",
                f"戰前現役{word.zh}（各軍種合計）",
            ),
            caveats=(
                Text(
                    "The report's number tells its year and not its day; we take the "
                    "end of 2022 as the day it was out.",
                    "報告編號僅載年份，發布日以 2022 年底計。",
                ),
            ),
        )
        for what, word in _CLASSES.values()
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page; the figures are read from it by hand into the table."""
    yield from pages(get, {"ri2022_06.html": _URL})


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the rows of this author from the gathered table."""
    yield from gathered(SOURCE, snap, ROWS)

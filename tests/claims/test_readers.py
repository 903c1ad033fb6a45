"""Sentences that first readers wrote, with what a careful one would say of them."""

from collections.abc import Callable
from datetime import date

import pytest

from polemos.article import lexicon_of
from polemos.claims import check_text
from polemos.core import end_of_day
from polemos.pipeline import World

NEWEST = date(2026, 8, 22)
THEN = "2025-02-24"
NOW = "2026-08-22"


@pytest.fixture(scope="module")
def judged(packaged: World) -> Callable[[str, str], dict[str, str]]:
    """Give of each number of a text its verdict on the day it was written."""
    view = packaged.without_models(end_of_day(NEWEST))
    lexicon, began = lexicon_of(packaged.war), packaged.war.began

    def judge(day: str, text: str) -> dict[str, str]:
        checked = check_text(text, view, lexicon, date.fromisoformat(day), began)
        rows = [r for r in checked.rows if r.counts]
        return {r.quantity.surface: r.then.verdict.value for r in rows}

    return judge


@pytest.mark.parametrize(
    ("day", "text", "verdicts"),
    [
        (NOW, "俄羅斯通膨已降到 5% 以下。", {"5% 以下": "off"}),
        (NOW, "俄羅斯通膨已跌破 5%。", {"跌破 5%": "off"}),
        (
            THEN,
            "Russia's deficit was 3.5 trillion roubles in 2024, less than the"
            " 9 trillion of 2023.",
            {"3.5 trillion roubles": "holds", "9 trillion": "off"},
        ),
        (
            THEN,
            "The key rate is 21%, higher than the 10% of December 2023.",
            {"21%": "holds", "10%": "off"},
        ),
        (NOW, "俄羅斯四月的 M2 是開戰前的三倍。", {"三倍": "off"}),
        (NOW, "俄羅斯四月的 M2 是開戰前的兩倍。", {"兩倍": "holds"}),
        (
            NOW,
            "China–Russia trade fell 6.8% to $300 billion in 2025.",
            {"6.8%": "holds", "$300 billion": "off"},
        ),
        (
            NOW,
            "俄羅斯央行關鍵利率 14%，比去年五月低了七個百分點。",
            {"14%": "holds", "七個百分點": "holds"},
        ),
        (NOW, "俄羅斯 M2 在四月比一年前多 12.3%。", {"12.3%": "holds"}),
        (
            "2025-07-20",
            "俄羅斯央行在 6 月 9 日把關鍵利率調降為 20%。",
            {"20%": "holds"},
        ),
        ("2025-09-01", "Russia gained 600 sq km in July.", {"600 sq km": "rounds"}),
        (
            NOW,
            "2025 年俄軍佔領了約 4,300 平方公里的烏克蘭領土。",
            {"約 4,300 平方公里": "holds"},
        ),
        (
            NOW,
            "Russia holds 117,000\u00a0sq\u00a0km of Ukraine.",
            {"117,000\u00a0sq\u00a0km": "holds"},
        ),
        (THEN, "The key rate of the Bank of Russia is over 21%.", {"over 21%": "off"}),
        (
            "2025-06-10",
            "The Bank of Russia cut its key rate by 100 basis points.",
            {"100 basis points": "holds"},
        ),
        (
            "2026-05-20",
            "俄國股市與 2024 年底的關鍵利率 21% 都在高點。",
            {"21%": "holds"},
        ),
        (
            NOW,
            "In 2022 most of the National Wealth Fund was liquid.",
            {"most of": "holds"},
        ),
        (
            THEN,
            "The firm's sales grew by a third, to $40 billion from $30 billion.",
            {"a third": "holds", "$40 billion": "unbound", "$30 billion": "unbound"},
        ),
        (NOW, "In the first 100 days of the war banks shut.", {}),
        (NOW, "Ten days after the invasion, banks shut.", {}),
        (
            THEN,
            "- Tanks lost: 10,250\n- 21,300 armoured vehicles lost, says Kyiv",
            {"10,250": "off", "21,300 armoured vehicles": "off"},
        ),
        (THEN, f"The key rate of Russia is {'9' * 40}%.", {f"{'9' * 40}%": "off"}),
        (NOW, "The war dead are above 2021 levels.", {}),
    ],
)
def test_a_sentence_is_judged_as_a_careful_reader_would(
    judged: Callable[[str, str], dict[str, str]],
    day: str,
    text: str,
    verdicts: dict[str, str],
) -> None:
    assert judged(day, text) == verdicts

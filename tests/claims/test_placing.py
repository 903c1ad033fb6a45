"""Which time a number is of, and which it is compared with."""

from datetime import date

import pytest

from polemos.claims import read

WRITTEN, BEGAN = date(2026, 5, 20), date(2022, 2, 24)


def times(text: str) -> dict[str, str]:
    """Give of each number its time, and behind a bar what it is compared with."""
    return {
        q.surface: "|".join(
            str(told[0].period) if told else "" for told in (q.when, q.against)
        ).rstrip("|")
        for q in read(text, WRITTEN, BEGAN).quantities
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("關鍵利率仍是 21%，M2 去年增加 19.2%。", {"21%": "", "19.2%": "2025"}),
        ("利率曾是 21%（2024 年底），後來調降。", {"21%": "2024-12"}),
        (
            "油價 4 月的 117 美元，較 3 月上漲 14%。",
            {"117 美元": "2026-04", "14%": "2026-04|2026-03"},
        ),
        (
            "Brent cost $117 in April, 14% more than in March.",
            {"$117": "2026-04", "14%": "2026-04|2026-03"},
        ),
        (
            "軍費占 4%，比全面入侵前的 2021 年高出 1.9 個百分點。",
            {"1.9 個百分點": "|2021"},
        ),
        ("與去年 5 月的高峰相比跌了四成。", {"四成": "|2025-05"}),
        ("比去年同期多 16%。", {"16%": "|2025"}),
        ("利率曾是 21%，2024 年底開始調降。", {"21%": ""}),
        ("Rates, against 14% once, are 12% since May.", {"14%": ""}),
        ("Set against a key rate of 14% in April, it is little.", {"14%": "2026-04"}),
    ],
)
def test_a_number_has_the_time_of_its_own_words(
    text: str, expected: dict[str, str]
) -> None:
    found = times(text)
    assert {k: found[k] for k in expected} == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [("1,000 days of war", 1000), ("the 1,334 days of the war", 1334)],
)
def test_a_length_may_be_told_in_thousands(text: str, days: int) -> None:
    (when,) = read(text, WRITTEN, BEGAN).whens
    assert (when.length, when.unit) == (days, "days")


def test_a_yuan_behind_the_name_of_the_currency_is_chinese() -> None:
    (fund,) = read("基金裡的人民幣只剩 1640 億元。", WRITTEN, BEGAN).quantities
    (budget,) = read("預算是 1640 億元。", WRITTEN, BEGAN).quantities
    assert (fund.unit, budget.unit) == ("CNY", "TWD")


@pytest.mark.parametrize("text", ["許多 20%", "大多 20%", "至少 20%"])
def test_more_and_less_are_no_change_of_themselves(text: str) -> None:
    (q,) = read(text, WRITTEN, BEGAN).quantities
    assert q.change == "none"

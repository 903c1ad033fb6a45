"""How far a value may be from a written number."""

from datetime import date
from decimal import Decimal

import pytest

from polemos.claims import read
from polemos.claims._fits import fits, plainly, reach_of

WRITTEN = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("19.2%", "19.18", "holds"),
        ("19.2%", "19.25", "holds"),
        ("19.2%", "19.26", "rounds"),
        ("19.2%", "19.31", "off"),
        ("36 兆盧布", "36.8e12", "rounds"),
        ("20%", "16", "off"),
        ("3,300 平方公里", "3304.56", "rounds"),
        ("3,300 平方公里", "3350", "off"),
        ("3,310 平方公里", "3304.56", "off"),
        ("500 輛戰車", "510", "off"),
        ("兩成", "24", "holds"),
        ("兩成", "28", "off"),
        ("三分之二", "71", "holds"),
        ("三分之二", "73", "off"),
        ("近 20%", "18.1", "holds"),
        ("近 20%", "21", "off"),
        ("不到 20%", "20", "off"),
        ("逾 20%", "20.01", "holds"),
        ("約 850 人", "846", "holds"),
        ("約 850 人", "860", "off"),
    ],
)
def test_a_value_is_held_to_the_digits_that_are_written(
    text: str, value: str, verdict: str
) -> None:
    (q,) = read(text, WRITTEN).quantities
    assert fits(plainly(q), Decimal(value), Decimal(0)) == verdict


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("19.2%", "0.05"),
        ("近 20%", "2"),
        ("約 20%", "2"),
        ("逾 20%", "0"),
        ("10% 至 12%", "0.5"),
        ("兩成", "5"),
    ],
)
def test_the_tolerance_told_is_the_one_that_is_used(text: str, reach: str) -> None:
    (q,) = read(text, WRITTEN).quantities
    assert reach_of(plainly(q)) == Decimal(reach)

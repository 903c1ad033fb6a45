"""How far a value may be from a written number."""

from datetime import date
from decimal import Decimal

import pytest

from polemos.claims import read
from polemos.claims._fits import fits, negated, plainly, reach_of

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


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("600 sq km", "601", "rounds"),
        ("600 sq km", "606", "off"),
        ("2,450 億美元", "2448e8", "rounds"),
        ("2,450 億美元", "2444e8", "off"),
        ("3,300.0 平方公里", "3349", "off"),
        ("20%", "18", "off"),
        ("三倍", "2.4", "off"),
        ("三倍", "2.6", "holds"),
        ("近 30,000 人", "25000", "off"),
        ("近 30,000 人", "27500", "holds"),
        ("近 30,000 人", "31000", "off"),
        ("約 30,000 人", "34000", "holds"),
        ("2 萬輛", "10233", "off"),
        ("1 兆歐元", "3498e8", "off"),
        ("9" * 40 + " 盧布", "1", "off"),
    ],
)
def test_zeros_at_the_end_are_rounding_with_two_digits_kept(
    text: str, value: str, verdict: str
) -> None:
    (q,) = read(text, WRITTEN).quantities
    assert fits(plainly(q), Decimal(value), Decimal(0)) == verdict


def test_nearly_of_a_fall_is_a_little_less_of_one() -> None:
    (q,) = read("近 10%", WRITTEN).quantities
    fall = negated(plainly(q))
    assert fits(fall, Decimal("-9.3"), Decimal(0)) == "holds"
    assert fits(fall, Decimal("-11"), Decimal(0)) == "off"


def test_what_is_exact_is_not_over_itself() -> None:
    (q,) = read("逾 21%", WRITTEN).quantities
    assert fits(plainly(q), Decimal("21.00000001"), Decimal(0)) == "off"
    assert fits(plainly(q), Decimal("21.01"), Decimal(0)) == "holds"

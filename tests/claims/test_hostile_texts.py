"""No text makes the reader fail, or take more than its share of time."""

from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest

from polemos.claims import read

WRITTEN = date(2025, 2, 24)


@pytest.fixture(scope="module")
def fuzzing(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("claims_fuzz")


SENTENCES = (
    "俄羅斯的 M2 去年年增 19.2%，自開戰以來增加逾 51 兆盧布，傷亡高達數十萬人。",
    "Russia controls less than 20% of Ukraine; M2 rose by 51 trillion roubles in 2024.",
)


def test_random_and_mutated_texts_are_read(fuzzing: ModuleType) -> None:
    fuzzing.fuzz(2_000, SENTENCES, seed=2)


def test_a_reading_that_is_wrong_is_told(fuzzing: ModuleType) -> None:
    good = read("增加 51 兆盧布", WRITTEN)
    assert fuzzing.broken("增加 51 兆盧布", good) == ""
    assert "is not what stands" in fuzzing.broken("減少 61 兆美元", good)


HOSTILE = (
    *("1", "一", "兆", "%", "$", "-", ".", ",", "，", "的", "to ", "and ", "1 ", "1,"),
    *("百分之", "三分之", "數十萬", "one ", "hundred ", "half ", "since ", "1/", "€1 "),
    *(
        "more than ",
        "of ",
        "2024 ",
        "去年",
        "「",
        "[",
        "(",
        "\n",
        "A-1 ",
        "1. ",
        "\u202e",
    ),
    *("從1到", "between 1 and ", "highest ", "超過", "最多", "3 tanks ", "１", "😀"),
)


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_a_text_of_one_piece_is_read(piece: str, fuzzing: ModuleType) -> None:
    """How its time grows is measured in bench/claims.py."""
    text = piece * (20_000 // len(piece))
    assert fuzzing.broken(text, read(text, WRITTEN, date(2022, 2, 24))) == ""


def test_a_long_line_is_read() -> None:
    line = SENTENCES[1].replace(";", ",").replace(".", ",") + " "
    text = line * (200_000 // len(line))  # bench/claims.py reads ten
    found = read(text, WRITTEN).quantities
    assert len(found) >= 2 * (200_000 // len(line))

"""A table for others to open: no cell of it is a formula to a spreadsheet."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import csv_text


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://example.org","x")',
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
    ],
)
def test_what_a_spreadsheet_would_reckon_is_kept_from_it(cell: str) -> None:
    _, (found,) = read(csv_text(["cell"], [[cell]]))
    assert found == f"'{cell}".replace("\r", "\n")


@pytest.mark.parametrize("cell", ["+2", "-0.5%", "−3", "a=b", "", "-1.6 to 2", "中文"])
def test_what_it_would_not_is_left_alone(cell: str) -> None:
    assert read(csv_text(["cell"], [[cell, "x"]]))[1][0] == cell


def test_numbers_are_no_text() -> None:
    assert csv_text(["a", "b"], [[-1.5, None]]) == "a,b\n-1.5,\n"


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_all_else_comes_back_as_it_was(row: list[str]) -> None:
    cells = [c.replace("\x00", "").replace("\r", "\n") for c in row]
    (found,) = read(csv_text(cells, []))
    assert [f.removeprefix("'") for f in found] == [c.removeprefix("'") for c in cells]

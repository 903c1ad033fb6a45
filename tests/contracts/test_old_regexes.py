"""No pattern relies on what Python 3.11 matched wrongly before 3.11.5.

Possessive and atomic groups failed there where the group backtracks, which Debian 12
still ships (gh-106052); a possessive character class is sound.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "polemos"
GROUP = re.compile(r"\(\?>|(?<!\\)\)(?:[?*+]|\{\{?\d*,\d*\}?\})\+")


def faults() -> Iterator[str]:
    for file in sorted(SRC.rglob("*.py")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if GROUP.search(line):
                yield f"{file.relative_to(SRC)}:{number}: {line.strip()}"


def test_no_group_is_possessive_or_atomic() -> None:
    assert not list(faults())


@pytest.mark.parametrize("bad", ["(?:ab?)?+", "(?:a|b)*+", "(?>ab)", "(?:a){{1,3}}+"])
def test_one_would_be_seen(bad: str) -> None:
    assert GROUP.search(bad)


@pytest.mark.parametrize("good", ["[ab]*+", "(?:ab)?", r"\)+\d++"])
def test_others_are_let_be(good: str) -> None:
    assert not GROUP.search(good)

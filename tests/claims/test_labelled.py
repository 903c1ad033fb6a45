"""Labelled claims of our own: floors for what was read, figures for the rest."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from polemos.pipeline import World

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "check.md"
# Per set: the least that each step may fall to, in percent.
FLOORS = {
    "open": {
        **{"reading recall": 96, "binding precision": 90, "binding recall": 87},
        **{"verdict": 81, "false precision": 70, "false recall": 82},
    },
    "practice_zh": {
        **{"reading recall": 93, "binding precision": 95, "binding recall": 88},
        **{"verdict": 81, "false precision": 93, "false recall": 78},
    },
    "practice_en": {
        **{"reading recall": 89, "binding precision": 88, "binding recall": 80},
        **{"verdict": 71, "false precision": 71, "false recall": 75},
    },
    "practice_more": {
        **{"reading recall": 93, "binding precision": 86, "binding recall": 72},
        **{"verdict": 67, "false precision": 66, "false recall": 73},
    },
}


@pytest.fixture(scope="module")
def scoring(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("claims_score")


@pytest.mark.parametrize("name", FLOORS)
def test_what_was_read_while_building_does_not_fall(
    packaged: World, scoring: ModuleType, name: str
) -> None:
    rates = scoring.score(packaged, scoring.labelled(name)).rates()
    fallen = {k: rates[k] for k, least in FLOORS[name].items() if rates[k] < least}
    assert not fallen


def test_the_blind_half_stands_in_the_guide_as_it_comes_out(
    packaged: World, scoring: ModuleType
) -> None:
    rates = scoring.score(packaged, scoring.labelled("blind")).rates()
    told = dict(
        re.findall(r"^\| ([a-z ]+) \| (\d+\.\d) \|", GUIDE.read_text("utf-8"), re.M)
    )
    assert told == {step: f"{rate:.1f}" for step, rate in rates.items()}

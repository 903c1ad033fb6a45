"""Labelled claims of our own: floors for the half that was read, figures of the other."""

import re
from pathlib import Path

import pytest

from polemos.pipeline import World
from scoring import labelled, score

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "check.md"
# Per set: the least that each step may fall to, in percent.
FLOORS = {
    "open": {"reading recall": 96, "binding recall": 90, "verdict": 80},
    "practice_zh": {"reading recall": 93, "binding recall": 92, "verdict": 74},
    "practice_en": {"reading recall": 89, "binding recall": 86, "verdict": 64},
}


@pytest.mark.parametrize("name", FLOORS)
def test_what_was_read_while_building_does_not_fall(
    packaged: World, name: str
) -> None:
    rates = score(packaged, labelled(name)).rates()
    assert {k: rates[k] for k in FLOORS[name]} == pytest.approx(FLOORS[name], abs=6)
    assert all(rates[k] >= least for k, least in FLOORS[name].items())


def test_the_blind_half_stands_in_the_guide_as_it_comes_out(packaged: World) -> None:
    rates = score(packaged, labelled("blind")).rates()
    told = dict(
        re.findall(r"^\| ([a-z ]+) \| (\d+\.\d) \|", GUIDE.read_text("utf-8"), re.M)
    )
    assert told == {step: f"{rate:.1f}" for step, rate in rates.items()}

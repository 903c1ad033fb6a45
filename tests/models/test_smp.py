"""The spatial model against what KTAB itself plays, to the last digit it prints."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from polemos.core import ParseError
from polemos.models.bargaining import (
    Choice,
    Meeting,
    Proposal,
    Rules,
    Spread,
    Thirds,
    Victory,
    Vote,
    play,
    table,
)
from polemos.models.score import Floats

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw" / "ktab-smp-cases"
TURNS = {
    "dummyData_3Dim": 10,
    "SOE-Pol-Comp": 27,
    "SOE-Policy": 19,
    "SOE-Competitive": 35,
    "dummyData_6Dim": 29,
    "dummyData-a040": 20,
}
# What KTAB calls each rule, and what we do.
VARIANTS: Mapping[str, Mapping[str, Rules]] = {
    "VotingRule": {
        "Binary": Rules(vote=Vote.BINARY),
        "PropBin": Rules(vote=Vote.MIXED_BINARY),
        "PropCbc": Rules(vote=Vote.MIXED_CUBIC),
        "Cubic": Rules(vote=Vote.CUBIC),
    },
    "VictoryProbModel": {
        "Square": Rules(victory=Victory.SQUARE),
        "Quartic": Rules(victory=Victory.QUARTIC),
        "Octic": Rules(victory=Victory.OCTIC),
        "Binary": Rules(victory=Victory.SURE),
    },
    "PCEModel": {
        "MarkovUniform": Rules(choice=Choice.MARKOV_UNIFORM),
        "MarkovIncentive": Rules(choice=Choice.MARKOV_INCENTIVE),
    },
    "BigRRange": {
        "Min": Rules(spread=Spread.LEAST),
        "Max": Rules(spread=Spread.GREATEST),
    },
    "BigRAdjust": {
        "None": Rules(shift=0.0),
        "Half": Rules(shift=0.5),
        "TwoThirds": Rules(shift=2 / 3),
    },
    "ThirdPartyCommit": {
        "NoCommit": Rules(thirds=Thirds.NEUTRAL),
        "FullCommit": Rules(thirds=Thirds.NEUTRAL),  # both cancel to nothing
    },
    "InterVecBrgn": {
        "S1P1": Rules(meeting=Meeting.LINEAR),
        "S2PMax": Rules(meeting=Meeting.MARGIN),
    },
    "BargnModel": {
        "InitRcvrInterp": Rules(proposal=Proposal.BOTH, ktab_compat=True),
        "PWCompInterp": Rules(proposal=Proposal.COMPROMISE, ktab_compat=True),
    },
}
# Turns that are equal, of games in which equal coalitions tie.
TIED = {("VotingRule", "Binary", "SOE-Pol-Comp"): 14}
# The first three of seven actors of an example that KTAB makes up.
EXAMPLE = """DummyData_3Dim,made up,7,3,
Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,Pstn3,Sal3,
A0,x, 102.543, 75.79, 49.53,  6.37,  5.91, 70.45, 28.15,
A1,x,  53.393, 82.72, 30.33, 73.50, 21.22, 64.00, 24.79,
A2,x, 129.643, 82.45, 48.47, 90.89, 13.55,  0.07, 34.62,
"""


@pytest.fixture(scope="module")
def raw() -> Path:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    return RAW


def _cases(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _positions(rows: list[Mapping[str, str]]) -> Floats:
    """Give positions (turns + 1, n, D) out of KTAB's long table."""
    dims = list(dict.fromkeys(r["dim"] for r in rows))
    turns, actors = (1 + max(int(r[k]) for r in rows) for k in ("turn", "actor_index"))
    out = np.full((turns, actors, len(dims)), np.nan)
    for r in rows:
        at = int(r["turn"]), int(r["actor_index"]), dims.index(r["dim"])
        out[at] = float(r["position"])
    return out


@pytest.mark.raw
@pytest.mark.parametrize("name", TURNS)
def test_a_game_is_the_one_that_ktab_plays(raw: Path, name: str) -> None:
    text = (raw / "inputs" / f"{name}.csv").read_text("utf-8")
    game = play(table(text, name))
    expected = _positions(list(_cases(raw / "expected" / f"{name}--positions.csv")))
    assert game.turns == TURNS[name]
    np.testing.assert_allclose(game.positions, expected, rtol=0, atol=1e-9)
    rows = list(_cases(raw / "expected" / f"{name}--actor-turns.csv"))
    for r in rows:
        turn, i = int(r["turn"]), int(r["actor_index"])
        if turn >= game.turns:
            continue
        assert game.risk[turn, i] == pytest.approx(float(r["risk_R"]), abs=1e-9)
        assert game.targets[turn, i] == int(r["best_target"] or -1)
        if game.targets[turn, i] >= 0:
            told = float(r["best_target_prob"]), float(r["best_target_gain"])
            ours = game.odds[turn, i], game.gains[turn, i]
            assert ours == pytest.approx(told, abs=1e-9)


@pytest.mark.raw
def test_on_one_issue_it_is_no_expected_utility_model(raw: Path) -> None:
    folder = raw.parent / "bdm-emission-standards"
    text = (folder / "ktab_smp_input_rescaled_0_100.csv").read_text("utf-8")
    game = play(table(text, "emissions"))
    rows = list(_cases(folder / "ktab_smp_expected-positions.csv"))
    assert game.turns == 6
    np.testing.assert_allclose(game.positions, _positions(rows), rtol=0, atol=1e-9)


@pytest.mark.raw
@pytest.mark.parametrize("case", ["SOE-Pol-Comp", "dummyData_3Dim"])
@pytest.mark.parametrize(
    ("rule", "value"), [(r, v) for r, values in VARIANTS.items() for v in values]
)
def test_each_rule_is_ktabs(raw: Path, case: str, rule: str, value: str) -> None:
    path = raw / "variants" / "one-at-a-time-positions.csv"
    rows = [
        r
        for r in _cases(path)
        if (r["case"], r["parameter"], r["value"]) == (case, rule, value)
    ]
    text = (raw / "inputs" / f"{case}.csv").read_text("utf-8")
    ours = play(table(text, case), VARIANTS[rule][value]).positions
    expected = _positions(rows)
    if (rule, value, case) in TIED:  # after it, rounding says which of equals is first
        until = TIED[rule, value, case]
        ours, expected = ours[:until], expected[:until]
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("proposal", [Proposal.BOTH, Proposal.COMPROMISE])
def test_the_faulty_rules_of_ktab_are_played_on_request_alone(
    proposal: Proposal,
) -> None:
    with pytest.raises(ValueError, match="ktab_compat alone"):
        Rules(proposal=proposal)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: expected a name"),
        ("a,b,2,1\nh\nA,x,1,5,50\n", "expected 2 actors, found 1"),
        ("a,b,2,1\nh\nA,x,1,5,50\nB,x,1,z,50\n", "line 4: field 4: expected a number"),
        ("a,b,2,1\nh\nA,x,1,5,50\nB,x,1,5\n", "line 4: expected 5 fields, found 4"),
        ("a,b,2,1\nh\nA,x,1,5,50\nB,x,1,5,101\n", "B: expected numbers from 0"),
        ("a,b,2,1\nh\nA,x,1,5,50\nB,x,0,5,50\n", "B: expected a capability above 0"),
        ("a,b,2,1\nh\nA,x,1,5,50\nB,x,1,5,0\n", "B: expected saliences"),
        ("a,b,2,2\nh\nA,x,1,5,50,5,50\nB,x,1,5,60,5,50\n", "found 110"),
    ],
)
def test_a_table_that_is_none_is_refused_by_its_line(text: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        table(text, "t.csv")


def test_nobody_leaves_the_scale_and_who_agree_stay() -> None:
    made = table(EXAMPLE.replace(",7,3,", ",3,3,"), "example")
    game = play(made)
    assert game.positions.min() >= 0
    assert game.positions.max() <= 100
    assert 2 <= game.turns <= 100
    one = made.positions[[0, 0, 0]]
    still = play(replace(made, positions=one))
    assert still.turns == 2
    assert still.positions[-1] == pytest.approx(one)

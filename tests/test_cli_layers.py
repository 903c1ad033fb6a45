"""The layers on the command line: the tree whole, what turned, what is refused."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos.pipeline import open_world

Run = Callable[..., tuple[int, str, str]]
FEBRUARY = ("--as-of", "2025-02-24")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("user") / "lake"
    open_world("rus-ukr", path, lambda *_: None)
    return path


@pytest.fixture
def run(command: Run, lake: Path) -> Run:
    def call(*args: str) -> tuple[int, str, str]:
        return command("layers", *args, store=lake, today="2026-11-30")

    return call


def told(done: tuple[int, str, str]) -> Any:
    code, out, err = done
    assert code == 0, err
    return json.loads(out)


def test_the_tree_is_printed_with_what_each_indicator_says(run: Run) -> None:
    code, out, err = run()
    assert code == 0, err
    lines = out.splitlines()
    assert len([line for line in lines if line.startswith("  ")]) >= 30
    (aid,) = (line for line in lines if "New American aid" in line)
    assert aid.split() == [
        *("New", "American", "aid", "in", "twelve", "months", "confirms"),
        *("0", "bn", "EUR", "2026-04", "39.66", "2025-04"),
    ]
    (arms,) = (line for line in lines if "German military spending" in line)
    assert " o " in arms
    assert "since 2026-08-15: 1 of 30 say otherwise" in lines
    assert "  China's echo of Moscow: silent -> refutes" in lines
    assert all(len(line) <= 100 for line in lines)


def test_what_turned_is_said_against_a_day(run: Run) -> None:
    code, out, err = run(*FEBRUARY, "--since", "2025-02-17")
    assert code == 0, err
    assert "since 2025-02-17: 1 of 30 say otherwise" in out
    assert "  States voting with Ukraine: silent -> confirms" in out


def test_everything_is_told_in_json(run: Run) -> None:
    whole = told(run("--format", "json"))
    assert whole["as_of"] == "2026-08-22"
    assert whole["since"] == "2026-08-15"
    (thesis,) = whole["argument"]
    counted = {"confirms": 0, "refutes": 0, "still": 0, "silent": 0}
    indicators = []
    for goal in thesis["goals"]:
        for implication in goal["implications"]:
            indicators += implication["indicators"]
    assert len(indicators) == 30
    for column in ("movement", "rhetoric"):
        for says in counted:
            below = [
                i for i in indicators if (i["column"], i["says"]) == (column, says)
            ]
            assert thesis[column][says] == len(below)
    now = [a["now"]["value"] for a in whole["accounts"]]
    assert sum(now) == pytest.approx(100)
    for account in whole["accounts"]:
        shifts = [act["shift"] for act in account["acts"]]
        assert shifts == sorted(shifts, reverse=True)
        assert all(act["why_zh"].endswith("。") for act in account["acts"])
    assert [len(t["acts"]) for t in whole["traits"]] == [15, 25, 17, 13]
    assert {w["id"] for w in whole["wars"][:3]} == {"china_japan", "korea", "donbas"}


def test_a_day_with_little_known_says_so(run: Run) -> None:
    whole = told(run("--as-of", "2022-04-15", "--format", "json"))
    assert whole["accounts"] == []
    assert whole["wars"] == []
    assert whole["brier"] is None
    assert all(t["fit"] is None for t in whole["traits"])
    code, out, _ = run("--as-of", "2022-04-15")
    assert code == 0
    assert out.count("not known yet") == 5


def test_indicators_are_rows_in_csv(run: Run) -> None:
    code, out, err = run(*FEBRUARY, "--format", "csv")
    assert code == 0, err
    rows = {r["indicator"]: r for r in csv.DictReader(StringIO(out))}
    assert len(rows) == 30
    aid, votes = rows["us_new_aid"], rows["un_backing"]
    assert (aid["says"], aid["value"], aid["on"]) == ("silent", "", "")
    assert (votes["says"], votes["said"], votes["turned"]) == (
        *("confirms", "silent", "True"),
    )
    # the vote before it is of over a year ago: no move in a year, so by its level alone
    assert (votes["value"], votes["before"], votes["before_on"]) == ("93.0", "", "")
    assert all(r["known"] <= "2025-02-24" for r in rows.values() if r["known"])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--since", "2027-01-01"], "a day to compare with up to today"),
        ([*FEBRUARY, "--since", "2025-02-24"], "before 2025-02-24, the as-of day"),
        ([*FEBRUARY, "--since", "2025-03-01"], "before 2025-02-24, the as-of day"),
        (["--as-of", "2027-01-01"], "nobody knows the future"),
    ],
)
def test_a_day_that_cannot_be_compared_with_is_refused(
    run: Run, args: list[str], words: str
) -> None:
    code, out, err = run(*args)
    assert code == 2
    assert not out
    assert words in err
    assert len(err.strip().splitlines()) == 1

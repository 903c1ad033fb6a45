"""The negotiating table on the command line, and games from a file."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.pipeline import open_world

Run = Callable[..., tuple[int, str, str]]
FEBRUARY = ("--as-of", "2025-02-24")
HEAD = (
    "id,day,until,known,actors,act,issues,weight,before,after,basis,confidence,source,"
    "url,en,zh"
)
ROW = (
    "2026-11-30-test,2026-11-30,,2026-11-30,USA,meets,talks,1,,,seen,official,"
    "The Desk,,They met.,雙方會面。"
)
TABLE = """Eggs,which end,3,2
Actor,what,Power,Eggs,Salience,Ships,Salience
Lilliput,small,60,90,40,80,30
Blefuscu,small,40,10,60,20,30
Gulliver,large,90,50,10,40,10
"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a lake that these tests may write in."""
    path: Path = tmp_path_factory.mktemp("user") / "lake"
    open_world("rus-ukr", path, lambda *_: None)
    return path


@pytest.fixture
def run(command: Run, lake: Path) -> Run:
    """Run a command as if it were `today`."""

    def call(*args: str, today: str = "2026-11-30") -> tuple[int, str, str]:
        return command(*args, store=lake, today=today)

    return call


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], str]:
    """Give `written(name, text)`: the path of a file that holds the text."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def told(done: tuple[int, str, str]) -> Any:
    code, out, err = done
    assert code == 0, err
    return json.loads(out)


def refused(done: tuple[int, str, str], *words: str) -> None:
    code, out, err = done
    assert code == 2, err
    assert not out
    assert len(err.strip().splitlines()) == 1, err
    for word in words:
        assert word in err


# -- the ledgers -----------------------------------------------------------------------


def test_positions_stand_with_their_coder_and_evidence(run: Run) -> None:
    rows = told(run("table", *FEBRUARY, "--format", "json"))
    mine = {(r["actor"], r["issue"]): r for r in rows}
    one = mine["RUS", "territory"]
    assert one["day"] == "2025-02-24"
    assert one["low"] <= one["position"] <= one["high"]
    assert (one["coder"], one["coded"]) == ("desk", "2026-11-30")
    assert one["evidence"]
    assert one["why"].endswith(".")
    sums: dict[str, float] = {}
    for (actor, _), r in mine.items():
        sums[actor] = sums.get(actor, 0.0) + r["salience"]
    assert all(total <= 1 + 1e-9 for total in sums.values())


def test_the_table_is_printed_with_the_poles_of_each_issue(run: Run) -> None:
    code, out, _ = run("table", *FEBRUARY)
    assert code == 0
    assert "as it stands" in out
    assert "territory: 0 Ukraine back in its recognised borders; 100 " in out


def test_events_are_listed_by_actor_issue_and_day(run: Run) -> None:
    ask = ("table", "events", *FEBRUARY, "--since", "2025-02-17", "--actor", "GBR")
    rows = told(run(*ask, "--format", "json"))
    assert rows
    assert all("GBR" in r["actors"].split() for r in rows)
    assert all("2025-02-17" <= r["day"] <= "2025-02-24" for r in rows)
    assert {r["basis"] for r in told(run("table", "events", "--format", "json"))} == {
        "seen",
        "recalled",
    }


def test_who_reads_a_list_never_takes_recalled_for_seen(run: Run) -> None:
    rows = told(run("table", "events", *FEBRUARY, "--format", "json"))
    code, out, _ = run("table", "events", *FEBRUARY)
    assert code == 0
    assert out.count("[recalled]") == sum(r["basis"] == "recalled" for r in rows)


def test_the_seeds_troops_were_floated_and_its_package_too(run: Run) -> None:
    rows = told(run("table", "commitments", *FEBRUARY, "--format", "json"))
    stood = {r["commitment"]: r for r in rows}
    assert stood["troops"]["stage"] == "floated"
    assert stood["troops"]["high"] == 30000
    assert stood["eu_plan"]["stage"] == "floated"
    assert stood["eu_plan"]["high"] == 7e11
    assert stood["eu_plan"]["confidence"] == "disputed"
    now = told(run("table", "commitments", "troops", "--format", "json"))
    assert {r["stage"] for r in now} == {"floated", "proposed"}


def test_a_commitment_nobody_made_is_refused(run: Run) -> None:
    refused(run("table", "commitments", "trops"), "'trops'", "did you mean troops?")


def test_rows_of_ones_own_are_added_once(
    run: Run, written: Callable[[str, str], str]
) -> None:
    mine = written("mine.csv", f"{HEAD}\n{ROW}\n")
    code, out, _ = run("table", "add", mine)
    assert (code, out) == (0, "1 row added\n")
    rows = told(run("table", "events", "--since", "2026-11-30", "--format", "json"))
    assert [r["id"] for r in rows] == ["2026-11-30-test"]
    ask = ("table", "events", "--since", "2026-11-30", "--as-of", "2026-11-29")
    assert told(run(*ask, "--format", "json")) == []
    code, out, _ = run("table", "add", mine)
    assert (code, out) == (0, "nothing was added: all was there before\n")


def test_what_was_told_is_not_edited_but_corrected(
    run: Run, written: Callable[[str, str], str]
) -> None:
    run("table", "add", written("a.csv", f"{HEAD}\n{ROW}\n"))
    edited = ROW.replace("They met.", "They parted.")
    refused(
        run("table", "add", written("b.csv", f"{HEAD}\n{edited}\n")),
        "2026-11-30-test: expected what was told before to stand",
    )
    later = edited.replace("2026-11-30,USA", "2026-12-01,USA")
    code, out, _ = run(
        *("table", "add", written("c.csv", f"{HEAD}\n{later}\n")), today="2026-12-01"
    )
    assert (code, out) == (0, "1 row added\n")
    again = edited.replace("They parted.", "They fought.")
    refused(  # the first telling stands, though a later one is in force
        run("table", "add", written("d.csv", f"{HEAD}\n{again}\n"), today="2026-12-02"),
        "2026-11-30-test: expected what was told before to stand",
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("USA", "UAS", (":3: actors: expected ", "did you mean USA", "found 'UAS'")),
        ("The Desk", "", (":3: source: expected ",)),
        ("talks", "chats", (":3: issues: expected ", "found 'chats'")),
        ("They met.", "They met 2 men.", (":3: en: expected no digit",)),
        ("meets", "greets", (":3: act: expected one of ",)),
    ],
)
def test_one_bad_row_and_nothing_is_written(
    run: Run,
    written: Callable[[str, str], str],
    old: str,
    new: str,
    words: tuple[str, ...],
) -> None:
    good = ROW.replace("-test", "-good")
    bad = written("bad.csv", f"{HEAD}\n{good}\n{ROW.replace(old, new)}\n")
    refused(run("table", "add", bad), "bad.csv", *words)
    ask = ("table", "events", "--as-of", "2026-11-30", "--format", "json")
    assert "2026-11-30-good" not in {r["id"] for r in told(run(*ask))}


def test_nothing_is_known_after_it_is_read(
    run: Run, written: Callable[[str, str], str]
) -> None:
    late = ROW.replace("2026-11-30", "2027-05-01")
    done = run("table", "add", written("late.csv", f"{HEAD}\n{late}\n"))
    refused(done, ":2: day: expected a day up to 2026-11-30")


def test_saliences_of_a_day_add_up_over_all_files(
    run: Run, written: Callable[[str, str], str]
) -> None:
    head = (
        "actor,issue,day,position,low,high,salience,salience_low,salience_high,coder,"
        "coded,evidence,en,zh\n"
    )
    row = (
        "GULF,minerals,2026-08-17,20,10,30,0.9,0.8,1,me,2026-11-30,"
        "2022-02-24-invasion,So it is.,如此。\n"
    )
    done = run("table", "add", written("p.csv", head + row))
    refused(done, ":2: salience: expected at most 1 over all issues of GULF")


def test_options_stand_behind_the_command_they_are_for(run: Run) -> None:
    refused(run("table", *FEBRUARY, "events"), "expected options behind events")


def test_a_name_that_nobody_bears_is_refused(run: Run) -> None:
    refused(run("table", "events", "--actor", "RUSS"), "'RUSS'", "did you mean RUS")
    refused(run("table", "events", "--issue", "troup"), "'troup'", "troops")


def test_the_series_of_the_table_are_traced(run: Run) -> None:
    for name in ("desk/promised.troops", "desk/state.territory", "table/mean.path"):
        code, out, err = run("trace", name, *FEBRUARY)
        assert code == 0, err
        assert "stages.csv" in out or "states.csv" in out or "positions.csv" in out


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    refused(run("table", "add", str(tmp_path / "none.csv")), "none.csv")


# -- games -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["smp", "bdm", "nash", "mean"])
def test_a_file_is_played_turn_by_turn(
    run: Run, written: Callable[[str, str], str], model: str
) -> None:
    ask = ("bargain", "run", written("t.csv", TABLE), "--model", model)
    made = told(run(*ask, "--format", "json"))
    assert made["actors"] == ["Lilliput", "Blefuscu", "Gulliver"]
    assert made["dims"] == ["Eggs", "Ships"]
    assert [t["turn"] for t in made["turns"]] == list(range(len(made["turns"])))
    assert made["turns"][0]["positions"] == [[90, 80], [10, 20], [50, 40]]
    every = np.array([t["positions"] for t in made["turns"]])
    assert every.shape[1:] == (3, 2)
    assert ((every >= 0) & (every <= 100)).all()
    if model == "mean":
        # (60·40·90 + 40·60·10 + 90·10·50) / (60·40 + 40·60 + 90·10)
        assert every[1, :, 0] == pytest.approx(50)


def test_games_are_the_same_by_their_seed(
    run: Run, written: Callable[[str, str], str]
) -> None:
    ask = (
        "bargain",
        "run",
        written("t.csv", TABLE),
        "--games",
        "300",
        "--format",
        "json",
    )
    one, same, other = (
        told(run(*ask, "--seed", seed, "--format", "json"))["games"]
        for seed in ("7", "7", "8")
    )
    assert one == same
    assert one["count"] == 300
    assert one["settled"] != other["settled"]
    for row in one["settled"]:
        assert row["low"] <= row["median"] <= row["high"]


def test_the_wars_own_table_says_what_it_hangs_on(run: Run) -> None:
    made = told(run("bargain", "run", "--war", *FEBRUARY, "--format", "json"))
    assert made["settled"][0]["issue"] == "territory"
    assert sum(r["share"] for r in made["nearest"]) == pytest.approx(100)
    assert {"unchanged", "istanbul_2022"} <= {r["settlement"] for r in made["nearest"]}
    (case,) = made["cases"]
    assert case["no change"] < case["settled"]
    assert (
        told(run("bargain", "run", "--war", "rus-ukr", *FEBRUARY, "--format", "json"))
        == made
    )


def test_the_wars_own_table_is_printed_beside_no_change(run: Run) -> None:
    code, out, _ = run("bargain", "run", "--war", *FEBRUARY)
    assert code == 0
    assert "no change is the bar" in out
    assert "who leads whom" in out
    code, out, _ = run("bargain", "run", "--war", *FEBRUARY, "--format", "csv")
    assert next(csv.reader(StringIO(out)))[:3] == ["issue", "now", "mean"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("bargain", "run"), ("expected a file or --war", "neither")),
        (("bargain", "run", "{t}", "--war"), ("found both",)),
        (
            ("bargain", "run", "{t}", "--model", "smq"),
            ("nash, mean", "'smq'"),
        ),
        (("bargain", "run", "{t}", "--games", "-1"), ("--games", "-1")),
        (("bargain", "run", "{none}"), ("none.csv",)),
        (("bargain", "run", "{bad}"), ("bad.csv: line 3: field 4", "'ninety'")),
        (("bargain", "run", "--war", "nowhere"), ("'nowhere'",)),
        (("bargain", "run", "--war", "--games", "9"), ("--games", "with --war")),
        (("bargain", "run", "{t}", "--as-of", "2025-01-01"), ("--as-of",)),
        (("bargain", "run", "{t}", "--model", "mean", "--games", "9"), ("smp",)),
        (("bargain", "run", "{t}", "--games", "9", "--seed", f"{2**64}"), ("--seed",)),
        (("bargain", "run", "{twice}"), ("'Lilliput' twice",)),
        (("bargain", "run", "{headless}"), ("expected a head",)),
        (("bargain", "run", "{more}"), ("expected 3 actors, found 4",)),
    ],
)
def test_what_cannot_be_played_is_refused(
    run: Run,
    written: Callable[[str, str], str],
    args: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    files = {
        "t": written("t.csv", TABLE),
        "bad": written("bad.csv", TABLE.replace("60,90", "60,ninety")),
        "none": "none.csv",
        "twice": written("twice.csv", TABLE.replace("Blefuscu", "Lilliput")),
        "headless": written("h.csv", TABLE.replace("Actor,what,Power", "A,b,5")),
        "more": written("more.csv", TABLE + "Yahoo,wild,1,2,3,4,5\n"),
    }
    refused(run(*(a.format(**files) for a in args)), *words)

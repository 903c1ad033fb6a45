"""The home desk on the command line, by its own name and by that of home."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.pipeline import World

Run = Callable[..., tuple[int, str, str]]
FEBRUARY = ("--as-of", "2025-02-24")
CALLED = wars.load("rus-ukr").role("home").name.en.lower()


@pytest.fixture
def run(command: Run, packaged: World) -> Run:
    """Run a command on the packaged figures as if it were a day."""

    def call(*args: str, today: str = "2026-12-01") -> tuple[int, str, str]:
        return command(*args, store=packaged.store.lake.path, today=today)

    return call


KEPT: dict[tuple[str, ...], Any] = {}  # an outlook takes seconds


def told(run: Run, *args: str) -> Any:
    if args not in KEPT:
        code, out, err = run(*args, "--format", "json")
        assert code == 0, err
        KEPT[args] = json.loads(out)
    return KEPT[args]


@pytest.mark.parametrize("day", ["2025-02-24", "2026-08-22"])
def test_it_answers_to_the_name_of_home(run: Run, day: str) -> None:
    rows = told(run, CALLED, "--as-of", day)
    assert {row["part"] for row in rows} == {
        *("exposure", "promise", "scenario", "effect", "expected", "asked", "option"),
        "deal",
    }
    chances = [r["value"] for r in rows if r["part"] == "scenario"]
    assert sum(chances) == pytest.approx(100)
    for r in rows:
        if r["part"] in ("effect", "asked"):
            assert r["low"] <= r["value"] <= r["high"]
            assert r["why"].endswith(".")
            assert r["why_zh"].endswith("。")


def test_the_backlog_and_its_age_are_known_once_the_register_tells(run: Run) -> None:
    def exposed(day: str) -> dict[str, Any]:
        rows = told(run, CALLED, "--as-of", day)
        return {r["id"]: r["value"] for r in rows if r["part"] == "exposure"}

    assert not {"age", "backlog", "ordered"} & exposed("2025-02-24").keys()
    now = exposed("2026-08-22")
    assert now["age"] == pytest.approx(4.87, abs=0.005)
    assert now["ordered"] - now["delivered"] == pytest.approx(now["backlog"])


def test_csv_says_what_json_does_by_either_name(run: Run) -> None:
    code, out, err = run("home", *FEBRUARY, "--format", "csv")
    assert code == 0, err
    rows = list(csv.DictReader(StringIO(out)))
    found = told(run, CALLED, *FEBRUARY)
    assert [r["series"] for r in rows] == [r["series"] for r in found]
    assert [float(r["value"]) for r in rows] == [r["value"] for r in found]


def test_a_screen_shows_a_table_for_each_part(run: Run) -> None:
    code, out, _ = run(CALLED, *FEBRUARY)
    assert code == 0
    for head in ("exposure", "promised to home", "scenario", "option", "effects:"):
        assert any(line.startswith(head) for line in out.splitlines())
    assert max(map(len, out.splitlines())) < 160


def test_another_name_is_no_command(run: Run) -> None:
    code, _, err = run(CALLED[:-1])
    assert code == 2
    assert f"No such command '{CALLED[:-1]}'" in err


def test_a_war_that_is_not_there_is_named(run: Run) -> None:
    code, out, err = run(CALLED, "--war", "nowhere")
    assert (code, out) == (2, "")
    assert "expected the id of a war" in err


def renamed(folder: Path, name: str) -> str:
    """Lay our war out anew, with home under another name."""
    file = folder / "rus-ukr.toml"
    home = Path(wars.__file__).parent
    text = (home / "rus-ukr.toml").read_text("utf-8")
    was = f'name = {{ en = "{CALLED.title()}"'
    assert was in text
    file.write_text(text.replace(was, f'name = {{ en = "{name}"'), "utf-8")
    (folder / "rus-ukr").symlink_to(home / "rus-ukr")
    return str(file)


def test_another_war_calls_home_by_its_own_name(run: Run, tmp_path: Path) -> None:
    war = renamed(tmp_path, "Boria")
    found = told(run, "boria", "--war", war, *FEBRUARY)
    assert found == told(run, CALLED, *FEBRUARY)
    code, out, err = run(CALLED, f"--war={war}", *FEBRUARY)
    assert (code, out) == (2, "")
    assert f"expected home or boria, found {CALLED}" in err


def test_help_lists_it_and_loads_no_war() -> None:
    script = (
        "import sys\n"
        "from polemos.cli import app\n"
        "try:\n    app(['--help'], prog_name='polemos')\n"
        "except SystemExit:\n    pass\n"
        "print('loaded', any(m in sys.modules for m in ('polemos.wars', 'numpy')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "  home " in done.stdout
    assert "loaded False" in done.stdout

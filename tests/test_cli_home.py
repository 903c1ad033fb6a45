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

    def call(*args: str, today: str = "2026-11-30") -> tuple[int, str, str]:
        return command(*args, store=packaged.store.lake.path, today=today)

    return call


def told(done: tuple[int, str, str]) -> Any:
    code, out, err = done
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("day", ["2025-02-24", "2026-08-22"])
def test_it_answers_to_the_name_of_home(run: Run, day: str) -> None:
    ask = ("--as-of", day, "--format", "json")
    rows = told(run(CALLED, *ask))
    assert rows == told(run("home", *ask))
    parts = {row["part"] for row in rows}
    assert parts == {
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
    def exposed(*ask: str) -> dict[str, Any]:
        rows = told(run(CALLED, *ask, "--format", "json"))
        return {r["id"]: r["value"] for r in rows if r["part"] == "exposure"}

    assert not {"age", "backlog", "ordered"} & exposed(*FEBRUARY).keys()
    now = exposed("--as-of", "2026-08-22")
    assert now["age"] == pytest.approx(4.87, abs=0.005)
    assert now["ordered"] - now["delivered"] == pytest.approx(now["backlog"])


def test_csv_says_what_json_does(run: Run) -> None:
    code, out, _ = run("home", *FEBRUARY, "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(StringIO(out)))
    found = told(run("home", *FEBRUARY, "--format", "json"))
    assert [r["series"] for r in rows] == [r["series"] for r in found]


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
    ask = ("--war", war, *FEBRUARY, "--format", "json")
    assert told(run("boria", *ask)) == told(run("home", *ask))
    code, out, err = run(CALLED, *ask)
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

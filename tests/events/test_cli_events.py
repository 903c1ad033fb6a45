"""Events on the command line: taken in, counted by day, and told by the week."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from polemos.events import EventLake, week_of

Run = Callable[..., tuple[int, str, str]]
TODAY = "2031-10-15"


@pytest.fixture
def run(command: Run, filled: EventLake, tmp_path: Path) -> Run:
    """Call the command over a store beside the thirty weeks of events."""
    (tmp_path / "events").symlink_to(filled.path)

    def call(*args: str) -> tuple[int, str, str]:
        return command("events", *args, store=tmp_path, today=TODAY)

    return call


def told(done: tuple[int, str, str]) -> list[dict[str, object]]:
    code, out, err = done
    assert code == 0, err
    return list(json.loads(out))


def test_weeks_of_a_pair_are_told_with_every_index(run: Run) -> None:
    rows = told(run("weeks", "lil-ble", "--format", "json"))
    assert len(rows) == 30
    assert list(rows[0]) == [
        *("week", "events", "goldstein", "conflict", "balance", "volume")
    ]
    assert [r["week"] for r in rows[:2]] == ["2031-03-03", "2031-03-10"]
    assert rows[0]["conflict"] is None  # too little was known by then
    assert 0 < float(str(rows[29]["conflict"])) < 1
    early = told(run("weeks", "LIL-BLE", "--as-of", "2031-05-04", "--format", "json"))
    assert early == rows[:9]  # what was told of a week stands


def test_turns_are_told_beside_placebos(run: Run) -> None:
    code, out, err = run("turns", "LIL-BLE")
    assert code == 0, err
    assert out.split()[:5] == ["week", "towards", "size", "chance", "placebo"]


def test_files_are_taken_in_and_counted(
    command: Run, tmp_path: Path, write: Callable[..., bytes]
) -> None:
    noon = "2031-03-03T12:00:00+00:00"
    good = tmp_path / "20310303120000.export.CSV.zip"
    good.write_bytes(write([{"known": noon}]))
    lake = {"store": tmp_path / "lake", "today": TODAY}
    code, out, err = command("events", "load", str(good), **lake)
    assert code == 0, err
    assert out.splitlines()[1].split() == ["2031-03-03", "1", "0", "0", "1", "0"]
    bad = tmp_path / "20310303121500.export.CSV.zip"
    bad.write_bytes(b"<html>")
    code, out, err = command("events", "load", str(bad), **lake)
    assert code == 1
    assert "polemos: held aside: 2031-03-03 12:15: expected" in err
    assert out.splitlines()[1].split() == ["2031-03-03", "1", "0", "1", "1", "0"]
    week = ("--since", "2031-03-01", "--until", "2031-03-05", "--format", "json")
    rows = told(command("events", "health", *week, **lake))
    assert [(r["day"], r["held"]) for r in rows] == [("2031-03-03", 1)]


WRONG = {
    ("weeks", "RUSUKR"): "expected a pair such as RUS-UKR, found 'RUSUKR'",
    ("weeks", "LIL-XXX"): "LIL-XXX: expected events of the pair, found none",
    ("weeks", "LIL-BLE", "--as-of", "2029-01-01"): "expected events from 2026-01-01",
    ("weeks", "LIL-BLE", "--engine", "http://x"): "the address of Spark Connect",
    ("weeks", "LIL-BLE", "--layout", "gkg"): "expected a layout of gdelt1, gdelt2",
    ("update", "--since", "2031-10-16"): "expected --since up to 2031-10-15",
}


@pytest.mark.parametrize("args", WRONG)
def test_what_cannot_be_told_is_refused_in_one_line(
    args: tuple[str, ...], run: Run
) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert WRONG[args] in " ".join(err.split())


def test_the_thirty_weeks_are_those_of_their_days(filled: EventLake) -> None:
    first = date(2031, 3, 3)
    assert len(filled.files()) == 210
    assert week_of(first + timedelta(days=209)) - week_of(first) == 29

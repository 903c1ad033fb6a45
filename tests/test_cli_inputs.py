"""A war's row without what a model reads is refused in words, not by a traceback."""

import shutil
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from polemos.pipeline import World
from polemos.run import main

Show = Callable[[str, str, str], tuple[object, str, str]]


@pytest.fixture
def show(
    tmp_path: Path,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Show:
    """Give `show(table, gone, series)`, where a table of the war lacks a text."""

    def call(table: str, gone: str, series: str) -> tuple[object, str, str]:
        wars = Path(str(files("polemos.wars")))
        war = shutil.copy(wars / "rus-ukr.toml", tmp_path)
        shutil.copytree(wars / "rus-ukr", tmp_path / "rus-ukr")
        file = tmp_path / "rus-ukr" / "forecasts" / table
        whole = file.read_text("utf-8")
        assert gone in whole
        file.write_text(whole.replace(gone, "", 1), "utf-8")
        ask = ("series", "show", series, "--war", str(war), "--as-of", "2026-08-22")
        monkeypatch.setattr(sys, "argv", ["polemos", *ask])
        monkeypatch.setenv("POLEMOS_STORE", str(world.store.lake.path))
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(
    ("table", "gone", "asked", "expected"),
    [
        (
            "finance.toml",
            'money = "cbr/money.m2@RUS"\n',
            "forecast/inflation@RUS",
            "target 'inflation@RUS', inputs: expected money, found nothing",
        ),
        (
            "finance.toml",
            "stock = 4100, cutoff = 59, ",
            "forecast/nwf.liquid@RUS",
            "target 'nwf.liquid@RUS', inputs.rule: expected stock, found nothing",
        ),
        (
            "losses.toml",
            'photographed = ["oryx/losses.tank@RUS"]\n',
            "estimate/fleet.tank@RUS",
            "subject 'tank@RUS', inputs: expected photographed, found nothing",
        ),
    ],
)
def test_a_missing_input_is_named_with_its_row(
    show: Show, table: str, gone: str, asked: str, expected: str
) -> None:
    code, out, err = show(table, gone, asked)
    assert (code, out) == (2, "")
    (line,) = err.strip().splitlines()
    assert f"{expected}; give it there, or take out of the row what reads it" in line

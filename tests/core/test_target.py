"""A row of a war's table that no question can be made of is refused, with the key."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.core import Subject, Target, WarError

ROW = """
id = "eggs@LIL"
title = { en = "Eggs", zh = "蛋" }
series = "gulliver/eggs@LIL"
how = "change"
horizons = ["4w"]
lag = 3
slack = 0
stale = 14
models = ["bootstrap"]
baseline = "negbin"
above = [50]
"""


def row(old: str = "", new: str = "") -> dict[str, Any]:
    assert old in ROW
    return tomllib.loads(ROW.replace(old, new))


def test_a_right_row_is_read() -> None:
    assert Target.parse(row()).above == (50.0,)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("lag = 3\n", "", "expected lag, found nothing"),
        ("lag = 3", "lag = 3\nhue = 1", "found 'hue'"),
        ("lag = 3", 'lag = "3"', "expected lag to be a whole number, found '3'"),
        ("lag = 3", "lag = true", "expected lag to be a whole number, found True"),
        ("lag = 3", "lag = 1.5", "expected lag to be a whole number, found 1.5"),
        ("lag = 3", "lag = 0", "found 0"),
        ("lag = 3", "lag = 9999999999", "found 9999999999"),
        ("slack = 0", "slack = -1", "found -1"),
        ('["4w"]', '["0w"]', "expected a horizon like 13w or 12m, found '0w'"),
        ('["4w"]', '["13x"]', "found '13x'"),
        ('["4w"]', '["99999w"]', "found '99999w'"),
        ('["4w"]', "[4]", "expected a horizon like 13w or 12m, found 4"),
        ('["4w"]', '"4w"', "expected horizons to be a list, found '4w'"),
        ('["4w"]', "[]", "expected horizons to be one or more, each once, found []"),
        ('["4w"]', '["4w", "4w"]', "each once"),
        ('["bootstrap"]', "[]", "expected models to be one or more"),
        ('"negbin"', '"bootstrap"', "expected baseline to be none of the models"),
        ('"negbin"', '["negbin"]', "expected baseline to be text"),
        ('"bootstrap"', '["bootstrap"]', "expected models to hold text"),
        ("[50]", '["much"]', "much"),
        ("[50]", "[nan]", "expected above to be numbers"),
        ("[50]", "50", "expected above to be a list, found 50"),
        ('"eggs@LIL"', '"../eggs@LIL"', "expected id to be a name like"),
        ('"eggs@LIL"', '"eggs"', "expected id to be a name like"),
        ('"eggs@LIL"', "3", "expected id to be text, found 3"),
        (', zh = "蛋"', "", "zh"),
        ('"change"', '"leap"', "leap"),
        ("lag = 3", 'lag = 3\nsince = "2024"', "expected since to be a day"),
        ("lag = 3", "lag = 3\ninputs = 3", "expected inputs to be a table"),
    ],
)
def test_a_wrong_row_is_refused_by_its_key(old: str, new: str, told: str) -> None:
    with pytest.raises(WarError, match=re.escape(told)) as error:
        Target.parse(row(old, new))
    assert "target" in str(error.value)


def test_a_subject_is_refused_by_its_key() -> None:
    right = {"id": "hens@LIL", "noun": {"en": "hens", "zh": "母雞"}}
    with pytest.raises(WarError, match="expected estimator, found nothing"):
        Subject.parse(right | {"inputs": {}})
    with pytest.raises(WarError, match="expected id to be text, found 1"):
        Subject.parse({**right, "id": 1, "estimator": "depots", "inputs": {}})


@pytest.mark.parametrize(
    "table",
    [
        "target = 3",
        'target = ["eggs"]',
        "[target]\nid = 1",
        f"[[target]]{ROW}subject = []",
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "lilliput" / "forecasts").mkdir(parents=True)
    tiny = Path(__file__).parents[1] / "worlds" / "tiny" / "lilliput.toml"
    home = tmp_path / "lilliput.toml"
    home.write_bytes(tiny.read_bytes())
    file = tmp_path / "lilliput" / "forecasts" / "eggs.toml"
    file.write_text(table, "utf-8")
    with pytest.raises(WarError, match="expected"):
        wars.outlook(wars.load(str(home)))


def test_what_an_editor_leaves_behind_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "lilliput" / "forecasts").mkdir(parents=True)
    tiny = Path(__file__).parents[1] / "worlds" / "tiny" / "lilliput.toml"
    home = tmp_path / "lilliput.toml"
    home.write_bytes(tiny.read_bytes())
    (tmp_path / "lilliput" / "forecasts" / ".eggs.toml.swp").write_bytes(b"\xff\x00")
    assert wars.outlook(wars.load(str(home))) == ((), ())


INPUTS = {"money": "bank/money@LIL", "rule": {"stock": 4100, "off": {"years": 0.1}}}


def test_an_input_that_a_model_misses_is_named_with_its_row() -> None:
    """And those that it may do without are asked for as of any table."""
    subject = {"id": "hens@LIL", "noun": {"en": "hens", "zh": "母雞"}, "estimator": "x"}
    for what, inputs in (
        ("target 'eggs@LIL'", Target.parse(row() | {"inputs": INPUTS}).inputs),
        ("subject 'hens@LIL'", Subject.parse(subject | {"inputs": INPUTS}).inputs),
    ):
        assert inputs == INPUTS
        assert repr(inputs) == repr(INPUTS)  # by which a backtest is named
        assert inputs["rule"]["off"]["years"] == 0.1
        for part, told, asked in (
            ("", "oil", inputs),
            (".rule", "cutoff", inputs["rule"]),
            (".rule.off", "stock", inputs["rule"]["off"]),
        ):
            words = f"{what}, inputs{part}: expected {told}, found nothing; give it"
            with pytest.raises(WarError, match=re.escape(words)):
                asked[told]
            assert asked.get(told) is None
            assert told not in asked


def test_an_input_is_named_by_the_target_that_a_row_was_turned_into() -> None:
    old = Target.parse(row() | {"inputs": INPUTS})
    new = replace(old, id="milk@LIL", inputs={**old.inputs, "more": {}})
    with pytest.raises(WarError, match=r"target 'milk@LIL', inputs\.more: expected x,"):
        new.inputs["more"]["x"]

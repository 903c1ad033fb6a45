"""A war's negotiating table: its agenda is read, or refused by table and key."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.core import Agenda, Matter, Text, Unit, War, WarError

AGENDA = """
edited = 2032-06-01
players = ["LIL", "BLE"]

[[issue]]
id = "eggs"
name = { en = "eggs", zh = "蛋" }
low = { en = "big end", zh = "大端" }
high = { en = "little end", zh = "小端" }

[[lane]]
name = { en = "The shore", zh = "海岸" }
actors = ["GUL"]

[topics]
rope = { en = "rope", zh = "繩索" }

[settlements]
truce = { en = "the truce", zh = "停戰" }

[actors]
LIL = { en = "Lilliput", zh = "小人國" }
BLE = { en = "Blefuscu", zh = "布國" }
GUL = { en = "Gulliver", zh = "格列佛" }
"""
COMMITMENTS = """
[fleet]
name = { en = "the fleet", zh = "艦隊" }
actors = ["BLE"]
to = ["LIL", "GUL"]
matter = "weapons"
unit = "bn ships"
"""


def parse(old: str = "", new: str = "") -> Agenda:
    text = AGENDA + "#\n" + COMMITMENTS
    assert text.count(old) == 1 or not old
    agenda, _, commitments = text.replace(old, new, 1).partition("#\n")
    return Agenda.parse(tomllib.loads(agenda), tomllib.loads(commitments), "lil/table")


def test_a_right_agenda_is_read() -> None:
    found = parse()
    assert found.players == ("LIL", "BLE")
    assert found.issues["eggs"].low == Text("big end", "大端")
    assert found.about("eggs") == Text("eggs", "蛋")
    assert found.about("rope") == Text("rope", "繩索")
    assert found.named(["LIL", "GUL"]) == Text("Lilliput, Gulliver", "小人國、格列佛")
    fleet = found.commitments["fleet"]
    assert (fleet.actors, fleet.to) == (("BLE",), ("LIL", "GUL"))
    assert (fleet.matter, fleet.unit) == (Matter.WEAPONS, Unit("ships", 9))


def test_a_promise_of_nothing_that_counts_has_no_unit() -> None:
    assert parse('unit = "bn ships"\n').commitments["fleet"].unit is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("edited = 2032-06-01\n", "", "expected edited, found nothing"),
        ("2032-06-01", '"June"', "expected edited to be a day, found 'June'"),
        ("edited", "hue = 1\nedited", "found 'hue'"),
        ('"LIL", "BLE"]', '"BLEE"]', "players: expected actors of the agenda, found"),
        ('"LIL", "BLE"]', '"LLI"]', "found 'LLI'; did you mean LIL?"),
        ('"LIL", "BLE"]', '["LIL"]]', "players: expected actors of the agenda, found"),
        ('"LIL", "BLE"]', '"LIL", "LIL"]', "players: expected 'LIL' once, found it tw"),
        ('["LIL", "BLE"]', '"LIL"', "expected players to be names of actors, found"),
        ('id = "eggs"\n', "", "issue None: expected id, found nothing"),
        (
            'low = { en = "big end", zh = "大端" }\n',
            "",
            "issue 'eggs': expected low, f",
        ),
        ('id = "eggs"', 'id = "rope"', "issues and topics: expected 'rope' once, fou"),
        (', zh = "蛋"', "", "issue 'eggs': expected words in both languages, found {"),
        ('zh = "蛋"', 'zh = "双"', "issue 'eggs': expected words in both languages"),
        (', zh = "繩索"', "", "topics.rope: expected words in both languages, found"),
        ('{ en = "the truce", zh = "停戰" }', "3", "settlements.truce: expected words"),
        (
            '["GUL"]\n\n[t',
            '["G"]\n\n[t',
            "lane: expected actors of the agenda, found 'G",
        ),
        ('["BLE"]\nto', '["BEL"]\nto', "commitment 'fleet': actors: expected actors"),
        ('to = ["LIL", "GUL"]', 'to = ["X"]', "commitment 'fleet': to: expected actor"),
        ('to = ["LIL", "GUL"]\n', "", "commitment 'fleet': expected to, found nothing"),
        ('"weapons"', '"eggs"', "commitment 'fleet': expected matter to be one of mon"),
        ("[fleet]", "hue = 1\n[fleet]", "commitment 'hue': expected a table, found 1"),
        ("unit =", "hue =", "commitment 'fleet': expected name, actors, to, matter, u"),
    ],
)
def test_a_wrong_agenda_is_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(WarError, match=re.escape(told)) as refused:
        parse(old, new)
    assert str(refused.value).startswith("lil/table: ")


def test_an_issue_that_is_no_table_is_refused() -> None:
    raw = tomllib.loads(AGENDA) | {"issue": ["eggs"]}
    with pytest.raises(WarError, match="issue 'eggs': expected a table, found 'eggs'"):
        Agenda.parse(raw, {}, "lil/table")


# -- in a war's folder -----------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = Path(str(wars.__file__)).parent
    named = (home / "rus-ukr.toml").read_text("utf-8")
    (tmp_path / "lil.toml").write_text(named, "utf-8")
    (tmp_path / "lil" / "table").mkdir(parents=True)
    return tmp_path


def load(home: Path) -> War:
    return wars.load(str(home / "lil.toml"))


def test_a_war_without_a_table_has_no_agenda(home: Path) -> None:
    (home / "lil" / "table").rmdir()
    assert wars.agenda(load(home)) is None


def test_a_war_with_a_table_has_its_agenda_and_its_ledgers(home: Path) -> None:
    table = home / "lil" / "table"
    (table / "agenda.toml").write_text(AGENDA, "utf-8")
    (table / "commitments.toml").write_text(COMMITMENTS, "utf-8")
    for name in ("stages.csv", "events.csv", "notes.md"):
        (table / name).write_bytes(name.encode())
    found = wars.agenda(load(home))
    assert found is not None
    assert set(found.commitments) == {"fleet"}
    assert wars.ledgers(load(home)) == {
        "table/events.csv": b"events.csv",
        "table/stages.csv": b"stages.csv",
    }


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "agenda.toml"),
        ({"agenda.toml": AGENDA}, "commitments.toml, found nothing"),
        ({"agenda.toml": "x", "commitments.toml": ""}, "expected a table, found"),
    ],
)
def test_half_a_table_is_refused(files: dict[str, Any], told: str, home: Path) -> None:
    for name, text in files.items():
        (home / "lil" / "table" / name).write_text(text, "utf-8")
    with pytest.raises(WarError, match=told):
        wars.agenda(load(home))


def test_the_packaged_war_follows_a_table() -> None:
    war = wars.load("rus-ukr")
    agenda = wars.agenda(war)
    assert agenda is not None
    placed = [name for lane in agenda.lanes for name in lane.actors]
    assert sorted(placed) == sorted(set(placed))
    assert {"table/events.csv", "table/stages.csv"} <= set(wars.ledgers(war))

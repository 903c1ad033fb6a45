"""Another war by configuration: from raw files to an edition, whole."""

import csv
import hashlib
import sys
from datetime import date
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader

from polemos import report
from polemos.core import Verdict, end_of_day
from polemos.pipeline import World, trace
from polemos.report import Edition
from polemos.report._section import all_sections

TINY = Path(__file__).parent / "tiny"
DAY = date(2020, 2, 3)


def load() -> object:
    sys.path.insert(0, str(TINY))
    try:
        import world
    finally:
        sys.path.pop(0)
    return world


tiny = load()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return tiny.build(tmp_path_factory.mktemp("lake"))  # type: ignore[attr-defined,no-any-return]


def edition(world: World, day: date) -> Edition:
    moment = end_of_day(day)
    templates = ChoiceLoader(
        [
            FileSystemLoader(TINY / "sections"),
            PackageLoader("polemos.report", "sections"),
        ]
    )
    return report.build(
        world.view(moment),
        world.war,
        world.store.digest(moment),
        sections=[tiny.eggs, all_sections()["claims"]],  # type: ignore[attr-defined]
        templates=templates,
    )


def text(made: Edition, lang: str) -> str:
    words = []
    for block in made.documents[lang].blocks:  # type: ignore[index]
        for attr in ("inline", "title"):
            words += [r.text for r in getattr(block, attr, ())]
        for item in getattr(block, "items", ()):
            words += [r.text for r in item]
    return "".join(words)


def test_an_edition_of_another_war_is_written_whole(world: World) -> None:
    made = edition(world, DAY)
    assert not made.left_out
    assert "小人國軍占布國的33.3%" in text(made, "zh").replace(" ", "")
    assert "Lilliputian forces hold 33.3% of Blefuscu" in text(made, "en")
    assert {f.verdict for f in made.findings} == {Verdict.HOLDS}


def test_the_court_s_count_of_the_day_is_not_known_that_day(world: World) -> None:
    """It is released a day late, so the edition of the day knows the week before."""
    view = world.view(end_of_day(DAY))
    assert view.series("court/losses.ship@BLE").last().value == 34
    assert len(view.cells("control.gulliver@LIL", DAY)) == 14


def test_two_runs_give_the_same_bytes(world: World, tmp_path: Path) -> None:
    hashes = []
    for run in ("a", "b"):
        made = edition(world, DAY)
        with report.plates() as drawn:
            paths = report.write(made, tmp_path / run, drawn)
        hashes.append(
            {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
        )
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 5


def test_every_printed_number_is_in_the_table_beside_it(
    world: World, tmp_path: Path
) -> None:
    made = edition(world, DAY)
    with report.plates() as drawn:
        report.write(made, tmp_path, drawn)
    with (tmp_path / "claims.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == len(made.findings) > 10
    assert {row["verdict"] for row in listed} == {"holds"}


def test_a_number_is_walked_back_to_the_bytes(world: World) -> None:
    found = trace(world, end_of_day(DAY), "polemos/territory.held.share@LIL:2020-02-03")
    (row,) = found["evidence"]
    raw = (TINY / "raw" / "map.csv").read_bytes()
    assert row["sha256"] == hashlib.sha256(raw).hexdigest()
    assert world.store.raw(row["sha256"]) == raw
    assert row["value"] == 333.4

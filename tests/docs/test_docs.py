"""What the pages say is there is there, and what is there is on the pages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from polemos import ledger, models, wars
from polemos.cli import app
from polemos.indicators import all_indicators
from polemos.report._section import all_sections
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = ["README.md", "README.zh-TW.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PAGES = sorted(
    [ROOT / name for name in WRITTEN]
    + [p for p in DOCS.rglob("*.md") if "_build" not in p.parts]
)
ADRS = [p for p in PAGES if re.match(r"\d{3}-", p.name)]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
FLAGS = re.DOTALL | re.MULTILINE
TEST_FILE = re.compile(r"`(tests/[\w/]+\.py)`")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for word, sub in getattr(command, "commands", {}).items():
        yield from commands(sub, (*words, word))


COMMANDS = set(commands(typer.main.get_command(app)))
HOME = wars.load("rus-ukr").role("home").name.en.lower()  # a name of `home` too
NAMED = {*COMMANDS, (HOME,)}
GROUPS = {words[:1] for words in COMMANDS if len(words) > 1}
every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@every_page
def test_links_between_pages_resolve(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).is_file(), target


@every_page
def test_a_picture_is_there_and_says_what_it_shows(page: Path) -> None:
    for words, target in PICTURE.findall(page.read_text("utf-8")):
        assert words
        assert (page.parent / target).is_file(), target


@every_page
def test_every_test_that_is_named_exists(page: Path) -> None:
    for target in TEST_FILE.findall(page.read_text("utf-8")):
        assert (ROOT / target).is_file(), target


@pytest.mark.parametrize("page", ADRS, ids=name_of)
def test_a_decision_names_the_test_that_keeps_it(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.match(rf"# {page.name[:3]} ", text), "expected its number in its title"
    _, _, keeper = text.partition("## The test that keeps it")
    assert TEST_FILE.search(keeper)
    assert len(text.splitlines()) < 90, "expected one page"


def test_decisions_are_numbered_once_and_without_a_gap() -> None:
    numbers = sorted(int(p.name[:3]) for p in ADRS)
    assert numbers == list(range(1, len(ADRS) + 1))


def typed(page: Path) -> Iterator[list[str]]:
    """Give what a reader would type: the code of a page, line by line, in words."""
    for fenced, span in CODE.findall(page.read_text("utf-8")):
        for line in (fenced or span).splitlines():
            words = line.removeprefix("$ ").partition("#")[0].split()
            if words[:2] == ["./run", "polemos"]:
                yield words[1:]
            elif words and words[0] in ("./run", "polemos"):
                yield words


@every_page
def test_every_task_and_command_that_is_named_exists(page: Path) -> None:
    tasks = re.findall(r"^  (\w+)\) ", (ROOT / "run").read_text("utf-8"), re.MULTILINE)
    for head, *words in typed(page):
        named = [w for w in words if w.isalpha() and w.islower()]
        if head == "./run" and named:
            assert named[0] in (*tasks, "help"), words
        elif named:
            first, both = tuple(named[:1]), tuple(named[:2])
            assert (both if first in GROUPS else first) in NAMED, words


def test_the_reference_has_every_source_indicator_section_and_command() -> None:
    def reference(name: str) -> str:
        return (DOCS / "reference" / f"{name}.md").read_text("utf-8")

    for source, module in all_sources().items():
        assert f"\n## {source}\n" in reference("sources"), source
        for spec in module.SOURCE.series:
            assert f"| `{spec.id}`<br>" in reference("series"), spec.id
    for indicator in all_indicators():
        assert f"| `{indicator}`<br>" in reference("indicators"), indicator
    for section in all_sections():
        assert f"| `{section}` |" in reference("sections"), section
    for words in COMMANDS:
        heading = " ".join(("polemos", *words))
        assert f"\n## `{heading}`\n" in reference("commands"), heading


def test_the_reference_has_every_model_target_and_estimator() -> None:
    text = (DOCS / "reference/models.md").read_text("utf-8")
    targets, subjects = wars.outlook(wars.load("rus-ukr"))
    named = [*models.all_models(), *models.all_estimators(), *(t.id for t in targets)]
    for name in named:
        assert f"\n### {name}\n" in text, name
    for subject in subjects:
        assert f"\n| `{subject.id}` | " in text, subject.id


def test_the_page_of_scores_leaves_no_replay_out() -> None:
    """Where we lose least of all."""
    text = (DOCS / "reference/scores.md").read_text("utf-8")
    targets, _ = wars.outlook(wars.load("rus-ukr"))
    rows = models.table(ledger.packaged(targets), targets)
    assert rows or "No replays are packaged" in text
    pages = dict(re.findall(r"^## (\S+@\S+)\n(.*?)(?=^## |\Z)", text, FLAGS))
    for row in rows:
        head = f"| {row.horizon} | `{row.model}` | {row.origins} | {row.voids} | "
        (line,) = [x for x in pages[row.target].splitlines() if x.startswith(head)]
        if row.skill and row.skill.high < 0:
            assert line.endswith("| **LOSES** |"), line
        if row.skill and row.skill.low > 0:
            assert line.endswith("| wins |"), line


def test_the_glossary_has_one_word_for_each_idea() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith(("| 中文", "| ---"))
    ]
    assert len(rows) >= 50
    assert all(len(row) == 4 and all(row) for row in rows)
    for column in (0, 1):
        words = [row[column] for row in rows]
        assert len(set(words)) == len(words)

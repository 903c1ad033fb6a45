"""The examples of the guide run as they are printed."""

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos.core import (
    Fetched,
    KnownBy,
    Observation,
    ParseError,
    Period,
    Snapshot,
    Target,
    War,
    expected,
)

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
FETCHED = datetime(2025, 2, 20, tzinfo=UTC)
YEAR_AGO = "2023-12,155,\n"


def block(page: str, kind: str, nth: int = 0) -> str:
    text = (GUIDE / f"{page}.md").read_text("utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)[nth]


def run(page: str, nth: int = 0) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(block(page, "python", nth), page, "exec"), names)
    return names


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    return run("add-a-source")


@pytest.fixture(scope="module")
def table() -> str:
    return block("add-a-source", "text")


def snap(body: str) -> Snapshot:
    return Snapshot(
        "power_board", "outages.csv", "https://power.example/", FETCHED, body.encode()
    )


def read(source: dict[str, Any], body: str) -> list[Observation]:
    return list(expected(source["SOURCE"], source["parse"](snap(body))))


def test_the_source_keeps_its_promise(source: dict[str, Any], table: str) -> None:
    december, january = read(source, table)
    assert (december.period, december.value) == (Period.month(2024, 12), 310)
    assert december.known_at == datetime(2025, 1, 15, tzinfo=UTC)
    assert december.known_by is KnownBy.ASSUMED
    assert (january.period, january.value) == (Period.month(2025, 1), 284)
    brought = source["fetch"](lambda url: url.encode())
    assert [(f.name, f.body) for f in brought] == [
        ("outages.csv", b"https://power.example/outages.csv")
    ]
    assert isinstance(Fetched("a", "b", b""), Fetched)


def test_the_source_refuses_a_column_that_nobody_read(
    source: dict[str, Any], table: str
) -> None:
    wider = "\n".join(f"{line},x" for line in table.splitlines())
    with pytest.raises(ParseError, match=r"outages.csv:2: unread"):
        read(source, wider)


def test_the_test_of_the_source_passes(
    source: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = ModuleType("polemos.sources.power_board")
    vars(written).update(source)
    monkeypatch.setitem(sys.modules, written.__name__, written)
    monkeypatch.setattr("polemos.sources.power_board", written, raising=False)
    run("add-a-source", nth=1)["test_a_month_is_known_when_its_lag_is_over"]()


def test_its_list_of_specimens_is_read() -> None:
    (file,) = tomllib.loads(block("add-a-source", "toml"))["file"]
    assert {"path", "url", "fetched_at"} <= set(file)
    assert file["fetched_at"] == FETCHED


def test_the_indicator_computes(
    source: dict[str, Any], table: str, memory_view: Callable[..., Any]
) -> None:
    records = read(source, table + YEAR_AGO)
    view = memory_view(records, [source["SOURCE"]], date(2025, 2, 24))
    made = run("add-an-indicator")["outages_growth_year"]
    (point,) = made(*(view.series(u) for u in made.uses))
    assert (point.period, point.value) == (Period.month(2024, 12), 100)
    assert made.spec.definition.startswith("Power cuts in a month")
    assert len(point.evidence) == 2


def test_the_target_is_asked_and_the_model_answers(
    source: dict[str, Any], table: str, memory_view: Callable[..., Any]
) -> None:
    from polemos.models import ask, model_named, outcome

    (raw,) = tomllib.loads(block("forecasts", "toml"))["target"]
    target = Target.parse(raw)
    records = read(source, table)
    view = memory_view(records, [source["SOURCE"]], date(2025, 2, 24))
    (question,) = ask(target, view)
    assert (question.period, question.due) == (Period.month(2025, 3), date(2025, 4, 20))
    made = run("forecasts")["any_month"]
    assert made.name in target.models
    (answer,) = made(view, target, [question], 1)
    assert answer.chances[290] == pytest.approx(0.5, abs=0.05)
    (again,) = model_named(target.baseline)(view, target, [question], 1)
    assert again.at(0.5) == 284
    later = replace(
        snap(f"{table}2025-03,300,\n"), fetched_at=datetime(2025, 4, 18, tzinfo=UTC)
    )
    records += expected(source["SOURCE"], source["parse"](later))
    settled = memory_view(records, [source["SOURCE"]], question.due)
    assert outcome(question, settled) == 300


def test_the_guide_names_all_that_a_target_may_hold() -> None:
    page = (GUIDE / "forecasts.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert set(told) == {f.name for f in fields(Target)}


def test_the_war_is_read() -> None:
    raw = tomllib.loads(block("another-war", "toml"))
    war = War.parse("lilliput", "lilliput.toml", raw)
    assert war.role("invader").name.en == "Blefuscu"
    told = re.findall(
        r"^\| `(\w+)` \|", (GUIDE / "another-war.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(told) == set(raw) - {"name", "title", "actors"}


def test_the_section_prints_in_both_languages(
    source: dict[str, Any], table: str, memory_view: Callable[..., Any]
) -> None:
    from jinja2 import DictLoader

    from polemos import report

    raw = tomllib.loads(block("another-war", "toml").replace("LIL", "UKR"))
    view = memory_view(read(source, table), [source["SOURCE"]], date(2025, 2, 24))
    edition = report.build(
        view,
        War.parse("lilliput", "lilliput.toml", raw),
        "0" * 16,
        sections=[run("add-a-section")["power"]],
        templates=DictLoader({"power.md.j2": block("add-a-section", "jinja")}),
    )
    said = {c.text for c in edition.claims}
    assert {"284", "310"} <= said
    assert {c.lang for c in edition.claims} == {"zh", "en"}
    assert not edition.left_out


def test_the_guide_names_all_that_a_template_may_call(
    memory_view: Callable[..., Any],
) -> None:
    from polemos.report._desk import Desk
    from polemos.report._door import Door
    from polemos.report._names import names_for
    from polemos.report._section import Content

    war = War.parse("x", "x.toml", tomllib.loads(block("another-war", "toml")))
    desk = Desk(memory_view([], [], date(2025, 2, 24)), war, date(2025, 2, 17))
    given = set(names_for(Door(desk, "power", "en", Content()))) - set(war.roles)
    page = (GUIDE / "add-a-section.md").read_text("utf-8")
    rows = "".join(re.findall(r"^\| .*`.* \|$", page, re.MULTILINE))
    told = set(re.findall(r"`(\w+)[^`]*`", rows)) - set(war.roles)
    assert given == told

"""Scenarios on the command line: what may come, what it rests on, what moved it."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos.cli import _scenario
from polemos.core import end_of_day
from polemos.models import Weighing
from polemos.pipeline import World

Run = Callable[..., tuple[int, str, str]]
FEBRUARY = ("--as-of", "2025-02-24")
BRANCHES = ["escalation", "war", "truce", "ceasefire", "armistice", "settlement"]


@dataclass(frozen=True)
class Remembering(World):
    """A world that gives the outlook of a moment once, so that tests share it."""

    seen: dict[datetime, Weighing] = field(default_factory=dict)

    def outlook(self, moment: datetime) -> Weighing:
        if moment not in self.seen:
            self.seen[moment] = super().outlook(moment)
        return self.seen[moment]


@pytest.fixture(scope="module")
def shared(packaged: World) -> World:
    return Remembering(**{f.name: getattr(packaged, f.name) for f in fields(World)})


@pytest.fixture
def run(
    command: Run, shared: World, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command of scenarios as if it were the last day of November 2026."""
    opened = _scenario.world_of

    def world_of(war: str, store: Path | None) -> World:
        return shared if war == "rus-ukr" else opened(war, store)

    def call(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(_scenario, "world_of", world_of)
        lake = shared.store.lake.path
        return command("scenario", *args, store=lake, today="2026-11-30")

    return call


def told(done: tuple[int, str, str]) -> Any:
    code, out, err = done
    assert code == 0, err
    assert not err
    return json.loads(out)


def rows(done: tuple[int, str, str]) -> list[dict[str, str]]:
    code, out, err = done
    assert code == 0, err
    return list(csv.DictReader(StringIO(out)))


def refused(done: tuple[int, str, str], *words: str) -> None:
    code, out, err = done
    assert code == 2, err
    assert not out
    (line,) = err.strip().splitlines()
    assert line.startswith("polemos: ")
    for word in words:
        assert word in line


# -- list ------------------------------------------------------------------------------


def test_the_scenarios_sum_to_a_hundred(run: Run) -> None:
    found = told(run("list", *FEBRUARY, "--format", "json"))
    listed = [r for r in found if r["kind"] == "scenario"]
    assert [r["id"] for r in listed] == BRANCHES
    for what in ("chance", "week_ago", "by_clock"):
        assert sum(r[what] for r in listed) == pytest.approx(100, abs=1e-6), what
    assert {r["on"] for r in listed} == {"2026-02-23"}
    for r in found:
        assert 0 <= r["low"] <= r["chance"] <= r["high"] <= 100, r["id"]
        for words in ("name", "name_zh", "rule", "rule_zh"):
            assert r[words]


def test_a_variable_stands_beside_them_and_is_none(run: Run) -> None:
    found = told(run("list", *FEBRUARY, "--format", "json"))
    others = {r["id"] for r in found if r["kind"] == "variable"}
    assert {"leader", "deal", "guarantee"} <= others
    assert not others & set(BRANCHES)
    assert "purse" not in others  # no model told of it by then
    days = {r["id"]: r["on"] for r in found}
    assert days["leader"] == "2026-02-23"
    assert days["front"] == "2025-05-26"  # as far ahead as the model tells
    assert {r["kind"] for r in found} == {"scenario", "variable"}


def test_a_list_is_the_same_in_every_form(run: Run) -> None:
    as_json = told(run("list", *FEBRUARY, "--format", "json"))
    as_csv = rows(run("list", *FEBRUARY, "--format", "csv"))
    assert [r["id"] for r in as_csv] == [r["id"] for r in as_json]
    assert list(as_csv[0]) == list(as_json[0])
    for a, b in zip(as_csv, as_json, strict=True):
        assert float(a["chance"]) == pytest.approx(b["chance"])
        assert a["rule"] == b["rule"]
    code, out, err = run("list", *FEBRUARY)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "scenarios sum to 100" in lines[-1]
    assert "2026-02-23" in lines[-1]
    shown = {line.split()[0]: line.split()[1] for line in lines[1:-1] if line.split()}
    for r in as_json:
        assert float(shown[r["id"]]) == pytest.approx(r["chance"], abs=0.051)


def test_the_command_opens_its_own_world(command: Run, packaged: World) -> None:
    """Once without a world that is shared: from the store to the odds."""
    done = command(
        *("scenario", "list", *FEBRUARY, "--format", "json"),
        store=packaged.store.lake.path,
        today="2026-11-30",
    )
    listed = {r["id"]: r["chance"] for r in told(done)}
    view = packaged.outlook(end_of_day(date(2025, 2, 24)))
    for branch in BRANCHES:
        chance = view.series(f"scenario/chance.{branch}").last().value
        assert listed[branch] == pytest.approx(chance, abs=1e-9)


def test_without_a_day_it_is_the_newest(run: Run, shared: World) -> None:
    found = told(run("list", "--format", "json"))
    assert sum(r["chance"] for r in found if r["kind"] == "scenario") == pytest.approx(
        100
    )
    (on,) = {r["on"] for r in found if r["kind"] == "scenario"}
    assert (date.fromisoformat(on) - shared.store.newest()).days == 364
    (deal,) = (r for r in found if r["id"] == "deal")
    assert deal["chance"] == pytest.approx(100)  # it is so already


# -- show ------------------------------------------------------------------------------


def test_a_scenario_is_shown_with_what_it_carries(run: Run) -> None:
    one = told(run("show", "ceasefire", *FEBRUARY, "--format", "json"))
    listed = told(run("list", *FEBRUARY, "--format", "json"))
    (row,) = (r for r in listed if r["id"] == "ceasefire")
    assert {k: one[k] for k in row} == row
    chances = {r["id"]: r["chance"] / 100 for r in listed}
    assert set(one["given"]) > {"front", "leader", "deal"}
    for key, sides in one["given"].items():
        whole = chances[key] * sides["if"] + (1 - chances[key]) * sides["unless"]
        assert whole == pytest.approx(one["chance"], abs=1e-6), key
    assert one["carries"]["territory"] == 50
    assert all(value is not None for value in one["after"].values())
    assert len(one["gains"]) == 11
    assert any("confirms" in sign for sign in one["signs"])
    assert any("refutes" in sign for sign in one["signs"])


def test_a_variable_is_shown_with_its_chance_in_each_scenario(run: Run) -> None:
    one = told(run("show", "guarantee", *FEBRUARY, "--format", "json"))
    assert list(one["if"]) == BRANCHES
    listed = told(run("list", *FEBRUARY, "--format", "json"))
    chances = {r["id"]: r["chance"] / 100 for r in listed}
    whole = sum(chances[b] * given for b, given in one["if"].items())
    assert whole == pytest.approx(one["chance"], abs=1e-6)


def test_what_is_shown_is_the_same_in_every_form(run: Run) -> None:
    one = told(run("show", "war", *FEBRUARY, "--format", "json"))
    flat = {
        r["what"]: r["value"]
        for r in rows(run("show", "war", *FEBRUARY, "--format", "csv"))
    }
    assert float(flat["chance"]) == pytest.approx(one["chance"])
    assert float(flat["given leader if"]) == pytest.approx(one["given"]["leader"]["if"])
    code, out, err = run("show", "war", *FEBRUARY)
    assert (code, err) == (0, "")
    assert f"{one['chance']:.2f}"[:4] in out
    assert one["rule"] in out
    assert len(out.splitlines()) == len(flat)


# -- explain ---------------------------------------------------------------------------


@pytest.mark.parametrize("since", [(), ("--since", "2024-02-24")])
def test_what_moved_a_chance_sums_to_its_change(
    run: Run, since: tuple[str, ...]
) -> None:
    found = told(run("explain", *since, *FEBRUARY, "--format", "json"))
    by = defaultdict(list)
    for r in found:
        by[r["scenario"]].append(r)
    assert list(by) == BRANCHES
    for branch, causes in by.items():
        assert len({(r["before"], r["now"]) for r in causes}) == 1
        assert len({r["cause"] for r in causes}) == len(causes)
        change = causes[0]["now"] - causes[0]["before"]
        moved = sum(r["points"] for r in causes)
        assert moved == pytest.approx(change, abs=1e-6), branch
    for when in ("before", "now"):
        assert sum(c[0][when] for c in by.values()) == pytest.approx(100)
    assert sum(r["points"] for r in found) == pytest.approx(0, abs=1e-6)


def test_a_week_is_the_default(run: Run) -> None:
    found = told(run("explain", *FEBRUARY, "--format", "json"))
    since = ("--since", "2025-02-17")
    assert found == told(run("explain", *since, *FEBRUARY, "--format", "json"))
    listed = told(run("list", *FEBRUARY, "--format", "json"))
    weeks = {r["id"]: (r["week_ago"], r["chance"]) for r in listed}
    for r in found:
        assert (r["before"], r["now"]) == weeks[r["scenario"]]


def test_what_is_explained_is_the_same_in_every_form(run: Run) -> None:
    found = told(run("explain", *FEBRUARY, "--format", "json"))
    flat = rows(run("explain", *FEBRUARY, "--format", "csv"))
    assert [(r["scenario"], r["cause"]) for r in flat] == [
        (r["scenario"], r["cause"]) for r in found
    ]
    assert [float(r["points"]) for r in flat] == pytest.approx(
        [r["points"] for r in found]
    )
    code, out, err = run("explain", *FEBRUARY)
    assert (code, err) == (0, "")
    heads = [line for line in out.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in heads] == BRANCHES
    points = defaultdict(float)
    branch = ""
    for line in out.splitlines():
        if line.startswith(" "):
            points[branch] += float(line.split()[0])
        else:
            branch = line.partition(":")[0]
    for line in heads:
        change = float(line.partition("(")[2].rstrip(")"))
        assert points[line.partition(":")[0]] == pytest.approx(change, abs=0.06)


# -- refusals --------------------------------------------------------------------------


def test_a_scenario_that_is_none_is_refused(run: Run) -> None:
    refused(
        run("show", "ceasefir", *FEBRUARY),
        "expected a scenario or a variable (see scenario list), found 'ceasefir'",
        "did you mean ceasefire",
    )


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2025-02-24", "2025-02-24"),
        ("2030-01-01", "2030-01-01"),
        ("2022-02-24", "2022-02-24"),
        ("1999-12-31", "1999-12-31"),
    ],
)
def test_an_edition_out_of_range_is_refused(run: Run, since: str, found: str) -> None:
    refused(
        run("explain", "--since", since, *FEBRUARY),
        "expected --since after 2022-02-24, when the war began, and before 2025-02-24",
        f"found {found}",
    )


def test_the_first_week_has_no_week_before(run: Run) -> None:
    refused(
        run("explain", "--as-of", "2022-02-26"),
        "expected --since after 2022-02-24, when the war began, and before 2022-02-26",
        "found 2022-02-19",
    )


def test_a_war_that_is_none_is_refused(run: Run) -> None:
    for args in (("list",), ("show", "war"), ("explain",)):
        refused(run(*args, "--war", "nowhere"), "'nowhere'", "rus-ukr")


@pytest.mark.parametrize("args", [("list",), ("show", "war"), ("explain",)])
def test_before_the_war_there_is_nothing_to_tell(
    run: Run, args: tuple[str, ...]
) -> None:
    refused(run(*args, "--as-of", "2022-02-01"))


def test_the_future_is_not_known(run: Run) -> None:
    refused(run("list", "--as-of", "2099-01-01"), "nobody knows the future")


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    code, out, err = run("explain", "--since", "monday", *FEBRUARY)
    assert (code, out) == (2, "")
    assert "expected a day like 2025-02-24, found 'monday'" in err
    assert "Traceback" not in err

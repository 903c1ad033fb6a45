"""Update, source health and weekly as they are typed."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos import cli, pipeline
from polemos.cli import _update
from polemos.core import EVER, FetchError, Get
from polemos.pipeline import open_world

Run = Callable[..., tuple[int, str, str]]
AREA = "area_assessed_as_controlled_by_russia.csv"
WHAT = "area_assessed_as_russia_controlled"
HEAD = (
    f"date,{WHAT},change_in_{WHAT},change_in_{WHAT}_in_past_7_days,"
    f"change_in_{WHAT}_in_past_30_days,{WHAT}_percent\n"
)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("user") / "lake"
    open_world("rus-ukr", path, lambda *_: None)
    return path


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give what addresses say; any other cannot be reached."""
    says: dict[str, Any] = {}

    def door(hosts: Any, *_: Any, **more: Any) -> Get:
        def get(url: str, *_: Any) -> bytes:
            more["hear"]({"url": url, "hosts": sorted(hosts)})
            for end, body in says.items():
                if url.endswith(end):
                    return body  # type: ignore[no-any-return]
            raise FetchError(
                f"{url}: expected the publisher's file, found that its host does not "
                "answer; check the network"
            )

        return get

    monkeypatch.setattr(pipeline, "Door", door)
    return says


@pytest.fixture
def run(command: Run, packed: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    clock: dict[str, Any] = {}

    def call(*args: str, today: str = "2026-11-30") -> tuple[int, str, str]:
        moment = pipeline.datetime.fromisoformat(f"{today}T06:00:00+00:00")
        for module in (_update, cli):
            monkeypatch.setattr(module, "now", lambda: moment)
        return command(*args, store=packed, today=today, **clock)

    return call


def rows(text: str) -> dict[str, dict[str, str]]:
    return {r["source"]: r for r in csv.DictReader(StringIO(text))}


def area(until: date) -> bytes:
    """Make the publisher's table: square metres by day, up to a day."""
    days = [date(2026, 8, 1) + timedelta(i) for i in range(400)]
    told = "".join(
        f"{d},{120_500_000_000 + i * 1_000_000},1000000,,,19.9\n"
        for i, d in enumerate(days)
        if d <= until
    )
    return (HEAD + told).encode()


def test_what_cannot_be_reached_is_said_and_the_rest_goes_on(
    run: Run, net: dict[str, Any], tmp_path: Path
) -> None:
    net[AREA] = area(date(2026, 11, 29))
    log = tmp_path / "log.jsonl"
    code, out, err = run(
        *("update", "economist_area", "cbr_money", "kennedy"),
        *("--format", "csv", "--log", str(log)),
    )
    assert code == 1, err
    found = rows(out)
    assert found["economist_area"]["status"] == "new"
    assert found["cbr_money"]["status"] == "broken"
    assert "its host does not answer" in found["cbr_money"]["why"]
    assert found["kennedy"]["status"] == "skipped"
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert {e["event"] for e in events} == {"http.answered", "source.updated"}
    assert [e["source"] for e in events if e["event"] == "source.updated"] == [
        *("economist_area", "cbr_money", "kennedy"),
    ]
    asked = next(e for e in events if e["source"] == "economist_area")
    assert asked["hosts"] == ["github.com", "raw.githubusercontent.com"]


def test_all_well_is_nought_and_the_table_counts(run: Run, net: dict[str, Any]) -> None:
    net[AREA] = area(date(2026, 11, 29))
    run("update", "economist_area")
    code, out, err = run("update", "economist_area")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "1 sources: 1 unchanged"


def test_a_reason_in_the_table_is_short(run: Run, net: dict[str, Any]) -> None:
    assert not net
    code, out, _ = run("update", "mod_ua")
    assert code == 1
    (line,) = (line for line in out.splitlines() if line.startswith("mod_ua"))
    assert line.endswith("its host does not answer")


def test_a_file_got_by_hand_is_taken_in(
    run: Run, net: dict[str, Any], tmp_path: Path, packed: Path
) -> None:
    assert not net
    file = tmp_path / AREA
    file.write_bytes(area(date(2026, 11, 30)))
    code, out, err = run(
        "update", "--from", str(file), "economist_area", "--format", "csv"
    )
    assert code == 0, err
    assert rows(out)["economist_area"]["status"] == "new"
    world = open_world("rus-ukr", packed, lambda *_: None)
    name = next(s.id for s in pipeline.source_named("rus-ukr", "economist_area").series)
    last = world.store.as_of(EVER).series(name).points[-1]
    assert last.period.last == date(2026, 11, 30)
    file.write_bytes(b"<html>sorry</html>")
    code, out, _ = run(
        "update", "--from", str(file), "economist_area", "--format", "csv"
    )
    assert code == 1
    assert "expected" in rows(out)["economist_area"]["why"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["cbr_mony"], "did you mean cbr_money"),
        (["--from", "x.csv"], "expected the one source that x.csv is of, found 0"),
        (["--from", "x.csv", "cbr_fx", "gpr"], "x.csv is of, found 2"),
        (["--from", "none.csv", "cbr_fx"], "none.csv: expected a file of cbr_fx"),
    ],
)
def test_what_is_typed_wrong_is_refused(
    run: Run, net: dict[str, Any], args: list[str], words: str
) -> None:
    assert not net
    code, out, err = run("update", *args)
    assert (code, out) == (2, "")
    (line,) = err.strip().splitlines()
    assert words in line


def test_health_tells_content_apart_from_fetch(run: Run, net: dict[str, Any]) -> None:
    net[AREA] = area(date(2026, 11, 30))
    run("update", "economist_area", "mod_ua")
    code, out, err = run("source", "health", "--format", "csv", today="2026-12-02")
    assert code == 0, err
    found = rows(out)
    fine, broken = found["economist_area"], found["mod_ua"]
    assert (fine["standing"], fine["content"], fine["content_age"]) == (
        *("fresh", "2026-11-30", "2"),
    )
    assert fine["good"] == "2026-11-30T06:00:00+00:00"
    assert (broken["standing"], broken["content"]) == ("broken", "2026-08-08")
    assert int(broken["failing"]) >= 1
    assert found["kennedy"]["standing"] == "by hand"
    assert found["gpr"]["standing"] == "never asked"
    code, out, _ = run("source", "health", today="2026-12-02")
    assert code == 0
    assert all(len(line) <= 140 for line in out.splitlines())


def test_weekly_makes_an_edition_whatever_publishers_do(
    run: Run, net: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that can be asked fails, and a report is written nevertheless."""
    assert not net
    made: list[Path] = []

    def weekly(_: Any, __: Any, out: Path, *___: Any) -> list[Path]:
        made.append(out / "edition.html")
        return made

    monkeypatch.setattr(pipeline, "weekly", weekly)
    code, out, err = run("weekly", "--out", str(tmp_path))
    assert code == 1
    assert out.splitlines() == [str(tmp_path / "edition.html")]
    said = [line for line in err.splitlines() if line.startswith("polemos: ")]
    assert len([line for line in said if "does not answer" in line]) > 20

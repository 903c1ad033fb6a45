"""Bad input: one clear line that says what was expected, found and where; exit 2."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from polemos import figures
from polemos.core import PackError
from polemos.pipeline import World
from polemos.run import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], world: World
) -> Run:
    lake = world.store.lake.path

    def call(*args: str, store: Path = lake) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["polemos", *args])
        monkeypatch.setenv("POLEMOS_STORE", str(store))
        with pytest.raises(SystemExit) as end:
            main()
        out = capsys.readouterr()
        return int(end.value.code or 0), out.out, out.err

    return call


def refused(told: tuple[int, str, str], *words: str) -> None:
    code, out, err = told
    assert code == 2, err
    assert not out
    assert len(err.strip().splitlines()) == 1, err
    for word in words:
        assert word in err


def test_a_series_is_shown_as_promised(run: Run) -> None:
    code, out, _ = run(
        "series",
        "show",
        "cbr/rate.key@RUS",
        "--as-of",
        "2025-02-24",
        "--format",
        "json",
    )
    told = json.loads(out)
    assert code == 0
    assert list(told) == ["id", "unit", "title", "as_of", "points"]
    assert told["points"][-1]["value"] == 21.0
    assert list(told["points"][-1]) == [
        "start",
        "end",
        "value",
        "low",
        "high",
        "known_at",
    ]
    starts = [p["start"] for p in told["points"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("series", "list", "rate.key"),
        ("series", "show", "cbr/rate.key@RUS"),
        ("series", "vintages", "cbr/rate.key@RUS"),
        ("source", "list"),
        ("source", "show", "oryx"),
        ("trace", "polemos/money.m2.growth_year@RUS:2024-12"),
        ("trace", "score/skill.13w.regimes.territory.held@RUS"),  # of no observation
    ],
    ids=" ".join,
)
def test_every_command_prints_in_every_form(
    run: Run, command: tuple[str, ...], form: str
) -> None:
    code, out, _ = run(*command, "--format", form)
    assert code == 0
    assert out.strip()
    if form == "json":
        json.loads(out)


def test_a_source_is_shown_with_its_terms(run: Run) -> None:
    told = json.loads(run("source", "show", "oryx", "--format", "json")[1])
    assert told["publisher"] == "Oryx"
    assert told["licence"]
    assert told["caveats"][0]["zh"]
    assert "oryx/losses.tank@RUS" in [s["id"] for s in told["series"]]


def test_an_unknown_series_names_the_nearest(run: Run) -> None:
    refused(
        run("series", "show", "cbr/rate.kye@RUS"),
        "found 'cbr/rate.kye@RUS'",
        "cbr/rate.key@RUS",
    )


def test_an_unknown_indicator_names_the_nearest(run: Run) -> None:
    refused(
        run("series", "show", "polemos/money.m2.growth_yaer@RUS"),
        "polemos/money.m2.growth_year@RUS",
    )


def test_a_day_outside_the_data_is_refused(run: Run) -> None:
    refused(
        run("series", "show", "cbr/rate.key@RUS", "--as-of", "2199-01-01"), "future"
    )
    refused(
        run("series", "show", "cbr/rate.key@RUS", "--as-of", "1900-01-01"),
        "the first in this store",
        "1900-01-01",
    )


def test_no_edition_is_older_than_its_war(run: Run, tmp_path: Path) -> None:
    ask = ("report", "--as-of", "2010-01-01", "--out", str(tmp_path))
    refused(run(*ask), "from 2022-02-24, when the war began", "2010-01-01")
    assert not list(tmp_path.iterdir())


def test_a_day_that_is_none_is_a_usage_error(run: Run) -> None:
    code, _, err = run("series", "list", "--as-of", "24.2.2025")
    assert code == 2
    assert "2025-02-24" in err


def test_an_unknown_war_or_source_is_refused(run: Run) -> None:
    refused(run("report", "--war", "troy"), "rus-ukr", "found 'troy'", "troy.toml")
    refused(run("source", "show", "oryks"), "found 'oryks'", "oryx")


def copied(world: World, folder: Path) -> Path:
    return Path(shutil.copytree(world.store.lake.path, folder / "lake"))


def test_a_damaged_lake_names_the_file(run: Run, world: World, tmp_path: Path) -> None:
    lake = copied(world, tmp_path)
    shutil.rmtree(lake / "index")
    (lake / "index").mkdir()
    victim = next(lake.glob("tx/*/observation.parquet"))
    victim.write_bytes(victim.read_bytes()[:-40])
    refused(run("series", "list", store=lake), "expected", victim.parent.name)


def test_an_index_that_a_killed_process_owes_is_made(
    run: Run, world: World, tmp_path: Path
) -> None:
    lake = copied(world, tmp_path)
    shutil.rmtree(lake / "index")
    ask = ("series", "show", "cbr/rate.key@RUS", "--as-of", "2025-02-24")
    assert run(*ask, store=lake) == run(*ask)
    assert [p.name for p in (lake / "index").iterdir()] == [
        p.name for p in (world.store.lake.path / "index").iterdir()
    ]
    (index,) = (lake / "index").iterdir()
    shutil.rmtree(index)
    (lake / "LOCK").unlink()
    (lake / "LOCK").mkdir()  # where none can be kept, the answer is the same
    assert run(*ask, store=lake) == run(*ask)


def test_a_lake_of_a_newer_schema_is_refused(
    run: Run, world: World, tmp_path: Path
) -> None:
    lake = copied(world, tmp_path)
    about = json.loads((lake / "about.json").read_text())
    about["schema"] = 99
    (lake / "about.json").write_text(json.dumps(about))
    refused(run("series", "list", store=lake), "99")


def test_two_writers_at_once_are_refused(tmp_path: Path, run: Run) -> None:
    import fcntl

    lake = tmp_path / "lake"
    code, _, _ = run("source", "list", store=lake)
    assert code == 0
    lake.mkdir()
    with (lake / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused(run("series", "list", store=lake), "writ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody else may")
def test_a_read_only_folder_is_said_plainly(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    refused(run("series", "list", store=tmp_path / "lake"), "lake")


def test_a_store_that_is_a_file_is_said_plainly(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("no folder")
    refused(run("series", "list", store=tmp_path / "lake"), "lake")


def test_a_full_disk_is_said_plainly_and_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a disk that is full."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30000, 30000));"
        "from polemos.run import main; main()"
    )
    lake = tmp_path / "lake"
    args = ["series", "list", "--store", str(lake)]
    full = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=False
    )
    assert full.returncode == 2, full.stderr
    assert "polemos:" in full.stderr
    assert "Traceback" not in full.stderr
    again = subprocess.run(
        [sys.executable, "-m", "polemos", *args],
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr


STOPPED = """
import os, time
from polemos.cli import app
from polemos.run import main

@app.command()
def ask() -> None:
    try:
        os.kill(os.getpid(), {number})
        time.sleep(9)
    except SystemExit:  # as the engine does in the midst of a query
        raise RuntimeError("Query interrupted")

main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_the_midst_of_a_query(number: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED.format(number=int(number)), "ask"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 128 + number, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "interrupted" in done.stderr


def test_a_reader_who_goes_away_is_met_in_silence() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "polemos", "source", "list"],
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_terminal_without_chinese_is_no_reason_to_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = subprocess.run(
        [sys.executable, "-m", "polemos", "source", "show", "oryx"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "照".encode("ascii", "backslashreplace") in done.stdout


def test_a_damaged_pack_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(Path(figures.__file__).parent, tmp_path / "f"))
    packed = figures.manifest(folder)[0]
    name, _ = next(iter(packed.files.values()))
    (folder / name).write_bytes(b"PAR1")
    damaged = figures.tables(packed, folder)
    with pytest.raises(PackError, match="install polemos again"), damaged:
        pass
    whole = (folder / "manifest.toml").read_bytes()
    dated = re.sub(rb"fetched_at = .+", b"fetched_at = 2026-08-08", whole)
    cut = whole[: whole.index(b"sha256") + 20]
    for harm in (b"schema = [", b"\xff", b"", cut, dated):
        (folder / "manifest.toml").write_bytes(harm)
        with pytest.raises(PackError, match="expected the manifest"):
            figures.manifest(folder)
    (folder / "manifest.toml").write_text("schema = 99")
    with pytest.raises(PackError, match="found 99"):
        figures.manifest(folder)

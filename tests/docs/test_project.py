"""What the decisions say of the project's own files."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from polemos import __version__

ROOT = Path(__file__).parents[2]
BINARIES = re.compile(r"src/polemos/figures/\w+\.\w+\.parquet|docs/pictures/\w+\.png")
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users)/\w")


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("needs the git repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if (ROOT / name).is_file()]


def names(requirements: list[Any]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", r)[0] for r in requirements if isinstance(r, str)}


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    page = (ROOT / "docs/adr/010-dependencies.md").read_text("utf-8")
    run_time, _, work = page.partition("To build and to work on it:")

    def told(text: str) -> set[str]:
        rows = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
        return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}

    assert told(run_time) == names(project["project"]["dependencies"])
    groups = project["dependency-groups"].values()
    assert told(work) == {n for group in groups for n in names(group)}


def test_one_version_is_told_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == __version__
    cite = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {__version__}\n" in cite


@pytest.mark.parametrize("lock", ["core", "dev"])
def test_what_is_installed_is_pinned_by_hash_and_names_no_index(lock: str) -> None:
    text = (ROOT / f"requirements/{lock}.lock").read_text("utf-8")
    assert "://" not in text
    pins = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    for pin in pins:
        assert "==" in pin.splitlines()[0]
        assert "--hash=sha256:" in pin


def test_an_unknown_task_is_refused_and_the_known_are_listed() -> None:
    run = str(ROOT / "run")
    wrong = subprocess.run([run, "dance"], capture_output=True, check=False, text=True)
    assert wrong.returncode == 2
    assert "unknown task 'dance'" in wrong.stderr
    told = subprocess.run([run, "help"], capture_output=True, check=True, text=True)
    tasks = set(re.findall(r"^  (\w+)\) ", (ROOT / "run").read_text(), re.MULTILINE))
    assert tasks == set(re.findall(r"^  (\w+)  +\w", told.stdout, re.MULTILINE))


def test_no_binary_but_tables_and_pictures_is_committed() -> None:
    for file in tracked():
        if b"\0" in file.read_bytes():
            name = str(file.relative_to(ROOT))
            assert BINARIES.fullmatch(name), name


def test_no_place_of_a_machine_is_committed() -> None:
    for file in tracked():
        body = file.read_bytes()
        if b"\0" not in body:
            found = MACHINE.search(body.decode("utf-8"))
            assert not found, f"{file.relative_to(ROOT)}: {found and found[0]}"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Give a checkout without .venv, and a python3 that can do nothing."""
    shutil.copy(ROOT / "run", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin/python3").chmod(0o755)
    (tmp_path / ".setup.lock").mkdir()
    return tmp_path


def set_up(bare: Path) -> subprocess.CompletedProcess[str]:
    path = f"{bare / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        [str(bare / "run"), "report"],
        capture_output=True,
        check=False,
        text=True,
        env={"PATH": path},
    )


def test_two_set_ups_at_once_are_refused(bare: Path) -> None:
    (bare / ".setup.lock/pid").write_text(str(os.getpid()))
    done = set_up(bare)
    assert done.returncode == 2
    assert f"another set-up is at work (process {os.getpid()})" in done.stderr


def test_the_lock_of_a_dead_set_up_is_taken_over(bare: Path) -> None:
    gone = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, check=True)
    (bare / ".setup.lock/pid").write_bytes(gone.stdout)
    done = set_up(bare)
    assert done.returncode == 2
    assert "expected Python 3.11 or newer" in done.stderr
    assert not (bare / ".setup.lock").exists()

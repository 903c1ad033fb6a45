"""The files to run it every week name commands and options that there are."""

import re
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
Run = Callable[..., tuple[int, str, str]]


def called(text: str) -> list[list[str]]:
    """Give the words of each call of polemos in a file."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = re.findall(r"polemos (weekly[^|\n]*)", "\n".join(lines))
    return [line.split() for line in found]


@pytest.mark.parametrize("name", ["polemos.service", "crontab", "weekly.yml"])
def test_what_is_called_has_such_options(
    name: str, command: Run, tmp_path: Path
) -> None:
    (words,) = called((DEPLOY / name).read_text("utf-8"))
    code, out, _ = command(words[0], "--help", store=tmp_path, today="2026-12-01")
    assert code == 0
    options = [w for w in words if w.startswith("--")]
    assert options
    assert all(f"{option} " in out for option in options)


def test_the_units_are_read_and_belong_together() -> None:
    units = {}
    for name in ("polemos.service", "polemos.timer"):
        units[name] = ConfigParser(interpolation=None, strict=True)
        units[name].optionxform = str  # type: ignore[assignment, method-assign]
        units[name].read_string((DEPLOY / name).read_text("utf-8"))
    service, timer = units.values()
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["SuccessExitStatus"] == "1"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Timer"]["OnCalendar"].startswith("Mon")


def test_quiet_hours_are_written_as_they_are_read() -> None:
    from polemos.alerts import Quiet

    told = re.search(r"^POLEMOS_QUIET=(.+)$", (DEPLOY / "crontab").read_text(), re.M)
    assert told
    assert Quiet.parse(told[1])


def test_the_workflow_installs_what_is_published() -> None:
    name = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "name"
    ]
    assert f"pip install {name}" in (DEPLOY / "weekly.yml").read_text("utf-8")

"""A war is data: one TOML file and a folder of its larger tables."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from polemos.core import Target, War, WarError

__all__ = ["load", "table", "targets"]


def _home(war: str) -> tuple[Traversable, str]:
    path = Path(war)
    if path.suffix == ".toml":
        return path.parent, path.stem
    return files("polemos.wars"), war


def load(war: str) -> War:
    """Read a war by its id, or by the path of its TOML file."""
    home, name = _home(war)
    file = home / f"{name}.toml"
    if not file.is_file():
        raise WarError(f"expected a war at {file}, found nothing; name one by --war")
    try:
        return War.parse(name, war, tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:  # bytes that are no text, text that is no TOML
        raise WarError(f"{file}: expected TOML, found {error}") from error


def targets(war: War) -> tuple[Target, ...]:
    """Read what is forecast of a war, from the tables in `forecasts/` of its folder."""
    home, folder = _home(war.home)
    tables = home / folder / "forecasts"
    if not tables.is_dir():
        return ()
    found = []
    for file in sorted(tables.iterdir(), key=lambda f: f.name):
        raw = table(war, f"forecasts/{file.name}")
        if set(raw) != {"target"}:
            raise WarError(f"{file}: expected [[target]], found {sorted(raw)}")
        found += [Target.parse(one) for one in raw["target"]]
    twice = [t.id for t in found if [s.id for s in found].count(t.id) > 1]
    if twice:
        raise WarError(f"{tables}: expected each target once, found {twice[0]} twice")
    return tuple(found)


def table(war: War, name: str) -> dict[str, Any]:
    """Read one of the larger tables in the war's folder (`.toml` or `.json`)."""
    home, folder = _home(war.home)
    file = home / folder / name
    if not file.is_file():
        raise WarError(f"expected {file}, found nothing")
    import json

    read = tomllib.loads if name.endswith(".toml") else json.loads
    try:
        return cast(dict[str, Any], read(file.read_text("utf-8")))
    except ValueError as error:
        raise WarError(f"{file}: expected a table, found {error}") from error

"""A war is data: one TOML file and a folder of its larger tables."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from polemos.core import Agenda, Subject, Target, War, WarError

__all__ = [
    "agenda",
    "ledgers",
    "load",
    "outlook",
    "scenarios",
    "table",
    "thresholds",
]

_TABLE = "table"  # the folder of the negotiating table, in the war's own
_SCENARIOS = "scenarios"
_ALERTS = "alerts.toml"
_WORDS = ("agenda", "commitments")


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
        known = (f.name for f in files("polemos.wars").iterdir())
        ids = sorted(n.removesuffix(".toml") for n in known if n.endswith(".toml"))
        raise WarError(
            f"expected the id of a war, {', '.join(ids)}, or the path of its TOML "
            f"file, found {war!r}: there is no {file}"
        )
    try:
        return War.parse(name, war, tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:  # bytes that are no text, text that is no TOML
        raise WarError(f"{file}: expected TOML, found {error}") from error


def outlook(war: War) -> tuple[tuple[Target, ...], tuple[Subject, ...]]:
    """Read what is forecast and what is estimated of a war.

    They stand in the tables of `forecasts/` in its folder. A target that names a
    subject reads that one's inputs.
    """
    home, folder = _home(war.home)
    tables = home / folder / "forecasts"
    if not tables.is_dir():
        return (), ()
    names = sorted(f.name for f in tables.iterdir() if f.name.endswith(".toml"))
    raw = [table(war, f"forecasts/{name}") for name in names]
    for name, one in zip(names, raw, strict=True):
        if not set(one) <= {"target", "subject"} or not all(map(_rows, one.values())):
            raise WarError(
                f"{tables / name}: expected [[target]] and [[subject]], found "
                f"{sorted(one)}"
            )
    subjects = [Subject.parse(r) for one in raw for r in one.get("subject", ())]
    targets = [
        _target(r, {s.id: s for s in subjects})
        for one in raw
        for r in one.get("target", ())
    ]
    for found in (targets, subjects):
        _refuse_twice([one.id for one in found], tables)
    return tuple(targets), tuple(subjects)


def _rows(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(row, dict) for row in found)


def _target(raw: dict[str, Any], subjects: dict[str, Subject]) -> Target:
    name = raw.pop("subject", None)
    if name is None:
        return Target.parse(raw)
    if not isinstance(name, str) or name not in subjects:
        raise WarError(
            f"target {raw.get('id')!r}: expected a subject of "
            f"{', '.join(sorted(subjects))}, found {name!r}"
        )
    made = Target.parse(raw)
    return replace(made, inputs={**subjects[name].inputs, **made.inputs})


def _refuse_twice(ids: list[str], where: Traversable) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise WarError(f"{where}: expected {one} once, found it twice")


def table(war: War, name: str) -> dict[str, Any]:
    """Read one of the larger tables in the war's folder (`.toml` or `.json`)."""
    home, folder = _home(war.home)
    file = home / folder / name
    if not file.is_file():
        raise WarError(
            f"expected {file}, found nothing; write it, or take what reads it out of "
            f"the sections of {home / folder}.toml"
        )
    import json

    read = tomllib.loads if name.endswith(".toml") else json.loads
    try:
        return cast(dict[str, Any], read(file.read_text("utf-8")))
    except ValueError as error:
        raise WarError(f"{file}: expected a table, found {error}") from error


def thresholds(war: War) -> Sequence[Mapping[str, Any]]:
    """Give the rows of a war's `alerts.toml` as they are; none without such a file."""
    home, folder = _home(war.home)
    if not (home / folder / _ALERTS).is_file():
        return ()
    read = table(war, _ALERTS)
    if set(read) != {"threshold"} or not _rows(read["threshold"]):
        raise WarError(
            f"{folder}/{_ALERTS}: expected [[threshold]], found {sorted(read)}"
        )
    return cast(Sequence[Mapping[str, Any]], read["threshold"])


def agenda(war: War) -> Agenda | None:
    """Read what a war's negotiating table is about; None if it follows none."""
    home, folder = _home(war.home)
    if not (home / folder / _TABLE).is_dir():
        return None
    told, promised = (table(war, f"{_TABLE}/{name}.toml") for name in _WORDS)
    return Agenda.parse(told, promised, f"{folder}/{_TABLE}")


def ledgers(war: War) -> Mapping[str, bytes]:
    """Give the files of a war's ledgers, named as in `table/events.csv`."""
    return _tables(war, _TABLE)


def scenarios(war: War) -> Mapping[str, bytes]:
    """Give the files of a war's scenarios; none if it has no such folder."""
    return _tables(war, _SCENARIOS)


def _tables(war: War, part: str) -> Mapping[str, bytes]:
    home, folder = _home(war.home)
    if not (home / folder / part).is_dir():
        return {}
    inside = sorted((home / folder / part).iterdir(), key=lambda f: f.name)
    for file in inside:
        if file.name.lower().endswith(".csv") and not file.name.endswith(".csv"):
            raise WarError(f"{part}/{file.name}: expected a name that ends with .csv")
    found = (f for f in inside if f.name.endswith(".csv") and f.name[0] != ".")
    return {f"{part}/{f.name}": f.read_bytes() for f in found}

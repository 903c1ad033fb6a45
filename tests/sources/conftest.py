"""The raw specimens, parsed by the sources; a loud skip where they are absent."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from polemos.core import Record, Snapshot
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "raw"


@cache
def pack() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pack", ROOT / "tools" / "pack.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pack"] = module
    spec.loader.exec_module(module)
    return module


@cache
def _told(source: str) -> list[tuple[Snapshot, list[Record]]]:
    return list(pack().parsed(all_sources()[source], RAW))


@pytest.fixture(scope="session")
def pack_tool() -> ModuleType:
    """Give the maintainers' pack tool, which is no part of the package."""
    return pack()


@pytest.fixture(scope="session")
def specimens() -> Callable[[str], Iterator[Snapshot]]:
    """Give `specimens(source)`: its raw bytes, unread."""
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    return lambda source: pack().snapshots(source, RAW)


@pytest.fixture(scope="session")
def told() -> Callable[[str], list[tuple[Snapshot, list[Record]]]]:
    """Give `told(source)`: each specimen of a source with its records."""
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    return _told

"""The raw specimens, parsed by the sources; a loud skip where they are absent."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from polemos.core import Record, Snapshot
from polemos.sources import all_sources


@pytest.fixture(scope="session")
def specimens(pack_tool: ModuleType, raw: Path) -> Callable[[str], Iterator[Snapshot]]:
    """Give `specimens(source)`: its raw bytes, unread."""
    return lambda source: pack_tool.snapshots(source, raw)


@pytest.fixture(scope="session")
def told(
    pack_tool: ModuleType, raw: Path
) -> Callable[[str], list[tuple[Snapshot, list[Record]]]]:
    """Give `told(source)`: each specimen of a source with its records."""
    return cache(lambda source: list(pack_tool.parsed(all_sources()[source], raw)))

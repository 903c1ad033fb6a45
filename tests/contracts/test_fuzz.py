"""A short run of what `./run fuzz` does at length: spoilt bytes break no parser."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from polemos.core import ParseError
from polemos.sources import all_sources

CASES = 8
# Found by the fuzzer once, and mended: which parser, which case.
ONCE = {"zip of events": (12,)}


@pytest.fixture(scope="module")
def fuzz(tool: Callable[[str], ModuleType]) -> ModuleType:
    tool("pack")
    return tool("fuzz")


@pytest.fixture(scope="module")
def parsers(fuzz: ModuleType) -> dict[str, Any]:
    return {p.name: p for p in fuzz.parsers()}


def test_every_source_is_fuzzed(parsers: dict[str, Any]) -> None:
    assert set(all_sources()) <= set(parsers)
    assert all(p.seeds for p in parsers.values())


@pytest.mark.parametrize("name", [*sorted(all_sources()), "zip of events"])
def test_spoilt_bytes_are_read_or_refused(
    name: str, fuzz: ModuleType, parsers: dict[str, Any]
) -> None:
    for number in (*range(CASES), *ONCE.get(name, ())):
        told = fuzz.case(parsers[name], number)
        assert not told or told.endswith(" s"), f"{name} {number}: {told}"


def test_the_fuzzer_finds_what_is_wrong(fuzz: ModuleType) -> None:
    """One that could not fail would say nothing."""

    def careless(snap: Any) -> float:
        if b"," not in snap.body:
            raise ParseError("expected commas, found none")
        return float(snap.body.split(b",")[1])

    parser = fuzz.Parser(
        "careless",
        [fuzz.Snapshot("x", "x", "", fuzz.NOW, b"a,1,b\nc,2,d\n" * 9)],
        careless,
    )
    told = [fuzz.case(parser, n) for n in range(200)]
    assert any("ValueError" in t for t in told)
    assert sum(not t for t in told) > 20
    assert fuzz.case(parser, 7) == fuzz.case(parser, 7)


def test_spoiling_changes_most_bodies(fuzz: ModuleType) -> None:
    body = b"date,value\n2025-01-01,1.5\n2025-01-02,1.6\n" * 3
    made = {fuzz.spoiled(body, np.random.default_rng(n)) for n in range(300)}
    assert len(made) > 150

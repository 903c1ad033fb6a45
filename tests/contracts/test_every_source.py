"""Laws that hold for every source, present and future."""

import re
from pathlib import Path

import pytest

from polemos import wars
from polemos.core import Source, SourceModule
from polemos.core.registry import modules
from polemos.sources import all_sources

NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+(\.[a-z0-9_]+)*@[A-Z]+")


@pytest.fixture(params=sorted(all_sources()))
def module(request: pytest.FixtureRequest) -> SourceModule:
    return all_sources()[request.param]


@pytest.fixture
def source(module: SourceModule) -> Source:
    return module.SOURCE


def test_it_is_named_like_its_module(module: SourceModule, source: Source) -> None:
    assert module.__name__ == f"polemos.sources.{source.id}"  # type: ignore[attr-defined]


def test_its_series_are_named_by_the_rule(source: Source) -> None:
    ids = [s.id for s in source.series]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert NAME.fullmatch(name), name


def test_it_says_who_where_and_on_what_terms(source: Source) -> None:
    assert source.url.startswith(("https://", "http://"))
    assert source.citation
    assert source.licence.name.en
    assert source.licence.name.zh


def test_what_may_not_be_redistributed_ships_each_series_for_a_reason(
    source: Source,
) -> None:
    if not source.licence.redistribute and source.series:
        assert any(s.shipped for s in source.series)
    for s in source.series:
        assert not (s.computed and s.headline), s.id


def test_a_claim_of_a_party_says_whose(source: Source) -> None:
    if any(s.basis == "claimed" for s in source.series):
        assert source.provider.party


def test_no_two_sources_promise_the_same_series() -> None:
    owner: dict[str, str] = {}
    for name, module in all_sources().items():
        for s in module.SOURCE.series:
            assert s.id not in owner, f"{s.id}: {owner.get(s.id)} and {name}"
            owner[s.id] = name


def test_the_war_names_every_source_and_no_other() -> None:
    assert sorted(wars.load("rus-ukr").sources) == sorted(all_sources())


def test_every_source_has_its_list_of_specimens_and_a_test() -> None:
    root = Path(__file__).parents[2]
    for name in all_sources():
        assert (root / "tools" / "specimens" / f"{name}.toml").is_file(), name
        assert (root / "tests" / "sources" / f"test_{name}.py").is_file(), name


def test_discovery_finds_every_public_module() -> None:
    import polemos.sources

    folder = Path(polemos.sources.__file__).parent
    files = {p.stem for p in folder.glob("*.py") if not p.stem.startswith("_")}
    assert files == {m.__name__.rpartition(".")[2] for m in modules(polemos.sources)}

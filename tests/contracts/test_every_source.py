"""Laws that hold for every source, present and future."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from polemos import wars
from polemos.core import (
    ExpectationError,
    ParseError,
    Record,
    Snapshot,
    Source,
    SourceModule,
    expected,
)
from polemos.core.registry import modules
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "raw"
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


def test_the_wars_name_every_source_and_no_other() -> None:
    files = (ROOT / "src" / "polemos" / "wars").glob("*.toml")
    named = {source for war in files for source in wars.load(war.stem).sources}
    assert named == set(all_sources())


def test_every_source_has_its_list_of_specimens_and_a_test() -> None:
    for name in all_sources():
        assert (ROOT / "tools" / "specimens" / f"{name}.toml").is_file(), name
        assert (ROOT / "tests" / "sources" / f"test_{name}.py").is_file(), name


def test_discovery_finds_every_public_module() -> None:
    import polemos.sources

    folder = Path(polemos.sources.__file__).parent
    files = {p.stem for p in folder.glob("*.py") if not p.stem.startswith("_")}
    assert files == {m.__name__.rpartition(".")[2] for m in modules(polemos.sources)}


# -- what a publisher may send instead of its file -----------------------------------

BAD: dict[str, bytes] = {
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf",
    "blank lines": b"\n\n\n",
    "an error page": b"<!doctype html>\n<title>503</title>\n<p>Service, Unavailable",
    "zeros": bytes(100),
    "every byte": bytes(range(256)) * 9,
    "another encoding": "date,value\n2024-01-01,1\n".encode("utf-16"),
    "an object": b"{}",
    "an empty list": b"[]",
    "a list of numbers": b"[1, 2]",
    "half a zip": b"PK\x03\x04" + bytes(60),
    "half a gzip": b"\x1f\x8b\x08\x00abc",
    "two heads": b"date,date\n2024-01-01,2024-01-02\n",
    "a ragged line": b"date,value\n2024-01-01\n",
    "an open quote": b'date,value\n"2024-01-01,1\n',
}


def names(source: str) -> set[str]:
    """Give the names of the files that a source reads."""
    file = ROOT / "tools" / "specimens" / f"{source}.toml"
    listed = tomllib.loads(file.read_text("utf-8"))["file"]
    return {f["name"] if "name" in f else Path(f["path"]).name for f in listed}


@pytest.mark.parametrize("bad", sorted(BAD))
def test_what_is_no_file_of_its_is_refused(module: SourceModule, bad: str) -> None:
    for name in names(module.SOURCE.id):
        now = datetime(2026, 8, 8, tzinfo=UTC)
        snap = Snapshot(module.SOURCE.id, name, "", now, BAD[bad])
        with pytest.raises(ParseError, match="expected"):
            list(module.parse(snap))


def test_a_file_of_another_name_is_refused(module: SourceModule) -> None:
    now = datetime(2026, 8, 8, tzinfo=UTC)
    snap = Snapshot(module.SOURCE.id, "new.pdf", "", now, b"%PDF-1.7\n1 0 obj\n")
    with pytest.raises(ParseError, match="expected"):
        list(module.parse(snap))


_NUMBER = re.compile(r"(?<=,)-?\d+(\.\d+)?(?=,|$)", re.MULTILINE)
_DAY = re.compile(r"\b20(?=\d\d-\d\d)")
_JSON_NUMBER = re.compile(r"(?<=: )-?\d+(?=[,}\s])")


def _tables(text: str) -> Iterator[tuple[str, str]]:
    """Harm a CSV in every way that its readers must notice."""
    head, *rows = text.splitlines()
    body = "\n".join(rows)
    yield "no rows", head
    yield "a new column", "\n".join([f"{head},new", *(f"{r},1" for r in rows)])
    yield "a column twice", "\n".join(f"{r},{r.split(',')[0]}" for r in (head, *rows))
    yield "another delimiter", text.replace(",", ";")
    for name, value in (("no number", "nan"), ("no end", "inf"), ("too much", "1e30")):
        yield name, f"{head}\n{_NUMBER.sub(value, body)}"
    yield "year 0", f"{head}\n{_DAY.sub('00', body)}"
    yield "the future", f"{head}\n{_DAY.sub('29', body)}"
    yield "each row twice", "\n".join([head, *(x for r in rows for x in (r, r))])


def _lists(text: str) -> Iterator[tuple[str, str]]:
    yield "a new field", text.replace("{", '{"new": 1,')
    yield "half", text[: len(text) // 2]
    for name, value in (("no number", "NaN"), ("too much", "1e30"), ("nested", "[1]")):
        yield name, _JSON_NUMBER.sub(value, text)
    yield "year 0", _DAY.sub("00", text)
    yield "the future", _DAY.sub("29", text)
    yield "each row twice", f"{text.rstrip()[:-1]},{text.lstrip()[1:]}"


def harmed(snap: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Give bad versions of a good file; of a binary one, its halves."""
    if snap.name.endswith((".csv", ".json")):
        text = snap.body.decode("utf-8-sig")
        made = _tables(text) if snap.name.endswith(".csv") else _lists(text)
        yield "utf-16", text.encode("utf-16")
        yield from ((name, t.encode()) for name, t in made if t != text)
    else:
        yield "half", snap.body[: len(snap.body) // 2]
        yield "its end cut", snap.body[:-50]


@pytest.fixture(scope="session")
def specimens(pack_tool: ModuleType) -> Callable[[str], Iterator[Snapshot]]:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")

    def read(source: str) -> Iterator[Snapshot]:
        try:
            yield from pack_tool.snapshots(source, RAW)
        except FileNotFoundError as missing:
            pytest.skip(f"needs {missing.filename}")

    return read


def outcome(module: SourceModule, snap: Snapshot) -> list[Record] | Exception:
    """Give what a file tells, or how it is refused."""
    try:
        return list(expected(module.SOURCE, module.parse(snap)))
    except (ParseError, ExpectationError) as error:
        return error


@pytest.mark.raw
def test_harm_to_a_good_file_is_noticed_or_changes_nothing(
    module: SourceModule, specimens: Callable[[str], Iterator[Snapshot]]
) -> None:
    """Never another error, and never other numbers, than those of the good file."""
    for snap in {s.name: s for s in specimens(module.SOURCE.id)}.values():
        if snap.name.endswith(".ndjson"):
            continue  # long to measure: see the tests of the source
        good = list(expected(module.SOURCE, module.parse(snap)))
        for harm, body in harmed(snap):
            told = outcome(module, replace(snap, body=body))
            if isinstance(told, Exception):
                assert re.search("expected|unread|found", str(told)), harm
            else:
                same = [replace(r, snapshot=snap.id) for r in told]
                if hasattr(module, "ROWS"):  # names its rows, of which a page has some
                    same += [r for r in good if r not in same]
                assert set(same) == set(good), (
                    f"{snap.name}, {harm}: other numbers, and no error"
                )

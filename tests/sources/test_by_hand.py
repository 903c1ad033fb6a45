"""Tables that we copied by hand: cut by the page of each row; nothing remembered."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from polemos.core import Snapshot
from polemos.sources import all_sources

HEAD = "series,value,where_found\n"
BY_HAND = [n for n, m in all_sources().items() if m.SOURCE.by_hand]


def test_each_page_makes_a_table_of_its_own(pack_tool: ModuleType) -> None:
    body = HEAD + "a,1,pages: https://a.example/x (late)\nb,2,https://b.example\n"
    body += "c,3,https://a.example/x\n"
    cut = dict(pack_tool.by_page(body.encode()))
    assert cut["https://b.example"].decode() == HEAD + "b,2,https://b.example\n"
    assert cut["https://a.example/x"].decode().count("\n") == 3


def test_a_table_of_a_publisher_is_left_whole(pack_tool: ModuleType) -> None:
    assert pack_tool.by_page(b"series,value\na,1\n") == []


@pytest.mark.parametrize("seen", ["own knowledge", "unverified here", ""])
def test_a_row_that_nobody_saw_stops_the_pack(seen: str, pack_tool: ModuleType) -> None:
    with pytest.raises(ValueError, match="the page of a row"):
        pack_tool.by_page(f"{HEAD}a,1,{seen}\n".encode())


def test_some_sources_are_copied_by_hand() -> None:
    assert {"depots", "iiss", "bofit", "gacc_trade", "kiel_aid"} <= set(BY_HAND)


@pytest.mark.raw
@pytest.mark.parametrize("source", BY_HAND)
def test_what_is_copied_by_hand_names_its_page(
    source: str, specimens: Callable[[str], Iterator[Snapshot]]
) -> None:
    by_hand = all_sources()[source].SOURCE.by_hand
    copied = [s for s in specimens(source) if s.name in by_hand]
    assert copied
    for s in copied:
        assert s.url.startswith("http"), s.name
        assert b"own knowledge, unverified" not in s.body

"""What stands in every edition may not name what came after the earliest of them."""

import re

import pytest

from polemos.core import Source
from polemos.sources import all_sources

LATER = re.compile(r"\b20(2[3-9]|[3-9]\d)\b")
FINANCE = [n for n in all_sources() if n.split("_")[0] in {"cbr", "minfin", "rosstat"}]


@pytest.mark.parametrize("name", FINANCE)
def test_no_caveat_of_war_finance_names_a_later_year(name: str) -> None:
    source: Source = all_sources()[name].SOURCE
    caveats = {*source.caveats, *(c for s in source.series for c in s.caveats)}
    named = [c.en for c in caveats if LATER.search(c.en) or LATER.search(c.zh)]
    assert not named

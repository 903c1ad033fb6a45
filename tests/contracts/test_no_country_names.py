"""Outside sources, indicators and wars the code knows no country."""

import re
from pathlib import Path

import pytest

import polemos

SRC = Path(polemos.__file__).parent
FREE = {"sources", "indicators", "wars", "figures"}
MONEY = "_currencies.py"  # currencies bear the names of countries
NAMES = re.compile(
    r"Russia|Ukrain|Kyiv|Moscow|Crimea|Donbas|Taiwan|China|America"
    r"|United States|Europe|Germany|俄|烏克|烏軍|克里米亞|頓巴斯"
    r"|台灣|中國|美國|美軍|歐洲"
    r"|@RUS|@UKR|@USA|@TWN|@CHN"
)
FILES = sorted(
    p
    for p in SRC.rglob("*")
    if p.suffix in {".py", ".j2", ".css", ".js", ".typ"}
    and p.relative_to(SRC).parts[0] not in FREE
    and p.name != MONEY
)


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_it_names_no_country(file: Path) -> None:
    language = re.compile(r"Chinese of Taiwan|Taiwan's forms")
    text = language.sub("", file.read_text("utf-8"))
    found = NAMES.findall(text)
    assert not found, f"{file.name}: {sorted(set(found))}"

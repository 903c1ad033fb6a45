import json
from collections import Counter
from importlib.resources import files

import pytest

from polemos.core import Text
from polemos.sources import _ground

MAP = files("polemos.wars") / "rus-ukr" / "basemap.json"


def test_the_base_map_has_every_unit_once_and_is_light() -> None:
    raw = MAP.read_bytes()
    units = [f["properties"] for f in json.loads(raw)["features"]]
    assert len(raw) < 150_000
    assert len({u["iso"] for u in units}) == len(units) == 27
    assert {u["iso"]: u["name_en"] for u in units}["UA-51"] == "Odesa"
    for u in units:
        Text(u["name_en"], u["name_zh"])


def test_crimea_and_sevastopol_are_part_of_the_map() -> None:
    assert {"crimea", "sevastopol"} <= set(_ground.oblasts())


@pytest.mark.parametrize(
    ("word", "official"),
    [("luhansk", 26_684), ("kharkiv", 31_415), ("dnipropetrovsk", 31_914)],
)
def test_inland_outlines_give_the_official_areas(word: str, official: float) -> None:
    shapes, _ = _ground._outlines()
    by_word = dict(zip(_ground.oblasts(), map(_ground.km2, shapes), strict=True))
    assert by_word[word] == pytest.approx(official, rel=1e-3)


def test_the_list_of_sites_holds_the_counts_that_the_report_prints() -> None:
    counts = Counter({m: len(places) for m, places in _ground.sites().items()})
    assert counts == {
        "coal": 53,
        "iron_ore": 16,
        "uranium": 11,
        "titanium": 4,
        "lithium": 4,
        "rare_earth": 3,
        "graphite": 3,
    }


def test_a_hexagon_is_about_36_square_kilometres() -> None:
    assert 15_000 < len(_ground.cells()) < 25_000

import json
import lzma
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polemos.core import Observation, ParseError, Snapshot
from polemos.sources import _ground, isw_area

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
HEAD = "date,layer,cot_km2,advance_km2,cot_plus_adv_km2\n"


def snap(body: str, name: str = "isw_areas_recomputed.csv") -> Snapshot:
    at = datetime(2023, 8, 25, tzinfo=UTC)
    return Snapshot("isw_area", name, "https://example.org", at, body.encode())


def test_it_reads_what_is_there_and_leaves_out_what_is_not() -> None:
    body = HEAD + "2022-02-24,RussianAssessedCoT,10,,\n2022-03-15,live CoT,10,5,14\n"
    found = [(o.series, o.value) for o in isw_area.parse(snap(body))]
    assert found == [
        ("isw/territory.held@RUS", 10),
        ("isw/territory.held@RUS", 10),
        ("isw/territory.advance@RUS", 5),
        ("isw/territory.held_or_advance@RUS", 14),
    ]


def test_an_unknown_layer_or_file_stops_it() -> None:
    with pytest.raises(ParseError, match="Moon"):
        list(isw_area.parse(snap(HEAD + "2022-02-24,Moon,1,1,1\n")))
    with pytest.raises(ParseError, match=r"else\.csv"):
        list(isw_area.parse(snap(HEAD, "else.csv")))


@pytest.mark.raw
def test_the_polygons_that_we_have_give_the_same_areas(
    told: Callable[[str], list[tuple[Snapshot, list[Observation]]]],
) -> None:
    import shapely

    ((_, records),) = told("isw_area")
    held = {o.period.last: o.value for o in records if ".held@" in o.series}
    path = RAW / "isw-nikkei" / "isw_cot_advance_2022.ndjson.xz"
    with lzma.open(path, "rt") as file:
        for line in list(file)[::40]:
            found = json.loads(line)["properties"]
            if found["layer"] == "CoT":
                area = _ground.km2(_ground.union([shapely.from_geojson(line)]))
                day = date.fromisoformat(found["date"])
                assert area == pytest.approx(held[day], rel=2e-3)  # thinned copies

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import (
    ExpectationError,
    Observation,
    Period,
    Text,
    Unit,
    UnitMismatch,
    War,
    WarError,
)

NOW = datetime(2025, 2, 24, tzinfo=UTC)


@given(
    st.sampled_from(["RUB", "percent", "km²", "persons"]),
    st.sampled_from([0, 3, 6, 9, 12]),
)
def test_a_unit_reads_what_it_writes(code: str, power: int) -> None:
    assert Unit.parse(str(Unit(code, power))) == Unit(code, power)


def test_units_scale_exactly_and_currencies_never_convert() -> None:
    assert Unit.parse("trn RUB").factor(Unit.parse("bn RUB")) == 1000
    with pytest.raises(UnitMismatch, match="expected a unit of USD"):
        Unit.parse("bn RUB").factor(Unit.parse("bn USD"))


def test_a_text_needs_both_languages_and_traditional_characters() -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(en="Russia", zh=" ")
    with pytest.raises(ValueError, match="not Traditional"):
        Text(en="Russia", zh="俄罗斯")
    assert Text(en="Russia", zh="俄羅斯、Київ").in_("zh") == "俄羅斯、Київ"


def test_an_observation_refuses_the_impossible() -> None:
    month = Period.month(2025, 3)
    with pytest.raises(ExpectationError, match="before the period begins"):
        Observation("a/b", month, 1.0, NOW, "x")
    with pytest.raises(ExpectationError, match="low <= value <= high"):
        Observation("a/b", Period.month(2025, 1), 1.0, NOW, "x", low=2.0)
    # the first of March in Taipei is the last of February in UTC
    taipei = datetime(2025, 3, 1, 7, tzinfo=timezone(timedelta(hours=8)))
    with pytest.raises(ExpectationError, match="before the period begins"):
        Observation("a/b", month, 1.0, taipei, "x")


def war(**changes: object) -> dict[str, object]:
    text = {"en": "Lilliput", "zh": "小人國"}
    raw: dict[str, object] = {
        "name": text,
        "title": text,
        "border": text,
        "began": date(2020, 1, 1),
        "first_edition": date(2020, 2, 3),
        "area_km2": 100,
        "actors": {"LIL": {"name": text, "adjective": text, "forces": text}},
        "roles": {"invader": "LIL"},
        "places": {},
        "sources": [],
        "sections": [],
        "basemap": "basemap.json",
        "layers": [],
    }
    return raw | changes


def test_a_war_is_read_whole_or_not_at_all() -> None:
    assert War.parse("toy", "toy", war()).role("invader").name.en == "Lilliput"
    with pytest.raises(WarError, match=r"unknown \['colour'\]"):
        War.parse("toy", "toy", war(colour="red"))
    with pytest.raises(WarError, match="names no actor"):
        War.parse("toy", "toy", war(roles={"invader": "BLE"}))
    with pytest.raises(WarError, match="expected a role 'defender'"):
        War.parse("toy", "toy", war()).role("defender")


@pytest.mark.parametrize("key", sorted(war()))
@pytest.mark.parametrize(
    "bad",
    [True, "x", float("nan"), -1, [1], {"en": "x"}, {"en": 1, "zh": 2}, {"a": {}}],
    ids=str,
)
def test_a_war_of_other_things_is_refused(key: str, bad: object) -> None:
    if (key, bad) == ("basemap", "x"):
        pytest.skip("that may be a file's name")
    with pytest.raises(WarError, match=r"toy\.toml: .*(expected|names)"):
        War.parse("toy", "toy", war(**{key: bad}))

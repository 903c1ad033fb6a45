from datetime import UTC, date, datetime

import pytest

from polemos.core import KnownBy, Observation, ParseError, Point, Snapshot
from polemos.sources import estimates
from polemos.sources._compiled import published

HEAD = (
    "date,estimate_low,estimate_high,estimate,type,source,source_url,country,"
    '"ignore for chart, data from warring parties"\n'
)


def read(*lines: str) -> list[Observation]:
    at = datetime(2026, 8, 22, 12, tzinfo=UTC)
    body = HEAD + "\n".join(lines) + "\n"
    snap = Snapshot("estimates", "casualty_estimates.csv", "", at, body.encode())
    return list(estimates.parse(snap))


def test_a_floor_has_a_lower_end_only() -> None:
    [o] = read('07/12/2024,"700,000",,,casualties,US DoD,https://a.org/x,russia,')
    assert o.series == "estimates/casualties.us_dod@RUS"
    assert (o.low, o.value, o.high) == (700_000, 700_000, None)


def test_a_range_keeps_both_ends() -> None:
    [o] = read("21/02/2025,100,200,,deaths,BBC Russia,https://bbc.com/a,russia,")
    assert (o.low, o.high) == (100, 200)


def test_no_number_is_stored_that_nobody_said() -> None:
    [o] = read("21/02/2025,100,200,,deaths,BBC Russia,https://bbc.com/a,russia,")
    assert o.value == 100
    assert Point.of(o).ends_only
    [at_most] = read("21/02/2025,,200,,deaths,BBC Russia,https://bbc.com/a,russia,")
    assert at_most.value == 200
    assert not Point.of(at_most).ends_only
    [central] = read("21/02/2025,1,9,4,deaths,BBC Russia,https://bbc.com/a,russia,")
    assert central.value == 4
    assert not Point.of(central).ends_only


def test_dead_and_casualties_never_share_a_series() -> None:
    a, b = read(
        "01/01/2025,172,,,deaths,IISS,https://iiss.org/2025/02/x,russia,",
        "01/01/2025,,,783,casualties,IISS,https://iiss.org/2025/02/x,russia,",
    )
    assert (a.series, b.series) == (
        "estimates/dead.iiss@RUS",
        "estimates/casualties.iiss@RUS",
    )
    assert a.known_by is KnownBy.ASSUMED
    assert a.known_at.date() == date(2025, 2, 12)


def test_what_a_party_to_the_war_says_is_left_out() -> None:
    assert not read("19/12/2023,,,5,casualties,A ministry,https://a.org,ukraine,yes")


def test_an_unknown_author_stops_it() -> None:
    with pytest.raises(ParseError, match="Somebody: expected a known author"):
        read("19/12/2023,,,5,casualties,Somebody,https://a.org,russia,")


def test_what_is_no_number_is_named_with_its_place() -> None:
    with pytest.raises(ParseError, match=r"19/12/2023 IISS 'estimate'.*'many'"):
        read("19/12/2023,,,many,casualties,IISS,https://iiss.org/x,russia,")


def test_the_months_of_the_uk_are_read_elsewhere() -> None:
    post = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"
    assert not read(f"01/05/2022,,,17756,casualties,UK MoD,{post},russia,")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.com/DefenceHQ/status/1902662502334259284", date(2025, 3, 20)),
        ("https://www.nytimes.com/2023/04/08/us/politics/x.html", date(2023, 4, 8)),
        ("https://www.reuters.com/world/x-2022-07-20/#:~:text=a", None),
        ("https://www.iiss.org/online-analysis/2025/02/x/", None),
    ],
)
def test_an_address_may_tell_the_day(url: str, day: date | None) -> None:
    out = published(url)
    assert (out and out.date()) == day


@pytest.mark.raw
def test_what_was_known_on_the_day_of_the_seed(told) -> None:
    [(_, records)] = told("estimates")
    by_then = {
        o.series: o
        for o in sorted(records, key=lambda o: o.period)
        if o.known_at <= datetime(2025, 2, 24, 23, 59, tzinfo=UTC)
    }
    assert by_then["estimates/casualties.iiss@RUS"].value == 783_000
    assert by_then["estimates/casualties.norway@RUS"].low == 600_000
    assert by_then["estimates/casualties.us_dod@RUS"].low == 700_000
    meduza = by_then["estimates/dead.meduza@RUS"]
    assert (meduza.low, meduza.high) == (160_000, 165_000)
    bbc = by_then["estimates/dead.bbc@RUS"]
    assert (bbc.low, bbc.high) == (146_194, 211_169)
    assert "estimates/casualties.mivd@RUS" not in by_then

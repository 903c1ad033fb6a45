from datetime import UTC, date, datetime

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import uk_mod

HEAD = (
    "month,year,casualties (average daily losses),days in month,casualties in month,"
    "cumulative casualties,date (at beginning of next month),source,source_url,note\n"
)
POST = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"
ROWS = (
    f"march,2022,3,31,93,93,01/04/2022,UK MoD,{POST},\n"
    f"april,2022,2,30,60,153,01/05/2022,UK MoD,{POST},\n"
)


def read(body: str) -> list:
    at = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("uk_mod", "uk_mod_monthly.csv", "", at, (HEAD + body).encode())
    return list(uk_mod.parse(snap))


def test_a_month_is_known_from_the_moment_of_its_post() -> None:
    last = read(ROWS)[-2]
    assert last.series == "uk_mod/casualties.total@RUS"
    assert last.period == Period.month(2022, 4)
    assert last.value == 153
    assert last.known_at.date() == date(2025, 1, 7)


def test_totals_that_do_not_add_up_stop_it() -> None:
    with pytest.raises(ParseError, match="expected 153"):
        read(ROWS.replace(",153,", ",154,"))


def test_a_row_without_a_post_stops_it() -> None:
    with pytest.raises(ParseError, match="expected a post"):
        read(ROWS.replace(POST, "https://example.org"))


@pytest.mark.raw
def test_what_was_known_in_february_2025(told) -> None:
    [(_, records)] = told("uk_mod")
    totals = {o.period: o for o in records if "total" in o.series}
    assert totals[Period.month(2024, 12)].value == 783_138
    assert totals[Period.month(2024, 12)].known_at.date() == date(2025, 1, 7)
    assert totals[Period.month(2025, 1)].known_at.date() == date(2025, 5, 3)

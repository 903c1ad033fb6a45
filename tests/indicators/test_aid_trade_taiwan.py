"""Aid, burden, trade and Taiwan: the arithmetic, on made-up series."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from polemos.core import Measure, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 8, 22, tzinfo=UTC)


def series(values: Mapping[Period, float], unit: str) -> Series:
    points = tuple(Point(p, v, NOW) for p, v in sorted(values.items()))
    return Series("made/up@X", Unit.parse(unit), Measure.FLOW, points, NOW)


def years(unit: str, **values: float) -> Series:
    return series({Period.year(int(y[1:])): v for y, v in values.items()}, unit)


def made(name: str, *inputs: Series) -> dict[str, float]:
    return {str(p.period): p.value for p in all_indicators()[name](*inputs)}


def test_a_lead_needs_both_sides_in_the_same_month() -> None:
    december, april = Period.month(2024, 12), Period.month(2025, 4)
    europe = series({december: 128.4, april: 140}, "bn EUR")
    usa = series({december: 114.9}, "bn EUR")
    lead = made("polemos/aid.lead.total@EUROPE", europe, usa)
    assert lead == {"2024-12": pytest.approx(13.5)}


def test_a_share_of_nothing_is_left_out() -> None:
    one, all_ = years("bn EUR", y2022=0, y2023=25), years("bn EUR", y2022=0, y2023=50)
    assert made("polemos/aid.share.total@USA", one, all_) == {"2023": 50}


def test_every_kind_of_aid_has_its_lead_its_shares_and_its_year() -> None:
    there = all_indicators()
    for kind in ("total", "military", "financial", "humanitarian"):
        assert f"polemos/aid.lead.{kind}@EUROPE" in there
        for who in ("USA", "EUROPE", "OTHERS"):
            assert f"polemos/aid.share.{kind}@{who}" in there
        for who in ("USA", "EUROPE", "OTHERS", "ALL"):
            assert f"polemos/aid.new.last_year.{kind}@{who}" in there


def test_the_burden_is_measured_from_the_last_year_of_peace() -> None:
    share = years("percent", y2020=2.3, y2021=2.2, y2024=4.15)
    gain = made("polemos/spending.military.gdp.gain_since_war@POL", share)
    assert gain == {"2024": pytest.approx(1.95)}


def test_trade_grows_on_the_year_before_and_on_the_last_year_of_peace() -> None:
    turnover = years("bn USD", y2021=100, y2022=150, y2023=180)
    growth = made("polemos/trade.turnover.rus.growth@CHN", turnover)
    since = made("polemos/trade.turnover.rus.growth_since_war@CHN", turnover)
    assert growth == {"2022": pytest.approx(50), "2023": pytest.approx(20)}
    assert since == {"2022": pytest.approx(50), "2023": pytest.approx(80)}


def test_russias_own_count_is_of_calendar_years() -> None:
    months = {Period.month(y, m): 1000 for y in (2020, 2021) for m in range(1, 13)}
    ways = series(months, "mn USD"), series(months, "mn USD")
    found = made("polemos/trade.turnover.chn@RUS", *ways)
    assert found == {"2020": pytest.approx(24), "2021": pytest.approx(24)}


def test_a_year_to_date_ends_at_a_missing_month() -> None:
    months = {Period.month(2025, m): 10.0 for m in (11, 12)}
    months |= {Period.month(2026, m): float(m) for m in (1, 2, 4)}
    found = made(
        "polemos/trade.goods.deficit.to_date.twn@USA", series(months, "mn USD")
    )
    assert found == {"2026-01": 1, "2026-01-01..2026-02-28": 3}


def test_the_mirror_compares_the_same_years_or_nothing() -> None:
    both = Period(Period.year(2023).start, Period.year(2024).end)
    sold = series({both: 187.8e9}, "USD")
    bought = years("mn USD", y2023=87_782, y2024=116_285)
    name = "polemos/trade.mirror_gap.twn@USA"
    assert made(name, sold, bought)[str(both)] == pytest.approx(8.66, abs=0.01)
    assert made(name, sold, years("mn USD", y2023=87_782)) == {}


def test_the_backlog_is_what_was_ordered_and_has_not_come() -> None:
    ordered, delivered = years("TIV", y2025=7436), years("TIV", y2025=2848)
    assert made("polemos/arms.backlog@TWN", ordered, delivered) == {"2025": 4588}
    share = made("polemos/arms.delivered.share@TWN", delivered, ordered)
    assert share == {"2025": pytest.approx(38.3, abs=0.01)}


def test_shares_of_china_and_hong_kong_are_added() -> None:
    china, hong_kong = years("percent", y2024=29.4), years("percent", y2024=22.3)
    found = made("polemos/trade.chips.share.chn_hkg@TWN", china, hong_kong)
    assert found == {"2024": pytest.approx(51.7)}


def test_one_leans_so_many_times_more_on_the_other() -> None:
    imports = years("percent", y2024=40, y2025=50)
    weight = years("percent", y2025=4)
    leans = made("polemos/trade.asymmetry.chn@RUS", imports, weight)
    assert leans == {"2025": 12.5}

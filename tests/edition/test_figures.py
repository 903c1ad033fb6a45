"""The packaged figures give the values that they are known by."""

from datetime import date

import pytest

from polemos import figures
from polemos.core import NotYetKnown, Period, View, end_of_day
from polemos.pipeline import World

SEED = date(2025, 2, 24)
NEWEST = date(2026, 8, 22)
AS_OF_SEED = [
    ("cbr/money.m2@RUS", 117_256.4, 1, "bn RUB"),
    ("polemos/money.m2.gain_since_war@RUS", 51_003.5, 1, "bn RUB"),
    ("polemos/money.m2.growth_since_war@RUS", 76.98, 2, "percent"),
    ("polemos/money.m2.growth_year@RUS", 19.18, 2, "percent"),
    ("rosstat/cpi.yoy@RUS", 9.92, 2, "percent"),
    ("cbr/rate.key@RUS", 21.00, 2, "percent"),
    ("polemos/credit.residents.gain_since_war@RUS", 49.37, 2, "trn RUB"),
    ("polemos/credit.companies.gain_since_war@RUS", 32.45, 2, "trn RUB"),
    ("polemos/credit.companies_financial.gain_since_war@RUS", 36.80, 2, "trn RUB"),
    ("minfin/nwf.liquid@RUS", 3_751.2, 1, "bn RUB"),
    ("deepstate/territory.held@RUS", 112_383, 0, "km²"),
    ("polemos/territory.held.share@RUS", 18.62, 2, "percent"),
    ("economist/territory.held@RUS", 116_211, 0, "km²"),
    ("polemos/stock.tank.depot_share@RUS", 47.9, 1, "percent"),
    ("oryx/losses.tank@RUS", 3_773, 0, "vehicles"),
    ("mod_ua/losses.tank@RUS", 10_177, 0, "vehicles"),
    ("kiel/aid.allocated.total@ALL", 267, 0, "bn EUR"),
]


@pytest.fixture(scope="module")
def then(world: World) -> View:
    return world.view(end_of_day(SEED))


@pytest.fixture(scope="module")
def now(world: World) -> View:
    return world.view(end_of_day(NEWEST))


@pytest.mark.parametrize(("name", "value", "digits", "unit"), AS_OF_SEED)
def test_the_last_value_known_on_the_seed_s_day(
    then: View, name: str, value: float, digits: int, unit: str
) -> None:
    series = then.series(name)
    assert round(series.last().value, digits) == value
    assert str(series.unit) == unit


def test_the_newest_figures(now: View, world: World) -> None:
    assert world.store.newest() == NEWEST
    held = now.series("deepstate/territory.held@RUS").last()
    assert (round(held.value), held.period) == (116_995, Period.day(NEWEST))
    liquid = now.series("minfin/nwf.liquid@RUS")
    assert round(liquid.last().value) == 3_612
    assert liquid.last().period == Period.month(2026, 6)  # dated 1 July
    assert round(liquid.at(Period.month(2021, 12)).value, 1) == 8_432.6
    gain = now.series("polemos/territory.gain.month@RUS")
    assert round(gain.at(Period.month(2025, 9)).value, 1) == 263.9


def test_a_figure_that_was_revised_shows_as_it_was_known(then: View, now: View) -> None:
    name, year = "kiel/aid.allocated.total@ALL", Period.month(2024, 12)
    assert then.series(name).at(year).value == 267
    assert round(now.series(name).at(year).value, 1) == 263.2
    january = Period.month(2025, 1)
    told = [
        o.value
        for o in now.vintages("census/trade.goods.deficit.twn@USA")
        if o.period == january
    ]
    assert len(set(told)) > 1  # first 7,703.2 mn, later 7,715.4


def test_what_was_not_published_yet_is_not_known(then: View) -> None:
    with pytest.raises(NotYetKnown):
        then.series("rosstat/cpi.yoy@RUS").at(Period.month(2025, 2))
    with pytest.raises(NotYetKnown):
        then.series("cbr/money.m2@RUS").at(Period.month(2025, 1))


def test_nothing_in_a_view_was_known_later(then: View) -> None:
    for name in then.ids():
        for point in then.series(name):
            assert point.known_at <= then.as_of, name
            assert all(o.known_at <= then.as_of for o in point.evidence), name


def test_every_promised_series_has_a_value_by_now(now: View) -> None:
    """A promise that the pack never keeps is a typing error in a source."""
    from polemos.sources import all_sources

    there = set(now.stored())
    promised = {s.id for m in all_sources().values() for s in m.SOURCE.series}
    unkept = {s for s in promised - there if not _withheld(s)}
    assert not unkept


def _withheld(series: str) -> bool:
    from polemos.sources import all_sources

    for m in all_sources().values():
        for s in m.SOURCE.series:
            if s.id == series:
                return not m.SOURCE.licence.redistribute and not s.shipped
    return False


def test_the_pack_is_small_and_answers_for_every_table() -> None:
    from importlib.resources import files

    folder = files("polemos.figures")
    listed = {n for p in figures.manifest() for n, _ in p.files.values()}
    there = {f.name for f in folder.iterdir() if f.name.endswith(".parquet")}
    assert listed == there
    size = sum(len((folder / n).read_bytes()) for n in there)
    assert size < 8_000_000
    for packed in figures.manifest():
        with figures.tables(packed) as tables:
            assert tables


@pytest.mark.parametrize(
    ("name", "february", "march"),
    [
        ("cbr/money.m2@RUS", (1, 3), (-1.25, -0.5)),
        ("polemos/money.m2.real@RUS", (2, 4), (1, 3)),
    ],
)
def test_another_base_moves_the_rise_of_money_as_its_caveat_says(
    now: View, name: str, february: tuple[float, float], march: tuple[float, float]
) -> None:
    money = now.series(name)
    base = money.on(date(2021, 12, 31)).value
    for day, (least, most) in {
        date(2022, 1, 31): february,
        date(2022, 2, 28): march,
    }.items():
        other = money.on(day).value
        for p in money.between(first=date(2022, 3, 31)):
            assert least < (p.value / other - p.value / base) * 100 < most


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2023, 2, 9), 51.6),
        (date(2023, 3, 1), 52.5),
        (date(2024, 2, 13), 42.4),
        (date(2025, 2, 24), 37.1),
        (date(2025, 7, 19), 36.9),
    ],
)
def test_photographs_fall_behind_claims(now: View, day: date, share: float) -> None:
    seen, claimed = (now.series(f"{s}/losses.tank@RUS") for s in ("oryx", "mod_ua"))
    assert round(100 * seen.on(day).value / claimed.on(day).value, 1) == share

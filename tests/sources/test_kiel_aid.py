"""The aid tracker: donor groups, rival releases, and the traps of its copies."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Record, Snapshot, expected
from polemos.sources import kiel_aid

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = (
    "country,iso,year,month,total,financial,humanitarian,military,commitments,"
    "to_be_allocated,gdp,pct_gdp\n"
)
# made up in the publisher's format: its rows may not be redistributed
DONORS = "".join(
    f"{name.en},{iso},2024,12,0,0,0,0,0,0,100,0\n"
    for iso, name in kiel_aid.DONORS.items()
)
ROWS = (
    "United States,USA,2024,12,3,1,0,2,4,1,1000,0.3\n"
    "EU (Commission and Council),EU,2024,12,5,5,0,0,9,4,0,0\n"
    "Denmark,DNK,2025,1,1,0,0,1,1,0,100,1\n"
    "Japan,JPN,2025,1,2,2,0,0,2,0,500,0.4\n"
)


def snap(name: str, body: str, day: int = 4) -> Snapshot:
    heard = datetime(2026, 8, day, tzinfo=UTC)
    return Snapshot("kiel_aid", name, "", heard, body.encode(), heard)


def read(name: str, body: str, day: int = 4) -> dict[tuple[str, str], Observation]:
    records = expected(kiel_aid.SOURCE, kiel_aid.parse(snap(name, body, day)))
    return {
        (r.series.removeprefix("kiel/aid."), str(r.period)): r
        for r in records
        if isinstance(r, Observation)
    }


def test_groups_add_up_and_the_eu_bodies_count_as_europe_once() -> None:
    found = read("data_explorer.csv", HEAD + DONORS + ROWS)
    assert found["allocated.total@ALL", "2024-12"].value == 8
    assert found["allocated.total@EUROPE", "2024-12"].value == 5
    assert found["allocated.total@EUROPE", "2025-01"].value == 6
    assert found["new.total@EUROPE", "2025-01"].value == 1
    assert found["allocated.military@USA", "2025-01"].value == 2
    assert found["new.military@USA", "2025-01"].value == 0
    assert found["committed.total@OTHERS", "2025-01"].value == 2
    assert found["allocated.gdp@DNK", "2025-01"].value == 1


def test_europe_is_set_against_the_gdp_of_its_states_with_the_aid_of_its_bodies() -> (
    None
):
    found = read("data_explorer.csv", HEAD + DONORS + ROWS)
    states = len(kiel_aid.DONORS.keys() - {"USA", "CAN", "JPN"})
    share = found["allocated.gdp@EUROPE", "2025-01"].value
    assert share == pytest.approx(6 / (100 * states) * 100, abs=1e-6)
    assert found["allocated.gdp@USA", "2025-01"].value == pytest.approx(0.3)
    assert ("allocated.gdp@USA", "2024-12") not in found  # a headline, not a table


def test_a_month_is_known_from_its_release_and_not_before() -> None:
    found = read("data_explorer.csv", HEAD + DONORS + ROWS)
    assert found["allocated.total@ALL", "2024-12"].known_at.year == 2026


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Atlantis,ATL,2024,12,1,1,0,0,1,0,1,1\n", "Atlantis"),
        ("Denmark,DNK,2024,12,3,1,0,1,1,0,1,1\n", "add up"),
        ("Denmark,DNK,2024,December,1,1,0,0,1,0,1,1\n", "month"),
    ],
)
def test_doubt_stops_the_source(row: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        read("data_explorer.csv", HEAD + row)


def test_an_unknown_file_is_refused() -> None:
    with pytest.raises(ParseError, match="expected a file among"):
        read("weapons.csv", HEAD)


def test_heads_put_right_would_stop_the_copy_with_swapped_heads() -> None:
    head = "month,military_as_labelled,financial_as_labelled,humanitarian,total\n"
    swapped = read(
        "release27_2025-12_by_month_LABELS_AS_FOUND.csv",
        f"{head}2025-10,157.46,161.684,0,319.144\n",
    )
    assert swapped["new.military@ALL", "2025-10"].value == 161.684
    with pytest.raises(ParseError, match="put right"):
        read(
            "release27_2025-12_by_month_LABELS_AS_FOUND.csv",
            f"{head}2025-10,161.684,157.46,0,319.144\n",
        )


def test_a_headline_is_known_from_its_press_release_alone() -> None:
    body = (
        "published,until,donors,type,eur_bn,stage,source\n"
        "2026-08-04,2024-12-31,all,total,267,allocated,press\n"
    )
    headline = read("headlines_as_published.csv", body)[
        "allocated.total@ALL", "2024-12"
    ]
    assert headline.value == 267
    assert headline.known_at == datetime(2026, 8, 4, tzinfo=UTC)
    with pytest.raises(ParseError, match="one press release"):
        read("headlines_as_published.csv", body, day=5)


@pytest.mark.raw
def test_reference_figures_of_each_release(told: Told) -> None:
    at = {}
    for s, records in told("kiel_aid"):
        for r in records:
            assert isinstance(r, Observation)
            at[s.name, r.series.removeprefix("kiel/aid."), r.period] = r.value
    then, new = Period.month(2024, 12), "data_explorer.csv"
    april = Period.month(2026, 4)
    assert at["headlines_as_published.csv", "allocated.total@ALL", then] == 267
    for name, month, bn in (
        ("allocated.total@ALL", then, 263.2),
        ("allocated.total@USA", then, 114.9),
        ("allocated.total@EUROPE", then, 128.4),
        ("allocated.military@USA", then, 64.1),
        ("allocated.military@EUROPE", then, 57.8),
        ("allocated.total@EUROPE", april, 214.8),
        ("allocated.total@USA", april, 115.4),
    ):
        assert at[new, name, month] == pytest.approx(bn, abs=0.05)
    r07 = "release07_2022-10-03.xlsx"
    september = Period.month(2022, 9)
    assert at[r07, "committed.total@USA", september] == pytest.approx(52.3, abs=0.05)
    # the copy with swapped heads agrees with the institute's own table, put right
    r27 = "release27_2025-12_by_month_LABELS_AS_FOUND.csv"
    october = Period.month(2025, 10)
    for kind in ("military", "financial"):
        assert at[r27, f"new.{kind}@ALL", october] == pytest.approx(
            at[new, f"new.{kind}@ALL", october], abs=0.06
        )

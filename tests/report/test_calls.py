"""Calls of others: each verdict follows from a series, and nothing comes too early."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from polemos import report, wars
from polemos.core import (
    LANGS,
    Basis,
    Cadence,
    Licence,
    Measure,
    Observation,
    Period,
    Point,
    Provider,
    Series,
    SeriesSpec,
    Source,
    Text,
    Unit,
    Verdict,
    View,
    WarError,
    end_of_day,
)
from polemos.pipeline import World
from polemos.report._desk import Desk
from polemos.report._figure import Cell, Num, Quote, Table
from polemos.report._section import sections_of
from polemos.report.sections._called import read, said_on
from polemos.report.sections._calls import Outcome, outcome, published

HERE = Path(__file__).parent
WHEN = {"said": date(2031, 1, 15), "from": date(2031, 6, 1), "by": date(2031, 8, 31)}
TABLE = """
[measure.purse]
title = { en = "purse", zh = "錢包" }
series = "ledger/purse@ARI"
unit = "bn RUB"
below = 10
[measure.mood]
title = { en = "mood", zh = "士氣" }
why = { en = "no measure", zh = "沒有衡量方式" }

[[call]]
id = "later"
said = "2031-03"
who = { en = "A seer", zh = "先知" }
what = { en = "Empty by 2035", zh = "2035 年見底" }
from = 2035-01-01
by = 2035-12-31
measure = "purse"
[[call]]
id = "purse"
said = "2031-01-15"
who = { en = "A bank", zh = "銀行" }
via = "herald.test"
what = { en = "Empty in the summer", zh = "夏天見底" }
from = 2031-06-01
by = 2031-08-31
measure = "purse"
[[call]]
id = "mood"
said = "2031-01-20"
who = { en = "A poet", zh = "詩人" }
what = { en = "Mood breaks", zh = "士氣崩潰" }
from = 2031-06-01
by = 2031-08-31
measure = "mood"

[[count]]
id = "drop"
said = "2031-02-10"
who = { en = "A clerk", zh = "書記" }
what = { en = "Fall in January", zh = "一月減少" }
stated = "-8"
step = "1"
unit = "bn RUB"
series = "ledger/purse@ARI"
since = 2030-12-31
until = 2031-01-31
"""
PREMISE = """
premise = { price = [40, 40], series = "ledger/oil@ARI", discount = "ledger/gap@ARI" }
"""
HELD, MISSED = [90, 60, 30, 9, 8], [90, 80, 70, 60, 50]  # at the end of April and on


def _spec(what: str, unit: str) -> SeriesSpec:
    return SeriesSpec(
        id=f"ledger/{what}@ARI",
        title=Text(what, what),
        unit=Unit.parse(unit),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
    )


LEDGER = Source(
    id="ledger",
    title=Text("The ledger", "帳冊"),
    provider=Provider("ledger", Text("Ledger", "帳冊"), "https://x.test"),
    url="https://x.test/ledger.csv",
    citation="Ledger",
    licence=Licence(Text("CC BY 4.0", "CC BY 4.0"), True),
    series=(
        _spec("purse", "bn RUB"),
        _spec("oil", "USD/barrel"),
        _spec("gap", "USD/barrel"),
    ),
)
Look = Callable[..., dict[str, Table]]


def _told(what: str, year: int, month: int, value: float) -> Observation:
    over = Period.month(year, month)
    known = datetime.combine(over.end, datetime.min.time(), UTC) + timedelta(days=4)
    return Observation(f"ledger/{what}@ARI", over, value, known, "made up")


@pytest.fixture
def look(memory_view: Callable[..., View], tmp_path: Path) -> Look:
    """Give `look(values, day, oil, table)`; the purse has `values` from April on."""

    def made(
        values: list[float],
        day: date,
        oil: float | None = None,
        table: str = TABLE,
    ) -> dict[str, Table]:
        file = tmp_path / "aria.toml"
        file.write_bytes((HERE / "aria.toml").read_bytes())
        (tmp_path / "aria").mkdir(exist_ok=True)
        if oil is not None:
            table = table.replace('zh = "夏天見底" }', f'zh = "夏天見底" }}{PREMISE}')
        (tmp_path / "aria" / "calls.toml").write_text(table, "utf-8")
        records = [
            *(_told("purse", 2030, 12, 100), _told("purse", 2031, 1, 92)),
            *(_told("purse", 2031, 4 + i, v) for i, v in enumerate(values)),
            *(_told("oil", 2031, m, oil or 0) for m in range(1, 10)),
            *(_told("gap", 2030, m, 2.0 * m) for m in (10, 11, 12)),
        ]
        view = memory_view(records, [LEDGER], day)
        return published(Desk(view, wars.load(str(file)), day - timedelta(days=7)))

    return made


def words(cell: Cell) -> str:
    if isinstance(cell, Quote):
        return cell.text.en
    assert isinstance(cell, Text)
    return cell.en


def verdicts(tables: dict[str, Table], key: str = "calls") -> dict[str, str]:
    return {words(row[0]).split(",")[0]: words(row[-1]) for row in tables[key].rows}


@pytest.mark.parametrize(
    ("values", "day", "expected"),
    [
        (HELD, date(2031, 10, 5), "held"),
        ([90, 9, 8, 7, 6], date(2031, 10, 5), "missed: it came sooner"),
        (MISSED, date(2031, 10, 5), "missed: it did not come in time"),
        (HELD, date(2031, 7, 20), "open until 31 August 2031"),  # June's 30 is newest
        (MISSED, date(2031, 8, 31), "open until 31 August 2031"),
        (MISSED, date(2031, 9, 1), "cannot be scored: no count since"),
        ([], date(2031, 3, 1), "open until 31 August 2031"),
        ([], date(2031, 2, 1), "open until 31 August 2031; not counted since it was"),
    ],
)
def test_a_verdict_is_that_of_the_series_on_the_day(
    look: Look, values: list[float], day: date, expected: str
) -> None:
    found = verdicts(look(values, day))["A bank"]
    assert found.startswith(expected)
    assert len(found) <= len(expected) + len(" said")


def test_a_miss_that_no_count_saw_is_no_miss() -> None:
    def points(*told: tuple[int, float], said: date = WHEN["said"]) -> Outcome:
        at = datetime(2032, 1, 1, tzinfo=UTC)
        found = tuple(Point(Period.month(2031, m), v, at) for m, v in told)
        unit = Unit.parse("bn RUB")
        series = Series("ledger/purse@ARI", unit, Measure.STOCK, found, at)
        return outcome(series, 10, {**WHEN, "said": said, "day": date(2032, 1, 1)})

    assert points((4, 90), (10, 5)) is Outcome.SILENT  # it may have come in August
    assert points((4, 90), (8, 11), (10, 5)) is Outcome.LATER
    assert points((4, 90), (8, 10)) is Outcome.HELD  # at the threshold is there
    assert points((1, 5), (8, 50)) is Outcome.SOONER  # January ends after it was said
    earlier = points((1, 5), (8, 50), said=date(2031, 1, 31))
    assert earlier is Outcome.LATER  # what stood there already is no answer


@pytest.mark.parametrize(
    ("oil", "values", "expected"),
    [
        (64, HELD, "held"),  # the widest discount is 24
        (65, HELD, "void: its price did not come"),
        (39, MISSED, "void: its price did not come"),
        (40, MISSED, "missed: it did not come in time"),
    ],
)
def test_a_call_on_a_price_needs_the_price(
    look: Look, oil: float, values: list[float], expected: str
) -> None:
    assert verdicts(look(values, date(2031, 10, 5), oil))["A bank"] == expected


def test_an_open_call_says_that_its_price_has_not_come(look: Look) -> None:
    told = verdicts(look(MISSED, date(2031, 7, 20), 65))["A bank"]
    assert told.endswith("2031; its price has not come")
    early = verdicts(look(MISSED, date(2031, 2, 10), 65))["A bank"]  # half of January
    assert "price" not in early


def test_what_nobody_measures_is_not_scored(look: Look) -> None:
    tables = look(HELD, date(2031, 10, 5))
    assert verdicts(tables)["A poet"] == "cannot be scored: no measure"
    poet = next(r for r in tables["calls"].rows if "A poet" in words(r[0]))
    assert poet[3] is None


def test_nothing_is_shown_before_it_was_said(look: Look) -> None:
    assert look([], date(2031, 1, 14)) == {}
    assert list(verdicts(look([], date(2031, 1, 15)))) == ["A bank"]
    assert "A seer" not in verdicts(look([], date(2031, 3, 30)))  # said in March
    assert list(verdicts(look([], date(2031, 3, 31)))) == ["A bank", "A poet", "A seer"]
    assert "counts" not in look([], date(2031, 2, 9))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("-8", "the same"), ("-8.3", "near"), ("-9", "differs"), ("-10", "differs")],
)
def test_a_number_is_held_beside_ours(look: Look, stated: str, expected: str) -> None:
    step = "0.1" if "." in stated else "1"
    table = TABLE.replace('"-8"', f'"{stated}"').replace(
        'step = "1"', f'step = "{step}"'
    )
    tables = look(HELD, date(2031, 3, 1), None, table)
    assert verdicts(tables, "counts") == {"A clerk": expected}
    ours = tables["counts"].rows[0][3]
    assert isinstance(ours, Num)
    assert ours.fact.value == -8


def test_a_number_of_a_day_that_no_count_is_near_is_not_known(look: Look) -> None:
    table = TABLE.replace("until = 2031-01-31", "until = 2031-02-08")
    told = verdicts(look([], date(2031, 3, 1), None, table), "counts")
    assert told == {"A clerk": "cannot be scored: not known"}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("by = 2031-08-31", "", "call 'purse': expected by, found nothing"),
        ("by = 2031-08-31", 'by = "2031"', "call 'purse': expected by to be a day"),
        ('via = "herald.test"', 'vja = "x"', "call 'purse': expected id, said, "),
        ('via = "herald.test"', 'vja = "x"', "found 'vja'"),
        ('measure = "purse"', 'measure = "coins"', "a measure of purse, mood, found"),
        ('said = "2031-02-10"', 'said = "soon"', "count 'drop': "),
        ('en = "A clerk", ', "", "count 'drop': "),
        ("below = 10", 'below = "ten"', "measure.purse: expected below to be a number"),
        ("below = 10", "below = 10\nabove = 1", "measure.purse: expected title, "),
        ("[measure.mood]", "[mesure.mood]", "expected [measure.…], [[call]] and"),
    ],
)
def test_a_wrong_row_is_refused_by_its_key_and_place(
    look: Look, right: str, wrong: str, told: str
) -> None:
    assert right in TABLE
    with pytest.raises(WarError, match=rf"calls\.toml: .*{re.escape(told)}"):
        look(HELD, date(2031, 3, 1), None, TABLE.replace(right, wrong))


def test_a_table_that_is_not_there_is_named_with_what_to_do(
    look: Look, tmp_path: Path
) -> None:
    look(HELD, date(2031, 3, 1))
    (tmp_path / "aria" / "calls.toml").unlink()
    with pytest.raises(WarError, match=r"calls\.toml, found nothing; write it, or"):
        read(wars.load(str(tmp_path / "aria.toml")))


def test_a_month_is_over_when_all_of_it_was_said() -> None:
    assert said_on("2024-02") == date(2024, 2, 29)
    assert said_on("2024-02-13") == date(2024, 2, 13)


def _real(world: World, day: date) -> dict[str, Table]:
    view = world.view(end_of_day(day))
    return published(Desk(view, world.war, day - timedelta(days=7)))


@pytest.mark.parametrize(
    ("day", "calls", "counts"),
    [(date(2025, 2, 24), 8, 5), (date(2026, 8, 22), 12, 6)],
    ids=str,
)
def test_the_packaged_record_is_printed_and_every_number_holds(
    packaged: World, day: date, calls: int, counts: int
) -> None:
    found = _real(packaged, day)
    assert {k: len(t.rows) for k, t in found.items()} == {
        "calls": calls,
        "counts": counts,
    }
    view = packaged.view(end_of_day(day))
    made = report.build(view, packaged.war, "f" * 64, sections=sections_of(("calls",)))
    assert not made.left_out
    where = {f.claim.where for f in made.findings}
    assert {"calls/calls", "calls/counts"} <= where
    assert {f.verdict for f in made.findings} == {Verdict.HOLDS}
    for lang in LANGS:
        keys = [getattr(b, "key", "") for b in made.documents[lang].blocks]
        assert {"calls", "counts"} <= set(keys)


def test_the_packaged_record_says_what_is_known(packaged: World) -> None:
    found = _real(packaged, date(2026, 8, 22))
    told = {words(r[1]): r for r in found["calls"].rows}
    fund = next(r for what, r in told.items() if what.startswith("The fund could"))
    assert words(fund[-1]) == "open until 31 December 2026"
    assert isinstance(fund[3], Num)
    assert round(fund[3].fact.value) == 3612
    for row in (r for r in told.values() if "Gazprombank" in words(r[0])):
        assert words(row[-1]).endswith("its price has not come")
        assert isinstance(row[4], Num)  # ours, as of the day of theirs
        assert row[4].fact.as_of == end_of_day(date(2026, 1, 29))
    numbers = {words(r[1]): r for r in found["counts"].rows}
    for what, ours, verdict in (
        ("Ground gained in September 2025, km²", 263.9, "near"),
        ("Growth of M2 in 2024, %", 19.2, "the same"),
        ("Ground gained in November 2024, km²", 650.4, "differs"),
    ):
        cell = numbers[what][3]
        assert isinstance(cell, Num)
        assert round(cell.fact.value, 1) == ours
        assert words(numbers[what][-1]) == verdict

"""Equipment from made-up counts: each definition apart, and true at any day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from polemos import wars
from polemos.core import Observation, Period
from polemos.indicators import Indicator, all_indicators, with_indicators
from polemos.report import Edition, build
from polemos.report._desk import Desk
from polemos.report._figure import Num, Quote
from polemos.report._section import Content
from polemos.report.sections.equipment import equipment
from polemos.sources import depots, iiss, janovsky, mod_ua, mod_ua_orc, oryx, roles

MODULES = (oryx, mod_ua, mod_ua_orc, depots, iiss, janovsky, roles)
BEGAN, OUT = date(2022, 4, 1), date(2025, 1, 16)
SHARES = {"tank": 3.0, "afv": 1.0, "ifv": 4.0, "apc": 1.0, "mrap": 0.1, "imv": 0.5}
GUNS = {"artillery.towed": 0.3, "artillery.sp": 0.5, "mlrs": 0.3, "sam": 0.2}
FLOWN = {"aircraft": 0.1, "helicopter": 0.1}


def told(series: str, period: Period, value: float, on: date) -> Observation:
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return Observation(series, period, value, at, "made up")


def world(seen_to: date, claims_to: date) -> list[Observation]:
    out = []
    counted = SHARES | GUNS | FLOWN
    counted["total"] = sum(counted.values())
    days = (claims_to - BEGAN).days
    for n in range(days % 7, days + 1, 7):  # once a week, the last day included
        day = BEGAN + timedelta(n)
        at = Period.day(day)
        if day <= seen_to:
            for what, rate in counted.items():
                out += [
                    told(f"oryx/losses.{what}@RUS", at, 500 + rate * n, day),
                    told(f"oryx/losses.{what}@UKR", at, 250 + rate * n / 2, day),
                ]
        for what, rate in (("tank", 7), ("armoured", 14), ("mlrs", 1)):
            claim = f"mod_ua/losses.{what}@RUS"
            out.append(told(claim, at, 1000 + rate * n, day))
        guns = "mod_ua/losses.artillery@RUS"
        out.append(told(guns, at, 3000 + 0.03 * n * n, day))
    before, after = Period.month(2022, 2), Period.day(date(2024, 12, 31))
    out += [
        told("depots/stock.tank@RUS", before, 7300, OUT),
        told("depots/stock.tank@RUS", after, 3500, OUT),
        told("depots/stock.tank.good@RUS", after, 500, OUT),
        told("roles/active.tank@RUS", before, 3417, date(2022, 12, 31)),
        told("iiss/lost.tank@RUS", Period.year(2024), 1400, date(2025, 2, 12)),
        told("iiss/made.tank@RUS", Period.year(2024), 1500, date(2025, 2, 12)),
        told("iiss/active.tank@RUS", Period.month(2022, 1), 2927, date(2023, 2, 15)),
        told("iiss/active.tank@RUS", Period.month(2022, 11), 1800, date(2023, 2, 15)),
    ]
    return out


LAST = date(2025, 2, 24)
FRESH, STALE = world(LAST, LAST), world(date(2024, 12, 1), LAST)


def made_of_ours(i: Indicator) -> bool:
    stored = {s.id for m in MODULES for s in m.SOURCE.series}
    known = all_indicators()
    return all(u in stored or (u in known and made_of_ours(known[u])) for u in i.uses)


def desk(memory_view, records: list[Observation], day: date) -> Desk:
    view = memory_view(records, [m.SOURCE for m in MODULES], day)
    war = wars.load("rus-ukr")
    known = {k: i for k, i in all_indicators().items() if made_of_ours(i)}
    return Desk(with_indicators(view, known), war, day - timedelta(days=7))


def edition(memory_view, records: list[Observation], day: date) -> Edition:
    from polemos.report._section import sections_of

    at = desk(memory_view, records, day)
    return build(at.view, at.war, "made up", sections=sections_of(("equipment",)))


def said(made: Edition, lang: str) -> str:
    return repr(made.documents[lang].blocks)


def shares(content: Content) -> list[float | None]:
    rows = content.tables["left"].rows
    return [r[1].fact.value if isinstance(r[1], Num) else None for r in rows]


def test_each_definition_of_left_has_a_row_of_its_own(memory_view) -> None:
    content = equipment.content(desk(memory_view, FRESH, LAST))
    assert shares(content)[0] == pytest.approx(47.9, abs=0.1)
    assert len(set(shares(content))) == len(shares(content))
    titles = [r[0].en for r in content.tables["left"].rows]
    assert any("7,300 in depots before the war" in t for t in titles)


def test_what_was_said_without_a_number_stays_without_one(memory_view) -> None:
    content = equipment.content(desk(memory_view, FRESH, LAST))
    [row] = [r for r in content.tables["left"].rows if isinstance(r[1], Quote)]
    assert "pre-war" in row[1].text.en


@pytest.mark.parametrize(
    "day",
    [date(2022, 6, 5), date(2023, 6, 30), date(2025, 1, 15), date(2025, 1, 16), LAST],
)
def test_it_can_be_written_on_any_day(memory_view, day: date) -> None:
    made = edition(memory_view, FRESH, day)
    assert not made.left_out
    depots_known = day >= OUT
    assert ("封存基地，不是部隊" in said(made, "zh")) is depots_known
    assert ("describes depots, not the army" in said(made, "en")) is depots_known


def test_a_count_that_stopped_says_so(memory_view) -> None:
    assert "read it as today" in said(edition(memory_view, STALE, LAST), "en")
    assert "read it as today" not in said(edition(memory_view, FRESH, LAST), "en")


def test_artillery_claims_are_called_no_level_once_they_drift(memory_view) -> None:
    late = equipment.content(desk(memory_view, FRESH, LAST)).flags
    early = equipment.content(desk(memory_view, FRESH, date(2022, 6, 5))).flags
    assert late["drift"]
    assert not early["drift"]


def test_the_fresher_compilation_of_claims_speaks(memory_view) -> None:
    newer = told(
        "mod_ua_orc/losses.tank@RUS",
        Period.day(LAST + timedelta(1)),
        9999,
        LAST + timedelta(1),
    )
    at = desk(memory_view, [*FRESH, newer], LAST + timedelta(1))
    assert equipment.content(at).facts["claimed_tank"].value == 9999
    at = desk(memory_view, FRESH, LAST)
    [told_by] = equipment.content(at).facts["claimed_tank"].point.evidence
    assert told_by.series == "mod_ua/losses.tank@RUS"


def test_with_nothing_known_nothing_is_written(memory_view) -> None:
    made = edition(memory_view, [], LAST)
    assert not made.documents["en"].blocks

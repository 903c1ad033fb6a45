"""Wars of the past as series: only those that are over, and shares that are whole."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from polemos.core import (
    DESK,
    OURS,
    STATE,
    WAR_ENDS,
    WAR_FEATURES,
    NotYetKnown,
    Observation,
    PastWar,
    Period,
    Scenarios,
    Source,
    Text,
    View,
    end_of_day,
    judged,
    judged_id,
    start_of_day,
)
from polemos.models._likeness import Precedents
from polemos.pipeline import World

WORD = Text("the rope war", "繩索戰爭")
DAY = date(2032, 6, 1)
LAND = "land_held_by_invader_at_the_end_of_year_one"
Make = Callable[..., Precedents]


def war(
    key: str, value: float, years: tuple[int, int | None], end: str | None = "treaty"
) -> PastWar:
    began, over = years
    return PastWar(
        *(key, WORD, date(began, 1, 1), date(over, 1, 1) if over else None),
        *(dict.fromkeys(WAR_FEATURES, value), end, None, None, WORD),
    )


THIS = war("this", 1.0, (2030, None), None)
WARS = (
    war("near", 1.0, (1990, 1992), "ceasefire"),
    *(war(f"mid{i}", 0.5, (1980 + i, 1982 + i), "ceasefire") for i in range(3)),
    *(war(f"far{i}", 0.0, (1970 + i, 1972 + i)) for i in range(3)),
    replace(war("short", 0.0, (1960, 1961), "withdrawal"), ended=date(1960, 2, 1)),
)


def _end(of: PastWar) -> float:
    return 1.0 + list(WAR_ENDS).index(of.end) if of.end else 0.0


@pytest.fixture(scope="module")
def make(memory_view: Callable[..., View]) -> Make:
    def made(wars: tuple[PastWar, ...] = (*WARS, THIS), day: date = DAY) -> Precedents:
        told = {w.id: w for w in wars}
        specs = tuple(judged(judged_id("war", w), WORD, STATE, 0, 9) for w in told)
        source = Source("scenarios", WORD, DESK, "", "court", OURS, specs)
        records = [
            Observation(judged_id("war", w.id), Period.day(d), so, start_of_day(d), "s")
            for w in wars
            for d, so in ((w.began, 0.0), (w.ended, _end(w)))
            if d is not None
        ]
        view = memory_view(records, [source], day)
        return Precedents(view, Scenarios(DAY, {}, wars=told))

    return made


def values(one: Precedents) -> Mapping[str, float]:
    return {name: point.value for name, told in one.every() for point in told.points()}


def test_the_nearest_are_told_with_those_as_far_as_the_last(make: Make) -> None:
    told = make()
    assert [w.id for w, _ in told.near] == ["near", "mid0", "mid1", "mid2"]
    found = values(told)
    assert found["like.near"] == 0  # the war of that name
    assert found["wars.near"] == 4
    assert found["like.mid0"] == 50
    assert found["like.far0"] == 100
    assert found["wars.all"] == 8
    assert found["wars.long"] == 7


def test_shares_are_whole_and_of_those_they_are_of(make: Make) -> None:
    found = values(make())
    for which in ("near", "all", "long"):
        shares = [found[f"ended.{end}.{which}"] for end in WAR_ENDS]
        assert sum(shares) == pytest.approx(100)
    assert found["ended.ceasefire.near"] == 100
    assert found["ended.ceasefire.all"] == 50
    assert found["ended.withdrawal.long"] == 0
    assert found["ended.withdrawal.all"] == 12.5


def test_likeness_that_tells_the_end_has_skill(make: Make) -> None:
    pairs = [
        war(f"{end}{i}", value, (1970 + i, 1972 + i), end)
        for i in range(5)
        for end, value in (("ceasefire", 1.0), ("treaty", 0.0))
    ]
    assert values(make((*pairs, THIS)))["like.skill"] == pytest.approx(100)


def test_the_land_that_is_held_at_the_end_tells_nothing(make: Make) -> None:
    """With all else the same, likeness by it alone would tell how a war ended."""
    wars = [
        war(f"w{i}", 0.5, (1970 + i, 1972 + i), "ceasefire" if i % 2 else "treaty")
        for i in range(8)
    ]
    for i, one in enumerate(wars):
        assert isinstance(one.features, dict)
        one.features[LAND] = float(i % 2)
    found = values(make((*wars, THIS)))
    assert found["like.skill"] == pytest.approx(0)


def test_a_war_that_ended_later_is_not_known(make: Make) -> None:
    later = war("later", 1.0, (2025, 2032), "treaty")
    day = date(2031, 6, 1)
    now, then = make((*WARS, later, THIS), day), make((*WARS, THIS), day)
    assert values(now) == values(then)
    assert "later" in {w.id for w in make((*WARS, later, THIS)).over}


def test_a_war_is_held_beside_others_once_it_is_a_year_old(make: Make) -> None:
    """What it is like is coded of its first year at least."""
    early = make(day=date(2030, 12, 31))
    with pytest.raises(NotYetKnown) as why:
        _ = early.this
    assert why.value.why is not None
    assert make(day=date(2031, 1, 2)).this == THIS


def test_values_rest_on_when_wars_began_and_ended(make: Make) -> None:
    told = dict(make().every())
    (point,) = told["wars.near"].points()
    assert {o.series for o in point.evidence} == {
        *(judged_id("war", w) for w in ("near", "mid0", "mid1", "mid2"))
    }
    assert point.known_at == start_of_day(date(1992, 1, 1))
    assert judged_id("war", "this") in set(told["like.skill"].uses())


@pytest.mark.parametrize("day", ["2025-02-24", "2026-08-22"])
def test_likeness_to_this_war_is_no_better_than_the_base_rate(
    packaged: World, day: str
) -> None:
    view = packaged.outlook(end_of_day(date.fromisoformat(day)))
    told = view.precedents
    assert {w.id for w, _ in told.near} == {
        *("china_japan", "korea", "donbas", "germany_soviet")
    }
    assert [round(a.distance, 3) for _, a in told.near] == [0.25, 0.25, 0.25, 0.292]
    assert abs(view.series("scenario/like.skill").last().value) < 5
    assert view.series("scenario/like.korea").last().value == pytest.approx(25)

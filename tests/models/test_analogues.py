"""Laws of likeness: a distance is one, and whether it tells anything is asked."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import WAR_ENDS, WAR_FEATURES, PastWar, Text
from polemos.models.scenarios import (
    apart,
    counts,
    nearest,
    told_by_likeness,
    unlike,
)
from polemos.models.scenarios._analogues import LEAST
from polemos.pipeline import World

LEDGER = files("polemos.wars") / "rus-ukr" / "scenarios" / "analogues.csv"
NAMES = tuple(WAR_FEATURES)


@pytest.fixture(scope="module")
def wars(packaged: World) -> list[PastWar]:
    assert packaged.scenarios is not None
    return list(packaged.scenarios.wars.values())


def war(
    name: str, features: Mapping[str, float], end: str | None = "treaty"
) -> PastWar:
    said = Text("It ended.", "結束。")
    over = date(1951, 1, 1) if end else None
    began = date(1950, 1, 1)
    return PastWar(name, said, began, over, features, end, None, None, said)


def like(name: str, value: float, end: str | None = "treaty") -> PastWar:
    return war(name, dict.fromkeys(NAMES, value), end)


def test_distances_reckoned_by_hand() -> None:
    one = war("one", {NAMES[0]: 1, NAMES[1]: 0, NAMES[2]: 0.5, NAMES[3]: 1})
    two = war("two", {NAMES[0]: 0, NAMES[1]: 0, NAMES[2]: 1})
    assert apart(one, two).distance == pytest.approx((1 + 0 + 0.5) / 3)
    assert apart(one, two).compared == 3
    heavy = apart(one, two, {NAMES[0]: 3})
    assert heavy.distance == pytest.approx((3 + 0 + 0.5) / 5)
    without = apart(one, two, {NAMES[0]: 0})
    assert (without.distance, without.compared) == (0.25, 2)


def test_wars_with_no_feature_known_of_both_are_as_far_as_can_be() -> None:
    nothing = apart(war("one", {NAMES[0]: 1}), war("two", {NAMES[1]: 1}))
    assert (nothing.distance, nothing.compared) == (1.0, 0)


FEATURED = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from([0.0, 0.5, 1.0]), min_size=1
)


@given(FEATURED, FEATURED)
def test_a_distance_is_symmetric_and_nothing_to_itself(
    a: dict[str, float], b: dict[str, float]
) -> None:
    one, two = war("one", a), war("two", b)
    assert apart(one, two) == apart(two, one)
    assert 0 <= apart(one, two).distance <= 1
    assert apart(one, one).distance == 0
    gaps = unlike(one, two)
    sizes = [abs(gap) for _, gap in gaps]
    assert sizes == sorted(sizes, reverse=True)
    if both := apart(one, two).compared:
        assert sum(sizes) / both == pytest.approx(apart(one, two).distance)


def test_what_is_unlike_is_told_with_its_sign() -> None:
    one = war("one", {NAMES[0]: 1, NAMES[1]: 0.5, NAMES[2]: 0})
    two = war("two", {NAMES[0]: 1, NAMES[1]: 0, NAMES[2]: 1})
    assert unlike(one, two) == ((NAMES[2], -1), (NAMES[1], 0.5))


def test_the_nearest_leave_out_the_war_itself_and_what_is_hardly_known() -> None:
    this, hardly = like("this", 1, None), war("hardly", dict.fromkeys(NAMES[:5], 1.0))
    assert len(hardly.features) < LEAST
    found = nearest(this, [this, hardly, like("far", 0), like("near", 0.5)], 1)
    assert [w.id for w, _ in found] == ["near"]


def test_wars_equally_far_are_not_cut_apart() -> None:
    others = [like("near", 1), *(like(n, 0.5) for n in "abc"), like("far", 0)]
    found = nearest(like("this", 1, None), others, 2)
    assert [w.id for w, _ in found] == ["near", "a", "b", "c"]
    assert nearest(like("this", 1, None), [], 2) == ()


def test_ends_are_counted_where_they_are_known() -> None:
    wars = [like("a", 1, "ceasefire"), like("b", 1), like("c", 1), like("d", 1, None)]
    assert counts(wars) == {"treaty": 2, "ceasefire": 1}
    assert counts(wars, attrgetter("relapsed")) == {}


def test_likeness_that_tells_everything_scores_nothing() -> None:
    wars = [
        *(like(f"a{i}", 1, "ceasefire") for i in range(3)),
        *(like(f"b{i}", 0, "treaty") for i in range(3)),
    ]
    told = told_by_likeness(wars, 2)
    # Of the other five, two end as this one did: (1 - 2/5)² + (3/5)².
    assert (told.wars, told.near) == (6, 0)
    assert told.base == pytest.approx(0.72)
    assert told.skill == 1


def test_likeness_that_misleads_scores_below_the_base_rate() -> None:
    pairs = [(0.0, "treaty"), (0.0, "ceasefire"), (1.0, "treaty"), (1.0, "ceasefire")]
    wars = [like(f"w{i}", v, end) for i, (v, end) in enumerate(pairs)]
    told = told_by_likeness(wars, 1)
    assert told.near == 2
    assert told.skill < 0


def test_every_war_in_the_ledger_keeps_its_laws(wars: list[PastWar]) -> None:
    rows = list(csv.DictReader(LEDGER.read_text("utf-8").splitlines()))
    assert [r["id"] for r in rows] == [w.id for w in wars]
    assert 30 <= sum(w.end is not None for w in wars) <= 45
    assert [w.id for w in wars if w.end is None] == ["this"]
    assert [w.began for w in wars] == sorted(w.began for w in wars)
    assert {(r["coder"], r["coded"], r["basis"]) for r in rows} == {
        ("desk", "2026-12-01", "recalled")
    }
    for one in wars:
        assert one.began.year >= 1900
        assert one.ended is None or one.began <= one.ended
        assert len(one.features) >= LEAST
        assert set(one.features.values()) <= {0, 0.5, 1}
        for text in (one.name, one.text):
            assert not re.search(r"\d", text.en + text.zh), one.id


def test_what_came_of_wars_is_known_for_nearly_all(wars: list[PastWar]) -> None:
    over = [w for w in wars if w.ended]
    for outcome in ("relapsed", "leader_fell"):
        known = [getattr(w, outcome) for w in over if getattr(w, outcome) is not None]
        assert len(known) > len(over) * 0.75
        assert {True, False} == set(known)


def test_this_war_is_coded_in_every_feature(wars: list[PastWar]) -> None:
    (this,) = (w for w in wars if w.id == "this")
    assert set(this.features) == set(WAR_FEATURES)
    assert this.long


def test_features_and_ends_are_told_without_digits() -> None:
    texts = [t for f in WAR_FEATURES.values() for t in (f.name, f.means)]
    for text in (*texts, *WAR_ENDS.values()):
        assert not re.search(r"\d", text.en + text.zh)

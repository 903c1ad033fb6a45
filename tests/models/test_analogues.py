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

from polemos.core import Text, WarError
from polemos.models.scenarios._analogues import (
    ENDS,
    FEATURES,
    LEAST,
    War,
    apart,
    counts,
    nearest,
    told_by_likeness,
    unlike,
)

LEDGER = files("polemos.wars") / "rus-ukr" / "scenarios" / "analogues.csv"
NAMES = tuple(FEATURES)
COMMON = ("coder", "coded", "basis", "en", "zh")


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(LEDGER.read_text("utf-8").splitlines()))


def ledger() -> list[War]:
    return [War.parse(r, f"{LEDGER.name}:{i}") for i, r in enumerate(rows(), 2)]


def war(name: str, features: Mapping[str, float], end: str | None = "treaty") -> War:
    said = Text("It ended.", "結束。")
    over = date(1951, 1, 1) if end else None
    began = date(1950, 1, 1)
    return War(name, said, began, over, features, end, None, None, said)


def like(name: str, value: float, end: str | None = "treaty") -> War:
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


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        (NAMES[0], "2", "contiguous of 0 to 1.*'2'"),
        (NAMES[0], "nan", "'nan'"),
        ("end", "draw", "draw"),
        ("end", "", "both, or neither"),
        ("relapsed", "maybe", "maybe"),
        ("began", "1914", "1914"),
        ("name", "War", "'War'"),
        ("zh", "", "both languages"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(
    field: str, value: str, found: str
) -> None:
    with pytest.raises(WarError, match=f"(?s)analogues.csv:9: .*{found}"):
        War.parse({**rows()[0], field: value}, "analogues.csv:9")
    row = {k: v for k, v in rows()[0].items() if k != field}
    with pytest.raises(WarError, match=f"analogues.csv:9: expected '{field}'"):
        War.parse(row, "analogues.csv:9")


def test_every_war_in_the_ledger_keeps_its_laws() -> None:
    told, wars = rows(), ledger()
    head = ["id", "name", "began", "ended", *NAMES, "end", "relapsed", "leader_fell"]
    assert list(told[0]) == [*head, *COMMON]
    assert len({w.id for w in wars}) == len(wars)
    assert 30 <= sum(w.end is not None for w in wars) <= 45
    assert [w.id for w in wars if w.end is None] == ["this"]
    assert [w.began for w in wars] == sorted(w.began for w in wars)
    assert {(r["coder"], r["coded"], r["basis"]) for r in told} == {
        ("desk", "2026-12-01", "recalled")
    }
    for one in wars:
        assert one.began.year >= 1900
        assert one.ended is None or one.began <= one.ended
        assert len(one.features) >= LEAST
        assert set(one.features.values()) <= {0, 0.5, 1}
        assert one.said.en.endswith("."), one.id
        assert one.said.zh.endswith("。"), one.id
        for text in (one.name, one.said):
            assert not re.search(r"\d", text.en + text.zh), one.id


def test_this_war_is_coded_in_every_feature() -> None:
    (this,) = (w for w in ledger() if w.id == "this")
    assert set(this.features) == set(FEATURES)
    assert this.long


def test_features_and_ends_are_told_without_digits() -> None:
    texts = [t for f in FEATURES.values() for t in (f.name, f.means)]
    for text in (*texts, *ENDS.values()):
        assert not re.search(r"\d", text.en + text.zh)

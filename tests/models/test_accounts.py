"""Laws of rival accounts: Bayes by hand, acts in any order, nothing later earlier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import (
    DESK,
    OURS,
    RATIO,
    Act,
    Coded,
    Confidence,
    Event,
    Hypothesis,
    NotYetKnown,
    Observation,
    Period,
    Record,
    Scenarios,
    Source,
    Text,
    Told,
    View,
    judged,
    judged_id,
    start_of_day,
)
from polemos.models._accounts import Accounts

WORD = Text("They said so.", "雙方如此說。")
BEGAN = date(2031, 1, 1)
SHORE, SEA = "2031-02-10-shore", "2031-03-10-sea"
DAYS = {SHORE: date(2031, 2, 10), SEA: date(2031, 3, 10)}
PRIORS = {"pride": 0.6, "fear": 0.4}
LIKELY = {SHORE: {"pride": 0.4, "fear": 0.1}, SEA: {"pride": 0.2, "fear": 0.5}}
FITS = {SHORE: True, SEA: False}
SEED = 7
Make = Callable[..., Accounts]


@dataclass(frozen=True)
class Rows:
    """What a desk coded: priors, likelihoods, what fits; with how wide an interval."""

    priors: dict[str, float]
    likely: dict[str, dict[str, float]]
    fits: dict[str, bool]
    wide: float = 1.0

    @property
    def told(self) -> Scenarios:
        named = {key: Hypothesis(key, Text(key, "說法"), WORD) for key in self.priors}
        return Scenarios(
            date(2031, 6, 1),
            {},
            hypotheses=named,
            likelihoods=[
                Coded(e, h, WORD) for e, of in self.likely.items() for h in of
            ],
            traits={"bold": Hypothesis("bold", Text("bold", "大膽"), WORD)},
            doctrine=[Coded(e, "bold", WORD) for e in self.fits],
        )

    def records(self) -> Sequence[Record]:
        found: list[Record] = [self._event(e) for e in self.likely]
        for key, prior in self.priors.items():
            found.append(self._judged(judged_id("prior", key), BEGAN, prior))
        for event, of in self.likely.items():
            for key, value in of.items():
                name = judged_id("likelihood", key, event)
                found.append(self._judged(name, DAYS[event], value))
        for event, so in self.fits.items():
            name = judged_id("trait", "bold", event)
            found.append(self._judged(name, DAYS[event], float(so)))
        return found

    def _judged(self, name: str, day: date, value: float) -> Observation:
        ends = value / self.wide, min(value * self.wide, 1.0)
        return Observation(name, Period.day(day), value, start_of_day(day), "s", *ends)

    def _event(self, key: str) -> Event:
        told = Told("court", "", Confidence.OFFICIAL, recalled=False)
        day, act = DAYS[key], Act.DECLARES
        when, known = Period.day(day), start_of_day(day)
        return Event(key, act, when, ("LIL",), ("eggs",), WORD, told, known, "s")


ALL = Rows(PRIORS, LIKELY, FITS)


@pytest.fixture(scope="module")
def make(memory_view: Callable[..., View]) -> Make:
    def made(rows: Rows = ALL, day: date = date(2031, 6, 1)) -> Accounts:
        records = rows.records()
        names = {r.series for r in records if isinstance(r, Observation)}
        series = tuple(judged(name, WORD, RATIO, 0, 1) for name in sorted(names))
        source = Source("scenarios", WORD, DESK, "", "court", OURS, series)
        return Accounts(memory_view(records, [source], day), rows.told, SEED)

    return made


def value(accounts: Accounts, name: str) -> float:
    (point,) = dict(accounts.every())[name].points()
    return point.value


def by_hand(power: float, *acts: str) -> float:
    weights = dict(PRIORS)
    for act in acts:
        for key in weights:
            weights[key] *= LIKELY[act][key] ** power
    return 100 * weights["pride"] / sum(weights.values())


def test_a_posterior_reckoned_by_hand(make: Make) -> None:
    accounts = make()
    assert value(accounts, "account.pride") == pytest.approx(by_hand(0.25, SHORE, SEA))
    assert value(accounts, "account.pride.full") == pytest.approx(
        by_hand(1, SHORE, SEA)
    )
    assert value(accounts, "account.pride.prior") == pytest.approx(60)
    both = [value(accounts, f"account.{key}") for key in PRIORS]
    assert sum(both) == pytest.approx(100)


def test_the_order_of_rows_does_not_matter(make: Make) -> None:
    turned = Rows(
        PRIORS,
        {e: dict(reversed(of.items())) for e, of in reversed(LIKELY.items())},
        dict(reversed(FITS.items())),
    )
    ours, theirs = make(), make(turned)
    for name in dict(ours.every()):
        assert value(theirs, name) == pytest.approx(value(ours, name)), name
    assert list(theirs.acts) == [SHORE, SEA]


def test_an_act_known_later_changes_nothing_earlier(make: Make) -> None:
    day = date(2031, 3, 9)
    before = make(day=day)
    without = make(Rows(PRIORS, {SHORE: LIKELY[SHORE]}, {SHORE: True}), day)
    assert list(before.acts) == [SHORE]
    for name in dict(before.every()):
        if ".without.against" not in name and ".without.for" not in name:
            assert value(before, name) == value(without, name), name
    assert value(before, "account.pride") == pytest.approx(by_hand(0.25, SHORE))
    assert value(make(day=DAYS[SEA]), "account.pride") != value(before, "account.pride")


def test_before_any_act_nothing_is_said(make: Make) -> None:
    early = make(day=date(2031, 2, 9))
    assert not early.acts
    with pytest.raises(NotYetKnown) as why:
        list(dict(early.every())["account.pride"].points())
    assert why.value.why is not None
    with pytest.raises(NotYetKnown):
        list(dict(early.every())["trait.bold"].points())


def test_what_speaks_most_is_what_the_odds_would_lack(make: Make) -> None:
    accounts = make()
    shifts = dict(accounts.speaks("pride"))
    assert shifts[SHORE] == pytest.approx(0.25 * log(0.4 / 0.1))
    assert shifts[SEA] == pytest.approx(0.25 * log(0.2 / 0.5))
    assert accounts.speaks_most("pride", "for") == SHORE
    assert accounts.speaks_most("pride", "against") == SEA
    assert accounts.speaks_most("fear", "for") == SEA
    less = value(accounts, "account.pride.without.for")
    assert less == pytest.approx(by_hand(0.25, SEA))
    more = value(accounts, "account.pride.without.against")
    assert more == pytest.approx(by_hand(0.25, SHORE))


def test_an_act_as_likely_under_all_speaks_for_none(make: Make) -> None:
    dull = Rows(PRIORS, {SHORE: {"pride": 0.5, "fear": 0.5}}, {})
    accounts = make(dull)
    assert accounts.speaks_most("pride", "for") == ""
    assert accounts.speaks_most("pride", "against") == ""
    assert value(accounts, "account.pride") == pytest.approx(60)
    with pytest.raises(NotYetKnown):
        list(dict(accounts.every())["account.pride.without.for"].points())


def test_the_likeliest_account_leads(make: Make) -> None:
    assert [h.id for h in make().ranked] == ["pride", "fear"]
    turned = replace(ALL, likely={SEA: {"pride": 0.01, "fear": 0.9}})
    assert [h.id for h in make(turned).ranked] == ["fear", "pride"]


LIKELIHOOD = st.floats(0.05, 0.95)


@given(a=LIKELIHOOD, b=LIKELIHOOD, wide=st.floats(1, 3))
def test_an_interval_holds_its_value_and_chances_sum_to_one(
    make: Make, a: float, b: float, wide: float
) -> None:
    rows = Rows(PRIORS, {SHORE: {"pride": a, "fear": b}}, {}, wide)
    told = dict(make(rows).every())
    sums = 0.0
    for key in PRIORS:
        (point,) = told[f"account.{key}"].points()
        low, high = point.ends
        assert 0 <= low <= point.value <= high <= 100
        sums += point.value
    assert sums == pytest.approx(100)


def test_a_trait_is_told_ahead_from_the_acts_before_it(make: Make) -> None:
    accounts = make()
    ahead = [chance for _, chance in accounts.told_ahead("bold")]
    assert ahead == [0.5, 0.75]  # (0 + ½) / 1, then (1 + ½) / 2
    assert value(accounts, "trait.brier") == pytest.approx((0.5**2 + 0.75**2) / 2)
    assert value(accounts, "trait.bold") == 50
    assert value(accounts, "acts.bold") == 2
    assert value(accounts, "next.bold") == 50
    (share,) = dict(accounts.every())["trait.bold"].points()
    assert 0 < share.ends[0] < 50 < share.ends[1] < 100

"""The odds of scenarios hold together, and know nothing of what came later."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from io import StringIO
from math import exp, log

import numpy as np
import pytest

from polemos import scenarios, wars
from polemos.core import (
    EVER,
    OUTCOME,
    YES,
    Agenda,
    Horizon,
    NotYetKnown,
    Period,
    Phase,
    Point,
    Record,
    Scenarios,
    Source,
    Variable,
    View,
    end_of_day,
    join,
    judged_id,
)
from polemos.models import SEED, Weighing
from polemos.models._landscape import Landscape
from polemos.models._prospect import Prospect
from polemos.models._rulers import Rulers
from polemos.pipeline import World

FEBRUARY, MAY = date(2025, 2, 24), date(2025, 5, 15)
MemoryView = Callable[..., View]


@pytest.fixture(scope="module")
def february(world: World) -> Weighing:
    return world.outlook(end_of_day(FEBRUARY))


@pytest.fixture(scope="module")
def newest(world: World) -> Weighing:
    return world.outlook(end_of_day(world.store.newest()))


@pytest.fixture(scope="module", params=["february", "newest"])
def view(request: pytest.FixtureRequest) -> Weighing:
    found: Weighing = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def may(world: World) -> Weighing:
    """Give a day on which crowds had just answered."""
    return world.outlook(end_of_day(MAY))


def percent(view: View, name: str) -> float:
    return view.series(f"scenario/{name}").last().value


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-9)


def yes_or_no(view: Weighing) -> Iterator[Variable]:
    """Give the variables that are in the network, and not so already."""
    for v in view.told.variables.values():
        if v.id in view.prospect.network.nodes and v.id not in view.prospect.seen:
            yield v


# -- they hold together ----------------------------------------------------------------


def test_scenarios_exhaust_what_can_be(view: Weighing) -> None:
    chances = [percent(view, f"chance.{b}") for b in view.told.branches]
    assert all(0 < c < 100 for c in chances)
    assert sum(chances) == near(100)
    clock = [percent(view, f"clock.{b}") for b in view.told.branches]
    assert sum(clock) == near(100)


def test_halted_is_the_sum_of_what_halts(view: Weighing) -> None:
    halting = [
        b for b in view.told.branches if view.told.states[b].phase is Phase.HALTED
    ]
    assert len(halting) == 3
    for what in ("chance", "clock"):
        whole = sum(percent(view, f"{what}.{b}") for b in halting)
        assert percent(view, f"{what}.halted") == near(whole)


def test_a_chance_is_made_of_both_sides_of_everything(view: Weighing) -> None:
    """The law of total probability, over every variable and every scenario."""
    told = list(yes_or_no(view))
    assert {v.id for v in told} >= set(view.prospect.roots) - set(view.prospect.seen)
    assert len(told) > 8
    for v in told:
        so = percent(view, f"so.{v.id}") / 100
        for b in (*view.told.branches, "halted"):
            sides = [percent(view, f"chance.{b}.{w}.{v.id}") for w in ("if", "unless")]
            whole = so * sides[0] + (1 - so) * sides[1]
            assert percent(view, f"chance.{b}") == near(whole), (b, v.id)


def test_given_anything_scenarios_exhaust_what_can_be(view: Weighing) -> None:
    for v in yes_or_no(view):
        for word in ("if", "unless"):
            given = [
                percent(view, f"chance.{b}.{word}.{v.id}") for b in view.told.branches
            ]
            assert sum(given) == near(100)


def test_a_variable_is_made_of_its_chance_in_every_scenario(view: Weighing) -> None:
    chances = {b: percent(view, f"chance.{b}") / 100 for b in view.told.branches}
    for v in yes_or_no(view):
        whole = sum(p * percent(view, f"so.{v.id}.if.{b}") for b, p in chances.items())
        assert percent(view, f"so.{v.id}") == near(whole), v.id
        halting = [b for b, h in zip(chances, view.prospect.halted, strict=True) if h]
        both = sum(chances[b] * percent(view, f"so.{v.id}.if.{b}") for b in halting)
        given = both / sum(chances[b] for b in halting)
        assert percent(view, f"so.{v.id}.if.halted") == near(given), v.id


def test_odds_turn_round_by_bayes(view: Weighing) -> None:
    for v in yes_or_no(view):
        so = percent(view, f"so.{v.id}")
        for b in view.told.branches:
            both = so * percent(view, f"chance.{b}.if.{v.id}")
            turned = percent(view, f"chance.{b}") * percent(view, f"so.{v.id}.if.{b}")
            assert both == pytest.approx(turned, abs=1e-7), (b, v.id)


def test_what_a_model_says_is_what_the_network_holds(
    view: Weighing, world: World
) -> None:
    """The marginal of a root is the chance that feeds it, as the edition prints it."""
    forecasts = world.view(view.as_of)
    for v in view.told.roots():
        if v.id not in view.prospect.roots or v.id in view.prospect.seen:
            continue
        if v.chance.startswith("scenario/"):
            fed = forecasts.series(v.chance).last()
        else:
            name, fed = forecasts.spoken(v.chance, Horizon.parse(v.horizon))
            assert view.root(v)[0] == name
        assert percent(view, f"so.{v.id}") == near(fed.value), v.id


def test_a_root_that_no_model_tells_of_is_left_out(february: Weighing) -> None:
    view = february
    lacking = {v.id for v in view.told.roots()} - set(view.prospect.roots)
    assert lacking
    for key in lacking:
        assert not view.series(f"scenario/so.{key}").points
        assert not view.series(f"scenario/chance.halted.if.{key}").points


def test_a_chain_is_the_product_of_its_steps(view: Weighing) -> None:
    for chain in view.told.chains:
        so_far = 1.0
        for n in range(1, len(chain.steps) + 1):
            step = percent(view, f"step.{chain.id}.{n}") / 100
            upto = percent(view, f"upto.{chain.id}.{n}") / 100
            assert upto == near(so_far * step)
            assert upto <= so_far + 1e-12
            so_far = upto
        assert percent(view, f"chain.{chain.id}") == near(100 * so_far)


def test_a_chain_is_the_sum_of_the_cases_in_which_all_is_so(view: Weighing) -> None:
    """By another way than that of the steps: over the joint table of all it names."""
    p = view.prospect
    halted = [b for b, h in zip(view.told.branches, p.halted, strict=True) if h]
    for chain in view.told.chains:
        names = [s for s in chain.steps if s in view.told.variables]
        joint = p.network.chances(*names, OUTCOME)[0]
        wanted = set(view.told.branches)
        for step in chain.steps:
            if step not in names:
                wanted &= set(halted if step == "halted" else [step])
        at = (*(1 for _ in names), [view.told.branches.index(b) for b in wanted])
        whole = float(joint[at].sum())
        assert percent(view, f"chain.{chain.id}") == near(100 * whole)


def test_likely_steps_make_an_unlikely_chain(view: Weighing) -> None:
    for chain in view.told.chains:
        steps = [
            percent(view, f"step.{chain.id}.{n}")
            for n in range(1, len(chain.steps) + 1)
        ]
        assert percent(view, f"chain.{chain.id}") <= min(steps) + 1e-9


def test_an_interval_holds_its_chance_and_both_are_chances(view: Weighing) -> None:
    told = [n for n in view.made() if n.startswith("scenario/chance.")]
    told += [n for n in view.made() if n.startswith("scenario/so.")]
    for name in told:
        for point in view.series(name):
            low, high = point.ends
            assert 0 <= low <= point.value <= high <= 100, name
            assert point.known_at <= view.as_of


def test_what_is_so_already_stays_so(newest: Weighing) -> None:
    assert newest.prospect.seen
    for key in newest.prospect.seen:
        assert percent(newest, f"so.{key}") == near(100)
        assert not newest.series(f"scenario/chance.war.unless.{key}").points


# -- what moved them -------------------------------------------------------------------


@pytest.mark.parametrize("days", [7, 365])
def test_what_causes_moved_sums_to_the_change(view: Weighing, days: int) -> None:
    then = view.ago(days)
    for branch in (*view.told.branches, "halted"):
        change = percent(view, f"chance.{branch}") - percent(then, f"chance.{branch}")
        shares = [
            percent(view, f"moved.{days}.{branch}.{c}") for c in view.odds.causes()
        ]
        assert sum(shares) == pytest.approx(change, abs=1e-7), branch
        whole = percent(view, f"moved.{days}.{branch}.all")
        assert whole == pytest.approx(change, abs=1e-7), branch


def test_what_moved_sums_to_nothing_over_all_scenarios(view: Weighing) -> None:
    """What one scenario gains others lose, cause by cause."""
    for cause in view.odds.causes():
        told = [percent(view, f"moved.7.{b}.{cause}") for b in view.told.branches]
        assert sum(told) == pytest.approx(0, abs=1e-7), cause


def test_a_cause_that_did_not_change_moved_nothing(view: Weighing) -> None:
    now, then = view.prospect, view.ago(7).prospect
    for root in set(now.roots) & set(then.roots):
        if now.roots[root][0] == then.roots[root][0]:
            moved = percent(view, f"moved.7.war.{root}")
            assert moved == pytest.approx(0, abs=1e-9), root


# -- crowds ----------------------------------------------------------------------------


def logit(p: float) -> float:
    return log(p / (1 - p))


def test_crowds_are_pooled_half_and_half_by_log_odds(may: Weighing) -> None:
    p = may.prospect
    assert len(p.crowds) == 3
    (until,) = {c.until for c in may.told.crowds}
    ours = p.timing.unhalted(until)
    today, said = may.as_of.date(), []
    for crowd in may.told.crowds:
        asked = p.crowds[crowd.series].period
        first, *rest = crowd.spans
        runs = (first.until - today).days / (first.until - asked.last).days
        halts = runs * may.series(first.series).at(asked).value
        halts += sum(may.series(s.series).at(asked).value for s in rest)
        none = p.crowds[crowd.series].value
        said.append(logit(none / (none + halts)))  # of what is left to come
    sway = (logit(ours) - float(np.mean(said))) / 2
    assert p.swayed[0] == pytest.approx(sway, abs=1e-9)
    assert len(set(p.swayed.tolist())) > 1  # each clock is pooled by itself
    clock, base = p.timing.clock[0], p.base[0]
    odds = clock[p.halted].sum() / clock[~p.halted].sum()
    swayed = base[p.halted].sum() / base[~p.halted].sum()
    assert swayed == pytest.approx(odds * exp(sway), rel=1e-9)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2025, 5, 8), 0),  # asked, but not yet published
        (date(2025, 5, 9), 3),
        (date(2025, 9, 5), 3),  # 120 days after they answered
        (date(2025, 9, 6), 0),
        (date(2026, 1, 5), 0),  # the day that they were asked of is past
    ],
)
def test_crowds_count_only_while_they_are_fresh(
    world: World, day: date, count: int
) -> None:
    p = world.outlook(end_of_day(day)).prospect
    assert len(p.crowds) == count
    if not count:
        assert not p.swayed.any()


def test_a_day_without_crowds_is_the_clock_alone(view: Weighing) -> None:
    p = view.prospect
    assert not p.crowds
    assert p.base == pytest.approx(p.timing.clock, abs=1e-12)


# -- what came later -------------------------------------------------------------------


def chances_of(view: Weighing) -> dict[str, tuple[float, ...]]:
    told: Sequence[str] = [
        *(f"chance.{b}" for b in (*view.told.branches, "halted")),
        *(f"so.{v}" for v in view.told.variables),
        *(f"chain.{c.id}" for c in view.told.chains),
        *(f"law.{law.id}" for law in view.told.laws),
        *(f"moved.7.{b}.all" for b in view.told.branches),
        "exit.putin",
    ]
    found = {}
    for name in told:
        for point in view.series(f"scenario/{name}"):
            found[name] = (point.value, *point.ends)
    return found


def test_the_same_answer_is_given_twice(world: World, february: Weighing) -> None:
    again = world.outlook(end_of_day(FEBRUARY))
    assert chances_of(again) == chances_of(february)
    assert len(chances_of(again)) > 20


def test_a_view_that_knows_more_says_the_same_of_an_earlier_day(
    newest: Weighing, february: Weighing
) -> None:
    told = chances_of(february)
    assert chances_of(newest.at(end_of_day(FEBRUARY))) == told
    assert chances_of(newest) != told


def _up_to(day: date, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Write the files as they would have stood, had they been written on a day."""
    return {name: _cut(day, body) for name, body in files.items()}


def _cut(day: date, body: bytes) -> bytes:
    rows = list(csv.DictReader(StringIO(body.decode(), newline="")))
    out = StringIO(newline="")
    table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    table.writeheader()
    for row in rows:
        starts = (row[at] for at in ("since", "day", "entered", "began") if at in row)
        if any(start > f"{day}" for start in starts):
            continue
        for over, how, still in (("left", "how", "serving"), ("ended", "end", "")):
            if row.get(over, "") > f"{day}":
                row |= {over: "", how: still}
        for flag in ("relapsed", "leader_fell"):
            if row.get("ended") == "":
                row[flag] = ""
        table.writerow(row)
    return out.getvalue().encode()


@dataclass(frozen=True)
class Files:
    """The war's scenarios as records in memory, with what else their odds rest on."""

    told: Scenarios
    records: Sequence[Record]
    sources: Sequence[Source]


_PARTS = ("hold", "move", "odds", "chance", "outcome", "rules")


def _rests(name: str) -> bool:
    """Say whether odds and exits rest on what is coded or judged under a name."""
    return name.startswith(tuple(f"{judged_id(part)}." for part in _PARTS))


def _files(world: World, agenda: Agenda, files: Mapping[str, bytes]) -> Files:
    store = world.store.as_of(EVER)
    known = {e.id: e.known_at.date() for e in store.events()}
    reading = scenarios.read(files, agenda, known)
    told = reading.told
    names = {n for law in told.laws for n in (law.scale, law.shape) if n}
    names |= {s for c in told.crowds for s in (c.series, *(n.series for n in c.spans))}
    rest = [o for name in sorted(names) for o in store.vintages(name)]
    sources = {store.source(name).id: store.source(name) for name in names}
    judged = [r for r in reading.records if _rests(getattr(r, "series", ""))]
    specs = tuple(s for s in reading.source.series if _rests(s.id))
    ours = replace(reading.source, series=specs)
    return Files(told, [*judged, *rest], [ours, *sources.values()])


def _root(_: Variable) -> tuple[str, Point]:
    """Say of every root that a model gives it the same chance."""
    return "made/up", Point(
        Period.day(FEBRUARY), 20.0, datetime(2025, 2, 24, tzinfo=UTC)
    )


def test_rows_of_later_days_change_nothing_of_a_day(
    world: World, memory_view: MemoryView
) -> None:
    """Files that end at the day give the odds that files with all that came give."""
    day = date(2025, 8, 1)  # crowds are fresh, and a thing is so already
    agenda, every = world.agenda, wars.scenarios(world.war)
    assert agenda is not None
    whole, cut = (_files(world, agenda, f) for f in (every, _up_to(day, every)))
    assert any(r.known_at > end_of_day(day) for r in whole.records)
    known = [r for r in cut.records if r.known_at <= end_of_day(day)]
    later = memory_view(whole.records, whole.sources, EVER).at(end_of_day(day))
    then = memory_view(known, cut.sources, day)
    odds = []
    for view, told in ((later, whole.told), (then, cut.told)):
        p = Prospect(view, told, _root, SEED)
        exits = dict(Rulers(view, told).every())["exit.putin"]
        (leaves,) = exits.points()
        odds.append(
            {
                "chances": p.chances().tolist(),
                "chain": p.chance({"deal": YES, OUTCOME: Phase.HALTED}).tolist(),
                "seen": dict(p.seen),
                "state": (p.timing.state, p.timing.began, p.timing.lasted),
                "crowds": sorted(p.crowds),
                "exit": (leaves.value, leaves.low, leaves.high),
            }
        )
    assert odds[0] == odds[1]
    assert odds[0]["crowds"]
    assert odds[0]["seen"]


def test_before_the_war_nothing_is_said(world: World) -> None:
    view = world.outlook(end_of_day(date(2022, 2, 1)))
    assert not view.series("scenario/chance.war").points
    with pytest.raises(NotYetKnown):
        view.prospect.timing.began  # noqa: B018 it is asked for


# -- who gains -------------------------------------------------------------------------


@dataclass(frozen=True)
class Elsewhere(Landscape):
    """A landscape in which every scenario carries what it is given to carry."""

    given: Mapping[str, Point]

    def carried(self, _: str) -> Mapping[str, Point]:
        return self.given


def elsewhere(land: Landscape, given: Mapping[str, Point]) -> Landscape:
    same = {f.name: getattr(land, f.name) for f in fields(Landscape)}
    return Elsewhere(**same, given=given)


def gains(land: Landscape, branch: str) -> dict[str, Point]:
    told = dict(land.every())
    found = {}
    for player in land.view.agenda.players:
        for point in told[f"gain.{branch}@{player}"].points():
            found[player] = point
    return found


@pytest.mark.parametrize("day", [FEBRUARY, date(2026, 8, 22)], ids=str)
def test_what_carries_things_as_they_are_gains_nobody_anything(
    world: World, day: date
) -> None:
    land = world.outlook(end_of_day(day)).landscape
    found = gains(elsewhere(land, land.seats.states), "settlement")
    assert len(found) > 5
    for player, point in found.items():
        assert point.value == near(0), player
        low, high = point.ends
        assert low <= 0 <= high


@pytest.mark.parametrize("day", [FEBRUARY, date(2026, 8, 22)], ids=str)
def test_who_gets_all_that_it_wants_gains_most(world: World, day: date) -> None:
    land = world.outlook(end_of_day(day)).landscape
    seated, player = land.seats, land.view.agenda.players[0]
    wanted = {
        s.issue: join(s.position.period, s.position.value, (s.position,))
        for s in seated.stands
        if s.actor == player and s.issue in seated.states
    }
    found = gains(elsewhere(land, wanted), "war")
    mine = [s for s in seated.stands if s.actor == player and s.issue in wanted]
    care = sum(s.salience.value for s in mine)
    far = sum(
        s.salience.value * abs(seated.states[s.issue].value - s.position.value)
        for s in mine
    )
    assert found[player].value == near(far / care)
    assert found[player].value > 0

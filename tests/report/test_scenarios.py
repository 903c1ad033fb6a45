"""Every probability in print of the scenarios: they hold together arithmetically."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from jinja2 import DictLoader, PackageLoader

from polemos import report
from polemos.core import (
    LANGS,
    OUTCOME,
    PERCENT,
    Claim,
    EditionError,
    NotYetKnown,
    Phase,
    Reckoning,
    Scenarios,
    Target,
    end_of_day,
)
from polemos.models import Forecasting, Weighing
from polemos.pipeline import World
from polemos.report import Edition
from polemos.report._desk import Desk
from polemos.report._doc import inlines, plain
from polemos.report._section import Content, sections_of
from polemos.report.sections._kept import outlook_of
from polemos.report.sections.scenarios import scenarios

FEBRUARY, NEWEST = "2025-02-24", "2026-08-22"
HORIZON = 364
HEAD = "scenario/"
CARRIED = f"{HEAD}after."  # percent of land or output, and no probability
# Every other one that is printed in percent, with the test that walks it.
FAMILIES = {
    "chance": r"chance\.\w+",  # sums, halted, the ledger
    "given": r"chance\.\w+\.(if|unless)\.\w+",  # total probability
    "clock": r"clock\.\w+",  # sums, halted
    "so": r"so\.\w+",  # the ledger
    "so given": r"so\.\w+\.if\.\w+",  # total probability
    "chain": r"chain\.\w+",  # products, the ledger
    "step": r"step\.\w+\.\d+",  # products
    "upto": r"upto\.\w+\.\d+",  # products
    "exit": r"exit\.\w+",  # the ledger
    "law": r"law\.\w+",  # in order
}


@dataclass(frozen=True, repr=False)
class Issue:
    """An edition of a day that holds the section alone, and what it was built from."""

    view: Forecasting
    edition: Edition

    @property
    def day(self) -> date:
        return self.edition.desk.day

    @property
    def outlook(self) -> Weighing:
        return outlook_of(self.edition.desk)

    @property
    def told(self) -> Scenarios:
        return self.outlook.told

    @property
    def halting(self) -> list[str]:
        states = self.told.states
        return [b for b in self.told.branches if states[b].phase is Phase.HALTED]

    def printed(self, lang: str = "en") -> list[Claim]:
        """Give every probability of scenarios that one language prints."""
        return [
            c
            for c in self.edition.claims
            if c.lang == lang and c.series.startswith(HEAD) and c.unit == PERCENT
            if not c.series.startswith(CARRIED)
        ]

    def at(self, name: str, where: str, *, then: bool = False) -> Claim:
        """Give where a value now, or one of the last edition, is printed."""
        (found,) = {
            (c.series, c.text): c
            for c in self.printed()
            if c.series == HEAD + name
            and c.where == where
            and c.how is Reckoning.LEVEL
            and bool(c.as_of) is then
        }.values()
        return found


def _issue(world: World, day: date) -> Issue:
    view = world.view(end_of_day(day))
    made = report.build(
        view, world.war, "made up", sections=sections_of(("scenarios",))
    )
    return Issue(view, made)


@pytest.fixture(scope="module", params=[FEBRUARY, NEWEST])
def issue(request: pytest.FixtureRequest, packaged: World) -> Issue:
    if request.param == NEWEST:
        assert f"{packaged.store.newest()}" == NEWEST
    return _issue(packaged, date.fromisoformat(request.param))


@pytest.fixture(scope="module")
def before(issue: Issue, packaged: World) -> Issue:
    """Give the edition of a week before."""
    return _issue(packaged, issue.day - timedelta(days=7))


# -- what a printed number can stand for -----------------------------------------------

Range = tuple[float, float]


def stands_for(claim: Claim) -> Range:
    """Give the least and the largest value, from 0 to 1, that print as this."""
    half = float(claim.step) / 2
    stated = float(claim.stated)
    return max(stated - half, 0) / 100, min(stated + half, 100) / 100


def meet(*ranges: Range, slack: float = 1e-9) -> bool:
    """Say whether one value can be in all of them."""
    return max(r[0] for r in ranges) <= min(r[1] for r in ranges) + slack


def times(*ranges: Range) -> Range:
    low = high = 1.0
    for r in ranges:
        low, high = low * r[0], high * r[1]
    return low, high


def plus(*ranges: Range) -> Range:
    return sum(r[0] for r in ranges), sum(r[1] for r in ranges)


def rest(one: Range) -> Range:
    return 1 - one[1], 1 - one[0]


# -- the walk --------------------------------------------------------------------------


def test_every_probability_in_print_is_one_and_is_walked(issue: Issue) -> None:
    for lang in LANGS:
        printed = issue.printed(lang)
        assert len(printed) > 100
        for claim in printed:
            assert 0 <= claim.stated <= 100, claim
            name = claim.series.removeprefix(HEAD)
            assert any(re.fullmatch(p, name) for p in FAMILIES.values()), name
            assert claim.how in (Reckoning.LEVEL, Reckoning.LOW, Reckoning.HIGH)
    assert {c.series for c in issue.printed("en")} == {
        c.series for c in issue.printed("zh")
    }


def test_each_is_of_a_year_from_the_day_that_it_was_told(issue: Issue) -> None:
    for claim in issue.printed():
        told = claim.as_of.date() if claim.as_of else issue.day
        if not claim.series.startswith(f"{HEAD}law."):
            assert claim.period.last == told + timedelta(days=HORIZON), claim


def test_what_is_printed_twice_is_the_same_number(issue: Issue) -> None:
    said = defaultdict(list)
    for claim in issue.printed():
        said[claim.series, claim.period, claim.how, claim.as_of].append(claim)
    assert max(map(len, said.values())) > 3
    for key, claims in said.items():
        assert meet(*map(stands_for, claims)), key


def test_an_interval_in_print_holds_its_value(issue: Issue) -> None:
    by = defaultdict(dict)
    for c in issue.printed():
        if c.as_of is None:
            by[c.series, c.where, c.step][c.how] = c.stated
    spans = [found for found in by.values() if len(found) == 3]
    assert len(spans) > 20
    for found in spans:
        low, value, high = (
            found[how] for how in (Reckoning.LOW, Reckoning.LEVEL, Reckoning.HIGH)
        )
        assert low <= value <= high, found


@pytest.mark.parametrize(
    ("what", "where", "then"),
    [
        ("chance", "scenarios/odds", False),
        ("chance", "scenarios/odds", True),
        ("clock", "scenarios/odds", False),
        ("chance", "scenarios/chances", False),
    ],
)
def test_the_scenarios_in_print_sum_to_a_hundred(
    issue: Issue, what: str, where: str, then: bool
) -> None:
    claims = [issue.at(f"{what}.{b}", where, then=then) for b in issue.told.branches]
    assert len(claims) == 6
    slack = sum(float(c.step) for c in claims) / 2
    assert abs(sum(float(c.stated) for c in claims) - 100) <= slack + 1e-9
    assert meet(plus(*map(stands_for, claims)), (1, 1))


@pytest.mark.parametrize(
    ("what", "then"), [("chance", False), ("chance", True), ("clock", False)]
)
def test_halted_in_print_is_the_sum_of_the_three_in_print(
    issue: Issue, what: str, then: bool
) -> None:
    where = "scenarios/odds"
    three = [issue.at(f"{what}.{b}", where, then=then) for b in issue.halting]
    assert len(three) == 3
    whole = issue.at(f"{what}.halted", where, then=then)
    assert meet(stands_for(whole), plus(*map(stands_for, three)))


def test_halted_and_not_halted_are_a_hundred(issue: Issue) -> None:
    others = [b for b in issue.told.branches if b not in issue.halting]
    where = "scenarios/odds"
    rest_of = [stands_for(issue.at(f"chance.{b}", where)) for b in others]
    halted = stands_for(issue.at("chance.halted", where))
    assert meet(plus(halted, *rest_of), (1, 1))


def test_a_chain_in_print_is_the_product_of_its_steps_in_print(issue: Issue) -> None:
    where = "scenarios/chains"
    for chain in issue.told.chains:
        count = len(chain.steps)
        seen = issue.outlook.prospect.seen
        so = [step in seen for step in chain.steps]  # is told in words
        steps, upto = (
            [
                (1.0, 1.0)
                if so[n] and (what == "step" or all(so[: n + 1]))
                else stands_for(issue.at(f"{what}.{chain.id}.{n + 1}", where))
                for n in range(count)
            ]
            for what in ("step", "upto")
        )
        for n in range(1, count + 1):
            assert meet(times(*steps[:n]), upto[n - 1]), (chain.id, n)
        assert all(later[0] <= sooner[1] for sooner, later in pairwise(upto))
    likeliest = max(
        issue.told.chains,
        key=lambda c: issue.outlook.series(f"{HEAD}chain.{c.id}").last().value,
    )
    title = stands_for(issue.at(f"chain.{likeliest.id}", "scenarios"))
    last = issue.at(f"upto.{likeliest.id}.{len(likeliest.steps)}", where)
    assert meet(title, stands_for(last))


def test_the_ruler_s_exit_splits_the_chance_of_a_halt(issue: Issue) -> None:
    (leader,) = (v for v in issue.told.roots() if v.chance.startswith(f"{HEAD}exit."))
    name = f"so.{leader.id}"
    leaves, so, other = (
        stands_for(issue.at(n, "scenarios"))
        for n in (
            name,
            f"chance.halted.if.{leader.id}",
            f"chance.halted.unless.{leader.id}",
        )
    )
    whole = plus(times(leaves, so), times(rest(leaves), other))
    assert meet(stands_for(issue.at("chance.halted", "scenarios")), whole)
    judged = issue.at(name, "scenarios/judgements")
    assert meet(leaves, stands_for(judged))


def test_what_hangs_on_scenarios_is_made_of_its_chance_in_each(issue: Issue) -> None:
    """In print for all but a wider war, in which it may be so or not."""
    pattern = re.compile(r"scenario/so\.(\w+)\.if\.(\w+)")
    found = defaultdict(dict)
    for c in issue.printed():
        told = pattern.fullmatch(c.series)
        if told and c.how is Reckoning.LEVEL:
            found[told[1]][told[2]] = stands_for(c)
    assert found
    chances = {
        b: stands_for(issue.at(f"chance.{b}", "scenarios/odds"))
        for b in issue.told.branches
    }
    walked = 0
    for key, given in found.items():
        named = {c.series for c in issue.printed()}
        if f"{HEAD}so.{key}" not in named:
            continue
        part = plus(*(times(chances[b], p) for b, p in given.items()))
        left = plus(*(chances[b] for b in chances if b not in given))
        whole = stands_for(issue.at(f"so.{key}", "scenarios/judgements"))
        assert meet(whole, (part[0], part[1] + left[1])), key
        walked += 1
    assert walked >= 3


def test_fatter_tails_end_wars_less_often(issue: Issue) -> None:
    told = [
        issue.at(f"law.{law}", "scenarios/laws").stated
        for law in ("exponential", "weibull", "lognormal", "loglogistic")
    ]
    assert told == sorted(told, reverse=True)


def test_what_moved_in_print_adds_up_to_the_change(issue: Issue) -> None:
    """Causes that print as nothing in both columns are left out of the table."""
    where, exact = "scenarios/odds", {f.claim: f.actual for f in issue.edition.findings}
    printed = {
        c.series.removeprefix(f"{HEAD}moved.7."): c
        for c in issue.edition.claims
        if c.lang == "en" and c.where == "scenarios/moved"
    }
    assert printed
    shown = {name.partition(".")[2] for name in printed}
    for branch in ("war", "halted"):
        now = issue.at(f"chance.{branch}", where)
        then = issue.at(f"chance.{branch}", where, then=True)
        moved = 0.0
        for cause in issue.outlook.odds.causes():
            if cause in shown:
                moved += exact[printed[f"{branch}.{cause}"]] or 0
                continue
            left = issue.view.series(f"{HEAD}moved.7.{branch}.{cause}").last().value
            assert abs(left) < 0.05, (branch, cause)
            moved += left
        change = (exact[now] or 0) - (exact[then] or 0)
        assert moved == pytest.approx(change, abs=1e-6), branch
        told = [printed[f"{branch}.{cause}"] for cause in shown]
        slack = float(now.step + then.step + sum(c.step for c in told)) / 2
        slack += 0.05 * (len(issue.outlook.odds.causes()) - len(told))
        stated = now.stated - then.stated - sum(c.stated for c in told)
        assert abs(float(stated)) <= slack + 1e-9, branch


# -- last week -------------------------------------------------------------------------


def test_last_week_s_odds_are_those_that_its_edition_prints(
    issue: Issue, before: Issue
) -> None:
    past = {
        (c.series, c.where, c.period): c
        for c in before.printed()
        if c.as_of is None and c.how is Reckoning.LEVEL
    }
    quoted = [c for c in issue.printed() if c.as_of is not None]
    assert len(quoted) > 12
    walked = 0
    for claim in quoted:
        assert claim.as_of == before.edition.as_of
        then = past.get((claim.series, claim.where, claim.period))
        assert then is not None, claim
        assert meet(stands_for(claim), stands_for(then)), (claim, then)
        if claim.step == then.step:
            assert claim.text == then.text
            walked += 1
    assert walked > 10


# -- the ledger of forecasts -----------------------------------------------------------


def _counterparts(issue: Issue, targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
    """Give what is printed unconditionally, by series, and the target that holds it."""
    told = issue.told
    for branch in (*told.branches, "halted"):
        yield f"chance.{branch}", OUTCOME
    for v in told.variables.values():
        if v.id in told.coded:
            yield f"so.{v.id}", v.id
            if v.chance.startswith(f"{HEAD}exit."):
                yield v.chance.removeprefix(HEAD), v.id
    for chain in told.chains:
        (key,) = (t.id for t in targets if f".{chain.id}@" in t.id)
        what = key.removeprefix("scenario.").partition("@")[0]
        yield f"chain.{chain.id}", what
        yield f"upto.{chain.id}.{len(chain.steps)}", what


def _kept(issue: Issue, target: Target, series: str) -> float:
    """Give the chance of a printed series as its target's answer tells it."""
    (answer,) = issue.view.answer(target, "scenario_network")
    assert answer.question.period.last == issue.day + timedelta(days=HORIZON)
    passed = [1.0, *(answer.chances[a] for a in target.above), 0.0]
    states = [a - b for a, b in pairwise(passed)]
    if target.id != f"scenario.{OUTCOME}@WAR":
        return states[1]
    branches = list(issue.told.branches)
    wanted = series.removeprefix("chance.")
    names = issue.halting if wanted == "halted" else [wanted]
    return sum(states[branches.index(n)] for n in names)


def test_each_printed_probability_is_kept_as_a_forecast(
    issue: Issue, packaged: World
) -> None:
    targets = {t.id: t for t in packaged.targets if t.id.startswith("scenario.")}
    holds = dict(_counterparts(issue, list(targets.values())))
    conditional = re.compile(r"(clock|law|step|upto)\.|.*\.(if|unless)\.")
    walked = set()
    for claim in issue.printed():
        name = claim.series.removeprefix(HEAD)
        if conditional.match(name) and name not in holds:
            continue
        assert name in holds, f"{name} is printed and kept by no target"
        if claim.how is Reckoning.LEVEL and claim.as_of is None:
            target = targets[f"scenario.{holds[name]}@WAR"]
            kept = _kept(issue, target, name)
            low, high = stands_for(claim)
            assert low - 1e-9 <= kept <= high + 1e-9, (name, kept)
            walked.add(target.id)
    assert len(walked) > 8


def test_every_scenario_target_is_asked_and_answered(
    issue: Issue, packaged: World
) -> None:
    """Whatever is printed of a coded thing, the ledger is asked, with its baseline."""
    asked = {t.id for t in issue.view.targets}
    for key in issue.told.coded:
        (target,) = (t for t in packaged.targets if t.id == f"scenario.{key}@WAR")
        assert target.id in asked
        run = issue.view.answers(target)
        assert not run.refusals
        assert {m for m, _ in run.predictions} == {"scenario_network", target.baseline}


@pytest.mark.parametrize("lang", LANGS)
def test_the_rule_of_every_scenario_is_printed(issue: Issue, lang: str) -> None:
    document = issue.edition.documents[lang]  # type: ignore[index]
    text = "\n".join(map(plain, inlines(document.blocks)))
    for branch in issue.told.branches:
        rule = issue.told.states[branch].rule.in_(lang)  # type: ignore[arg-type]
        assert rule
        assert rule in text
    for key in issue.told.coded:
        if key != OUTCOME:
            assert issue.told.variables[key].rule.in_(lang)  # type: ignore[arg-type]


# -- what stops the build --------------------------------------------------------------


def _template() -> str:
    loader = PackageLoader("polemos.report", "sections")
    from jinja2 import Environment

    source, _, _ = loader.get_source(Environment(autoescape=True), "scenarios.md.j2")
    return source


def test_a_probability_typed_in_the_template_stops_the_build(
    issue: Issue, packaged: World
) -> None:
    template, asked = _template(), '{{ n("goes_on") }}%'
    assert asked in template
    typed = template.replace(asked, "66%", 1)
    with pytest.raises(EditionError, match="a digit typed in the template"):
        report.build(
            issue.view,
            packaged.war,
            "made up",
            sections=(scenarios,),
            templates=DictLoader({"scenarios.md.j2": typed}),
        )


def test_a_probability_that_is_off_stops_the_build(
    issue: Issue, packaged: World
) -> None:
    def off(desk: Desk) -> Content:
        content = scenarios.content(desk)
        fact = content.facts["halted"]
        point = replace(fact.point, value=fact.value + 2)
        return replace(
            content, facts={**content.facts, "halted": replace(fact, point=point)}
        )

    with pytest.raises(
        EditionError, match=r"do not hold; the first: scenarios.*halted"
    ):
        report.build(
            issue.view,
            packaged.war,
            "made up",
            sections=(replace(scenarios, content=off),),
        )


def test_a_fact_in_one_language_alone_stops_the_build(
    issue: Issue, packaged: World
) -> None:
    head, block, english = _template().partition("{% block en %}")
    asked = ', without it {{ n("leaves_unless") }}%'
    assert asked in english
    less = head + block + english.replace(asked, "")
    with pytest.raises(EditionError, match="expected the same facts in both languages"):
        report.build(
            issue.view,
            packaged.war,
            "made up",
            sections=(scenarios,),
            templates=DictLoader({"scenarios.md.j2": less}),
        )


def test_before_the_war_is_coded_the_section_says_why(packaged: World) -> None:
    day = date(2022, 2, 20)
    desk = Desk(packaged.view(end_of_day(day)), packaged.war, day - timedelta(days=7))
    with pytest.raises(NotYetKnown) as why:
        scenarios.content(desk)
    assert why.value.why is not None

"""What files of scenarios tell, and how they are refused: by file, line and field."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos import scenarios
from polemos.core import (
    EVER,
    PERCENT,
    Agenda,
    Coding,
    Event,
    KnownBy,
    NotYetKnown,
    Observation,
    ParseError,
    Period,
    Phase,
    PolemosError,
    Unit,
    end_of_day,
    expected,
    judged_id,
    start_of_day,
)
from polemos.pipeline import World, open_world
from polemos.scenarios import Reading

Lay = Callable[..., dict[str, bytes]]
Run = Callable[..., tuple[int, str, str]]
Read = Callable[..., Reading]
Edits = Mapping[int, Mapping[str, str] | None]


@pytest.fixture(scope="session")
def read(laid: Lay, agenda: Agenda, events: Mapping[str, date]) -> Read:
    """Read the ledgers of the small war, some edited."""

    def reading(
        unit_of: Callable[[str], Unit | None] | None = None,
        today: date | None = None,
        **edits: Edits | None,
    ) -> Reading:
        return scenarios.read(laid(**edits), agenda, events, unit_of, today=today)

    return reading


def values(reading: Reading) -> dict[str, tuple[float | None, ...]]:
    seen = [r for r in reading.records if isinstance(r, Observation)]
    return {o.series: (o.value, o.low, o.high) for o in seen}


# -- good files ------------------------------------------------------------------------


def test_the_good_files_are_read_whole(read: Read) -> None:
    told = read().told
    assert told.branches == ("war", "peace", "wide")
    assert [s.phase for s in told.states.values()] == [
        Phase.FIGHTING,
        Phase.FIGHTING,
        Phase.HALTED,
        Phase.WIDER,
    ]
    assert [v.id for v in told.roots()] == ["wind"]
    assert told.coded == ("war", "treaty", "feast")
    assert told.chains[0].steps == ("treaty", "halted", "feast")
    assert told.edited == date(2032, 6, 1)


def test_a_judged_number_is_a_series_with_its_interval_and_why(read: Read) -> None:
    reading = read()
    name = judged_id("move", "war", "talks")
    assert values(reading)[name] == (0.75, 0.375, 1)
    (coding,) = (
        r for r in reading.records if isinstance(r, Coding) and r.series == name
    )
    assert (coding.coder, coding.coded) == ("desk", date(2032, 6, 1))
    assert coding.text.en.endswith(".")
    (seen,) = (
        r for r in reading.records if isinstance(r, Observation) and r.series == name
    )
    assert seen.period == Period.day(date(2032, 5, 1))
    assert seen.known_at == start_of_day(date(2032, 5, 1))
    assert seen.known_by is KnownBy.ASSUMED


def test_an_outcome_is_known_no_sooner_than_what_it_rests_on(read: Read) -> None:
    late = {"evidence": "2032-05-01-shore 2032-05-20-sea"}
    told = [
        r
        for r in read(outcomes={0: late}).records
        if isinstance(r, Observation | Coding)
        and r.series == judged_id("outcome", "war")
    ]
    assert [r.known_at for r in told] == [start_of_day(date(2032, 5, 21))] * 2
    assert [r.period for r in told] == [Period.day(date(2032, 5, 1))] * 2


def test_a_likelihood_is_known_since_its_event_is(read: Read) -> None:
    name = judged_id("likelihood", "pride", "2032-05-01-shore")
    known = {r.known_at for r in read().records if getattr(r, "series", "") == name}
    assert known == {start_of_day(date(2032, 5, 2))}


def test_every_record_keeps_the_promise_of_the_source(read: Read, laid: Lay) -> None:
    reading = read()
    assert list(expected(reading.source, reading.records)) == list(reading.records)
    assert {s.name for s in reading.snapshots} == set(laid())
    assert {r.snapshot for r in reading.records} <= {s.id for s in reading.snapshots}
    edited = start_of_day(reading.told.edited)
    assert {s.fetched_at for s in reading.snapshots} == {edited}


def test_chances_are_coded_anew_whole(read: Read) -> None:
    """What sums to 1 does so on each day that it is coded of."""
    again = {"since": "2032-05-20", "chance": "0.5", "low": "0.1", "high": "1"}
    anew = {5: {"from": "war", "to": "talks", **again}}
    with pytest.raises(ParseError, match=r"7: chance: .* sum to 1, found '0\.75 \("):
        read(moves=anew)
    anew[6] = {"from": "war", "to": "peace", **again}
    assert read(moves=anew)


# -- refusals --------------------------------------------------------------------------

SINCE_TWICE = "expected one row, found 'desk/"
NO_SUM = "expected chances after war that sum to 1, found '0.95 (talks 0.7, peace 0.25)"
REFUSED: list[tuple[str, Edits, str]] = [
    (
        *("variables", {1: {"horizon": "13w"}}),
        "3: horizon: expected nothing without a chance, found '13w'",
    ),
    (
        *("variables", {1: {"usual": "0.3"}}),
        "3: usual: expected nothing without a chance, found '0.3'",
    ),
    (
        *("states", {0: {"phase": "x" * 10_000}}),
        f"2: phase: expected one of fighting, halted, wider, found '{'x' * 199}… (10",
    ),
    # states
    ("states", {1: {"id": "war"}}, "3: id: expected a name that is not taken, found"),
    ("states", {0: {"id": ""}}, "2: id: expected a name, found ''"),
    ("states", {0: {"phase": "frozen"}}, "2: phase: expected one of fighting, halted"),
    ("states", {0: {"branch": ""}}, "2: branch: expected a scenario, found ''"),
    (
        *("states", {1: {"branch": "parley"}}),
        "3: branch: expected the state that stands for its scenario, found 'parley'",
    ),
    (
        *("states", {2: {"branch": "talks"}}),
        "4: branch: expected the state that stands for its scenario, found 'talks'",
    ),
    (
        *("states", {3: {"rule": ""}}),
        "5: rule: expected both languages, as English | 中文, found ''",
    ),
    ("states", {3: {"rule": "It is so"}}, "5: rule: expected both languages, as Eng"),
    ("states", {3: {"name": "war | 战争"}}, "5: name: expected Traditional Chinese, f"),
    # variables
    ("variables", {1: {"id": "peace"}}, "3: id: expected no name of a state, found '"),
    ("variables", {1: {"id": "halted"}}, "3: id: expected no name of a state, found"),
    ("variables", {1: {"id": "wind"}}, "3: id: expected a name that is not taken, fo"),
    (
        *("variables", {2: {"rule": ""}}),
        "4: rule: expected both languages, as English | 中文, found ''",
    ),
    ("variables", {0: {"rule": " | 規則"}}, "2: rule: expected both languages, as Eng"),
    (
        *("variables", {0: {"horizon": ""}}),
        "2: horizon: expected a horizon like 13w, found ''",
    ),
    ("variables", {0: {"horizon": "13x"}}, "2: horizon: expected a horizon like 13w "),
    ("variables", {0: {"usual": "0"}}, "2: usual: expected 0.001 to 0.999, found '0'"),
    ("variables", {0: {"usual": "1"}}, "2: usual: expected 0.001 to 0.999, found '1'"),
    ("variables", {0: {"usual": ""}}, "2: usual: expected 0.001 to 0.999, found ''"),
    # holds
    (
        *("holds", {0: {"state": "talk"}}),
        "2: state: expected a state; did you mean talks?, found 'talk'",
    ),
    ("holds", {0: {"median": "0"}}, "2: median: expected 1 to 36525, found '0'"),
    ("holds", {0: {"low": "-3"}}, "2: low: expected 1 to 36525, found '-3'"),
    (
        *("holds", {0: {"low": "200"}}),
        "2: median: expected a value from 200 to 400, found '100'",
    ),
    ("holds", {0: {"high": "50"}}, "2: median: expected a value from 30 to 50, found"),
    (
        *("holds", {0: {"coded": "2032-04-30"}}),
        "2: coded: expected a day from 2032-05-01 on, found '2032-04-30'",
    ),
    ("holds", {0: {"coder": ""}}, "2: coder: expected who coded it, found ''"),
    ("holds", {0: {"since": "May"}}, "2: since: expected a day like 2025-02-24, foun"),
    (
        *("holds", {0: {"en": "It took 30 days."}}),
        "2: en: expected no digit in a sentence, found 'It took 30 days.'",
    ),
    ("holds", {0: {"zh": "為期３０日。"}}, "2: zh: expected no digit in a sentence, f"),
    ("holds", {0: {"en": "It took long"}}, "2: en: expected a sentence that ends wit"),
    ("holds", {0: {"zh": ""}}, "2: zh: expected words, found ''"),
    ("holds", {1: {"state": "war"}}, f"3: median: {SINCE_TWICE}hold.war 2032-05-01'"),
    # moves
    ("moves", {0: {"chance": "0.7"}}, f"3: chance: {NO_SUM}"),
    (
        *("moves", {3: {"chance": "0.6"}}),
        "5: chance: expected chances after halt that sum to 1, found '0.6 (peace 0.6)'",
    ),
    (
        *("moves", {3: {"from": "peace"}}),
        "5: from: expected a state that holds.csv tells the days of, found 'peace'",
    ),
    (
        *("moves", {2: None}),
        "5: from: expected where talks leads, which holds.csv holds, found ''",
    ),
    ("moves", {2: {"chance": "1.2"}}, "4: chance: expected 0 to 1, found '1.2'"),
    ("moves", {0: {"from": "tea"}}, "2: from: expected a state, halt or year"),
    (
        "moves",
        {0: {"to": "pace"}},
        "2: to: expected a state; did you mean peace?, found 'pace'",
    ),
    (
        *("moves", {3: {"to": "talks"}}),
        "5: to: expected a state in which the war has halted, found 'talks'",
    ),
    (
        *("moves", {4: {"to": "peace"}}),
        "6: to: expected a state in which the war is wider, found 'peace'",
    ),
    ("moves", {1: {"to": "talks"}}, f"3: chance: {SINCE_TWICE}move.war.talks 2032-0"),
    # odds
    ("odds", {0: {"odds": "0"}}, "2: odds: expected 0.01 to 100, found '0'"),
    ("odds", {0: {"odds": "-2"}}, "2: odds: expected 0.01 to 100, found '-2'"),
    ("odds", {0: {"low": "0"}}, "2: low: expected 0.01 to 100, found '0'"),
    ("odds", {0: {"odds": "three"}}, "2: odds: expected a number, found 'three'"),
    ("odds", {0: {"odds": "3"}}, "2: odds: expected a value from 1 to 2, found '3'"),
    (
        *("odds", {0: {"branch": "talks"}}),
        "2: branch: expected a scenario, found 'talks'",
    ),
    (
        *("odds", {0: {"given": "treaty"}}),
        "2: given: expected a variable that has a chance, found 'treaty'",
    ),
    ("odds", {1: {}}, f"3: odds: {SINCE_TWICE}odds.peace.wind 2032-05-01'"),
    # chances
    (
        *("chances", {0: {"variable": "treat"}}),
        "2: variable: expected a variable; did you mean treaty, feast?, found 'treat'",
    ),
    (
        *("chances", {0: {"variable": "wind"}}),
        "2: variable: expected a variable whose chance no series tells, found 'wind'",
    ),
    ("chances", {0: {"given": "talks"}}, "2: given: expected a scenario, a variable, "),
    (
        *("chances", {2: None}),
        "3: given: expected a row of treaty for each of peace, war, wide, found ['wid",
    ),
    (
        *("chances", {4: None}),
        "5: given: expected a row of feast for each of not treaty, treaty, found",
    ),
    (
        *("chances", {4: {"given": "war"}}),
        "6: given: expected a row of feast for each of not treaty, treaty, found ['no",
    ),
    (
        *("chances", {0: {"given": "feast"}, 1: {"given": "not feast"}, 2: None}),
        "2: given: expected no circle, found ",
    ),
    (
        *("chances", {3: {"given": "feast"}, 4: {"given": "not feast"}}),
        "5: given: expected no circle, found 'feast <- feast'",
    ),
    ("chances", {1: {"given": "war"}}, f"3: chance: {SINCE_TWICE}chance.treaty.war 2"),
    ("chances", {0: {"chance": "-1"}}, "2: chance: expected 0 to 1, found '-1'"),
    # outcomes
    (
        *("outcomes", {0: {"variable": "wart"}}),
        "2: variable: expected war or a variable; did you mean war?, found 'wart'",
    ),
    ("outcomes", {0: {"state": "yes"}}, "2: state: expected a state of it, found 'ye"),
    ("outcomes", {1: {"state": "war"}}, "3: state: expected a state of it, found 'wa"),
    (
        *("outcomes", {0: {"evidence": "2032-05-01-shor"}}),
        "2: evidence: expected ids of events in the ledger; did you mean "
        "2032-05-01-shore, 2032-05-20-sea?, found '2032-05-01-shor'",
    ),
    ("outcomes", {0: {"evidence": ""}}, "2: evidence: expected ids of events in the "),
    ("outcomes", {1: {"day": "2032-04-30"}}, "3: day: expected a day from 2032-05-0"),
    ("states", {2: {"code": "0"}}, "4: code: expected one row, found 'code 0'"),
    ("states", {2: {"code": "1.5"}}, "4: code: expected a whole number, found 1.5"),
    ("states", {2: {"days": "-1"}}, "4: days: expected 0 to 366, found '-1'"),
    ("moves", {4: {"chance": "0.95"}}, "6: chance: expected 0 to 0.9, found '0.95'"),
    ("moves", {4: {"high": "1"}}, "6: high: expected 0 to 0.9, found '1'"),
    (
        *("variables", {0: {"horizon": "53w"}}),
        "2: horizon: expected no more than a year, as of scenarios, found '53w'",
    ),
    (
        *("hypotheses", {1: {"since": "2032-05-02"}}),
        "3: since: expected 2032-05-01, as of all, found '2032-05-02'",
    ),
    ("hypotheses", {1: None}, "2: id: expected two or more rival accounts, found "),
    ("hypotheses", {0: {"prior": "0"}}, "2: prior: expected 0.001 to 0.999, found '0"),
    (
        *("outcomes", {0: {"coded": "2032-04-30"}}),
        "2: coded: expected a day from 2032-05-01 on, found '2032-04-30'",
    ),
    (
        *("outcomes", {1: {"variable": "war", "state": "peace"}}),
        "3: day: expected one row, found 'desk/outcome.war 2032-05-01'",
    ),
    ("outcomes", {0: {"day": ""}}, "2: day: expected a day like 2025-02-24, found ''"),
    # laws and crowds
    ("laws", {0: {"law": "gamma"}}, "2: law: expected one of exponential, weibull, lo"),
    ("laws", {0: {"shape": ""}}, "2: shape: expected the id of a series, found ''"),
    ("laws", {1: {}}, "3: law: expected one row, found 'law lognormal'"),
    (
        *("laws", {0: {"law": "exponential"}}),
        "2: shape: expected nothing, for exponential has none, found 'court/sd@LIL'",
    ),
    ("laws", {0: {"scale": ""}}, "2: scale: expected the id of a series, found ''"),
    ("crowds", {0: {"until": "soon"}}, "2: until: expected a day like 2025-02-24, fo"),
    ("crowds", {0: {"name": "Court"}}, "2: name: expected both languages, as English"),
    ("crowds", {1: {}}, "3: series: expected one row, found 'crowd court/crowd@LIL"),
    ("laws", {0: {"centre": ""}}, "2: centre: expected 1 in one row, that of the li"),
    ("laws", {0: {"centre": "2"}}, "2: centre: expected 1 in one row, and else nothi"),
    # spans
    ("spans", {0: {"crowd": "clock"}}, "2: crowd: expected no name of ours, clock, u"),
    ("spans", {1: {"until": "2032-08-31"}}, "3: until: expected a day after 2032-08-"),
    ("spans", {1: {"until": ""}}, "3: until: expected a day like 2025-02-24, found ''"),
    ("spans", {2: {"until": "2033-01-31"}}, "4: until: expected nothing in a crowd's"),
    ("spans", {2: {"series": "court/x@LIL"}}, "4: series: expected in a crowd's last"),
    ("spans", {1: None}, "3: series: expected a span before that ends 2032-12-31, f"),
    ("spans", {1: {"series": "court/soon@LIL"}}, "3: series: expected one row, found"),
    # signs
    ("signs", {0: {"branch": "talks"}}, "2: branch: expected a scenario, found 'talk"),
    ("signs", {0: {"side": "hints"}}, "2: side: expected confirms or refutes, found "),
    ("signs", {0: {"way": "left"}}, "2: way: expected one of up, down, found 'left'"),
    ("signs", {0: {"beyond": ""}}, "2: beyond: expected -1e+18 to 1e+18, found ''"),
    ("signs", {1: {}}, "3: series: expected one row, found "),
    # carries, measures, after, chains
    ("carries", {0: {"issue": "egg"}}, "2: issue: expected an issue of the agenda; d"),
    ("carries", {0: {"place": "101"}}, "2: place: expected 0 to 100, found '101'"),
    ("carries", {0: {"low": "55"}}, "2: place: expected a value from 55 to 60, found"),
    ("carries", {1: {}}, f"3: place: {SINCE_TWICE}carries.peace.eggs 2032-05-01'"),
    ("measures", {2: {}}, "4: id: expected a name that is not taken, found 'ships'"),
    ("measures", {0: {"unit": ""}}, "2: unit: expected words, found ''"),
    ("after", {0: {"measure": "corn"}}, "2: measure: expected a measure that no seri"),
    ("after", {0: {"measure": "ships"}}, "2: measure: expected a measure that no ser"),
    ("after", {0: {"high": "-1.5"}}, "2: value: expected a value from -2 to -1.5, fo"),
    (
        *("chains", {2: {"step": "halt"}}),
        "4: step: expected a variable or a scenario; did you mean halted?, found 'hal",
    ),
    ("chains", {0: {"step": "treaty"}}, "2: step: expected nothing in the row that n"),
    (
        *("chains", {1: {"step": "wind"}}),
        "3: step: expected what outcomes.csv codes, which settles a chain, fo",
    ),
    ("chains", {1: {"step": ""}}, "3: step: expected a variable or a scenario, found"),
    (
        *("chains", {4: {"chain": "idle", "step": ""}}),
        "6: chain: expected steps of it in rows below, found 'idle'",
    ),
    # the argument, rival accounts, traits
    ("tree", {1: {"parent": "sail"}}, "3: parent: expected a row above it that is a "),
    ("tree", {2: {"parent": "ends"}}, "4: parent: expected a row above it that is a "),
    ("tree", {0: {"parent": "win"}}, "2: parent: expected a row above it that is a r"),
    ("tree", {3: {"confirms": "so"}}, "5: confirms: expected one of up, down, found "),
    ("tree", {3: {"column": ""}}, "5: column: expected one of movement, rhetoric, f"),
    ("tree", {1: {"en": "One of 2."}}, "3: en: expected no digit in a sentence, foun"),
    (
        *("hypotheses", {0: {"prior": "0.7"}}),
        "3: prior: expected chances of rival accounts that sum to 1, found "
        "'1.1 (pride 0.7, fear 0.4)'",
    ),
    ("hypotheses", {1: {"id": "pride"}}, "3: id: expected a name that is not taken, "),
    ("likelihoods", {0: {"event": "x"}}, "2: event: expected an event of the ledger,"),
    ("likelihoods", {0: {"hypothesis": "hop"}}, "2: hypothesis: expected a rival acc"),
    (
        *("likelihoods", {1: None}),
        "2: hypothesis: expected a row of 2032-05-01-shore for every rival account, "
        "found ['fear']",
    ),
    ("likelihoods", {0: {"likelihood": "0"}}, "2: likelihood: expected 0.001 to 0.99"),
    (
        *("likelihoods", {0: {"coded": "2032-05-01"}}),
        "2: coded: expected a day from 2032-05-02 on, found '2032-05-01'",
    ),
    ("traits", {1: {}}, "3: id: expected a name that is not taken, found 'bold'"),
    ("doctrine", {0: {"trait": "bald"}}, "2: trait: expected a trait; did you mean b"),
    ("doctrine", {0: {"event": ""}}, "2: event: expected an event of the ledger, fou"),
    ("doctrine", {0: {"side": ""}}, "2: side: expected for or against, found ''"),
    ("doctrine", {1: {"side": "against"}}, "3: event: expected one row, found 'desk/t"),
    (
        *("doctrine", {0: {"coded": "2032-05-01"}}),
        "2: coded: expected a day from 2032-05-02 on, found '2032-05-01'",
    ),
    # the past
    ("leaders", {0: {"left": ""}}, "2: left: expected a day, found ''"),
    ("leaders", {0: {"entered": ""}}, "2: entered: expected a day like 2025-02-24, f"),
    (
        *("leaders", {0: {"left": "2019-01-01"}}),
        "2: left: expected a day after 2020-01-01, found '2019-01-01'",
    ),
    ("leaders", {0: {"how": "ran"}}, "2: how: expected one of the ways, found 'ran'"),
    ("leaders", {1: {"id": "golbasto"}}, "3: id: expected a name that is not taken, "),
    (
        *("analogues", {0: {"ended": "2000-01-01"}}),
        "2: ended: expected a day after 2001-01-01, found '2000-01-01'",
    ),
    ("analogues", {0: {"end": ""}}, "2: end: expected how it ended, and of a war tha"),
    ("analogues", {0: {"ended": ""}}, "2: end: expected how it ended, and of a war t"),
    ("analogues", {0: {"end": "tea"}}, "2: end: expected one of invader_wins, defend"),
    ("analogues", {0: {"contiguous": "2"}}, "2: contiguous: expected 0 to 1, found '"),
    ("analogues", {0: {"relapsed": "no"}}, "2: relapsed: expected nothing, 0 or 1, f"),
]


@pytest.mark.parametrize(
    ("ledger", "edits", "message"), REFUSED, ids=[f"{r[0]} {r[2]}" for r in REFUSED]
)
def test_a_wrong_row_is_refused_by_line_and_field(
    ledger: str, edits: Edits, message: str, read: Read
) -> None:
    with pytest.raises(ParseError) as refused:
        read(**{ledger: edits})
    said = str(refused.value)
    where = rf"scenarios/{ledger}\.csv:\d+: \w+: expected .*, found "
    assert re.match(where, said), said
    assert f"scenarios/{ledger}.csv:{message}" in said


@pytest.mark.parametrize(
    ("ledger", "row", "field"),
    [
        ("variables", 0, "chance"),
        ("signs", 0, "series"),
        ("tree", 3, "series"),
        ("laws", 0, "scale"),
        ("laws", 0, "shape"),
        ("crowds", 0, "series"),
        ("spans", 0, "series"),
        ("measures", 1, "now"),
        ("measures", 1, "ahead"),
    ],
)
def test_what_nobody_makes_is_refused(
    ledger: str, row: int, field: str, read: Read
) -> None:
    """An indicator that no series answers says nothing, whatever comes."""
    lost = "court/lost@LIL"
    with pytest.raises(ParseError) as refused:
        read(
            lambda name: None if name == lost else _unit(name),
            **{ledger: {row: {field: lost}}},
        )
    assert str(refused.value) == (
        f"scenarios/{ledger}.csv:{row + 2}: {field}: expected a series that a source "
        f"or a model makes, found {lost!r}"
    )


def _unit(name: str) -> Unit:
    """Give the units that the series of the court are in."""
    return Unit("ratio") if name.startswith(("court/mu", "court/sd")) else PERCENT


@pytest.mark.parametrize(
    ("ledger", "row", "field", "unit"),
    [
        ("variables", 0, "chance", "percent"),
        ("laws", 0, "scale", "ratio"),
        ("laws", 0, "shape", "ratio"),
        ("crowds", 0, "series", "percent"),
        ("spans", 0, "series", "percent"),
        ("measures", 1, "now", "percent"),
    ],
)
def test_a_series_in_another_unit_is_refused(
    ledger: str, row: int, field: str, unit: str, read: Read
) -> None:
    """Land would pass for a chance."""
    land = "court/land@LIL"
    with pytest.raises(ParseError) as refused:
        read(
            lambda name: Unit("km²") if name == land else _unit(name),
            **{ledger: {row: {field: land}}},
        )
    assert str(refused.value) == (
        f"scenarios/{ledger}.csv:{row + 2}: {field}: expected a series in {unit}, "
        f"found {f'{land}, in km²'!r}"
    )


@pytest.mark.parametrize("ledger", ["holds", "outcomes", "doctrine", "likelihoods"])
def test_what_was_coded_tomorrow_is_refused(ledger: str, read: Read) -> None:
    read(today=date(2032, 6, 1))
    with pytest.raises(ParseError, match=r"coded: expected a day up to 2032-05-31"):
        read(today=date(2032, 5, 31), **{ledger: {0: {"coded": "2032-06-01"}}})
    if ledger == "holds":
        late: Edits = {0: {"coded": "2032-06-02"}}
        with pytest.raises(ParseError, match=r"holds\.csv:2: coded: expected a day up"):
            read(today=date(2032, 6, 1), holds=late)


def test_what_rests_on_a_later_event_is_refused(read: Read) -> None:
    """Or what came later would be known before it came."""
    with pytest.raises(ParseError) as refused:
        read(holds={0: {"evidence": "2032-05-20-sea"}})
    assert str(refused.value) == (
        "scenarios/holds.csv:2: evidence: expected events known by 2032-05-01, found "
        "'2032-05-20-sea'"
    )
    later = read(holds={0: {"evidence": "2032-05-20-sea", "since": "2032-05-21"}})
    why = [r for r in later.records if isinstance(r, Coding) and r.evidence]
    assert ("2032-05-20-sea",) in [r.evidence for r in why]


def test_a_state_is_known_once_its_rule_has_held(read: Read) -> None:
    """It is dated from its first day, on which nobody could say that it would last."""
    peace: Edits = {3: {"variable": "war", "day": "2032-05-10", "state": "peace"}}
    reading = read(states={2: {"days": "20"}}, outcomes=peace)
    (found,) = [
        r
        for r in reading.records
        if isinstance(r, Observation) and r.period == Period.day(date(2032, 5, 10))
    ]
    assert found.known_at == start_of_day(date(2032, 5, 30))
    with pytest.raises(ParseError, match=r"coded: expected a day from 2032-06-09 on"):
        read(states={2: {"days": "30"}}, outcomes=peace)


def test_a_state_is_told_by_its_code_wherever_it_is_listed(read: Read) -> None:
    good, turned = read(), read(states={0: {"code": "7"}, 1: {"code": "0"}})
    outcome = judged_id("outcome", "war")
    assert values(good)[outcome][0] == 0
    assert values(turned)[outcome][0] == 7
    assert turned.told.state_of(7).id == "war"
    with pytest.raises(NotYetKnown, match="expected the code of a state"):
        turned.told.state_of(9)


def test_what_hangs_on_nothing_is_refused(read: Read) -> None:
    with pytest.raises(
        ParseError, match=r"^scenarios/chances\.csv:1: variable: expected .* feast, "
    ):
        read(chances={3: None, 4: None})


def test_what_hangs_on_a_file_that_is_not_there_is_refused(read: Read) -> None:
    with pytest.raises(
        ParseError, match=r"^scenarios/chances\.csv:1: variable: expected .* treaty, "
    ):
        read(chances=None)


def test_the_states_are_needed(read: Read) -> None:
    with pytest.raises(ParseError) as refused:
        read(states=None)
    assert str(refused.value) == (
        "scenarios/states.csv:1: expected the states that the war can be in, found no "
        "such file"
    )


def test_a_file_that_is_none_of_them_is_refused(
    laid: Lay, agenda: Agenda, events: Mapping[str, date]
) -> None:
    files = laid() | {"scenarios/state.csv": b"id\nx\n"}
    with pytest.raises(
        ParseError, match=r"^scenarios/state\.csv:1: expected a file of states\.csv, .*"
    ) as refused:
        scenarios.read(files, agenda, events)
    assert "found state.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "moves.csv:1: expected the fields from,to,since,"),
        (b"to,from\n", "moves.csv:1: expected the fields from,to,since,"),
        (b"\xff", "moves.csv: expected UTF-8, found "),
    ],
)
def test_a_wrong_head_is_refused(
    body: bytes,
    message: str,
    laid: Lay,
    agenda: Agenda,
    events: Mapping[str, date],
) -> None:
    with pytest.raises(ParseError) as refused:
        scenarios.read(laid() | {"scenarios/moves.csv": body}, agenda, events)
    assert str(refused.value).startswith(f"scenarios/{message}")


def test_a_row_of_too_few_fields_is_refused(
    laid: Lay, agenda: Agenda, events: Mapping[str, date]
) -> None:
    files = laid()
    files["scenarios/moves.csv"] += b"war,talks\n"
    with pytest.raises(
        ParseError, match=r"^scenarios/moves\.csv:7: expected 11 fields, found 2"
    ):
        scenarios.read(files, agenda, events)


CELLS = st.text(max_size=20) | st.sampled_from(
    [
        *("", "0", "1", "nan", "inf", "-1", "1e400", "0.5", "war", "peace", "talks"),
        *("halted", "wind", "treaty", "not treaty", "2032-05-09", "9999-12-31", "|"),
        *("0001-01-01", "a | b", "2032-05-01-shore", "eggs", "yes", "no", "up"),
    ]
)


@given(data=st.data())
def test_any_cell_is_read_or_refused_by_its_line(
    data: st.DataObject, laid: Lay, agenda: Agenda, events: Mapping[str, date]
) -> None:
    """Nothing but a refusal, and what is read keeps its promise."""
    name = data.draw(st.sampled_from(sorted(laid())))
    ledger = name.partition("/")[2].partition(".")[0]
    head, *rows = laid()[name].decode().splitlines()
    edit = data.draw(
        st.dictionaries(st.sampled_from(head.split(",")), CELLS, min_size=1, max_size=2)
    )
    at = data.draw(st.integers(0, len(rows)))
    files = laid(**{ledger: {at: edit}})
    try:
        reading = scenarios.read(files, agenda, events)
    except PolemosError as error:
        refused = str(error)
    else:
        assert list(expected(reading.source, reading.records)) == reading.records
        return
    assert re.match(r"scenarios/\w+\.csv:\d+: (\w+: )?expected", refused), refused


# -- nothing is written ----------------------------------------------------------------

TOML = Path(__file__).parents[1] / "worlds" / "tiny" / "lilliput.toml"
LAWS = {
    "scale": "cow/wars.mu.lognormal@WORLD",
    "shape": "cow/wars.sigma.lognormal@WORLD",
}
HELD = "cow/wars.mu.lognormal@WORLD"
# The small war with series that the packaged figures have.
NAMED: Mapping[str, Edits | None] = {
    "variables": {0: {"chance": "scenario/exit.mully"}},
    "laws": {0: LAWS},
    "signs": {0: {"series": HELD}},
    "tree": {3: {"series": HELD}},
    "crowds": {0: {"series": "scenario/law.lognormal"}},
    "spans": None,
    "measures": {1: {"now": "scenario/law.lognormal"}},
}
EVENT = (
    "id,day,until,known,actors,act,issues,weight,before,after,basis,confidence,source,"
    "url,en,zh\n"
    "2032-05-01-shore,2032-05-01,,2032-05-02,LIL BLE,meets,eggs,2,,,seen,official,"
    "Court,,They met.,雙方會面。\n"
    "2032-05-20-sea,2032-05-20,,2032-05-21,LIL BLE,meets,eggs,2,,,seen,official,"
    "Court,,They met.,雙方會面。\n"
)


@pytest.fixture(scope="module")
def war(tmp_path_factory: pytest.TempPathFactory, laid: Lay, agenda_file: str) -> Path:
    """Lay a war of files: one source, a table, and scenarios."""
    folder = tmp_path_factory.mktemp("war")
    text = TOML.read_text("utf-8")
    for old, new in (
        ('"gulliver_map", "court_count"', '"cow_wars"'),
        ('"eggs", "claims"', '"scenarios"'),
        ('"control.gulliver@LIL"', ""),
        ("2020-01-06", "2032-05-01"),
        ("2020-02-03", "2032-05-10"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "lilliput.toml").write_text(text, "utf-8")
    home = folder / "lilliput"
    for part in ("table", "scenarios"):
        (home / part).mkdir(parents=True)
    (home / "table" / "agenda.toml").write_text(agenda_file, "utf-8")
    (home / "table" / "commitments.toml").write_text("", "utf-8")
    (home / "table" / "events.csv").write_text(EVENT, "utf-8")
    for name, body in laid(**NAMED).items():
        (home / name).write_bytes(body)
    return folder / "lilliput.toml"


@pytest.fixture
def broken(war: Path, tmp_path: Path, laid: Lay) -> Callable[..., Path]:
    """Give a copy of the war with some ledgers edited."""

    def edited(**edits: Edits) -> Path:
        copytree(war.parent, tmp_path / "war")
        for name, body in laid(**{**NAMED, **edits}).items():
            (tmp_path / "war" / "lilliput" / name).write_bytes(body)
        return tmp_path / "war" / war.name

    return edited


def opened(war: Path, lake: Path, now: datetime | None = None) -> World:
    return open_world(str(war), lake, lambda *_: None, now)


def judged(world: World) -> set[str]:
    return {n for n in world.store.as_of(EVER).stored() if n.startswith("desk/")}


BROKEN: Mapping[str, tuple[str, Edits, str]] = {
    "moves that do not sum": (
        *("moves", {0: {"chance": "0.7"}}),
        f"moves.csv:3: chance: {NO_SUM}",
    ),
    "a circle": (
        *("chances", {0: {"given": "feast"}, 1: {"given": "not feast"}, 2: None}),
        "chances.csv:2: given: expected no circle, found ",
    ),
    "a scenario without a rule": (
        *("states", {2: {"rule": ""}}),
        "states.csv:4: rule: expected both languages, ",
    ),
    "an indicator that no series answers": (
        *("signs", {0: {"series": "cow/wars.mu.lognormall@WORLD"}}),
        "signs.csv:2: series: expected a series that a source or a model makes, found",
    ),
    "a node that no series answers": (
        *("tree", {3: {"series": "scenario/chance.piece"}}),
        "tree.csv:5: series: expected a series that a source or a model makes, found",
    ),
}


@pytest.mark.parametrize("why", BROKEN)
def test_one_bad_row_and_nothing_is_written(
    why: str, broken: Callable[..., Path], war: Path, tmp_path: Path, command: Run
) -> None:
    ledger, edits, message = BROKEN[why]
    bad, lake = broken(**{ledger: edits}), tmp_path / "lake"
    with pytest.raises(ParseError, match=re.escape(message)):
        opened(bad, lake)
    code, out, err = command(
        *("scenario", "list", "--war", str(bad)), store=lake, today="2032-06-02"
    )
    assert (code, out) == (2, "")
    (line,) = err.strip().splitlines()
    assert line.startswith(f"polemos: scenarios/{message}")
    mended = opened(war, lake)  # nothing of the bad ones is told beside the good
    assert judged(mended) == judged(opened(war, tmp_path / "other"))
    assert len(mended.store.as_of(EVER).codings()) > 10


def test_a_bad_row_leaves_no_record_behind(
    broken: Callable[..., Path], war: Path, tmp_path: Path
) -> None:
    """The lost series is found out when the store is open; it holds nothing of it."""
    ledger, edits, _ = BROKEN["an indicator that no series answers"]
    lake = tmp_path / "lake"
    with pytest.raises(ParseError):
        opened(broken(**{ledger: edits}), lake)
    labels = [f.read_text("utf-8") for f in lake.rglob("label")]
    assert labels
    assert not [text for text in labels if text.startswith(scenarios.ID)]
    opened(war, lake)
    labels = [f.read_text("utf-8") for f in lake.rglob("label")]
    assert len([text for text in labels if text.startswith(scenarios.ID)]) == 1


def test_the_files_of_the_small_war_are_taken_in_once(
    war: Path, tmp_path: Path
) -> None:
    world = opened(war, tmp_path / "lake")
    before = world.store.digest(EVER)
    assert opened(war, tmp_path / "lake").store.digest(EVER) == before
    events: list[Any] = list(world.store.as_of(EVER).events())
    assert all(isinstance(e, Event) for e in events)
    assert judged_id("move", "war", "talks") in judged(world)


def test_an_edit_in_place_is_known_since_it_was_heard(
    war: Path, tmp_path: Path, laid: Lay
) -> None:
    """Whatever was told of a day stands, though `coded` was left as it was."""
    copytree(war.parent, tmp_path / "war")
    lake, name = tmp_path / "lake", judged_id("hold", "war")
    edited = tmp_path / "war" / "lilliput" / "scenarios" / "holds.csv"

    def told(median: str, now: datetime | None) -> list[tuple[float, date]]:
        holds: Edits = {0: {"median": median}}
        edited.write_bytes(laid(**{**NAMED, "holds": holds})["scenarios/holds.csv"])
        view = opened(tmp_path / "war" / war.name, lake, now).store.as_of(EVER)
        assert view.series(name).points[-1].value == view.vintages(name)[-1].value
        return [(o.value, o.known_at.date()) for o in view.vintages(name)]

    first = (100, date(2032, 5, 1))
    july, august, september = (start_of_day(date(2032, m, 7)) for m in (7, 8, 9))
    assert told("100", july) == [first]
    assert told("110", None) == [first]  # nobody says when it was heard
    assert told("110", july) == [first, (110, july.date())]
    assert told("110", august) == [first, (110, july.date())]
    assert told("120", august)[1:] == [(110, july.date()), (120, august.date())]
    assert told("100", september)[-1] == (
        100,
        september.date(),
    )  # taken back: told anew
    assert len(told("100", september)) == 4


def test_a_row_put_in_later_and_one_taken_out_change_nothing_before(
    war: Path, tmp_path: Path, laid: Lay
) -> None:
    """What an edition was built from stands, whatever the files say since."""
    copytree(war.parent, tmp_path / "war")
    lake, name = tmp_path / "lake", judged_id("hold", "war")
    edited = tmp_path / "war" / "lilliput" / "scenarios" / "holds.csv"
    june, july, august = (start_of_day(date(2032, m, 7)) for m in (6, 7, 8))
    late: Edits = {2: {"state": "war", "since": "2032-05-20", "median": "90"}}

    def told(holds: Edits, now: datetime, at: datetime) -> list[float]:
        edited.write_bytes(laid(**{**NAMED, "holds": holds})["scenarios/holds.csv"])
        world = opened(tmp_path / "war" / war.name, lake, now)
        return [p.value for p in world.store.as_of(at).series(name)]

    assert told({}, june, EVER) == [100]
    assert told(late, july, EVER) == [100, 90]
    assert told(late, july, june) == [100]  # nobody had put it in by then
    assert told({}, august, EVER) == [100]  # it is taken out again
    assert told({}, august, july) == [100, 90]
    assert told({}, august, june) == [100]


def test_a_reordered_file_of_states_changes_nothing_of_what_was(
    war: Path, tmp_path: Path
) -> None:
    copytree(war.parent, tmp_path / "war")
    lake, path = tmp_path / "lake", tmp_path / "war" / war.name
    file = tmp_path / "war" / "lilliput" / "scenarios" / "states.csv"
    july = start_of_day(date(2032, 7, 7))

    def state() -> str:
        view = opened(path, lake, july).outlook(july)
        return view.told.state_of(view.prospect.timing.coded("war").value).id

    before = state()
    head, *rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")
    assert state() == before == "war"


def test_wrong_scenarios_leave_the_table_as_it_was(
    war: Path, tmp_path: Path, laid: Lay
) -> None:
    """Both are read before either is written."""
    copytree(war.parent, tmp_path / "war")
    lake, path = tmp_path / "lake", tmp_path / "war" / war.name
    july = start_of_day(date(2032, 7, 7))
    before = opened(path, lake, july).store.digest(EVER)
    folder = tmp_path / "war" / "lilliput"
    (folder / "table" / "events.csv").write_text(
        EVENT.replace("They met.", "They sang."), "utf-8"
    )
    signs: Edits = {0: {"series": "court/nobody@LIL"}}
    bad = laid(**{**NAMED, "signs": signs})["scenarios/signs.csv"]
    (folder / "scenarios" / "signs.csv").write_bytes(bad)
    with pytest.raises(ParseError, match="a series that a source or a model makes"):
        opened(path, lake, july)
    good = laid(**NAMED)["scenarios/signs.csv"]
    (folder / "scenarios" / "signs.csv").write_bytes(good)
    (folder / "table" / "events.csv").write_text(EVENT, "utf-8")
    assert opened(path, lake, july).store.digest(EVER) == before


def test_an_event_is_edited_in_place_and_corrected_by_a_row(
    war: Path, tmp_path: Path
) -> None:
    copytree(war.parent, tmp_path / "war")
    lake, path = tmp_path / "lake", tmp_path / "war" / war.name
    file = tmp_path / "war" / "lilliput" / "table" / "events.csv"
    july, august = (start_of_day(date(2032, m, 7)) for m in (7, 8))

    def said(text: str, now: datetime, at: datetime) -> list[str]:
        file.write_text(text, "utf-8")
        events = opened(path, lake, now).store.as_of(at).events()
        return [e.text.en for e in events]

    before = end_of_day(date(2032, 6, 30))
    assert said(EVENT, july, EVER) == ["They met.", "They met."]
    once = EVENT.replace("They met.", "They shouted.", 1)
    assert said(once, july, before) == ["They met.", "They met."]
    assert said(once, july, EVER) == ["They shouted.", "They met."]
    row = EVENT.splitlines()[1].replace("05-02", "05-25").replace("met", "sang")
    more = f"{EVENT}{row}\n"  # the edit is taken back, and a correction is added
    assert said(more, august, before) == ["They met.", "They met."]
    assert said(more, august, EVER) == ["They sang.", "They met."]
    assert said(more, august, july) == ["They shouted.", "They met."]


def test_a_quote_that_is_never_closed_is_refused(
    laid: Lay, agenda: Agenda, events: Mapping[str, date]
) -> None:
    """It would swallow every row that comes after it."""
    files = laid()
    lines = files["scenarios/chains.csv"].decode().splitlines()
    lines[1] = f'{",".join(lines[1].split(",")[:2])},"hope | 一步'
    files["scenarios/chains.csv"] = ("\n".join(lines) + "\n").encode()
    with pytest.raises(ParseError, match=r"chains\.csv:\d+: expected lines of CSV"):
        scenarios.read(files, agenda, events)

"""States of a war, how it passes between them, and what hangs on that."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from polemos.core import (
    NO,
    OUTCOME,
    PERCENT,
    RATIO,
    STATE,
    YES,
    Coding,
    Crowd,
    Duration,
    Horizon,
    KnownBy,
    Law,
    Line,
    Observation,
    ParseError,
    Period,
    Phase,
    Record,
    State,
    Text,
    Unit,
    Variable,
    judged,
    judged_id,
    start_of_day,
)
from polemos.core.errors import ExpectationError
from polemos.scenarios._file import RESTING, File, Judgement, both, new, whole

DAYS = Unit("days")
_EXIT = "scenario/exit."  # of series of scenarios what hangs on none
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = {"halt", "year", "halted", "all", "clock", "crowds", "judged"}
HALT, YEAR = "halt", "year"  # where a row of moves starts that is of no state
HALTED = "halted"
_SHORTEST, _LONGEST = 1.0, 36_525.0  # days that a state may be held
_MOST_ODDS = 100.0
_MOST_WIDE = 0.9  # of the chance to widen in a year
_MOST_DAYS, _MOST_CODE = 366, 1_000
_FARTHEST = {"w": 52, "m": 12}  # that a chance may be told of, as scenarios are
_ANY = 1e18


def _states(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, State] = {}
    for line in rows:
        key = new(line, found)
        phase, branch = line.word("phase", Phase), line.text("branch", "a scenario")
        code = int(_whole_number(line, "code", _MOST_CODE))
        file.once(line, "code", "code", code)
        days = int(_whole_number(line, "days", _MOST_DAYS))
        words = both(line, "name"), both(line, "rule")
        found[key] = State(key, branch, phase, *words, code, days)
    for line in rows:
        branch, key = line.maybe("branch"), line.maybe("id")
        if key in _TAKEN or not _NAME.fullmatch(key):
            line.refuse("id", "a name such as long_truce", key)
        if branch not in found or found[branch].branch != branch:
            line.refuse("branch", "the state that stands for its scenario", branch)
        if found[branch].phase is not found[key].phase:
            line.refuse(
                "phase", f"{found[branch].phase}, as of {branch}", found[key].phase
            )
    file.adds(states=found)
    yield from ()


def _whole_number(line: Line, at: str, most: float) -> float:
    told = line.number(at, 0, most)
    return told if told.is_integer() else line.refuse(at, "a whole number", told)


def _variables(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Variable] = {}
    for line in rows:
        key = new(line, found)
        if key in {OUTCOME, *_TAKEN, *file.told.states}:
            line.refuse("id", "no name of a state", key)
        if not _NAME.fullmatch(key):
            line.refuse("id", "a name such as long_truce", key)
        name, rule = both(line, "name"), both(line, "rule")
        if not line.maybe("chance"):
            for field in ("horizon", "usual"):
                if line.maybe(field):
                    line.refuse(field, "nothing without a chance", line.maybe(field))
            found[key] = Variable(key, name, rule)
            continue
        try:
            ahead = Horizon.parse(line.text("horizon", "a horizon like 13w"))
        except ExpectationError:
            line.refuse("horizon", "a horizon like 13w or 12m", line.maybe("horizon"))
        horizon = str(ahead)
        if ahead.count > _FARTHEST[ahead.step]:
            line.refuse("horizon", "no more than a year, as of scenarios", horizon)
        usual = line.number("usual", 0.001, 0.999)
        series = file.series(line, "chance", PERCENT)
        if series.startswith("scenario/") and not series.startswith(_EXIT):
            line.refuse("chance", f"no series of scenarios but {_EXIT}…", series)
        found[key] = Variable(key, name, rule, series, horizon, usual)
    file.adds(variables=found)
    yield from ()


def _holds(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    for line in rows:
        key = line.one("state", file.told.states, "a state")
        name = file.told.states[key].name
        title = Text(f"Held for: {name.en}", f"持續時間：{name.zh}")
        told = Judgement.of(line, "median", _SHORTEST, _LONGEST)
        if not told.low < told.value < told.high:
            line.refuse(
                "median", f"one between {told.low:g} and {told.high:g}", told.value
            )
        yield from file.judged(line, judged_id("hold", key), title, DAYS, told)


def _moves(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    states = file.told.states
    by: dict[tuple[str, date], list[tuple[Line, str, float]]] = {}
    for line in rows:
        start = line.one("from", {*states, HALT, YEAR}, "a state, halt or year")
        to = line.one("to", states, "a state")
        if start == HALT and states[to].phase is not Phase.HALTED:
            line.refuse("to", "a state in which the war has halted", to)
        if start == YEAR and states[to].phase is not Phase.WIDER:
            line.refuse("to", "a state in which the war is wider", to)
        if start in states and judged_id("hold", start) not in file.specs:
            line.refuse("from", "a state that holds.csv tells the days of", start)
        most = _MOST_WIDE if start == YEAR else 1
        told = Judgement.of(line, "chance", 0, most)
        by.setdefault((start, told.since), []).append((line, to, told.value))
        title = Text(
            f"Next after {start}: {states[to].name.en}", f"接著：{states[to].name.zh}"
        )
        yield from file.judged(line, judged_id("move", start, to), title, RATIO, told)
    _refuse_loose(file, rows, by)
    for start, since in by:
        if start != YEAR:
            force: dict[str, tuple[Line, str, float]] = {}
            for (other, day), told_rows in sorted(by.items(), key=lambda i: i[0][1]):
                if other == start and day <= since:
                    for line, to, value in told_rows:
                        force.pop(to, None)  # the newest of each, and last
                        force[to] = (line, to, value)
            whole([*force.values()], "chance", f"after {start}")


def _refuse_loose(
    file: File,
    rows: Sequence[Line],
    by: Mapping[tuple[str, date], Sequence[tuple[Line, str, float]]],
) -> None:
    """Refuse a state that is held and leads nowhere, and two that a war widens to."""
    years = [row for (start, _), told in by.items() if start == YEAR for row in told]
    for line, to, _ in years:
        if to != years[0][1]:
            line.refuse("to", f"one state that the war widens to, {years[0][1]}", to)
    leads = {start for start, _ in by}
    for state in file.told.states:
        if state not in leads and judged_id("hold", state) in file.specs:
            wanted = f"where {state} leads, which holds.csv holds"
            for line in rows[-1:]:
                line.refuse("from", wanted, "")
            raise ParseError(f"scenarios/moves.csv:1: from: expected {wanted}")


def _odds(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    roots = {v.id for v in file.told.roots()}
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        given = line.one("given", roots, "a variable that has a chance")
        told = Judgement.of(line, "odds", 1 / _MOST_ODDS, _MOST_ODDS)
        name, if_so = file.told.states[branch].name, file.told.variables[given].name
        title = Text(
            f"Odds of {name.en} if {if_so.en}", f"若{if_so.zh}，{name.zh}的勝算比"
        )
        key = judged_id("odds", branch, given)
        yield from file.judged(line, key, title, RATIO, told)


def _chances(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    variables, branches = file.told.variables, file.told.branches
    cases = {*branches, *variables, *(f"not {v}" for v in variables)}
    hangs: dict[str, dict[str, Line]] = {}
    for line in rows:
        key = line.one("variable", variables, "a variable")
        if variables[key].chance:
            line.refuse("variable", "a variable whose chance no series tells", key)
        given = line.one("given", cases, "a scenario, a variable, or not one")
        hangs.setdefault(key, {}).setdefault(given, line)
        told = Judgement.of(line, "chance", 0, 1)
        name = variables[key].name
        title = Text(f"{name.en}, given {given}", f"{name.zh}（前提：{given}）")
        series = judged_id("chance", key, given)
        yield from file.judged(line, series, title, RATIO, told)
    parents = {key: _parent(key, told, branches) for key, told in hangs.items()}
    try:
        TopologicalSorter({k: {p} for k, p in parents.items()}).prepare()
    except CycleError as error:
        circle = list(error.args[1])
        line = next(iter(hangs[next(n for n in circle if n in hangs)].values()))
        line.refuse("given", "no circle", " <- ".join(circle))
    for key, variable in variables.items():
        if not variable.chance and key not in hangs:
            raise _lacking(key)


def _lacking(key: str) -> Exception:
    return ParseError(
        f"scenarios/chances.csv:1: variable: expected rows of {key}, which has no "
        "series of its chance, found none"
    )


def _parent(key: str, told: Mapping[str, Line], branches: Sequence[str]) -> str:
    """Name what a variable hangs on, and refuse it if a case has no row."""
    first = next(iter(told))
    on = OUTCOME if first in branches else first.removeprefix("not ")
    wanted = set(branches) if on == OUTCOME else {on, f"not {on}"}
    if set(told) != wanted:
        lacking = sorted(wanted - set(told)) or sorted(set(told) - wanted)
        list(told.values())[-1].refuse(
            "given", f"a row of {key} for each of {', '.join(sorted(wanted))}", lacking
        )
    return on


def _outcomes(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    states, variables = file.told.states, file.told.variables
    last: dict[str, str] = {}  # the state of each, as the rows go
    of_war = [line for line in rows if line.maybe("variable") == OUTCOME]
    began = min((line.day("day") for line in of_war), default=date.min)
    for line in rows:
        key = line.one("variable", {OUTCOME, *variables}, "war or a variable")
        known = states if key == OUTCOME else (NO, YES)
        state = line.one("state", known, "a state of it")
        day = line.day("day")
        coded = file.coded(line, day)
        evidence = file.evidence(line)
        if not evidence and last.get(key) != state:
            line.refuse("evidence", "ids of events in the ledger, of what is new", "")
        last[key] = state
        if day < began:
            line.refuse("day", f"a day from {began} on, when the war began", f"{day}")
        code = states[state].code if key == OUTCOME else (NO, YES).index(state)
        held = timedelta(days=states[state].days if key == OUTCOME else 0)
        known_at = start_of_day(
            max(day + held, *(file.events[e] for e in evidence), day)
        )
        if coded < known_at.date():
            line.refuse(
                "coded", f"a day from {known_at:%F} on, when it was so", f"{coded}"
            )
        series = judged_id("outcome", key)
        file.once(line, "day", series, day)
        name = Text("State of the war", "戰爭狀態")
        title = name if key == OUTCOME else variables[key].name
        file.specs[series] = judged(series, title, STATE, 0, _MOST_CODE)
        when = Period.day(day)
        yield Observation(
            *(series, when, float(code), known_at, file.snapshot),
            known_by=KnownBy.ASSUMED,
        )
        yield Coding(
            *(series, when, line.text("coder", "who coded it"), coded, evidence),
            *(line.sentences(), known_at, file.snapshot),
        )
    file.adds(coded=tuple(last))


def _laws(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: list[Duration] = []
    for line in rows:
        law, shape = line.word("law", Law), ""
        file.once(line, "law", "law", law)
        scale = file.series(line, "scale", RATIO if law is Law.LOGNORMAL else DAYS)
        if law is not Law.EXPONENTIAL:
            shape = file.series(line, "shape", RATIO)
        elif line.maybe("shape"):
            line.refuse("shape", f"nothing, for {law} has none", line.maybe("shape"))
        centre = line.one("centre", ("", "1"), "1 in one row, and else nothing") == "1"
        found.append(Duration(law, scale, shape, centre))
        if (line is rows[-1] or centre) and sum(one.centre for one in found) != 1:
            line.refuse(
                "centre", "1 in one row, that of the likeliest", line.maybe("centre")
            )
    file.adds(laws=found)
    yield from ()


def _crowds(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: list[Crowd] = []
    for line in rows:
        series = file.series(line, "series", PERCENT)
        file.once(line, "series", "crowd", series)  # or it would count twice
        found.append(Crowd(series, line.day("until"), both(line, "name")))
    file.adds(crowds=found)
    yield from ()


FILES = {
    "states.csv": (("id", "code", "branch", "phase", "days", "name", "rule"), _states),
    "variables.csv": (
        ("id", "chance", "horizon", "usual", "name", "rule"),
        _variables,
    ),
    "holds.csv": (("state", "since", "median", *RESTING), _holds),
    "moves.csv": (("from", "to", "since", "chance", *RESTING), _moves),
    "odds.csv": (("branch", "given", "since", "odds", *RESTING), _odds),
    "chances.csv": (("variable", "given", "since", "chance", *RESTING), _chances),
    "outcomes.csv": (
        ("variable", "day", "state", "coder", "coded", "evidence", "en", "zh"),
        _outcomes,
    ),
    "laws.csv": (("law", "scale", "shape", "centre"), _laws),
    "crowds.csv": (("series", "until", "name"), _crowds),
}

"""What scenarios carry with them: signs, terms, measures, and chains of steps."""

from collections.abc import Iterator, Sequence

from polemos.core import (
    OUTCOME,
    SCALE,
    WHOLE,
    Carried,
    Chain,
    Line,
    Record,
    Sign,
    Text,
    Unit,
    Way,
    judged_id,
)
from polemos.scenarios._branches import HALTED
from polemos.scenarios._file import RESTING, File, Judgement, both, new

_ANY = 1e18


def _signs(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    sides = ("confirms", "refutes")
    found: list[Sign] = []
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        side = line.one("side", sides, "confirms or refutes")
        series, way = file.series(line, "series"), line.word("way", Way)
        file.once(line, "series", branch, side, series, way)
        beyond, name = line.number("beyond", -_ANY, _ANY), both(line, "name")
        found.append(Sign(branch, side == sides[0], series, way, beyond, name))
    file.adds(signs=found)
    yield from ()


def _carries(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        issue = line.one("issue", file.agenda.issues, "an issue of the agenda")
        told = Judgement.of(line, "place", 0, WHOLE)
        name, about = file.told.states[branch].name, file.agenda.issues[issue].name
        title = Text(f"{name.en}: {about.en}", f"{name.zh}：{about.zh}")
        key = judged_id("carries", branch, issue)
        yield from file.judged(line, key, title, SCALE, told)


def _measures(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Carried] = {}
    for line in rows:
        key = new(line, found)
        unit = Unit.parse(line.text("unit"))
        now, ahead = (
            file.series(line, at, unit) if line.maybe(at) else ""
            for at in ("now", "ahead")
        )
        if ahead and not now:
            line.refuse("now", "a series, where one tells what is ahead", "")
        found[key] = Carried(key, unit, both(line, "name"), now, ahead)
    file.adds(carried=found)
    yield from ()


def _after(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        ours = [c.id for c in file.told.carried.values() if not c.now]
        key = line.one("measure", ours, "a measure that no series tells")
        told = Judgement.of(line, "value", -_ANY, _ANY)
        name, what = file.told.states[branch].name, file.told.carried[key]
        title = Text(f"{name.en}: {what.name.en}", f"{name.zh}：{what.name.zh}")
        series = judged_id("after", branch, key)
        yield from file.judged(line, series, title, what.unit, told)


def _chains(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Chain] = {}
    heads: dict[str, Line] = {}
    steps = {HALTED, *file.told.branches, *file.told.variables}
    for line in rows:
        key, name = line.text("chain", "a name"), both(line, "name")
        if key not in found:
            if line.maybe("step"):
                line.refuse("step", "nothing in the row that names a chain", key)
            found[key], heads[key] = Chain(key, name, (), ()), line
            continue
        step, chain = line.one("step", steps, "a variable or a scenario"), found[key]
        if step not in file.told.variables and set(chain.steps) - {
            *file.told.variables
        }:
            line.refuse("step", "one step of the war in a chain", step)
        settled = step if step in file.told.variables else OUTCOME
        if settled not in file.told.coded:
            line.refuse("step", "what outcomes.csv codes, which settles a chain", step)
        found[key] = Chain(key, chain.name, (*chain.steps, step), (*chain.names, name))
    for key, chain in found.items():
        if not chain.steps:  # that all of none comes would be certain
            heads[key].refuse("chain", "steps of it in rows below", key)
    file.adds(chains=list(found.values()))
    yield from ()


FILES = {
    "signs.csv": (("branch", "side", "series", "way", "beyond", "name"), _signs),
    "carries.csv": (("branch", "issue", "since", "place", *RESTING), _carries),
    "measures.csv": (("id", "unit", "now", "ahead", "name"), _measures),
    "after.csv": (("branch", "measure", "since", "value", *RESTING), _after),
    "chains.csv": (("chain", "step", "name"), _chains),
}

"""What scenarios carry with them: signs, terms, measures, and chains of steps."""

from collections.abc import Iterator, Sequence

from polemos.core import (
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
from polemos.scenarios._file import JUDGED, File, Judgement, both, new

_ANY = 1e18


def _signs(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    sides = ("confirms", "refutes")
    file.adds(
        signs=[
            Sign(
                line.one("branch", file.told.branches, "a scenario"),
                line.one("side", sides, "confirms or refutes") == sides[0],
                file.series(line, "series"),
                line.word("way", Way),
                line.number("beyond", -_ANY, _ANY),
                both(line, "name"),
            )
            for line in rows
        ]
    )
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
        found[key] = Carried(key, Unit.parse(line.text("unit")), both(line, "name"))
    file.adds(carried=found)
    yield from ()


def _after(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        key = line.one("measure", file.told.carried, "a measure")
        told = Judgement.of(line, "value", -_ANY, _ANY)
        name, what = file.told.states[branch].name, file.told.carried[key]
        title = Text(f"{name.en}: {what.name.en}", f"{name.zh}：{what.name.zh}")
        series = judged_id("after", branch, key)
        yield from file.judged(line, series, title, what.unit, told)


def _chains(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Chain] = {}
    steps = {HALTED, *file.told.branches, *file.told.variables}
    for line in rows:
        key, name = line.text("chain", "a name"), both(line, "name")
        if key not in found:
            if line.maybe("step"):
                line.refuse("step", "nothing in the row that names a chain", key)
            found[key] = Chain(key, name, (), ())
            continue
        step, chain = line.one("step", steps, "a variable or a scenario"), found[key]
        found[key] = Chain(key, chain.name, (*chain.steps, step), (*chain.names, name))
    file.adds(chains=list(found.values()))
    yield from ()


FILES = {
    "signs.csv": (("branch", "side", "series", "way", "beyond", "name"), _signs),
    "carries.csv": (("branch", "issue", "since", "place", *JUDGED), _carries),
    "measures.csv": (("id", "unit", "name"), _measures),
    "after.csv": (("branch", "measure", "since", "value", *JUDGED), _after),
    "chains.csv": (("chain", "step", "name"), _chains),
}

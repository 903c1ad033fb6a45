"""An argument as a tree, rival accounts of what acts are for, traits of a doctrine."""

from collections.abc import Iterator, Sequence

from polemos.core import (
    RATIO,
    Claimed,
    Coded,
    Coding,
    Column,
    Hypothesis,
    Kind,
    KnownBy,
    Line,
    Observation,
    Period,
    Record,
    Text,
    Way,
    judged,
    judged_id,
    start_of_day,
)
from polemos.scenarios._file import (
    CODED,
    JUDGED,
    File,
    Judgement,
    both,
    new,
    whole,
)

_ANY = 1e18
_ABOVE = {
    Kind.THESIS: None,
    Kind.GOAL: Kind.THESIS,
    Kind.IMPLICATION: Kind.GOAL,
    Kind.INDICATOR: Kind.IMPLICATION,
}
_SIDES = ("for", "against")


def _tree(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Claimed] = {}
    for line in rows:
        key, kind = new(line, found), line.word("kind", Kind)
        parent, wanted = line.maybe("parent"), _ABOVE[kind]
        above = found[parent].kind if parent in found else None
        if above is not wanted or bool(parent) is (wanted is None):
            line.refuse(
                "parent", f"a row above it that is a {wanted or 'root'}", parent
            )
        head = (key, parent, kind, both(line, "name"), line.sentences())
        if kind is not Kind.INDICATOR:
            found[key] = Claimed(*head)
            continue
        found[key] = Claimed(
            *(*head, file.series(line, "series"), line.word("confirms", Way)),
            *(line.maybe_number("beyond", -_ANY, _ANY), line.word("column", Column)),
        )
    file.adds(tree=found)
    yield from ()


def _hypotheses(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Hypothesis] = {}
    priors: list[tuple[Line, str, float]] = []
    for line in rows:
        key, name = new(line, found), both(line, "name")
        found[key] = Hypothesis(key, name, line.sentences())
        told = Judgement.of(line, "prior", 0.001, 0.999)
        priors.append((line, key, told.value))
        title = Text(f"Before any act: {name.en}", f"事前機率：{name.zh}")
        yield from file.judged(line, judged_id("prior", key), title, RATIO, told)
        if told.since != priors[0][0].day("since"):
            line.refuse(
                "since", f"{priors[0][0].day('since')}, as of all", f"{told.since}"
            )
    if len(priors) == 1:
        priors[0][0].refuse("id", "two or more rival accounts", priors[0][1])
    whole(priors, "prior", "of rival accounts")
    file.adds(hypotheses=found)


def _likelihoods(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: list[Coded] = []
    by: dict[str, dict[str, Line]] = {}
    for line in rows:
        event = line.one("event", file.events, "an event of the ledger")
        key = line.one("hypothesis", file.told.hypotheses, "a rival account")
        by.setdefault(event, {})[key] = line
        known = file.events[event]
        told = Judgement.of(line, "likelihood", 0.001, 0.999, known)
        name = file.told.hypotheses[key].name
        title = Text(f"How probable if {name.en}", f"若{name.zh}，此舉的機率")
        found.append(Coded(event, key, line.sentences()))
        series = judged_id("likelihood", key, event)
        yield from file.judged(line, series, title, RATIO, told)
    for event, told_of in by.items():
        lacking = sorted(set(file.told.hypotheses) - set(told_of))
        if lacking:
            list(told_of.values())[-1].refuse(
                "hypothesis", f"a row of {event} for every rival account", lacking
            )
    file.adds(likelihoods=found)


def _traits(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Hypothesis] = {}
    for line in rows:
        key = new(line, found)
        found[key] = Hypothesis(key, both(line, "name"), line.sentences())
    file.adds(traits=found)
    yield from ()


def _doctrine(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: list[Coded] = []
    for line in rows:
        event = line.one("event", file.events, "an event of the ledger")
        trait = line.one("trait", file.told.traits, "a trait")
        fits = line.one("side", _SIDES, "for or against") == _SIDES[0]
        text, known = line.sentences(), file.events[event]
        coded = file.coded(line, known)
        found.append(Coded(event, trait, text))
        name = file.told.traits[trait].name
        series = judged_id("trait", trait, event)
        file.once(line, "event", series)
        file.specs[series] = judged(series, name, RATIO, 0, 1)
        when, at = Period.day(known), start_of_day(known)
        yield Observation(
            series, when, float(fits), at, file.snapshot, known_by=KnownBy.ASSUMED
        )
        yield Coding(
            *(series, when, line.text("coder", "who coded it"), coded, ()),
            *(text, at, file.snapshot),
        )
    file.adds(doctrine=found)


FILES = {
    "tree.csv": (
        (
            *("id", "parent", "kind", "series", "confirms", "beyond", "column"),
            *("name", "en", "zh"),
        ),
        _tree,
    ),
    "hypotheses.csv": (
        ("id", "since", "prior", "low", "high", "coder", "coded", "name", "en", "zh"),
        _hypotheses,
    ),
    "likelihoods.csv": (("event", "hypothesis", "likelihood", *JUDGED), _likelihoods),
    "traits.csv": (("id", "name", "en", "zh"), _traits),
    "doctrine.csv": (("event", "trait", "side", *CODED), _doctrine),
}

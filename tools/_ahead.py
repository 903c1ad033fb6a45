"""Write the page of what looks ahead: models, targets and estimators, as declared."""

from collections.abc import Iterator, Sequence

from _cells import code, plain, table, titled

from polemos import wars
from polemos.core import Reckoning, Subject, Target, Text
from polemos.models import all_estimators, all_models
from polemos.models._estimate import Estimator, assumed, named_series

WAR = "rus-ukr"


def models() -> Iterator[str]:
    """List models, what they are asked, and what is estimated, each as declared."""
    targets, subjects = wars.outlook(wars.load(WAR))
    yield "# Models, targets and estimators\n"
    yield "A model is a pure function from a view, as of one day, to predictions; the"
    yield "definition is its own docstring. How each did: [scores](scores.md).\n"
    yield "## Models\n"
    for name, m in sorted(all_models().items()):
        asked = [t.id for t in targets if name in (*t.models, t.baseline)]
        yield f"### {name}\n"
        yield f"{titled(m.title)} (`{m.id}`)\n"
        yield f"{plain(m.definition)}\n"
        yield f"Asked of: {code(asked)}\n"
    yield "## Targets\n"
    yield f"What is forecast of `{WAR}`. The first model leads: the report speaks by"
    yield "it.\n"
    for t in targets:
        yield from _target(t)
    yield "## Estimators\n"
    yield "What nobody counts, worked out from what is counted. Each part is a series"
    yield "`estimate/{part}.{what}@{who}`: a median, with the interval that holds 80 %."
    yield ""
    for _, e in sorted(all_estimators().items()):
        yield from _estimator(e, [s for s in subjects if s.estimator == e.name])


def _target(t: Target) -> Iterator[str]:
    yield f"### {t.id}\n"
    yield f"{titled(t.title)}\n"
    yield f"- series: `{t.series}`"
    yield f"- asked: {_asked(t)}, {', '.join(map(str, t.horizons))} ahead"
    yield f"- asked only while the newest value is no more than {_days(t.stale)} old"
    yield f"- settled: {_settled(t)}"
    yield f"- models: {code(t.models)}; baseline: `{t.baseline}`"
    if t.above:
        told = ", ".join(f"{v:,g}" for v in t.above)
        yield f"- chances told of being above: {told}"
    if names := named_series(t.inputs):
        yield f"- models also read: {code(names)}"
    yield ""


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"


def _asked(t: Target) -> str:
    if t.how is Reckoning.LEVEL:
        return "the level at the end of the period"
    return "the change, from the newest value known at the origin to the period's end"


def _settled(t: Target) -> str:
    """Say the rule, which is fixed when a question is asked."""
    both = "" if t.how is Reckoning.LEVEL else ", both ends read anew"
    void = f"is then more than {_days(t.slack)} older than that end"
    if not t.slack:
        void = "then is of an earlier period"
    return (
        f"{_days(t.lag)} after the period's end, by what is known at the end of that "
        f"day{both}; void if the newest value {void}"
    )


def _estimator(e: Estimator, subjects: Sequence[Subject]) -> Iterator[str]:
    yield f"### {e.name}\n"
    yield f"`{e.id}`: {plain(e.definition)}\n"
    noun = Text("…", "……")
    yield from table(
        "part | what | unit | measure",
        (
            (
                f"`{part}`",
                f"{plain(p.title.zh.replace('{noun}', noun.zh))}<br>"
                f"{plain(p.title.en.replace('{noun}', noun.en))}",
                plain(p.unit),
                p.measure.value,
            )
            for part, p in e.parts.items()
        ),
    )
    yield "It is asked of:\n"
    yield from table(
        "subject | what | reads | ours, where nobody has published a number by then",
        (
            (
                f"`{s.id}`",
                f"{plain(s.noun.zh)}<br>{plain(s.noun.en)}",
                code(named_series(s.inputs)).replace(", ", "<br>"),
                plain(assumed(s)).replace(", ", "<br>"),
            )
            for s in subjects
        ),
    )

"""An argument in print: each goal, what it implies, and what indicators say of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from polemos.core import STAGE, Claimed, Column, Kind, Point, Stage, Text, Unit
from polemos.models import Reading as Read
from polemos.models import Says, Weighing, children, readings, tally
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Grid,
    Hue,
    Line,
    LineChart,
    Quote,
    Table,
    Whole,
)
from polemos.report.sections._doctrine import month_words
from polemos.report.sections._kept import counted
from polemos.report.sections.week import STAGES, WITHDRAWN

_LISTED = 8  # indicators in print; the command lists all
_ENOUGH = 6  # points that make a line
_LOW = 110  # points that a line chart is high which shows less than it should
_YEARS = 2  # whole years before this one that lines are drawn of
_FINE = ("percent", "USD/barrel", "USD", "EUR")  # units that are printed to a tenth
_LAYERS = (
    *(Text("first", "第一層"), Text("second", "第二層"), Text("third", "第三層")),
    *(Text("fourth", "第四層"), Text("fifth", "第五層")),
)
_NOTHING = Text("—", "—")
_VERBS = {
    Says.CONFIRMS: (Text("confirms", "證實"), Text("confirm", "證實")),
    Says.REFUTES: (Text("refutes", "反證"), Text("refute", "反證")),
    Says.STILL: (Text("stands still", "持平"), Text("stand still", "持平")),
    Says.SILENT: (Text("says nothing", "無從判斷"), Text("say nothing", "無從判斷")),
}


@dataclass(frozen=True)
class Tree:
    """An argument as an edition knows it, and as the last edition did."""

    desk: Desk
    view: Weighing

    @property
    def goals(self) -> Sequence[Claimed]:
        """Give the goals, in their order."""
        told = self.view.told
        roots = [n for n in told.tree.values() if n.kind is Kind.THESIS]
        return [g for r in roots for g in children(told, r.id, Kind.GOAL)]

    @property
    def implications(self) -> Sequence[tuple[int, Claimed]]:
        """Give what each goal implies, with the place of the goal."""
        return [
            (place, one)
            for place, goal in enumerate(self.goals)
            for one in children(self.view.told, goal.id, Kind.IMPLICATION)
        ]

    def under(self, node: Claimed, read: Mapping[str, Read]) -> Sequence[Read]:
        """Give the readings of the indicators right under an implication."""
        below = children(self.view.told, node.id, Kind.INDICATOR)
        return [read[n.id] for n in below]


def read(tree: Tree) -> Mapping[str, Read]:
    """Read every indicator as of the edition, and as of the last one."""
    return readings(tree.view, tree.view.told, tree.desk.last_edition)


# -- goals -----------------------------------------------------------------------------


def goal_facts(tree: Tree) -> dict[str, Fact]:
    """Count what measures and words say of each goal, where any of them is known."""
    found: dict[str, Fact] = {}
    for place, goal in enumerate(tree.goals):
        for column in Column:
            named = {
                f"{says}_{column}_{place}": partial(
                    tree.desk.last, f"scenario/says.{goal.id}.{column}.{says}"
                )
                for says in Says
            }
            found |= gather(**named)
    return found


def verdict(tree: Tree, place: int, read: Mapping[str, Read]) -> str:
    """Say which way measures went of a goal: `towards`, `away`, `both`, `few`, `none`.

    Words count for nothing here; with less than half of its measures heard it is `few`.
    """
    said = tally(tree.view.told, tree.goals[place].id, read, Column.MOVEMENT)
    heard = sum(said.values()) - said[Says.SILENT]
    if not heard:
        return "none"
    if 2 * heard < sum(said.values()):
        return "few"
    for says, way in ((Says.CONFIRMS, "towards"), (Says.REFUTES, "away")):
        if 2 * said[says] > heard:
            return way
    return "both"


# -- tables ----------------------------------------------------------------------------


def implications(tree: Tree, read: Mapping[str, Read]) -> Table:
    """Count in words what measures and words say of each implication."""
    rows: list[tuple[Cell, ...]] = []
    for place, one in tree.implications:
        cells = (
            _counted(tally(tree.view.told, one.id, read, column)) for column in Column
        )
        rows.append((_LAYERS[place % len(_LAYERS)], one.name, *cells))
    head = (
        Text("Layer", "層次"),
        Text("Were it so, one would see", "若屬實，應可看到"),
        Text("Measures", "實際"),
        Text("Words and our scores", "言詞與本刊評分"),
    )
    return Table(head, tuple(rows))


def _counted(said: Mapping[Says, int]) -> Text:
    """Write in words how many say what."""
    told = [(says, n) for says, n in said.items() if n]
    if not told:
        return _NOTHING
    en = ", ".join(f"{counted(n).en} {_VERBS[s][n > 1].en}" for s, n in told)
    zh = "、".join(f"{counted(n).zh}項{_VERBS[s][0].zh}" for s, n in told)
    return Text(en, zh)


def indicators(tree: Tree, read: Mapping[str, Read]) -> Table | None:
    """List those that turned, and of each implication the one that moved furthest."""
    chosen = _chosen(tree, read)
    if not chosen:
        return None
    head = (
        Text("Indicator", "指標"),
        Text("Says", "判讀"),
        Text("Newest", "最新"),
        Text("Month", "月份"),
        Text("Before", "先前"),
        Text("Month", "月份"),
    )
    return Table(head, tuple(_row(tree.desk, r) for r in chosen))


def _chosen(tree: Tree, read: Mapping[str, Read]) -> Sequence[Read]:
    """Choose what says otherwise, and of other implications what weighs most."""
    turned = [r for r in read.values() if r.turned and r.now is not None]
    best = []
    for _, one in tree.implications:
        below = [r for r in tree.under(one, read) if r.now is not None]
        if below and not any(r in turned for r in below):
            best.append(max(below, key=_weight))
    best.sort(key=_weight, reverse=True)
    chosen = [*turned, *best[: max(_LISTED - len(turned), 0)]]
    return [r for r in read.values() if r in chosen]


def _weight(r: Read) -> tuple[bool, bool, float]:
    """Rank by whether it says something, whether it is a measure, how far it moved."""
    says = r.says in {Says.CONFIRMS, Says.REFUTES}
    return says, r.node.column is Column.MOVEMENT, _moved(r)


def _moved(r: Read) -> float:
    if r.now is None or r.then is None:
        return 0.0
    size = max(abs(r.now.value), abs(r.then.value))
    return abs(r.now.value - r.then.value) / size if size else 0.0


def _row(desk: Desk, r: Read) -> tuple[Cell, ...]:
    now, then = _value(desk, r, r.now), _value(desk, r, r.then)
    if r.from_nothing:
        then = Text("none", "無"), _NOTHING
    return (r.node.name, _says(desk, r), *now, *then)


def _value(desk: Desk, r: Read, point: Point | None) -> tuple[Cell, Cell]:
    if point is None:
        return _NOTHING, _NOTHING
    fact = desk.at(r.node.series, point.period)
    month = Quote(month_words(point.period.last))
    if fact.unit == STAGE:
        return _stage(fact), month
    return Whole(fact, digits=_digits(fact.unit)), month


def _stage(fact: Fact) -> Text:
    """Name the stage that a commitment has come to."""
    rank = int(fact.value)
    return STAGES[list(Stage)[rank - 1]] if rank else WITHDRAWN


def _digits(unit: Unit) -> int:
    return 1 if unit.code in _FINE else 0


def _says(desk: Desk, r: Read) -> Text:
    """Say what it says, what is weak about that, and what it said before."""
    told = [_VERBS[r.says][0]]
    if r.node.column is Column.RHETORIC:
        told.append(Text("words", "言詞"))
    if r.by_level:
        told.append(Text("level alone", "僅水準"))
    elif r.sums and r.says is Says.CONFIRMS:
        told.append(Text("a sum", "累計"))
    if r.stale(desk.day):
        told.append(Text("old", "逾一年"))
    if r.turned:
        was = _VERBS[r.said][0]
        told.append(Text(f"before: {was.en}", f"上期：{was.zh}"))
    first, *rest = told
    if not rest:
        return first
    return Text(
        f"{first.en} ({', '.join(t.en for t in rest)})",
        f"{first.zh}（{'、'.join(t.zh for t in rest)}）",
    )


# -- the chart -------------------------------------------------------------------------


def spoken_of(tree: Tree) -> Sequence[Claimed]:
    """Find the implication that words alone tell, month by month: its indicators."""
    for _, one in tree.implications:
        below = children(tree.view.told, one.id, Kind.INDICATOR)
        long = all(
            tree.desk.has(n.series) and len(tree.desk.series(n.series)) >= _ENOUGH
            for n in below
        )
        if long and below and all(n.column is Column.RHETORIC for n in below):
            return below
    return ()


def given(desk: Desk) -> dict[str, Fact]:
    """Give what bloc and patron newly allocated in twelve months, if known."""
    name = "polemos/aid.new.last_year.total@"
    return gather(
        bloc_aid=partial(desk.last, name + desk.war.role("bloc").id),
        patron_aid=partial(desk.last, name + desk.war.role("patron").id),
    )


def reallocation(tree: Tree) -> Grid | LineChart | None:
    """Set what was given beside what was spoken of, over the same months."""
    desk = tree.desk
    since = date(desk.day.year - _YEARS, 1, 1)
    panels = []
    aid = given(desk)
    if len(aid) > 1:
        lines: tuple[Line, ...] = (
            Line(aid["bloc_aid"].series, desk.war.role("bloc").name, Hue.THIRD),
            Line(aid["patron_aid"].series, desk.war.role("patron").name, Hue.INK),
        )
        title = Text(
            "New aid in twelve months, bn EUR",
            "十二個月新撥定援助，十億歐元",
        )
        panels.append(LineChart(lines, since=since, zero=True, title=title))
    words = spoken_of(tree)
    if words:
        hues = (Hue.DEFENDER, Hue.THIRD, Hue.INK)
        lines = tuple(
            Line(n.series, n.name, hue) for n, hue in zip(words, hues, strict=False)
        )
        title = Text("Share of the month's documents, %", "占當月文件比重，%")
        panels.append(LineChart(lines, since=since, zero=True, title=title))
    if len(panels) == 1:
        return replace(panels[0], title=None, height=_LOW)
    return Grid(tuple(panels)) if panels else None

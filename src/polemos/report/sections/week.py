"""The week at the table: what happened, who acted, which commitments moved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from polemos.core import (
    Agenda,
    Bearing,
    Event,
    NotYetKnown,
    Reckoning,
    Stage,
    Step,
    Text,
    UnknownSeries,
    amount_id,
    reckon,
    stage_id,
)
from polemos.negotiations import EVENTS
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Day,
    Hue,
    Lane,
    LaneChart,
    LaneMark,
    Quote,
    Table,
    Whole,
)
from polemos.report._section import Content, section
from polemos.report.sections._kept import counted, day_words, due, kept, table_of

SIDES = (
    ("invader", Hue.INVADER),
    ("defender", Hue.DEFENDER),
    ("patron", Hue.INK),
)
_NO_EVENT = Text("the ledger holds no event yet", "大事記尚無紀錄")
_MATTERS, _TURNS = 2, 3  # weights of events
_LEADS = 5  # events that the week is told by
_BEFORE = 21  # days in which what came before is looked for
_LISTED = 12  # events of the week's table, and steps of the other
_MONTH = 31  # days that are told where a week brought little
_WEEKS = 13  # of the timeline
_BACK = 91  # days that are looked back for steps
_BEARINGS = {
    Bearing.TALK: Text("talks and offers", "會談與提議"),
    Bearing.PRESSURE: Text("demands and pressure", "要求與施壓"),
    Bearing.HELP: Text("promises and relief", "承諾與鬆綁"),
}
STAGES = {
    Stage.FLOATED: Text("floated", "放出風聲"),
    Stage.PROPOSED: Text("proposed", "提出方案"),
    Stage.AGREED: Text("agreed", "已同意"),
    Stage.LEGISLATED: Text("legislated", "完成立法"),
    Stage.DELIVERED: Text("delivered", "已兌現"),
}
WITHDRAWN = Text("taken back", "收回")
_IN_PART = Text("delivered in part", "部分兌現")
_UNSEEN = Text("page not found", "未查到原文")


@section("week", Text("The week at the table", "本週談判桌"))
def week(desk: Desk) -> Content:
    """Tell the week by the ledger of events, and what moved of what was promised."""
    agenda = table_of(desk).agenda
    known = desk.view.events()
    if not known:
        raise NotYetKnown(_NO_EVENT.en, _NO_EVENT)
    fresh = [e for e in known if desk.last_edition < e.known_at.date() <= desk.day]
    told = [e for e in fresh if e.weight >= _MATTERS] or fresh
    leads = _in_time(sorted(told, key=_rank)[:_LEADS])
    month = [e for e in known if e.known_at.date() > desk.days_ago(_MONTH)]
    thin = len(fresh) < _LEADS
    shown = (month if thin else fresh) or known[-_LEADS:]
    before = _before(desk, agenda, known)
    lanes = _timeline(desk, agenda, known)
    overdue, late = due(desk, agenda)
    tables = {
        "events": _events(agenda, shown),
        "steps": _steps(desk, agenda),
        "due": overdue,
        "kept": kept(desk, agenda),
    }
    sentences = {"lead": leads, "before": before}
    quotes = {}
    for kind, events in sentences.items():
        for i, e in enumerate(events):
            quotes[f"{kind}_{i}"] = e.text
            quotes[f"{kind}_day_{i}"] = day_words(e.period.start)
            quotes[f"{kind}_from_{i}"] = said_by(agenda, e)
    busiest = max(lanes.lanes, key=lambda lane: len(lane.marks))
    texts = {"late": counted(late)}
    if busiest.marks:
        texts["busiest"] = busiest.label
        texts["bearing"] = _BEARINGS[_most(busiest)]
    return Content(
        flags={
            "quiet": not any(e.weight >= _MATTERS for e in fresh),
            "thin": thin,
            "leads": str(len(leads)),
            "before": str(len(before)),
            "more": len(shown) > _LISTED,
        },
        figures={"lanes": lanes} if busiest.marks else {},
        tables={k: t for k, t in tables.items() if t},
        texts=texts,
        quotes=quotes,
    )


def _rank(e: Event) -> tuple[object, ...]:
    """Rank by the weight that was given by hand; what was seen before what was not."""
    return (-e.weight, e.told.recalled, -e.period.start.toordinal(), e.id)


def _in_time(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.period.start, e.id))


def _before(desk: Desk, agenda: Agenda, known: Sequence[Event]) -> list[Event]:
    """Give what led up to the days that are told: the last turns on what is open."""
    since = desk.last_edition - timedelta(days=_BEFORE)
    turns = [
        e
        for e in known
        if since < e.known_at.date() <= desk.last_edition
        and e.weight >= _TURNS
        and e.issues[0] in {*agenda.issues, "talks"}
    ]
    if turns:
        return turns[-2:]
    on_issues = [
        e
        for e in known
        if e.known_at.date() <= desk.last_edition
        and e.weight >= _MATTERS
        and e.issues[0] in agenda.issues
    ]
    return on_issues[-1:]


def _most(lane: Lane) -> Bearing:
    return Counter(m.bearing for m in lane.marks).most_common(1)[0][0]


def said_by(agenda: Agenda, one: Event | Step) -> Text:
    """Say where a row was read; one whose page was not found says so."""
    source = agenda.publisher(one.told.source)
    if one.told.recalled:
        return Text(f"{source.en}; {_UNSEEN.en}", f"{source.zh}；{_UNSEEN.zh}")
    return source


def _events(agenda: Agenda, shown: Sequence[Event]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Quote(day_words(e.period.start)),
            agenda.named(e.actors[:1]),
            Quote(e.text),
            agenda.about(e.issues[0]),
            Quote(said_by(agenda, e)),
        )
        for e in _in_time(sorted(shown, key=_rank)[:_LISTED])
    ]
    head = (
        Text("Day", "日期"),
        Text("Who", "誰"),
        Text("What happened", "發生什麼"),
        Text("About", "議題"),
        Text("Source", "來源"),
    )
    return Table(head, tuple(rows))


def _timeline(desk: Desk, agenda: Agenda, known: Sequence[Event]) -> LaneChart:
    """Gather the acts of a quarter of a year, each on the lane of who acts."""
    since = desk.day - timedelta(weeks=_WEEKS)
    acts = [e for e in known if e.period.start >= since]
    hues: Mapping[str, Hue] = {
        desk.war.role(word).id: hue for word, hue in SIDES if desk.war.has(word)
    }
    lanes = []
    for lane in agenda.lanes:
        mine = [e for e in acts if e.actors[0] in lane.actors]
        hue = next((hues[a] for a in lane.actors if a in hues), Hue.THIRD)
        marks = tuple(LaneMark(e.period.start, e.bearing, e.text) for e in mine)
        lanes.append(Lane(lane.name, hue, marks))
    return LaneChart(tuple(lanes), since, desk.day, EVENTS)


def _steps(desk: Desk, agenda: Agenda) -> Table | None:
    """List the newest step of each commitment that had one in a quarter of a year.

    Those whose stage changed come before those of which more was told.
    """
    since = desk.days_ago(_BACK)
    newest: dict[str, tuple[Step, Step | None]] = {}
    for step in desk.view.steps():
        was = newest.get(step.commitment)
        newest[step.commitment] = (step, was[0] if was else None)
    moved = [(step, was) for step, was in newest.values() if step.period.start >= since]
    moved.sort(key=lambda m: m[0].period.start, reverse=True)
    moved.sort(key=lambda m: m[1] is not None and m[1].stage is m[0].stage)
    chosen = sorted(moved[:_LISTED], key=lambda m: m[0].period.start, reverse=True)
    rows = [_step(desk, agenda, *m) for m in chosen]
    if not rows:
        return None
    head = (
        Text("Day", "日期"),
        Text("Commitment", "承諾"),
        Text("Stage", "階段"),
        Text("Amount", "數量"),
        Text("What happened", "發生什麼"),
    )
    return Table(head, tuple(rows))


def _step(desk: Desk, agenda: Agenda, step: Step, was: Step | None) -> tuple[Cell, ...]:
    one = agenda.commitments[step.commitment]
    who, stage = agenda.named(one.actors), stage_words(desk, step)
    if was is not None and was.stage is not step.stage:
        before = STAGES[was.stage] if was.stage else WITHDRAWN
        stage = Text(f"{before.en} → {stage.en}", f"{before.zh} → {stage.zh}")
    return (
        Day(desk.at(stage_id(one.id), step.period)),
        Text(f"{who.en}: {one.name.en}", f"{who.zh}：{one.name.zh}"),
        stage,
        _amount(desk, step),
        Quote(step.text),
    )


def stage_words(desk: Desk, step: Step) -> Text:
    """Say a stage; what was delivered in part is told as such."""
    if step.stage is None:
        return WITHDRAWN
    if step.stage is Stage.DELIVERED:
        sums = gather(
            promised=partial(desk.last, amount_id(step.commitment)),
            given=partial(
                desk.at, amount_id(step.commitment, delivered=True), step.period
            ),
        )
        if len(sums) > 1 and sums["given"].value < sums["promised"].value:
            return _IN_PART
    return STAGES[step.stage]


def _amount(desk: Desk, step: Step) -> Cell:
    """Give the amount that a step told, of a range the upper end; else a dash."""
    name = amount_id(step.commitment, delivered=step.stage is Stage.DELIVERED)
    try:
        series = desk.series(name)
        point = series.at(step.period)
    except (NotYetKnown, UnknownSeries):
        return Text("—", "—")
    if point.ends_only:
        high, unit = reckon(series, step.period, Reckoning.HIGH)
        fact = Fact(name, unit, high, Reckoning.HIGH)
        return Whole(fact, lead=Text("up to", "至多"))
    return Whole(Fact(name, series.unit, point))

"""The week at the table: what happened, who acted, which commitments moved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from polemos import wars
from polemos.core import (
    Agenda,
    Bearing,
    Confidence,
    Event,
    NotYetKnown,
    Stage,
    Step,
    Text,
    amount_id,
    stage_id,
)
from polemos.report import _say
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
from polemos.report.sections._kept import kept

NO_TABLE = Text("this war follows no negotiating table", "本戰爭未設談判桌帳冊")
_LEADS = 4  # events that the week is told by
_MONTH = 31  # days that are told where a week brought little
_LISTED = 12  # events of the week's table
_WEEKS = 13  # of the timeline
_STEPS = 10  # commitments that are listed
_BACK = 91  # days that are looked back for them
_OF_ROLES = (
    ("invader", Hue.INVADER),
    ("defender", Hue.DEFENDER),
    ("patron", Hue.INK),
)
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
RECALLED = Text("recalled, no page seen", "憑編者記憶，未見原頁")


def agenda_of(desk: Desk) -> Agenda:
    """Give what the war's table is about; NotYetKnown if it follows none."""
    agenda = wars.agenda(desk.war)
    if agenda is None:
        raise NotYetKnown(NO_TABLE.en, NO_TABLE)
    return agenda


@section("week", Text("The week at the table", "本週談判桌"))
def week(desk: Desk) -> Content:
    """Tell the week by the ledger of events, and what moved of what was promised."""
    agenda = agenda_of(desk)
    known = desk.view.events()
    if not known:
        raise NotYetKnown("the ledger holds no event yet", NO_TABLE)
    fresh = [e for e in known if desk.last_edition < e.known_at.date() <= desk.day]
    month = [e for e in known if e.known_at.date() > desk.days_ago(_MONTH)]
    shown = fresh if len(fresh) >= _LEADS else month or known[-_LEADS:]
    leads = sorted(fresh or shown, key=_weight)[:_LEADS]
    leads.sort(key=lambda e: (e.period.start, e.id))
    timeline = _timeline(desk, agenda, known)
    steps = _steps(desk, agenda)
    late = kept(desk, agenda)
    tables = {"events": _events(agenda, shown), "steps": steps, "kept": late}
    busiest = max(timeline.lanes, key=lambda lane: len(lane.marks))
    return Content(
        facts=_late_facts(desk),
        flags={
            "quiet": not fresh,
            "thin": len(fresh) < _LEADS,
            "leads": str(len(leads)),
            "more": len(shown) > _LISTED,
        },
        figures={"lanes": timeline},
        tables={k: t for k, t in tables.items() if t},
        texts={
            "busiest": busiest.label,
            "bearing": _BEARINGS[_most(m.bearing for m in busiest.marks)],
        },
        quotes={f"lead_{i}": e.text for i, e in enumerate(leads)}
        | {f"from_{i}": said_by(agenda, e) for i, e in enumerate(leads)}
        | {f"day_{i}": _day(e.period.start) for i, e in enumerate(leads)},
    )


def _weight(e: Event) -> tuple[object, ...]:
    """Rank by how far the act moved its actor, then by how surely it happened."""
    return (
        -e.shift,
        e.before is None,
        list(Confidence).index(e.told.confidence),
        e.told.recalled,
        -e.period.start.toordinal(),
        e.id,
    )


def _most(bearings: Iterable[Bearing]) -> Bearing:
    return Counter(bearings).most_common(1)[0][0]


def said_by(agenda: Agenda, one: Event | Step) -> Text:
    """Say where a row was read; recalled rows are told as such."""
    source = agenda.publisher(one.told.source)
    if one.told.recalled:
        return Text(f"{source.en}; {RECALLED.en}", f"{source.zh}；{RECALLED.zh}")
    return source


def _day(day: date) -> Text:
    return Text(_say.day(day, "en"), _say.day(day, "zh"))


def _events(agenda: Agenda, shown: Sequence[Event]) -> Table:
    listed = sorted(sorted(shown, key=_weight)[:_LISTED], key=lambda e: e.period.start)
    rows: list[tuple[Cell, ...]] = [
        (
            Quote(_day(e.period.start)),
            agenda.named(e.actors[:1]),
            Quote(e.text),
            agenda.about(e.issues[0]),
            Quote(said_by(agenda, e)),
        )
        for e in listed
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
        desk.war.role(word).id: hue for word, hue in _OF_ROLES if desk.war.has(word)
    }
    lanes = []
    for lane in agenda.lanes:
        mine = [e for e in acts if e.actors[0] in lane.actors]
        hue = next((hues[a] for a in lane.actors if a in hues), Hue.THIRD)
        marks = tuple(LaneMark(e.period.start, e.bearing, e.text) for e in mine)
        lanes.append(Lane(lane.name, hue, marks))
    return LaneChart(tuple(lanes), since, desk.day)


def _steps(desk: Desk, agenda: Agenda) -> Table | None:
    """List the commitments that reached another stage, the newest first."""
    since = desk.days_ago(_BACK)
    before: dict[str, Stage | None] = {}
    moved: list[tuple[Step, Stage | None, bool]] = []
    for step in desk.view.steps():
        was, first = before.get(step.commitment), step.commitment not in before
        if (first or was is not step.stage) and step.period.start >= since:
            moved.append((step, was, first))
        before[step.commitment] = step.stage
    rows = [_step(desk, agenda, *m) for m in moved[::-1][:_STEPS]]
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


def _step(
    desk: Desk, agenda: Agenda, step: Step, was: Stage | None, first: bool
) -> tuple[Cell, ...]:
    one = agenda.commitments[step.commitment]
    fact = gather(x=lambda: desk.at(stage_id(one.id), step.period)).get("x")
    who, stage = agenda.named(one.actors), stage_word(step.stage)
    if not first:
        before = stage_word(was)
        stage = Text(f"{before.en} → {stage.en}", f"{before.zh} → {stage.zh}")
    return (
        Day(fact) if fact else Quote(_day(step.period.start)),
        Text(f"{who.en}: {one.name.en}", f"{who.zh}：{one.name.zh}"),
        stage,
        amount(desk, step),
        Quote(step.text),
    )


def stage_word(stage: Stage | None) -> Text:
    """Say a stage; none is one that was taken back."""
    return STAGES[stage] if stage else WITHDRAWN


def amount(desk: Desk, step: Step) -> Cell:
    """Give the amount that a step told, at its upper end; a dash where none was."""
    name = amount_id(step.commitment, delivered=step.stage is Stage.DELIVERED)
    fact = gather(x=lambda: desk.at(name, step.period)).get("x")
    if fact is None:
        return Text("not told", "未說明")
    if fact.point.ends_only:
        high = gather(x=lambda: desk.bound(name, "high")).get("x")
        if high is not None and high.point.period == step.period:
            return Whole(high, lead=Text("up to", "至多"))
    return Whole(fact)


def _late_facts(desk: Desk) -> dict[str, Fact]:
    return gather(
        **{
            outcome: partial(desk.last, f"table/due.{outcome}")
            for outcome in ("kept", "late", "open")
        }
    )

"""The home desk on one page: what the week changed for readers at home."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from polemos.core import (
    Ask,
    Event,
    NotYetKnown,
    Phase,
    Step,
    Text,
    end_of_day,
    judged_id,
)
from polemos.models import Weighing
from polemos.report._desk import Desk, gather
from polemos.report._figure import LineChart, Table
from polemos.report._section import Content, section
from polemos.report.sections._home_ahead import (
    Effect,
    bears,
    contrast,
    effects,
    options,
    ranked,
    stirred,
)
from polemos.report.sections._home_board import board, chart, fresh, gathered
from polemos.report.sections._home_waits import waiting
from polemos.report.sections._kept import counted, day_words, outlook_of, table_of

HALTED = f"scenario/chance.{Phase.HALTED}"
_OLD = 400  # days; by then the next year is out somewhere
_STILL = 0.5  # points: less is no move of a chance
_TOLD = 3  # of what happened in the week
_UNDONE = 0.5  # half of what can be undone at once
_FLAGS = (  # of what a war may lack
    *("above_rival", "chips_old", "figures", "months", "table", "judged", "dealt"),
)


@section("home", Text("The home desk", "本國專欄"), sheet=True)
def home(desk: Desk) -> Content:
    """Say what the week changed for home, what binds it, and what lies ahead."""
    parts = [Content(flags=dict.fromkeys(_FLAGS, False))]
    for part in (_bound, _week, _waits, _scenarios, _options):
        with suppress(NotYetKnown):  # a war may follow no table, and have no outlook
            parts.append(part(desk))
    return Content(
        facts={k: v for p in parts for k, v in p.facts.items()},
        flags={k: v for p in parts for k, v in p.flags.items()},
        figures={k: v for p in parts for k, v in p.figures.items()},
        tables={k: v for p in parts for k, v in p.tables.items()},
        texts={k: v for p in parts for k, v in p.texts.items()},
        quotes={k: v for p in parts for k, v in p.quotes.items()},
    )


def _bound(desk: Desk) -> Content:
    """Gather the board, its chart, and what became known of it in the week."""
    facts = gathered(desk)
    news, drawn, laid = fresh(desk, facts), chart(desk), board(desk, facts)
    above = {"twelve", "twelve_rival"} <= facts.keys()
    return Content(
        facts=facts,
        flags={
            "above_rival": above
            and facts["twelve"].value > facts["twelve_rival"].value,
            "chips_old": "chips" in facts
            and facts["chips"].point.period.last < desk.days_ago(_OLD),
            "figures": bool(news),
            "months": isinstance(drawn, LineChart),
        },
        figures={"gap": drawn} if drawn else {},
        tables={"board": laid} if laid else {},
        quotes={"fresh": _listed(news)} if news else {},
    )


def _listed(names: Sequence[Text]) -> Text:
    return Text("; ".join(n.en for n in names), "、".join(n.zh for n in names))


def _week(desk: Desk) -> Content:
    """Tell what happened in the week that home had a part in, or what did last."""
    view, me = table_of(desk), desk.war.role("home").id
    promised = view.agenda.commitments
    told: list[tuple[tuple[int, date], Event | Step, Text]] = [
        ((e.weight, e.period.start), e, e.text) for e in view.events() if me in e.actors
    ]
    for step in view.steps():
        one = promised[step.commitment]
        if me in {*one.to, *one.actors}:  # its sentence leaves out what it is of
            name, text = one.name, step.text
            words = Text(f"{name.en}: {text.en}", f"「{name.zh}」：{text.zh}")
            told.append(((0, step.period.start), step, words))
    told.sort(key=lambda t: t[0])
    news = [t for t in told if t[1].known_at.date() > desk.last_edition]
    last = max((t[0][1] for t in told), default=None)
    shown = (news or [t for t in told if t[0][1] == last])[-_TOLD:]
    quotes = {}
    for i, (_, entry, words) in enumerate(sorted(shown, key=lambda t: t[0][::-1])):
        quotes[f"news_{i}"] = words
        quotes[f"news_day_{i}"] = day_words(entry.period.start)
    return Content(
        flags={
            "table": True,
            "news": bool(news),
            "one_new": len(news) == 1,
            "shown": str(len(shown)),
        },
        texts={"count": counted(len(news))},
        quotes=quotes,
    )


def _waits(desk: Desk) -> Content:
    found = waiting(desk)
    return Content(
        flags={
            "none_met": found.open == found.promised,
            "most_open": 2 * found.open > found.promised,
            "late": found.late > 0,
            "one_late": found.late == 1,
        },
        tables={"waits": found.table} if found.table else {},
        texts={"late": counted(found.late)},
    )


def _scenarios(desk: Desk) -> Content:
    """Gather the odds, and what each scenario would do to home."""
    view = outlook_of(desk)
    facts = gather(
        halted=partial(desk.last, HALTED),
        halted_before=partial(desk.known_then, HALTED, end_of_day(desk.last_edition)),
    )
    change = 0.0
    if len(facts) > 1:
        change = round(facts["halted"].value) - round(facts["halted_before"].value)
    expected = effects(desk, view)
    texts: dict[str, Text] = {}
    for i, one in enumerate(expected):
        facts |= {f"low_{i}": one.low, f"high_{i}": one.high}
        texts[f"channel_{i}"] = one.name
    moved = _most(expected)
    if moved is not None and moved.before is not None:
        facts |= {"moved": moved.now, "moved_before": moved.before}
        texts["moved"] = moved.name
    both = contrast(desk, view)
    if both is not None:
        facts |= {"good": both.good, "bad": both.bad}
        texts |= {"branch": both.branch, "best": both.best, "worst": both.worst}
    laid = bears(desk, view, expected)
    return Content(
        facts=facts,
        flags={
            "judged": laid is not None and "halted" in facts,
            "rose": change > _STILL,
            "fell": change < -_STILL,
            "channels": str(len(expected)),
            "open": all(e.open for e in expected),
        },
        tables={"bears": laid} if laid else {},
        texts=texts,
        quotes={"scale": _joined(view)} if laid else {},
    )


def _joined(view: Weighing) -> Text:
    """Say of every channel what is better."""
    told = view.told.channels.values()
    en = " ".join(f"{c.name.en}: {c.text.en}" for c in told)
    return Text(en, "".join(f"{c.name.zh}：{c.text.zh}" for c in told))


def _most(expected: Sequence[Effect]) -> Effect | None:
    """Give the effect that moved most since the last edition, if one prints anew."""
    return max(stirred(expected), key=lambda e: abs(e.moved), default=None)


def _options(desk: Desk) -> Content:
    """Lay the options side by side, with what home gains most and loses most by."""
    view = outlook_of(desk)
    order = ranked(desk, view)
    laid: Table | None = options(desk, view, order)
    if laid is None:
        return Content()
    first, last, told = order[0], order[-1], view.told.options
    facts = gather(
        first_undone=partial(desk.last, f"scenario/option.{first}.reversible"),
        last_undone=partial(desk.last, f"scenario/option.{last}.reversible"),
        last_gain=partial(desk.last, f"scenario/option.{last}.gain.home"),
        gain_home=partial(desk.last, "scenario/options.gain.home"),
        gain_patron=partial(desk.last, "scenario/options.gain.patron"),
        gain_rival=partial(desk.last, "scenario/options.gain.rival"),
        deal=partial(desk.last, "scenario/options.deal"),
        without=partial(desk.last, judged_id("option", first, Ask.WITHOUT)),
    )
    return Content(
        facts=facts,
        flags={
            "dealt": True,
            "gives": facts["last_gain"].value < 0,
            "lopsided": facts["first_undone"].value
            > _UNDONE
            > facts["last_undone"].value,
        },
        tables={"options": laid},
        texts={
            "first": told[first].name,
            "last": told[last].name,
            "options": counted(len(order)),
        },
    )

"""Scenarios: what may come within a year, what moved that, what each carries."""

from functools import partial

from polemos.core import NotYetKnown, Phase, Text, end_of_day
from polemos.models import Weighing
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Chart, Hue, Mark, RangeChart, Reading
from polemos.report._section import Content, section
from polemos.report.sections._kept import day_words, outlook_of
from polemos.report.sections._odds import chains, moved, odds, scored, signs
from polemos.report.sections._terms import gains, judgements, terms

HALTED = f"scenario/chance.{Phase.HALTED}"
_EXIT = "scenario/exit."
_STILL = 0.05  # points: less prints as nothing
_HUES = {
    Phase.FIGHTING: Hue.INVADER,
    Phase.HALTED: Hue.DEFENDER,
    Phase.WIDER: Hue.INK,
}
_LAWS = {
    "exponential": Text("exponential law", "指數分布"),
    "weibull": Text("Weibull law", "韋伯分布"),
    "loglogistic": Text("log-logistic law", "對數羅吉斯分布"),
    "lognormal": Text("log-normal law", "對數常態分布"),
}


@section("scenarios", Text("Scenarios", "情境"))
def scenarios(desk: Desk) -> Content:
    """Lay out the odds of a year on, what moved them, and what each would carry."""
    view = outlook_of(desk)
    facts = _facts(desk, view)
    if "halted" not in facts:
        raise NotYetKnown(*_none())
    figures: dict[str, Chart] = {"chances": _chances(desk, view)}
    laws = _laws(view, facts)
    if laws is not None:
        figures["laws"] = laws
    tables = {
        "odds": odds(desk, view),
        "moved": moved(desk, view),
        "signs": signs(desk, view),
        "terms": terms(desk, view),
        "gains": gains(desk, view),
        "chains": chains(desk, view),
        "judgements": judgements(desk, view),
        "scored": scored(desk, view),
    }
    crossing = view.told.roots()
    change = facts["halted_week"].value if "halted_week" in facts else 0.0
    return Content(
        facts=facts,
        flags={
            "rose": change > _STILL,
            "fell": change < -_STILL,
            "crowds": bool(view.prospect.crowds),
            "lacking": len(view.prospect.roots) < len(crossing),
        },
        figures=figures,
        tables={k: t for k, t in tables.items() if t is not None},
        texts=_texts(view),
        quotes={"lacking": _lacking(view), "coded": day_words(view.told.edited)},
    )


def _none() -> tuple[str, Text]:
    why = Text("the state of the war is not coded yet", "尚無戰爭狀態的編碼")
    return why.en, why


def _texts(view: Weighing) -> dict[str, Text]:
    """Name the change of a ruler that is asked for, and the law at the centre."""
    leads = [v.name for v in view.told.roots() if v.chance.startswith(_EXIT)]
    centre = [_LAWS[one.id] for one in view.told.laws if one.centre]
    named = (("leader", leads), ("centre", centre))
    return {key: words[0] for key, words in named if words}


def _lacking(view: Weighing) -> Text:
    """Name the things that no model gives a chance of as of the day."""
    names = [v.name for v in view.told.roots() if v.id not in view.prospect.roots]
    if not names:
        return Text("none", "無")
    return Text("; ".join(n.en for n in names), "、".join(n.zh for n in names))


def _facts(desk: Desk, view: Weighing) -> dict[str, Fact]:
    goes_on = view.told.of(Phase.FIGHTING)[0]
    found = desk.intervals(halted=HALTED, goes_on=f"scenario/chance.{goes_on}")
    found |= gather(
        halted_week=partial(_week, desk, HALTED),
        halted_before=partial(desk.known_then, HALTED, end_of_day(desk.last_edition)),
    )
    for law in view.told.laws:
        found |= gather(**{law.id: partial(desk.last, f"scenario/law.{law.id}")})
    laws = [found[law.id] for law in view.told.laws if law.id in found]
    if len(laws) > 1:
        laws.sort(key=lambda fact: fact.value)
        found |= {"law_low": laws[0], "law_high": laws[-1]}
    for v in view.told.roots():
        if v.chance.startswith(_EXIT):
            found |= desk.intervals(leaves=f"scenario/so.{v.id}")
            found |= gather(
                leaves_if=partial(desk.last, f"{HALTED}.if.{v.id}"),
                leaves_unless=partial(desk.last, f"{HALTED}.unless.{v.id}"),
            )
    names = [f"scenario/chain.{chain.id}" for chain in view.told.chains]
    whole = gather(**{name: partial(desk.last, name) for name in names})
    if whole:
        found["chain"] = max(whole.values(), key=lambda fact: fact.value)
    return found


def _week(desk: Desk, name: str) -> Fact:
    """Give what all causes together have moved since the last edition."""
    days = (desk.day - desk.last_edition).days
    which = name.removeprefix("scenario/chance.")
    return desk.last(f"scenario/moved.{days}.{which}.all")


def _chances(desk: Desk, view: Weighing) -> RangeChart:
    readings = [
        Reading(
            view.told.states[branch].name,
            desk.last(f"scenario/chance.{branch}"),
            _HUES[view.told.states[branch].phase],
            Mark.FORECAST,
        )
        for branch in view.told.branches
    ]
    return RangeChart(tuple(readings), digits=1)


def _laws(view: Weighing, facts: dict[str, Fact]) -> RangeChart | None:
    """Set the laws of how long wars last beside what is said here."""
    readings = [
        Reading(_LAWS[law.id], facts[law.id], Hue.GREY, Mark.ESTIMATED)
        for law in view.told.laws
        if law.id in facts
    ]
    if not readings:
        return None
    here = Text("this report, all things told", "本刊綜合判斷")
    readings.append(Reading(here, facts["halted"], Hue.DEFENDER, Mark.FORECAST))
    return RangeChart(tuple(readings), digits=0)

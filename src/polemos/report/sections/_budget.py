"""What the section on war finance says of the budget, and of the plan for it."""

from datetime import date
from functools import partial

from polemos.core import KnownBy, Period, Target, Text, Unit, UnknownSeries
from polemos.models import forecast_id, score_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Day,
    Hue,
    Line,
    LineChart,
    Num,
    Table,
)
from polemos.report.sections._ahead import asked_of, forecasting, titled
from polemos.report.sections._standing import back, base, first_point, later_copy, old

_FEW = 3  # months of a year that say little of the year
_JANUARY, _DECEMBER = 1, 12
_YEARS = 6  # that the table of plans goes back
_TRN = Unit.parse("trn RUB")
_SHARE = "polemos/budget.spending.start_plan_share@{}"
_PLAN = "treasury/budget.spending.plan@{}"
_YEAR = "budget.spending.year@{}"  # the target that forecasts a year's total
_OF_START = "polemos/budget.spending.plan.of_start@{}"


def budget_facts(desk: Desk, who: str) -> dict[str, Fact]:
    balance, made = f"minfin/budget.balance.ytd@{who}", f"polemos/budget.{{}}@{who}"
    facts = gather(
        balance=lambda: desk.last(balance),
        balance_before=lambda: back(desk, balance, 12),
        balance_year=lambda: desk.last(made.format("balance.sum_12m")),
        spending=lambda: _same_months(
            desk, made.format("spending.ytd_growth"), balance
        ),
        revenue=lambda: _same_months(desk, made.format("revenue.ytd_growth"), balance),
        oil_gas=lambda: _same_months(desk, made.format("oil_gas.ytd_growth"), balance),
        oil_gas_share=lambda: desk.last(made.format("oil_gas.share")),
        oil_gas_share_base=lambda: base(desk, made.format("oil_gas.share")),
        defence=lambda: desk.last(made.format("defence.sum_12m")),
    )
    if "defence" in facts and not old(desk, facts["defence"]):
        del facts["defence"]  # whether it will be published again is not known yet
    rewritten = _rewritten(desk, balance)
    if rewritten:
        facts["rewritten_first"], facts["rewritten_now"] = rewritten
    return facts | _plan(desk, who) | _ahead(desk, who)


def _same_months(desk: Desk, name: str, as_of: str) -> Fact:
    """Give a value of just the months that another series has newest."""
    return desk.at(name, desk.series(as_of).last().period)


def _rewritten(desk: Desk, name: str) -> tuple[Fact, Fact] | None:
    """Find the newest period of which a first figure and a later one are known."""
    try:
        points, told = desk.series(name).points, desk.view.vintages(name)
    except UnknownSeries:
        return None
    first: dict[object, float | None] = {}
    for o in told:
        first.setdefault(o.period, o.value)
    for p in reversed(points):
        if first[p.period] != p.value:
            return desk.first(name, p.period), desk.at(name, p.period)
    return None


def _plan(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather what was spent of the plan, and how far plans were rewritten in a year."""
    share, plan, of_start = _SHARE.format(who), _PLAN.format(who), _OF_START.format(who)
    spent = gather(plan_share=lambda: desk.last(share))
    if not spent:
        return {}
    months = spent["plan_share"].point.period
    begun = Period.month(months.start.year, _JANUARY)
    earlier = share.replace("@", ".{}@")
    facts = spent | gather(
        plan_first=lambda: first_point(desk, share),
        plan_low=lambda: desk.at(earlier.format("lowest"), months),
        plan_high=lambda: desk.at(earlier.format("highest"), months),
        plan_begun=lambda: desk.at(plan, begun),
        plan_now=lambda: desk.last(plan),
    )
    closed = [p for p in desk.series(of_start) if p.period.last.month == _DECEMBER]
    if closed:
        last = closed[-1].period
        most = max(closed, key=lambda p: p.value).period
        least = min(closed, key=lambda p: p.value).period
        start = Period.month(last.start.year, _JANUARY)
        facts |= gather(
            plan_was=lambda: desk.at(plan, start),
            plan_became=lambda: desk.at(plan, last),
            plan_moved=lambda: desk.at(of_start, last),
            plan_most=lambda: desk.at(of_start, most),
            plan_least=lambda: desk.at(of_start, least),
        )
    return facts


def _ahead(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather what the year is going to take, by whoever speaks, and how that one did.

    `year_lead` is what the model that leads says, `year_skill` is its skill.
    """
    target = asked_of(desk, _YEAR.format(who))
    if target is None:
        return {}
    lead, speaker, far = target.models[0], _speaker(desk, target), target.horizons[-1]
    told = forecast_id(target.id, "", "" if speaker == lead else speaker)
    facts = desk.intervals(year=told)
    if facts:
        mark = partial(score_id, target.id, str(far), speaker)
        skill = score_id(target.id, str(far), lead, "skill")
        facts |= desk.intervals(year_skill=skill)
        facts |= gather(
            year_lead=lambda: desk.last(forecast_id(target.id)),
            year_origins=lambda: desk.last(mark("origins")),
            year_off=lambda: desk.last(mark("mae")),
            year_held=lambda: desk.last(mark("coverage80")),
        )
    return facts


def _speaker(desk: Desk, target: Target) -> str:
    return forecasting(desk).record.speaker(target, target.horizons[-1])


def budget_words(desk: Desk, who: str) -> dict[str, bool | str]:
    """Name the model that leads and its baseline, and say whether the latter speaks."""
    target = asked_of(desk, _YEAR.format(who))
    if target is None:
        return {}
    yields = _speaker(desk, target) != target.models[0]
    return {f"year_{key}": name for key, name in titled(target).items()} | {
        "year_yields": yields
    }


def budget_flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    """Say which way the balance goes, what is rewritten, and how far the year is."""
    value = {k: f.value for k, f in facts.items()}
    balance, year = facts.get("balance"), facts.get("balance_year")
    spent = value.get("plan_share", 0.0)
    return {
        "few": balance is not None and balance.point.period.last.month <= _FEW,
        "deficit": value.get("balance", 0.0) < 0,
        "deficit_before": value.get("balance_before", 0.0) < 0,
        "deficit_year": value.get("balance_year", 0.0) < 0,
        "balance_later": balance is not None and later_copy(desk, balance),
        "balance_year_later": year is not None and later_copy(desk, year),
        "balance_first": balance is not None
        and balance.point.evidence[0].known_by is KnownBy.PUBLISHED,
        "plan_over": spent > value.get("plan_high", spent),
        "plan_under": spent < value.get("plan_low", spent),
        "plan_old": "plan_now" in facts and old(desk, facts["plan_now"]),
    }


def budget_figures(who: str, facts: dict[str, Fact]) -> dict[str, Chart]:
    """Draw the year's way through its plan, between those of the earlier years."""
    if "plan_low" not in facts:
        return {}
    share, months = _SHARE.format(who), facts["plan_share"].point.period
    earlier = share.replace("@", ".{}@")
    lines = (
        Line(share, Text("spent", "支出"), Hue.INVADER),
        Line(_OF_START.format(who), Text("plan", "計畫"), Hue.INK),
        Line(earlier.format("highest"), Text("most before", "歷年最高"), Hue.GREY),
        Line(earlier.format("lowest"), Text("least before", "歷年最低"), Hue.GREY),
    )
    since = date(months.start.year, 1, 1)
    return {"plan": LineChart(lines, since, zero=True, digits=1, height=150)}


_HEAD = (
    Text("Months", "期間"),
    Text("plan in January, trn RUB", "年初計畫，兆盧布"),
    Text("newest plan, trn RUB", "最新計畫，兆盧布"),
    Text("newest plan, %", "最新計畫，%"),
    Text("spent by the same month, %", "至同月支出，%"),
    Text("spent in the year, %", "全年支出，%"),
)


def budget_tables(desk: Desk, who: str, facts: dict[str, Fact]) -> dict[str, Table]:
    """Lay out the plans of the newest years, and what was spent of January's."""
    if "plan_share" not in facts:
        return {}
    newest = facts["plan_share"].point.period
    years = range(newest.start.year, newest.start.year - _YEARS, -1)
    rows = [row for year in years if (row := _year(desk, who, year, newest.last.month))]
    return {"plans": Table(_HEAD, tuple(rows), strong=0)} if rows else {}


def _year(desk: Desk, who: str, year: int, month: int) -> tuple[Cell, ...]:
    """Give the row of a year; none if its plan of January is not known."""
    first, whole = date(year, 1, 1), Period.year(year)
    told = desk.series(_OF_START.format(who)).between(first, whole.last)
    spent = desk.series(_SHARE.format(who)).between(first, whole.last)
    if not told.points or not spent.points:
        return ()
    now = told.last().period
    same = Period(first, Period.month(year, month).end)
    found = gather(
        begun=lambda: desk.at(_PLAN.format(who), Period.month(year, _JANUARY)),
        plan=lambda: desk.at(_PLAN.format(who), now),
        moved=lambda: desk.at(_OF_START.format(who), now),
        same=lambda: desk.at(_SHARE.format(who), same),
        whole=lambda: desk.at(_SHARE.format(who), whole),
    )
    return (
        Day(desk.at(_SHARE.format(who), spent.last().period)),
        Num(found["begun"], 1, unit=_TRN),
        Num(found["plan"], 1, unit=_TRN),
        *(Num(found[k], 1) if k in found else None for k in ("moved", "same", "whole")),
    )

"""How earlier forecasts did: against what came, and against a named baseline."""

from polemos.core import NotYetKnown, Text
from polemos.models import BANDS, FIFTHS, Kind, Standing, pooled_id
from polemos.report._desk import Desk, Fact
from polemos.report._figure import (
    Bar,
    BarChart,
    Chart,
    Mark,
    RangeChart,
    Reading,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._ahead import (
    WORDS,
    forecasting,
    judgement_table,
    judgements,
)
from polemos.report.sections._record import board, settled
from polemos.report.sections._stocks import said_table

_FIFTH = {
    "lowest": Text("in the lowest fifth", "最低的五分之一"),
    "lower": Text("in the next", "次低"),
    "middle": Text("in the middle", "中間"),
    "higher": Text("in the next to highest", "次高"),
    "highest": Text("in the highest fifth", "最高的五分之一"),
}
_ISSUED = ("settled", "voids", "inside80", "open", "asked")


@section("scoreboard", Text("Forecasts, and how earlier ones did", "預測與成績"))
def scoreboard(desk: Desk) -> Content:
    """Gather judgements, what was issued and came of it, and how replays did."""
    found = list(judgements(desk))
    made: dict[str, Table | None] = {
        "judgements": judgement_table(desk, found),
        "issued": board(desk, Kind.ISSUED),
        "board": board(desk, Kind.REPLAYED),
        "settled": settled(desk),
        "said": said_table(desk, forecasting(desk)),
    }
    tables = {key: table for key, table in made.items() if table is not None}
    if not tables:
        none = Text("no forecast is made or settled yet", "尚無預測可作或可結算")
        raise NotYetKnown(none.en, none)
    figures, facts = _calibration(desk)
    return Content(
        facts=facts | _counts(desk),
        flags=_spread(facts) | {"yields": any(j.yields for j in found)},
        figures=figures,
        tables=tables,
    )


def _counts(desk: Desk) -> dict[str, Fact]:
    """Count how leading models stand, and what was issued."""
    standings = (*(one.value for one in Standing), "behind", "outdone")
    names = {one: pooled_id("standing", one) for one in standings}
    names |= {f"issued_{w}": pooled_id("all", w, Kind.ISSUED) for w in _ISSUED}
    return {key: desk.last(name) for key, name in names.items() if desk.has(name)}


def _calibration(desk: Desk) -> tuple[dict[str, Chart], dict[str, Fact]]:
    """Draw whether what was said so often came so often, in replays."""
    figures: dict[str, Chart] = {}
    fifths = _pooled(desk, "fifth", FIFTHS)
    facts: dict[str, Fact] = {
        end: fifths[end] for end in ("lowest", "highest") if end in fifths
    }
    if fifths:
        bars = (Bar(_FIFTH[which], fact) for which, fact in fifths.items())
        figures["fifths"] = BarChart(tuple(bars))
    came = _pooled(desk, "came", tuple(BANDS))
    if came:
        readings = (
            Reading(WORDS[band], fact, mark=Mark.OBSERVED)
            for band, fact in came.items()
        )
        figures["came"] = RangeChart(tuple(readings))
        worst = max(came, key=lambda band: _outside(came[band]))
        facts["off"] = came[worst]
        facts["off_cases"] = desk.last(pooled_id("cases", worst))
    return figures, facts


def _pooled(desk: Desk, what: str, names: tuple[str, ...]) -> dict[str, Fact]:
    """Give a mark of all leading models for each name that has one."""
    ids = {name: pooled_id(what, name) for name in names}
    return {name: desk.last(i) for name, i in ids.items() if desk.has(i)}


def _outside(came: Fact) -> float:
    """Give how far a share lies outside the chances that were said, in points."""
    low, high = came.point.low or 0.0, came.point.high or 100.0
    return max(low - came.value, came.value - high, 0.0)


def _spread(facts: dict[str, Fact]) -> dict[str, bool | str]:
    """Name the word that came most unlike what it says."""
    if "off" not in facts:
        return {}
    off = facts["off"]
    said = WORDS[off.series.rpartition(".")[2]]
    return {"off": _outside(off) > 0, "off_en": said.en, "off_zh": said.zh}

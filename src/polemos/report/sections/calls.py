"""Forecasts and numbers that others published, held against our series."""

from polemos.core import NotYetKnown, Text
from polemos.report._desk import Desk
from polemos.report._section import Content, section
from polemos.report.sections._calls import published


@section("calls", Text("What others said", "別人怎麼說"))
def calls(desk: Desk) -> Content:
    """Lay out what others had published by the edition's day."""
    tables = published(desk)
    if not tables:
        none = Text("nobody had published a forecast on record", "尚無他人預測的紀錄")
        raise NotYetKnown(none.en, none)
    return Content(tables=tables)

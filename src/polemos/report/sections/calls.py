"""Forecasts and numbers that others published, held against our series."""

from polemos.core import NotYetKnown
from polemos.report._desk import Desk
from polemos.report._section import Content, section
from polemos.report.sections._calls import published


@section("calls")
def calls(desk: Desk) -> Content:
    """Lay out what others had published by the edition's day."""
    tables = published(desk)
    if not tables:
        raise NotYetKnown("nobody had published a forecast that is on record")
    return Content(tables=tables)

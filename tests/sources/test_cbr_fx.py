from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot
from polemos.sources import cbr_fx

# The shape of XML_dynamic with a number of our own: a decimal comma, a nominal.
XML = (
    '<?xml version="1.0" encoding="windows-1251"?>'
    '<ValCurs ID="{code}" name="Курс">'
    '<Record Date="04.03.2022" Id="{code}"><Nominal>10</Nominal>'
    "<Value>170,0205</Value></Record></ValCurs>"
)


def read(name: str, body: bytes) -> list[Observation]:
    at = datetime(2026, 8, 22, tzinfo=UTC)
    return list(cbr_fx.parse(Snapshot("cbr_fx", name, "https://x.org", at, body)))


def test_it_reads_windows_1251_commas_and_nominals() -> None:
    body = XML.format(code="R01375").encode("windows-1251")
    (o,) = read("XML_dynamic_cny.xml", body)
    assert o.series == "cbr/fx.cny@RUS"
    assert o.value == pytest.approx(17.00205)
    assert o.period == Period.day(date(2022, 3, 4))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (XML.format(code="R99999"), "expected .*R01235"),
        (XML.format(code="R01235")[:-20], "expected XML"),
        ("<ValCurs/>", "with records"),
    ],
)
def test_it_stops_on_doubt(body: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        read("XML_dynamic_usd.xml", body.encode("windows-1251"))


def test_a_day_that_repeats_the_last_rate_is_not_the_banks() -> None:
    head = "date,USD_RUB,EUR_RUB,CNY_RUB,GBP_RUB,CHF_RUB,THB_RUB,IDR_RUB,TRY_RUB,"
    body = head + (
        "INR_RUB,is_calendar_fill\n"
        "2025-02-22,88.2,92.3,12.1,1,1,1,1,1,1,0\n"
        "2025-02-23,88.2,92.3,12.1,1,1,1,1,1,1,1\n"
    )
    found = read("fx_daily.csv", body.encode())
    assert {o.period.start.day for o in found} == {22}
    assert len(found) == 3


@pytest.mark.raw
def test_the_rates(told: Callable[[str], Any]) -> None:
    ((_, records),) = told("cbr_fx")
    usd = {o.period.start: o.value for o in records if o.series == "cbr/fx.usd@RUS"}
    assert usd[max(usd)] == 82.9211
    assert max(v for d, v in usd.items() if d.year == 2022) > 100

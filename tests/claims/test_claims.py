from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.claims import Quantity, check, read
from polemos.core import (
    Claim,
    Lang,
    Period,
    Reckoning,
    Relation,
    Series,
    Unit,
    UnknownSeries,
    Verdict,
)
from polemos.core.record import Observation
from polemos.core.series import Point
from polemos.core.time import end_of_day
from polemos.core.unit import Measure
from polemos.report import _say


def quantities(text: str) -> tuple[Quantity, ...]:
    return read(text, date(2032, 1, 1)).quantities


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("51.0 兆盧布", "51.0e12", "1e11"),
        ("\u22122.5 億美元", "-2.5e8", "1e7"),
        ("2,670 億歐元", "2670e8", "1e8"),
        ("83 萬人", "83e4", "1e4"),
        ("RUB 51.0 trillion", "51.0e12", "1e11"),
        ("+USD 450 million", "450e6", "1e6"),
        ("830,000 people", "830000", "1e4"),
        ("18.62%", "18.62", "0.01"),
        ("每桶 63.4 美元", "63.4", "0.1"),
    ],
)
def test_a_written_number_is_read_with_its_step(
    text: str, value: str, step: str
) -> None:
    (q,) = quantities(text)
    assert q.value == Decimal(value)
    assert q.step == Decimal(step)


UNITS = ("bn RUB", "mn USD", "trn RUB", "EUR", "persons", "mn tonnes", "km²")
COUNTED = ("percent", "points", "USD/barrel", "vehicles", "weapons", "ships", "sites")


@given(
    value=st.floats(-1e7, 1e7).map(lambda x: round(x, 6)),
    unit=st.sampled_from([*UNITS, *COUNTED]),
    digits=st.integers(0, 3),
    sign=st.sampled_from(["", "+"]),
    lang=st.sampled_from(["zh", "en"]),
)
def test_what_we_say_is_what_we_read(
    value: float, unit: str, digits: int, sign: str, lang: Lang
) -> None:
    said = _say.quantity(value, Unit.parse(unit), lang, digits, sign)
    (q,) = quantities(said.text)
    assert q.value == said.stated * said.scale
    assert q.unit == Unit.parse(unit).code
    assert said.text.endswith(q.surface)
    assert abs(said.stated - Decimal(repr(value))) <= said.step / 2


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_bare_number_is_read_back(value: float, digits: int) -> None:
    said = _say.number(value, digits)
    (q,) = quantities(said.text)
    assert q.value == said.stated
    assert abs(said.stated - Decimal(repr(value))) <= said.step / 2


@given(st.floats(1, 1e7), st.sampled_from(UNITS), st.integers(0, 2))
def test_both_languages_round_alike(value: float, unit: str, digits: int) -> None:
    zh, en = (_say.quantity(value, Unit.parse(unit), x, digits) for x in ("zh", "en"))
    assert zh.stated == en.stated


@pytest.mark.parametrize(
    ("text", "settings", "value", "unit"),
    [
        ("貨幣供給增加 51 兆元", {}, "51e12", "TWD"),
        ("货币供给这个月增加 51 兆元", {}, "51e6", "CNY"),
        ("货币供给这个月增加 51 兆元", {"mega": False, "yuan": "TWD"}, "51e12", "TWD"),
        ("貨幣供給增加 51 兆元", {"mega": True, "yuan": "CNY"}, "51e6", "CNY"),
    ],
)
def test_what_a_mainland_text_means_is_detected_and_can_be_set(
    text: str, settings: dict[str, object], value: str, unit: str
) -> None:
    (q,) = read(text, date(2032, 1, 1), **settings).quantities  # type: ignore[arg-type]
    assert (q.value, q.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a litre is 5 dollars and 30 cents now", "5.3", "USD"),
        ("一公升三元五角", "3.5", "TWD"),
    ],
)
def test_a_sum_with_subunits_is_one_quantity(text: str, value: str, unit: str) -> None:
    (q,) = quantities(text)
    assert (q.value, q.unit) == (Decimal(value), unit)


MONTHS = [Period.month(2031, m) for m in range(1, 7)]


class OneSeries:
    """As much of a view as a check asks for."""

    as_of = end_of_day(date(2032, 1, 1))

    def series(self, name: str) -> Series:
        if name != "a/b@C":
            raise UnknownSeries(name)
        points = tuple(
            Point.of(Observation(name, p, 100.0 * i + 7, self.as_of, "0", 1.0, 999.0))
            for i, p in enumerate(MONTHS)
        )
        return Series(name, Unit.parse("bn RUB"), Measure.STOCK, points, self.as_of)


CLAIM = Claim(
    id="x",
    text="507",
    stated=Decimal(507),
    step=Decimal(1),
    unit=Unit.parse("bn RUB"),
    series="a/b@C",
    period=MONTHS[5],
)


def verdict(claim: Claim) -> Verdict:
    return check(claim, OneSeries()).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Verdict.HOLDS),
        ({"stated": Decimal("507.5")}, Verdict.HOLDS),
        ({"stated": Decimal("507.9")}, Verdict.ROUNDS),
        ({"stated": Decimal(508)}, Verdict.OFF),
        ({"stated": Decimal("0.507"), "unit": Unit.parse("trn RUB")}, Verdict.HOLDS),
        ({"stated": Decimal(510), "step": Decimal(10)}, Verdict.HOLDS),
        ({"series": "a/other@C"}, Verdict.UNSUPPORTED),
        ({"period": Period.month(2031, 9)}, Verdict.UNSUPPORTED),
        ({"relation": Relation.OVER, "stated": Decimal(500)}, Verdict.HOLDS),
        ({"relation": Relation.UNDER, "stated": Decimal(500)}, Verdict.OFF),
        ({"relation": Relation.ABOUT, "stated": Decimal(510)}, Verdict.HOLDS),
        ({"relation": Relation.ABOUT, "stated": Decimal(520)}, Verdict.OFF),
        ({"relation": Relation.ABOUT, "stated": Decimal(509)}, Verdict.OFF),
        (
            {"how": Reckoning.CHANGE, "base": MONTHS[0], "stated": Decimal(500)},
            Verdict.HOLDS,
        ),
        ({"how": Reckoning.LOW, "stated": Decimal(1)}, Verdict.HOLDS),
    ],
)
def test_a_claim_is_held_to_its_own_digits(
    change: dict[str, object], expected: Verdict
) -> None:
    assert verdict(replace(CLAIM, **change)) is expected  # type: ignore[arg-type]


def test_a_finding_carries_its_evidence() -> None:
    finding = check(CLAIM, OneSeries())  # type: ignore[arg-type]
    assert finding.actual == 507
    assert [o.period for o in finding.evidence] == [MONTHS[5]]

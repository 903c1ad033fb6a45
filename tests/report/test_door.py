from collections.abc import Callable
from datetime import date

import pytest

from polemos.core import EditionError, Period, Unit, Verdict
from polemos.report import Edition, _say
from polemos.report._digits import loose_digit, typed_digit
from polemos.report._doc import inlines, plain


@pytest.mark.parametrize("text", ["M2 and G7", "T-72、F-16", "沒有數字", "km²"])
def test_names_may_hold_a_digit(text: str) -> None:
    assert loose_digit(text) is None


@pytest.mark.parametrize("text", ["51 trillion", "T-73", "第２期", "M20"])
def test_any_other_digit_is_found(text: str) -> None:
    assert loose_digit(text)


def test_a_template_may_hold_digits_in_its_calls_and_lists() -> None:
    assert typed_digit('1. {{ q("m2_2025", digits=1) }} {# 9 #} {% if x > 2 %}') is None
    assert typed_digit("up by 77 percent")


def test_every_printed_number_is_a_claim_that_holds(edition: Edition) -> None:
    assert len(edition.claims) > 80
    assert {f.verdict for f in edition.findings} == {Verdict.HOLDS}
    assert {c.lang for c in edition.claims} == {"zh", "en"}


def test_both_languages_make_the_same_claims(edition: Edition) -> None:
    def facts(lang: str) -> list[tuple[object, ...]]:
        of = (c for c in edition.claims if c.lang == lang)
        return sorted((c.where, c.series, str(c.period), c.stated) for c in of)

    assert facts("zh") == facts("en")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('{{ q("deaths") }} died', "153,000 died", "typed in the template"),
        ('{{ q("deaths") }} died', '{{ "153" }} died', "nothing stands behind"),
        ('title="Money rose', 'title="51 Money rose', "nothing stands behind"),
        ('{{ q("deaths") }} died', "many died", "only in zh"),
        ('{{ q("deaths") }} died', '{{ q("nothing") }} died', "expected a fact"),
        ("**money (M2)**", "**money (M2)", "never closed"),
        ('{{ month("m2") }}為', '{{ year("m2") }}年為', "twice"),
    ],
)
def test_a_number_without_a_fact_stops_the_build(
    make: Callable[..., Edition], old: str, new: str, says: str
) -> None:
    with pytest.raises(EditionError, match=says):
        make((old, new))


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        ('q("m2", digits=1)', "114.7 兆盧布", "RUB 114.7 trillion"),
        ('n("m2", digits=1, unit="trn RUB")', "114.7", "114.7"),
        ('n("m2_growth", digits=1, sign="+")', "+67.6", "+67.6"),
        ('q("deaths")', "15 萬人", "150,000 people"),
        ('day("m2")', "2032年7月31日", "31 July 2032"),
        ('month("m2")', "2032年7月", "July 2032"),
        ('year("m2")', "2032年", "2032"),
        ('span("m2_gain")', "2030年3月至2032年7月", "March 2030 to July 2032"),
        ("cutoff()", "2032年8月22日", "22 August 2032"),
        ("last_edition()", "2032年8月15日", "15 August 2032"),
        ("began()", "2030年2月24日", "24 February 2030"),
        ('"yes" if up("m2_gain") and not down("m2_gain") else "no"', "yes", "yes"),
        ('"yes" if more("m2", "m2_gain") and has("grid") else "no"', "yes", "yes"),
        ('publisher("survey/cpi.yoy@ARI")', "調查局", "Survey Office"),
        ("invader.forces", "甲軍", "Arian forces"),
        ('quote("48%")', "48%", "48%"),
    ],
)
def test_the_door_says_it_in_each_language(
    make: Callable[..., Edition], call: str, zh: str, en: str
) -> None:
    said = f"@{{{{ {call} }}}}@"
    edition = make(("「骨、直」", said), ("Without {{", f"{said} Without {{{{"))
    for lang, words in (("zh", zh), ("en", en)):
        text = "".join(map(plain, inlines(edition.documents[lang].blocks)))
        assert f"@{words}@" in text


def test_a_number_is_rounded_half_up_and_never_minus_nothing() -> None:
    assert _say.number(0.125, 2).text == "0.13"
    assert _say.number(-0.04, 1).text == "0.0"
    assert _say.number(-2.5, 0).text == "\u22123"
    assert _say.quantity(999.96, Unit.parse("bn USD"), "en", 1).text == (
        "USD 1.0 trillion"
    )
    for lang, words in (("en", "RUB 0"), ("zh", "0 盧布")):
        assert _say.quantity(0.0, Unit.parse("bn RUB"), lang, 1).text == words


def test_a_unit_without_words_is_named() -> None:
    with pytest.raises(EditionError, match="parsecs"):
        _say.quantity(3, Unit("parsecs"), "en")


def test_periods_are_said_by_their_length() -> None:
    year, month = Period.year(2030), Period.month(2030, 4)
    assert _say.period(year, "zh") == "2030年"
    assert _say.period(month, "en") == "April 2030"
    assert _say.period(Period.day(date(2030, 4, 1)), "en") == "1 April 2030"
    assert _say.period(Period.quarter(2030, 2), "zh") == "2030年4月至6月"
    assert _say.period(Period.quarter(2030, 2), "en") == "April to June 2030"
    over = (date(2030, 12, 1), date(2031, 1, 31))
    assert _say.span(*over, "en") == "December 2030 to January 2031"
    assert _say.span(*over, "zh") == "2030年12月至2031年1月"
    assert _say.span(month.start, month.last, "en") == "April 2030"

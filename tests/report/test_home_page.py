"""The page for readers at home: it says what the week changed, and its sums hold."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from polemos.core import LANGS, Lang, end_of_day
from polemos.pipeline import World
from polemos.report import Edition, build, plates
from polemos.report._doc import Heading, TableBlock, plain
from polemos.report._section import sections_of
from polemos.report.pdf import render
from polemos.report.sections.home import home

FEBRUARY, NEWEST = date(2025, 2, 24), date(2026, 8, 22)
Page = Callable[[date], Edition]


@pytest.fixture(scope="module")
def page(packaged: World) -> Page:
    made: dict[date, Edition] = {}

    def write(day: date) -> Edition:
        if day not in made:
            view = packaged.view(end_of_day(day))
            made[day] = build(view, packaged.war, "f" * 64, sections=(home,))
        return made[day]

    return write


def tables(edition: Edition, lang: Lang) -> dict[str, TableBlock]:
    blocks = edition.documents[lang].blocks
    return {b.key: b for b in blocks if isinstance(b, TableBlock)}


def heading(edition: Edition, lang: Lang) -> str:
    heads = (b for b in edition.documents[lang].blocks if isinstance(b, Heading))
    return next(plain(b.inline) for b in heads if b.anchor == home.name)


def words(edition: Edition, lang: Lang) -> str:
    blocks: list[Any] = list(edition.documents[lang].blocks)
    return "\n".join(plain(b.inline) for b in blocks if hasattr(b, "inline"))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", "").partition("（")[0])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", [FEBRUARY, NEWEST], ids=str)
def test_board_promises_scenarios_and_options_are_there(
    page: Page, day: date, lang: Lang
) -> None:
    edition = page(day)
    assert not edition.left_out
    assert list(tables(edition, lang)) == ["board", "waits", "bears", "options"]
    assert len(tables(edition, lang)["options"].rows) == 6


@pytest.mark.parametrize("day", [FEBRUARY, NEWEST], ids=str)
def test_it_is_one_page_to_hand_on(packaged: World, day: date) -> None:
    view = packaged.view(end_of_day(day))
    parts = sections_of(("calls", "home", "claims"))
    with plates() as drawn:
        edition = build(
            view, packaged.war, "f" * 64, sections=parts, placed=drawn.begin
        )
        for lang, last in (
            ("zh", "不是政策或投資建議。"),
            ("en", "policyorinvestment."),
        ):
            pdf = PdfReader(BytesIO(render(edition, lang, drawn)))
            told = ["".join(page.extract_text().split()) for page in pdf.pages]
            first = "".join(heading(edition, lang).split())
            (sheet,) = (text for text in told if first in text)
            head, _, _ = sheet.partition(first)
            assert len(head) < 100  # no more above it than the running title
            assert last in sheet[-60:], lang


@pytest.mark.parametrize("day", [FEBRUARY, NEWEST], ids=str)
def test_what_is_expected_in_print_is_the_sum_of_what_stands_above_it(
    page: Page, day: date
) -> None:
    rows = [[plain(c.inline) for c in r] for r in tables(page(day), "en")["bears"].rows]
    scenarios, (expected, *before) = rows[:6], rows[6:]
    assert all(row[1:] != expected[1:] for row in before)  # told if it prints otherwise
    chances = [number(r[1]) / 100 for r in scenarios]
    assert sum(chances) == pytest.approx(1, abs=0.003)
    for column in range(2, 7):
        told = [number(r[column]) for r in scenarios]
        total = sum(p * e for p, e in zip(chances, told, strict=True))
        assert number(expected[column]) == pytest.approx(total, abs=0.006)


@pytest.mark.parametrize("day", [FEBRUARY, NEWEST], ids=str)
def test_gains_in_print_sum_to_the_title(page: Page, day: date) -> None:
    found = tables(page(day), "zh")["options"]
    title = plain(found.title)
    for column in range(4, 7):
        total = sum(number(plain(row[column].inline)) for row in found.rows)
        shown = [
            number(w.partition(" ")[0])
            for w in title.replace("，", " ").split(" ")[1::3]
        ]
        assert total == pytest.approx(shown[column - 4], abs=3)  # six are rounded


def test_a_week_without_news_says_so_and_what_was_last(page: Page) -> None:
    edition = page(date(2025, 2, 27))
    assert "帳冊本週未登錄直接有關的新事" in heading(edition, "zh")
    assert "hold nothing new of it this week" in heading(edition, "en")
    assert "18 February 2025" in words(edition, "en")
    assert "在美設廠者免徵" in words(edition, "zh")


def test_a_week_with_news_tells_it(page: Page) -> None:
    assert "本週有一筆紀錄" in heading(page(FEBRUARY), "zh")
    assert "one of the week's entries bears" in heading(page(FEBRUARY), "en")
    edition = page(date(2025, 3, 5))
    assert "本週有兩筆紀錄" in heading(edition, "zh")
    assert "two of the week's entries" in heading(edition, "en")
    assert "「台積電在美新廠投資」：" in words(edition, "zh")
    assert "TSMC announced at the White House" in words(edition, "en")


def test_a_day_before_anything_was_judged_shows_the_board_alone(page: Page) -> None:
    edition = page(date(2024, 6, 30))
    assert list(tables(edition, "zh")) == ["board", "waits"]
    assert "看得出" not in words(edition, "zh")


def test_what_is_overdue_is_counted_from_the_day_first_named(page: Page) -> None:
    first = tables(page(NEWEST), "en")["waits"].rows[0]
    assert plain(first[4].inline) == "2018→2026"
    days = (NEWEST - date(2018, 12, 31)).days
    assert number(plain(first[5].inline).replace(",", "")) == days

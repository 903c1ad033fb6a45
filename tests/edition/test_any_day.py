"""The laws of a section, held on days that nobody chose for their looks."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from polemos import report
from polemos.core import LANGS, end_of_day
from polemos.pipeline import World
from polemos.report import Edition
from polemos.report._doc import Block, Bullets, Figure, Heading, Paragraph, TableBlock

DAYS = [
    date(2022, 4, 15),
    date(2022, 12, 31),
    date(2023, 6, 30),
    date(2024, 3, 15),
    date(2025, 9, 30),
]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def edition(request: pytest.FixtureRequest, world: World) -> Edition:
    moment = end_of_day(request.param)  # a number that does not hold stops the build
    return report.build(world.view(moment), world.war, world.store.digest(moment))


def blocks(edition: Edition) -> Iterator[tuple[str, list[Block]]]:
    for lang in LANGS:
        yield lang, list(edition.documents[lang].blocks)


def test_every_section_has_something_to_say(edition: Edition) -> None:
    """The check of an article has to wait for it, and others' calls for the first.

    Positions were scored in March 2022 and, after that, in 2025.
    """
    silent = {text.partition(":")[0] for text in edition.left_out}
    waits = set() if edition.issue else {"claims"}
    if edition.as_of.date() < date(2024, 2, 13):
        waits.add("calls")
    if date(2022, 12, 23) < edition.as_of.date() < date(2025, 2, 24):
        waits.add("table")
    assert silent == waits
    for _, made in blocks(edition):
        found = {b.anchor for b in made if isinstance(b, Heading) and b.anchor}
        assert found == set(edition.war.sections) - silent


def test_no_heading_stands_over_nothing(edition: Edition) -> None:
    for _, made in blocks(edition):
        assert not isinstance(made[-1], Heading)
        for here, after in pairwise(made):
            if isinstance(here, Heading) and isinstance(after, Heading):
                assert after.level > here.level, here


def test_nothing_is_empty(edition: Edition) -> None:
    for _, made in blocks(edition):
        for block in made:
            match block:
                case Paragraph() | Heading():
                    assert "".join(r.text for r in block.inline).strip()
                case Bullets():
                    assert block.items
                case Figure():
                    assert block.drawing.panels
                    assert block.title
                    assert block.alt
                    assert block.foot
                case TableBlock():
                    assert block.rows
                    assert block.title


def test_figures_and_tables_are_numbered_in_order(edition: Edition) -> None:
    for _, made in blocks(edition):
        for kind in (Figure, TableBlock):
            numbers = [b.number for b in made if isinstance(b, kind) and b.number]
            assert numbers == list(range(1, len(numbers) + 1))


def test_both_languages_print_the_same_facts(edition: Edition) -> None:
    said = {
        lang: {
            (c.series, str(c.period), c.how, str(c.base), c.as_of)
            for c in edition.claims
            if c.lang == lang
        }
        for lang in LANGS
    }
    assert said["zh"] == said["en"]


def test_no_number_was_known_later(edition: Edition) -> None:
    for mark in edition.marks:
        assert mark.fact.point.known_at <= edition.as_of

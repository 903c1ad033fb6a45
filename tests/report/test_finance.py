"""The section on war finance, at moments that differ in what is known."""

import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.core import Lang, View, War
from polemos.indicators import with_indicators
from polemos.report._build import Edition, build
from polemos.report._doc import Figure, Heading, Paragraph, TableBlock
from polemos.report.sections.finance import finance
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "raw"
SOURCES = (
    *("cbr_money", "cbr_credit", "cbr_credit_industry", "cbr_key_rate", "cbr_fx"),
    *("rosstat_cpi", "rosstat_gdp", "minfin_budget", "minfin_nwf", "minfin_urals"),
    "eia_oil",
)
DAYS = ("2022-04-30", "2023-01-05", "2023-06-30", "2025-02-24", "2026-08-22")
Make = Callable[[str], Edition]


def war() -> War:
    return replace(wars.load("rus-ukr"), sources=SOURCES, layers=())


@pytest.fixture(scope="module")
def edition(memory_view: Callable[..., View]) -> Make:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    spec = importlib.util.spec_from_file_location("pack", ROOT / "tools" / "pack.py")
    assert spec is not None
    assert spec.loader is not None
    pack: Any = importlib.util.module_from_spec(spec)
    sys.modules["pack"] = pack
    spec.loader.exec_module(pack)
    modules = [all_sources()[name] for name in SOURCES]
    told = [t for module in modules for t in pack.parsed(module, RAW)]
    records = [r for _, rows in told for r in rows]
    sources = [m.SOURCE for m in modules]
    snaps = [snap for snap, _ in told]

    @cache
    def make(day: str) -> Edition:
        at = date.fromisoformat(day)
        view = with_indicators(memory_view(records, sources, at, snaps))
        return build(view, war(), "0" * 64, sections=[finance])

    return make


def words(edition: Edition, lang: Lang) -> str:
    blocks = edition.documents[lang].blocks
    said = (b.inline for b in blocks if isinstance(b, (Heading, Paragraph)))
    titles = (b.title for b in blocks if isinstance(b, (Figure, TableBlock)))
    lines: Sequence[Any] = [*said, *titles]
    return "\n".join("".join(run.text for run in line) for line in lines)


def headings_with_nothing_under(edition: Edition, lang: Lang) -> list[str]:
    blocks = edition.documents[lang].blocks
    bare = []
    for this, after in zip(blocks, [*blocks[1:], None], strict=True):
        last = after is None or isinstance(after, Heading)
        if isinstance(this, Heading) and this.level > 2 and last:
            bare.append("".join(run.text for run in this.inline))
    return bare


@pytest.mark.raw
@pytest.mark.parametrize("day", DAYS)
def test_it_is_whole_at_any_moment(edition: Make, day: str) -> None:
    made = edition(day)
    assert not made.left_out
    for lang in ("zh", "en"):
        assert not headings_with_nothing_under(made, lang)
        assert "  " not in words(made, lang).strip()
        figures = [b for b in made.documents[lang].blocks if isinstance(b, Figure)]
        assert len(figures) == 2
    assert len(made.claims) > 200


@pytest.mark.raw
def test_the_words_follow_the_figures(edition: Make) -> None:
    early, seed, late = (words(edition(d), "en") for d in (DAYS[0], *DAYS[3:]))
    assert "a federal surplus of" in early
    assert "above inflation" not in early
    assert "called exhausted" not in early
    assert "Figures get rewritten" not in seed
    assert "a deficit of RUB 1.7 trillion in January 2025" in seed
    assert "That is as first published" in seed
    assert "as rewritten later; the first figure is not at hand" in early
    assert "51.7% were faster; of those begun since the end of December 2000" in seed
    assert "GDP is read from a later copy" in seed
    assert "GDP is read from a later copy" not in late
    assert "M2 has gained RUB 51.0 trillion, mostly the other side" in seed
    assert "to call the fund exhausted goes too far" in seed
    assert "rewritten: the balance of January to February 2026" in late
    assert "Spending was 16% higher" in late
    assert "Spending was" not in seed
    assert "chained from monthly indices" in late


@pytest.mark.raw
def test_both_perimeters_of_lending_are_named(edition: Make) -> None:
    for lang, phrase in (
        ("zh", "連同其他金融機構 36.8 兆"),
        ("en", "36.8 trillion with"),
    ):
        assert phrase in words(edition("2025-02-24"), lang)  # type: ignore[arg-type]


def test_nothing_known_makes_nothing(memory_view: Callable[..., View]) -> None:
    sources = [all_sources()[name].SOURCE for name in SOURCES]
    view = with_indicators(memory_view([], sources, date(2025, 2, 24)))
    made = build(view, war(), "0" * 64, sections=[finance])
    assert made.documents["zh"].blocks == made.documents["en"].blocks == ()

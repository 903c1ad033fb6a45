"""Words from data or configuration are words, whatever they look like."""

import csv
import re
from dataclasses import replace
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader
from pypdf import PdfReader

from polemos import wars
from polemos.core import Licence, Text, View
from polemos.report import Edition, build, plates, write
from polemos.report._desk import Desk
from polemos.report._figure import (
    Bar,
    BarChart,
    Hue,
    Line,
    LineChart,
    Quote,
    RangeChart,
    Reading,
    Table,
    Turn,
)
from polemos.report._section import Content, section

MARKUP = (
    "</script><script>alert(document.title)</script><img src=x onerror=alert()>"
    "<!-- & &amp; \" ' ` \\ #x $y$ ${title} *z* **w** _u_ @label <l> [l](x) // /* "
    "{{ x }} {% y %} {# z #} =cmd|' /C calc'!A"
)
CHROMIUM = Path("/usr/bin/chromium")


def bad(name: str) -> Text:
    return Text(en=f"- {name} {MARKUP}", zh=f"# {name}「{MARKUP}」")


@section("hostile", Text("<b>Hostile</b>", "<b>敵意</b>"))
def hostile(desk: Desk) -> Content:
    tanks, m2 = "survey/losses.tank@ARI", "survey/money.m2@ARI"
    last = desk.last(tanks)
    lines = (Line(m2, bad("line"), Hue.INVADER),)
    return Content(
        facts={"tanks": last},
        quotes={"said": bad("quoted")},
        figures={
            "line": LineChart(
                lines,
                title=bad("panel"),
                turn=Turn(desk.war.began, bad("turn")),
            ),
            "bars": BarChart((Bar(bad("bar"), last, Hue.INVADER),)),
            "range": RangeChart((Reading(bad("reading"), last, Hue.THIRD),)),
        },
        tables={
            "cells": Table(
                (bad("head"), bad("said")), ((bad("cell"), Quote(bad("quote"))),)
            )
        },
    )


TEMPLATE = "".join(
    f"{{% block {lang} %}}\n## {title}\n\n"
    "{{ invader.name }} {{ war.name }} {{ war.border }} {{ place.coast }}\n\n"
    '{{ publisher("survey/losses.tank@ARI") }}: {{ n("tanks") }}\n\n'
    '- **{{ quote_of("said") }}**\n\n'
    '{{ figure("line", title=war.name, sub=invader.forces, alt=war.title) }}\n'
    '{{ figure("bars", title=war.name) }}\n{{ figure("range", title=war.name) }}\n'
    '{{ table("cells", title=war.name, note=war.border) }}\n{% endblock %}\n'
    for lang, title in (("zh", "標題"), ("en", "Title"))
)


@pytest.fixture(scope="module")
def edition(world: Any, war_file: Path) -> Edition:
    war = wars.load(str(war_file))
    who = replace(
        war.actors["ARI"], name=bad("name"), adjective=bad("adj"), forces=bad("forces")
    )
    war = replace(
        war,
        **{k: bad(k) for k in ("name", "title", "border")},
        actors=dict(war.actors) | {"ARI": who},
        places={"coast": bad("place")},
    )
    (survey,) = world.sources
    survey = replace(
        survey,
        title=bad("source"),
        provider=replace(survey.provider, name=bad("provider")),
        licence=Licence(bad("licence"), redistribute=True),
        caveats=(bad("caveat"),),
        series=tuple(replace(s, title=bad("series")) for s in survey.series),
    )
    view: View = replace(world, sources=[survey], memo={})
    return build(
        view,
        war,
        "f" * 64,
        sections=(hostile,),
        templates=DictLoader({"hostile.md.j2": TEMPLATE}),
    )


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with plates() as drawn:
        write(edition, folder, drawn)
    return folder


NAMES = (
    *("name", "forces", "title", "border", "place", "source", "provider", "licence"),
    *("caveat", "quoted", "panel", "head", "cell", "quote"),
)


def test_the_page_shows_markup_as_words(folder: Path) -> None:
    page = (folder / "edition.html").read_text("utf-8")
    bare = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert page.count("</script>") == 3, "no script but ours"
    assert "<img" not in bare
    assert "onerror=alert()>" not in re.sub(r'aria-label="[^"]*"', "", bare)
    words = unescape(re.sub(r"<[^>]*>", "", bare))
    for name in NAMES:
        assert f"- {name} {MARKUP}" in words, name
        assert f"# {name}「{MARKUP}」" in words, name
    assert escape(f"- title {MARKUP}", quote=True) in bare, "in the label of a chart"


def test_the_print_shows_markup_as_words(folder: Path) -> None:
    for lang in ("zh", "en"):
        pdf = PdfReader(BytesIO((folder / f"edition.{lang}.pdf").read_bytes()))
        text = "".join(page.extract_text() for page in pdf.pages)
        text = re.sub(r"\s", "", text)
        for piece in ("</script><script>alert", "#x$y$", "@label", "{{x}}", "**w**"):
            assert text.count(piece) >= len(NAMES) - 1, piece


def test_the_tables_keep_their_columns(folder: Path) -> None:
    for name in ("claims.csv", "series.csv"):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(
    "char",
    ["\0", "\x1b", "\u202e", "\u2067", "\ue000", "\ue004", "\U000f0001", "\ud800"],
)
def test_characters_that_steer_are_no_words(char: str) -> None:
    with pytest.raises(ValueError, match="expected words"):
        Text(en=f"a{char}b", zh="甲")
    with pytest.raises(ValueError, match="expected words"):
        Text(en="a", zh=f"甲{char}")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"NO BROWSER: expected {CHROMIUM}")
@pytest.mark.parametrize("script", [True, False])
def test_a_browser_runs_nothing_of_it(folder: Path, script: bool) -> None:
    from playwright.sync_api import sync_playwright

    wrong: list[str] = []
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(java_script_enabled=script)
        page.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
        page.on("console", lambda m: wrong.append(m.text))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.goto((folder / "edition.html").as_uri())
        if script:
            page.wait_for_function("document.documentElement.dataset.drawn")
            page.hover("#zh .chart >> nth=0")
            assert page.locator("#zh .chart svg").count() >= 3
            page.locator("#zh [data-f]").first.click()
            assert MARKUP in page.inner_text("#tip")
        else:
            for lang in ("zh", "en"):
                assert page.is_visible(f"#{lang} table")
                assert page.is_visible(f"#{lang} h4")
            assert page.is_visible("noscript p")
        assert page.locator("img").count() == 0
        browser.close()
    assert wrong == []

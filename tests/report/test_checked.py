"""A checked text as a page: a made-up article about the made-up war."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from polemos import wars
from polemos.article import lexicon_of
from polemos.claims import Checked, Kind, Lexicon, check_text
from polemos.core import Verdict, View, War, end_of_day
from polemos.pipeline import World
from polemos.report._checked_chart import finding, picture
from polemos.report._desk import Desk
from polemos.report._door import Door
from polemos.report._section import Content
from polemos.report.checked import page

CHROMIUM = Path("/usr/bin/chromium")
WRITTEN = date(2031, 9, 20)
NOW = end_of_day(date(2026, 8, 22))
HOSTILE = (
    "</p></script><script>document.title='run'</script><img src=x onerror=\"alert(1)\">"
    " ' \" & &amp; ${title} $title \u202eesrever 100% ]]> <!-- <style>*{display:none}"
)
ARTICLE = f"""# 甲國經濟

甲國通膨達 12%,政策利率為 15%。貨幣供給量為 9 兆盧布,一說 95 兆盧布。

![圖表](data:image/svg+xml,%3Csvg%3E)

  1. 另有 77 頂帳篷。

{HOSTILE}
"""
LEXICON = {
    "quantity": [
        {
            "id": "cpi",
            "name": {"en": "Inflation", "zh": "通膨"},
            "zh": ["通膨"],
            "en": ["inflation"],
            "series": ["survey/cpi.yoy@ARI"],
        },
        {
            "id": "rate",
            "name": {"en": "Key rate", "zh": "政策利率"},
            "zh": ["政策利率"],
            "en": ["key rate"],
            "series": ["survey/rate.key@ARI"],
        },
        {
            "id": "m2",
            "name": {"en": "Money supply", "zh": "貨幣供給量"},
            "zh": ["貨幣供給量"],
            "en": ["money supply"],
            "series": ["survey/money.m2@ARI"],
        },
    ]
}


@pytest.fixture(scope="module")
def war(war_file: Path) -> War:
    return wars.load(str(war_file))


@pytest.fixture(scope="module")
def checked(world: View, war: War) -> Checked:
    lexicon = Lexicon.parse(LEXICON)
    return check_text(ARTICLE, world, lexicon, WRITTEN, war.began)


@pytest.fixture(scope="module")
def made(checked: Checked, world: View, war: War) -> str:
    return page(checked, world, war, "zh", f"題目 {HOSTILE}")


class Seen(HTMLParser):
    """What a browser would make of the page: elements, and the text of each part."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, tuple[str, ...]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "input", "img", "wbr"):
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = [
            c for _, attrs in self.open for c in (attrs.get("class") or "").split()
        ]
        self.words.append((data, (*(t for t, _ in self.open), *inside)))

    def told(
        self, *inside: str, without: tuple[str, ...] = (), between: str = ""
    ) -> str:
        return between.join(
            w
            for w, where in self.words
            if set(inside) <= set(where) and not set(without) & set(where)
        )


@pytest.fixture(scope="module")
def seen(made: str) -> Seen:
    return Seen(made)


def test_every_mark_has_a_card_and_every_card_a_mark(seen: Seen) -> None:
    marks = [
        a
        for tag, a in seen.tags
        if tag == "a" and "m" in (a.get("class") or "").split()
    ]
    notes = [a for tag, a in seen.tags if tag == "details"]
    assert len(marks) == len(notes) >= 4
    assert [a["href"] for a in marks] == [f"#{a['id']}" for a in notes]
    assert [a["data-v"] for a in marks] == [a["data-v"] for a in notes]
    assert all("open" in a for a in notes)  # to be read where no script runs


def test_the_text_stands_as_it_was_written(seen: Seen) -> None:
    told = seen.told("article", without=("vh", "pic", "ctl"))
    written = re.sub(r"!\[.*?\]\(.*?\)|^# ", "", ARTICLE).replace("\u202e", "")
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", written)
    assert seen.told("article", "ctl") == "U+202E"
    assert seen.told("article", "head") == "甲國經濟"


def test_nothing_of_the_text_is_run_or_loaded(made: str, seen: Seen) -> None:
    assert [tag for tag, _ in seen.tags].count("script") == 1
    assert not [tag for tag, _ in seen.tags if tag in ("img", "iframe", "object")]
    assert not [n for _, a in seen.tags for n in a if n.startswith("on")]
    policy = next(
        a["content"]
        for tag, a in seen.tags
        if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/=]{44}'", policy)
    assert unescape(re.findall(r"<title>(.*?)</title>", made)[0]) == f"題目 {HOSTILE}"
    assert not re.findall(r"(?:src|url)\s*[=(]\s*[\"']?https?:", made)


def test_the_same_check_gives_the_same_bytes(
    checked: Checked, world: View, war: War, made: str
) -> None:
    assert page(checked, world, war, "zh", f"題目 {HOSTILE}") == made
    english = page(checked, world, war, "en", f"題目 {HOSTILE}")
    assert english != made
    assert english.count('id="to-en" value="en" checked') == 1


def test_each_verdict_is_told_by_more_than_its_colour(seen: Seen) -> None:
    signs = {}
    for (tag, a), (inner, path) in zip(seen.tags, seen.tags[1:], strict=False):
        if tag == "svg" and "s" in (a.get("class") or "").split():
            assert inner == "path"
            signs.setdefault(path["d"], a["class"])
    assert len(signs) == len(Verdict)
    assert len(set(signs.values())) == 4


def test_both_languages_carry_the_same_values(seen: Seen) -> None:
    """Compare percentages, which both languages write alike, and the checksums."""
    both = [
        seen.told("details", lang, without=("text", "svg"), between=" ")
        for lang in ("zh", "en")
    ]
    percents, sums, days = (
        [re.findall(pattern, told) for told in both]
        for pattern in (
            r"[+\u2212]?[\d,]+\.\d+%",
            r"\b[0-9a-f]{12}\b",
            r"\b\d{4}-\d\d-\d\d\b",
        )
    )
    assert percents[0] == percents[1]
    assert len(percents[0]) >= 4
    assert sums[0] == sums[1] != []
    assert days[0] == days[1] != []


def test_what_was_found_is_told_with_its_source(checked: Checked, seen: Seen) -> None:
    tents = next(r for r in checked.rows if r.quantity.surface.startswith("77"))
    assert tents.then.verdict is Verdict.UNBOUND
    assert tents.then.note is not None
    told = seen.told("details", "zh")
    assert "調查局" in told
    assert "polemos trace survey/cpi.yoy@ARI:" in told
    assert "寫作時" in told
    assert "2031-09-20" in told
    below = seen.told("section", "zh", without=("details",))
    assert tents.then.note.zh in below
    assert "文中對同一件事既說" in below


def test_a_text_without_any_quantity_makes_a_page(world: View, war: War) -> None:
    none = check_text("無。", world, Lexicon.parse(LEXICON), WRITTEN, war.began)
    told = Seen(page(none, world, war, "en", "Nothing"))
    assert not [a for tag, a in told.tags if tag == "details"]
    assert told.told("article") == "無。"


def test_marks_that_overlap_lose_no_word(
    checked: Checked, world: View, war: War
) -> None:
    first = next(r for r in checked.rows if r.then.best is not None)
    wide = first.quantity._replace(start=first.quantity.start - 1)
    rows = sorted(
        (*checked.rows, replace(first, quantity=wide)),
        key=lambda r: (r.quantity.start, r.quantity.end),
    )
    twice = replace(checked, rows=tuple(rows))
    plain = Seen(page(twice, world, war, "zh", "x")).told("article", without=("vh",))
    once = Seen(page(checked, world, war, "zh", "x")).told("article", without=("vh",))
    assert plain == once


# -- in a real browser -----------------------------------------------------------------

REASON = f"NO BROWSER: expected {CHROMIUM}; apt-get install chromium libatomic1"


def in_browser(test):  # type: ignore[no-untyped-def]
    absent = pytest.mark.skipif(not CHROMIUM.exists(), reason=REASON)
    return pytest.mark.browser(absent(test))


FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        started = p.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(made: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checked") / "checked.html"
    path.write_text(made, "utf-8")
    return path


def _opened(browser, file: Path, width: int, **how):  # type: ignore[no-untyped-def]
    view = browser.new_page(viewport={"width": width, "height": 800}, **how)
    wrong: list[str] = []
    view.on("console", lambda m: wrong.append(m.text))
    view.on("pageerror", lambda e: wrong.append(str(e)))
    view.on(
        "request",
        lambda r: r.url.startswith(("file:", "data:")) or wrong.append(r.url),
    )
    view.goto(file.as_uri())
    return view, wrong


@in_browser
@pytest.mark.parametrize("width", [390, 800, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_opens_and_nothing_sticks_out(
    browser, file: Path, width: int, scheme: str
) -> None:
    view, wrong = _opened(browser, file, width, color_scheme=scheme)
    assert view.is_visible("#card") == (width >= 760)
    view.click("#m1")
    assert "通膨" in view.inner_text("#card")
    box = view.locator("#card").bounding_box()
    mark = view.locator("#m1").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    if width < 760:  # a sheet from below, and the mark is seen above it
        assert box["y"] + box["height"] == pytest.approx(800, abs=1)
        assert mark["y"] + mark["height"] <= box["y"]
    else:  # beside the text
        assert box["x"] >= mark["x"] + mark["width"]
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    view.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    view.close()


@in_browser
def test_the_page_is_read_by_keyboard(browser, file: Path) -> None:
    view, wrong = _opened(browser, file, 1440)

    def active() -> str:
        return str(view.evaluate("document.activeElement.id"))

    for _ in range(30):
        view.keyboard.press("Tab")
        if active() == "m1":
            break
    assert active() == "m1"
    assert "通膨" in view.inner_text("#card")
    view.keyboard.press("ArrowRight")
    assert active() == "m2"
    assert "政策利率" in view.inner_text("#card")
    view.keyboard.press("ArrowLeft")
    view.keyboard.press("Enter")
    assert active() == "card"
    view.keyboard.press("Escape")
    assert active() == "m1"
    assert "通膨" not in view.inner_text("#card")
    view.click("label:has(#to-en)")
    assert view.evaluate("document.documentElement.lang") == "en"
    view.click("#m2")
    assert "Key rate" in view.inner_text("#card")
    assert "政策利率" not in view.inner_text("#card .body")
    assert view.title().startswith("題目 </p></script>")
    assert wrong == []
    view.close()


@in_browser
def test_without_scripts_every_card_is_a_note(browser, file: Path) -> None:
    view, wrong = _opened(browser, file, 390, java_script_enabled=False)
    assert not view.is_visible("#card")
    assert view.is_visible("#n1 .two")
    view.click("#m1")
    assert view.url.endswith("#n1")
    view.click("label:has(#to-en)")
    assert view.is_visible("#n1 .body > .en")
    assert not view.is_visible("#n1 .body > .zh")
    assert wrong == []
    view.close()


def test_a_chart_of_a_record_shows_what_its_title_says(packaged: World) -> None:
    """The text's own words say over how long a growth is a record, the lexicon else."""
    told = "去年 M2 年增 19.2%，21 世紀以來從未見過。\n\n貨幣供給的增幅創下歷史新高。\n"
    war, view = packaged.war, packaged.without_models(NOW)
    checked = check_text(told, view, lexicon_of(war), date(2025, 2, 24), war.began)
    door = Door(Desk(view, war, war.first_edition), "check", "en", Content())
    months = []
    for row in checked.rows:
        w = row.then.best
        if row.kind is not Kind.SUPERLATIVE or w is None:
            continue
        pic = picture(row, w, door)
        assert pic is not None
        at = {p.period: p.value for p in pic.series}
        assert at[w.point.period] == pytest.approx(w.point.value, rel=0.01)
        assert f"in {w.months} months" in finding(pic, row, w, door, "")
        months.append(w.months)
    assert months == [12, 36]

"""The page in a real browser: Debian's Chromium, driven by Playwright."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from polemos.report import Edition, html

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(),
        reason=f"NO BROWSER: expected {CHROMIUM}; apt-get install chromium libatomic1",
    ),
]


@pytest.fixture(scope="module")
def page_file(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "edition.html"
    file.write_text(html.render(edition), "utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        made = p.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield made
        made.close()


class Reader:
    """One reader at one width, who notes what goes wrong."""

    def __init__(self, browser, file: Path, width: int, anchor: str, scheme: str):
        self.wrong: list[str] = []
        self.page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        self.page.on("console", lambda m: self.wrong.append(m.text))
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("request", self._asked)
        self.page.goto(f"{file.as_uri()}#{anchor}")
        self.drawn(anchor.split("-", maxsplit=1)[0])

    def _asked(self, request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.wrong.append(f"asked for {request.url}")

    def drawn(self, lang: str) -> None:
        self.page.wait_for_function(
            "lang => (document.documentElement.dataset.drawn || '').includes(lang)",
            arg=lang,
            timeout=60_000,
        )


@pytest.mark.parametrize("width", [390, 800, 1440])
@pytest.mark.parametrize("anchor", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_is_drawn_and_nothing_sticks_out(
    browser, page_file: Path, width: int, anchor: str, scheme: str
) -> None:
    reader = Reader(browser, page_file, width, anchor, scheme)
    seen = reader.page.evaluate(
        """lang => {
        const charts = [...document.querySelectorAll(`#${lang} .chart`)];
        return {
          charts: charts.length,
          drawn: charts.filter((c) => c.querySelector("svg path, svg text")).length,
          cut: charts.flatMap((c) => {
            const box = c.getBoundingClientRect();
            return [...c.querySelectorAll("svg text")]
              .filter((t) => {
                const b = t.getBoundingClientRect();
                return b.width && (b.left < box.left - 1 || b.right > box.right + 1);
              })
              .map((t) => t.textContent);
          }),
          wide: document.documentElement.scrollWidth,
          tables: [...document.querySelectorAll(`#${lang} .scroll`)]
            .map((t) => t.scrollWidth - t.clientWidth),
        };
      }""",
        anchor,
    )
    assert seen["charts"] == seen["drawn"] >= 10
    assert seen["cut"] == []
    assert seen["wide"] <= width
    assert len(seen["tables"]) >= 2
    assert width < 800 or max(seen["tables"]) <= 0  # a phone scrolls, no page does
    assert reader.wrong == []
    reader.page.close()


def test_the_language_lives_in_the_address(browser, page_file: Path) -> None:
    reader = Reader(browser, page_file, 800, "zh-front", "light")
    page = reader.page
    assert page.evaluate("document.documentElement.lang") == "zh-Hant-TW"
    page.click("a[data-to=en]")
    reader.drawn("en")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.url.endswith("#en")
    assert page.is_visible("#en")
    assert not page.is_visible("#zh")
    assert page.title() == "Test report: the Aria–Boria war"
    assert reader.wrong == []
    page.close()


def test_a_number_tells_where_it_comes_from_by_keyboard(
    browser, page_file: Path
) -> None:
    reader = Reader(browser, page_file, 1440, "", "light")
    page = reader.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-f]')"):
            break
    told = page.inner_text("#tip")
    assert "survey/money.m2@ARI" in told
    assert "調查局" in told
    assert "polemos trace" in told
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Escape")
    assert not page.is_visible("#tip")
    page.close()


def test_the_right_glyphs_are_used_for_taiwan(browser, page_file: Path) -> None:
    reader = Reader(browser, page_file, 800, "zh", "light")
    loaded = reader.page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').length"
    )
    assert loaded == 3
    reader.page.close()


def test_every_figure_offers_its_data(browser, page_file: Path) -> None:
    reader = Reader(browser, page_file, 1440, "zh", "light")
    buttons = reader.page.query_selector_all("#zh figure button")
    figures = reader.page.query_selector_all("#zh figure:has(.chart)")
    assert len(buttons) == len(figures)
    heads = set()
    for button in buttons:
        with reader.page.expect_download() as download:
            button.click()
        head, *rows = download.value.path().read_text("utf-8").splitlines()
        heads.add(head)
        assert rows, download.value.suggested_filename
    assert heads == {
        "series,unit,period_end,value,low,high",
        "series,period,reckoned,since,value,low,high,unit",
        "h3_cell,ground",
    }
    reader.page.close()


def test_the_notes_are_folded_and_open(browser, page_file: Path) -> None:
    reader = Reader(browser, page_file, 390, "en", "light")
    page = reader.page
    assert not page.is_visible("#en .notes li")
    page.click("#en .notes summary")
    assert page.is_visible("#en .notes li")
    page.close()

"""One self-contained page with both languages, which asks nothing of any network."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from typing import Any

from polemos.core import LANGS, Lang
from polemos.report import fonts
from polemos.report._build import Edition
from polemos.report._doc import Heading, plain
from polemos.report._page import CODES, Page
from polemos.report._shell import static, whole


def render(edition: Edition) -> str:
    """Write the page; the same edition gives the same bytes."""
    page = Page(edition.desk)
    with ThreadPoolExecutor(1) as aside:  # bundling is work outside of Python
        vega = aside.submit(_vega)
        parts = _parts(edition, page)
    filled = parts | {"vega": vega.result()}
    return whole("page.html", filled, scripts="'unsafe-inline' 'unsafe-eval'")


def _parts(edition: Edition, page: Page) -> dict[str, str]:
    """Give every part of the page but the charts' engine."""
    articles = "\n".join(page.article(d) for d in edition.documents.values())
    bar, data = _bar(edition), page.data(edition)
    still = "".join(map(_still, LANGS))
    return {
        "title": escape(edition.documents["zh"].title),
        "fonts": fonts.faces(articles + bar + data + still, page.heavy),
        "css": static("page.css"),
        "skip": "".join(_skip(lang) for lang in LANGS),
        "bar": bar,
        "still": still,
        "articles": articles,
        "data": data,
        "app": static("app.js"),
    }


@cache
def _vega() -> str:
    from vl_convert import javascript_bundle

    bundle: Any = javascript_bundle  # its stub asks for a snippet, which is optional
    return str(bundle())


def _skip(lang: Lang) -> str:
    words = "跳到內文" if lang == "zh" else "Skip to the text"
    return (
        f'<a class="skip" href="#{lang}" data-only="{lang}" lang="{CODES[lang]}">'
        f"{words}</a>"
    )


def _still(lang: Lang) -> str:
    """Say what is missing to a reader who lets no script run."""
    words = (
        "圖表要開啟 JavaScript 才會畫出；不開啟時，請看同期的 PDF。"
        if lang == "zh"
        else "The charts need JavaScript; without it, see the PDF of this edition."
    )
    return f'<p lang="{CODES[lang]}">{words}</p>'


def _bar(edition: Edition) -> str:
    """Write the quiet bar: edition, cut-off, language, contents."""
    parts = []
    for lang, doc in edition.documents.items():
        zh = lang == "zh"
        rows = dict(doc.masthead)
        cut = "資料截止" if zh else "Data cut-off"
        parts.append(
            f'<div class="what" data-only="{lang}" lang="{CODES[lang]}">'
            f"<b>{escape(doc.subtitle)}</b>"
            f"<span>　{escape(cut)} {escape(rows[cut])}</span></div>"
        )
    switch = "".join(
        f'<a href="#{lang}" data-to="{lang}" lang="{CODES[lang]}" '
        f'hreflang="{CODES[lang]}">{"中文" if lang == "zh" else "English"}</a>'
        for lang in LANGS
    )
    parts.append(f'<div class="to">{switch}</div>')
    for lang, doc in edition.documents.items():
        links = "".join(
            f'<a href="#{lang}-{b.anchor}">{escape(plain(b.inline))}</a>'
            for b in (*doc.blocks, *doc.end)
            if isinstance(b, Heading) and b.anchor
        )
        name = "目錄" if lang == "zh" else "Contents"
        parts.append(
            f'<details data-only="{lang}" lang="{CODES[lang]}">'
            f"<summary>{name}</summary><nav>{links}</nav></details>"
        )
    return "".join(parts)

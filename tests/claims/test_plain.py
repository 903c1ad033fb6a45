"""Markup goes, words stay, and each character knows where it stood."""

from datetime import date
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.claims import (
    Markup,
    decoded,
    guess,
    plain,
    published_on,
    written_on,
)
from polemos.core import ParseError

FORMS: tuple[Markup, ...] = ("text", "markdown", "html")
ZH = "俄羅斯的貨幣供給量，去年增加 51 兆盧布，在年增率上是 19.2%。\n"


@pytest.mark.parametrize(
    ("form", "source", "words"),
    [
        ("markdown", "M2 rose **77**%", "M2 rose 77%"),
        ("markdown", "a [link 5%](http://x/a(b)c_9 'title 3') b", "a link 5% b"),
        ("markdown", "![chart 5%](data:image/svg+xml,%3Csvg9) b", "chart 5% b"),
        ("markdown", "[![7](a.png)](http://x) [8][ref] [9]", "7 8 [9]"),
        ("markdown", "3*4 a_b_c 5 * 6 _seven_ ~~8~~ `9`", "3*4 a_b_c 5 * 6 seven 8 9"),
        ("markdown", "77%[^1] rose\n\n[^1]: 12", "77% rose\n\n 12"),
        ("markdown", "a\n\n[r]: http://x/9 'nine'\n\nb", "a\n\n\n\nb"),
        ("markdown", "[Note]: GDP fell 3%", "[Note]: GDP fell 3%"),
        ("markdown", "a\n```py\nx = 9\n```\nb", "a\n\nb"),
        ("markdown", "a\n```py\nx = 9", "a\nx = 9"),
        ("markdown", "# One\ntwo", "\nOne\n\ntwo"),
        ("markdown", "| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n\n| 1 | 2 |"),
        ("markdown", "> a <b>5</b>% \\*6\\*", "a 5% *6*"),
        ("markdown", "see `<script>` here, 5%", "see <script> here, 5%"),
        ("html", "<b>77</b>% &lt;5 &#8364;6 &bogus; &amp7", "77% <5 €6 &bogus; &amp7"),
        ("html", "a<br>b<p title='c > 9'>d", "a\n\nb\n\nd"),
        ("html", "a<!-- 9 -->b<script>9</script >c<style>9</STYLE>d", "abcd"),
        ("html", "a<script>9", "a"),
        ("html", "a<style x='", "a"),
        ("html", "a<!-- 9", "a"),
        ("html", "<title>9</title>a", "\n\na"),
        ("html", "a<title>9", "a\n\n9"),
        ("html", "km<sup>2</sup>, 77%<sup><a href='#'>[3]</a></sup>", "km², 77%"),
        ("html", "117×10<sup>12</sup> in 10<sup>[3]</sup>", "117×10^12 in 10"),
        ("html", "a<del>9</del><s>8</s><span hidden>7</span>b", "ab"),
        ("html", "a<span style='display : none'>9</span>b<img hidden>c", "abc"),
        ("html", "a<span title='hidden 5'>9</span>", "a9"),
        ("html", "a<span title='a hidden cost'>9</span>", "a9"),
        ("html", "<tr><td>1</td><td>2</td></tr>", "\n\n1 | 2 | \n\n"),
        ("html", "增加 51 兆盧\n  布\n next", "增加 51 兆盧布 next"),
        ("html", "5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("html", "<pre>a\nb</pre>", "\n\na\nb\n\n"),
        ("text", "\ufeff7\u200b7\u202e%\x1b[31m \U000e0041x", "77%[31m x"),
        ("text", "infla-\ntion, two-\nthirds, year-\n  on-year", None),
        ("text", f"{ZH}增加盧\n布\n行", f"{ZH}增加盧\n布\n行"),
        ("text", f"{ZH[:-1]}增\n 加", f"{ZH[:-1]}增加"),
        ("text", "it rose\n\n 12\n\fto 5%", "it rose\nto 5%"),
        ("text", "a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("text", "<b>5</b> **6** &lt;", "<b>5</b> **6** &lt;"),
    ],
)
def test_markup_goes_and_words_stay(
    form: Markup, source: str, words: str | None
) -> None:
    if words is None:
        words = "inflation, two-thirds, year-on-year"
    made = plain(source, form)
    assert made.text == words
    for i, char in enumerate(made.text):
        start, end = made.span(i, i + 1)
        assert 0 <= start < end <= len(source)
        if end - start == 1 and source[start] not in "\r\n\x0c\u2028":
            assert source[start] == char


@given(
    st.text(alphabet="ab5盧布 \n\r\f\t<>/!-&;#`*_[]()|~\\=:'\"^\ufeff"),
    st.sampled_from(FORMS),
)
def test_places_are_in_order_whatever_the_source(source: str, form: Markup) -> None:
    made = plain(source, form)
    places = [made.span(i, i + 1) for i in range(len(made.text))]
    assert all(0 <= a < b <= len(source) for a, b in places)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(places))
    assert [made.source(i) for i in range(len(made.text))] == [a for a, _ in places]


def test_a_span_covers_the_markup_within() -> None:
    source = "<p>rose <b>19.2</b>% &amp; fell"
    made = plain(source, "html")
    at = made.text.index("19.2%")
    start, end = made.span(at, at + len("19.2%"))
    assert source[start:end] == "19.2</b>%"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "unit",
    [
        *("<", "<script", "<script>", "<title>", '<a "', "<a '\">", "<!--", "<sup><a "),
        *("[", "![", "](", "[](", "[]", '](a "', "[^a", "[a]: b\n", "`", "```\n"),
        *("````\n```\n", "&", "&a", "&amp;", "*", "_a", "\n", " \n", "\n1", "a-\n"),
        *(" ", "|", "-", "> ", "# \n", "\\", "盧\n", "\u202e"),
    ],
)
def test_the_time_grows_with_the_length_alone(unit: str, form: Markup) -> None:
    def seconds(length: int) -> float:
        source = (unit * length)[:length]
        best = []
        for _ in range(2):
            begun = process_time()
            plain(source, form)
            best.append(process_time() - begun)
        return min(best)

    short, long = seconds(2_000), seconds(32_000)
    assert long < 16 * 4 * max(short, 0.001)


@pytest.mark.parametrize(
    ("source", "suffix", "form"),
    [
        ("a", ".md", "markdown"),
        ("a", "html", "html"),
        ("<!DOCTYPE html><p>a", "txt", "html"),
        ("a <p>b</p>", "", "html"),
        ("# a", "", "markdown"),
        ("a [b](c)", ".txt", "markdown"),
        ("M2 <5% and 3*4", "", "text"),
    ],
)
def test_the_form_is_guessed(source: str, suffix: str, form: Markup) -> None:
    assert guess(source, suffix) == form


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("發布日期: 2025-02-24\n本文", date(2025, 2, 24)),
        ("標題\n\n2025年2月24日\n本文", date(2025, 2, 24)),
        ("中央社 2025/02/24 10:15\n本文", date(2025, 2, 24)),
        ("民國 114 年 2 月 24 日\n本文", date(2025, 2, 24)),
        ("---\ntitle: x\ndate: 2025-02-24\n---\nbody", date(2025, 2, 24)),
        ("Title\nPublished 24 February 2025", date(2025, 2, 24)),
        ("Title\nBy Jane Doe, Feb. 24th, 2025\nbody", date(2025, 2, 24)),
        ("Posted on: Monday, February 24, 2025 by x", date(2025, 2, 24)),
        ("作者：王大明　發布時間：2025-02-24 10:00", date(2025, 2, 24)),
        ("The bank published on 14 February 2022 that", None),
        ("央行發布 2022 年 2 月 14 日的數字。", None),
        ("On 24 February 2022 Russia invaded.", None),
        ("俄軍於 2022 年 2 月 24 日入侵。", None),
        ("Date: 2025-02-31", None),
        ("\n" * 50 + "Published 24 February 2025", None),
    ],
)
def test_the_day_of_writing_is_read(text: str, day: date | None) -> None:
    assert written_on(text) == day


@pytest.mark.parametrize(
    "page",
    [
        '<meta property="article:published_time" content="2025-02-24T01:00Z">',
        '<time datetime="2025-02-24">yesterday</time>',
        '<script>{"datePublished": "2025-02-24"}</script>',
    ],
)
def test_a_page_tells_its_day_in_its_markup(page: str) -> None:
    assert published_on(page) == date(2025, 2, 24)
    assert published_on("<p>2025-02-24</p>") is None


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("cp950", "Big5"),
    ],
)
def test_a_plain_encoding_is_known(encoding: str, name: str) -> None:
    text, found = decoded(ZH.encode(encoding), "x")
    assert (text.removeprefix("\ufeff"), found) == (ZH, name)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b" \n", "nothing in it"),
        (b"%PDF-1.7 ...", "pdftotext"),
        (b"PK\x03\x04", "zip"),
        (bytes(range(256)) * 9, "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"abc\0def", "binary"),
        ("line\nd\u00e9j\u00e0 vu".encode("cp1252"), "byte 0xe9 in line 2"),
        ("俄罗斯的货币供给量，去年增加。".encode("gbk"), "save it as UTF-8"),
        ("ロシアの通貨供給量は増加した".encode("euc_jp"), "save it as UTF-8"),
        ("Денежная масса выросла".encode("cp1251"), "save it as UTF-8"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=r"^x: expected ") as refusal:
        decoded(data, "x")
    assert says in str(refusal.value)

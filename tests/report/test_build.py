from collections.abc import Callable
from dataclasses import replace

import pytest

from polemos.core import EditionError, Text
from polemos.report import Edition
from polemos.report._doc import Figure, Heading, TableBlock, inlines, plain


def text_of(edition: Edition, lang: str) -> str:
    doc = edition.documents[lang]
    return "\n".join(map(plain, inlines((*doc.blocks, *doc.end))))


def test_an_edition_has_both_languages_and_its_masthead(edition: Edition) -> None:
    zh, en = edition.documents["zh"], edition.documents["en"]
    assert zh.title == "測試報告：甲乙戰爭"
    assert dict(en.masthead)["Issue"] == "No. 85"
    assert dict(en.masthead)["Data cut-off"] == "22 August 2032, 23:59 UTC"
    assert "12/34" in dict(zh.masthead)["國界畫法"]
    assert [b.anchor for b in zh.blocks if isinstance(b, Heading)] == ["money", "front"]


def test_a_section_that_knows_nothing_is_left_out_and_said_so(
    edition: Edition,
) -> None:
    assert list(edition.left_out) == ["missing"]
    assert (
        'Left out: "What is missing"; not enough was known at the cut-off ('
        in text_of(edition, "en")
    )
    assert "本期略去「缺漏」：截止時資料不足（" in text_of(edition, "zh")
    assert "expected" not in text_of(edition, "zh")


def test_figures_and_tables_are_numbered_alike(edition: Edition) -> None:
    zh, en = (
        [
            (type(b), b.key, b.number)
            for b in edition.documents[lang].blocks
            if isinstance(b, (Figure, TableBlock))
        ]
        for lang in ("zh", "en")
    )
    assert zh == en
    assert [n for kind, _, n in zh if kind is Figure] == list(range(1, 10))


def test_a_missing_series_is_dropped_with_its_panel(edition: Edition) -> None:
    (grid,) = (
        b
        for b in edition.documents["en"].blocks
        if isinstance(b, Figure) and b.key == "grid"
    )
    assert len(grid.drawing.panels) == 3
    assert "survey/nothing@ARI" not in grid.drawing.series


def test_the_foot_of_a_figure_comes_from_its_lineage(edition: Edition) -> None:
    (m2,) = (
        b
        for b in edition.documents["en"].blocks
        if isinstance(b, Figure) and b.key == "m2"
    )
    foot = plain(m2.foot)
    assert "Survey Office" in foot
    assert "9 August 2032;" in foot
    assert "assumed" not in foot
    assert m2.trace == ("survey/money.m2@ARI",)


def test_the_end_matter_lists_each_source_with_its_age_and_caveats(
    edition: Edition,
) -> None:
    text = text_of(edition, "zh")
    assert "調查局：調查" in text
    assert "2032-08-21" in text
    assert "此來源為虛構。" in text


def test_bold_works_beside_chinese_punctuation(make: Callable[..., Edition]) -> None:
    edition = make(("「骨、直」", "這是**「坦克」**剩"))
    runs = [r for i in inlines(edition.documents["zh"].blocks) for r in i]
    assert [r.text for r in runs if r.text == "「坦克」" and r.strong]


def test_a_digit_in_a_label_stops_the_build(
    make: Callable[..., Edition], money: object
) -> None:
    from polemos.report._figure import Table
    from polemos.report._section import Content, Section

    assert isinstance(money, Section)

    def labelled(desk: object) -> Content:
        content = money.content(desk)  # type: ignore[arg-type]
        table = content.tables["rates"]
        head = (Text(en="Since 2031", zh="自二〇三一年"), *table.head[1:])
        return replace(content, tables={"rates": Table(head, table.rows)})

    with pytest.raises(EditionError, match="a digit in the label"):
        make(sections=(replace(money, content=labelled),))

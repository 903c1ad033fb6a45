"""The end matter: method, sources, their age, their terms and their limits."""

import re
from collections.abc import Iterator, Sequence

from polemos.core import Lang, Text
from polemos.report._desk import Desk
from polemos.report._doc import (
    Block,
    Bullets,
    Figure,
    Heading,
    Mark,
    Paragraph,
    Run,
    TableBlock,
    TableCell,
)
from polemos.report._lineage import Use, uses

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_HINDSIGHT = {
    "zh": "以下說明依今日對來源的了解寫成，會提到截止日之後的事；數字本身不含。",
    "en": "These notes are written with today's knowledge of the sources and may name "
    "what came after the cut-off; the figures do not hold it.",
}
_METHOD = {
    "zh": (
        "每一筆觀測都帶兩個時間：它描述的期間，與它為人所知的時間。本報告只用資料截止時"
        "已知的數字。若手上只有較晚的版本，就以期末加上該來源的發布時差推定何時得知（圖下"
        "標「推定」，下表標星號）：這類數字的值可能含日後修訂。",
        "文中與圖上的每個數字都由程式從資料庫取出、四捨五入一次、登記為一項主張，再以"
        "印出的字讀回核對；核對不過，就不出刊。中英兩版用同一組事實。各項主張見 "
        "claims.csv，畫出與印出的數值見 series.csv。",
        "彼此矛盾的來源並列，不取平均。交戰方自己發布的數字註明由誰發布。",
    ),
    "en": (
        "Every observation carries two times: the period it describes and the moment "
        "it became known. This report uses only what was known by the cut-off. Where "
        "we hold only a later copy, that moment is assumed from the source's release "
        "lag (said under the figure, starred below), and it may hold later revisions.",
        "A program takes each number in the text and the charts from the store, rounds "
        "it once, logs it as a claim, reads the printed words back and checks them; if "
        "one does not hold there is no edition. Both languages use the same facts. The "
        "claims are in claims.csv, the values drawn and printed in series.csv.",
        "Sources that disagree stand side by side and are not averaged. Figures from a "
        "party to the war are marked as that party's.",
    ),
}


def end_matter(
    desk: Desk,
    lang: Lang,
    blocks: Sequence[Block],
    marks: Sequence[Mark],
    left_out: Sequence[tuple[Text, Text]],
) -> Iterator[Block]:
    """Write the last pages in one language."""
    zh = lang == "zh"
    title = "方法、來源、資料新舊與限制" if zh else "Method, sources, age and limits"
    yield Heading(2, (Run(title),), "method")
    for text in _METHOD[lang]:
        yield Paragraph((Run(text),))
    for part, why in left_out:
        told = (
            f"本期略去「{part.zh}」：截止時資料不足（{why.zh}）。"
            if zh
            else f'Left out: "{part.en}"; not enough was known at the cut-off '
            f"({why.en})."
        )
        yield Paragraph((Run(told),))
    figures = [b for b in blocks if isinstance(b, Figure)]
    series = [s for f in figures for s in f.drawing.series]
    series += [m.fact.series for m in marks]
    used = uses(
        desk, dict.fromkeys(series), (x for f in figures for x in f.drawing.layers)
    )
    if used:
        yield _sources(used, lang)
        yield from _caveats(used, lang, desk.day.year)


def _sources(used: Sequence[Use], lang: Lang) -> TableBlock:
    zh = lang == "zh"
    head = (
        ("來源", "資料到", "發布", "取得", "授權")
        if zh
        else ("Source", "Data to", "Published", "Retrieved", "Licence")
    )
    rows = tuple(
        tuple(TableCell((Run(text),)) for text in _row(use, lang)) for use in used
    )
    title = "本期用到的來源" if zh else "Sources used in this edition"
    note = (
        "星號：該來源有數列的發布日為推定。"
        if zh
        else "Asterisk: the source has a series whose release date is assumed."
    )
    starred = (Run(note),) if any(u.assumed for u in used) else ()
    return TableBlock("sources", "method", 0, (Run(title),), starred, head, rows)


def _row(use: Use, lang: Lang) -> tuple[str, ...]:
    provider, title = use.source.provider.name.in_(lang), use.source.title.in_(lang)
    stop = "：" if lang == "zh" else ": "
    return (
        f"{provider}{stop}{title}",
        f"{use.newest.last:%Y-%m-%d}",
        f"{use.published:%Y-%m-%d}{'*' if use.assumed else ''}",
        f"{use.retrieved:%Y-%m-%d}",
        use.source.licence.name.in_(lang),
    )


def _caveats(used: Sequence[Use], lang: Lang, year: int) -> Iterator[Block]:
    items = []
    for use in used:
        if use.caveats:
            stop, space = ("：", "") if lang == "zh" else (": ", " ")
            words = space.join(c.in_(lang) for c in use.caveats)
            items.append(
                (
                    Run(use.source.title.in_(lang) + stop, strong=True),
                    Run(words),
                )
            )
    if items:
        title = "讀這些數字要記得" if lang == "zh" else "What to bear in mind"
        yield Heading(3, (Run(title),))
        said = " ".join(r.text for item in items for r in item)
        if any(int(y) > year for y in _YEAR.findall(said)):
            yield Paragraph((Run(_HINDSIGHT[lang]),))
        yield Bullets(tuple(items))

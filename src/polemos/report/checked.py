"""A checked text as one self-contained page: annotated in place, in both languages."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from polemos.claims import Checked, Row, Worked
from polemos.core import LANGS, Lang, View, War
from polemos.report import fonts, svg
from polemos.report._checked_card import Cards, Drawn
from polemos.report._checked_chart import Picture, axis, draw, finding, picture, themed
from polemos.report._checked_end import counted, day, end, summary
from polemos.report._checked_say import both, each, in_bold, sign, value
from polemos.report._checked_text import Marked, annotate, language, marked
from polemos.report._checked_words import SENSES, WORDS
from polemos.report._desk import Desk
from polemos.report._door import Door
from polemos.report._page import CODES
from polemos.report._section import Content
from polemos.report._shell import bar, static, whole


def page(checked: Checked, view: View, war: War, lang: Lang, title: str) -> str:
    """Write the page; `view` is the one that the text was held to, `lang` shows first.

    Nothing of the text is ever run, and the same check gives the same bytes.
    """
    desk = Desk(view, war, war.first_edition)
    marks = marked(checked.rows)
    drawn = _drawn(checked, marks, desk)
    cards = Cards(desk, checked.as_of.date())
    text = checked.reading.text
    script = static("checked.js")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    filled = {
        "title": escape(title),
        "bar": bar("polemos check", lang),
        "days": _days(checked),
        "summary": each(lambda one: escape(summary(marks, one))),
        "filters": "".join(_filters(marks)),
        "code": CODES[language(text)],
        "text": annotate(text, marks),
        "hint": both(WORDS["hint"]),
        "notes": both(WORDS["notes"]),
        "cards": "\n".join(cards.card(m.row, m.no, drawn[m.no]) for m in marks),
        "end": end(checked, marks, desk),
        "back": both(WORDS["back"]),
        "next": both(WORDS["next"]),
        "close": both(WORDS["close"]),
    }
    findings = (d.finding for two in drawn.values() for d in two.values())
    shown = "".join(filled.values())
    filled |= {
        "fonts": fonts.faces(shown, _heavy(title, text, findings)),
        "css": static("checked.css"),
        "script": script,
    }
    return whole("checked.html", filled, scripts=f"'sha256-{digest}'", lang=lang)


def _heavy(title: str, text: str, findings: Iterable[str]) -> set[str]:
    """Give the characters that stand in bold: titles, values, words of this page."""
    heads = [p for p in text.split("\n") if len(p) <= _LINE]
    return in_bold(WORDS.values()) | set("".join([title, *heads, *findings]))


_LINE = 48  # characters; no longer line is set as a heading


def _days(checked: Checked) -> str:
    return each(
        lambda one: (
            f"{WORDS['written'].in_(one)} <time>{day(checked, one)}</time> · "
            f"{WORDS['held'].in_(one)} <time>{day(checked, one, now=True)}</time>"
        )
    )


def _filters(marks: Sequence[Marked]) -> Iterator[str]:
    yield (
        f'<button type="button" data-f="" aria-pressed="true">{both(WORDS["all"])} '
        f"<b>{len(marks)}</b></button>"
    )
    for verdict, count in counted(marks).items():
        sense = SENSES[verdict]
        yield (
            f'<button type="button" class="v {sense.tone}" data-f="{verdict}" '
            f'aria-pressed="false">{sign(sense)}{both(sense.name)} <b>{count}</b>'
            "</button>"
        )


def _drawn(
    checked: Checked, marks: Sequence[Marked], desk: Desk
) -> Mapping[int, Mapping[Lang, Drawn]]:
    """Draw the chart of each card in both languages, all in one go."""
    doors = {one: Door(desk, "check", one, Content()) for one in LANGS}
    asked: list[tuple[int, Lang, tuple[str, str], dict[str, Any]]] = []
    for m in marks:
        found = _shown(m.row, doors[LANGS[0]])
        if found is None:
            continue
        pic, w = found
        for one, door in doors.items():
            told = finding(pic, m.row, w, door, value(w, m.row, one))
            spec = draw(pic, m.row, checked.as_of.date(), door)
            unit = axis(pic, one)[1]
            if pic.revised:
                unit += WORDS["revised"].in_(one)
            asked.append((m.no, one, (told, unit), spec))
    out: dict[int, dict[Lang, Drawn]] = {m.no: {} for m in marks}
    images = svg.draw(spec for *_, spec in asked)
    for (no, one, words, _), image in zip(asked, images, strict=True):
        out[no][one] = Drawn(*words, themed(image))
    return out


def _shown(row: Row, door: Door) -> tuple[Picture, Worked] | None:
    """Choose what a card's chart shows: what it was judged by, else what is near."""
    j = row.then if row.then.best or not row.now.best else row.now
    for w in (j.best,) if j.best else (*j.rivals, *j.others):
        if (pic := picture(row, w, door)) is not None:
            return pic, w
    return None

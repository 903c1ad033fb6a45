"""A user's article: from the bytes of a file to what was found, and where in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from polemos import wars
from polemos.claims import (
    Checked,
    Conflict,
    Judgement,
    Lexicon,
    Markup,
    Plain,
    Row,
    Worked,
    between,
    check_text,
    guess,
    plain,
    published_on,
    written_on,
)
from polemos.core import ParseError, Step, Text, View, War
from polemos.pipeline import evidence_of

LIMIT = 5_000_000  # bytes of one text: some forty books are no article


@dataclass(frozen=True)
class Article:
    """A checked text, with the words it was read by and the source they stand in.

    `stated` is the day it says it was written, None where it says none. Offsets of
    `checked` are those of `words.text`.
    """

    name: str
    source: str
    words: Plain
    stated: date | None
    written: date
    checked: Checked

    @property
    def placed(self) -> Checked:
        """Give the same check with offsets in the characters of the source."""
        rows = tuple(
            replace(r, quantity=r.quantity._replace(start=start, end=end))
            for r in self.checked.rows
            for start, end in (self.words.span(r.quantity.start, r.quantity.end),)
        )
        found = tuple(
            replace(
                c,
                first=self.words.span(*c.first),
                second=self.words.span(*c.second),
                vague=self.words.span(*c.vague),
            )
            for c in self.checked.conflicts
        )
        return replace(self.checked, rows=rows, conflicts=found)


def lexicon_of(war: War) -> Lexicon:
    """Read the words by which a war's texts are bound to its series."""
    return Lexicon.parse(wars.table(war, "lexicon.toml"))


def check_article(
    source: str,
    view: View,
    war: War,
    lexicon: Lexicon,
    *,
    written: date | None = None,
    form: Markup | None = None,
    name: str = "",
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Article:
    """Hold an article's numbers to what was known when it was written, and to a view.

    `written` is by default what the text says, else the day of the view; `form` is
    guessed from the suffix of `name`, or by the looks of the text. `progress` is told
    how many of how many numbers are judged.
    """
    suffix = name.rpartition(".")[2] if "." in name else ""
    kind = form or guess(source, suffix)
    words = plain(source, kind)
    if not words.text.strip():
        raise ParseError(
            f"{name or 'the text'}: expected a text, found nothing but markup"
        )
    stated = written_on(words.text)
    if stated is None and kind == "html":
        stated = published_on(source)
    day = written or stated or view.as_of.date()
    checked = check_text(words.text, view, lexicon, day, war.began, progress=progress)
    return Article(name, source, words, stated, day, checked)


def same_week(articles: Iterable[Article]) -> list[tuple[Article, Article, Row, Row]]:
    """Find where articles that were written in one week disagree on one quantity.

    They must have been checked by one lexicon.
    """
    weeks: dict[tuple[int, int], list[Article]] = {}
    for one in articles:
        year, week, _ = one.written.isocalendar()
        weeks.setdefault((year, week), []).append(one)
    return [
        (group[int(a)], group[int(b)], first, second)
        for group in weeks.values()
        for a, b, first, second in between(
            (str(i), one.checked.rows) for i, one in enumerate(group)
        )
    ]


# -- as JSON -------------------------------------------------------------------------


def told(article: Article, view: View) -> dict[str, Any]:
    """Give a check as JSON tells it: numbers as numbers, offsets in the input."""
    placed = article.placed
    return {
        "file": article.name,
        "written": article.written.isoformat(),
        "as_of": placed.as_of.isoformat(),
        "now": placed.now.isoformat(),
        "quantities": [_row(row, view) for row in placed.rows],
        "consistency": [_conflict(c, article.source) for c in placed.conflicts],
    }


def told_between(
    found: Sequence[tuple[Article, Article, Row, Row]],
) -> list[dict[str, Any]]:
    """Give as JSON where articles disagree."""
    return [
        {
            "series": next(iter(rows[0].series), None),
            "said": [
                {"file": one.name, **_span(one.words, row)}
                for one, row in zip((first, second), rows, strict=True)
            ],
        }
        for first, second, *rows in found
    ]


def _span(words: Plain, row: Row) -> dict[str, Any]:
    start, end = words.span(row.quantity.start, row.quantity.end)
    return {"surface": row.quantity.surface, "start": start, "end": end}


def _row(row: Row, view: View) -> dict[str, Any]:
    q, about = row.quantity, row.bound and (row.bound.entry or row.bound.pledge)
    return {
        "surface": q.surface,
        "start": q.start,
        "end": q.end,
        "value": _number(q.value),
        "low": _number(q.low),
        "high": _number(q.high),
        "comparator": q.comparator.value,
        "unit": q.unit,
        "kind": row.kind.value,
        "series": list(row.series),
        "verdict": row.then.verdict.value,
        "verdict_now": row.now.verdict.value,
        "recomputed": _worked(row.then.best, view),
        "about": about.id if about else None,
        "name": _text(about.name) if about else None,
        "change": q.change.value,
        "modality": q.modality.value,
        "stage": q.stage.value if q.stage else None,
        "material": row.then.material,
        **_judged(row.then, view),
        "recomputed_now": _worked(row.now.best, view),
        "material_now": row.now.material,
        **{f"{key}_now": v for key, v in _judged(row.now, view).items()},
    }


def _step(step: Step) -> dict[str, Any]:
    """Give what was known of a plan, and from whom."""
    return {
        "commitment": step.commitment,
        "stage": step.stage.value if step.stage else None,
        "day": step.period.start.isoformat(),
        "known_at": step.known_at.isoformat(),
        "source": step.told.source,
        "url": step.told.url,
        "confidence": step.told.confidence.value,
        "recalled": step.told.recalled,
        "text": _text(step.text),
    }


def _judged(j: Judgement, view: View) -> dict[str, Any]:
    return {
        "note": _text(j.note),
        "tolerance": asdict(j.tolerance) if j.tolerance else None,
        "evidence": [
            *(evidence_of(view, o) for o in j.evidence),
            *map(_step, j.steps),
        ],
        "rivals": [_worked(w, view) for w in j.rivals],
        "other_definitions": [_worked(w, view) for w in j.others],
    }


def _worked(w: Worked | None, view: View) -> dict[str, Any] | None:
    if w is None:
        return None
    return {
        "value": w.point.value,
        "unit": str(w.unit),
        "low": w.point.low,
        "high": w.point.high,
        "period": str(w.point.period),
        "base": str(w.base) if w.base else None,
        "series": w.way.series,
        "reckoning": w.way.how.value,
        "definition": _text(w.way.name or view.spec(w.way.series).title),
        "known_at": w.point.known_at.isoformat(),
    }


def _conflict(c: Conflict, source: str) -> dict[str, Any]:
    return {
        "series": c.series,
        "first": _quoted(c.first, source),
        "second": _quoted(c.second, source),
        "note": _text(c.note),
    }


def _quoted(span: tuple[int, int], source: str) -> dict[str, Any]:
    return {"surface": source[slice(*span)], "start": span[0], "end": span[1]}


def _text(text: Text | None) -> Mapping[str, str] | None:
    return {"en": text.en, "zh": text.zh} if text else None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

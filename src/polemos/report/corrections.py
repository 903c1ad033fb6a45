"""The page of corrections: what was published, and what is known of it since."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from polemos.core import (
    LANGS,
    Lang,
    View,
    War,
    csv_text,
)
from polemos.registry import Correction
from polemos.report import _say, fonts
from polemos.report._checked_say import both, each, in_bold, sign
from polemos.report._checked_words import SENSES
from polemos.report._corrected import CORRECTED, alike, entry
from polemos.report._shell import bar, static, whole

_PAGE, _TABLE = "corrections.html", "corrections.csv"
_COLUMNS = (
    *("document", "title", "kept_on", "written_as_of", "claim", "where", "lang"),
    *("text", "series", "period", "how", "base", "relation", "stated", "unit"),
    *("was", "is", "verdict_was", "verdict", "material", "found_as_of", "since"),
    *("publisher", "row_series", "row_period", "row_value", "snapshot"),
)


def write(
    corrections: Sequence[Correction], view: View, war: War, folder: Path
) -> list[Path]:
    """Write the page and the table of what was found otherwise by a view's moment.

    Each file takes the place of an older one whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {_PAGE: page(corrections, view, war), _TABLE: table(corrections, view)}
    for name, text in made.items():
        (folder / f".{name}.part").write_text(text, "utf-8")
    return [(folder / f".{name}.part").replace(folder / name) for name in made]


# -- the table -------------------------------------------------------------------------


def table(corrections: Iterable[Correction], view: View) -> str:
    """Write the table, the oldest first: that of an earlier day is its beginning."""
    return csv_text(_COLUMNS, (_cells(c, view) for c in corrections))


def _cells(c: Correction, view: View) -> Sequence[object]:
    claim, row = c.claim, c.row
    told: Sequence[object] = ("",) * 6
    if row is not None:
        publisher = view.source(row.series).provider.name.en
        told = (
            *(row.known_at.isoformat(), publisher, row.series, row.period),
            *("" if row.value is None else row.value, row.snapshot),
        )
    return (
        *(c.document.id, c.document.name, c.document.fetched_at.isoformat()),
        *(c.first.known_at.date(), claim.id, claim.where, claim.lang or ""),
        *(claim.text, claim.series, claim.period, claim.how.value, claim.base or ""),
        *(claim.relation.value, f"{claim.stated.normalize():f}", claim.unit),
        *("" if v is None else v for v in (c.was.actual, c.now.actual)),
        *(c.was.verdict.value, c.now.verdict.value, int(c.material)),
        *(c.now.known_at.date(), *told),
    )


# -- the page --------------------------------------------------------------------------


def page(corrections: Sequence[Correction], view: View, war: War) -> str:
    """Write the page, the newest first; the same corrections give the same bytes.

    Nothing that a document says is ever run.
    """
    newest = sorted(corrections, key=lambda c: c.now.known_at, reverse=True)
    days = groupby(newest, key=lambda c: c.now.known_at.date())
    filled = {
        "title": " · ".join(CORRECTED["title"].in_(lang) for lang in LANGS),
        "bar": bar("polemos claims watch", "zh"),
        "heading": both(CORRECTED["title"]),
        "days": each(
            lambda lang: (
                f"{escape(war.title.in_(lang))} · {CORRECTED['of'].in_(lang)} "
                f"{_say.day(view.as_of.date(), lang)}"
            )
        ),
        "summary": each(lambda lang: escape(_summary(corrections, lang))),
        "entries": "\n".join(_day(day, list(found), view) for day, found in days),
        "how": both(CORRECTED["how"]),
        "rule": both(CORRECTED["rule"]),
        "senses": _senses(corrections),
    }
    filled |= {
        "fonts": fonts.faces("".join(filled.values()), _heavy()),
        "css": static("checked.css") + static("corrections.css"),
    }
    return whole("corrections.html", filled)


def _heavy() -> set[str]:
    """Give the characters that stand in bold: heads, verdicts, values, units."""
    return in_bold(CORRECTED.values()) | set("年月日0123456789")


def _summary(corrections: Sequence[Correction], lang: Lang) -> str:
    if not corrections:
        return CORRECTED["none"].in_(lang)
    claims = len({(c.document.id, c.claim.id) for c in corrections})
    documents = len({c.document.id for c in corrections})
    falls = len({(c.document.id, c.claim.id) for c in corrections if c.material})
    if lang == "zh":
        tail = f"，其中 {falls} 項使句子的論點站不住" if falls else ""
        return f"{documents} 份文件的 {claims} 個數字，後來所知有所不同{tail}。"
    one = f"{claims} number{'s' * (claims != 1)}"
    of = f"{documents} document{'s' * (documents != 1)}"
    is_ = "is" if claims == 1 else "are"
    tail = f"; the point of the sentence falls with {falls}" if falls else ""
    return f"{one} of {of} {is_} known otherwise since{tail}."


def _day(day: date, found: Sequence[Correction], view: View) -> str:
    head = each(lambda lang: _say.day(day, lang))
    return f'<h2 class="day">{head}</h2>' + "".join(
        entry(same, view) for same in alike(found)
    )


def _senses(corrections: Iterable[Correction]) -> str:
    used = {f.verdict for c in corrections for f in (c.was, c.now)}
    rows = "".join(
        f'<dt class="v {s.tone}">{sign(s)}{both(s.name)}</dt><dd>{both(s.meaning)}</dd>'
        for verdict, s in SENSES.items()
        if verdict in used
    )
    return f'<dl class="senses">{rows}</dl>' if rows else ""

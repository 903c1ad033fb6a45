"""A checked text as lines for a terminal: what is written, what was found, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from polemos.claims import Checked, Judgement, Kind, Row, Worked
from polemos.core import HELD, Lang, Verdict, View
from polemos.report import _say
from polemos.report._checked_say import stop, value, verdict
from polemos.report._checked_text import language
from polemos.report._checked_words import KINDS, SENSES, WORDS, Tone

__all__ = ["WRONG", "Line", "Tone", "head", "language", "lines", "summary"]

_OPEN = frozenset({Verdict.UNSUPPORTED, Verdict.UNBOUND})
_FINE = frozenset(HELD) | _OPEN
WRONG = frozenset(Verdict) - _FINE - {Verdict.OUTDATED}  # what an author would mend
_FALLS = " *"  # behind a verdict with which the point of its sentence falls


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity: the cells of its row with their tones, and why it is not fine."""

    cells: tuple[str, str, str, str, str]
    then: Tone
    now: Tone
    why: tuple[str, ...] = ()


def head(checked: Checked, lang: Lang) -> tuple[str, ...]:
    """Name the columns of the rows."""
    then, now = checked.as_of.date(), checked.now.date()
    if lang == "zh":
        return "所寫", "講的是", "當時重算", f"判定 {then}", f"判定 {now}"
    return "written", "about", "worked out then", f"on {then}", f"on {now}"


def lines(checked: Checked, view: View, lang: Lang, *, every: bool) -> Iterator[Line]:
    """Write a text's quantities; with `every`, dates and times too."""
    for row in checked.rows:
        if every or row.counts:
            best = row.then.best
            yield Line(
                (
                    " ".join(row.quantity.surface.split()),
                    _about(row, lang),
                    value(best, row, lang) if best else "—",
                    verdict(row, lang) + _FALLS * row.then.material,
                    verdict(row, lang, now=True),
                ),
                SENSES[row.then.verdict].tone,
                SENSES[row.now.verdict].tone,
                tuple(_why(row, view, lang)),
            )


def summary(checked: Checked, lang: Lang) -> str:
    """Count the verdicts that a text had when it was written, worst last."""
    counts: dict[Verdict, int] = {}
    rows = [r for r in checked.rows if r.counts]
    for row in sorted(rows, key=lambda r: list(Verdict).index(r.then.verdict)):
        counts[row.then.verdict] = counts.get(row.then.verdict, 0) + 1
    falls = ""
    if any(r.then.material for r in rows):
        falls = f"\n{_FALLS.strip()} {WORDS['material'].in_(lang)}"
    names = [f"{SENSES[v].name.in_(lang)} {n}" for v, n in counts.items()]
    if lang == "zh":
        return (
            f"{len(rows)} 個量：" + "、".join(names) + falls if rows else "沒有找到數量"
        )
    one = "quantity" if len(rows) == 1 else "quantities"
    return (
        f"{len(rows)} {one}: " + ", ".join(names) + falls
        if rows
        else "no quantity found"
    )


def _about(row: Row, lang: Lang) -> str:
    about = row.bound and (row.bound.entry or row.bound.pledge)
    return about.name.in_(lang) if about else KINDS[row.kind].in_(lang)


def _why(row: Row, view: View, lang: Lang) -> Iterator[str]:
    """Tell why a row is not fine: then, and now where that is another reason."""
    told: set[str] = set()
    for key, j in (("then", row.then), ("now", row.now)):
        if j.verdict in HELD:
            continue
        words = _reason(row, j, view, lang)
        same = j is not row.then and j.verdict is row.then.verdict
        if words and words not in told and not (same and j.note == row.then.note):
            told.add(words)
            lead = f"{WORDS[key].in_(lang)}{stop(lang)}"
            yield lead + words if row.then.verdict is not row.now.verdict else words


def _reason(row: Row, j: Judgement, view: View, lang: Lang) -> str:
    if j.verdict is Verdict.OUTDATED:  # by what fits no longer, not by what does now
        best = j.rivals[0] if j.note and j.rivals else j.best
        return _found(row, best, view, lang) if best else ""
    found = _found(row, j.best, view, lang) if j.best else ""
    if j.note is None:
        return found
    words = j.note.in_(lang)
    if j.verdict is Verdict.WRONG_DEFINITION and found:
        words = f"{WORDS['fits'].in_(lang)}{stop(lang)}{words}"
        main = [_found(row, w, view, lang) for w in j.rivals[:1]]
        comma = "；" if lang == "zh" else "; "
        return comma.join([words, *main])
    return words


def _found(row: Row, w: Worked, view: View, lang: Lang) -> str:
    """Tell a value with its series and its period."""
    title = w.way.name or view.spec(w.way.series).title
    period = _say.period(w.point.period, lang)
    if w.base is not None:
        key = "before" if row.kind is Kind.SUPERLATIVE else "base"
        comma = "，" if lang == "zh" else ", "
        period += f"{comma}{WORDS[key].in_(lang)} {_say.period(w.base, lang)}"
    told = f"{title.in_(lang)}{stop(lang)}{value(w, row, lang)}"
    return f"{told}（{period}）" if lang == "zh" else f"{told} ({period})"

"""A checked text as lines for a terminal: what is written, what was found, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from polemos.claims import Checked, Judgement, Kind, Row, Worked
from polemos.core import Lang, Verdict, View
from polemos.report import _say
from polemos.report._checked_say import stop, value, verdict
from polemos.report._checked_text import language
from polemos.report._checked_words import KINDS, SENSES, WORDS, Tone

__all__ = ["FINE", "Line", "Tone", "head", "language", "lines", "quiet", "summary"]

FINE = frozenset({Verdict.HOLDS, Verdict.ROUNDS, Verdict.UNSUPPORTED, Verdict.UNBOUND})
_HIDDEN = (Kind.DATE, Kind.DURATION)


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity: the cells of its row with their tones, and why it is not fine."""

    cells: tuple[str, str, str, str, str]
    then: Tone
    now: Tone
    why: tuple[str, ...] = ()


def head(checked: Checked, lang: Lang) -> tuple[str, ...]:
    """Name the columns of the rows."""
    days = (checked.as_of.date(), checked.now.date())
    names = ("written", "about", "value", "verdict", "verdict")
    told = {
        "zh": ("所寫", "講的是", f"{days[0]} 重算", "當時", f"至 {days[1]}"),
        "en": ("written", "about", f"worked out {days[0]}", "then", f"by {days[1]}"),
    }
    return told[lang][: len(names)]


def quiet(row: Row) -> bool:
    """Say whether a row is of a date or a length of time that nothing is wrong with."""
    return row.kind in _HIDDEN and {row.then.verdict, row.now.verdict} <= FINE


def lines(checked: Checked, view: View, lang: Lang, *, every: bool) -> Iterator[Line]:
    """Write a text's quantities; dates and lengths of time that are fine if `every`."""
    for row in checked.rows:
        if every or not quiet(row):
            best = row.then.best
            yield Line(
                (
                    " ".join(row.quantity.surface.split()),
                    _about(row, lang),
                    value(best, row, lang) if best else "—",
                    verdict(row, lang),
                    verdict(row, lang, now=True),
                ),
                SENSES[row.then.verdict].tone,
                SENSES[row.now.verdict].tone,
                tuple(_why(row, view, lang)),
            )


def summary(checked: Checked, lang: Lang) -> str:
    """Count the verdicts that a text had when it was written, worst last."""
    counts: dict[Verdict, int] = {}
    rows = [r for r in checked.rows if not quiet(r)]
    for row in sorted(rows, key=lambda r: list(Verdict).index(r.then.verdict)):
        counts[row.then.verdict] = counts.get(row.then.verdict, 0) + 1
    names = [f"{SENSES[v].name.in_(lang)} {n}" for v, n in counts.items()]
    if lang == "zh":
        return f"{len(rows)} 個量：" + "、".join(names) if rows else "沒有找到數量"
    one = "quantity" if len(rows) == 1 else "quantities"
    return f"{len(rows)} {one}: " + ", ".join(names) if rows else "no quantity found"


def _about(row: Row, lang: Lang) -> str:
    about = row.bound and (row.bound.entry or row.bound.pledge)
    return about.name.in_(lang) if about else KINDS[row.kind].in_(lang)


def _why(row: Row, view: View, lang: Lang) -> Iterator[str]:
    """Tell why a row is not fine: then, and now where that is another reason."""
    told: set[str] = set()
    for key, j in (("then", row.then), ("now", row.now)):
        if j.verdict in (Verdict.HOLDS, Verdict.ROUNDS):
            continue
        words = _reason(row, j, view, lang)
        if words and words not in told:
            told.add(words)
            lead = f"{WORDS[key].in_(lang)}{stop(lang)}"
            yield lead + words if row.then.verdict is not row.now.verdict else words


def _reason(row: Row, j: Judgement, view: View, lang: Lang) -> str:
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
    told = f"{title.in_(lang)}{stop(lang)}{value(w, row, lang)}"
    return f"{told}（{period}）" if lang == "zh" else f"{told} ({period})"


def material(checked: Checked) -> int:
    """Count the quantities with which the point of their sentence falls."""
    return sum(map(attrgetter("then.material"), checked.rows))

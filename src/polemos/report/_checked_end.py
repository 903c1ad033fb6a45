"""What stands below a checked text: contradictions, what was not bound, sources."""

from collections.abc import Iterator, Sequence
from html import escape

from polemos.claims import Checked, Row
from polemos.core import Lang, Verdict
from polemos.report import _say
from polemos.report._checked_evidence import away
from polemos.report._checked_say import both, each, sign
from polemos.report._checked_text import Marked, surface
from polemos.report._checked_words import SENSES, WORDS
from polemos.report._desk import Desk
from polemos.report._lineage import Use, by_hand, uses


def end(checked: Checked, marks: Sequence[Marked], desk: Desk) -> str:
    """Write the sections below the notes."""
    return "\n".join(
        f"<section><h2>{both(WORDS[key])}</h2>{made}</section>"
        for key, made in (
            ("conflicts", _conflicts(checked, marks)),
            ("unbound", _unbound(checked, marks)),
            ("verdicts", _verdicts()),
            ("sources", _sources([m.row for m in marks], desk)),
        )
        if made
    )


def _conflicts(checked: Checked, marks: Sequence[Marked]) -> str:
    at = {(m.row.quantity.start, m.row.quantity.end): m.no for m in marks}

    def where(*spans: tuple[int, int]) -> str:
        told = [f'<a href="#m{at[s]}">{at[s]}</a>' for s in spans if s in at]
        return f" <small>{' · '.join(told)}</small>" if told else ""

    items = [
        f"<li>{both(c.note)}{where(c.first, c.second)}</li>" for c in checked.conflicts
    ]
    return f"<ul>{''.join(items)}</ul>" if items else f"<p>{both(WORDS['none'])}</p>"


def _unbound(checked: Checked, marks: Sequence[Marked]) -> str:
    at = {id(m.row): m.no for m in marks}
    loose = [r for r in checked.rows if r.then.verdict is Verdict.UNBOUND and r.counts]
    items = "".join(f"<li>{_loose(r, at.get(id(r)))}</li>" for r in loose)
    dates = sum(not r.counts for r in checked.rows)

    def dated(lang: Lang) -> str:
        if lang == "zh":
            return f"另讀到 {dates} 處日期與期間，只用來決定各個量講的是何時。"
        return (
            f"{dates} dates and periods were read besides, only to tell which time "
            "the quantities speak of."
        )

    listed = f"<ul>{items}</ul>" if items else f"<p>{both(WORDS['every'])}</p>"
    return listed + (f"<p>{each(dated)}</p>" if dates else "")


def _loose(row: Row, no: int | None) -> str:
    said = f"<q>{escape(surface(row))}</q>"
    named = f'<a href="#m{no}">{said}</a>' if no else said
    return named + (f" {both(row.then.note)}" if row.then.note else "")


def _verdicts() -> str:
    rows = "".join(
        f'<dt class="v {s.tone}">{sign(s)}{both(s.name)}</dt><dd>{both(s.meaning)}</dd>'
        for s in SENSES.values()
    )
    return f'<dl class="senses">{rows}</dl><p class="hint">{both(WORDS["marks"])}</p>'


def _sources(rows: Sequence[Row], desk: Desk) -> str:
    series = dict.fromkeys(o.series for r in rows for o in r.evidence)
    used = uses(desk, series)
    if not used:
        return ""

    def table(lang: Lang) -> str:
        heads = "".join(
            f'<th scope="col">{WORDS[k].in_(lang)}</th>'
            for k in ("publisher", "newest", "retrieved", "terms")
        )
        lines = "".join(f"<tr>{''.join(_cells(u, lang))}</tr>" for u in used)
        return (
            f'<div class="scroll" tabindex="0" role="region" '
            f'aria-label="{WORDS["sources"].in_(lang)}"><table class="sources">'
            f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
        )

    return each(table, "div")


def _cells(use: Use, lang: Lang) -> Iterator[str]:
    source = use.source
    title = away(source.url, escape(source.title.in_(lang)))
    name, hand = source.provider.name.in_(lang), by_hand(use.pages, lang)
    yield f"<td>{escape(name)}<small>{title}{escape(hand)}</small></td>"
    yield f"<td>{use.newest.last}</td><td>{use.retrieved:%Y-%m-%d}</td>"
    yield f"<td>{escape(source.licence.name.in_(lang))}</td>"


def summary(marks: Sequence[Marked], lang: Lang) -> str:
    """Say in one line what was found."""
    counts = counted(marks)
    told = [f"{SENSES[v].name.in_(lang)} {n}" for v, n in counts.items()]
    changed = sum(m.row.now.verdict is not m.row.then.verdict for m in marks)
    if lang == "zh":
        tail = f"以今日所知，有 {changed} 項判定不同。" if changed else ""
        return f"核對了 {len(marks)} 個量：{'、'.join(told)}。{tail}"
    verb = "is" if changed == 1 else "are"
    later = f" By what is known now, {changed} {verb} judged otherwise."
    tail = later if changed else ""
    return f"{len(marks)} quantities were checked: {', '.join(told)}.{tail}"


def counted(marks: Sequence[Marked]) -> dict[Verdict, int]:
    """Count the verdicts as of the text's day, in the order that readers get them."""
    found = [m.row.then.verdict for m in marks]
    return {v: found.count(v) for v in SENSES if v in found}


def day(checked: Checked, lang: Lang, *, now: bool = False) -> str:
    """Write one of the two days that the verdicts are as of."""
    return _say.day((checked.now if now else checked.as_of).date(), lang)

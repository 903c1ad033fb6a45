"""What a verdict rests on: the rows, who told them when, and the bytes they came in."""

from datetime import date
from html import escape

from polemos.claims import Row
from polemos.core import Lang, Observation, Step, StoreError, View
from polemos.report import _say
from polemos.report._checked_say import iso, stop, word
from polemos.report._checked_words import gone_on
from polemos.report._desk import Desk

_FEW = 6  # rows that a card prints


def evidence(row: Row, desk: Desk, day: date, lang: Lang) -> str:
    """List what a quantity's verdicts rest on; nothing where they rest on nothing."""
    rows = row.evidence
    items = [_known(step, lang) for step in row.now.steps]
    items += [_observed(o, desk.view, lang) for o in rows[:_FEW]]
    if not items:
        return ""
    if len(rows) > _FEW:
        items.append(gone_on(len(rows) - _FEW, lang))
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f"<h4>{word('evidence', lang)}</h4>"
        f'<ul class="evidence">{listed}</ul>{_trace(row, day)}'
    )


def _known(step: Step, lang: Lang) -> str:
    told = step.told
    link = f" {away(told.url, word('source', lang))}" if told.url else ""
    return (
        f"{escape(told.source)}<small>{iso(step.known_at.date())} · "
        f"{escape(step.text.in_(lang))}{link}</small>"
    )


def _observed(o: Observation, view: View, lang: Lang) -> str:
    source = view.source(o.series)
    url = _page(view, o, source.id) or source.url
    link = f" {away(url, word('source', lang))}" if url else ""
    title = view.spec(o.series).title.in_(lang)
    return (
        f"{escape(source.provider.name.in_(lang))}{stop(lang)}{escape(title)}"
        f"<small>{escape(_say.period(o.period, lang))} · {word('known', lang)} "
        f"{iso(o.known_at.date())} · SHA-256 <code>{escape(o.snapshot[:12])}</code>"
        f"{link}</small>"
    )


def _trace(row: Row, day: date) -> str:
    w = row.then.best
    if w is None:
        return ""
    asked = f"polemos trace {w.way.series}:{w.point.period} --as-of {iso(day)}"
    return f'<p class="trace"><code>{escape(asked)}</code></p>'


def away(url: str, name: str) -> str:
    """Link markup to an address of the web, and to no other kind."""
    if not url.startswith(("https://", "http://")):
        return name
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{name}</a>'


def _page(view: View, o: Observation, source: str) -> str:
    """Give the address that a row was read from; nothing where it is not known."""
    try:
        return view.snapshot(o.snapshot, source).url
    except StoreError:
        return ""

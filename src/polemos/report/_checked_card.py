"""The card of one quantity: both verdicts, the values, the chart and the evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import chain
from operator import attrgetter

from polemos.claims import Judgement, Row, Worked
from polemos.core import Lang, Observation, StoreError, Verdict, View
from polemos.report import _say
from polemos.report._checked_say import (
    both,
    each,
    interval,
    sign,
    value,
    verdict,
    written,
)
from polemos.report._checked_words import SENSES, WORDS, gone_on
from polemos.report._desk import Desk

_FEW = 6  # rows of evidence, or of other definitions, that a card prints


Which = Callable[[Judgement], Sequence[Worked]]
_BESIDE: tuple[tuple[str, Which], ...] = (
    ("rivals", attrgetter("rivals")),
    ("others", attrgetter("others")),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as an image, and its finding."""

    finding: str
    image: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Writes the cards of a text that was written on `day`."""

    desk: Desk
    day: date

    def card(self, row: Row, no: int, drawn: Mapping[Lang, Drawn]) -> str:
        """Write one card, which is also the note below the text."""
        told, later = SENSES[row.then.verdict], SENSES[row.now.verdict]
        signs = f'<b class="v {told.tone}">{sign(told.sign)}{both(told.name)}</b>'
        if later is not told:
            arrow = '<span aria-hidden="true">→</span>'
            signs += (
                f'{arrow}<b class="v {later.tone}">{sign(later.sign)}'
                f"{both(later.name)}</b>"
            )
        said = escape(" ".join(row.quantity.surface.split()))
        body = each(lambda lang: self._body(row, lang, drawn.get(lang)), "div")
        return (
            f'<details class="note" id="n{no}" data-v="{row.then.verdict}" open>'
            f'<summary><q>{said}</q> <span class="vs">{signs}</span></summary>'
            f'<div class="body">{body}<p class="up"><a href="#m{no}">'
            f"↑ {both(WORDS['text'])}</a></p></div></details>"
        )

    def _body(self, row: Row, lang: Lang, drawn: Drawn | None) -> str:
        parts = [self._about(row, lang), *_notes(row, lang)]
        if row.then.material:
            parts.append(f'<p class="falls">{_word("material", lang)}</p>')
        parts.append(self._table(row, lang))
        if drawn is not None:
            parts.append(
                f"<figure><figcaption>{escape(drawn.finding)}</figcaption>"
                f'<div class="chart" role="img" aria-label="'
                f'{escape(drawn.finding)}">{drawn.image}</div></figure>'
            )
        parts += [self._beside(row, key, which, lang) for key, which in _BESIDE]
        parts.append(self._evidence(row, lang))
        return "".join(parts)

    def _about(self, row: Row, lang: Lang) -> str:
        bound, best = row.bound, row.then.best or row.now.best
        known = (bound.entry or bound.pledge) if bound is not None else None
        lines = (
            [f'<p class="about">{escape(known.name.in_(lang))}</p>'] if known else []
        )
        lines.append(_line("read", written(row, lang), lang))
        if best is not None:
            lines.append(_line("series", self.title(best, lang), lang))
        return "".join(lines)

    def title(self, w: Worked, lang: Lang) -> str:
        """Name the series of a worked-out value."""
        return self.desk.view.spec(w.way.series).title.in_(lang)

    def publishers(self, w: Worked, lang: Lang) -> str:
        """Name who published what a value rests on."""
        view = self.desk.view
        names = (view.source(s).provider.name for s in self.desk.leaves(w.way.series))
        told = dict.fromkeys(n.in_(lang) for n in names)
        return ("、" if lang == "zh" else ", ").join(told)

    # -- then and now ------------------------------------------------------------------

    def _table(self, row: Row, lang: Lang) -> str:
        """Set what was known then beside what is known now."""
        then, now = row.then.best, row.now.best
        days = (self.day, self.desk.day)
        heads = "".join(
            f'<th scope="col">{_word(k, lang)}<small>{_iso(d)}</small></th>'
            for k, d in zip(("then", "now"), days, strict=True)
        )
        lines: list[tuple[str, ...]] = [
            ("verdict", verdict(row, lang), verdict(row, lang, now=True))
        ]
        if then is not None or now is not None:
            cells = [self._cells(w, row, lang) for w in (then, now)]
            lines += [
                (key, *(c.get(key, "—") for c in cells)) for key in cells[0] | cells[1]
            ]
        made = "".join(
            f'<tr class="{key}"><th scope="row">{_word(key, lang)}</th>'
            f"<td>{escape(a)}</td><td>{escape(b)}</td></tr>"
            for key, a, b in lines
        )
        return (
            f'<table class="two"><thead><tr><td></td>{heads}</tr></thead>'
            f"<tbody>{made}</tbody></table>"
        )

    def _cells(self, w: Worked | None, row: Row, lang: Lang) -> dict[str, str]:
        if w is None:
            return {}
        told = {"value": value(w, row, lang)}
        if ends := interval(w, row, lang):
            told["interval"] = ends
        told["period"] = _say.period(w.point.period, lang)
        if w.base is not None:
            key = "before" if row.kind.value == "superlative" else "base"
            told[key] = _say.period(w.base, lang)
        told["publisher"] = self.publishers(w, lang)
        told["known"] = _iso(w.point.known_at.date())
        return told

    # -- rivals and other definitions --------------------------------------------------

    def _beside(self, row: Row, key: str, which: Which, lang: Lang) -> str:
        then, now = (_first(which(j), row) for j in (row.then, row.now))
        names = list(dict.fromkeys([*then, *now]))
        if not names:
            return ""
        lines = [self._line(then.get(n), now.get(n), row, lang) for n in names[:_FEW]]
        more = len(names) - _FEW
        tail = f'<p class="more">{gone_on(more, lang)}</p>' if more > 0 else ""
        heads = "".join(
            f'<th scope="col">{_word(k, lang)}</th>' for k in ("then", "now")
        )
        return (
            f'<table class="two beside"><thead><tr><th scope="col">{_word(key, lang)}'
            f"</th>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>{tail}"
        )

    def _line(
        self, then: Worked | None, now: Worked | None, row: Row, lang: Lang
    ) -> str:
        one = then or now
        if one is None:
            return ""
        name = one.way.name.in_(lang) if one.way.name else self.title(one, lang)
        who = self.publishers(one, lang)
        if one.base is not None:
            since = _say.period(one.base, lang)
            who += f"；自 {since} 起算" if lang == "zh" else f"; since {since}"
        cells = "".join(
            f"<td>{escape(value(w, row, lang))}"
            f"<small>{escape(_say.period(w.point.period, lang))}</small></td>"
            if w is not None
            else "<td>—</td>"
            for w in (then, now)
        )
        return (
            f'<tr><th scope="row">{escape(name)}<small>{escape(who)}</small></th>'
            f"{cells}</tr>"
        )

    # -- evidence ----------------------------------------------------------------------

    def _evidence(self, row: Row, lang: Lang) -> str:
        items = [*self._pledged(row, lang)]
        rows = observations(row)
        items += [self._observed(o, lang) for o in rows[:_FEW]]
        if not items:
            return ""
        if len(rows) > _FEW:
            items.append(gone_on(len(rows) - _FEW, lang))
        listed = "".join(f"<li>{item}</li>" for item in items)
        return (
            f"<h4>{_word('evidence', lang)}</h4>"
            f'<ul class="evidence">{listed}</ul>{self._trace(row)}'
        )

    def _pledged(self, row: Row, lang: Lang) -> Iterator[str]:
        if row.bound is None or row.bound.pledge is None:
            return
        for told in row.bound.pledge.told:
            if told.known <= self.desk.day:
                yield (
                    f"{escape(told.source)}<small>{_iso(told.known)} · "
                    f"{escape(told.text.in_(lang))}</small>"
                )

    def _observed(self, o: Observation, lang: Lang) -> str:
        source = self.desk.view.source(o.series)
        url = _page(self.desk.view, o, source.id, source.url)
        link = f" {away(url, _word('source', lang))}" if url else ""
        title = self.desk.view.spec(o.series).title.in_(lang)
        when = _say.period(o.period, lang)
        who = source.provider.name.in_(lang)
        return (
            f"{escape(who)}{_stop(lang)}{escape(title)}"
            f"<small>{escape(when)} · {_word('known', lang)} {_iso(o.known_at.date())}"
            f" · SHA-256 <code>{escape(o.snapshot[:12])}</code>{link}</small>"
        )

    def _trace(self, row: Row) -> str:
        w = row.then.best
        if w is None:
            return ""
        asked = (
            f"polemos trace {w.way.series}:{w.point.period} --as-of {_iso(self.day)}"
        )
        return f'<p class="trace"><code>{escape(asked)}</code></p>'


def observations(row: Row) -> list[Observation]:
    """Give the rows that a quantity's verdicts rest on, then before now."""
    works = (j.best for j in (row.then, row.now))
    told = chain.from_iterable(w.evidence for w in works if w is not None)
    return list(dict.fromkeys(told))


def _first(works: Iterable[Worked], row: Row) -> dict[object, Worked]:
    """Give the first value of each definition and base; the rest are near misses."""
    best = {_key(w) for w in (row.then.best, row.now.best) if w is not None}
    out: dict[object, Worked] = {}
    for w in works:
        if _key(w) not in best:
            out.setdefault(_key(w), w)
    return out


def _key(w: Worked) -> object:
    return w.way.series, w.way.how, w.base


def away(url: str, name: str) -> str:
    """Link markup to an address of the web, and to no other kind."""
    if not url.startswith(("https://", "http://")):
        return name
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{name}</a>'


def _page(view: View, o: Observation, source: str, otherwise: str) -> str:
    """Give the address that a row was read from, or the source's own."""
    try:
        return view.snapshot(o.snapshot, source).url or otherwise
    except StoreError:
        return otherwise


def _notes(row: Row, lang: Lang) -> Iterator[str]:
    """Give the reasons of both verdicts, once where they are the same."""
    told = {j.note: None for j in (row.then, row.now) if j.note is not None}
    for key, j in (("then", row.then), ("now", row.now)):
        if j.note not in told:
            continue
        del told[j.note]
        words = j.note.in_(lang)
        if j.verdict is Verdict.WRONG_DEFINITION:
            words = f"{WORDS['fits'].in_(lang)}{_stop(lang)}{words}"
        if row.then.note != row.now.note:
            words = f"{WORDS[key].in_(lang)}{_stop(lang)}{words}"
        yield f'<p class="why">{escape(words)}</p>'


def _line(key: str, words: str, lang: Lang) -> str:
    return f'<p class="read">{_word(key, lang)}{_stop(lang)}{escape(words)}</p>'


def _stop(lang: Lang) -> str:
    return "：" if lang == "zh" else ": "


def _word(key: str, lang: Lang) -> str:
    return escape(WORDS[key].in_(lang))


def _iso(day: date) -> str:
    return day.isoformat()

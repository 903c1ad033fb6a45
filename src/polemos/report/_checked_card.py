"""The card of one quantity: both verdicts, the values, the chart and the evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from operator import attrgetter

from polemos.claims import Judgement, Kind, Row, Worked
from polemos.core import KnownBy, Lang, Reckoning, Text, Verdict
from polemos.report import _say
from polemos.report._checked_evidence import evidence
from polemos.report._checked_say import (
    both,
    each,
    interval,
    iso,
    sign,
    stop,
    tolerance,
    value,
    verdict,
    word,
    written,
)
from polemos.report._checked_text import surface
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
    """A chart as an image, its finding, and the unit of its axis."""

    finding: str
    unit: str
    image: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Writes the cards of a text that was written on `day`."""

    desk: Desk
    day: date

    def card(self, row: Row, no: int, drawn: Mapping[Lang, Drawn]) -> str:
        """Write one card, which is also the note below the text."""
        told, later = SENSES[row.then.verdict], SENSES[row.now.verdict]
        signs = f'<b class="v {told.tone}">{sign(told)}{both(told.name)}</b>'
        if later is not told:
            arrow = '<span aria-hidden="true">→</span>'
            signs += (
                f'{arrow}<b class="v {later.tone}">{sign(later)}{both(later.name)}</b>'
            )
        said = escape(surface(row))
        body = each(lambda lang: self._body(row, lang, drawn.get(lang)), "div")
        return (
            f'<details class="note" id="n{no}" data-v="{row.then.verdict}" open>'
            f'<summary><span class="no">{no}</span> <q>{said}</q> '
            f'<span class="vs">{signs}</span>{_subject(row)}</summary>'
            f'<div class="body">{body}<p class="up"><a href="#m{no}">'
            f"↑ {both(WORDS['text'])}</a></p></div></details>"
        )

    def _body(self, row: Row, lang: Lang, drawn: Drawn | None) -> str:
        parts = [self._about(row, lang), *_notes(row, lang)]
        if row.then.material:
            parts.append(f'<p class="falls">{word("material", lang)}</p>')
        parts.append(self._table(row, lang))
        if drawn is not None:
            parts.append(
                f"<figure><figcaption>{escape(drawn.finding)}"
                f"<small>{escape(drawn.unit)}</small></figcaption>"
                f'<div class="chart" role="img" aria-label="'
                f'{escape(drawn.finding)}">{drawn.image}</div></figure>'
            )
        parts += [self._beside(row, key, which, lang) for key, which in _BESIDE]
        parts.append(evidence(row, self.desk, self.day, lang))
        return "".join(parts)

    def _about(self, row: Row, lang: Lang) -> str:
        then, now = row.then.best, row.now.best
        best = then or now
        known = _known(row)
        lines = (
            [f'<p class="about">{escape(_begun(known.in_(lang)))}</p>'] if known else []
        )
        lines.append(_line("read", written(row, lang), lang))
        if best and (then is None or now is None or then.way.series == now.way.series):
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
            f'<th scope="col">{word(k, lang)}<small>{iso(d)}</small></th>'
            for k, d in zip(("then", "now"), days, strict=True)
        )
        lines: list[tuple[str, ...]] = [
            ("verdict", verdict(row, lang), verdict(row, lang, now=True))
        ]
        if then is not None or now is not None:
            cells = [self._cells(j, row, lang) for j in (row.then, row.now)]
            if then and now and then.way.series != now.way.series:
                lines.append(("series", self.title(then, lang), self.title(now, lang)))
            lines += [
                (key, *(c.get(key, "—") for c in cells)) for key in cells[0] | cells[1]
            ]
        made = "".join(
            f'<tr class="{key}"><th scope="row">{word(key, lang)}</th>'
            f"<td>{escape(a)}</td><td>{escape(b)}</td></tr>"
            for key, a, b in lines
        )
        return (
            f'<table class="two"><thead><tr><td></td>{heads}</tr></thead>'
            f"<tbody>{made}</tbody></table>"
        )

    def _cells(self, judged: Judgement, row: Row, lang: Lang) -> dict[str, str]:
        w = judged.best
        if w is None:
            return {}
        told = {"value": value(w, row, lang)}
        if judged.tolerance is not None:
            told["tolerance"] = tolerance(judged.tolerance, w, row, lang)
        if ends := interval(w, row, lang):
            told["interval"] = ends
        told["period"] = _say.period(w.point.period, lang)
        if w.base is not None:
            told[_based(row)] = _say.period(w.base, lang)
        told["publisher"] = self.publishers(w, lang)
        told["known"] = iso(w.point.known_at.date())
        if any(o.known_by is KnownBy.ASSUMED for o in w.evidence):
            told["known"] += WORDS["assumed"].in_(lang)
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
            f'<th scope="col">{word(k, lang)}</th>' for k in ("then", "now")
        )
        return (
            f'<table class="two beside"><thead><tr><th scope="col">{word(key, lang)}'
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
            comma, since = "；" if lang == "zh" else "; ", _say.period(one.base, lang)
            who += f"{comma}{WORDS[_based(row)].in_(lang).lower()} {since}"
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


def _known(row: Row) -> Text | None:
    """Name what a quantity is about, as the lexicon does."""
    about = row.bound and (row.bound.entry or row.bound.pledge)
    return about.name if about else None


def _subject(row: Row) -> str:
    name = _known(row)
    return f' <span class="of">{both(name)}</span>' if name else ""


def _based(row: Row) -> str:
    """Say what the base of a value is: where it counts from, or what it had to beat."""
    return "before" if row.kind is Kind.SUPERLATIVE else "base"


def _first(works: Iterable[Worked], row: Row) -> dict[object, Worked]:
    """Give the first value of each definition, and each start of the one judged by."""
    best = [w for w in (row.then.best, row.now.best) if w is not None]
    own = {(w.way.series, w.way.how) for w in (*best, *row.then.rivals)}
    told = {_key(w, own) for w in best}
    out: dict[object, Worked] = {}
    for w in works:
        if (key := _key(w, own)) not in told:
            out.setdefault(key, w)
    return out


def _key(w: Worked, own: set[tuple[str, Reckoning]]) -> object:
    way = w.way.series, w.way.how
    return way, w.base if way in own else None


def _notes(row: Row, lang: Lang) -> Iterator[str]:
    """Give the reasons of both verdicts, once where they are the same."""
    told = {j.note: None for j in (row.then, row.now) if j.note is not None}
    if not told:
        meaning = SENSES[row.then.verdict].meaning.in_(lang)
        yield f'<p class="read">{escape(meaning)}</p>'
    for key, j in (("then", row.then), ("now", row.now)):
        if j.note not in told:
            continue
        del told[j.note]
        words = _begun(j.note.in_(lang))
        named = j.best is not None and j.best.way.name == j.note
        if named or j.verdict is Verdict.WRONG_DEFINITION:
            words = f"{WORDS['fits'].in_(lang)}{stop(lang)}{words}"
        if row.then.note != row.now.note:
            words = f"{WORDS[key].in_(lang)}{stop(lang)}{words}"
        yield f'<p class="why">{escape(words)}</p>'


def _begun(words: str) -> str:
    """Begin a line with a capital, where the words have capitals."""
    return words[:1].upper() + words[1:]


def _line(key: str, words: str, lang: Lang) -> str:
    return f'<p class="read">{word(key, lang)}{stop(lang)}{escape(words)}</p>'

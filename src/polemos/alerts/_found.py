"""Find what is worth an alert, beside what was told before."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from polemos.alerts._threshold import Side, Threshold
from polemos.core import NotYetKnown, Text, UnknownSeries, View, WarError
from polemos.ingest import Health, Standing, gist
from polemos.models import Score
from polemos.registry import Correction

PATIENCE = 2  # rounds in which a source must fail before that is told


class Kind(StrEnum):
    """What an alert is about."""

    REVISED = "revised"  # a figure that was published
    RESOLVED = "resolved"  # a forecast that was issued
    BROKE = "broke"  # a source fails, or is late
    MENDED = "mended"  # and no longer is
    CROSSED = "crossed"  # a threshold
    BACK = "back"  # and has come back


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell; `key` names what it is of, so that it is told once."""

    kind: Kind
    key: str
    text: Text


def of_sources(standing: Iterable[Health], raised: Set[str]) -> Iterator[Alert]:
    """Tell which sources broke or fell behind since they were told of, or are well.

    A single failure is no alert: one that fails twice in a row is.
    """
    for h in standing:
        key = f"source {h.source}"
        late = h.standing is Standing.LATE
        bad = late or (h.standing is Standing.BROKEN and h.failing >= PATIENCE)
        if bad and key not in raised:
            if late:
                en = f"{h.source} tells nothing after {h.content}; due by {h.due}"
                zh = f"{h.source} 的資料停在 {h.content}，最遲應於 {h.due} 前更新"
            else:
                en = f"{h.source} failed {h.failing} times in a row: {gist(h.why)}"
                zh = f"{h.source} 連續 {h.failing} 次更新失敗：{gist(h.why)}"
            yield Alert(Kind.BROKE, key, Text(en, zh))
        elif key in raised and h.standing is Standing.FRESH:
            text = Text(f"{h.source} is up to date again", f"{h.source} 已恢復更新")
            yield Alert(Kind.MENDED, key, text)


def of_thresholds(
    view: View, lines: Iterable[Threshold], raised: Set[str]
) -> Iterator[Alert]:
    """Tell which series crossed a line, or came back past its band."""
    for line in lines:
        key = f"threshold {line.id}"
        try:
            point = view.series(line.series).last()
            unit = view.spec(line.series).unit
        except NotYetKnown:
            continue
        except UnknownSeries as error:
            raise WarError(
                f"alerts.toml {line.id}: expected a series: {error}"
            ) from error
        before = key in raised
        now = line.crossed(point.value, raised=before)
        if now is before:
            continue
        told = f"{point.value:,.6g} {unit} ({point.period}; {line.value:,.6g})"
        zh = (
            {Side.ABOVE: "升破", Side.BELOW: "跌破"}[line.side] if now else "回到門檻內"
        )
        en = f"is {line.side} the line" if now else "is back"
        text = Text(f"{line.name.en} {en}: {told}", f"{line.name.zh}{zh}：{told}")
        yield Alert(Kind.CROSSED if now else Kind.BACK, key, text)


def of_corrections(found: Iterable[Correction]) -> Iterator[Alert]:
    """Tell which published figures are known otherwise now."""
    for c in found:
        name = c.document.name
        key = f"figure {name} {c.claim.id} {c.now.known_at.isoformat()}"
        now = "—" if c.now.actual is None else f"{c.now.actual:,.6g} {c.claim.unit}"
        where = f"{c.claim.series} {c.claim.period}"
        yield Alert(
            Kind.REVISED,
            key,
            Text(
                f"{name} printed {c.claim.text}; {where} is {now} now",
                f"{name} 刊出 {c.claim.text}；{where} 現為 {now}",
            ),
        )


def of_forecasts(
    before: Iterable[Score], now: Iterable[Score], titles: Mapping[str, Text]
) -> Iterator[Alert]:
    """Tell which issued forecasts were settled since."""
    held = {_named(s) for s in before}
    for s in now:
        if _named(s) in held or s.outcome is None:
            continue
        title = titles.get(s.target, Text(s.target, s.target))
        told = f"{s.horizon}, {s.origin}: {s.outcome:,.6g}"
        text = Text(f"{title.en}, settled ({told})", f"{title.zh}，已揭曉（{told}）")
        yield Alert(Kind.RESOLVED, f"forecast {_named(s)}", text)


def _named(s: Score) -> str:
    return f"{s.model} {s.target} {s.horizon} {s.origin}"

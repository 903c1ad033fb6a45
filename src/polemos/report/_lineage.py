"""Who stands behind a number: sources, how old they are, and on what terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from polemos.core import (
    KnownBy,
    Lang,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Source,
    Text,
    UnknownSeries,
)
from polemos.report import _say
from polemos.report._desk import Desk

_NAMED = 2  # pages that a line names
_FEW = 4  # publishers; a line that names more leaves out their pages


@dataclass(frozen=True, slots=True)
class Use:
    """One source as used here: its newest content, release and retrieval."""

    source: Source
    newest: Period
    published: datetime
    retrieved: datetime
    assumed: bool
    caveats: tuple[Text, ...]
    pages: tuple[str, ...]  # that we copied by hand


def uses(desk: Desk, series: Iterable[str], layers: Iterable[str] = ()) -> list[Use]:
    """Give the sources behind some series and map layers, in the order of first use."""
    leaves: dict[str, None] = {}
    for name in series:
        leaves.update(dict.fromkeys(desk.leaves(name)))
    for layer in layers:
        leaves.update(dict.fromkeys(_of_layer(desk, layer)))
    groups: dict[str, list[str]] = {}
    for leaf in leaves:
        groups.setdefault(desk.view.source(leaf).id, []).append(leaf)
    made = (_use(desk, names) for names in groups.values())
    return [u for u in made if u is not None]


def _use(desk: Desk, names: list[str]) -> Use | None:
    newest: list[tuple[Period, Observation]] = []
    for name in names:
        try:
            point = desk.series(name).last()
        except (NotYetKnown, UnknownSeries):
            continue
        newest.extend((point.period, o) for o in point.evidence)
    if not newest:
        return None
    source = desk.view.source(names[0])
    bytes_ = dict.fromkeys(o.snapshot for _, o in newest)
    notes = [desk.view.snapshot(sha, source.id) for sha in bytes_]
    of_series = (c for n in names for c in desk.view.spec(n).caveats)
    return Use(
        source=source,
        newest=max((p for p, _ in newest), key=lambda p: p.last),
        published=max(o.known_at for _, o in newest),
        retrieved=max(n.fetched_at for n in notes),
        assumed=any(o.known_by is KnownBy.ASSUMED for _, o in newest),
        caveats=tuple(dict.fromkeys((*source.caveats, *of_series))),
        pages=tuple(dict.fromkeys(p for p in map(source.page, notes) if p)),
    )


def pages(desk: Desk, point: Point) -> tuple[str, ...]:
    """Give the pages from which the numbers behind a point were copied by hand."""
    found = (
        desk.view.source(o.series).page(
            desk.view.snapshot(o.snapshot, desk.view.source(o.series).id)
        )
        for o in point.evidence
    )
    return tuple(dict.fromkeys(p for p in found if p))


def by_hand(pages: tuple[str, ...], lang: Lang) -> str:
    """Say from whose page we copied a number by hand; nothing if we did not."""
    if not pages:
        return ""
    hosts = dict.fromkeys(urlsplit(p).netloc.removeprefix("www.") for p in pages)
    named = ("、" if lang == "zh" else ", ").join(list(hosts)[:_NAMED])
    if lang == "zh":
        return f"（本刊轉錄自 {named}{' 等' if len(hosts) > _NAMED else ''}）"
    return f" (transcribed by us from {named}{' and others' * (len(hosts) > _NAMED)})"


def _of_layer(desk: Desk, layer: str) -> tuple[str, ...]:
    """Find a stored series of the source that draws a layer."""
    for name in desk.view.stored():
        if layer in desk.view.source(name).layers:
            return (name,)
    return ()


def foot(used: list[Use], lang: Lang) -> str:
    """Write the line under a figure: who, published and retrieved when.

    Terms stand once, in the table of sources.
    """
    if not used:
        return ""
    copied: dict[str, tuple[str, ...]] = {}
    for u in used:
        name = u.source.provider.name.in_(lang)
        copied[name] = copied.get(name, ()) + u.pages
    few = len(copied) <= _FEW
    names = [name + by_hand(pages, lang) * few for name, pages in copied.items()]
    some = any(copied.values()) and not few
    newest = max(used, key=lambda u: u.published)
    published = _say.day(newest.published.date(), lang)
    retrieved = _say.day(max(u.retrieved for u in used).date(), lang)
    if lang == "zh":
        assumed = "（推定）" if newest.assumed else ""
        return (
            f"來源：{'、'.join(names)}。最新一筆發布：{published}{assumed}；"
            f"取得：{retrieved}。" + "部分由本刊轉錄，出處見 polemos trace。" * some
        )
    assumed = " (assumed)" if newest.assumed else ""
    return (
        f"Source: {', '.join(names)}. Newest value published {published}{assumed}; "
        f"retrieved {retrieved}."
        + " Some are transcribed by us; polemos trace names the pages."
        * some
    )

"""Who stands behind a number: sources, how old they are, and on what terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from polemos.core import (
    Lang,
    NotYetKnown,
    Observation,
    Period,
    Source,
    Text,
    UnknownSeries,
)
from polemos.report import _say
from polemos.report._desk import Desk


@dataclass(frozen=True, slots=True)
class Use:
    """One source as used here: its newest content, release and retrieval."""

    source: Source
    newest: Period
    published: datetime
    retrieved: datetime
    assumed: bool
    caveats: tuple[Text, ...]


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
        assumed=any(o.known_by.value.startswith("assumed") for _, o in newest),
        caveats=tuple(dict.fromkeys((*source.caveats, *of_series))),
    )


def _of_layer(desk: Desk, layer: str) -> tuple[str, ...]:
    """Find a stored series of the source that draws a layer."""
    for name in desk.view.stored():
        if layer in desk.view.source(name).layers:
            return (name,)
    return ()


def foot(used: list[Use], lang: Lang) -> str:
    """Write the line under a figure: who, published and retrieved when, what terms."""
    if not used:
        return ""
    names = dict.fromkeys(u.source.provider.name.in_(lang) for u in used)
    licences = dict.fromkeys(u.source.licence.name.in_(lang) for u in used)
    published = _say.day(max(u.published for u in used).date(), lang)
    retrieved = _say.day(max(u.retrieved for u in used).date(), lang)
    if lang == "zh":
        return (
            f"來源：{'、'.join(names)}。最新一筆發布：{published}；"
            f"取得：{retrieved}。授權：{'；'.join(licences)}。"
        )
    return (
        f"Source: {', '.join(names)}. Newest value published {published}; "
        f"retrieved {retrieved}. Licence: {'; '.join(licences)}."
    )

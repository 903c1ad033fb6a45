"""The map of held ground: recognised borders, what is held, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

import altair as alt

from polemos import wars
from polemos.core import Lang
from polemos.report import _say, _theme
from polemos.report._doc import Drawing, Panel
from polemos.report._door import Door
from polemos.report._figure import Hue, MapChart
from polemos.report._layers import Layer, Padding, on, whole
from polemos.report._scales import width

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_EARTH = 6371.0072  # km; the authalic radius
_GRAIN = 0.8  # km; finer detail than this is not drawn
_NARROW = 300  # pixels: labels must not meet even in half a printed page
_SPREAD = 150.0  # km; the height and half the width of what the inset shows
_WIDTH = 700  # pixels, before the page says otherwise
_SEEN = 60  # square pixels of held ground that earn a unit its name

Box = tuple[float, float, float, float]


class _Plane:
    """Albers' equal-area cone, fitted to the basemap; kilometres, north up."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.middle = radians((west + east) / 2)
        one = radians(south + (north - south) / 6)
        two = radians(north - (north - south) / 6)
        self.n = (sin(one) + sin(two)) / 2
        self.c = cos(one) ** 2 + 2 * self.n * sin(one)
        self.base = self._rho(radians((south + north) / 2))

    def _rho(self, lat: float) -> float:
        return _EARTH * sqrt(self.c - 2 * self.n * sin(lat)) / self.n

    def flat(self, shape: "BaseGeometry") -> "BaseGeometry":
        """Project a shape in degrees to kilometres."""
        import numpy as np
        import shapely

        def project(lonlat: Any) -> Any:
            lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
            rho = _EARTH * np.sqrt(self.c - 2 * self.n * np.sin(lat)) / self.n
            turn = self.n * (lon - self.middle)
            return np.column_stack((rho * np.sin(turn), self.base - rho * np.cos(turn)))

        return shapely.transform(shape, project)


@dataclass(frozen=True)
class _Land:
    """The recognised units on the plane, their names, and what is held of them."""

    units: tuple[tuple[str, "BaseGeometry"], ...]
    whole: "BaseGeometry"
    held: "BaseGeometry"
    gained: "BaseGeometry"
    lost: "BaseGeometry"


def draw_map(chart: MapChart, door: Door) -> Drawing | None:
    """Draw the country and, where something changed, an inset of the busiest part."""
    view = door.desk.view
    now, then = view.cells(chart.layer, chart.day), view.cells(chart.layer, chart.since)
    if not now:
        return None
    land = _land(door, now, then)
    box = _busiest(land)
    panels = [_panel(land, land.whole.bounds, door.lang, box, "")]
    zh = door.lang == "zh"
    if box is not None:
        title = "變動最多之處" if zh else "Where most changed"
        panels.append(_panel(land, box, door.lang, None, title))
    day, since = _say.day(chart.day, door.lang), _say.day(chart.since, door.lang)
    note = (
        f"地圖日期：{day}；變動自 {since}起算。前線不畫得比六角格更細。"
        if zh
        else f"Map of {day}; changes since {since}. The front is not drawn "
        "finer than the hexagons."
    )
    note += ("" if zh else " ") + door.desk.war.border.in_(door.lang)
    return Drawing(
        tuple(panels),
        columns=len(panels),
        layers=(chart.layer,),
        note=note,
        table=(
            ("h3_cell", "ground"),
            *((cell, "held") for cell in sorted(now & then)),
            *((cell, "gained") for cell in sorted(now - then)),
            *((cell, "lost") for cell in sorted(then - now)),
        ),
    )


def _land(door: Door, now: frozenset[str], then: frozenset[str]) -> _Land:
    import shapely
    from shapely.geometry import shape

    raw = wars.table(door.desk.war, door.desk.war.basemap)["features"]
    shapes = [shape(f["geometry"]) for f in raw]
    plane = _Plane(*shapely.total_bounds(shapes))
    names = [f["properties"][f"name_{door.lang}"] for f in raw]
    flat = [plane.flat(s).simplify(_GRAIN) for s in shapes]
    whole = shapely.union_all(flat).buffer(0)

    def inside(cells: Iterable[str]) -> "BaseGeometry":
        return plane.flat(_dissolved(cells)).intersection(whole)

    return _Land(
        units=tuple(zip(names, flat, strict=True)),
        whole=whole,
        held=inside(now & then),
        gained=inside(now - then),
        lost=inside(then - now),
    )


def _dissolved(cells: Iterable[str]) -> "BaseGeometry":
    """Join hexagons into as few polygons as there are pieces."""
    import h3
    from shapely.geometry import MultiPolygon, shape

    ordered = sorted(cells)
    if not ordered:
        return MultiPolygon()
    return shape(h3.cells_to_geo(ordered))


def _busiest(land: _Land) -> Box | None:
    """Frame the part in which most ground changed hands."""
    import shapely

    changed = shapely.union_all([land.gained, land.lost])
    parts = [p for p in shapely.get_parts(changed) if p.area > 0]
    if not parts:
        return None
    spots = [(p.centroid.x, p.centroid.y, p.area) for p in parts]

    def near(x: float, y: float) -> list[tuple[float, float, float]]:
        return [
            s
            for s in spots
            if abs(s[0] - x) <= _SPREAD * 0.8 and abs(s[1] - y) <= _SPREAD / 2
        ]

    x, y, _ = max(spots, key=lambda s: (sum(a for *_, a in near(s[0], s[1])), s))
    return (x - _SPREAD, y - _SPREAD * 0.62, x + _SPREAD, y + _SPREAD * 0.62)


def _panel(
    land: _Land, bounds: Box, lang: Lang, inset: Box | None, title: str
) -> Panel:
    """Draw the land inside some bounds; `inset` is framed where given."""
    from shapely.geometry import box

    frame = box(*bounds)

    def seen(shapes: Iterable["BaseGeometry"]) -> list["BaseGeometry"]:
        cut = (s.intersection(frame) if title else s for s in shapes)
        return [s for s in cut if not s.is_empty]

    units = [unit for _, unit in land.units]
    layers = [
        *_shapes([frame], fill=None),
        *_shapes(seen([land.whole]), fill=_theme.LAND),
        *_shapes(seen([land.held]), fill=_theme.HELD),
        *_shapes(seen([land.gained]), fill=_theme.HUES[Hue.INVADER]),
        *_shapes(seen([land.lost]), fill=_theme.HUES[Hue.DEFENDER]),
        *_shapes(seen(units), fill=None, stroke=_theme.GREY, strokeWidth=0.5),
        *_shapes(seen([land.whole]), fill=None, stroke=_theme.INK, strokeWidth=0.9),
    ]
    if inset is not None:
        dashed = {"stroke": _theme.INK, "strokeWidth": 0.9, "strokeDash": [3, 2]}
        layers += _shapes([box(*inset)], fill=None, **dashed)
    layers += _labels(land, frame, lang)
    layers += _scale_bar(bounds, lang)
    if not title:
        layers += _key(lang)
    aspect = (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])
    spec = whole(layers, _WIDTH * aspect, Padding(left=2, top=4, right=2, bottom=4))
    spec["projection"] = alt.Projection(type="identity", reflectY=True).to_dict()
    return Panel(spec, title, aspect=aspect)


def _shapes(shapes: list["BaseGeometry"], **style: Any) -> list[Layer]:
    from shapely import set_precision
    from shapely.geometry import mapping

    if not shapes:
        return []
    rows = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": mapping(set_precision(s, 0.1)),
        }
        for s in shapes
    ]
    fixed: dict[str, Any] = {"stroke": None, "filled": True} | style
    return [on(rows).mark_geoshape(**fixed)]


def _labels(land: _Land, frame: "BaseGeometry", lang: Lang) -> list[Layer]:
    """Name the units where ground is held, the most held first, none over another."""
    west, _, east, _ = frame.bounds
    km = (east - west) / _NARROW  # of one pixel on the narrowest screen
    busy = land.held.union(land.gained).union(land.lost)
    found = []
    for name, unit in land.units:
        seen = unit.intersection(frame)
        weight = seen.intersection(busy).area
        if weight > _SEEN * km * km:
            found.append((weight, name, seen.representative_point()))
    taken: list[Box] = []
    rows = []
    for _, name, at in sorted(found, key=lambda f: -f[0]):
        half, tall = width(name, 10) * km / 2, 8 * km
        spot = (at.x - half, at.y - tall, at.x + half, at.y + tall)
        free = all(
            spot[2] < t[0] or spot[0] > t[2] or spot[3] < t[1] or spot[1] > t[3]
            for t in taken
        )
        if free and west < spot[0] and spot[2] < east:
            taken.append(spot)
            rows.append({"n": name, "x": round(at.x, 1), "y": round(at.y, 1)})
    return _names(rows, lang) if rows else []


def _names(rows: list[dict[str, Any]], lang: Lang) -> list[Layer]:
    base = on(rows).encode(longitude="x:Q", latitude="y:Q", text=alt.Text("n:N"))
    size = 11 if lang == "zh" else 10
    return [
        base.mark_text(fontSize=size, stroke=_theme.PAPER, strokeWidth=3, opacity=0.8),
        base.mark_text(fontSize=size),
    ]


def _scale_bar(bounds: Box, lang: Lang) -> list[Layer]:
    from shapely.geometry import LineString

    across = bounds[2] - bounds[0]
    length = next(k for k in (500, 200, 100, 50, 20, 10) if k < across * 0.3)
    x, y = bounds[0] + across * 0.02, bounds[1] + across * 0.015
    bar = LineString([(x, y), (x + length, y)])
    unit = "公里" if lang == "zh" else "km"
    rows = [{"n": f"{length} {unit}", "x": x + length / 2, "y": y + across * 0.025}]
    style = {"stroke": _theme.INK, "strokeWidth": 1.5, "filled": False}
    return [*_shapes([bar], **style), *_names(rows, lang)]


def _key(lang: Lang) -> list[Layer]:
    """Say under the map what its three fills mean."""
    names = (
        (("held at both dates", "前後皆占"), _theme.HELD),
        (("gained", "新占"), _theme.HUES[Hue.INVADER]),
        (("lost", "失去"), _theme.HUES[Hue.DEFENDER]),
    )
    x, layers = 6.0, []
    bottom = {"expr": "height + 13"}
    for (en, zh), fill in names:
        name = zh if lang == "zh" else en
        dot = on([{}]).mark_square(
            size=90, opacity=1, filled=True, color=fill, y=bottom, x=x
        )
        text = on([{}]).mark_text(
            align="left", baseline="middle", x=x + 9, y=bottom, text=name
        )
        layers += [dot, text]
        x += width(name) + 34
    return layers

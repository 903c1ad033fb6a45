"""Measure held ground: square kilometres, oblasts, hexagons, mineral sites.

Areas are taken on an equal-area plane. Oblasts are cut by geoBoundaries' outlines,
which hold the territorial sea; ground outside them, a strip of some fifty square
kilometres along the border, goes to the nearest oblast.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from polemos.core import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

RESOLUTION = 6  # H3: hexagons of about 36 km²
_MARGIN = 0.15  # degrees about the outlines, where coasts of maps differ
_PLANE = "+proj=laea +lat_0=48.5 +lon_0=31.2 +datum=WGS84"
_FOLDER = files("polemos.wars") / "rus-ukr"


def _units(file: str) -> list[dict[str, Any]]:
    """Give the features of a map of the oblasts, which stand in one order in each."""
    found = json.loads((_FOLDER / file).read_text("utf-8"))["features"]
    return sorted(found, key=lambda f: str(f["properties"]["iso"]))


def _geometries(file: str) -> list[str]:
    return [json.dumps(f["geometry"]) for f in _units(file)]


@cache
def oblasts() -> dict[str, Text]:
    """Give the names of the oblasts by the word that series use for them."""
    names = (f["properties"] for f in _units("basemap.json"))
    return {
        n["name_en"].lower().replace(" ", "_").replace("-", "_"): Text(
            n["name_en"], n["name_zh"]
        )
        for n in names
    }


@cache
def sites() -> dict[str, tuple[tuple[float, float], ...]]:
    """Give the places, as longitude and latitude, of each mineral's sites."""
    lines = (_FOLDER / "sites.csv").read_text("utf-8").splitlines()
    out: dict[str, tuple[tuple[float, float], ...]] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        place = (float(row["lon"]), float(row["lat"]))
        out[row["mineral"]] = (*out.get(row["mineral"], ()), place)
    return out


@dataclass(frozen=True, slots=True)
class Reading:
    """What one map says: km² in all and by oblast, hexagons, sites by mineral."""

    km2: float
    by_oblast: dict[str, float]
    cells: frozenset[str]
    sites: dict[str, int]


def union(shapes: Sequence["BaseGeometry"]) -> "BaseGeometry":
    """Lay shapes given in degrees on the plane and merge them; height is dropped."""
    import numpy as np
    import shapely

    from_degrees = _transformer()

    def flat(xy: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.column_stack(from_degrees.transform(xy[:, 0], xy[:, 1]))

    parts = shapely.get_parts(shapely.transform(list(shapes), flat))
    return shapely.union_all(shapely.make_valid(parts))


def km2(shape: "BaseGeometry") -> float:
    """Give the area of a shape on the plane."""
    return float(shape.area) / 1e6


def cells() -> frozenset[str]:
    """Name every hexagon that a map may hold."""
    return frozenset(_grid()[0])


def read(held: "BaseGeometry") -> Reading:
    """Read a map: a merged shape on the plane."""
    import shapely

    shapely.prepare(held)
    names, x, y = _grid()
    inside = shapely.contains_xy(held, x, y)
    counts = {}
    for mineral, places in sites().items():
        lon, lat = zip(*places, strict=True)
        counts[mineral] = int(
            shapely.contains_xy(held, *_transformer().transform(lon, lat)).sum()
        )
    return Reading(
        km2(held),
        _by_oblast(held),
        frozenset(c for c, yes in zip(names, inside, strict=True) if yes),
        counts,
    )


def _by_oblast(held: "BaseGeometry") -> dict[str, float]:
    import numpy as np
    import shapely

    shapes, land = _outlines()
    areas = shapely.area(shapely.intersection(held, shapes))
    rest = shapely.difference(held, land)
    if not rest.is_empty:
        beyond = shapely.get_parts(rest)
        nearest = shapely.STRtree(shapes).nearest(beyond)
        np.add.at(areas, nearest, shapely.area(beyond))
    return dict(zip(oblasts(), (float(a) / 1e6 for a in areas), strict=True))


@cache
def _transformer() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", _PLANE, always_xy=True)


@cache
def _outlines() -> tuple[list["BaseGeometry"], "BaseGeometry"]:
    import shapely

    raw = shapely.from_geojson(_geometries("oblasts.json"))
    shapes = [union([shape]) for shape in raw]
    return shapes, shapely.union_all(shapes)


@cache
def _grid() -> tuple[list[str], "NDArray[np.float64]", "NDArray[np.float64]"]:
    import h3
    import numpy as np
    import shapely

    raw = shapely.from_geojson(_geometries("basemap.json"))
    land = shapely.union_all(raw).buffer(_MARGIN)
    west, south, east, north = land.bounds
    corners = [(south, west), (south, east), (north, east), (north, west)]
    names = np.array(sorted(h3.polygon_to_cells(h3.LatLngPoly(corners), RESOLUTION)))
    lat, lon = np.array([h3.cell_to_latlng(c) for c in names]).T
    near = shapely.contains_xy(land, lon, lat)
    x, y = _transformer().transform(lon[near], lat[near])
    return names[near].tolist(), x, y

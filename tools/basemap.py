"""Rebuild the base map of the war, and the outlines by which held ground is split.

For maintainers only. The base map is Natural Earth's first level, which is in the
public domain. The specimen's own codes repeat two of its units, so each unit is found
by its GeoNames number, and takes its ISO code and its names from the list below.

The outlines are those of geoBoundaries (gbOpen, CC BY 4.0): inland they give the
official areas to a part in a thousand, where Natural Earth errs by up to eight in a
hundred. They hold the territorial sea, so they cut areas but are not drawn.

Both are thinned as one coverage, so that neighbours keep a common line.
"""

import gzip
import json
from pathlib import Path

import shapely

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT.parent / "shared/data/raw"
DRAWN = RAW / "ukraine-adm1-natural-earth/ukraine_adm1.geojson"
CUT = RAW / "boundaries-geoboundaries/geoBoundaries-UKR-ADM1_simplified.geojson.gz"
OUT = ROOT / "src/polemos/wars/rus-ukr"

TOLERANCE = 0.01  # degrees: a smaller triangle at a vertex is not drawn
FINE = 0.004  # the same for outlines that areas are cut by: changes none by 3 km²
GRID = 1e-4  # degrees: about ten metres

UNITS: dict[int, tuple[str, str, str]] = {
    703883: ("UA-43", "Crimea", "克里米亞"),
    694422: ("UA-40", "Sevastopol", "塞瓦斯托波爾"),
    710802: ("UA-71", "Cherkasy", "切爾卡瑟州"),
    710734: ("UA-74", "Chernihiv", "車尼希夫州"),
    710720: ("UA-77", "Chernivtsi", "車尼夫契州"),
    709929: ("UA-12", "Dnipropetrovsk", "聶伯羅彼得羅夫斯克州"),
    709716: ("UA-14", "Donetsk", "頓內茨克州"),
    707470: ("UA-26", "Ivano-Frankivsk", "伊凡諾福蘭基夫斯克州"),
    706482: ("UA-63", "Kharkiv", "哈爾科夫州"),
    706442: ("UA-65", "Kherson", "赫爾松州"),
    706370: ("UA-68", "Khmelnytskyi", "赫梅爾尼茨基州"),
    703446: ("UA-32", "Kyiv oblast", "基輔州"),
    703447: ("UA-30", "Kyiv", "基輔"),
    705811: ("UA-35", "Kirovohrad", "基洛沃赫拉德州"),
    702657: ("UA-09", "Luhansk", "盧甘斯克州"),
    702549: ("UA-46", "Lviv", "利維夫州"),
    700567: ("UA-48", "Mykolaiv", "米科拉伊夫州"),
    698738: ("UA-51", "Odesa", "奧德薩州"),
    696634: ("UA-53", "Poltava", "波爾塔瓦州"),
    695592: ("UA-56", "Rivne", "里夫內州"),
    692196: ("UA-59", "Sumy", "蘇梅州"),
    691649: ("UA-61", "Ternopil", "特諾皮爾州"),
    687869: ("UA-21", "Zakarpattia", "外喀爾巴阡州"),
    689559: ("UA-05", "Vinnytsia", "文尼察州"),
    689064: ("UA-07", "Volyn", "沃林州"),
    687699: ("UA-23", "Zaporizhzhia", "札波羅熱州"),
    686966: ("UA-18", "Zhytomyr", "日托米爾州"),
}


def basemap(raw: bytes) -> str:
    """Give the thinned map as GeoJSON, its units in the order of their ISO codes."""
    features = json.loads(raw)["features"]
    numbers = [f["properties"]["gn_id"] for f in features]
    if sorted(numbers) != sorted(UNITS):
        raise SystemExit(f"expected the {len(UNITS)} listed units, found {numbers}")
    return _collected(
        features,
        [
            dict(zip(("iso", "name_en", "name_zh"), UNITS[n], strict=True))
            for n in numbers
        ],
        TOLERANCE,
    )


def outlines(raw: bytes) -> str:
    """Give the thinned outlines as GeoJSON, in the same order."""
    features = json.loads(raw)["features"]
    codes = [f["properties"]["shapeISO"] for f in features]
    if sorted(codes) != sorted(iso for iso, _, _ in UNITS.values()):
        raise SystemExit(f"expected the {len(UNITS)} listed units, found {codes}")
    return _collected(features, [{"iso": iso} for iso in codes], FINE)


def _collected(
    features: list[dict[str, object]], names: list[dict[str, str]], tolerance: float
) -> str:
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    thin = shapely.set_precision(
        shapely.coverage_simplify(shapes, tolerance), GRID, mode="valid_output"
    )
    units = [
        {"type": "Feature", "properties": name, "geometry": json.loads(shape)}
        for name, shape in zip(names, shapely.to_geojson(thin), strict=True)
    ]
    units.sort(key=lambda unit: unit["properties"]["iso"])
    collection = {"type": "FeatureCollection", "features": units}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    for name, text in (
        ("basemap.json", basemap(DRAWN.read_bytes())),
        ("oblasts.json", outlines(gzip.decompress(CUT.read_bytes()))),
    ):
        (OUT / name).write_text(text, "utf-8")
        print(f"{name}: {len(text.encode()):,} bytes")

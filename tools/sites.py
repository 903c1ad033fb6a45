"""Rebuild the table of mineral sites from the specimen of globalstrategic/facilities.

For maintainers only. The list is under the MIT licence; name, place and mineral are
kept. Plants are left out, and so is gold, of whose six sites three share one place.
Two sites that the list files under zirconium and tantalum count as rare earths here,
since the list itself describes both as complex ores that hold them.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT.parent / "shared/data/raw/minerals-globalstrategic"
OUT = ROOT / "src/polemos/wars/rus-ukr/sites.csv"

MINERALS = {
    "rees": "rare_earth",
    "lithium": "lithium",
    "titanium": "titanium",
    "uranium": "uranium",
    "graphite natural": "graphite",
    "iron ore": "iron_ore",
    "coal": "coal",
    "thermal coal": "coal",
    "metallurgical coal": "coal",
}
COMPLEX_ORES = {"ukr-azovske-deposit-fac", "ukr-mazurivske-deposit-fac"}
NOTICE = (
    "# Sites of minerals: name, place and mineral from github.com/globalstrategic/"
    "facilities (MIT), 2026-02-17.\n"
)


def sites(raw: str) -> Iterator[tuple[str, str, str, str]]:
    """Give mineral, name, latitude and longitude, sorted."""
    found = []
    for row in csv.DictReader(StringIO(raw)):
        mineral = MINERALS.get(row["primary"].lower())
        if row["facility_id"] in COMPLEX_ORES:
            mineral = "rare_earth"
        if mineral is not None:
            found.append((mineral, row["name"], row["lat"], row["lon"]))
    yield from sorted(found)


if __name__ == "__main__":
    text = (RAW / "ukraine_mineral_facilities.csv").read_text("utf-8-sig")
    with OUT.open("w", encoding="utf-8", newline="") as out:
        out.write(NOTICE)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("mineral", "name", "lat", "lon"))
        writer.writerows(sites(text))
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes")

"""Exports of events in the publisher's shape, and a lake of a few weeks of them."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from polemos.events import GDELT_2, EventLake, Layout

Row = Mapping[str, object]
FIRST = datetime(2031, 3, 3, tzinfo=UTC)  # a Monday
PAIRS = (("LIL", "BLE"), ("BLE", "LIL"), ("LIL", "BRO"), ("BRO", "LAP"))
_CODES = {1: "042", 2: "061", 3: "112", 4: "190"}
_GOLDSTEIN = {1: 1.9, 2: 6.4, 3: -2.0, 4: -10.0}


def line(row: Row, layout: Layout = GDELT_2) -> str:
    """Write one row as an export has it; what is not told is a plain event."""
    at = datetime.fromisoformat(str(row.get("known", FIRST)))
    plain: dict[str, object] = {
        **{"id": 1, "day": f"{at:%Y%m%d}", "a": "LIL", "b": "BLE", "root": 1},
        **{"code": "042", "quad": 1, "goldstein": 1.9, "mentions": 4, "sources": 2},
        **{"tone": -1.5, "place": "LI", "url": "http://example.org/a"},
    }
    told = {**plain, **{k: v for k, v in row.items() if k != "known"}}
    cells = [""] * layout.width
    for name, column in layout.at.items():
        cells[column] = f"{at:{layout.added}}" if name == "known" else str(told[name])
    return "\t".join(cells)


def export(rows: Iterable[Row], layout: Layout = GDELT_2) -> bytes:
    """Write an export."""
    return "".join(f"{line(row, layout)}\n" for row in rows).encode()


def packed(body: bytes, name: str = "x.CSV") -> bytes:
    """Pack one file into a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, body)
    return out.getvalue()


def some(weeks: int, seed: int = 3) -> Mapping[datetime, bytes]:
    """Make so many weeks of events, one export on each day at noon."""
    rng, found, number = np.random.default_rng(seed), {}, 0
    for day in range(7 * weeks):
        slot, rows = FIRST + timedelta(days=day, hours=12), []
        for a, b in PAIRS:
            for _ in range(int(rng.poisson(6))):
                number += 1
                quad = int(rng.choice([1, 2, 3, 4], p=[0.5, 0.1, 0.2, 0.2]))
                rows.append(
                    {
                        **{"id": number, "known": slot, "a": a, "b": b, "quad": quad},
                        **{"code": _CODES[quad], "goldstein": _GOLDSTEIN[quad]},
                        **{"root": int(rng.random() < 0.8)},
                        **{"sources": int(rng.integers(1, 9))},
                        **{"mentions": int(rng.integers(1, 30))},
                        **{"tone": round(float(rng.normal(-2, 3)), 3)},
                        **{"url": f"http://example.org/{int(rng.integers(0, 40))}"},
                    }
                )
        found[slot] = export(rows)
    return found


@pytest.fixture
def lake(tmp_path: Path) -> EventLake:
    """Give an empty lake."""
    return EventLake(tmp_path / "events", GDELT_2)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> EventLake:
    """Give a lake of thirty weeks."""
    made = EventLake(tmp_path_factory.mktemp("lake"), GDELT_2)
    made.load(some(30))
    return made


@pytest.fixture(scope="session")
def write() -> Callable[..., bytes]:
    """Give `write(rows, layout)`, which makes an export."""
    return export


@pytest.fixture(scope="session")
def pack() -> Callable[..., bytes]:
    """Give `pack(body, name)`, which makes a zip."""
    return packed

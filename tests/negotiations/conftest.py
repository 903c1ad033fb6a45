"""A small table: two sides, a go-between, two issues and two commitments."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO

import pytest

from polemos.core import Agenda

AGENDA = """
edited = 2032-06-01
players = ["LIL", "BLE"]

[[issue]]
id = "eggs"
name = { en = "eggs", zh = "蛋" }
low = { en = "all broken at the big end", zh = "一律打破大端" }
high = { en = "all broken at the little end", zh = "一律打破小端" }

[[issue]]
id = "ships"
name = { en = "ships", zh = "船艦" }
low = { en = "every ship kept", zh = "船艦全數保留" }
high = { en = "every ship given up", zh = "船艦全數交出" }

[[lane]]
name = { en = "Lilliput", zh = "小人國" }
actors = ["LIL"]

[topics]
rope = { en = "rope", zh = "繩索" }

[settlements]
truce = { en = "the truce of the shore", zh = "海岸停戰" }

[actors]
LIL = { en = "Lilliput", zh = "小人國" }
BLE = { en = "Blefuscu", zh = "布國" }
GUL = { en = "Gulliver", zh = "格列佛" }
"""
COMMITMENTS = """
[fleet]
name = { en = "the fleet", zh = "艦隊" }
actors = ["BLE"]
to = ["LIL"]
matter = "weapons"
unit = "ships"

[peace]
name = { en = "the peace", zh = "和平" }
actors = ["BLE", "LIL"]
to = ["GUL"]
matter = "promise"
"""
_TOLD = {"basis": "seen", "confidence": "official", "source": "Court", "url": ""}
_SAID = {"en": "They met on the shore.", "zh": "雙方在岸邊會面。"}
_CODED = {"coder": "desk", "coded": "2032-05-10", "evidence": "2032-05-01-shore"}
EVENT = {
    **{"id": "2032-05-01-shore", "day": "2032-05-01", "until": ""},
    **{"known": "2032-05-02", "actors": "LIL BLE", "act": "meets"},
    **{
        "issues": "eggs rope",
        "weight": "2",
        "before": "",
        "after": "",
        **_TOLD,
        **_SAID,
    },
}
STAGE = {
    **{"commitment": "fleet", "stage": "proposed", "day": "2032-05-01"},
    **{"known": "2032-05-02", "low": "40", "high": "50", "due": "2032-12-31"},
    **{"reason": "", **_TOLD, **_SAID},
}
POSITION = {
    **{"actor": "LIL", "issue": "eggs", "day": "2032-05-09"},
    **{"position": "90", "low": "80", "high": "100"},
    **{"salience": "0.6", "salience_low": "0.5", "salience_high": "0.7"},
    **_CODED,
    **_SAID,
}
CAPABILITY = {
    **{"actor": "LIL", "day": "2032-05-09", "capability": "60"},
    **{"low": "50", "high": "70", **_CODED, **_SAID},
}
STATE = {
    **{"issue": "eggs", "day": "2032-05-09", "state": "70"},
    **{"low": "60", "high": "80", **_CODED, **_SAID},
}
SETTLEMENT = {
    **{"settlement": "truce", "issue": "eggs", "day": "2032-05-09"},
    **{"value": "50", "low": "40", "high": "60", **_CODED, **_SAID},
}
ROWS: Mapping[str, Mapping[str, str]] = {
    "events": EVENT,
    "stages": STAGE,
    "positions": POSITION,
    "capabilities": CAPABILITY,
    "states": STATE,
    "settlements": SETTLEMENT,
}
Write = Callable[..., dict[str, bytes]]


def write(ledger: str, *edits: Mapping[str, str]) -> dict[str, bytes]:
    """Write a ledger of the good row, once for each edit of it."""
    good = ROWS[ledger]
    out = StringIO(newline="")
    out.write(",".join(good) + "\n")
    table = csv.DictWriter(out, good, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerows([{**good, **edit} for edit in edits or ({},)])
    return {f"table/{ledger}.csv": out.getvalue().encode()}


@pytest.fixture(scope="session")
def told() -> Write:
    """Give `told(ledger, *edits)`: a file of good rows, each edited."""
    return write


@pytest.fixture(scope="session")
def agenda() -> Agenda:
    """Give the agenda of the small table."""
    import tomllib

    return Agenda.parse(tomllib.loads(AGENDA), tomllib.loads(COMMITMENTS), "lil/table")

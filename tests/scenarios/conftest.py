"""A small war and what may come of it: a file of good rows for every ledger."""

import csv
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
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
"""
SHORE, SEA = "2032-05-01-shore", "2032-05-20-sea"
EVENTS = {SHORE: date(2032, 5, 2), SEA: date(2032, 5, 21)}
_CODED = {"coder": "desk", "coded": "2032-06-01"}
_SAID = {"en": "They said so on the shore.", "zh": "雙方在岸邊如此說。"}
_WHY = {**_CODED, **_SAID}
_RESTS = {"evidence": "", **_WHY}
_SINCE = {"since": "2032-05-01"}
Row = dict[str, str]


def _state(key: str, branch: str, phase: str) -> Row:
    words = {"name": f"{key} | 狀態", "rule": f"It is {key} | 即為此狀態"}
    code = f"{(WAR, 'talks', PEACE, WIDE).index(key)}"
    head = {"id": key, "code": code, "branch": branch, "phase": phase}
    return {**head, "days": "0", **words}


def _variable(key: str, chance: str = "", horizon: str = "", usual: str = "") -> Row:
    asked = {"chance": chance, "horizon": horizon, "usual": usual}
    words = {"name": f"a {key} | 某事", "rule": f"There is a {key} | 確有此事"}
    return {"id": key, **asked, **words}


def _judged(at: str, value: float, **names: str) -> Row:
    spread = {at: f"{value}", "low": f"{value / 2:g}", "high": f"{min(1, 2 * value):g}"}
    rests = {} if at == "likelihood" else {"evidence": ""}
    return {**names, **spread, **rests, **_WHY}


def _node(key: str, parent: str, kind: str, **more: str) -> Row:
    asked = {"series": "", "confirms": "", "beyond": "", "column": "", **more}
    head = {"id": key, "parent": parent, "kind": kind}
    return {**head, **asked, "name": f"{key} | 節點", **_SAID}


WAR, PEACE, WIDE = "war", "peace", "wide"
_BRANCHES = (WAR, PEACE, WIDE)
_PAST = {
    **{"contiguous": "1", "invader_nuclear": "0", "invader_great_power": "0.5"},
    **{"defender_armed_by_great_power": "", "outside_troops_fight_for_defender": "0"},
    **{"regime_autocratic_invader": "1", "attrition_front": "0"},
    **{"land_held_by_invader_at_the_end_of_year_one": "1", "mass_casualties": "0"},
    **{"sanctions_on_invader": "0", "ethnic_kin_claim": "1", "talks_during_war": "1"},
}
GOOD: Mapping[str, list[Row]] = {
    "states": [
        _state(WAR, WAR, "fighting"),
        _state("talks", WAR, "fighting"),
        _state(PEACE, PEACE, "halted"),
        _state(WIDE, WIDE, "wider"),
    ],
    "variables": [
        _variable("wind", "forecast/wind.above.5@LIL", "13w", "0.3"),
        _variable("treaty"),
        _variable("feast"),
    ],
    "holds": [
        {
            **{"state": state, **_SINCE, "median": "100", "low": "30", "high": "400"},
            **_RESTS,
        }
        for state in (WAR, "talks")
    ],
    "moves": [
        _judged("chance", value, **{"from": start, "to": to}, **_SINCE)
        for start, to, value in (
            (WAR, "talks", 0.75),
            (WAR, PEACE, 0.25),
            ("talks", WAR, 1),
            ("halt", PEACE, 1),
            ("year", WIDE, 0.02),
        )
    ],
    "odds": [
        {
            **{"branch": PEACE, "given": "wind", **_SINCE},
            **{"odds": "1.5", "low": "1", "high": "2", **_RESTS},
        }
    ],
    "chances": [
        _judged("chance", value, variable=key, given=given, **_SINCE)
        for key, given, value in (
            ("treaty", WAR, 0.1),
            ("treaty", PEACE, 0.8),
            ("treaty", WIDE, 0.05),
            ("feast", "treaty", 0.9),
            ("feast", "not treaty", 0.1),
        )
    ],
    "outcomes": [
        {
            **{"variable": key, "day": "2032-05-01", "state": state},
            **{**_CODED, "evidence": SHORE, **_SAID},
        }
        for key, state in ((WAR, WAR), ("treaty", "no"), ("feast", "no"))
    ],
    "laws": [
        {
            **{"law": "lognormal", "scale": "court/mu@LIL", "shape": "court/sd@LIL"},
            "centre": "1",
        }
    ],
    "crowds": [
        {"series": "court/crowd@LIL", "until": "2032-12-31", "name": "Court | 宮廷"}
    ],
    "spans": [
        {"crowd": "court", "series": f"court/{what}@LIL", "until": until}
        for what, until in (
            ("soon", "2032-08-31"),
            ("late", "2032-12-31"),
            ("crowd", ""),
        )
    ],
    "signs": [
        {
            **{"branch": PEACE, "side": "confirms", "series": "court/ships@BLE"},
            **{"way": "down", "beyond": "10", "name": "ships at sea | 海上船艦"},
        }
    ],
    "carries": [
        {
            **{"branch": PEACE, "issue": "eggs", **_SINCE, "place": "50"},
            **{"low": "40", "high": "60", **_RESTS},
        }
    ],
    "measures": [
        {"id": key, "unit": "percent", "now": now, "ahead": "", "name": f"{key} | 量"}
        for key, now in (("grain", ""), ("ships", "court/ships@BLE"))
    ],
    "after": [
        {
            **{"branch": PEACE, "measure": "grain", **_SINCE, "value": "-1"},
            **{"low": "-2", "high": "1", **_RESTS},
        }
    ],
    "chains": [
        {"chain": "hope", "step": step, "name": f"{step or 'hope'} | 一步"}
        for step in ("", "treaty", "halted", "feast")
    ],
    "tree": [
        _node("ends", "", "thesis"),
        _node("win", "ends", "goal"),
        _node("sail", "win", "implication"),
        _node(
            *("fleet", "sail", "indicator"),
            **{"series": "court/ships@BLE", "confirms": "up", "column": "movement"},
        ),
    ],
    "hypotheses": [
        {
            **{"id": key, **_SINCE, "prior": prior, "low": "0.1", "high": "0.9"},
            **{**_CODED, "name": f"{key} | 說法", **_SAID},
        }
        for key, prior in (("pride", "0.6"), ("fear", "0.4"))
    ],
    "likelihoods": [
        _judged("likelihood", value, event=SHORE, hypothesis=key)
        for key, value in (("pride", 0.4), ("fear", 0.25))
    ],
    "traits": [{"id": "bold", "name": "bold | 大膽", **_SAID}],
    "doctrine": [{"event": SHORE, "trait": "bold", "side": "for", **_WHY}],
    "leaders": [
        {
            **{"id": key, "name": f"{key} | 君主", "state": "Lilliput"},
            **{"entered": "2020-01-01", "left": left, "how": how, "basis": "recalled"},
        }
        for key, left, how in (("golbasto", "2030-01-01", "died"), ("mully", "", ""))
    ],
    "analogues": [
        {
            **{"id": "rope_war", "name": "the rope war | 繩索戰爭"},
            **{"began": "2001-01-01", "ended": "2002-01-01", **_PAST},
            **{"end": "ceasefire", "relapsed": "1", "leader_fell": ""},
            **{**_CODED, "basis": "recalled", **_SAID},
        }
    ],
}
GOOD["leaders"][1]["how"] = "serving"
# What to change: of which ledger, in which row; None leaves the row out, and a number
# past the last adds a row like the last.
Edits = Mapping[int, Mapping[str, str] | None]
Lay = Callable[..., dict[str, bytes]]


def lay(**edits: Edits | None) -> dict[str, bytes]:
    """Lay out every ledger, some edited; one that is None is left out."""
    return {
        f"scenarios/{ledger}.csv": _written(rows, edits.get(ledger) or {})
        for ledger, rows in GOOD.items()
        if edits.get(ledger, {}) is not None
    }


def _written(good: list[Row], edits: Edits) -> bytes:
    rows: dict[int, Row] = dict(enumerate(good))
    for at, edit in edits.items():
        if edit is None:
            del rows[at]
        else:
            rows[at] = {**rows.get(at, good[-1]), **edit}
    out = StringIO(newline="")
    out.write(",".join(good[0]) + "\n")
    table = csv.DictWriter(out, good[0], lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerows(rows[at] for at in sorted(rows))
    return out.getvalue().encode()


@pytest.fixture(scope="session")
def laid() -> Lay:
    """Give `laid(moves={0: {"chance": "1"}}, …)`: all ledgers, some edited."""
    return lay


@pytest.fixture(scope="session")
def agenda_file() -> str:
    """Give the agenda of the small war as it stands in a file."""
    return AGENDA


@pytest.fixture(scope="session")
def agenda() -> Agenda:
    """Give the agenda of the small war."""
    return Agenda.parse(tomllib.loads(AGENDA), {}, "lil/table")


@pytest.fixture(scope="session")
def events() -> Mapping[str, date]:
    """Give the events of the small war, with the day since which each is known."""
    return EVENTS

"""Events told by the world's press: a lake of their own, weeks of pairs, engines."""

from polemos.events._catalog import Export, exports, slot_of, slots
from polemos.events._columns import GDELT_1, GDELT_2, KEPT, LAYOUTS, Layout
from polemos.events._engine import Columns, DuckEngine, Engine, SparkEngine, engine_at
from polemos.events._lake import EventLake, Slot, State, monday_of, week_of
from polemos.events._pairs import Pair, indices, pair_of
from polemos.events._shifts import Shift, shifts, young
from polemos.events._unpack import unpacked
from polemos.events._update import HOST, LISTS, take_in, update
from polemos.events._weeks import severity, volumes, weeks

__all__ = [
    "GDELT_1",
    "GDELT_2",
    "HOST",
    "KEPT",
    "LAYOUTS",
    "LISTS",
    "Columns",
    "DuckEngine",
    "Engine",
    "EventLake",
    "Export",
    "Layout",
    "Pair",
    "Shift",
    "Slot",
    "SparkEngine",
    "State",
    "engine_at",
    "exports",
    "indices",
    "monday_of",
    "pair_of",
    "severity",
    "shifts",
    "slot_of",
    "slots",
    "take_in",
    "unpacked",
    "update",
    "volumes",
    "week_of",
    "weeks",
    "young",
]

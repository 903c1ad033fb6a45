"""The one place that speaks SQL. Append what was told; ask for the world as of then."""

from polemos.store._store import Store
from polemos.store._tables import read_kinds, write_table

__all__ = ["Store", "read_kinds", "write_table"]

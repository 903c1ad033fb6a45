"""One file a publisher's table. Each offers SOURCE, fetch and parse, and no more."""

import sys
from collections.abc import Mapping
from functools import cache
from typing import cast

from polemos.core import SourceModule
from polemos.core.registry import modules

__all__ = ["all_sources"]


@cache
def all_sources() -> Mapping[str, SourceModule]:
    """Give every source by its id; a broken one breaks here, not at import."""
    found = [cast(SourceModule, m) for m in modules(sys.modules[__name__])]
    return {m.SOURCE.id: m for m in found}

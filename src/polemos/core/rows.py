"""Rows of a war's tables: which keys they have, and of which type each is."""

from collections.abc import Mapping, Set
from typing import Any

from polemos.core.errors import WarError

# By key: the type, and how that is told. A float may be written as a whole number.
Kinds = Mapping[str, tuple[type, str]]


def refuse_wrong(
    where: str,
    raw: Mapping[str, Any],
    kinds: Kinds,
    spare: Set[str] = frozenset(),
) -> None:
    """Refuse a row in which a key is unknown, missing, or of another type."""
    for key in raw:
        if key not in kinds:
            raise WarError(f"{where}: expected {', '.join(kinds)}, found {key!r}")
    for key, (kind, told) in kinds.items():
        if key in raw:
            real = int | float if kind is float else kind
            if not isinstance(raw[key], real) or isinstance(raw[key], bool):
                raise WarError(
                    f"{where}: expected {key} to be {told}, found {raw[key]!r}"
                )
        elif key not in spare:
            raise WarError(f"{where}: expected {key}, found nothing")

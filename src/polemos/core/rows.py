"""Rows of a war's tables: which keys they have, and of which type each is."""

from collections.abc import Mapping, Set
from typing import Any, Never

from polemos.core.errors import WarError

# By key: the type, and how that is told. A float may be written as a whole number.
Kinds = Mapping[str, tuple[type, str]]


class Inputs(dict[str, Any]):
    """What a row gives to a model, by the part it plays; a missing part is named.

    `where` says which table of which row it is. A table in it is as it is.
    """

    def __init__(self, where: str, given: Mapping[str, Any]) -> None:
        """Keep the parts, tables as tables of this kind."""
        super().__init__(
            {
                part: Inputs(f"{where}.{part}", one) if isinstance(one, dict) else one
                for part, one in given.items()
            }
        )
        self.where = where

    def __missing__(self, part: str) -> Never:
        """Refuse a part that a model reads and the row does not have."""
        raise WarError(
            f"{self.where}: expected {part}, found nothing; give it there, or take out "
            "of the row what reads it"
        )


def refuse_wrong(
    where: str,
    raw: Mapping[str, Any],
    kinds: Kinds,
    spare: Set[str] = frozenset(),
) -> None:
    """Refuse what is no table, and a key unknown, missing, or of another type."""
    if not isinstance(raw, Mapping):
        raise WarError(f"{where}: expected a table, found {raw!r}")
    for key in raw:
        if key not in kinds:
            raise WarError(f"{where}: expected {', '.join(kinds)}, found {key!r}")
    for key, (kind, told) in kinds.items():
        if key in raw:
            real = int | float if kind is float else kind
            flag = isinstance(raw[key], bool)
            if not isinstance(raw[key], real) or flag is not (kind is bool):
                raise WarError(
                    f"{where}: expected {key} to be {told}, found {raw[key]!r}"
                )
        elif key not in spare:
            raise WarError(f"{where}: expected {key}, found nothing")

"""What can go wrong, as a tree a caller can catch.

* PolemosError
  - FetchError        the publisher could not be reached, or refused
  - ParseError        the bytes came, but not in the shape that the source promises
  - ExpectationError  the shape is right and the numbers cannot be
  - UnknownSeries     no source and no indicator makes a series of that name
  - NotYetKnown       the series exists, but had no such value as of that moment
  - UnitMismatch      two quantities of different units met
  - StoreError        the lake is locked, damaged, full, read-only or of a newer schema
  - PackError         the packaged figures are damaged
  - WarError          a war's configuration is wrong
  - EditionError      an edition would print a number that nothing stands behind

Every message says what was expected, what was found, where, and what to do.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from polemos.core.text import Text

NOTHING_YET = Text("nothing is known yet", "尚無資料")
_DEGENERATE = Text("its figures cannot be reckoned with", "數值無法計算")


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask whether one of the known names was meant; say nothing if none is near."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"; did you mean {', '.join(near)}?" if near else ""


class PolemosError(Exception):
    """Anything this package raises on purpose."""


class FetchError(PolemosError):
    """The publisher could not be reached, or refused."""


class ParseError(PolemosError):
    """The bytes do not have the shape that the source promises."""


class ExpectationError(PolemosError):
    """The parsed records break a rule that the source declares."""


class UnknownSeries(PolemosError):
    """No source and no indicator makes this series.

    The nearest of the names that are known are told with it. They are looked for only
    then: among thousands that takes long, and many only ask whether a series is there.
    """

    def __init__(self, message: str, name: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.known = known

    def __str__(self) -> str:
        """Give the message, and the names that are nearest to the unknown one."""
        return super().__str__() + nearest(self.name, self.known)


class NotYetKnown(PolemosError):
    """The series had no such value as of the asked moment.

    `why` tells readers of the report what is missing, and `series` of which series,
    where that is known.
    """

    def __init__(self, message: str, why: Text | None = None, series: str = "") -> None:
        super().__init__(message)
        self.why = why
        self.series = series


@contextmanager
def reckoned() -> Iterator[None]:
    """Tell it as NotYetKnown where figures are such that arithmetic breaks on them."""
    try:
        yield
    except (ArithmeticError, ValueError) as error:
        raise NotYetKnown(
            f"expected numbers that can be reckoned with, found: {error}", _DEGENERATE
        ) from error


class UnitMismatch(PolemosError):
    """Two quantities of different units met."""


class StoreError(PolemosError):
    """The lake cannot be read or written as asked."""


class PackError(PolemosError):
    """The packaged figures do not match their manifest."""


class WarError(PolemosError):
    """A war's configuration is missing something or names something unknown."""


class EditionError(PolemosError):
    """An edition would print a number that nothing stands behind."""

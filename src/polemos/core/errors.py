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

from polemos.core.text import Text

NOTHING_YET = Text("nothing is known yet", "尚無資料")


class PolemosError(Exception):
    """Anything this package raises on purpose."""


class FetchError(PolemosError):
    """The publisher could not be reached, or refused."""


class ParseError(PolemosError):
    """The bytes do not have the shape that the source promises."""


class ExpectationError(PolemosError):
    """The parsed records break a rule that the source declares."""


class UnknownSeries(PolemosError):
    """No source and no indicator makes this series."""


class NotYetKnown(PolemosError):
    """The series had no such value as of the asked moment.

    `why` tells readers of the report what is missing, and `series` of which series,
    where that is known.
    """

    def __init__(self, message: str, why: Text | None = None, series: str = "") -> None:
        super().__init__(message)
        self.why = why
        self.series = series


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

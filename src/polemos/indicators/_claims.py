"""The claims of one belligerent, which two compilers copy from the same ministry.

One rule for all that uses them: each day is taken from the first compiler that has it.
The first is checked against the second by a test; the second reaches further.
"""

from polemos.core import Basis, Cadence, Measure, Series, Text
from polemos.indicators._indicator import Indicator, indicator

COMPILERS = ("mod_ua", "mod_ua_orc")
BY = Text("claimed by Ukraine's General Staff", "烏軍總參謀部宣稱")
_TWO = Text(
    "Each day from the first of two compilations that has it; both copy the same "
    "ministry, and differ on a few days.",
    "兩份彙編同抄國防部公告，逐日取先有者；少數日子兩者不同。",
)


def claimed(name: str, what: str, title: Text, unit: str, *caveats: Text) -> Indicator:
    """Make the running total of one claimed class, whichever compiler has the day."""

    @indicator(
        name,
        title=title,
        unit=unit,
        uses=tuple(f"{by}/losses.{what}@RUS" for by in COMPILERS),
        measure=Measure.CUMULATIVE,
        cadence=Cadence.DAY,
        basis=Basis.CLAIMED,
        caveats=(*caveats, _TWO),
    )
    def compute(first: Series, *others: Series) -> Series:
        """Claimed running total on each day, from the first compiler that has it."""
        days = {p.period: p for s in reversed((first, *others)) for p in s.points}
        return first.made(days[day] for day in sorted(days))

    return compute

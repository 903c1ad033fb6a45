"""An analyst's single estimates, with the range that stands beside the unit."""

import re
from collections.abc import Iterator, Mapping

from polemos.core import (
    Basis,
    Cadence,
    Measure,
    Observation,
    ParseError,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._single import singles

_RANGE = re.compile(r"\((\d+)-(\d+)\)")
SHARE_BY_ESTIMATE = Text(
    "An estimate: Russia has not published its trade by country since 2022.",
    "此為推估值：俄羅斯自 2022 年起不再公布分國貿易。",
)


def estimated(
    name: str,
    title: Text,
    unit: str = "percent",
    *caveats: Text,
    lag_days: int | None = None,
) -> SeriesSpec:
    """Promise one estimated share or price."""
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.RATE,
        cadence=Cadence.IRREGULAR,
        basis=Basis.ESTIMATED,
        low=0,
        high=100,
        lag_days=lag_days,
        caveats=caveats,
    )


def estimates(
    source: Source, wanted: Mapping[str, str], snap: Snapshot
) -> Iterator[Observation]:
    """Read the wanted figures; any other in the file stops the source."""
    for figure in singles(snap):
        if figure.series not in wanted:
            raise ParseError(f"{figure.where}: expected one of {sorted(wanted)}")
        period = figure.year if figure.period.isdigit() else figure.months
        name = wanted[figure.series]
        known_at, known_by = source.spec(name).known(period, snap)
        stated = _RANGE.search(figure.unit)
        low, high = map(float, stated.groups()) if stated else (None, None)
        yield Observation(
            name, period, figure.value, known_at, snap.id, low, high, known_by
        )

"""Russian dead by name and by excess deaths, Mediazona and Meduza.

Three versions of one table, each in a shape of its own. The weekly rows stay here; what
leaves is the running total at the end of each month.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._compiled import FOLDER, slashed
from polemos.sources._read import table
from polemos.sources._rows import Row, rows

_NAMED, _EXCESS = "meduza/dead.named@RUS", "meduza/dead.excess@RUS"
_FROM_A_COPY = Text(
    "Known from the day of our copy, since the day of each version is not recorded.",
    "各版發布日未載，以我們所存版本的日期為得知時間。",
)

SOURCE = Source(
    id="meduza",
    title=Text(
        "Russian dead, by name and by probate records",
        "俄軍陣亡：具名統計與遺產登記推估",
    ),
    provider=Provider(
        "meduza",
        Text("Mediazona and Meduza", "Mediazona 與 Meduza"),
        "https://meduza.io/",
    ),
    url=FOLDER,
    citation="Mediazona and Meduza, collected by The Economist",
    licence=Licence(
        Text("no terms stated; authors to be named", "未載明條款；須註明作者"),
        redistribute=False,
    ),
    complete=True,
    series=(
        SeriesSpec(
            id=_NAMED,
            title=Text("Russian dead known by name", "姓名可考的俄軍陣亡者"),
            unit=Unit("persons"),
            measure=Measure.CUMULATIVE,
            cadence=Cadence.MONTH,
            basis=Basis.COUNTED,
            low=0,
            high=2e6,
            headline=True,
            caveats=(
                Text(
                    "A floor, and cut off on the right: names of recent months are "
                    "still to be found, so the last months always look low.",
                    "下限且右側截斷：近月名單尚未查全，最後數月必然偏低。",
                ),
                Text(
                    "The version of 2024 counts by the day a name was found, the later "
                    "ones by the day of death.",
                    "2024 年版依查得日期計，其後依死亡日期計。",
                ),
                _FROM_A_COPY,
            ),
        ),
        SeriesSpec(
            id=_EXCESS,
            title=Text(
                "Russian dead by excess probate cases",
                "依遺產登記超額推估的俄軍陣亡",
            ),
            unit=Unit("persons"),
            measure=Measure.CUMULATIVE,
            cadence=Cadence.MONTH,
            basis=Basis.ESTIMATED,
            low=0,
            high=2e6,
            headline=True,
            caveats=(
                Text(
                    "Dead only. The last half-year is a projection from names; the "
                    "version of 2026 adds those whom courts declared dead.",
                    "僅計陣亡。最後半年由名單外推；2026 年版加計法院宣告死亡者。",
                ),
                Text(
                    "The interval adds up the weekly bounds, and so is wider than one "
                    "for the sum.",
                    "區間為各週上下限相加，較總和本身的區間為寬。",
                ),
                _FROM_A_COPY,
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Week:
    """What one row says: of a week alone, or of all weeks up to it."""

    ends: date
    named: float
    estimate: tuple[float, float, float]  # low, value, high


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the newest version."""
    name = "meduza_2026_weekly.csv"
    yield Fetched(name, FOLDER + name, get(FOLDER + name))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read a version in its own shape, and give totals at the ends of months."""
    if snap.name not in _SHAPES:
        raise ParseError(
            f"meduza: expected one of {sorted(_SHAPES)}, found {snap.name}"
        )
    read, cumulative = _SHAPES[snap.name]
    weeks = []
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            week = read(row)
        if week is not None:
            weeks.append(week)
    yield from _totals(snap, weeks if cumulative else list(_added(weeks)))


def _added(weeks: Iterable[_Week]) -> Iterator[_Week]:
    named, low, value, high = 0.0, 0.0, 0.0, 0.0
    for w in weeks:
        named += w.named
        low, value, high = (
            a + b for a, b in zip((low, value, high), w.estimate, strict=True)
        )
        yield _Week(w.ends, named, (low, value, high))


def _totals(snap: Snapshot, weeks: list[_Week]) -> Iterator[Observation]:
    for i, w in enumerate(weeks):
        last = i + 1 == len(weeks) or weeks[i + 1].ends.month != w.ends.month
        if not last:
            continue
        low, value, high = (float(round(x)) for x in w.estimate)
        period = Period.day(w.ends)
        for name, said in (
            (_NAMED, (w.named, None, None)),
            (_EXCESS, (value, low, high)),
        ):
            known_at, known_by = SOURCE.spec(name).known(period, snap)
            yield Observation(
                *(name, period, said[0], known_at, snap.id, said[1], said[2], known_by)
            )


def _picked(row: Row, *columns: Mapping[str, str]) -> tuple[float, float, float]:
    """Take each group of low, value and high; give the first that is filled."""
    groups = [
        tuple(row.number(g[end]) for end in ("low", "value", "high")) for g in columns
    ]
    for low, value, high in groups:
        if low is not None and value is not None and high is not None:
            return low, value, high
    raise ParseError("meduza: expected an estimate or a projection, found neither")


def _of_2024(row: Row) -> _Week:
    monday = row.day("Date")
    named = row.number("Число погибших в поименных списках")
    estimate = _picked(
        row,
        {"low": "ED_low", "value": "Оценка на основе данных РНД", "high": "ED_high"},
        {
            "low": "ED_onlyprediction_low",
            "value": "Оперативная оценка, прогноз",
            "high": "ED_onlyprediction_high",
        },
    )
    row.ignore(
        *("Оперативная оценка, обучающий период", "ED_prediction_high"),
        "ED_prediction_low",
    )
    return _Week(monday + timedelta(6), named or 0.0, estimate)


def _of_2025(row: Row) -> _Week | None:
    text = row.take("Date")
    named = row.number("Number of confirmed deaths (by date of death)")
    groups = (
        {"low": "ED_low", "value": "Estimate based on probate data", "high": "ED_high"},
        {
            "low": "ED_prediction_low",
            "value": "Flash estimate (by date of discovery)",
            "high": "ED_prediction_high",
        },
    )
    if not text:  # the file ends with an empty line of commas
        row.ignore(*(column for g in groups for column in g.values()))
        return None
    monday = slashed(text, "meduza_2025_weekly.csv")
    return _Week(monday + timedelta(6), named or 0.0, _picked(row, *groups))


def _of_2026(row: Row) -> _Week:
    year, week, named = row.whole("Year"), row.whole("Week"), row.number("BmzNow")
    estimate = _picked(
        row,
        {"low": "EDAssembledLow", "value": "EDAssembled", "high": "EDAssembledHigh"},
    )
    row.ignore(
        *("Bmz2022", "Bmz2023", "Bmz2024", "Bmz2025", "ECSuperlates"),
        *("EDSuperlatesFromCoeffs", "EDSuperlatesCourts", "ED", "EDHigh", "EDLow"),
        *("EDPrediction", "EDPredictionHigh", "EDPredictionLow"),
    )
    try:
        ends = date.fromisocalendar(year, week, 7)
    except ValueError as error:
        raise ParseError(f"meduza: expected an ISO week: {error}") from error
    return _Week(ends, named or 0.0, estimate)


_SHAPES: Mapping[str, tuple[Callable[[Row], _Week | None], bool]] = {
    "meduza_2024.csv": (_of_2024, True),
    "meduza_2025_weekly.csv": (_of_2025, False),
    "meduza_2026_weekly.csv": (_of_2026, False),
}

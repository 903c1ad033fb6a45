"""The words of the house and their laws. No I/O, no clock, no imports from above."""

from polemos.core.claim import (
    Claim,
    Finding,
    Reckoning,
    Relation,
    Verdict,
    reckon,
)
from polemos.core.errors import (
    EditionError,
    ExpectationError,
    FetchError,
    NotYetKnown,
    PackError,
    ParseError,
    PolemosError,
    StoreError,
    UnitMismatch,
    UnknownSeries,
    WarError,
)
from polemos.core.forecast import Forecast, Horizon, OutputType, Question, Target
from polemos.core.promise import expected
from polemos.core.record import (
    Area,
    Event,
    KnownBy,
    Observation,
    Statement,
)
from polemos.core.series import Point, Series, join
from polemos.core.source import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Provider,
    SeriesSpec,
    Snapshot,
    SnapshotNote,
    Source,
    SourceModule,
)
from polemos.core.text import LANGS, Lang, Text
from polemos.core.time import Period, end_of_day, start_of_day, utc
from polemos.core.told import Record
from polemos.core.unit import PERCENT, POINTS, RATIO, Measure, Unit
from polemos.core.view import View
from polemos.core.war import Actor, War

__all__ = [
    "LANGS",
    "PERCENT",
    "POINTS",
    "RATIO",
    "Actor",
    "Area",
    "Basis",
    "Cadence",
    "Claim",
    "EditionError",
    "Event",
    "ExpectationError",
    "FetchError",
    "Fetched",
    "Finding",
    "Forecast",
    "Get",
    "Horizon",
    "KnownBy",
    "Lang",
    "Licence",
    "Measure",
    "NotYetKnown",
    "Observation",
    "OutputType",
    "PackError",
    "ParseError",
    "Period",
    "Point",
    "PolemosError",
    "Provider",
    "Question",
    "Reckoning",
    "Record",
    "Relation",
    "Series",
    "SeriesSpec",
    "Snapshot",
    "SnapshotNote",
    "Source",
    "SourceModule",
    "Statement",
    "StoreError",
    "Target",
    "Text",
    "Unit",
    "UnitMismatch",
    "UnknownSeries",
    "Verdict",
    "View",
    "War",
    "WarError",
    "end_of_day",
    "expected",
    "join",
    "reckon",
    "start_of_day",
    "utc",
]

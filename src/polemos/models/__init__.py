"""Pure functions from a view to forecasts, with a seed; and how they did."""

from polemos.models._accounts import Fit
from polemos.models._board import SPANS, Row, Standing, table
from polemos.models._calibration import BANDS, FIFTHS, band_of
from polemos.models._compared import RPS
from polemos.models._estimate import Estimator, all_estimators, estimate_id
from polemos.models._forecasting import (
    Forecasting,
    forecast_id,
    with_forecasts,
)
from polemos.models._ledger import Issue, in_time, issued, records
from polemos.models._model import (
    SEED,
    Model,
    Prediction,
    Refusal,
    Run,
    all_models,
    ask,
    model,
    model_named,
    run,
)
from polemos.models._negotiating import Negotiating, with_table
from polemos.models._pooled import pooled_id
from polemos.models._promises import Outcome, Promise
from polemos.models._rated import score_id
from polemos.models._record import Kind, Record, Rival
from polemos.models._settle import (
    Score,
    as_told_then,
    origins,
    outcome,
    replay,
    score,
)
from polemos.models._states import state_now_id
from polemos.models._talks import NO_CHANGE, UNCHANGED, Flip, Talks
from polemos.models._timing import CLOCK
from polemos.models._tree import Reading, Says, children, readings, tally
from polemos.models._weighing import Weighing, with_scenarios
from polemos.models.likeliest import scenario_targets

__all__ = [
    "BANDS",
    "CLOCK",
    "FIFTHS",
    "NO_CHANGE",
    "RPS",
    "SEED",
    "SPANS",
    "UNCHANGED",
    "Estimator",
    "Fit",
    "Flip",
    "Forecasting",
    "Issue",
    "Kind",
    "Model",
    "Negotiating",
    "Outcome",
    "Prediction",
    "Promise",
    "Reading",
    "Record",
    "Refusal",
    "Rival",
    "Row",
    "Run",
    "Says",
    "Score",
    "Standing",
    "Talks",
    "Weighing",
    "all_estimators",
    "all_models",
    "as_told_then",
    "ask",
    "band_of",
    "children",
    "estimate_id",
    "forecast_id",
    "in_time",
    "issued",
    "model",
    "model_named",
    "origins",
    "outcome",
    "pooled_id",
    "readings",
    "records",
    "replay",
    "run",
    "scenario_targets",
    "score",
    "score_id",
    "state_now_id",
    "table",
    "tally",
    "with_forecasts",
    "with_scenarios",
    "with_table",
]

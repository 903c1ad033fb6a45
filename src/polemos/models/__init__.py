"""Pure functions from a view to forecasts, with a seed; and how they did."""

from polemos.models._board import FIFTHS, Row, table
from polemos.models._estimate import Estimator, all_estimators, estimate_id
from polemos.models._forecasting import (
    Forecasting,
    forecast_id,
    with_forecasts,
)
from polemos.models._ledger import (
    Score,
    as_told_then,
    in_time,
    issued,
    origins,
    outcome,
    records,
    replay,
    score,
)
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
from polemos.models._record import fifth_id, score_id

__all__ = [
    "FIFTHS",
    "SEED",
    "Estimator",
    "Forecasting",
    "Model",
    "Prediction",
    "Refusal",
    "Row",
    "Run",
    "Score",
    "all_estimators",
    "all_models",
    "as_told_then",
    "ask",
    "estimate_id",
    "fifth_id",
    "forecast_id",
    "in_time",
    "issued",
    "model",
    "model_named",
    "origins",
    "outcome",
    "records",
    "replay",
    "run",
    "score",
    "score_id",
    "table",
    "with_forecasts",
]

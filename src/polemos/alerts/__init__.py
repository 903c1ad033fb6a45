"""What somebody should hear of: found once, gathered, and told outside quiet hours."""

from polemos.alerts._found import (
    Alert,
    Kind,
    of_corrections,
    of_forecasts,
    of_sources,
    of_thresholds,
)
from polemos.alerts._memory import Memory
from polemos.alerts._threshold import Side, Threshold
from polemos.alerts._told import Quiet, digest, send

__all__ = [
    "Alert",
    "Kind",
    "Memory",
    "Quiet",
    "Side",
    "Threshold",
    "digest",
    "of_corrections",
    "of_forecasts",
    "of_sources",
    "of_thresholds",
    "send",
]

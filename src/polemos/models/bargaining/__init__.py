"""Models of bargaining: each is the baseline of the next, and the mean of them all."""

from polemos.models.bargaining._crisis import (
    Offer,
    Range,
    bargaining_range,
    best_demand,
    first_share,
    is_committed,
)
from polemos.models.bargaining._expected_utility import Round, expected_utility
from polemos.models.bargaining._mean import weighted_mean, weighted_median
from polemos.models.bargaining._nash import NoDeal, nash, surplus
from polemos.models.bargaining._power import banzhaf, shapley_shubik

__all__ = [
    "NoDeal",
    "Offer",
    "Range",
    "Round",
    "banzhaf",
    "bargaining_range",
    "best_demand",
    "expected_utility",
    "first_share",
    "is_committed",
    "nash",
    "shapley_shubik",
    "surplus",
    "weighted_mean",
    "weighted_median",
]

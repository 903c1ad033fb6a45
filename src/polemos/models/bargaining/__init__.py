"""Models of bargaining: each is the baseline of the next, and the mean of them all."""

from polemos.models.bargaining._crisis import (
    Offer,
    Range,
    bargaining_range,
    best_demand,
    first_share,
    is_committed,
)
from polemos.models.bargaining._expected_utility import (
    Round,
    expected_utility,
    quadrants,
)
from polemos.models.bargaining._games import Settlements, games, joined, settle
from polemos.models.bargaining._intervals import (
    Ends,
    Input,
    Intervals,
    Kind,
    draws,
    within_whole,
)
from polemos.models.bargaining._ladder import Ladder, path, within_a_tenth
from polemos.models.bargaining._mean import weighted_mean, weighted_median
from polemos.models.bargaining._named import apart, importance, nearest, shares
from polemos.models.bargaining._nash import NoDeal, nash, surplus
from polemos.models.bargaining._power import banzhaf, shapley_shubik
from polemos.models.bargaining._sensitivity import (
    Sobol,
    Swing,
    Swings,
    first_order,
    one_at_a_time,
    sobol,
    sobol_indices,
)
from polemos.models.bargaining._smp import (
    Choice,
    Game,
    Meeting,
    Proposal,
    Rules,
    Spread,
    Table,
    Thirds,
    Victory,
    Vote,
    play,
)
from polemos.models.bargaining._table import table

__all__ = [
    "Choice",
    "Ends",
    "Game",
    "Input",
    "Intervals",
    "Kind",
    "Ladder",
    "Meeting",
    "NoDeal",
    "Offer",
    "Proposal",
    "Range",
    "Round",
    "Rules",
    "Settlements",
    "Sobol",
    "Spread",
    "Swing",
    "Swings",
    "Table",
    "Thirds",
    "Victory",
    "Vote",
    "apart",
    "banzhaf",
    "bargaining_range",
    "best_demand",
    "draws",
    "expected_utility",
    "first_order",
    "first_share",
    "games",
    "importance",
    "is_committed",
    "joined",
    "nash",
    "nearest",
    "one_at_a_time",
    "path",
    "play",
    "quadrants",
    "settle",
    "shapley_shubik",
    "shares",
    "sobol",
    "sobol_indices",
    "surplus",
    "table",
    "weighted_mean",
    "weighted_median",
    "within_a_tenth",
    "within_whole",
]

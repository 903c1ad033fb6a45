"""By how much publishers have been seen to revise what they tell."""

from polemos.claims._recompute import Worked
from polemos.core import Period, Reckoning, View


def revision(worked: Worked, known: "Revisions") -> float:
    """Give by how much its publisher has been seen to revise such a value.

    In the unit of the value: the median of what later tellings changed in values of
    the same series, as shares of them, known as of the view; nothing where most of them
    were told but once, or where it is a count that goes on.
    """
    names = {o.series for o in worked.evidence}
    share = max((known.of(name) for name in names), default=0.0)
    match worked.way.how:
        case Reckoning.GROWTH:
            return share * (100 + abs(worked.point.value))
        case Reckoning.CHANGE:
            return share * max(abs(o.value or 0.0) for o in worked.evidence)
    return share * abs(worked.point.value)


_RECOUNTED = 0.1  # what moves by more than this is counted on, and not revised


class Revisions:
    """What publishers have revised as of a view, worked out once a series."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, float] = {}

    def of(self, name: str) -> float:
        """Give the usual revision of a stored series, as a share of its values."""
        if name not in self._known:
            self._known[name] = self._seen(name)
        return self._known[name]

    def _seen(self, name: str) -> float:
        told: dict[Period, list[float]] = {}
        for o in self._view.vintages(name):
            if o.value is not None:
                told.setdefault(o.period, []).append(o.value)
        moves = sorted(
            abs(values[-1] - values[0]) / abs(values[0])
            for values in told.values()
            if len(values) > 1 and values[0]
        )
        if len(moves) * 2 < len(told):
            return 0.0  # most of its values stand as they were first told
        usual = moves[len(moves) // 2]
        return usual if usual <= _RECOUNTED else 0.0

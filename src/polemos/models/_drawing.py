"""What the desk judges, drawn within its intervals; and what was drawn for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from polemos.core import NotYetKnown, Point, UnknownSeries, View
from polemos.models.score import Floats

DRAWN = 120  # draws of all that is judged
DECILE = 1.2815515655  # deviations of a normal beyond which a tenth lies


@dataclass(frozen=True)
class Drawing:
    """Judged values as known to a view, each as it is likeliest and then as drawn.

    A value has luck of its own, by its name, the same on every day; what each part of a
    model used is kept, so that a number can be walked back to it.
    """

    view: View
    seed: int
    _used: dict[str, dict[str, Point]] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """Give the day that is stood on."""
        return self.view.as_of.date()

    def point(self, name: str, part: str) -> Point:
        """Give the newest point of what is judged, and keep for which part it was."""
        point = self.view.series(name).on(self.today)
        if part:
            self.keep(part, name, point)
        return point

    def keep(self, part: str, name: str, point: Point) -> None:
        """Keep that a part rests on a point."""
        self._used.setdefault(part, {})[name] = point

    def used(self, parts: Iterable[str]) -> Mapping[str, Point]:
        """Give the points that parts rest on, by series."""
        return {n: p for part in parts for n, p in self._used.get(part, {}).items()}

    def judged(self, name: str, part: str) -> Floats:
        """Give what is judged: as it is likeliest, then as drawn, (1 + draws,)."""
        return self.drawn(self.point(name, part), name)

    def drawn(self, point: Point, name: str) -> Floats:
        """Give a point's value, then draws from a triangle over its interval."""
        low, high = point.ends
        if low == high:
            return np.full(1 + DRAWN, point.value)
        luck = np.random.default_rng([self.seed, *name.encode()])
        drawn = luck.triangular(low, point.value, high, DRAWN)
        return np.concatenate([[point.value], drawn])

    def within(self, point: Point, name: str) -> Floats:
        """Give a point's value, then draws of which four fifths lie in its interval.

        Two halves of normals, evenly drawn: such is the interval of what a model says.
        """
        from scipy.special import ndtri  # slow to import

        low, high = point.ends
        luck = np.random.default_rng([self.seed, *name.encode()])
        far = ndtri((luck.permutation(DRAWN) + 0.5) / DRAWN) / DECILE
        step = np.where(far > 0, high - point.value, point.value - low)
        return np.concatenate([[point.value], point.value + far * step])

    def maybe(self, name: str, part: str, otherwise: float) -> Floats:
        """Give what is judged, or what holds where nobody has judged it."""
        try:
            return self.judged(name, part)
        except (NotYetKnown, UnknownSeries):
            return np.full(1 + DRAWN, otherwise)

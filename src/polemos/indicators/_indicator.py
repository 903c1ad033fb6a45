"""The decorator, the list, and a view that answers for derived series too."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Self

from polemos.core import (
    Basis,
    Cadence,
    NotYetKnown,
    Observation,
    Series,
    SeriesSpec,
    Text,
    UnitMismatch,
    UnknownSeries,
    View,
    Wrapped,
)
from polemos.core.registry import modules
from polemos.core.unit import Measure, Unit

Compute = Callable[..., Series]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A derived series: its promise, what it is made of, and how.

    The docstring of `compute` is its public definition.
    """

    spec: SeriesSpec
    uses: tuple[str, ...]
    compute: Compute

    def __call__(self, *inputs: Series) -> Series:
        """Compute, and hold the function to the unit it promised."""
        out = self.compute(*inputs)
        if out.unit != self.spec.unit:
            raise UnitMismatch(
                f"{self.spec.id}: expected {self.spec.unit}, found {out.unit}"
            )
        return replace(out, id=self.spec.id, measure=self.spec.measure)


def indicator(
    name: str,
    *,
    title: Text,
    unit: str,
    uses: tuple[str, ...],
    measure: Measure = Measure.RATE,
    cadence: Cadence = Cadence.MONTH,
    basis: Basis = Basis.DERIVED,
    caveats: tuple[Text, ...] = (),
) -> Callable[[Compute], Indicator]:
    """Turn a pure function into an indicator."""
    spec = SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse(unit),
        measure=measure,
        cadence=cadence,
        basis=basis,
        computed=True,
        caveats=caveats,
    )

    def made(compute: Compute) -> Indicator:
        words = " ".join((compute.__doc__ or "").split())
        return Indicator(replace(spec, definition=words), uses, compute)

    return made


def _found(value: object) -> Sequence[Indicator]:
    if isinstance(value, Indicator):
        return (value,)
    if isinstance(value, tuple) and value and isinstance(value[0], Indicator):
        return value  # a family: one function for each class, oblast or donor
    return ()


@cache
def all_indicators() -> Mapping[str, Indicator]:
    """Give every indicator by its id."""
    package = sys.modules["polemos.indicators"]
    names = [v for m in modules(package) for v in vars(m).values()]
    return {i.spec.id: i for v in names for i in _found(v)}


@dataclass(frozen=True)
class _Derived(Wrapped):
    known: Mapping[str, Indicator]
    memo: dict[str, Series] = field(default_factory=dict)

    def at(self, moment: datetime) -> Self:
        return type(self)(self.base.at(moment), self.known)

    def ids(self) -> Sequence[str]:
        there = set(self.base.stored())
        for name in self.known:
            try:
                if self.series(name).points:
                    there.add(name)
            except (NotYetKnown, UnknownSeries):  # not of this war, or not yet
                continue
        return sorted(there)

    def series(self, name: str) -> Series:
        self._refuse_unknown(name)
        if name not in self.known:
            return self.base.series(name)
        if name not in self.memo:
            made_of = (self.series(u) for u in self.known[name].uses)
            self.memo[name] = self.known[name](*made_of)
        return self.memo[name]

    def _refuse_unknown(self, name: str) -> None:
        if name.startswith("polemos/") and name not in self.known:
            raise UnknownSeries(
                f"expected the name of an indicator, found {name!r}", name, self.known
            )

    def spec(self, name: str) -> SeriesSpec:
        self._refuse_unknown(name)
        return self.known[name].spec if name in self.known else self.base.spec(name)

    def uses(self, name: str) -> tuple[str, ...]:
        return self.known[name].uses if name in self.known else self.base.uses(name)

    def vintages(self, name: str) -> Sequence[Observation]:
        if name in self.known:
            raise UnknownSeries(
                f"{name} is computed: expected a stored series, such as "
                f"{self.known[name].uses[0]}"
            )
        return self.base.vintages(name)


def with_indicators(view: View, known: Mapping[str, Indicator] | None = None) -> View:
    """Wrap a view so that it answers for indicators too."""
    return _Derived(view, all_indicators() if known is None else known)

"""A view that answers for what may come of a war, as series."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from polemos.core import (
    Basis,
    Cadence,
    Horizon,
    Measure,
    NotYetKnown,
    Observation,
    Point,
    Scenarios,
    Series,
    SeriesSpec,
    UnknownSeries,
    Variable,
    Wrapped,
    end_of_day,
)
from polemos.models._accounts import Accounts
from polemos.models._compared import Compared
from polemos.models._derived import Derived
from polemos.models._forecasting import PREFIX as FORECASTS
from polemos.models._forecasting import Forecasting
from polemos.models._home import Home
from polemos.models._landscape import Landscape
from polemos.models._likeness import Precedents
from polemos.models._model import SEED, Run
from polemos.models._negotiating import Negotiating
from polemos.models._prospect import Prospect
from polemos.models._rulers import Rulers
from polemos.models._states import States
from polemos.models._tree import Argument
from polemos.models._weighed import Odds

PREFIX = "scenario/"


@dataclass(frozen=True)
class Weighing(Wrapped):
    """A view wrapped so that it answers for what may come, as of its moment.

    `feed` is a view of the same moment that answers for forecasts. Chances are in
    percent, a year ahead, with the ends of the middle four fifths over all that is
    judged: `scenario/chance.{scenario}`, `.if.{variable}` and `.unless.{variable}`;
    `scenario/clock.{scenario}` by the clock alone; `scenario/so.{variable}`,
    `.if.{scenario}`; `scenario/chain.{chain}` that all its steps come,
    `upto.{chain}.{n}` that so many do, `step.{chain}.{n}` one after those before it;
    `scenario/law.{law}` that a war as long as this ends within a year;
    `scenario/exit.{ruler}` that one loses power. `scenario/moved.{days}.{scenario}.
    {cause}` are the points that a cause has moved a chance since so many days ago,
    `scenario/account.{hypothesis}` what acts say of rival accounts, `trait.{trait}` the
    share of acts that fit, `scenario/state.{variable}@WAR` what is so.
    `scenario/says.{node}.{column}.{says}` counts what indicators say of an argument;
    `scenario/like.{war}` is how unlike a past war is, `ended.{end}.{which}` the share
    of such wars that ended so. `scenario/rps.{who}` is how crowds, the clock as it was
    on the days they were asked, and no change told when the war would halt.
    """

    base: Negotiating
    feed: Forecasting
    told: Scenarios
    seed: int = SEED
    _memo: dict[str, Series] = field(default_factory=dict)
    _past: dict[datetime, Self] = field(default_factory=dict)

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment; the last one asked for is kept."""
        if moment not in self._past:
            base, feed = self.base.at(moment), self.feed.at(moment)
            self._past.clear()  # who walks through years holds none of them
            made = replace(self, base=base, feed=feed, _memo={}, _past={})
            self._past[moment] = made
        return self._past[moment]

    def ago(self, days: int) -> Self:
        """Give the view at the end of a day so many days ago."""
        return self.at(end_of_day(self.as_of.date() - timedelta(days=days)))

    def ids(self) -> Sequence[str]:
        """Name every series beneath that has a value as of now; see `made`."""
        return self.base.ids()

    def made(self) -> Sequence[str]:
        """Name the series that are worked out here, with or without a value now."""
        return list(self._derived)

    @property
    def runs(self) -> dict[tuple[str, str], Run]:
        """Give what models said already of what this is fed with."""
        return self.feed.runs

    @cached_property
    def prospect(self) -> Prospect:
        """Give the odds that all of it comes from."""
        return Prospect(self.base, self.told, self.root, self.seed)

    @cached_property
    def landscape(self) -> Landscape:
        """Give what each scenario would carry, and who would gain by it."""
        return Landscape(self.base, self.told, self.feed)

    @cached_property
    def home(self) -> Home:
        """Give what may come of it for home."""
        return Home(self.base, self.told, lambda: self.prospect, self.seed)

    @cached_property
    def rulers(self) -> Rulers:
        """Give how soon those may lose power whose exit is asked for."""
        return Rulers(self.base, self.told)

    @cached_property
    def compared(self) -> Compared:
        """Give how the clock did beside crowds that told when the war would halt."""
        return Compared(
            self.base, self.told, lambda day: self.at(end_of_day(day)).prospect.timing
        )

    @cached_property
    def accounts(self) -> Accounts:
        """Give what acts say of rival accounts, and of the traits of a doctrine."""
        return Accounts(self.base, self.told, self.seed)

    @cached_property
    def argument(self) -> Argument:
        """Give the argument that is held against what moves."""
        return Argument(self, self.told)

    @cached_property
    def precedents(self) -> Precedents:
        """Give the wars of the past beside this one."""
        return Precedents(self.base, self.told)

    @cached_property
    def odds(self) -> Odds:
        """Give what the series of chances are made from."""
        return Odds(
            self.told,
            lambda: self.prospect,
            lambda days: self.ago(days).prospect,
        )

    def root(self, variable: Variable) -> tuple[str, Point]:
        """Give the series that tells the chance of a variable, and its point.

        Of a forecast it is what the model that speaks says; of a stored series, such as
        a price, its newest value, in percent.
        """
        if not variable.chance.startswith(FORECASTS):
            return variable.chance, self.series(variable.chance).last()
        return self.feed.spoken(variable.chance, Horizon.parse(variable.horizon))

    def series(self, name: str) -> Series:
        """Give a series of what may come, or of the view beneath."""
        if not name.startswith(PREFIX):
            return self.base.series(name)
        if name not in self._memo:
            told = self._find(name)
            try:
                points = tuple(sorted(told.points(), key=lambda p: p.period))
            except (NotYetKnown, UnknownSeries):
                points = ()
            made = Series(name, told.unit, Measure.RATE, points, self.as_of)
            self._memo[name] = made
        return self._memo[name]

    def spec(self, name: str) -> SeriesSpec:
        """Give what is promised of a series of what may come, or of one beneath."""
        if not name.startswith(PREFIX):
            return self.base.spec(name)
        told = self._find(name)
        return SeriesSpec(
            id=name,
            title=told.title,
            unit=told.unit,
            measure=Measure.RATE,
            cadence=Cadence.IRREGULAR,
            basis=Basis.PROJECTED,
            computed=True,
            definition=told.definition,
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that one of what may come is made from."""
        if not name.startswith(PREFIX):
            return self.base.uses(name)
        return tuple(dict.fromkeys(self._find(name).uses()))

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every telling of a stored series."""
        if name.startswith(PREFIX):
            self._find(name)
            raise UnknownSeries(f"{name} is worked out: expected a stored series")
        return self.base.vintages(name)

    def _find(self, name: str) -> Derived:
        found = self._derived.get(name) or self.odds.moved(name.removeprefix(PREFIX))
        if found is None:
            raise UnknownSeries(
                f"expected a series of scenarios, found {name!r}", name, self._derived
            )
        return found

    @cached_property
    def _derived(self) -> Mapping[str, Derived]:
        parts: tuple[Iterator[tuple[str, Derived]], ...] = (
            States(self.base, self.told).every(),
            self.odds.every(),
            self.landscape.every(),
            self.rulers.every(),
            self.compared.every(),
            self.home.every(),
            self.accounts.every(),
            self.argument.every(),
            self.precedents.every(),
        )
        return {PREFIX + n: one for part in parts for n, one in part}


def with_scenarios(
    view: Negotiating, feed: Forecasting, told: Scenarios, *, seed: int = SEED
) -> Weighing:
    """Wrap a view so that it answers for what may come of a war."""
    return Weighing(view, feed, told, seed)

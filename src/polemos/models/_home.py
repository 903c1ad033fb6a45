"""What scenarios come to for home, and a deal over its options, as series."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

import numpy as np

from polemos.core import (
    CARES,
    EFFECT,
    OUTCOME,
    PERCENT,
    RATIO,
    SCALE,
    SIDES,
    WHOLE,
    Ask,
    NotYetKnown,
    Option,
    Period,
    Point,
    Scenarios,
    Text,
    Unit,
    UnknownSeries,
    View,
    join,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models._prospect import CROWDS, JUDGED, Prospect
from polemos.models._timing import CLOCK, HORIZON
from polemos.models.bargaining import NoDeal, nash, surplus, weighted_mean
from polemos.models.score import Floats

_ENDS = (0.1, 0.9)  # of the middle four fifths of draws
_DRAWS = 400  # of what is judged of options
_EACH = 25  # draws of effects for each draw of the odds
_DEALERS = 2  # of the sides: the third looks on
_GAINS = {
    "home": Text("gain of home", "我方得失"),
    "patron": Text("gain of the patron", "對方得失"),
    "rival": Text("gain of the rival", "對手得失"),
}
_MIDDLE = "the interval holds the middle four fifths of draws over the intervals judged"
_BEARS = (
    "The effects that the desk judges of each scenario, -2 to 2, weighed by its chance "
    "a year ahead; the interval holds the middle four fifths of draws of the odds, and "
    "of effects from triangles over their intervals"
)
_SETTLED = (
    "Where Nash's solution over all options at once, home and patron of equal power, "
    f"puts this one, from 0 to 100; where there is none, where no deal leaves it; "
    f"{_MIDDLE}"
)
_MEAN = "The mean of where home and patron want it, weighed by how much each cares"
_GAIN = (
    "What the settled place is worth to a side above no deal: 100 is all its wishes on "
    "all options, the loss growing with the square of the distance; a side's gains sum "
    f"over options; the rival is no party, and its gain is what it is left with; "
    f"{_MIDDLE}"
)
_COST = (
    "What the desk judges that the upper pole would cost home a year, in percent of "
    "its product, for the part of the way from how it stands that the deal would go; "
    f"{_MIDDLE}"
)
_REVERSIBLE = f"As the desk judges it, 1 for at once and 0 for never; {_MIDDLE}"
_DEAL = "Draws in a hundred in which some deal leaves both home and patron better off"

_WHATS = {
    "settled": (Text("where a deal would put it", "協議落點"), _SETTLED, SCALE),
    "mean": (Text("weighted mean", "加權平均"), _MEAN, SCALE),
    "cost": (Text("cost of the deal", "協議的代價"), _COST, PERCENT),
}
_UNDONE = Text("how far it can be undone", "可逆程度")
_Make = Callable[[], Iterator[Point]]


@dataclass(frozen=True)
class Deal:
    """What a deal over all options comes to: as judged, then as drawn, (1 + draws,).

    Places are from 0 to 1, (1 + draws, D); gains of sides (1 + draws, sides, D), where
    1 is all that a side wants; cost in percent of a year's product, (1 + draws, D).
    """

    settled: Floats
    mean: Floats
    gains: Floats
    cost: Floats
    struck: Floats


@dataclass(frozen=True)
class Home:
    """What may come of a war for home, as known to a view."""

    view: View
    told: Scenarios
    prospect: Callable[[], Prospect]
    seed: int

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name."""
        for key, channel in self.told.channels.items():
            title = Text(
                f"Expected effect on home: {channel.name.en}",
                f"對我方的期望影響：{channel.name.zh}",
            )
            make, uses = partial(self._bears, key), partial(self._bears_uses, key)
            yield f"bears.{key}", Derived(title, _BEARS, make, uses, EFFECT)
        for at, option in enumerate(self.told.options.values()):
            yield from self._of_one(at, option)
        if self.told.options:
            yield from self._of_all()

    def _of_one(self, at: int, option: Option) -> Iterator[tuple[str, Derived]]:
        def told(
            what: str, words: Text, definition: str, make: _Make, unit: Unit
        ) -> tuple[str, Derived]:
            en, zh = f"{option.name.en}: {words.en}", f"{option.name.zh}：{words.zh}"
            made = Derived(Text(en, zh), definition, make, self._uses, unit)
            return f"option.{option.id}.{what}", made

        for what, (words, definition, unit) in _WHATS.items():
            make = partial(self._option, what, at)
            yield told(what, words, definition, make, unit)
        for n, side in enumerate(SIDES):
            make = partial(self._gain, n, at)
            yield told(f"gain.{side}", _GAINS[side], _GAIN, make, SCALE)
        make = partial(self._reversible, option.id)
        yield told("reversible", _UNDONE, _REVERSIBLE, make, RATIO)

    def _of_all(self) -> Iterator[tuple[str, Derived]]:
        for n, side in enumerate(SIDES):
            words = _GAINS[side]
            title = Text(f"All options: {words.en}", f"全部選項：{words.zh}")
            make = partial(self._gain, n, None)
            yield f"options.gain.{side}", Derived(title, _GAIN, make, self._uses)
        title = Text("All options: draws that end in a deal", "全部選項：談成的抽樣")
        yield "options.deal", Derived(title, _DEAL, self._struck, self._uses, PERCENT)

    # -- scenarios ---------------------------------------------------------------------

    def _effects(self, channel: str) -> Sequence[Point]:
        today = self.view.as_of.date()
        names = (judged_id("bears", b, channel) for b in self.told.branches)
        return [self.view.series(name).on(today) for name in names]

    def _bears_uses(self, channel: str) -> Iterator[str]:
        for branch in self.told.branches:
            yield f"scenario/chance.{branch}"
            yield judged_id("bears", branch, channel)

    def _bears(self, channel: str) -> Iterator[Point]:
        p, effects = self.prospect(), self._effects(channel)
        chances = p.chances()
        likeliest, odds = chances[0], chances[1:]
        drawn = self._drawn(judged_id("bears", channel), effects, _EACH * len(odds))
        value = float(likeliest @ drawn[0])
        each = drawn[1:].reshape(len(odds), _EACH, -1)
        spread = (odds[:, None] * each).sum(axis=-1)
        day = Period.day(p.drawing.today + timedelta(days=HORIZON))
        used = p.used(CLOCK, CROWDS, JUDGED)
        rests = [p.timing.coded(OUTCOME), *used.values(), *effects]
        yield _between(day, value, spread.ravel(), rests)

    # -- options -----------------------------------------------------------------------

    def _drawn(self, name: str, points: Sequence[Point], draws: int) -> Floats:
        """Give points as judged, then drawn from their triangles, (1 + draws, n)."""
        mode = np.array([p.value for p in points])
        low, high = np.array([p.ends for p in points]).T
        luck = np.random.default_rng([self.seed, *name.encode()])
        told = luck.triangular(
            low, mode, np.maximum(high, low + 1e-12), (draws, len(mode))
        )
        return np.concatenate([mode[None], told])

    @cached_property
    def asked(self) -> dict[str, Point]:
        """Give all that is judged of the options by now, by series.

        NotYetKnown where something has not been.
        """
        today, found = self.view.as_of.date(), dict[str, Point]()
        for key in self.told.options:
            for of in (Ask.NOW, *SIDES, *CARES, Ask.COST, Ask.REVERSIBLE):
                try:
                    found[_name(key, of)] = self.view.series(_name(key, of)).on(today)
                except UnknownSeries as error:
                    why = Text("nobody has judged the options", "尚無各選項的評分")
                    raise NotYetKnown(str(error), why) from error
            with suppress(NotYetKnown, UnknownSeries):
                name = _name(key, Ask.WITHOUT)
                found[name] = self.view.series(name).on(today)
        return found

    def _uses(self) -> Iterator[str]:
        with suppress(NotYetKnown):
            yield from self.asked

    def _of(self, of: str) -> Floats:
        """Give what is judged of each option, (1 + draws, D); no deal changes nothing.

        Each number has luck of its own, so that another that is judged anew moves none.
        """
        columns = []
        for key in self.told.options:
            name = _name(key, of)
            if name not in self.asked:
                name = _name(key, Ask.NOW)
            columns.append(self._drawn(name, [self.asked[name]], _DRAWS)[:, 0])
        return np.stack(columns, axis=1)

    @cached_property
    def deal(self) -> Deal:
        """Strike the deal as judged, and from each draw."""
        now, without = (self._of(of) / WHOLE for of in (Ask.NOW, Ask.WITHOUT))
        ideal = np.stack([self._of(side) for side in SIDES], axis=1) / WHOLE
        care = np.stack([self._of(c) for c in CARES], axis=1)
        care = care / np.maximum(care.sum(axis=-1, keepdims=True), 1.0)
        settled, struck = without.copy(), np.zeros(len(now))
        power = np.ones(_DEALERS)
        for k, (x, s, none) in enumerate(
            zip(ideal[:, :_DEALERS], care[:, :_DEALERS], without, strict=True)
        ):
            with suppress(NoDeal):
                settled[k] = nash(x, s, power, surplus(none, x, s, np.zeros(_DEALERS)))
                struck[k] = 1.0
        mean = [
            weighted_mean(x, s)
            for x, s in zip(ideal[:, :_DEALERS], care[:, :_DEALERS], strict=True)
        ]
        far = (without[:, None] - ideal) ** 2 - (settled[:, None] - ideal) ** 2
        left = np.maximum(1 - now, 1e-9)
        cost = self._of(Ask.COST) * np.where(now < 1, (settled - now) / left, 0.0)
        return Deal(settled, np.array(mean), care * far, cost, struck)

    def _today(self, drawn: Floats) -> Point:
        day = Period.day(self.view.as_of.date())
        return _between(day, float(drawn[0]), drawn[1:], list(self.asked.values()))

    def _option(self, what: str, at: int) -> Iterator[Point]:
        deal = self.deal
        drawn = {"settled": WHOLE * deal.settled, "mean": WHOLE * deal.mean}
        yield self._today(drawn.get(what, deal.cost)[:, at])

    def _gain(self, side: int, at: int | None) -> Iterator[Point]:
        gains = WHOLE * self.deal.gains[:, side]
        yield self._today(gains.sum(axis=1) if at is None else gains[:, at])

    def _reversible(self, key: str) -> Iterator[Point]:
        name = _name(key, Ask.REVERSIBLE)
        drawn = self._drawn(name, [self.asked[name]], _DRAWS)[:, 0]
        day = Period.day(self.view.as_of.date())
        yield _between(day, float(drawn[0]), drawn[1:], [self.asked[name]])

    def _struck(self) -> Iterator[Point]:
        day = Period.day(self.view.as_of.date())
        share = 100 * float(self.deal.struck[1:].mean())
        yield join(day, share, list(self.asked.values()))


def _name(option: str, of: str) -> str:
    return judged_id("option", option, of)


def _between(day: Period, value: float, drawn: Floats, rests: Sequence[Point]) -> Point:
    low, high = (float(q) for q in np.quantile(drawn, _ENDS))
    return join(day, value, rests, min(low, value), max(high, value))

"""How the models did as of a day: in replays, and in what was issued before the fact.

The two are kept apart. Replays are of today's models; what was issued stands, and is
scored whatever the version that said it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from polemos.core import Horizon, NotYetKnown, Target, UnknownSeries, View, end_of_day
from polemos.models._board import (
    Row,
    Scores,
    Standing,
    by_model,
    on_event,
    ratio,
    table,
)
from polemos.models._ledger import Issue, name_of
from polemos.models._model import ask
from polemos.models._settle import Score, resolved
from polemos.models.score import Skill


class Kind(StrEnum):
    """Which record a mark is of; it opens the names of its series."""

    REPLAYED = "score"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Rival:
    """A model that did better than the one that leads; `ratio` is to its mean CRPS."""

    target: Target
    horizon: Horizon
    model: str
    ratio: float


@dataclass(frozen=True)
class Record:
    """How the models of some targets did, as far as that was settled in a view."""

    view: View
    targets: tuple[Target, ...]
    replays: tuple[Score, ...]

    @cached_property
    def settled(self) -> Sequence[Score]:
        """Give the scores of replayed forecasts that were settled by now."""
        now = self.view.as_of
        return [s for s in self.replays if end_of_day(s.due) <= now]

    @cached_property
    def issued(self) -> Sequence[tuple[Issue, Score | None]]:
        """Give what was issued in time, with its score once it is settled."""
        return resolved(self.view)

    def scores(self, kind: Kind) -> Sequence[Score]:
        """Give what was settled by now of one record."""
        if kind is Kind.REPLAYED:
            return self.settled
        return [s for _, s in self.issued if s is not None]

    def rows(self, kind: Kind) -> Sequence[Row]:
        """Give the board of one record, one row for each target, horizon and model."""
        return tuple(self._rows[kind].values())

    def row(
        self, target: Target, horizon: Horizon, model: str, kind: Kind = Kind.REPLAYED
    ) -> Row | None:
        """Give how a model did, if anything of it was scored."""
        return self._rows[kind].get((target.id, str(horizon), model))

    def on_event(
        self, target: Target, horizon: Horizon, model: str, value: float, kind: Kind
    ) -> Skill | None:
        """Give the skill of a model's chances that one value is passed."""
        mine, base = (
            self._scores[kind].get((target.id, horizon, name), {})
            for name in (model, target.baseline)
        )
        return None if model == target.baseline else on_event(mine, base, value)

    def speaker(self, target: Target, horizon: Horizon) -> str:
        """Name the model whose chances a horizon is judged by.

        The leading one; but the baseline where its mean loss was smaller in the replays
        settled by now, if enough time was scored for a mean. A model that does worse so
        far than a plainer one has no claim to be heard first, and no proof against it
        is needed for it to give way.
        """
        row = self.row(target, horizon, target.models[0])
        worse = row is not None and (row.ratio or 0) > 1
        return target.baseline if worse else target.models[0]

    def leading(self, kind: Kind) -> Iterator[Score]:
        """Give the scores of the models that lead a target."""
        leads = {(t.id, t.models[0]) for t in self.targets}
        return (s for s in self.scores(kind) if (s.target, name_of(s.model)) in leads)

    def standings(self) -> Mapping[Standing, int]:
        """Count the targets and horizons by how their leading models stand."""
        asked = [(t, h) for t in self.targets for h in t.horizons]
        rows = [self.row(t, h, t.models[0]) for t, h in asked]
        told = [row.standing if row else Standing.WITHHELD for row in rows]
        return {one: told.count(one) for one in Standing}

    def open(self) -> Sequence[date]:
        """Give the days on which what leading models issued is due, in their order."""
        leads = {(t.models[0], t.id) for t in self.targets}
        return sorted(
            one.answer.question.due
            for one, score in self.issued
            if score is None and one.key[:2] in leads
        )

    def behind(self) -> int:
        """Count those whose mean loss was larger than the baseline's, proven or not."""
        rows = (self.row(t, h, t.models[0]) for t in self.targets for h in t.horizons)
        return sum(row is not None and (row.ratio or 0) > 1 for row in rows)

    @cached_property
    def rivals(self) -> Sequence[Rival]:
        """Give the models that neither lead nor are the baseline, and did better.

        In replays, by the mean loss on the origins that both answered, proven or not.
        """
        found = self._scores[Kind.REPLAYED]
        told = (
            (t, h, name, ratio(found.get((t.id, h, name), {}), lead))
            for t in self.targets
            for h in t.horizons
            if (lead := found.get((t.id, h, t.models[0])))
            for name in t.models[1:]
            if name != t.baseline
        )
        return [
            Rival(t, h, name, r) for t, h, name, r in told if r is not None and r < 1
        ]

    def outdone(self) -> int:
        """Count the targets and horizons at which some rival did better."""
        return len({(one.target.id, one.horizon) for one in self.rivals})

    def asked(self) -> Sequence[date]:
        """Give the days on which what is asked now will be settled, in their order."""
        days = []
        for target in self.targets:
            try:
                days += [q.due for q in ask(target, self.view)]
            except (NotYetKnown, UnknownSeries):
                continue
        return sorted(days)

    @cached_property
    def _rows(self) -> Mapping[Kind, Mapping[tuple[str, str, str], Row]]:
        return {
            kind: {
                (r.target, r.horizon, r.model): r
                for r in table(
                    self.scores(kind), self.targets, all_=kind is Kind.ISSUED
                )
            }
            for kind in Kind
        }

    @cached_property
    def _scores(self) -> Mapping[Kind, Mapping[tuple[str, Horizon, str], Scores]]:
        return {kind: by_model(self.scores(kind)) for kind in Kind}

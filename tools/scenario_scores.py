"""Score the odds that the war halts beside crowds, markets and no change.

For maintainers: prints tables of means alone; what markets asked and paid stays in the
raw specimens, and a part whose specimens are absent says so. Takes some minutes.
`.venv/bin/python tools/scenario_scores.py` runs it; `--questions` lists what is scored.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp, log
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from _cells import table
from _questions import (
    BENCH,
    LEADS,
    MARKETS,
    Asked,
    Kind,
    benchmark,
    markets,
    references,
)

from polemos.core import OUTCOME, Phase, View, end_of_day, judged_id
from polemos.models.pool import extremising, linear_pool, log_pool
from polemos.models.scenarios import by_event, gap
from polemos.models.score import brier, log_score, rps
from polemos.pipeline import World, open_world

RAW = Path(__file__).resolve().parent.parent.parent / "shared/data/raw"
WAR = "rus-ukr"
MARKET, CLOCK, TILTED, RATE, SAME = (
    *("others", "our clock", "our odds"),
    *("log-normal alone", "nothing changes"),
)
WHO = (MARKET, CLOCK, TILTED, RATE, SAME)


@dataclass
class Ours:
    """Our chances that the war halts by a day, as of earlier days, without crowds.

    The odds are told a year ahead; at another day the clock's are moved by as much in
    log odds as the causes move them at a year.
    """

    world: World
    _found: dict[date, tuple[float, float]] = field(default_factory=dict)

    def halts(self, day: date, end: date) -> Mapping[str, float]:
        """Give the chance by the clock, by the odds, and by the base rate alone."""
        prospect = self.world.outlook(end_of_day(day)).prospect
        if prospect.crowds:
            raise ValueError(f"{day}: expected no crowd in our odds, found one")
        timing = prospect.timing
        law, ahead = timing.laws[0], (end - day).days
        clock = 1 - timing.unhalted(end)
        if day not in self._found:
            year = float(prospect.base[0] @ prospect.halted)
            told = float(np.atleast_1d(prospect.chance({OUTCOME: Phase.HALTED}))[0])
            self._found[day] = year, told
        year, told = self._found[day]
        tilted = _expit(_logit(clock) + _logit(told) - _logit(year))
        rate = law.ends_within(ahead, timing.lasted)
        return {CLOCK: clock, TILTED: tilted, RATE: rate, SAME: 0.0}


def _logit(p: float) -> float:
    return log(p / (1 - p)) if 0 < p < 1 else (-np.inf if p <= 0 else np.inf)


def _expit(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -np.inf else 0.0


# -- crowds of spring 2025 -------------------------------------------------------------


def crowds(world: World, now: View) -> Iterator[str]:
    """Score three crowds, their pools, the clock and no change, on two days."""
    told = [c for c in world.scenarios.crowds if c.spans] if world.scenarios else []
    names = [(c, [*(s.series for s in c.spans), c.series]) for c in told]
    came = len(told[0].spans)  # the last: nothing halted by the end of the year
    rows = []
    for day in sorted({p.period.last for p in now.series(told[0].series)}):
        said = {}
        for crowd, series in names:
            shares = np.array([now.series(n).on(day).value for n in series])
            said[crowd.name.en] = shares / shares.sum()
        timing = world.outlook(end_of_day(day)).prospect.timing
        still = np.array([1.0, *(timing.unhalted(s.until) for s in told[0].spans), 0.0])
        every = list(said.values())
        extremised = log_pool(every, extremising(len(every)))
        sure = np.eye(came + 1)[came]
        said |= {
            **{"linear pool": linear_pool(every), "log pool": log_pool(every)},
            **{"log pool, extremised": extremised},
            **{"uniform": np.full(came + 1, 1 / (came + 1))},
            **{CLOCK: -np.diff(still), SAME: sure},
        }
        for who, p in said.items():
            scores = brier(p, came), log_score(p, came), rps(p, came)
            rows.append((f"{day}", who, *(f"{s + 0:.4f}" for s in scores)))
    yield "## Three crowds on when the war halts\n"
    yield from table("asked | who | Brier | log | RPS", rows)


# -- markets ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a question on a day, and the loss of each who said it."""

    asked: Asked
    lead: int | None
    chances: Mapping[str, float]
    outcome: int

    def loss(self, who: str) -> float:
        """Give the square by which a chance missed."""
        return (self.chances[who] - self.outcome) ** 2


def told(
    ours: Ours | None, asked: Asked, outcome: int, days: Mapping[date, int | None]
) -> Iterator[Told]:
    """Give what was said of a question on each day."""
    for day, lead in days.items():
        said = asked.on(day)
        if said is not None:
            mine = ours.halts(day, asked.end) if ours else {SAME: 0.0}
            yield Told(asked, lead, {MARKET: said, **mine}, outcome)


def by_our_rule(now: View, world: World, asked: Asked) -> int | None:
    """Say whether the war halted by the end, as we tell it; None of what is to come."""
    if world.scenarios is None or asked.end > now.as_of.date():
        return None
    kinds = [s.phase for s in world.scenarios.states.values()]
    coded = now.series(judged_id("outcome", OUTCOME)).between(last=asked.end)
    return int(any(kinds[int(p.value)] is Phase.HALTED for p in coded))


def scored(found: Sequence[Told], by_lead: bool = True) -> Iterator[str]:
    """Print the mean loss of each, by how long before the end, and by events."""
    who = [w for w in WHO if all(w in t.chances for t in found)]
    parts = [(f"{n} days before", [t for t in found if t.lead == n]) for n in LEADS]
    parts.append(("first of a month", [t for t in found if t.lead is None]))
    rows = []
    for what, part in [*(parts if by_lead else ()), ("**all, by event**", found)]:
        if not part:
            continue
        events = [t.asked.event for t in part]
        losses = {w: by_event([t.loss(w) for t in part], events) for w in who}
        came = by_event([t.outcome for t in part], events).mean()
        said = np.mean([t.chances[MARKET] for t in part])
        cells = (f"{losses[w].mean():.4f}" for w in who)
        counts = f"{len(set(events))}", f"{len(part)}"
        rows.append((what, *counts, f"{came:.2f}", f"{said:.3f}", *cells))
    head = " | ".join(("when", "events", "told", "came", "others said", *who))
    yield from table(head, rows)
    yield from gaps(found, who)


def gaps(found: Sequence[Told], who: Sequence[str]) -> Iterator[str]:
    """Print by how much one loses more than another, events drawn whole."""
    events = [t.asked.event for t in found]
    pairs = [(MARKET, CLOCK), (MARKET, TILTED), (TILTED, CLOCK), (CLOCK, RATE)]
    for one, other in [*pairs, (MARKET, SAME), (CLOCK, SAME)]:
        if one in who and other in who:
            g = gap(
                [t.loss(one) for t in found], [t.loss(other) for t in found], events
            )
            spread = "withheld: too few events"
            if g.low is not None and g.high is not None:
                spread = f"{g.low:+.4f} to {g.high:+.4f}"
            yield f"- {one} less {other}: {g.value:+.4f} ({spread}; {g.events} events)"
    yield ""


def priced(world: World, now: View, ours: Ours) -> Iterator[str]:
    """Score markets on a halt by a day: as they were settled, and by our rule."""
    every = markets(RAW)
    for title, outcomes in (
        ("as whoever asked settled them", [a.outcome for a in every]),
        ("by our own rule", [by_our_rule(now, world, a) for a in every]),
    ):
        found = [
            t
            for a, outcome in zip(every, outcomes, strict=True)
            if outcome is not None
            for t in told(ours, a, outcome, a.days)
        ]
        for kinds in ((Kind.CEASEFIRE,), (Kind.DEAL,), (Kind.CEASEFIRE, Kind.DEAL)):
            yield f"## Markets, {title}: {', '.join(kinds)}\n"
            yield from scored([t for t in found if t.asked.kind in kinds])


def benched(ours: Ours) -> Iterator[str]:
    """Score ForecastBench's frozen values, on a halt, and on places taken."""
    every = [a for a in benchmark(RAW) if a.outcome is not None and a.said]
    for title, kinds in (
        ("a halt", (Kind.CEASEFIRE, Kind.OVER)),
        ("a place taken", (Kind.GROUND,)),
    ):
        mine = None if Kind.GROUND in kinds else ours
        found = [
            t
            for a in every
            if a.kind in kinds and a.outcome is not None
            for t in told(mine, a, a.outcome, dict.fromkeys(sorted(a.said)))
        ]
        yield f"## ForecastBench: {title}\n"
        yield from scored(found, by_lead=False)


def listed() -> Iterator[str]:
    """List the questions that the rules pick, and how each came out."""
    for what, every in (("markets", markets(RAW)), ("ForecastBench", benchmark(RAW))):
        yield f"## {what}\n"
        for a in every:
            yield f"- {a.kind}, {a.end}: {a.text} {a.outcome} ({len(a.said)} told)"
        yield ""


def absent() -> Sequence[str]:
    """Name the specimens that are not there."""
    return [name for name in (MARKETS, BENCH) if not (RAW / name).is_dir()]


def main() -> int:
    """Print every table that there are specimens for; 1 if some are absent."""
    lacking = absent()
    if lacking:
        print(f"SKIPPED: expected {', '.join(lacking)} in {RAW}", file=sys.stderr)
    if "--questions" in sys.argv[1:]:
        print("\n".join(listed()) if not lacking else "")
        return bool(lacking)
    with TemporaryDirectory() as folder:
        world = open_world(WAR, Path(folder) / "lake", lambda *_: None)
        now = world.outlook(end_of_day(world.store.newest()))
        ours = Ours(world)
        for line in crowds(world, now):
            print(line)
        if not lacking:
            for part in (priced(world, now, ours), benched(ours)):
                for line in part:
                    print(line, flush=True)
            print("## What notes on the specimens say of them\n")
            for what, count, one, other in references(RAW):
                print(f"- {what}: n {count:,}, {one:.4f}, share that came {other:.4f}")
    return bool(lacking)


if __name__ == "__main__":
    sys.exit(main())

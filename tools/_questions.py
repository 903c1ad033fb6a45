"""Questions of others on how this war goes on, picked by rule from raw specimens.

For maintainers: markets' files and prices are never shipped. A question is picked by
its text alone, so that none can be left out for how it came out.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

MARKETS, BENCH = "polymarket-ukraine-hourly", "forecastbench-war-questions"
LEADS = (90, 60, 30, 7)  # days before the end on which a price is read
_STALE = 3  # days that a price may be old
_COUNTS = {"acled", "wikipedia"}  # sources of ForecastBench that ask no crowd


class Kind(StrEnum):
    """What is asked: of these the clock answers the first three, or nearly."""

    CEASEFIRE = "ceasefire"
    OVER = "war over"
    DEAL = "peace deal signed"
    GROUND = "place taken"


RULES: Mapping[Kind, str] = {
    Kind.CEASEFIRE: (
        r"Russia x Ukraine ceasefire (agreement )?(in|by) .+\?"
        r"|(\[ACX \d+\] )?Will there be a bilateral ceasefire in the Russo-Ukrainian "
        r"conflict before \d+\?"
        r"|Will a bilateral ceasefire or peace agreement in the Russia-Ukraine war "
        r"take effect by .+\?"
    ),
    Kind.OVER: (
        r"Will the (Russia-Ukraine war|war in Ukraine) end before .+\?"
        r"|On .+, will the Russia-Ukraine war still be ongoing\?"
    ),
    Kind.DEAL: r"Ukraine signs peace deal with Russia (in|by|before) .+\?",
    Kind.GROUND: (
        r"Will (Russia|Ukraine) (capture|recapture|enter) (all of )?(?P<place>.+?)"
        r"( at least once before .+| by .+| in \d+)\?"
    ),
}
_SPELT = {"Slovainsk": "Sloviansk"}
_TURNED = "still be ongoing"  # yes is that nothing came


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was said on which day, and how whoever asked it settled it.

    `event` is what counts as one observation; chances are that it comes. `last` is the
    last day on which it was open.
    """

    kind: Kind
    event: str
    text: str
    end: date
    said: Mapping[date, float]
    outcome: int | None
    last: date

    @property
    def days(self) -> Mapping[date, int | None]:
        """Give the days that are looked at: so many before the end, and each month's.

        The first of a month has no such number.
        """
        fixed = {self.end - timedelta(days=n): n for n in LEADS}
        first = min(self.said, default=self.last)
        span = (self.last - first).days
        every = (first + timedelta(days=k) for k in range(span))
        months = {d: None for d in every if d.day == 1}
        found = {**months, **fixed}
        return {d: found[d] for d in sorted(found) if d < self.last}

    def on(self, day: date) -> float | None:
        """Give the newest chance up to a day, if it is fresh."""
        ago = (day - timedelta(days=k) for k in range(_STALE + 1))
        return next((self.said[d] for d in ago if d in self.said), None)


def kind_of(text: str) -> Kind | None:
    """Say by its text alone what a question asks, if it is one of ours."""
    return next((k for k, r in RULES.items() if re.fullmatch(r, text)), None)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table of a specimen."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def markets(raw: Path) -> list[Asked]:
    """Pick the markets, each with the last price of each day.

    An outcome is what ForecastBench says of the same market, or what its file derives
    from a price at the edge after the end.
    """
    settled = _settled_markets(raw / BENCH)
    picked = {
        r["slug"]: (kind, r)
        for r in rows(raw / MARKETS, "markets.csv")
        if (kind := kind_of(r["question"])) in {Kind.CEASEFIRE, Kind.DEAL}
    }
    said: dict[str, dict[date, float]] = {slug: {} for slug in picked}
    for r in rows(raw / MARKETS, "prices_daily.csv"):
        if r["slug"] in said and r["last_trade_price"]:
            day = date.fromisoformat(r["date_utc"])
            said[r["slug"]][day] = float(r["last_trade_price"])
    found = []
    for slug, (kind, r) in picked.items():
        end = date.fromisoformat(r["end_date"][:10])
        derived = {"NO": 0, "YES": 1}.get(r["implied_outcome"])
        outcome = settled.get(slug, derived)
        last = min(end, max(said[slug]) + timedelta(days=1))
        told = (r["event_slug"], r["question"], end, said[slug], outcome, last)
        found.append(Asked(kind, *told))
    return sorted(found, key=lambda a: (a.kind, a.end))


def _settled_markets(folder: Path) -> Mapping[str, int]:
    """Give how ForecastBench says that markets were settled, by their address."""
    final = _final(folder)
    return {
        r["url"].rpartition("/")[2]: final[r["source"], r["id"]][0]
        for r in rows(folder, "questions.csv")
        if r["source"] == "polymarket" and (r["source"], r["id"]) in final
    }


def _final(folder: Path) -> Mapping[tuple[str, str], tuple[int, date]]:
    """Give the final outcome of each question that has one, and its day."""
    return {
        (r["source"], r["id"]): (
            round(float(r["resolved_to"])),
            date.fromisoformat(r["resolution_date"]),
        )
        for r in rows(folder, "resolutions.csv")
        if r["resolved"] == "True" and float(r["resolved_to"]) in {0.0, 1.0}
    }


def benchmark(raw: Path) -> list[Asked]:
    """Pick the questions of ForecastBench, each with its frozen crowd values."""
    folder = raw / BENCH
    final = _final(folder)
    picked = {
        (r["source"], r["id"]): (kind, r)
        for r in rows(folder, "questions.csv")
        if r["source"] not in _COUNTS and (kind := kind_of(r["question"]))
    }
    frozen: dict[tuple[str, str], dict[date, float]] = {key: {} for key in picked}
    for r in rows(folder, "freeze_values.csv"):
        if (key := (r["source"], r["id"])) in picked:
            day = date.fromisoformat(r["freeze_datetime"][:10])
            frozen[key][day] = float(r["freeze_value"])
    found = []
    for key, (kind, r) in picked.items():
        end = date.fromisoformat(r["close_datetime"][:10])
        outcome, last = final.get(key, (None, end))
        said = {d: p for d, p in frozen[key].items() if d < last}
        if _TURNED in r["question"]:
            said = {d: 1 - p for d, p in said.items()}
            outcome = None if outcome is None else 1 - outcome
        event = " ".join(key)
        if kind is Kind.GROUND:  # a place by several days is one thing
            match = re.fullmatch(RULES[kind], r["question"])
            place = match["place"] if match else event
            event = _SPELT.get(place, place)
        found.append(Asked(kind, event, r["question"], end, said, outcome, last))
    return sorted(found, key=lambda a: (a.kind, a.end))


def references(raw: Path) -> Iterator[tuple[str, int, float, float]]:
    """Give what the notes on these specimens say of them: n, a mean, and another."""
    final = [
        (float(r["freeze_value"]), float(r["resolved_to"]))
        for r in rows(raw / BENCH, "all_market_questions.csv")
        if r["resolved"] == "True"
    ]
    loss = sum((p - o) ** 2 for p, o in final) / len(final)
    yield "bench", len(final), loss, sum(o for _, o in final) / len(final)
    ends = {
        r["slug"]: (date.fromisoformat(r["end_date"][:10]), r["implied_outcome"])
        for r in rows(raw / MARKETS, "markets.csv")
        if r["implied_outcome"]
    }
    prices = {
        (r["slug"], r["date_utc"]): float(r["last_trade_price"])
        for r in rows(raw / MARKETS, "prices_daily.csv")
        if r["last_trade_price"]
    }
    for lead in LEADS:
        told = [
            (prices[key], outcome == "YES")
            for slug, (end, outcome) in ends.items()
            if (key := (slug, f"{end - timedelta(days=lead)}")) in prices
        ]
        count = len(told)
        share = sum(came for _, came in told) / count
        yield f"{lead} days", count, sum(p for p, _ in told) / count, share

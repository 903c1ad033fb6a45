"""The war's own ledgers: they load, and each row that was seen can be found again."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from polemos import negotiations, wars
from polemos.core import (
    Agenda,
    Coding,
    Commitment,
    Event,
    Period,
    Record,
    Step,
    Told,
    end_of_day,
    expected,
    start_of_day,
)
from polemos.pipeline import World

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
SLACK = timedelta(days=3)
ADDRESS = re.compile(rb"https?://[^\s\"'<>\\]+")
MONTHS = [  # that must be told closely
    *(Period.month(2022, m) for m in (3, 4)),
    *(Period.month(2024, m) for m in (11, 12)),
    *(Period.month(2025, m) for m in range(1, 13)),
    *(Period.month(2026, m) for m in range(1, 8)),
]
# What registers call whom the agenda calls otherwise.
REGISTERED = {
    "ARE": ("United Arab Emirates", "UAE"),
    "EU": ("EU (Commission and Council)",),
    "GBR": ("United Kingdom",),
    "NLD": ("Netherlands",),
    "TUR": ("Turkiye",),
    "USA": ("United States",),
}


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    found = wars.agenda(wars.load("rus-ukr"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def records(agenda: Agenda) -> list[Record]:
    files = wars.ledgers(wars.load("rus-ukr"))
    heard = start_of_day(agenda.edited)
    return list(negotiations.read(files, agenda, heard)[1])


@pytest.fixture(scope="module")
def events(records: list[Record]) -> list[Event]:
    return [r for r in records if isinstance(r, Event)]


@pytest.fixture(scope="module")
def steps(records: list[Record]) -> list[Step]:
    return [r for r in records if isinstance(r, Step)]


def test_the_ledgers_keep_the_promise_of_their_source(
    agenda: Agenda, records: list[Record]
) -> None:
    assert list(expected(negotiations.source(agenda), records)) == records


def test_there_are_events_enough_in_the_months_that_matter(events: list[Event]) -> None:
    assert len({e.id for e in events}) >= 250
    found = Counter(
        Period.month(e.period.start.year, e.period.start.month) for e in events
    )
    thin = [f"{month}: {found[month]}" for month in MONTHS if found[month] < 5]
    assert thin == []


def test_nothing_is_newer_than_the_newest_edit(
    agenda: Agenda, records: list[Record]
) -> None:
    edited = end_of_day(agenda.edited)
    late = [r for r in records if r.known_at > edited]
    late += [r for r in records if isinstance(r, Coding) and r.coded > agenda.edited]
    assert late == []


def test_every_issue_topic_and_commitment_of_the_agenda_is_told_of(
    agenda: Agenda, events: list[Event], steps: list[Step]
) -> None:
    about = {i for e in events for i in e.issues}
    assert {*agenda.issues, *agenda.topics} - about == set()
    assert set(agenda.commitments) - {s.commitment for s in steps} == set()


def test_each_event_is_counted_once(events: list[Event]) -> None:
    """Two ids of one sentence would be one event told twice."""
    said = Counter(
        text for e in {e.id: e for e in events}.values() for text in (e.text,)
    )
    assert [text.en for text, n in said.items() if n > 1] == []


def test_the_store_knows_of_a_day_what_the_ledgers_told_by_then(
    packaged: World, events: list[Event], steps: list[Step]
) -> None:
    now = packaged.without_models(end_of_day(date(2026, 8, 22)))
    for day in (date(2022, 4, 1), date(2025, 2, 24), date(2026, 8, 22)):
        moment = end_of_day(day)
        then = now.at(moment)
        assert all(r.known_at <= moment for r in (*then.events(), *then.steps()))
        known = [e for e in events if e.known_at <= moment]
        assert {e.id for e in then.events()} == {e.id for e in known}
        told = {(s.commitment, s.period) for s in steps if s.known_at <= moment}
        assert {(s.commitment, s.period) for s in then.steps()} == told


# -- what was seen can be found again --------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A row that says it was read from a page, as the search for that page needs it."""

    file: str
    id: str
    told: Told
    period: Period
    known_at: datetime
    actors: tuple[str, ...]
    to: tuple[str, ...]
    text: str

    def near(self, days: set[date]) -> bool:
        first, last = self.period.start - SLACK, self.period.last + SLACK
        return any(first <= day <= last for day in days)


def seen(
    events: list[Event], steps: list[Step], commitments: Mapping[str, Commitment]
) -> Iterator[Seen]:
    for e in events:
        row = e.told, e.period, e.known_at, e.actors, (), e.text.en
        yield Seen("events.csv", e.id, *row)
    for s in steps:
        of = commitments[s.commitment]
        row = s.told, s.period, s.known_at, of.actors, of.to, s.text.en
        yield Seen("stages.csv", f"{s.commitment} {s.period}", *row)


def rows(path: str) -> Iterator[dict[str, str]]:
    with (RAW / path).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def addresses() -> bytes:
    files = (f for f in sorted(RAW.rglob("*")) if f.is_file())
    return b"\n".join({a for f in files for a in ADDRESS.findall(f.read_bytes())})


@cache
def posts() -> set[date]:
    folder = "kremlin-statements/mfa_telegram_2022-2026_openings.csv"
    return {date.fromisoformat(r["date"]) for r in rows(folder)}


@cache
def listings() -> set[date]:
    folder = "eu-sanctions-consolidated/eu_ukraine_russia_listings_slim.csv"
    days = (
        re.fullmatch(r"(\d+)\.(\d+)\.(\d{4})", r["startDate"]) for r in rows(folder)
    )
    return {date(int(d[3]), int(d[2]), int(d[1])) for d in days if d}


@cache
def votes() -> set[date]:
    folder = "un-votes-ukraine/unga_ukraine_totals.csv"
    return {date.fromisoformat(r["date"]) for r in rows(folder)}


@cache
def gifts() -> Mapping[str, set[date]]:
    folder = "kiel-ukraine-support-tracker/release28_2026-04-22_reprocessed"
    found: dict[str, set[date]] = {}
    for r in rows(f"{folder}/bilateral_activities.csv"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", r["dato"]):
            found.setdefault(r["giver"], set()).add(date.fromisoformat(r["dato"]))
    return found


@cache
def orders() -> set[tuple[str, str, str]]:
    folder = "sipri-arms-transfers-subset/taiwan_ukraine_russia_imports_vintages.csv"
    keys = ("vintage_generated", "supplier", "recipient")
    return {(r[keys[0]], r[keys[1]], r[keys[2]]) for r in rows(folder)}


@cache
def slugs() -> set[str]:
    return {r["event_slug"] for r in rows("polymarket-ukraine-hourly/markets.csv")}


@cache
def resolved() -> list[tuple[date, str]]:
    folder = "forecastbench-war-questions/all_market_questions.csv"
    return [
        (date.fromisoformat(r["resolution_date"]), r["question"])
        for r in rows(folder)
        if r["resolved"] == "True"
    ]


def is_found(row: Seen, agenda: Agenda) -> bool:
    def called(actors: tuple[str, ...]) -> Iterator[str]:
        for one in actors:
            yield agenda.actors[one].en
            yield from REGISTERED.get(one, ())

    found = False
    match row.told.source.partition(",")[0]:
        case "Polymarket":  # its file has the slugs of events and no addresses
            found = row.told.url.encode() in addresses()
            found = found or row.told.url.rpartition("/")[2] in slugs()
        case _ if row.told.url:
            found = row.told.url.encode() in addresses()
        case "Russian foreign ministry":
            found = row.near(posts())
        case "Council of the EU":
            found = row.near(listings())
        case "UN General Assembly":
            found = row.period.start in votes()
        case "Kiel Institute":
            found = any(row.near(gifts().get(n, set())) for n in called(row.actors))
        case "SIPRI Arms Transfers":
            day, to = f"{row.known_at:%F}", list(called(row.to))
            found = any((day, a, b) in orders() for a in called(row.actors) for b in to)
        case "ForecastBench":  # a market on the same name that was settled then
            names = set(re.findall(r"\b[A-Z]\w{3,}", row.text))
            found = any(
                row.near({day}) and names & set(re.findall(r"\w+", question))
                for day, question in resolved()
            )
    return found


@pytest.mark.raw
def test_every_row_that_was_seen_is_found_in_the_evidence(
    agenda: Agenda, events: list[Event], steps: list[Step]
) -> None:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    told = [
        row for row in seen(events, steps, agenda.commitments) if not row.told.recalled
    ]
    assert len(told) > 400
    lost = [
        f"{row.file} {row.id}: {row.told.source} {row.told.url}"
        for row in told
        if not is_found(row, agenda)
    ]
    assert not lost, "\n".join(lost)

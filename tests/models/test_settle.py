"""When a question without an outcome is void, and when it awaits figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from polemos import models
from polemos.core import (
    Basis,
    Cadence,
    Horizon,
    Licence,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Provider,
    Question,
    Reckoning,
    Series,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
    View,
    end_of_day,
    start_of_day,
)
from polemos.core.view import Wrapped
from polemos.store import Store, _view

SUNDAY = date(2031, 3, 2)
FOUR = Horizon.parse("4w")
END = FOUR.from_(Period.day(SUNDAY)).last
DUE, DAY = END + timedelta(days=3), timedelta(days=1)
LONG_AFTER = DUE + 300 * DAY


def source(name: str, *whats: str) -> Source:
    return Source(
        id=name,
        title=Text(name, name),
        provider=Provider(name, Text(name, name), "https://x.test"),
        url="https://x.test",
        citation=name,
        licence=Licence(Text("CC0", "CC0"), redistribute=True),
        series=tuple(
            SeriesSpec(
                f"{name}/{what}",
                Text(what, what),
                Unit.parse("index"),
                Measure.STOCK,
                Cadence.WEEK,
                Basis.MEASURED,
            )
            for what in whats
        ),
    )


COUNT, BANK = source("count", "ships@ARI", "boats@ARI"), source("bank", "rate@ARI")
SHIPS, BOATS, RATE = "count/ships@ARI", "count/boats@ARI", "bank/rate@ARI"


def question(series: str = SHIPS, slack: int = 3) -> Question:
    return Question(
        *("ships@ARI", series, Reckoning.LEVEL, FOUR, SUNDAY, Period.day(SUNDAY)),
        *(Period.day(END), DUE, slack),
    )


def told(name: str, day: date, snapshot: str = "") -> Observation:
    """Tell of a day on it, in a snapshot of its own unless one is named."""
    body = snapshot or f"{name} {day}"
    return Observation(name, Period.day(day), 5.0, start_of_day(day), body)


@pytest.fixture
def see(memory_view: Callable[..., View]) -> Callable[..., View]:
    """Give the view long after, of both sources as of the origin and of what more."""

    def view(*more: Observation, as_of: date = LONG_AFTER) -> View:
        begun = [told(SHIPS, SUNDAY), told(RATE, SUNDAY)]
        return memory_view([*begun, *more], [COUNT, BANK], as_of)

    return view


def test_what_another_source_told_makes_nothing_void(see: Callable[..., View]) -> None:
    """The bank's row says nothing of ships; nor does a row of the day before."""
    asked = question()
    for more, day in (
        ([told(RATE, DUE)], SUNDAY),
        ([told(RATE, DUE), told(BOATS, DUE - DAY)], DUE - DAY),
    ):
        expected = f"count to be looked at on {DUE}.*looked at up to {day}"
        with pytest.raises(NotYetKnown, match=expected):
            models.outcome(asked, see(*more))


def test_a_source_that_told_something_else_makes_it_void(
    see: Callable[..., View],
) -> None:
    assert models.outcome(question(), see(told(BOATS, DUE))) is None


def test_an_old_value_within_the_slack_waits_for_a_look_too(
    see: Callable[..., View],
) -> None:
    asked = question(slack=28)
    with pytest.raises(NotYetKnown, match="count to be looked at"):
        models.outcome(asked, see(told(RATE, DUE)))
    assert models.outcome(asked, see(told(BOATS, DUE))) == 5
    at_end = see(told(SHIPS, END), as_of=DUE)  # which needs no later look
    assert models.outcome(asked, at_end) == 5


@dataclass(frozen=True)
class Ratio(Wrapped):
    """Ships over the rate: a series that is made of two sources' series."""

    def uses(self, name: str) -> tuple[str, ...]:
        parts = {"made/of@ARI": ("made/ships@ARI", RATE), "made/ships@ARI": (SHIPS,)}
        return parts[name] if name in parts else self.base.uses(name)

    def series(self, name: str) -> Series:
        return self.base.series(SHIPS if name.startswith("made/") else name)

    def at(self, moment: object) -> "Ratio":
        return Ratio(self.base.at(moment))  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self.base, name)


@pytest.mark.parametrize(
    ("looked", "waits"),
    [((), "count"), ((BOATS,), "bank"), ((RATE,), "count"), ((BOATS, RATE), None)],
)
def test_of_a_made_series_every_source_must_have_been_looked_at(
    see: Callable[..., View], looked: tuple[str, ...], waits: str | None
) -> None:
    view, asked = Ratio(see(*(told(s, DUE) for s in looked))), question("made/of@ARI")
    if waits:
        with pytest.raises(NotYetKnown, match=f"{waits} to be looked at"):
            models.outcome(asked, view)  # type: ignore[arg-type]
    else:
        assert models.outcome(asked, view) is None  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = Store.open(tmp_path / "lake", {s.id: s for s in (COUNT, BANK)})
    snap = Snapshot("count", "s.csv", "", start_of_day(SUNDAY), b"ships")
    kept.append([snap], [told(SHIPS, SUNDAY, snap.id)])
    return kept


def fetch(store: Store, name: str, day: date, published: date | None = None) -> None:
    """Fetch a file that tells nothing."""
    when = None if published is None else start_of_day(published)
    body = f"{name} {day}".encode()
    snap = Snapshot(name, "s.csv", "", start_of_day(day), body, published_at=when)
    store.append([snap], [])


def test_a_source_that_was_fetched_and_had_nothing_newer_makes_it_void(
    store: Store,
) -> None:
    """Whenever what it had was published; but only from the day of the fetch on."""
    asked, moment = question(), end_of_day(LONG_AFTER)
    fetch(store, "bank", DUE)
    fetch(store, "count", DUE - DAY)
    before = store.digest(moment)
    with pytest.raises(NotYetKnown, match=f"looked at up to {DUE - DAY}"):
        models.outcome(asked, store.as_of(moment))
    fetch(store, "count", DUE + 9 * DAY, published=SUNDAY)
    assert models.outcome(asked, store.as_of(moment)) is None
    with pytest.raises(NotYetKnown, match=f"looked at up to {DUE - DAY}"):
        models.outcome(asked, store.as_of(end_of_day(DUE + 8 * DAY)))
    assert store.digest(moment) != before  # or a backtest would go on with the old


def test_a_source_that_was_never_looked_at_is_named(store: Store) -> None:
    view = store.as_of(end_of_day(LONG_AFTER))
    with pytest.raises(NotYetKnown, match="expected bank to be looked at by 2032"):
        models.outcome(question(RATE), view)


def test_a_source_is_asked_for_once_however_many_questions_hang_on_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = _view.last_look

    def counted(reading: object, one: Source, until: str) -> int | None:
        asked.append(one.id)
        return real(reading, one, until)  # type: ignore[arg-type]

    monkeypatch.setattr(_view, "last_look", counted)
    fetch(store, "count", DUE)
    view = store.as_of(end_of_day(LONG_AFTER))
    for name in (SHIPS, BOATS) * 3:
        assert models.outcome(question(name), view) is None
    assert asked == ["count"]

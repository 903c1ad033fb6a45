"""A round of updates: what is taken in, what is held back, and what a kill leaves."""

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from polemos.core import (
    EVER,
    Basis,
    Cadence,
    Fetched,
    FetchError,
    Key,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    Record,
    SeriesSpec,
    Snapshot,
    Source,
    SourceModule,
    StoreError,
    Text,
    Unit,
    end_of_day,
)
from polemos.ingest import (
    Book,
    Feed,
    Standing,
    Status,
    health,
    holds,
    take_in,
    update,
)
from polemos.store import Store

NOW = datetime(2032, 6, 1, 12, tzinfo=UTC)
FIRST = date(2032, 5, 1)
Days = Mapping[str, float]


def spec(name: str, measure: Measure = Measure.STOCK) -> SeriesSpec:
    return SeriesSpec(
        *(name, Text(name, name), Unit("ships"), measure, Cadence.DAY),
        *(Basis.COUNTED, 0, 1e6),
        lag_days=1,
    )


def source(name: str, **more: Any) -> Source:
    what = Text(name, name)
    one = Source(
        *(name, what, Provider("court", what, ""), "https://court.example", name),
        *(Licence(what, redistribute=True), (spec(f"court/{name}@LIL"),)),
    )
    return replace(one, **more)


def parse(snap: Snapshot) -> Iterator[Record]:
    """Read `{"2032-05-01": 3, …}`."""
    try:
        told = json.loads(snap.body)
    except ValueError as error:
        raise ParseError(
            f"{snap.source} {snap.name}: expected JSON: {error}"
        ) from error
    promise = spec(f"court/{snap.source}@LIL")
    for day, value in told.items():
        period = Period.day(date.fromisoformat(day))
        known, by = promise.known(period, snap)
        yield Observation(promise.id, period, value, known, snap.id, known_by=by)


def module(one: Source, files: Iterable[str] = ("count.json",)) -> SourceModule:
    def fetch(get: Any) -> Iterator[Fetched]:
        for name in files:
            yield Fetched(name, f"{one.url}/{name}", get(f"{one.url}/{name}"))

    return cast(SourceModule, SimpleNamespace(SOURCE=one, fetch=fetch, parse=parse))


def told(count: int, start: float = 100, **more: float) -> bytes:
    days = {f"{FIRST + timedelta(i)}": start + i for i in range(count)}
    return json.dumps(days | more).encode()


@dataclass
class Court:
    """A court's press, and a feed from it: what each address gives, or raises."""

    folder: Path
    modules: dict[str, SourceModule]
    says: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    def get(self, url: str, *_: Any) -> bytes:
        self.asked.append(url)
        said = self.says[url]
        if isinstance(said, BaseException):
            raise said
        return cast(bytes, said)

    @property
    def store(self) -> Store:
        promises = {n: m.SOURCE for n, m in self.modules.items()}
        return Store.open(self.folder, promises)

    @property
    def feed(self) -> Feed:
        return Feed(
            *(self.store, self.modules, lambda _: self.get),
            *(lambda name: self.secrets.get(name, ""), lambda: self.now, self.folder),
        )

    def update(self, *names: str) -> list[Any]:
        return list(update(self.feed, names or list(self.modules), lambda *_: None))

    def values(self, name: str, at: datetime = EVER) -> dict[str, float]:
        points = self.store.as_of(at).series(f"court/{name}@LIL").points
        return {str(p.period): p.value for p in points}

    def day(self, days: int = 1) -> None:
        self.now += timedelta(days)


@pytest.fixture
def court(tmp_path: Path) -> Court:
    made = Court(
        tmp_path / "lake", {n: module(source(n)) for n in ("ships", "eggs", "men")}
    )
    for i, name in enumerate(made.modules):
        made.modules[name] = module(source(name, url=f"https://court.example/{name}"))
        made.says[f"https://court.example/{name}/count.json"] = told(30, 100 * (1 + i))
    return made


def page(name: str) -> str:
    return f"https://court.example/{name}/count.json"


# -- what is taken in ------------------------------------------------------------------


def test_what_is_new_is_told_and_kept_with_its_bytes(court: Court) -> None:
    done = court.update()
    assert [(a.source, a.status, a.rows) for a in done] == [
        ("ships", Status.NEW, 30),
        ("eggs", Status.NEW, 30),
        ("men", Status.NEW, 30),
    ]
    assert court.values("ships")["2032-05-30"] == 129
    (one,) = court.store.as_of(EVER).series("court/ships@LIL").points[-1].evidence
    assert court.store.raw(one.snapshot) == told(30, 100)


def test_the_same_bytes_are_no_news(court: Court) -> None:
    court.update()
    before = court.store.lake.listing()
    court.day()
    assert {a.status for a in court.update()} == {Status.UNCHANGED}
    assert court.store.lake.listing() == before


def test_other_bytes_that_tell_the_same_are_no_news(court: Court) -> None:
    court.update("ships")
    court.day()
    court.says[page("ships")] = told(30) + b"\n"
    (again,) = court.update("ships")
    assert (again.status, again.rows) == (Status.UNCHANGED, 0)
    assert court.store.raw(again_id(court)) is not None


def again_id(court: Court) -> str:
    return Snapshot("ships", "", "", NOW, court.says[page("ships")]).id


def test_a_revision_is_a_row_and_the_past_stands(court: Court) -> None:
    court.update("ships")
    court.day(7)
    court.says[page("ships")] = told(35, 100, **{"2032-05-10": 90})
    (a,) = court.update("ships")
    assert (a.status, a.rows) == (Status.NEW, 6)
    assert court.values("ships")["2032-05-10"] == 90
    assert court.values("ships", end_of_day(date(2032, 6, 7)))["2032-05-10"] == 109


def test_a_retraction_of_a_complete_source_takes_effect(court: Court) -> None:
    court.modules["ships"] = module(
        source("ships", url="https://court.example/ships", complete=True)
    )
    court.update("ships")
    court.day(7)
    days = json.loads(told(30))
    del days["2032-05-10"]
    court.says[page("ships")] = json.dumps(days).encode()
    court.update("ships")
    assert "2032-05-10" not in court.values("ships")
    assert "2032-05-10" in court.values("ships", end_of_day(date(2032, 6, 7)))


def test_a_file_is_dropped_in_by_hand(court: Court, tmp_path: Path) -> None:
    file = tmp_path / "count.json"
    file.write_bytes(told(12))
    a = take_in(court.feed, "ships", file)
    assert (a.status, a.rows, court.asked) == (Status.NEW, 12, [])
    assert len(court.values("ships")) == 12
    with pytest.raises(FetchError, match="No such file"):
        take_in(court.feed, "ships", tmp_path / "none.json")


# -- what is held back -----------------------------------------------------------------

WRONG: Mapping[str, tuple[bytes, str]] = {
    "an error page with status 200": (b"<html>sorry</html>", "expected JSON"),
    "nothing": (b"", "expected JSON"),
    "a body cut short": (told(30)[:-5], "expected JSON"),
    "no rows": (b"{}", "expected about 30 rows as before, found 0"),
    "far fewer rows": (told(20), "expected about 30 rows as before, found 20"),
    "another shape": (b'[["2032-05-01", 3]]', "found AttributeError"),
    "another kind of value": (b'{"2032-05-01": [3]}', "found TypeError"),
    "an old copy": (told(28), "expected to reach 2032-05-30 as before"),
    "a day to come": (told(30, 100, **{"2032-06-09": 130}), "before the period begins"),
    "a number out of bounds": (told(30, 1e7), "expected 0..1e+06 ships"),
    "no number": (told(30).replace(b"105.0", b"NaN").replace(b"105", b"NaN"), "found"),
    "a negative number": (told(31, 100, **{"2032-05-31": -4}), "expected 0.."),
    "a jump": (told(31, 100, **{"2032-05-31": 9000}), "expected a step of at most"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_held_and_the_last_good_value_stays(
    court: Court, what: str
) -> None:
    court.update()
    before = court.values("ships")
    court.day()
    court.says[page("ships")], words = WRONG[what]
    court.says[page("men")] = told(31, 300)
    ships, eggs, men = court.update()
    assert ships.status is Status.BROKEN
    assert words in ships.why
    assert (eggs.status, men.status) == (Status.UNCHANGED, Status.NEW)
    assert court.values("ships") == before
    (held,) = holds(court.feed.held)
    assert (held.source, held.name, held.why) == ("ships", "count.json", ships.why)
    assert held.path.read_bytes() == court.says[page("ships")]
    court.day()
    court.says[page("ships")] = told(31)  # and the day after all is well
    assert court.update("ships")[0].status is Status.NEW


def test_a_count_that_only_adds_up_does_not_fall(court: Court) -> None:
    adds = spec("court/ships@LIL", Measure.CUMULATIVE)
    url = "https://court.example/ships"
    court.modules["ships"] = module(source("ships", url=url, series=(adds,)))
    court.update("ships")
    court.day()
    court.says[page("ships")] = told(31, 100, **{"2032-05-31": 128})
    assert court.update("ships")[0].status is Status.NEW  # a small correction
    court.day()
    court.says[page("ships")] = told(32, 100, **{"2032-05-31": 128, "2032-06-01": 60})
    (a,) = court.update("ships")
    assert "expected no less than 128, for it only adds up, found 60" in a.why


def test_one_broken_file_of_two_leaves_the_other(court: Court) -> None:
    url = "https://court.example/ships"
    court.modules["ships"] = module(source("ships", url=url), ("a.json", "b.json"))
    court.says[f"{url}/a.json"] = b"broken"
    court.says[f"{url}/b.json"] = told(5)
    (a,) = court.update("ships")
    assert (a.status, a.rows, a.files) == (Status.BROKEN, 5, {"b.json": 5})
    court.says[f"{url}/b.json"] = FetchError("gone")
    court.says[f"{url}/a.json"] = told(6)
    (a,) = court.update("ships")
    assert (a.status, a.files, a.why) == (Status.BROKEN, {"a.json": 6}, "gone")


@pytest.mark.parametrize(
    "trouble", [FetchError("it fell silent"), RuntimeError("a bug"), KeyError("x")]
)
def test_a_source_that_fails_stops_no_other(court: Court, trouble: Exception) -> None:
    court.says[page("ships")] = trouble
    ships, eggs, men = court.update()
    assert ships.status is Status.BROKEN
    assert str(trouble) in ships.why
    assert (eggs.status, men.status) == (Status.NEW, Status.NEW)


def test_what_needs_a_key_says_how_to_get_one(court: Court) -> None:
    key = Key("COURT_KEY", Text("ask the court for one", "向王宮申請"))
    url = "https://court.example/ships"
    court.modules["ships"] = module(source("ships", url=url, keys=(key,)))
    (a,) = court.update("ships")
    assert a.status is Status.SKIPPED
    assert a.why.startswith("expected COURT_KEY in the environment, found none")
    assert a.why.endswith("; ask the court for one")
    assert not court.asked
    court.secrets["COURT_KEY"] = "s3cret"
    assert court.update("ships")[0].status is Status.NEW


# -- rounds ----------------------------------------------------------------------------


def test_a_round_that_was_broken_off_is_gone_on_with(court: Court) -> None:
    court.says[page("men")] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        court.update()
    done = [a.source for a in court.feed.book.attempts()]
    court.asked.clear()
    court.says[page("men")] = told(30)
    court.now += timedelta(hours=1)
    assert [a.status for a in court.update()] == [Status.NEW] * 3
    assert not {page(n) for n in done} & set(court.asked)
    court.asked.clear()
    court.update()  # that one is over
    assert len(court.asked) == 3


def test_a_round_of_long_ago_is_not_gone_on_with(court: Court) -> None:
    court.says[page("men")] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        court.update()
    court.says[page("men")] = told(30)
    court.day()
    court.asked.clear()
    court.update()
    assert len(court.asked) == 3


def test_two_at_once_are_refused(court: Court) -> None:
    feed = court.feed
    feed.round.parent.mkdir(parents=True)
    with (feed.round.parent / "LOCK").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another update is at work"):
            court.update()
    assert not court.asked


def test_a_line_that_a_kill_cut_short_is_no_line(court: Court) -> None:
    court.update("ships")
    book: Book = court.feed.book
    whole = book.path.read_bytes()
    for cut in range(len(whole)):
        book.path.write_bytes(whole + whole[:cut])
        kept = len(list(book.attempts()))
        assert kept == 1 + (cut == len(whole) - 1)
        court.feed.book.write(next(book.attempts()))
        assert len(list(book.attempts())) == kept + 1


# -- health ----------------------------------------------------------------------------


def stands(court: Court) -> dict[str, Any]:
    sources = {n: m.SOURCE for n, m in court.modules.items()}
    view = court.store.as_of(court.now)
    return {
        h.source: h for h in health(sources, view, court.feed.book, court.now.date())
    }


def test_content_has_an_age_apart_from_the_fetch(court: Court) -> None:
    assert stands(court)["ships"].standing is Standing.UNASKED
    court.update()
    fresh = stands(court)["ships"]
    assert (fresh.standing, fresh.content) == (Standing.FRESH, date(2032, 5, 30))
    assert fresh.age(court.now.date()) == 2
    for _ in range(10):  # the same bytes, day after day
        court.day()
        court.update("ships")
    late = stands(court)["ships"]
    assert late.standing is Standing.LATE
    assert late.age(court.now.date()) == 12
    assert late.asked == late.good == court.now


def test_a_broken_source_says_since_when_and_why(court: Court) -> None:
    court.update()
    for _ in range(3):
        court.day()
        court.says[page("ships")] = FetchError("it fell silent")
        court.update("ships")
    broken = stands(court)["ships"]
    assert (broken.standing, broken.failing) == (Standing.BROKEN, 3)
    assert (broken.good, broken.asked) == (NOW, court.now)
    assert broken.why == "it fell silent"


def test_what_is_copied_by_hand_is_not_asked_for(court: Court) -> None:
    court.modules["ships"] = module(source("ships", manual=True))
    (a,) = court.update("ships")
    assert a.status is Status.SKIPPED
    assert stands(court)["ships"].standing is Standing.MANUAL
    assert not court.asked


def spoil(path: Path, how: Callable[[Path], object]) -> None:
    for file in path.rglob("*"):
        if file.is_file():
            how(file)


def test_a_spoilt_cache_or_book_costs_a_fetch_and_no_more(court: Court) -> None:
    court.update()
    spoil(court.folder / "feed", lambda f: f.write_bytes(b"\xff\x00{"))
    court.day()
    assert {a.status for a in court.update()} == {Status.UNCHANGED}
    assert len(court.values("ships")) == 30

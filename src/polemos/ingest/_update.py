"""One round of updates: ask each source, hold what comes to its contract, keep it."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from threading import Thread

from polemos.core import (
    EVER,
    Fetched,
    FetchError,
    Get,
    PolemosError,
    Snapshot,
    Source,
    SourceModule,
    StoreError,
    expected,
)
from polemos.ingest._book import Attempt, Book, Status
from polemos.ingest._contract import known_late, refuse_broken, tells_anew
from polemos.ingest._held import hold
from polemos.store import Store

_AT_ONCE = 4  # sources; each host still gets one request at a time
_FRESH = timedelta(hours=12)  # a round that was broken off is gone on with
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Feed:
    """What a round needs: the store, its sources, a door for each, secrets, a clock.

    `secrets` gives what a variable holds, empty if nothing. `folder` is the lake's.
    """

    store: Store
    modules: Mapping[str, SourceModule]
    door: Callable[[Source], Get]
    secrets: Callable[[str], str]
    now: Callable[[], datetime]
    folder: Path

    @property
    def book(self) -> Book:
        """Give the book of attempts."""
        return Book(self.folder / "feed" / "attempts.jsonl")

    @property
    def held(self) -> Path:
        """Name the folder of what was refused."""
        return self.folder / "feed" / "held"

    @property
    def round(self) -> Path:
        """Name the file that stands while a round is not over."""
        return self.folder / "feed" / "round.json"


@dataclass
class _Brought:
    """What came of a source, and why no more."""

    files: list[Fetched] = field(default_factory=list)
    why: str = ""


def update(feed: Feed, names: Sequence[str], progress: Progress) -> Sequence[Attempt]:
    """Bring sources up to date; give an attempt for each, in the order of `names`.

    No source stops another. A round that was broken off in the last hours is gone on
    with: what was asked in it is not asked again. StoreError if another is at work.
    """
    with _alone(feed):
        name = _round(feed, names)
        done = {a.source: a for a in feed.book.attempts() if a.round == name}
        left = [n for n in names if n not in done]
        for source, brought in _asked(feed, left):
            progress(len(done), len(names), source)
            done[source] = _taken(feed, source, name, brought)
            feed.book.write(done[source])
        feed.round.unlink(missing_ok=True)
    return [done[n] for n in names]


def take_in(feed: Feed, source: str, file: Path) -> Attempt:
    """Take in a file that a person dropped in, as if it had just been fetched."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise FetchError(
            f"{file}: expected a file of {source}, found {error.strerror}"
        ) from error
    url = feed.modules[source].SOURCE.url
    with _alone(feed):
        name = f"by hand {feed.now().isoformat()}"
        brought = _Brought([Fetched(file.name, url, body)])
        attempt = _read(feed, source, name, brought)
        feed.book.write(attempt)
    return attempt


@contextmanager
def _alone(feed: Feed) -> Iterator[None]:
    """Hold the lock of updates; the system lets go of it whatever becomes of us."""
    lock = feed.folder / "feed" / "LOCK"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
    except BlockingIOError:
        raise StoreError(
            f"{feed.folder}: another update is at work (process "
            f"{lock.read_text('utf-8', 'replace') or 'unknown'}); wait for it to end"
        ) from None


def _round(feed: Feed, names: Sequence[str]) -> str:
    """Name this round: the one that was broken off, or a new one."""
    now = feed.now()
    try:
        told = json.loads(feed.round.read_text("utf-8"))
        begun = datetime.fromisoformat(told["round"].partition(" ")[0])
        if told["names"] == list(names) and timedelta() <= now - begun < _FRESH:
            return str(told["round"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    name = f"{now.isoformat()} {token_hex(4)}"
    new = feed.round.with_suffix(".new")
    new.write_text(json.dumps({"round": name, "names": list(names)}), "utf-8")
    new.replace(feed.round)
    return name


def _bring(feed: Feed, name: str) -> _Brought | Attempt:
    """Ask one source; what came before it failed is kept."""
    module = feed.modules[name]
    lacking = [k for k in module.SOURCE.keys if not feed.secrets(k.name)]
    if module.SOURCE.manual:
        why = "only a person brings it up to date: it is copied by hand"
        return Attempt(name, "", feed.now(), Status.SKIPPED, why=why)
    if lacking:
        key = lacking[0]
        why = f"expected {key.name} in the environment, found none; {key.how.en}"
        return Attempt(name, "", feed.now(), Status.SKIPPED, why=why)
    brought = _Brought()
    try:
        for file in module.fetch(feed.door(module.SOURCE)):
            brought.files.append(file)
    except PolemosError as error:
        brought.why = str(error)
    return brought


def _asked(
    feed: Feed, names: Sequence[str]
) -> Iterator[tuple[str, _Brought | Attempt | BaseException]]:
    """Ask some sources at once; give each as it comes.

    By threads that nobody waits for at the end: whoever stops the round need not wait
    for a publisher.
    """
    todo: SimpleQueue[str] = SimpleQueue()
    came: SimpleQueue[tuple[str, _Brought | Attempt | BaseException]] = SimpleQueue()
    for name in names:
        todo.put(name)

    def work() -> None:
        with suppress(Empty):
            while True:
                name = todo.get_nowait()
                try:
                    came.put((name, _bring(feed, name)))
                except BaseException as error:
                    came.put((name, error))

    for _ in range(_AT_ONCE):
        Thread(target=work, daemon=True).start()
    for _ in names:
        yield came.get()


def _taken(
    feed: Feed, source: str, name: str, brought: _Brought | Attempt | BaseException
) -> Attempt:
    match brought:
        case Attempt():
            return replace(brought, round=name)
        case Exception():  # one source stops no other
            return _read(feed, source, name, _Brought(why=_bug(source, brought)))
        case BaseException():
            raise brought
    return _read(feed, source, name, brought)


def _bug(where: str, error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return f"{where}: expected what it always was, found {type(error).__name__}: {text}"


def _read(feed: Feed, source: str, name: str, brought: _Brought) -> Attempt:
    """Read what came, file by file; one that is refused is held, and others go on."""
    why, rows = [brought.why] if brought.why else [], 0
    files: dict[str, int] = {}
    for file in brought.files:
        snap = Snapshot(source, file.name, file.url, feed.now(), file.body)
        try:
            added, count = _append(feed, snap)
        except StoreError:
            raise  # the disk's trouble is nobody's fault
        except PolemosError as error:
            why.append(str(error))
        except Exception as error:
            why.append(_bug(f"{source} {file.name}", error))
        else:
            rows, files[file.name] = rows + added, count
            continue
        hold(feed.held, snap, why[-1])
    if not brought.files and not why:
        why.append(f"{source}: expected files, found that it brings none")
    status = Status.BROKEN if why else Status.NEW if rows else Status.UNCHANGED
    return Attempt(source, name, feed.now(), status, rows, files, "; ".join(why))


def _append(feed: Feed, snap: Snapshot) -> tuple[int, int]:
    """Append a file; count what was new, and what it held."""
    had = feed.book.rows(snap.source)
    if snap.name in had and feed.store.raw(snap.id) is not None and _heard(feed, snap):
        return 0, had[snap.name]
    module = feed.modules[snap.source]
    records = expected(module.SOURCE, module.parse(snap))
    view = feed.store.as_of(snap.fetched_at)
    whole = refuse_broken(module.SOURCE, snap.name, records, view, had)
    news = list(tells_anew(view, whole))
    asked = _last(feed, snap)
    late = {id(r): known_late(r, asked, snap.fetched_at) for r in news}
    # of a complete source what is left out was withdrawn, so that all of it is told
    kept = whole if module.SOURCE.complete else news
    feed.store.append([snap], [late.get(id(r), r) for r in kept])
    return len(news), len(whole)


def _last(feed: Feed, snap: Snapshot) -> datetime | None:
    """Give when the source of a file was last asked before."""
    asked = (a.at for a in feed.book.attempts() if a.source == snap.source)
    return max((at for at in asked if at < snap.fetched_at), default=None)


def _heard(feed: Feed, snap: Snapshot) -> bool:
    try:
        feed.store.as_of(EVER).snapshot(snap.id, snap.source)
    except StoreError:
        return False
    return True

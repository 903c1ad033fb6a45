"""The lake on disk: folders that appear whole by one rename, and a lock for writers."""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from polemos.core import StoreError

SCHEMA = 1
_FOLDERS = ("tx", "tmp", "raw", "index")

_PLAIN = {
    errno.ENOSPC: "the disk is full: free some space and run again",
    errno.EDQUOT: "the disk quota is used up: free some space and run again",
    errno.EROFS: "the disk is read-only: name a folder that can be written by --store",
    errno.EACCES: "no permission: name a folder of your own by --store",
    errno.EPERM: "no permission: name a folder of your own by --store",
    errno.ENOTDIR: "a file is where a folder is needed: name another by --store",
    errno.EEXIST: "a file is where a folder is needed: name another by --store",
}


@contextmanager
def plainly(what: str, path: Path) -> Iterator[None]:
    """Say in plain words why the disk refused; an append that fails changes nothing."""
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        code = error.errno if isinstance(error, OSError) else _code(str(error))
        why = _PLAIN.get(code or 0, str(error).partition("\n")[0])
        raise StoreError(
            f"{path}: expected to {what}, and nothing was changed: {why}"
        ) from error


def _code(message: str) -> int | None:
    """Find the system's own error in the words of the engine."""
    return next((c for c in _PLAIN if os.strerror(c) in message), None)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@dataclass(frozen=True, slots=True)
class Lake:
    """A folder: `tx` is the log, `index` is derived from it, `raw` holds the bytes.

    What stands in `tx` was committed, and is never changed or moved again; what stands
    in `tmp` belongs to a writer at work, or to one that was killed.
    """

    path: Path

    @classmethod
    def open(cls, path: Path) -> "Lake":
        """Open a lake, or make one where there is none; refuse a newer one."""
        lake = cls(path)
        if not lake.about.exists():
            with plainly("make a store", path):
                names = {p.name for p in path.iterdir()} if path.is_dir() else set()
                strange = names - {"LOCK", *_FOLDERS}
                if any(not name.startswith(".about.") for name in strange):
                    raise StoreError(
                        f"{path}: expected a store or an empty folder, found other "
                        "files; name another folder by --store"
                    )
                for name in _FOLDERS:
                    (path / name).mkdir(parents=True, exist_ok=True)
                new = path / f".about.{os.getpid()}"
                new.write_text(json.dumps({"schema": SCHEMA}), "utf-8")
                sync(new)
                new.replace(lake.about)
        lake._check()
        return lake

    def _check(self) -> None:
        try:
            found = json.loads(self.about.read_text("utf-8"))["schema"]
            if type(found) is not int or found < 1:
                raise ValueError(found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{self.about}: expected the schema of a store, found {error!r}; "
                f'if the folder is one, write {{"schema": {SCHEMA}}} into that file'
            ) from error
        if found > SCHEMA:
            raise StoreError(
                f"{self.path}: expected a store of schema up to {SCHEMA}, found "
                f"{found}; update polemos, or name another folder by --store"
            )

    @property
    def about(self) -> Path:
        """Name the file that says which schema this is."""
        return self.path / "about.json"

    def listing(self) -> tuple[str, ...]:
        """List the committed appends in their order: one consistent look."""
        try:
            names = (p.name for p in (self.path / "tx").iterdir())
            return tuple(sorted(name for name in names if name.isdigit()))
        except OSError as error:
            raise StoreError(
                f"{self.path}: expected a folder tx, found {error.strerror}"
            ) from error

    def table(self, tx: str, kind: str) -> Path:
        """Name the file of one table of one append."""
        return self.path / "tx" / tx / f"{kind}.parquet"

    def label(self, tx: str) -> str:
        """Give the label that an append was made under; empty if under none."""
        file = self.path / "tx" / tx / "label"
        # one that is damaged is none: what it named is taken in again, and adds nothing
        return file.read_text("utf-8", "replace") if file.exists() else ""

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the lock and give an empty folder to work in."""
        with plainly("write", self.path), (self.path / "LOCK").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                since = datetime.fromtimestamp(os.fstat(lock.fileno()).st_mtime, UTC)
                raise StoreError(
                    f"{self.path}: another process is writing (process "
                    f"{lock.read().strip() or 'unknown'}, since {since:%F %T} UTC); "
                    "readers may go on, writers wait: run again when it is done"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            for name in _FOLDERS:  # a copy may have left the empty ones out
                (self.path / name).mkdir(exist_ok=True)
            for left in (self.path / "tmp").iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            work = self.path / "tmp" / "work"
            work.mkdir()
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def publish(self, work: Path, name: str) -> None:
        """Make a finished folder visible under `name`, whole, by one rename."""
        for file in work.iterdir():
            sync(file)
        sync(work)
        target = self.path / name
        work.rename(target)
        sync(target.parent)

    def publish_index(self, work: Path, name: str) -> None:
        """Publish an index; keep the one before for readers that are on it."""
        folder = self.path / "index"
        old = sorted(p for p in folder.iterdir() if p.name.isdigit())
        for gone in [p for p in old[:-1] if p.name != name] + [folder / name]:
            shutil.rmtree(gone, ignore_errors=True)
        self.publish(work, f"index/{name}")

    def keep(self, snapshot_id: str, body: bytes) -> None:
        """Keep raw bytes under their hash."""
        target = self._raw(snapshot_id)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        new = self.path / "tmp" / f"raw.{snapshot_id}"
        new.write_bytes(body)
        sync(new)
        new.rename(target)
        sync(target.parent)
        sync(target.parent.parent)

    def raw(self, snapshot_id: str) -> bytes | None:
        """Give raw bytes back, held to their hash."""
        file = self._raw(snapshot_id)
        if not file.exists():
            return None
        body = file.read_bytes()
        if sha256(body).hexdigest() != snapshot_id:
            raise StoreError(
                f"{file}: expected bytes with that hash, found others; "
                "delete the file and fetch the source again"
            )
        return body

    def _raw(self, snapshot_id: str) -> Path:
        return self.path / "raw" / snapshot_id[:2] / snapshot_id

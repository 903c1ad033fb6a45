"""The packaged figures: tidy Parquet by source, and a manifest that answers for them.

`./run pack` writes this folder; nothing else does. A table's label holds the hash of
its bytes, so a store can tell which tables it has already taken in.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from polemos.core import PackError, SnapshotNote

__all__ = ["SCHEMA", "Packed", "manifest", "tables"]

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Packed:
    """One source in the pack: its files by kind of record, and where they came from."""

    source: str
    files: Mapping[str, tuple[str, str]]  # kind -> file name, sha256
    snapshots: tuple[SnapshotNote, ...]

    @property
    def label(self) -> str:
        """Name these very bytes."""
        hashes = "".join(h for _, h in sorted(self.files.values()))
        return f"{self.source}:{sha256(hashes.encode()).hexdigest()[:16]}"


def manifest(folder: Traversable | None = None) -> tuple[Packed, ...]:
    """Read the manifest, refusing one that is missing, damaged or newer."""
    folder = folder or files("polemos.figures")
    file = folder / "manifest.toml"
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
        if raw["schema"] > SCHEMA:
            raise PackError(
                f"{file}: expected schema up to {SCHEMA}, found {raw['schema']}; "
                "update polemos"
            )
        return tuple(_packed(s) for s in raw["source"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise PackError(
            f"{file}: expected the manifest of the packaged figures, found "
            f"{type(error).__name__}: {error}; install polemos again"
        ) from error


def _packed(raw: Mapping[str, Any]) -> Packed:
    return Packed(
        raw["id"],
        {f["kind"]: (f["name"], f["sha256"]) for f in raw["file"]},
        tuple(
            SnapshotNote(
                s["sha256"],
                raw["id"],
                s["name"],
                s["url"],
                _moment(s["fetched_at"]),
                _moment(s["published_at"]) if "published_at" in s else None,
                s["media_type"],
                s["size"],
            )
            for s in raw["snapshot"]
        ),
    )


def _moment(value: datetime) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"a moment with its zone was expected, not {value!r}")
    return value


@contextmanager
def tables(
    packed: Packed, folder: Traversable | None = None
) -> Iterator[dict[str, Path]]:
    """Give the Parquet files of one source, after holding them to their hashes."""
    folder = folder or files("polemos.figures")
    with ExitStack() as stack:
        out = {}
        for kind, (name, expected) in packed.files.items():
            path = stack.enter_context(as_file(folder / name))
            found = sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
            if found != expected:
                raise PackError(
                    f"{name}: expected bytes with sha256 {expected[:12]}, found "
                    f"{found[:12]}; the package is damaged: install polemos again"
                )
            out[kind] = path
        yield out

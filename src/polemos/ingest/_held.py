"""What was refused is held with its bytes and the reason, until somebody has looked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from polemos.core import Snapshot, StoreError


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was refused: whose, what it is called, when it came, and why not."""

    source: str
    name: str
    url: str
    at: datetime
    why: str
    sha256: str
    path: Path


def hold(folder: Path, snap: Snapshot, why: str) -> Held:
    """Keep refused bytes and why they were; the same bytes once."""
    home = folder / snap.source / snap.id[:16]
    held = Held(
        *(snap.source, snap.name, snap.url, snap.fetched_at, why, snap.id),
        home / "body",
    )
    told = {
        **{"source": snap.source, "name": snap.name, "url": snap.url, "why": why},
        **{"at": snap.fetched_at.isoformat(), "sha256": snap.id},
    }
    try:
        home.mkdir(parents=True, exist_ok=True)
        held.path.write_bytes(snap.body)
        (home / "why.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    except OSError as error:
        raise StoreError(
            f"{home}: expected to hold refused bytes, found {error.strerror}; nothing "
            "of them was taken in"
        ) from error
    return held


def holds(folder: Path) -> Sequence[Held]:
    """List what is held, oldest first; a folder that a kill left half done is none."""
    found = []
    for file in folder.glob("*/*/why.json"):
        try:
            told = json.loads(file.read_text("utf-8"))
            told["at"] = datetime.fromisoformat(told["at"])
            found.append(Held(**told, path=file.with_name("body")))
        except (ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda h: (h.at, h.source, h.name))

"""Documents in the store, each claim of them with all that was found of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from polemos.core import (
    EVER,
    Claim,
    Finding,
    Licence,
    Provider,
    Snapshot,
    SnapshotNote,
    Source,
    Text,
    Verdict,
)
from polemos.store import Store

SOURCE = Source(
    id="documents",
    title=Text("Documents whose claims are watched", "登錄在案、持續核對的文件"),
    provider=Provider("polemos", Text("polemos", "polemos"), ""),
    url="",
    citation="polemos",
    licence=Licence(Text("their authors'", "歸各作者"), redistribute=False),
    series=(),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and what was found of its claims as of the day it was written."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A claim of a kept document, with all that was found of it, the oldest first.

    `heard_at` is when the newest of these was kept.
    """

    document: SnapshotNote
    findings: tuple[Finding, ...]
    heard_at: datetime

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.findings[0].claim

    @property
    def worse(self) -> bool:
        """Say whether it is borne out less than when it was written."""
        return less(self.findings[-1].verdict, self.findings[0].verdict)


def less(verdict: Verdict, than: Verdict) -> bool:
    """Say whether a verdict bears a claim out less than another one."""
    from_best = list(Verdict)
    return from_best.index(verdict) > from_best.index(than)


def document(
    name: str, body: bytes, media_type: str, findings: Iterable[Finding], now: datetime
) -> Document:
    """Make a document of its bytes, by which it is known whatever it is called."""
    snapshot = Snapshot(SOURCE.id, name, "", now, body, media_type=media_type)
    kept = (replace(f, evidence=(), snapshot=snapshot.id) for f in findings)
    return Document(snapshot, tuple(kept))


def keep(store: Store, documents: Sequence[Document]) -> dict[str, SnapshotNote]:
    """Keep documents and their claims, all or none; give those that were kept before.

    They are given by their ids, as they were then: the same bytes add nothing.
    """
    held = {one.document.id: one.document for one in published(store, EVER)}
    new = {d.snapshot.id: d for d in documents if d.snapshot.id not in held}
    store.append(
        [d.snapshot for d in new.values()],
        [f for d in new.values() for f in d.findings],
    )
    asked = {d.snapshot.id for d in documents}
    return {i: note for i, note in held.items() if i in asked}


def published(store: Store, moment: datetime) -> tuple[Published, ...]:
    """Give every kept claim with what was found of it by a moment, by document."""
    view = store.as_of(moment)
    found: dict[tuple[str, str], list[Finding]] = {}
    heard: dict[tuple[str, str], datetime] = {}
    for when, finding in view.judged():
        key = finding.snapshot, finding.claim.id
        found.setdefault(key, []).append(finding)
        heard[key] = max(when, heard.get(key, when))
    return tuple(
        Published(view.snapshot(key[0], SOURCE.id), tuple(every), heard[key])
        for key, every in found.items()
    )

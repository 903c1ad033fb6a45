"""What was told and what waits, in one small file that is replaced whole."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from polemos.alerts._found import Alert, Kind
from polemos.core import StoreError, Text

_ENDS = {Kind.MENDED, Kind.BACK}  # of what was raised
_RAISES = {Kind.BROKE, Kind.CROSSED}


@dataclass(frozen=True, slots=True)
class Memory:
    """Since when what is raised is, which alerts wait to be told, and what was seen.

    `seen` is the moment up to which figures and forecasts were looked at.
    """

    raised: Mapping[str, str] = field(default_factory=dict)
    waiting: Sequence[Alert] = ()
    seen: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read it; one that is not there, or is spoilt, remembers nothing."""
        try:
            told = json.loads(path.read_text("utf-8"))
            waiting = [
                Alert(Kind(a["kind"]), a["key"], Text(a["en"], a["zh"]))
                for a in told["waiting"]
            ]
            return cls(dict(told["raised"]), waiting, str(told["seen"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Replace the file by this."""
        waiting = [
            {"kind": a.kind, "key": a.key, "en": a.text.en, "zh": a.text.zh}
            for a in self.waiting
        ]
        told = {"raised": self.raised, "waiting": waiting, "seen": self.seen}
        new = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
            new.replace(path)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise StoreError(
                f"{path}: expected to write down what was told, found "
                f"{error.strerror}; it will be told again"
            ) from error

    def hearing(self, found: Iterable[Alert], now: datetime) -> "Memory":
        """Add what was found: it waits, and what it raises or ends is remembered.

        What ends before it was ever told is not told at all.
        """
        raised, waiting = dict(self.raised), list(self.waiting)
        for alert in found:
            if any(a.key == alert.key and a.kind is alert.kind for a in waiting):
                continue
            if alert.kind in _RAISES:
                raised[alert.key] = now.isoformat()
            if alert.kind in _ENDS:
                raised.pop(alert.key, None)
                if untold := [a for a in waiting if a.key == alert.key]:
                    waiting = [a for a in waiting if a not in untold]
                    continue
            waiting.append(alert)
        return Memory(raised, waiting, now.isoformat())

    def told(self) -> "Memory":
        """Forget what waited: it was told."""
        return Memory(self.raised, (), self.seen)

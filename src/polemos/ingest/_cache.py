"""What the HTTP door remembers of an address, beside the bytes that the lake keeps."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LakeCache:
    """The marks of the last answer by address, in a folder; `raw` gives bytes by hash.

    Marks are saved with the hash of the body that they are of. Where the lake does not
    hold that body, because it was refused or the process was killed before it was kept,
    there are no marks, and all is asked for again.
    """

    folder: Path
    raw: Callable[[str], bytes | None]

    def load(self, url: str) -> tuple[Mapping[str, str], bytes] | None:
        """Give the marks of an address and the bytes that they are of."""
        try:
            told = json.loads(self._file(url).read_text("utf-8"))
            body = self.raw(told["sha256"])
            marks = {str(k): str(v) for k, v in told["marks"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return None if body is None or told["url"] != url else (marks, body)

    def save(self, url: str, marks: Mapping[str, str], body: bytes) -> None:
        """Remember an answer; one that cannot be written is asked for again."""
        told = {"url": url, "marks": dict(marks), "sha256": sha256(body).hexdigest()}
        file = self._file(url)
        new = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(told), "utf-8")
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)

    def _file(self, url: str) -> Path:
        return self.folder / f"{sha256(url.encode()).hexdigest()[:32]}.json"

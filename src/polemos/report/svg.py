"""Draw charts as vector images, in a process of their own: JSON in, JSON out.

The engine keeps Python's interpreter to itself while it draws, so a second one draws
while the first goes on writing.
"""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from polemos.core import PolemosError
from polemos.report.fonts import folder


def draw(specs: Iterable[dict[str, Any]], fonts: Path | None = None) -> Iterator[str]:
    """Draw each specification; the same one gives the same image."""
    import vl_convert

    vl_convert.register_font_directory(str(fonts or folder()))
    for spec in specs:
        yield str(vl_convert.vegalite_to_svg(spec))


class Drawer:
    """Lets another process draw, in the order of asking, while the caller goes on."""

    def __init__(self) -> None:
        self._line = ThreadPoolExecutor(1)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 closed with the process
        self._process = subprocess.Popen(
            # -P: whatever lies in the reader's folder is none of its modules
            [sys.executable, "-P", "-m", __name__, str(folder())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )

    def ask(self, spec: dict[str, Any]) -> Future[str]:
        """Ask for the image of a specification, and do not wait for it."""
        return self._line.submit(self._drawn, spec)

    def _drawn(self, spec: dict[str, Any]) -> str:
        asked, answers = self._process.stdin, self._process.stdout
        try:
            asked.write(json.dumps(spec).encode() + b"\n")  # type: ignore[union-attr]
            asked.flush()  # type: ignore[union-attr]
            answer = answers.readline()  # type: ignore[union-attr]
        except BrokenPipeError:
            answer = b""
        if not answer:
            ended = self._process.wait()
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip().splitlines()
            raise PolemosError(
                f"expected a drawn chart, found that the drawing process ended with "
                f"{ended}: {said[-1] if said else 'it said nothing'}"
            )
        image: str = json.loads(answer)
        return image

    def __enter__(self) -> Self:
        """Give itself; what is not drawn by the exit is given up."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the process end after what it is drawing now."""
        self._line.shutdown(cancel_futures=True)
        with suppress(BrokenPipeError), self._said, self._process:
            pass  # closes its input, and waits for it


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the one who asked says why it ended
    for image in draw(map(json.loads, sys.stdin), Path(sys.argv[1])):
        sys.stdout.write(json.dumps(image) + "\n")
        sys.stdout.flush()

"""Draw charts as vector images, in a process of their own: JSON in, JSON out.

The engine keeps Python's interpreter to itself while it draws, so a second one draws
while the first writes the page.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from polemos.core import PolemosError
from polemos.report.fonts import folder


def draw(specs: Sequence[dict[str, Any]]) -> list[str]:
    """Draw each specification; the same one gives the same image."""
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
    return [str(vl_convert.vegalite_to_svg(spec)) for spec in specs]


def draw_beside(specs: Sequence[dict[str, Any]]) -> list[str]:
    """Let another process draw, and wait for it."""
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(specs).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise PolemosError(
            f"expected {len(specs)} drawn charts, found that the drawing process ended "
            f"with {done.returncode}: {said[-1] if said else 'it said nothing'}"
        )
    images: list[str] = json.loads(done.stdout)
    return images


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the one who asked says why it ended
    json.dump(draw(json.load(sys.stdin)), sys.stdout)

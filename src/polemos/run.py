"""Run the command line, and end it in order: signals, errors, exit codes."""

import gc
import os
import signal
import sys
from io import TextIOWrapper

from polemos.cli import app
from polemos.core import PolemosError, printable

_GONE = 141  # the reader of a pipe has gone: as one that SIGPIPE ends
_STOPPED: list[int] = []  # by which signals


def _stop(number: int, _: object) -> None:
    if not _STOPPED:
        print("polemos: interrupted; what was whole before still is", file=sys.stderr)
    _STOPPED.append(number)
    sys.exit(128 + number)


def main() -> None:
    """Run, and turn what is raised on purpose into one clear line and exit code 2."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack our characters
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(50_000, 20, 100)  # values are immutable: little can be in a cycle
    try:
        try:
            app(prog_name="polemos")
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a reader who has gone can be met
    except Exception as error:
        if _STOPPED:  # the engine makes an error of its own of it
            sys.exit(128 + _STOPPED[0])
        _fail(error)


def _fail(error: Exception) -> None:
    match error:
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(_GONE)
        case PolemosError():
            print(f"polemos: {printable(str(error))}", file=sys.stderr)
        case OSError():
            said = printable(str(error))
            print(f"polemos: {said}; nothing was changed", file=sys.stderr)
        case _:
            raise error
    sys.exit(2)

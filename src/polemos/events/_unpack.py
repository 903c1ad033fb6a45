"""Out of a zip that a stranger made: one member, of a bounded size, under no path."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from polemos.core import ParseError

MOST = 1 << 30  # bytes of an export unpacked; the largest day has a tenth of that
_CHUNK = 1 << 20
# What the reader of zips raises where one is broken, encrypted, or packed in some way
# that it does not know.
_BROKEN = (
    *(BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, struct.error),
)


def unpacked(body: bytes, most: int = MOST) -> Iterator[bytes]:
    """Give the one file in a zip, piece by piece; what is no zip is given as it is.

    ParseError if it is broken, holds more than one file, or unpacks to over `most`
    bytes; the name inside is never used.
    """
    if not body.startswith(b"PK"):
        yield body
        return
    try:
        with ZipFile(BytesIO(body)) as packed:
            members = [m for m in packed.infolist() if not m.is_dir()]
            if len(members) != 1:
                raise ParseError(f"expected one file in the zip, found {len(members)}")
            left = most
            with packed.open(members[0]) as inside:
                while piece := inside.read(_CHUNK):
                    left -= len(piece)  # what it says of its size is not believed
                    if left < 0:
                        raise ParseError(
                            f"expected a zip of at most {most:,} bytes unpacked, found "
                            "more"
                        )
                    yield piece
    except _BROKEN as error:
        raise ParseError(f"expected a whole zip, found {error}") from error

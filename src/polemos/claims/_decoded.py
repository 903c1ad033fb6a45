"""Bytes of a file into text: UTF-8, or what they plainly are besides."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from polemos.core import ParseError

_OTHER = {
    b"%PDF-": "a PDF; make text of it with pdftotext",
    b"PK\x03\x04": "a zip archive or an office document; save it as text",
    b"\x1f\x8b": "compressed bytes; unpack them",
    b"{\\rtf": "an RTF document; save it as text",
    b"\xd0\xcf\x11\xe0": "an office document; save it as text",
}
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RARE = 0.001  # share of control characters in what still is a text
_PLAIN = 0.9  # share of common characters in what plainly is Chinese
_COMMON = range(0xA1, 0xC7)  # first bytes of Big5's punctuation and frequent characters
_ZEROS = 0.02  # the least share of zero bytes in UTF-16 with line breaks and digits
_LEAD = 0x80
_FREQUENT = frozenset("的一是不在有了人，。、：")
_LEAST = 0.02  # the share of these in what plainly is Chinese
_SEEN = 200_000  # bytes by which an encoding is judged


def decoded(data: bytes, where: str) -> tuple[str, str]:
    """Give the text of a file's bytes, and the name of their encoding.

    ParseError says what was found where there is no text, or in no encoding that is
    plain: UTF-8, UTF-16, or Big5.
    """
    if not data.strip():
        raise ParseError(f"{where}: expected a text, found nothing in it")
    for magic, found in _OTHER.items():
        if data.startswith(magic):
            raise ParseError(f"{where}: expected a text, found {found}")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(data, "utf-16", where), "UTF-16"
    try:
        text, name = data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        made = _of_two_bytes(data) or _big5(data)
        if made is None:
            raise ParseError(_wrong(data, error, where)) from None
        return made
    if "\0" in text[:_SEEN] and (made := _of_two_bytes(data)) is not None:
        return made
    if len(_BINARY.findall(text[:_SEEN])) > _RARE * len(text[:_SEEN]):
        raise ParseError(f"{where}: expected a text, found binary data")
    return text, name


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ParseError(
            f"{where}: expected {encoding.upper()} by its first bytes, found "
            f"{error.reason} at byte {error.start}; save it as UTF-8"
        ) from None


def _wrong(data: bytes, error: UnicodeDecodeError, where: str) -> str:
    if b"\0" in data[:_SEEN]:
        return f"{where}: expected a text, found binary data"
    line = data.count(b"\n", 0, error.start) + 1
    return (
        f"{where}: expected UTF-8, found byte 0x{data[error.start]:02x} in line {line} "
        f"(byte {error.start}); save it as UTF-8"
    )


def _of_two_bytes(data: bytes) -> tuple[str, str] | None:
    """Read UTF-16 without a mark: its line breaks and digits hold a zero byte."""
    head = data[:_SEEN]
    if len(data) % 2 or b"\0" not in head:
        return None
    zeros = head[::2].count(0), head[1::2].count(0)
    if sum(zeros) < _ZEROS * len(head) or min(zeros) > max(zeros) / 10:
        return None  # a stray zero byte makes no UTF-16
    high = zeros[0] > zeros[1]
    encoding = "utf-16-be" if high else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    seen = text[:_SEEN]
    known = sum(
        " " <= c <= "~" or c in "\t\r\n" or "\u2010" <= c <= "\u9fff" or c >= "\uff00"
        for c in seen
    )
    return (text, encoding.upper()) if known > _PLAIN * len(seen) else None


def _big5(data: bytes) -> tuple[str, str] | None:
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return None
    wide = [c for c in text[:_SEEN] if ord(c) >= _LEAD]
    leads = [c.encode("cp950")[0] for c in wide]
    common = sum(lead in _COMMON for lead in leads)
    frequent = sum(c in _FREQUENT for c in wide)
    chinese = common > _PLAIN * len(wide) and frequent >= _LEAST * len(wide)
    return (text, "Big5") if chinese else None
